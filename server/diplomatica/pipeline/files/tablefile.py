"""The query of a table: its columns, as the comment at its head describes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from diplomatica.errors import Fault
from diplomatica.model.claimproperties import OF_CLAIMS
from diplomatica.pipeline.files.queryfile import Query

_COLUMN = re.compile(r"# \?(\w+) (\w+)(\*?): (.+)")
_AND_OF_CLAIMS = re.compile(r"^# … and a column for each", re.MULTILINE)
"""The line with which a table of claims takes the columns of their properties."""
_OF_CLAIM = """SELECT ?claim ?value {{
  GRAPH ?record {{ ?claim a dip:Claim ; {property} ?value }}
}}"""
_PROJECTION = re.compile(r"^SELECT ((?:\?\w+\s+)+)\{", re.MULTILINE)
_FORM = (
    "the lines “# ?name datatype: what it is” name the columns of SELECT in their "
    'order, and "*" those with many values'
)


@dataclass(frozen=True)
class Column:
    """A column of a table, with what its reader needs to know of its cells.

    A cell may hold several values where the column `has_many`.
    """

    name: str
    datatype: str
    has_many: bool
    description: str


@dataclass(frozen=True)
class Table:
    """A table: one row for each value of its first column."""

    name: str
    title: str
    columns: list[Column]
    query: str
    """What asks for all columns but the last, for each of which there is one of `more`."""
    more: tuple[str, ...] = ()
    """Queries that give a value of one column for a value of the first."""

    @property
    def queries(self) -> tuple[str, ...]:
        """All that is asked for it."""
        return self.query, *self.more

    @property
    def own(self) -> int:
        """How many of its columns its query gives."""
        return len(self.columns) - len(self.more)


def as_table(query: Query) -> tuple[Table | None, list[Fault]]:
    """The table that a query gives, by its comment; or what is wrong with it."""
    if query.faults:
        return None, query.faults
    columns = list(map(_column, _COLUMN.finditer(query.text)))
    described = [column.name for column in columns]
    projection = _PROJECTION.search(query.text)
    asked = projection[1].replace("?", "").split() if projection else None
    if asked != described:
        message = "does not describe the columns that it asks for"
        return None, [Fault(query.file, 0, message, _FORM)]
    name = query.name.removesuffix(".rq")
    title = query.text.splitlines()[0].lstrip("# ")
    if not _AND_OF_CLAIMS.search(query.text):
        return Table(name, title, columns, query.text), []
    more = [_OF_CLAIM.format(property=this) for this, _ in OF_CLAIMS.columns()]
    columns += _columns_of_claims()
    return Table(name, title, columns, query.text, tuple(more)), []


def _column(line: re.Match[str]) -> Column:
    name, datatype, many, description = line.groups()
    return Column(name, datatype, bool(many), description)


def _columns_of_claims() -> Iterator[Column]:
    """The columns of the properties of claims that their rows describe."""
    for _, description in OF_CLAIMS.columns():
        line = _COLUMN.fullmatch(f"# ?{description}")
        assert line, f"“{description}” describes no column"
        yield _column(line)
