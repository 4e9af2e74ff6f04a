"""The description that a table without one is likely to need (CSV on the Web)."""

import csv
import re
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count, islice
from typing import Any

from diplomatica.model.text.csvcells import allow_cells
from diplomatica.pipeline.files.csvw.cellforms import (
    are_addresses,
    are_names,
    datatype_of,
    described_as,
)
from diplomatica.pipeline.files.csvw.description import CONTEXT, column_name
from diplomatica.pipeline.files.syntax.encoding import is_utf16

ADDRESS = "https://example.org/"
"""What stands where whoever writes the description puts an address of their own."""
_SEPARATORS = ",;\t|"
_ROWS = 1_000  # that are looked at
_HEAD = 1 << 18  # bytes in which these stand
LOOKED_AT = _HEAD + 1
"""Bytes of a table that tell all that is told of it; one more than is read, if it has more."""
_SEPARATOR_LINE = re.compile('"?sep=(.)"?', re.IGNORECASE)
_COMMENT = "#"  # how lines begin that no reader of a table takes (CSVW, section 5.9)
_YEAR = re.compile(r"(1\d|20)\d\d")
_KEY = re.compile(r"(.*[\W_])?(id|nr|no|number|key|code|identifier)\.?", re.IGNORECASE)
_LABEL = re.compile(
    r"(.*[\W_])?(name|label|title|titel|bezeichnung|nom)", re.IGNORECASE
)


@dataclass(frozen=True, eq=False)
class _SuggestedColumn:
    """A column: what it is headed by and called in templates, and what its cells hold."""

    title: str
    name: str
    cells: Sequence[str]

    @property
    def is_key(self) -> bool:
        """Whether each row has a value here that no other has."""
        return all(self.cells) and len({*self.cells}) == len(self.cells)

    @cached_property
    def said(self) -> dict[str, Any]:
        """What a description says of its cells."""
        return described_as(self.cells)

    @property
    def is_of_values(self) -> bool:
        """Whether its title is one of its values, if these are no texts."""
        known = self.said.get("datatype")
        return bool(known) and datatype_of([self.title, *self.cells]) == known


@dataclass(frozen=True)
class SuggestedTable:
    """A description of a table, and of what its first rows are taken for."""

    description: dict[str, Any]
    key: str
    """The title of the column that names the rows; "" where none does."""
    label: str
    """That of the column that they are called by; "" where none is."""
    doubt: str
    """Why the first row may be none of headings; "" where it may be."""


def suggest_description(name: str, data: bytes, base: str = ADDRESS) -> dict[str, Any]:
    """A description of the table in the file of this name, by its first rows."""
    return suggestion(name, data, base).description


def suggestion(name: str, data: bytes, base: str = ADDRESS) -> SuggestedTable:
    """What the first rows of the table in the file of this name tell of it.

    Rows are named by the column that is a key; what reads as a name is the label, and
    columns have the datatype that all of their cells fit.
    """
    encoding, text = read_head(data)
    lines = text.splitlines()
    dialect: dict[str, Any] = {"encoding": encoding} if encoding else {}
    if told := separator_line(text.partition("\n")[0]):
        dialect["skipRows"] = 1
        del lines[0]
    heads_with_sign = _heads_with_sign(lines, told)
    if heads_with_sign:
        dialect["commentPrefix"] = None
    else:
        lines = [one for one in lines if not one.startswith(_COMMENT)]
    part = told or separator("\n".join(lines[:1]))
    if part != ",":
        dialect["delimiter"] = part
    allow_cells(len(text))
    heading, *rows = list(islice(csv.reader(lines, delimiter=part), _ROWS + 1)) or [[]]
    columns = _columns(heading, rows)
    key = _key(columns)
    label = _label([one for one in columns if one is not key]) or _label(
        [key] if key else []
    )
    written = {"dialect": dialect} if dialect else {}
    described = {
        "@context": CONTEXT,
        "url": name,
        **written,
        "tableSchema": _schema(name, base, columns, key, label),
    }
    key_title, title = (one.title if one else "" for one in (key, label))
    return SuggestedTable(described, key_title, title, _doubt(columns))


