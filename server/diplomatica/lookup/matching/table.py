"""A table with a column of names, and the same with the things that they mean."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from diplomatica.errors import UnreadableTable
from diplomatica.lookup.matching.candidate import Candidate

ADDED = (
    "thing",
    "label",
    "kind",
    "score",
    "match",
    "why",
    "wikidata",
    "wikidata_label",
    "wikidata_missing",
    "iso_code",
    "others",
)
"""The columns that are added to a table."""
NOTHING = "-"
"""What is chosen for a name that means none of the candidates."""
HOW = ("certain", "chosen", "to choose", "none of these", "nothing found")
"""What may be said of a row: how its thing was found, or what there is instead."""
_REFUSED = "none of these"
_AGAIN = "matched_"  # begins the name of a column that is added where one is so called
_UNCHOSEN = {
    "to choose": "No thing is chosen yet.",
    _REFUSED: "None of the candidates was chosen.",
    "nothing found": "Nothing was found that is called so.",
}
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
# what a spreadsheet would take for a formula (OWASP, “CSV Injection”)
_FORMULA = re.compile(r"[=@\t\r]|[+-](?!(\d[\d.,]*|\.\d+)([eE][+-]?\d+)?$)")
csv.field_size_limit(1 << 20)
Row = tuple[str, ...]
Find = Callable[[str], list[Candidate]]


@dataclass(frozen=True)
class Table:
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
        """The same as CSV."""
        written = StringIO()
        csv.writer(written, lineterminator="\n").writerows((self.columns, *self.rows))
        return written.getvalue()


@dataclass(frozen=True)
class Linked:
    """What a thing is known as elsewhere."""

    wikidata: str = ""
    wikidata_label: str = ""
    iso_code: str = ""
    missing: str = ""
    """Why it has no id in Wikidata, if it has none."""


@dataclass
class Matched:
    """A row of a table, with the things that its name may mean."""

    cells: tuple[str, ...]
    name: str
    candidates: list[Candidate]
    chosen: Candidate | None = None
    linked: Linked = Linked()
    is_refused: bool = False
    """Whether somebody chose none of the candidates."""
    other: str = ""
    """What somebody wrote instead: another name, an id or an address."""
    is_unknown: bool = False
    """Whether that is nothing here."""

    def add(self, other: str, found: list[Candidate]) -> None:
        """Put first what is called as somebody wrote, or chose, instead of a candidate."""
        told = [replace(one, match=False) for one in found]
        known = {one.iri for one in told}
        self.other, self.is_unknown = other, not found
        self.candidates = told + [
            one for one in self.candidates if one.iri not in known
        ]

    def candidate(self, iri: str) -> Candidate | None:
        """The candidate with this IRI, if there is one."""
        return next((one for one in self.candidates if one.iri == iri), None)

    @property
    def how(self) -> str:
        """Whether the thing matched by itself or was chosen, or what there is instead."""
        if self.chosen:
            return "certain" if self.chosen.match else "chosen"
        if self.is_refused:
            return _REFUSED
        return "to choose" if self.candidates else "nothing found"

    @property
    def is_open(self) -> bool:
        """Whether somebody has to choose."""
        return self.how == "to choose"

    @property
    def is_certain(self) -> bool:
        """Whether its thing matched by itself, and nobody named another."""
        return self.how == "certain" and not self.other

    @property
    def likeliest(self) -> Candidate | None:
        """What is chosen, or the first to choose from."""
        first = self.candidates[0] if self.candidates else None
        return self.chosen or (None if self.is_refused else first)

    @property
    def why(self) -> str:
        """Why the likeliest is meant; of one to choose, which it is, too.

        That what somebody wrote instead is nothing here comes first.
        """
        unknown = f"Nothing here is called “{self.other}”." if self.is_unknown else ""
        one = self.likeliest
        if not one:
            return unknown
        why = one.why if self.chosen else f"{one.label}: {one.why}"
        return f"{unknown} {why}".lstrip()

    @property
    def missing(self) -> str:
        """Why no id of Wikidata stands there, if none does."""
        return self.linked.missing if self.chosen else _UNCHOSEN[self.how]


def listed(text: str) -> Table:
    """A list of names, one a line; a table where its lines have tabs, as from a spreadsheet."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and all("\t" in line for line in lines):
        return read_table(text)
    return Table(("name",), tuple((line.strip(),) for line in lines))


