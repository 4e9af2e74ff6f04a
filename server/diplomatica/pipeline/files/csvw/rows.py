"""The rows of a table as quads: the minimal mode of csv2rdf (W3C, section 4.6)."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from itertools import pairwise, product
from typing import Any

from csvw.dsv import UnicodeReaderWithLineNumber
from csvw.dsv_dialects import Dialect
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.text.csvcells import allow_cells
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.files.csvw.cells import Cells, EmptyCell, IllTyped
from diplomatica.pipeline.files.csvw.description import (
    DescribedColumn,
    Description,
    column_name,
)
from diplomatica.pipeline.files.csvw.prefixes import unknown_prefix
from diplomatica.pipeline.files.csvw.quoted import in_lines, why_no_table
from diplomatica.pipeline.files.csvw.suggested import separator_line
from diplomatica.pipeline.files.csvw.templates import (
    KEYS,
    OF_COLUMN,
    Unfilled,
    template,
    unknown_names,
    whole,
)

_Node = NamedNode | BlankNode
_FIRST, _REST, _NIL = RDF("first"), RDF("rest"), RDF("nil")


@dataclass
class CsvRow:
    """A row: where it stands, the values of its cells, and what those give for templates."""

    number: int
    line: int
    values: list[list[Literal] | None] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)
    iris: dict[str, NamedNode] = field(default_factory=dict)
    """What templates give in this row, whatever the column."""


class CsvRows:
    """The rows of one table, by its description."""

    def __init__(self, table: Description, name: str, text: str) -> None:
        """`text` is that of the file called `name`. Raises InvalidInput for its faults."""
        self._table, self._name = table, name
        self._text = text = in_lines(text, table.dialect)
        usual = int(table.dialect.get("header", True))
        self._heading = table.dialect.get("headerRowCount", usual)
        """How many rows are headings."""
        self._titles: list[list[str]] = []
        self.columns: Sequence[DescribedColumn] = table.columns
        """Its columns; without any in the description those of its headings."""
        self._cells: list[Cells] = []
        self._everywhere: dict[str, Any] = {}
        """What its virtual columns are for templates, the same in each row."""
        self._unfilled = Unfilled()
        self._prefix = table.dialect.get("commentPrefix", "#") or ""
        self._lines, self._comments = text.split("\n"), 0
        self.hints: list[Fault] = []
        """What is not as the description says, and is published as it is written."""

    def quads(self) -> list[Quad]:
        """What the rows state. Raises InvalidInput where they are not as is described."""
        allow_cells(len(self._text))
        try:
            return [quad for row in self._rows() for quad in self._row_quads(row)]
        except csv.Error as error:
            fault = why_no_table(self._name, self._text, self._table.dialect)
            said = replace(fault, message=fault.message or f"is no table: {error}")
            raise InvalidInput([said]) from error

    def _fault(self, line: int, what: str, advice: str = "") -> InvalidInput:
        return InvalidInput([Fault(self._name, line, what, advice)])

    def _rows(self) -> Iterator[CsvRow]:
        """The rows of the table below its headings, without comments and empty lines."""
        dialect = Dialect(**{**self._table.dialect, "commentPrefix": None})
        number = 0
        with UnicodeReaderWithLineNumber(StringIO(self._text), dialect) as reader:
            for line, cells in reader:
                if self._is_comment(line):
                    self._comments += 1
                elif len(self._titles) < self._heading:
                    self._take_headings(cells, line)
                elif cells:
                    number += 1
                    yield self._row(CsvRow(number, line), cells)
        if self._comments:
            what = f"{self._comments} of its lines begin with {self._prefix}"
            advice = "they are comments, unless its dialect has another commentPrefix"
            self.hints.append(Fault(self._name, 0, what, advice))
        self.hints += self._unfilled.hints(self._name)

    def _is_comment(self, line: int) -> bool:
        prefix = self._prefix
        return bool(prefix) and self._lines[line - 1].startswith(prefix)

    def _take_headings(self, titles: list[str], line: int) -> None:
        """Take a row of headings; with the last, each column has one of each row."""
        self._titles.append(titles)
        if len(self._titles) < self._heading:
            return
        columns = self.columns or self._titled(self._titles[0])
        real = [one for one in columns if not one.is_virtual]
        for titles in self._titles:
            if len(real) != len(titles):
                what = f"has {len(titles)} columns, and {len(real)} are described"
                raise self._fault(line, what, self._advice_on_heading())
        for named, column in zip(zip(*self._titles, strict=True), real, strict=True):
            # many a table is headed by the names of its columns (CSVW, section 5.5.1)
            if column.titles and not {*named} & {column.name, *column.titles}:
                what = f"has a column “{named[0]}”"
                what += f" that is described as “{column.titles[0]}”"
                raise self._fault(line, what, f"mend {self._table.file}")
        self._use(columns)

    def _advice_on_heading(self) -> str:
        """What to do where the heading is another; Excel may have put a line before it."""
        if sign := separator_line(self._lines[0]):
            said = f'"skipRows": 1, "delimiter": "{sign}"'
            return f"say {said} in the dialect of {self._table.file}"
        return f"mend {self._table.file}"

    def _titled(self, titles: list[str]) -> list[DescribedColumn]:
        """The columns of a table that none describes, by their headings."""
        around = self._table.inherited
        return [
            DescribedColumn(column_name(title) or f"_col.{number}", (title,), around)
            for number, title in enumerate(titles, 1)
        ]

    def _use(self, columns: Sequence[DescribedColumn]) -> None:
        """Take the columns, with what reads their cells. Raises InvalidInput."""
        self.columns = columns
        self._note_prefixes(columns)
        for column in columns:
            try:
                self._cells.append(Cells(column.said))
            except (ValueError, Warning) as error:
                what = f"says of “{column.name}” what cannot be: {error}"
                advice = "mend its datatype, format or language"
                fault = Fault(self._table.file, 0, what, advice)
                raise InvalidInput([fault]) from error
        self._check_names(columns)

    def _check_names(self, columns: Sequence[DescribedColumn]) -> None:
        """Refuse templates that name no column that has a value. Raises InvalidInput."""
        virtual = [one for one in columns if one.is_virtual]
        stated = {one.name: _for_template(self._default(one), one) for one in virtual}
        self._everywhere = {name: one for name, one in stated.items() if one}
        real = [one.name for one in columns if not one.is_virtual]
        filled = [*real, *self._everywhere]
        if faults := list(unknown_names(columns, filled, self._table.file)):
            raise InvalidInput(faults)

    def _note_prefixes(self, columns: Sequence[DescribedColumn]) -> None:
        """Hint at what seems a prefix and is taken for the scheme of an IRI, once each."""
        told = set[str]()
        for column, key in product(columns, KEYS):
            written = column.said.get(key) or ""
            is_property = key == "propertyUrl"
            prefix, advice = unknown_prefix(written, is_property=is_property)
            if prefix and prefix not in told:
                told.add(prefix)
                what = f"says {key} “{written}” of “{column.name}”"
                what += f", and no prefix {prefix}: is known: it is published as <{written}>"
                self.hints.append(Fault(self._table.file, 0, what, advice))

    def _row(self, row: CsvRow, texts: list[str]) -> CsvRow:
        """A row with the values of its cells. Raises a fault for too few or too many."""
        if not self._cells:
            names = [f"_col.{number}" for number, _ in enumerate(texts, 1)]
            around = self._table.inherited
            self._use(
                self.columns or [DescribedColumn(name, (), around) for name in names]
            )
        real = [one for one in self.columns if not one.is_virtual]
        if len(texts) != len(real):
            what = f"has {len(texts)} cells in a row of {len(real)} columns"
            raise self._fault(row.line, what, _advice_on_cells(texts))
        row.known = {"_row": row.number, "_sourceRow": row.line, **self._everywhere}
        for column, cells, text in zip(real, self._cells, texts, strict=False):
            values = self._values(cells, column, text, row)
            row.values.append(values)
            row.known[column.name] = _for_template(values, column)
        return row

    def _values(
        self, cells: Cells, column: DescribedColumn, text: str, row: CsvRow
    ) -> list[Literal] | None:
        """The values of a cell; what is none of its datatype stays a text, and is told."""
        try:
            return cells.values(text)
        except EmptyCell:
            said = f"is “{text}”, which stands for none," if text else "is empty,"
            what = f"its “{column.name}” {said} and has to have a value"
            self._hint(row, what, "fill it; nothing is published of it")
            return None
        except IllTyped as error:
            usual = "correct it; it is published as a plain text"
            if text:
                self._hint(row, str(error), error.advice or usual)
                return [Literal(text)]
            what = f"its “{column.name}” is empty, which its datatype does not allow"
            advice = 'fill it, or say "null": "" of it; nothing is published of it'
            self._hint(row, what, advice)
            return None

    def _hint(self, row: CsvRow, what: str, advice: str) -> None:
        self.hints.append(Fault(self._name, row.line, what, advice))

    def _row_quads(self, row: CsvRow) -> Iterator[Quad]:
        """The quads of one row."""
        anyone = BlankNode(f"row{row.number}")
        for number, column in enumerate(self.columns):
            if column.said.get("suppressOutput"):
                continue
            values = row.values[number] if number < len(row.values) else None
            place = {"_name": column.name, "_column": number + 1}
            known = {**row.known, **place, "_sourceColumn": number + 1}
            about = self._iri(column, "aboutUrl", known, row) or anyone
            yield from self._of_cell(column, about, values, known, row)

    def _of_cell(
        self,
        column: DescribedColumn,
        about: _Node,
        values: list[Literal] | None,
        variables: dict[str, Any],
        row: CsvRow,
    ) -> Iterator[Quad]:
        """The quads of one cell; none where it is empty."""
        if values is None and not column.is_virtual:
            return
        named = self._iri(column, "propertyUrl", variables, row)
        says = named or NamedNode(f"{self._table.iri}#{column.name}")
        if value := self._iri(column, "valueUrl", variables, row):
            yield Quad(about, says, value)
        elif column.said.get("ordered") and column.said.get("separator"):
            label = f"row{row.number}.{variables['_column']}."
            yield from _quads_of_list(about, says, values or [], label)
        else:
            stated = values if values is not None else self._default(column)
            yield from (Quad(about, says, value) for value in stated)

    def _default(self, column: DescribedColumn) -> list[Literal]:
        """What a virtual column says everywhere."""
        return Cells(column.said).values("") or []

    def _iri(
        self, column: DescribedColumn, name: str, known: dict[str, Any], row: CsvRow
    ) -> NamedNode | None:
        """What a template gives in this row (RFC 6570), None where there is none."""
        written = column.said.get(name)
        if written is None:
            return None
        if written in row.iris:
            return row.iris[written]
        iri = whole(template(written).expand(known), self._table.iri)
        try:
            found = NamedNode(iri)
        except ValueError as error:
            advice = f"mend it, or {name} of “{column.name}” in {self._table.file}"
            raise self._fault(row.line, f"gives {iri}, no IRI", advice) from error
        self._unfilled.note(name, written, known, row.line, found)
        if not any(one in written for one in OF_COLUMN):
            row.iris[written] = found
        return found


def _advice_on_cells(texts: list[str]) -> str:
    """What to do about a row with too few or too many cells."""
    if long := next((one for one in texts if "\n" in one), ""):
        begun = long.splitlines()[0]
        return f"see whether the quotation mark before “{begun}” is closed"
    return (
        "let each row have as many as the heading, with a quotation mark around commas"
    )


def _for_template(values: list[Literal] | None, column: DescribedColumn) -> Any:
    """What a cell is for templates: its text, or the texts of a list."""
    texts = [one.value for one in values or []]
    return texts if column.said.get("separator") else next(iter(texts), None)


def _quads_of_list(
    about: _Node, says: NamedNode, values: Sequence[Literal], label: str
) -> Iterator[Quad]:
    """The values in their order, as a list of RDF."""
    nodes = [BlankNode(f"{label}{number}") for number, _ in enumerate(values)]
    chain: list[_Node] = [*nodes, _NIL]
    yield Quad(about, says, chain[0])
    for value, (node, following) in zip(values, pairwise(chain), strict=True):
        yield Quad(node, _FIRST, value)
        yield Quad(node, _REST, following)
