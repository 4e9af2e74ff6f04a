"""The solutions of a table's queries, taken up as the values of its rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

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
from diplomatica.pipeline.writing.tables.tablequery import (
    PartQuery,
    TableQuery,
    table_query,
)
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

    def texts(self, term: Term, thing: Term | None) -> list[str]:
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
    own = [column.name for column in table.columns[: table.own]]
    filling = Filling(table, asked)
    query = table_query(table.query, own, asked.prefixes)
    if query is None or not filling.take_parts(query):
        filling = Filling(table, asked)
        filling.take(table.query, own)
    filling.take_more()
    return filling.told


@dataclass
class Filling:
    """The rows of a table to which solutions are added."""

    table: Table
    asked: Asked
    rows: BoundRows = field(init=False)
    given: set[int] = field(default_factory=set)
    """The numbers of the rows of which some solution tells."""
    are_named: bool = True
    """Whether all rows that have begun are of things with IRIs."""

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
            self._add(row, solution[0], solution, places)

    def take_more(self) -> None:
        """Take up the columns that are asked for by themselves."""
        first, *_ = columns = [column.name for column in self.table.columns]
        more = columns[self.table.own :]
        for name, query in zip(more, self.table.more, strict=True):
            self.take(query, [first, name])

    def take_parts(self, query: TableQuery) -> bool:
        """Take up what the parts of a query give, unless one has something for any row."""
        self.begin(query.rows)
        return self.take_values(query.values)

    def begin(self, query: PartQuery) -> None:
        """Begin the rows of which a part of a query tells, in its order."""
        places = self._places_of(query.columns)
        for solution in self.asked.solutions(query.text):
            self.are_named = self.are_named and isinstance(solution[0], NamedNode)
            row = self.rows.begun(self._key(solution))
            self._add(row, solution[0], solution, places)

    def go_on(
        self, key: str, values: Iterable[tuple[int, str]], *, is_given: bool
    ) -> None:
        """Begin a row with values that were found before."""
        row = self.rows.begun(key)
        for place, text in values:
            self.rows.add(row, place, text)
        if is_given:
            self.given.add(row)

    def take_values(self, parts: Iterable[PartQuery]) -> bool:
        """Add to rows what parts of a query give, unless one has something for any row."""
        for part in parts:
            places = self._places_of(part.columns)
            for solution in self.asked.solutions(part.text):
                thing = solution[0]
                if thing is None:
                    return False
                row = self.rows.number(text_of(thing))
                if row is not None:
                    self.given.add(row)
                    # Where it began it was told what it is of.
                    self._add(row, thing, islice(solution, 1, None), places[1:])
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

    def _add(
        self,
        row: int,
        thing: Term | None,
        terms: Iterable[Term | None],
        places: Sequence[int],
    ) -> None:
        """Add values to the row of a thing: most of what it binds is in other solutions."""
        for place, term in zip(places, terms, strict=True):
            if isinstance(term, NamedNode):
                self.rows.add(row, place, term.value)
            elif term is not None:
                for text in self.asked.texts(term, thing):
                    self.rows.add(row, place, text)

    @property
    def told(self) -> Iterator[tuple[str, Cells]]:
        """The rows of which a solution tells, each below its key; they can be had once."""
        for number, row in enumerate(self.rows):
            if number in self.given:
                yield row
