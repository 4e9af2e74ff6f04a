"""The tables of a release as a page tells of them: what a row is, how many, the first few."""

import csv
import json
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any

from diplomatica.model.dataset.distribution import METADATA, Distribution
from diplomatica.model.formats import CSV

_FIRST = 3
"""Rows that a page shows."""
_DAYS, _MISSING = ("earliest", "latest"), "wikidata_missing"
_PART = 1 << 20  # bytes of a file that are read at once
_LONGEST = 60
"""Letters of a cell that it shows."""


@dataclass(frozen=True)
class PublishedColumn:
    """A column, and what its cells tell."""

    name: str
    meaning: str
    filled: int
    """How many rows have a value in it."""


@dataclass(frozen=True)
class Marked:
    """A table of CSV behind a byte order mark, which is another file than without."""

    name: str
    """With what asks for the mark."""
    size: int
    sha256: str


@dataclass(frozen=True)
class PublishedTable:
    """A table in all its files, with what its description says of it."""

    name: str
    meaning: str
    columns: list[PublishedColumn]
    count: int
    first: list[list[str]]
    files: list[Distribution]
    dated: int | None
    """How many rows have a first or a last day; None where there are no such columns."""
    marked: Marked
    missing: list[tuple[str, int]]
    """Why rows have no id of Wikidata, and how many for each reason, the most first."""

    def file(self, suffix: str) -> Distribution | None:
        """The file of it in a format, if there is one."""
        return next(
            (one for one in self.files if one.path.suffix == f".{suffix}"), None
        )

    def filled(self, name: str) -> int | None:
        """How many rows have a value in a column; None where there is no such column."""
        found = (one.filled for one in self.columns if one.name == name)
        return next(found, None)


def tables_of(distributions: Iterable[Distribution]) -> Iterator[PublishedTable]:
    """The tables among some distributions."""
    files = [one for one in distributions if not one.form.rdf]
    for one in files:
        if one.form is CSV:
            alike = [other for other in files if other.path.stem == one.path.stem]
            yield _table(one, alike)


def _table(one: Distribution, files: list[Distribution]) -> PublishedTable:
    """A table as its page tells of it: read once, and counted column by column."""
    path = one.path
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        names = next(rows, [])
        first = list(islice(rows, _FIRST))
        days = {names.index(name) for name in _DAYS if name in names}
        why = names.index(_MISSING) if _MISSING in names else None
        filled, count, dated = Counter[int](), 0, 0
        missing = Counter[str]()
        for row in chain(first, rows):
            told = {number for number, cell in enumerate(row) if cell}
            filled.update(told)
            dated += not days.isdisjoint(told)
            missing.update(row[at] for at in told & {why})
            count += 1
    described = _csvw_metadata(path)
    columns = described.get("tableSchema", {}).get("columns", [])
    meanings = {one["name"]: one.get("dc:description", "") for one in columns}
    told_columns = [
        PublishedColumn(name, meanings.get(name, ""), filled[number])
        for number, name in enumerate(names)
    ]
    return PublishedTable(
        path.stem,
        described.get("dc:description", ""),
        told_columns,
        count,
        [list(map(_short_cell, row)) for row in first],
        files,
        dated if days else None,
        _marked_file(one),
        missing.most_common(_FIRST),
    )


def _marked_file(one: Distribution) -> Marked:
    """The file with a byte order mark before it: its size and checksum."""
    found = sha256(BOM_UTF8)
    with one.path.open("rb") as file:
        while part := file.read(_PART):
            found.update(part)
    size = one.size + len(BOM_UTF8)
    return Marked(f"{one.name}?bom=yes", size, found.hexdigest())


def _csvw_metadata(path: Path) -> dict[str, Any]:
    """What stands in the description of a table (CSV on the Web), if it has one."""
    file = path.with_name(path.name + METADATA)
    if not file.is_file():
        return {}
    found: dict[str, Any] = json.loads(file.read_bytes())
    return found


def _short_cell(cell: str) -> str:
    return cell if len(cell) <= _LONGEST else f"{cell[:_LONGEST]} …"
