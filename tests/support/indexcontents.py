"""All that an index holds, with what its numbers stand for in the place of them."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection
from typing import Any

Contents = dict[str, list[tuple[Any, ...]]]
_IRIS = """
SELECT number, iri FROM thing UNION SELECT number, iri FROM value
UNION SELECT number, iri FROM claim"""
_BLOCKS = "SELECT number, is_merged || hex(checksum) FROM block"
_SENTENCES = "SELECT rowid, article || ' ' || start || ' ' || words FROM sentence"
_NUMBERS: dict[str, dict[str, str]] = {
    "thing": {"number": "iri"},
    "name_of": {"number": "iri"},
    "value": {"number": "iri"},
    "narrowest": {"kind": "iri", "thing": "iri"},
    "above": {"kind": "iri", "broader": "gone"},
    "has": {"value": "iri", "thing": "iri"},
    "belongs": {"thing": "iri", "owner": "iri"},
    "typical": {"kind": "iri", "thing": "iri"},
    "drawn": {"sentence": "sentence", "claim": "iri"},
    "claim": {"number": "iri"},
    "said": {"claim": "iri", "thing": "iri"},
    "voice": {"claim": "iri"},
    "block": {"number": "gone"},
    "digest": {"block": "block"},
    "lead_to": {"number": "gone"},
}
_OF_NAMES = ("words",)
_FULL_TEXT = ("name", "together", "sentence", "lead", "only_named", "spelling", "stem")
_PARTS = ("data", "idx", "content", "docsize", "config")


def contents(index: Path, aside: Path) -> Contents:
    """The rows of all tables, sorted; also of the words, where each stands.

    Raises sqlite3.DatabaseError where words and texts do not agree.
    """
    copied = aside / f"{index.name}.copy"
    shutil.copyfile(index, copied)
    with closing(sqlite3.connect(copied)) as asked:
        known = {
            "iri": dict(asked.execute(_IRIS)),
            "block": dict(asked.execute(_BLOCKS)),
            "sentence": dict(asked.execute(_SENTENCES)),
        }
        found = {one: _rows(asked, one, known) for one in _tables(asked)}
        for table in _FULL_TEXT:
            found[f"words of {table}"] = _words(asked, table, known)
            found[table] = [] if table == "together" else _rows(asked, table, known)
    copied.unlink()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def contents_of_names(names: Path, aside: Path) -> Contents:
    """The rows of all tables of names, sorted, whose numbers are those of their texts."""
    copied = aside / f"{names.name}.copy"
    shutil.copyfile(names, copied)
    with closing(sqlite3.connect(copied)) as asked:
        found = {one: _rows(asked, one, {}, {}) for one in _tables(asked)}
        for table in ("words", "spelling"):
            found[f"words of {table}"] = _stands(asked, table)
    copied.unlink()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def _tables(asked: Connection) -> list[str]:
    """The tables that are no part of an index of words."""
    rows = asked.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite%'"
    )
    parts = {f"{one}_{part}" for one in (*_FULL_TEXT, *_OF_NAMES) for part in _PARTS}
    return [name for (name,) in rows if name not in parts]


def _rows(
    asked: Connection,
    table: str,
    known: dict[str, dict[int, str]],
    numbers: dict[str, str] | None = None,
) -> list[tuple[Any, ...]]:
    if numbers is None:
        numbers = _NUMBERS.get(table, {"thing": "iri"})
    cursor = asked.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]

    def told(column: str, value: Any) -> Any:
        if column not in numbers:
            return value
        return known.get(numbers[column], {}).get(value, "")

    return [tuple(map(told, names, row)) for row in cursor]


def _words(
    asked: Connection, table: str, known: dict[str, dict[int, str]]
) -> list[tuple[Any, ...]]:
    """Where each word stands: in which column of which row, and at which place."""
    stands = _stands(asked, table)
    row_of = _row_of(asked, table, known)
    return [(term, row_of(doc), *place) for term, doc, *place in stands]


def _stands(asked: Connection, table: str) -> list[tuple[Any, ...]]:
    """Words with the numbers of their rows; raises where an index is at fault."""
    asked.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    asked.execute(f"CREATE VIRTUAL TABLE told_of USING fts5vocab({table}, instance)")
    stands = asked.execute("SELECT term, doc, col, offset FROM told_of").fetchall()
    asked.execute("DROP TABLE told_of")
    return stands


def _row_of(
    asked: Connection, table: str, known: dict[str, dict[int, str]]
) -> Callable[[int], Any]:
    if table == "together":
        return known["iri"].__getitem__
    rows = _rows(asked, table, known)
    numbers = asked.execute(f"SELECT rowid FROM {table}")
    texts = {number: row for (number,), row in zip(numbers, rows, strict=True)}
    return texts.__getitem__
