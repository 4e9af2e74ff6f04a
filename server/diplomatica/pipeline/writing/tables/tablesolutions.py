"""The solutions of a table's queries, taken up as the values of its rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QuerySolution,
    QuerySolutions,
    Store,
)

from diplomatica.engine import Term
from diplomatica.engine.forms import Written
from diplomatica.errors import DiplomaticaError
from diplomatica.model.statement import text_of
from diplomatica.pipeline.files.tablefile import Table
from diplomatica.pipeline.writing.tables.tablequery import TableQuery, table_query
from diplomatica.pipeline.writing.tables.tablerows import BoundRows, Cells


@dataclass(frozen=True)
class Asked:
    """A store that is asked for tables, with what their queries need not say."""

    store: Store
    prefixes: Mapping[str, str]
    written: Written
    """Those of its literals that their source writes otherwise."""

    def solutions(self, query: str) -> QuerySolutions:
        """The solutions of SELECT."""
        found = self.store.query(query, prefixes=dict(self.prefixes))
        assert isinstance(found, QuerySolutions)
        return found

    def texts(self, term: Term, thing: Term) -> list[str]:
        """The values of a cell in the row of a thing."""
        if not isinstance(term, Literal):
            return [text_of(term)]
        places = [thing] if isinstance(thing, NamedNode | BlankNode) else []
        return [text_of(one) for one in self.written.terms(term, *places)]


def bound_rows(table: Table, asked: Asked) -> Iterator[tuple[str, Cells]]:
    """The rows of a table in the order of the solutions, each below its key.

    Each solution holds some of a row's values. Literals stand in them as their source
    writes them. Raises DiplomaticaError for a row that has no key.
    """
    columns = [column.name for column in table.columns]
    own = columns[: len(columns) - len(table.more)]
    filling = _Filling(table, asked)
    query = table_query(table.query, own, asked.prefixes)
    if query is None or not filling.take_parts(query):
        filling = _Filling(table, asked)
        filling.take(table.query, own)
    for name, one in zip(columns[len(own) :], table.more, strict=True):
        filling.take(one, [columns[0], name])
    return filling.told


@dataclass
class _Filling:
    """The rows of a table to which solutions are added."""

    table: Table
    asked: Asked
    rows: BoundRows = field(init=False)
    given: set[int] = field(default_factory=set)
    """The numbers of the rows of which some solution tells."""

    def __post_init__(self) -> None:
        """No row has begun yet."""
        self.rows = BoundRows(len(self.table.columns))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {column.name: at for at, column in enumerate(self.table.columns)}

    def take(self, query: str, columns: Sequence[str]) -> None:
        """Take up what a query gives of some columns, of which the first tells the row."""
        places = self._places_of(columns)
        for solution in self.asked.solutions(query):
            row = self.rows.begun(self._key(solution))
            self.given.add(row)
            self._add(row, solution, places)

    def take_parts(self, query: TableQuery) -> bool:
        """Take up what the parts of a query give, unless one has something for any row."""
        begun = self._places_of(query.rows.columns)
        for solution in self.asked.solutions(query.rows.text):
            self._add(self.rows.begun(self._key(solution)), solution, begun)
        for part in query.values:
            places = self._places_of(part.columns)
            for solution in self.asked.solutions(part.text):
                thing = solution[0]
                if thing is None:
                    return False
                row = self.rows.number(text_of(thing))
                if row is not None:
                    self.given.add(row)
                    self._add(row, solution, places)
        return True

    def _places_of(self, columns: Sequence[str]) -> list[int]:
        return [self._places[name] for name in columns]

    def _key(self, solution: QuerySolution) -> str:
        """The key of the row of which a solution tells."""
        thing = solution[0]
        if thing is None:
            name = self.table.columns[0].name
            what = f"The table {self.table.name} has a row without ?{name}"
            raise DiplomaticaError(f"{what} → bind it in each alternative")
        return text_of(thing)

    def _add(self, row: int, solution: QuerySolution, places: Sequence[int]) -> None:
        """Add the values of a solution to its row: most of that is bound in other ones."""
        for place, term in zip(places, solution, strict=True):
            if term is not None:
                for text in self.asked.texts(term, solution[0]):
                    self.rows.add(row, place, text)

    @property
    def told(self) -> Iterator[tuple[str, Cells]]:
        """The rows of which a solution tells, each below its key; they can be had once."""
        for number, row in enumerate(self.rows):
            if number in self.given:
                yield row
