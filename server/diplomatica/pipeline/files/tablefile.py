"""The query of a table: its columns, as the comment at its head describes them."""

import re
from dataclasses import dataclass

from diplomatica.errors import Fault
from diplomatica.pipeline.files.queryfile import Query

_COLUMN = re.compile(r"# \?(\w+) (\w+)(\*?): (.+)")
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


def as_table(query: Query) -> tuple[Table | None, list[Fault]]:
    """The table that a query gives, by its comment; or what is wrong with it."""
    if query.faults:
        return None, query.faults
    lines = _COLUMN.findall(query.text)
    columns = [Column(name, kind, bool(many), what) for name, kind, many, what in lines]
    described = [column.name for column in columns]
    projection = _PROJECTION.search(query.text)
    asked = projection[1].replace("?", "").split() if projection else None
    if asked != described:
        message = "does not describe the columns that it asks for"
        return None, [Fault(query.file, 0, message, _FORM)]
    name = query.name.removesuffix(".rq")
    title = query.text.splitlines()[0].lstrip("# ")
    return Table(name, title, columns, query.text), []