def _schema(
    name: str,
    base: str,
    columns: Sequence[_SuggestedColumn],
    key: _SuggestedColumn | None,
    label: _SuggestedColumn | None,
) -> dict[str, Any]:
    called = name.partition(".")[0]
    stem = column_name(called)
    described = [
        _column_description(one, is_label=one is label, is_key=one is key)
        for one in columns
    ]
    kind = {"name": "kind", "virtual": True, "propertyUrl": "rdf:type"}
    kind["valueUrl"] = f"{base}{column_name(called.capitalize())}"
    if any(one.name == "kind" for one in columns):
        kind["name"] = "kind_of_row"
    return {
        "aboutUrl": f"{base}{stem}/{{{key.name if key else '_row'}}}",
        "propertyUrl": f"{base}{stem}{{#_name}}",
        "columns": [*described, kind],
    }


def _heads_with_sign(lines: Sequence[str], part: str) -> bool:
    """Whether a first line that begins as a comment is one of headings, as “#id,name” is."""
    first, second = [*lines[:2], "", ""][:2]
    part = part or separator(second)
    parts = first.count(part)
    return first.startswith(_COMMENT) and parts > 0 and parts == second.count(part)


def _doubt(columns: Sequence[_SuggestedColumn]) -> str:
    """Why the first row may be one of values: the titles of columns are as their cells."""
    alike = [
        one.title
        for one in columns
        if one.title and not _YEAR.fullmatch(one.title) and one.is_of_values
    ]
    return ", ".join(f"“{one}”" for one in alike)


def read_head(data: bytes) -> tuple[str, str]:
    """The encoding that a description has to name, "" for UTF-8; and the first lines."""
    encoding, text = _decoded(data)
    # the last line may be cut
    return encoding, text.rpartition("\n")[0] if len(data) > _HEAD else text


def _decoded(data: bytes) -> tuple[str, str]:
    head = data[:_HEAD]
    if is_utf16(head):
        return "utf-16", head.decode("utf-16", "replace")
    for encoding in ("", "windows-1252"):
        # a character may be cut
        decoder = getincrementaldecoder(encoding or "utf-8-sig")()
        with suppress(UnicodeDecodeError):
            return encoding, decoder.decode(head, len(data) <= _HEAD)
    return "iso-8859-1", head.decode("iso-8859-1")


def separator_line(line: str) -> str:
    """The separator that a first line names, as one for Excel does; "" where it is no such."""
    found = _SEPARATOR_LINE.fullmatch(line.rstrip("\r\n"))
    return found[1] if found else ""


def separator(text: str) -> str:
    """What parts the cells of the first line of a table, as far as can be told."""
    counts = Counter("".join(text.splitlines()[:1]))
    return max(_SEPARATORS, key=lambda sign: counts[sign])


def _columns(
    heading: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[_SuggestedColumn]:
    whole = [row for row in rows if len(row) == len(heading)]
    return [
        _SuggestedColumn(title, name, [row[at].strip() for row in whole])
        for at, (title, name) in enumerate(zip(heading, _names(heading), strict=True))
    ]


def _names(titles: Sequence[str]) -> list[str]:
    """What columns are called in templates: none as another, whatever their titles are."""
    names: list[str] = []
    for title in titles:
        first = column_name(title)
        others = (f"{first}_{number}" for number in count(2))
        free = (one for one in chain([first], others) if one not in names or not first)
        names.append(next(free))
    return names


def _key(columns: Sequence[_SuggestedColumn]) -> _SuggestedColumn | None:
    """The column by which rows are named: one that is called so, else the first that can."""
    able = [one for one in columns if one.is_key and one.title]
    called = (one for one in able if _KEY.fullmatch(one.title))
    return next(called, next(iter(able), None))


def _label(columns: Sequence[_SuggestedColumn]) -> _SuggestedColumn | None:
    """The column of what things are called; of names alone, if none is called so."""
    texts = [one for one in columns if not one.said and any(one.cells)]
    called = (one for one in texts if _LABEL.fullmatch(one.title))
    names = (one for one in _by_how_many(texts) if are_names(one.cells))
    return next(called, next(names, None))


def _by_how_many(columns: Sequence[_SuggestedColumn]) -> Iterator[_SuggestedColumn]:
    """Those columns whose cells are not mostly the same."""
    return (one for one in columns if 2 * len({*one.cells}) > len(one.cells))


def _column_description(
    column: _SuggestedColumn, *, is_label: bool, is_key: bool
) -> dict[str, Any]:
    said: dict[str, Any] = {"titles": column.title} if column.title else {}
    if column.name != column_name(column.title):
        said["name"] = column.name
    if is_label:
        return said | {"propertyUrl": "rdfs:label"}
    if are_addresses(column.cells) and column.title:
        return said | {"valueUrl": f"{{+{column.name}}}"}
    if is_key:
        said["propertyUrl"] = "dcterms:identifier"
    return said | column.said