def read_table(text: str, column: str = "") -> Table:
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


def _own(columns: Row, rows: list[Row], column: str) -> Table:
    """A table as it was before columns were added here, and what they say was chosen."""
    width = len(ADDED)
    places = range(1, len(columns))
    begins = (at for at in places if _are_added(columns[at : at + width]))
    at = next(begins, None)
    if at is None:
        return Table(columns, tuple(rows), _place(columns, rows, column))
    own = columns[:at] + columns[at + width :]
    kept = tuple(row[:at] + row[at + width :] for row in rows)
    earlier = tuple(_chosen_earlier(row[at:]) for row in rows)
    return Table(own, kept, _place(own, kept, column), earlier)


def _are_added(columns: Row) -> bool:
    """Whether these are the columns that are added, each by whichever of its names."""
    return tuple(name.removeprefix(_AGAIN) for name in columns) == ADDED


def _chosen_earlier(added: Row) -> str:
    told = dict(zip(ADDED, added, strict=False))
    return NOTHING if told["match"] == _REFUSED else told["thing"].strip()


def _place(columns: Sequence[str], rows: Sequence[Sequence[str]], asked: str) -> int:
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
    cells = [row[place] for row in rows[:_LOOKED_AT] if row[place].strip()]
    worded = sum(_WORD.search(cell) is not None for cell in cells)
    return worded * 2 > len(cells)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def decoded(data: bytes) -> str:
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


def headings(table: Table) -> list[str]:
    """The columns of a table with those that are added, none twice."""
    found = list(table.columns)
    for name in ADDED:
        found.append(f"{_AGAIN}{name}" if name in found else name)
    return found


def written(rows: Iterable[Matched]) -> Iterator[list[str]]:
    """The rows with what is added to them."""
    for row in rows:
        one, linked = row.chosen, row.linked
        others = " | ".join(
            _told(other) for other in row.candidates if other is not one
        )
        thing, label, kind = _chosen(one) if one else ("", "", "")
        first = row.likeliest
        yield [
            *row.cells,
            thing,
            label,
            kind,
            f"{first.score:.0f}" if first else "",
            row.how,
            row.why,
            linked.wikidata,
            linked.wikidata_label,
            row.missing,
            linked.iso_code,
            others,
        ]


def _chosen(one: Candidate) -> tuple[str, str, str]:
    return one.iri, one.label, "|".join(label for _, label in one.kinds)


def _told(one: Candidate) -> str:
    return f"{one.label} ({one.score:.0f}) {one.iri}"


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def matched(
    table: Table, find: Find, link: Callable[[str], Linked]
) -> Iterator[Matched]:
    """The rows of a table with what their names mean; each name is sought once.

    What was chosen when the table came from here is chosen again.
    """
    known: dict[str, list[Candidate]] = {}
    named = zip(table.rows, table.names, strict=True)
    for number, (cells, name) in enumerate(named):
        if name not in known:
            known[name] = find(name) if name else []
        sure = next((one for one in known[name] if one.match), None)
        row = Matched(cells, name, known[name], sure)
        if earlier := table.earlier[number] if table.earlier else "":
            _choose_again(row, earlier, find)
        row.linked = link(row.chosen.iri) if row.chosen else Linked()
        yield row


def _choose_again(row: Matched, earlier: str, find: Find) -> None:
    """Choose for a row what was chosen for it earlier, or say that it is no more."""
    if earlier == NOTHING:
        row.chosen, row.is_refused = None, True
        return
    if not row.candidate(earlier):
        row.add(earlier, find(earlier))
    row.chosen = row.candidate(earlier)
