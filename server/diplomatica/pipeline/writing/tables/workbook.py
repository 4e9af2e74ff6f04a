"""A table as a workbook of Excel (ECMA-376): the rows of its CSV."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LONGEST_CELL, _MOST_ROWS = 32_767, 1_048_576
# Pixels of a column, and beside what stands in it.
_WIDEST, _MARGIN = 400, 7
# Of more cells, a workbook lies on disk while it is written: they take 300 MB in memory.
_MANY_CELLS = 1_000_000
_FIRST_ROWS = 1_000
_NUMERIC = {
    "integer",
    "decimal",
    "nonNegativeInteger",
    "positiveInteger",
    "int",
    "long",
    "double",
}
# Excel keeps fifteen digits, and no zeros before or after them: what has more stays a
# text.
_NUMBER = re.compile(r"-?(?=[\d.]{1,16}$)(0|[1-9]\d{0,14})(\.\d*[1-9])?")
_PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class TableRows(Protocol):
    """The cells of a table row by row, which can be had more than once."""

    def __len__(self) -> int:
        """How many rows there are."""

    def __iter__(self) -> Iterator[list[str]]:
        """Their cells."""


@dataclass(frozen=True)
class Workbook:
    """Rows below their columns, each a name and a datatype."""

    title: str
    issued: str
    columns: list[tuple[str, str]]
    rows: TableRows
    rows_digest: str = ""
    """What stands for the rows, where it is known."""

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        whole, head = hashlib.sha256(), [self.title, self.issued, self.columns]
        for part in chain(head, [self.rows_digest] if self.rows_digest else self.rows):
            whole.update(repr(part).encode("utf-8", "surrogatepass"))
        return whole.hexdigest()

    @property
    def cells(self) -> int:
        """How many cells it has below its head."""
        return len(self.rows) * len(self.columns)

    @property
    def size(self) -> int:
        """About how many bytes it has."""
        return sum(len(cell) for row in self.rows for cell in row)


def workbooks(of: Sequence[Workbook]) -> list[bytes]:
    """The files of some workbooks, in which a text is never read as a number.

    A file knows no clock: it was made on the day that its release was issued.
    """
    return list(map(_file, of))


def _file(of: Workbook) -> bytes:
    """The bytes of a workbook, which are the same each time."""
    # What was brought has no tables, and need not wait for it.
    from xlsxwriter import Workbook as Writer

    file, is_large = BytesIO(), of.cells > _MANY_CELLS
    # Of what is large each row goes to disk once it is written.
    how = {"constant_memory": True} if is_large else {"in_memory": True}
    with Writer(file, {**_PLAIN, **how}) as workbook:
        created = datetime.fromisoformat(of.issued)
        workbook.set_properties({"title": of.title, "created": created})
        sheet = workbook.add_worksheet()
        if is_large:
            _widen(sheet, of)
        header = [name for name, _ in of.columns]
        sheet.write_row(0, 0, header, workbook.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(of.rows, 1):
            for place, cell in enumerate(row):
                _, datatype = of.columns[place]
                _write(sheet, number, place, cell, datatype)
        if not is_large:
            sheet.autofit(_WIDEST)
    return file.getvalue()


def _widen(sheet: "Worksheet", of: Workbook) -> None:
    """Give each column the width that its head and its first cells need."""
    from xlsxwriter.utility import xl_pixel_width

    first = list(islice(of.rows, _FIRST_ROWS))
    for place, (name, _) in enumerate(of.columns):
        cells = [name, *(row[place] for row in first)]
        widest = max(map(xl_pixel_width, cells))
        sheet.set_column_pixels(place, place, min(widest + _MARGIN, _WIDEST))


def _write(sheet: "Worksheet", row: int, column: int, cell: str, datatype: str) -> None:
    if datatype in _NUMERIC and _NUMBER.fullmatch(cell):
        sheet.write_number(row, column, float(cell))
    elif cell:
        sheet.write_string(row, column, cell)


def unfit(
    columns: list[tuple[str, str]], rows: TableRows, longest: int | None = None
) -> str:
    """What no sheet can hold of these rows; "" where they fit.

    `longest` is how many characters the longest row has, where that is known.
    """
    if len(rows) >= _MOST_ROWS:
        return f"a sheet has {_MOST_ROWS:,} rows, and here are {len(rows):,}"
    # A character takes two of UTF-16 at most.
    if longest is not None and 2 * longest <= _LONGEST_CELL:
        return ""
    for row in rows:
        for (name, _), cell in zip(columns, row, strict=True):
            if len(cell.encode("utf-16-le")) > 2 * _LONGEST_CELL:
                what = f"{name} of {row[0]} has {len(cell):,} characters"
                return f"a cell holds {_LONGEST_CELL:,} characters, and {what}"
    return ""
