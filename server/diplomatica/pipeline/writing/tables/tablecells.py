"""The cells of a table's rows as texts, and a row as CSV."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal

from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.distribution import SEPARATOR
from diplomatica.pipeline.files.tablefile import Column, Table
from diplomatica.pipeline.writing.tables.tablerows import Cells

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


class _Through:
    """Gives back what is written to it."""

    def write(self, text: str) -> str:
        """Give it back."""
        return text


_WRITER = csv.writer(_Through())


def csv_line(cells: list[str]) -> str:
    """A row as RFC 4180 has it, with its end.

    Quotation marks stand only where they are needed, and lines end with CRLF.
    """
    line: object = _WRITER.writerow(cells)
    assert isinstance(line, str)
    return line


def row_line(table: Table, key: str, cells: Cells) -> str:
    """The row of a thing as CSV. Raises DiplomaticaError for what no cell can hold."""
    return csv_line(list(_texts(table, key, cells)))


def _texts(table: Table, key: str, row: Cells) -> Iterator[str]:
    """The cells of a row, empty where nothing is bound."""
    for column, held in zip(table.columns, row, strict=True):
        if held is None:
            yield ""
        else:
            values = held if isinstance(held, set) else {held}
            yield _text(table, column, key, values)


def _text(table: Table, column: Column, key: str, values: set[str]) -> str:
    """The text of a cell. Raises DiplomaticaError for values that it cannot hold."""
    where = f"The table {table.name} cannot hold {column.name} of {key}:"
    if len(values) > 1 and not column.has_many:
        advice = "state one, or mark the column with *"
        raise DiplomaticaError(f"{where} there are {len(values)} → {advice}")
    if column.has_many and any(SEPARATOR in value for value in values):
        what = f"a value contains {SEPARATOR}, which stands between values"
        raise DiplomaticaError(f"{where} {what} → write it otherwise")
    if len(values) == 1:
        return next(iter(values))
    return SEPARATOR.join(sorted(values, key=_by_size))


def _by_size(value: str) -> tuple[bool, Decimal, str]:
    """The place of a value in its cell: numbers by their size, behind all words."""
    is_number = bool(_NUMBER.fullmatch(value))
    return is_number, Decimal(value if is_number else 0), value
