"""A table with a column of names, and the same with the things that they mean."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from diplomatica.errors import UnreadableTable
from diplomatica.lookup.matching.table.columns import ADDED, are_added
from diplomatica.model.text.csvcells import allow_cells

NOTHING = "-"
"""What is chosen for a name that means none of the candidates."""
REFUSED = "none of these"
_SAVE = "in Excel or LibreOffice, save it as “CSV UTF-8”, and give that file"
_WORKBOOKS = {
    b"PK\3\4": "it is a workbook, as of Excel (.xlsx), and no CSV",
    b"\xd0\xcf\x11\xe0": "it is a workbook of an old Excel (.xls), and no CSV",
}
"""What a file is that begins so."""
_DELIMITERS = "\t;,|"
_NAMING = re.compile(r".*(name|label|title|naam|nom|имя|назван)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3}")
_LOOKED_AT = 200  # rows, to find the column with the names
allow_cells(1 << 20)
Row = tuple[str, ...]


@dataclass(frozen=True)
class NameTable:
    """The columns and rows of a table, and which column has the names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    column: int = 0
    earlier: tuple[str, ...] = ()
    """What was chosen for each row when the table came from here: an IRI, or NOTHING."""

    @property
    def asked(self) -> list[str]:
        """All that is looked for, each once: the names, and what was chosen earlier."""
        chosen = (one for one in self.earlier if one != NOTHING)
        return list(dict.fromkeys(filter(None, [*self.names, *chosen])))

    @property
    def names(self) -> list[str]:
        """The names, row by row."""
        return [row[self.column].strip() for row in self.rows]

    def write(self) -> str:
        """The table as CSV."""
        written = StringIO()
        csv.writer(written, lineterminator="\n").writerows((self.columns, *self.rows))
        return written.getvalue()


def listed_names(text: str) -> NameTable:
    """A list of names, one a line; a table where its lines have tabs, as from a spreadsheet."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and all("\t" in line for line in lines):
        return read_table(text)
    return NameTable(("name",), tuple((line.strip(),) for line in lines))


def read_table(text: str, column: str = "") -> NameTable:
    """A table of CSV, by whatever delimiter, with its names in a column.

    Raises UnreadableTable.
    """
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableTable(
            f"it is no CSV ({error})", "save it as CSV in UTF-8"
        ) from error
    told = [row for row in rows if any(map(str.strip, row))]
    if len(told) < 2:
        raise UnreadableTable(
            "it has no rows", "give a row of headings, and names below it"
        )
    width = max(map(len, told))
    filled = [tuple(row) + ("",) * (width - len(row)) for row in told]
    columns = tuple(cell.strip() for cell in filled[0])
    return _own(columns, filled[1:], column)


def _own(columns: Row, rows: list[Row], column: str) -> NameTable:
    """A table as it was before columns were added here, and what they say was chosen."""
    width = len(ADDED)
    places = range(1, len(columns))
    begins = (at for at in places if are_added(columns[at : at + width]))
    at = next(begins, None)
    if at is None:
        return NameTable(columns, tuple(rows), _naming_column(columns, rows, column))
    own = columns[:at] + columns[at + width :]
    kept = tuple(row[:at] + row[at + width :] for row in rows)
    earlier = tuple(_chosen_earlier(row[at:]) for row in rows)
    return NameTable(own, kept, _naming_column(own, kept, column), earlier)


def _chosen_earlier(added: Row) -> str:
    told = dict(zip(ADDED, added, strict=False))
    return NOTHING if told["match"] == REFUSED else told["thing"].strip()


def _naming_column(
    columns: Sequence[str], rows: Sequence[Sequence[str]], asked: str
) -> int:
    """Which column has the names: that which is asked for, or the first that sounds so.

    Where none does, it is the first with words. Raises UnreadableTable.
    """
    if asked:
        places = [place for place, name in enumerate(columns) if _same(name, asked)]
        if not places:
            there_is = ", ".join(filter(None, columns))
            advice = f"name one of its columns: {there_is}"
            raise UnreadableTable(f"it has no column “{asked}”", advice)
        return places[0]
    naming = [place for place, name in enumerate(columns) if _NAMING.fullmatch(name)]
    wordy = [place for place in range(len(columns)) if _is_wordy(rows, place)]
    return next(iter([*naming, *wordy]), 0)


def _is_wordy(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether most cells of a column that are not empty have a word in them."""
    cells = [row[place] for row in rows[:_LOOKED_AT]]
    filled = [cell for cell in cells if cell.strip()]
    worded = [cell for cell in filled if _WORD.search(cell)]
    return 2 * len(worded) > len(filled)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def table_text(data: bytes) -> str:
    """The text of a table.

    Raises UnreadableTable for a workbook, and for what is not UTF-8 or UTF-16.
    """
    if data.startswith(tuple(_WORKBOOKS)):
        what = next(
            told for begin, told in _WORKBOOKS.items() if data.startswith(begin)
        )
        raise UnreadableTable(what, _SAVE)
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTable(_undecoded(error, is_wide), _SAVE) from error


def _undecoded(error: UnicodeDecodeError, is_wide: bool) -> str:
    """Where a table is in another encoding than it should, in line and column."""
    encoding = "UTF-16" if is_wide else "UTF-8"
    before = error.object[: error.start].decode(encoding, "replace")
    lines = re.split(r"\r\n?|\n", before)
    column = len(lines[-1]) + 1
    return f"column {column} of its line {len(lines)} is not {encoding}"
