"""The description that a table without one is likely to need (CSV on the Web)."""

import csv
import re
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from diplomatica.model.text.csvcells import allow_cells
from diplomatica.pipeline.files.csvw.description import CONTEXT, column_name
from diplomatica.pipeline.files.syntax.encoding import is_utf16

ADDRESS = "https://example.org/"
"""What stands where whoever writes the description puts an address of their own."""
_SEPARATORS = ",;\t|"
_ROWS = 1_000  # that are looked at
_HEAD = 1 << 18  # bytes in which these stand
_SEPARATOR_LINE = re.compile('"?sep=(.)"?', re.IGNORECASE)
_KEY = re.compile(r"(.*[\W_])?(id|nr|no|number|key|code|identifier)\.?", re.IGNORECASE)
_LABEL = re.compile(
    r"(.*[\W_])?(name|label|title|titel|bezeichnung|nom)", re.IGNORECASE
)
_ADDRESS_OF_PAGE = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_TYPES: tuple[tuple[str | dict[str, Any], re.Pattern[str]], ...] = (
    ("integer", re.compile(r"[+-]?(0|[1-9]\d*)")),
    ("decimal", re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?")),
    (
        {"base": "decimal", "format": {"decimalChar": ","}},
        # with three digits behind it the comma may part thousands
        re.compile(r"[+-]?(0|[1-9]\d*)(,(\d{1,2}|\d{4,}))?"),
    ),
    ("date", re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")),
    (
        {"base": "date", "format": "dd.MM.yyyy"},
        re.compile(r"(0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.\d{4}"),
    ),
    (
        "dateTime",
        re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
    ),
    ("boolean", re.compile("true|false")),
)
"""The datatypes that are told by how all cells of a column are written, narrowest first."""


def suggest_description(name: str, data: bytes, base: str = ADDRESS) -> dict[str, Any]:
    """A description of the table in the file of this name, by its first rows.

    Rows are named by the column that is a key; what reads as a name is the label, and
    columns have the datatype that all of their cells fit.
    """
    encoding, text = _read(data)
    # the last line may be cut
    lines = text.splitlines()[: -1 if len(data) > _HEAD else None]
    dialect: dict[str, Any] = {"encoding": encoding} if encoding else {}
    if told := separator_line(text.partition("\n")[0]):
        dialect["skipRows"] = 1
        del lines[0]
    part = told or separator(text)
    if part != ",":
        dialect["delimiter"] = part
    allow_cells(len(text))
    heading, *rows = list(islice(csv.reader(lines, delimiter=part), _ROWS + 1)) or [[]]
    columns = _columns(heading, rows)
    called = name.partition(".")[0]
    stem = column_name(called)
    key = _key(columns)
    about = column_name(key.title) if key else "_row"
    label = _label([one for one in columns if one is not key])
    described = [
        _column_description(one, is_label=one is label, is_key=one is key)
        for one in columns
    ]
    kind = {"name": "kind", "virtual": True, "propertyUrl": "rdf:type"}
    kind["valueUrl"] = f"{base}{column_name(called.capitalize())}"
    schema = {
        "aboutUrl": f"{base}{stem}/{{{about}}}",
        "propertyUrl": f"{base}{stem}{{#_name}}",
        "columns": [*described, kind],
    }
    written = {"dialect": dialect} if dialect else {}
    return {"@context": CONTEXT, "url": name, **written, "tableSchema": schema}


def _read(data: bytes) -> tuple[str, str]:
    """The encoding that a description has to name, "" for UTF-8; and the first of the text."""
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


@dataclass(frozen=True, eq=False)
class _SuggestedColumn:
    """A column: what it is headed by, and what stands in its cells."""

    title: str
    cells: Sequence[str]

    @property
    def is_key(self) -> bool:
        """Whether each row has a value here that no other has."""
        return all(self.cells) and len({*self.cells}) == len(self.cells)

    @property
    def has_addresses(self) -> bool:
        """Whether all of its cells are addresses of pages, but for those that are empty."""
        filled = [one for one in self.cells if one]
        return bool(filled) and all(map(_ADDRESS_OF_PAGE.fullmatch, filled))

    @property
    def datatype(self) -> str | dict[str, Any]:
        """What all of its cells are, but for those that are empty; "" for texts."""
        filled = [one for one in self.cells if one]
        fitting = (
            kind for kind, form in _TYPES if filled and all(map(form.fullmatch, filled))
        )
        return next(fitting, "")


def _columns(
    heading: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[_SuggestedColumn]:
    whole = [row for row in rows if len(row) == len(heading)]
    return [
        _SuggestedColumn(title, [row[at].strip() for row in whole])
        for at, title in enumerate(heading)
    ]


def _key(columns: Sequence[_SuggestedColumn]) -> _SuggestedColumn | None:
    """The column by which rows are named: one that is called so, else the first that can."""
    able = [one for one in columns if one.is_key and one.title]
    called = (one for one in able if _KEY.fullmatch(one.title))
    return next(called, next(iter(able), None))


def _label(columns: Sequence[_SuggestedColumn]) -> _SuggestedColumn | None:
    """The column of what things are called; of texts alone, if none is called so."""
    texts = [one for one in columns if not one.datatype and any(one.cells)]
    called = (one for one in texts if _LABEL.fullmatch(one.title))
    return next(called, next(_by_how_many(texts), None))


def _by_how_many(columns: Sequence[_SuggestedColumn]) -> Iterator[_SuggestedColumn]:
    """Those columns whose cells are not mostly the same."""
    return (one for one in columns if 2 * len({*one.cells}) > len(one.cells))


def _column_description(
    column: _SuggestedColumn, *, is_label: bool, is_key: bool
) -> dict[str, Any]:
    said: dict[str, Any] = {"titles": column.title} if column.title else {}
    if is_label:
        return said | {"propertyUrl": "rdfs:label"}
    if column.has_addresses and column.title:
        return said | {"valueUrl": f"{{+{column_name(column.title)}}}"}
    if is_key:
        said["propertyUrl"] = "dcterms:identifier"
    if column.datatype:
        said["datatype"] = column.datatype
    return said
