"""What each table can look at, as its queries tell: read once, and kept with them.

The parser that tells it takes as long as two articles do.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from diplomatica.pipeline.files.tablefile import Table
from diplomatica.pipeline.storing.lineways import Ways
from diplomatica.pipeline.storing.needed import Needed
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.tables.tablequery import TableQuery, table_query


@dataclass(frozen=True)
class PartNeeds:
    """What the parts of a table's query look at."""

    query: TableQuery
    rows: Needed
    """What tells its rows, and the columns that are asked for by themselves."""
    ways: Ways
    """The ways from a row's thing to all else."""


@dataclass(frozen=True)
class TableNeeds:
    """What the queries of a table look at."""

    whole: Needed
    parts: PartNeeds | None
    """None where a row may follow from anything."""


@dataclass(frozen=True)
class TableQueries:
    """All that is asked for a table, with the prefixes that it need not declare."""

    main: str
    columns: tuple[str, ...]
    """Those that it gives."""
    more: tuple[str, ...]
    known: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        whole = repr((self.main, self.columns, self.more, sorted(self.known.items())))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def size(self) -> int:
        """About how many bytes it has."""
        return sum(map(len, (self.main, *self.more)))


def queries_of(table: Table, known: Mapping[str, str]) -> TableQueries:
    """All that is asked for a table."""
    own = tuple(one.name for one in table.columns[: table.own])
    return TableQueries(table.query, own, table.more, known)


def needs_of_tables(
    tables: Iterable[Table], known: Mapping[str, str], keep: Keep | None
) -> Iterator[TableNeeds | None]:
    """What the queries of each table can look at; None where that may be anything."""
    asked = (queries_of(table, known) for table in tables)
    return Workshop(keep=keep).made("needs of tables", _needs, asked)


def _needs(asked: Sequence[TableQueries]) -> list[TableNeeds | None]:
    return list(map(_needs_of_one, asked))


def _needs_of_one(asked: TableQueries) -> TableNeeds | None:
    # The parser takes long to be read in, and where all is kept nobody needs it.
    from diplomatica.pipeline.storing.looking import needs_of
    from diplomatica.pipeline.storing.parsedquery import Anything

    try:
        whole = needs_of([asked.main, *asked.more], asked.known)
    except Anything:
        return None
    try:
        return TableNeeds(whole, _parts_of(asked))
    except Anything:
        return TableNeeds(whole, None)


def _parts_of(asked: TableQueries) -> PartNeeds | None:
    """What its parts look at. Raises Anything."""
    from diplomatica.pipeline.storing.looking import needs_of, needs_of_head
    from diplomatica.pipeline.storing.ways import ways_of

    query = table_query(asked.main, asked.columns, asked.known)
    if query is None:
        return None
    rows = needs_of_head(asked.main, asked.known) | needs_of(asked.more, asked.known)
    ways = ways_of(asked.main, asked.columns[0], asked.known)
    return PartNeeds(query, rows, ways)
