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
    """A column: its name, its datatype, whether a cell may hold several values, and what they are."""

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
    """The table that a query gives, by the comment at its head; or what is wrong with it."""
    if query.faults:
        return None, query.faults
    head = query.text.splitlines()
    columns = [
        Column(name, kind, bool(many), words)
        for name, kind, many, words in _COLUMN.findall(query.text)
    ]
    asked = _PROJECTION.search(query.text)
    if not asked or asked[1].replace("?", "").split() != [
        column.name for column in columns
    ]:
        return None, [
            Fault(
                query.file, 0, "does not describe the columns that it asks for", _FORM
            )
        ]
    title = head[0].lstrip("# ")
    return Table(query.name.removesuffix(".rq"), title, columns, query.text), []
