"""Where servers do otherwise than SPARQL 1.1: one table, and what is asked of it.

No answer tells reliably which server gave it. So each is read as any of these may mean it,
and each server is asked only what all of them take. The texts of our own queries keep to
what all of them find, too, and say where that is not the plainest.
"""

from collections.abc import Container
from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """What one kind of server does otherwise."""

    name: str
    own_graphs: tuple[str, ...] = ()
    """The named graphs that it holds in every database, and no update takes away."""
    answers_yes_in: str = ""
    """The column of its answer to ASK, if that is a table: with a row for yes, none for no."""
    cuts_with: tuple[str, ...] = ()
    """The headers by which it tells that it gave less than it was asked for."""
    most_quads: int = 10_000
    """How many quads it takes in one update."""


VIRTUOSO = Dialect(
    "Virtuoso",
    own_graphs=(
        "http://www.openlinksw.com/schemas/virtrdf#",
        "http://www.w3.org/2002/07/owl#",
        "http://www.w3.org/ns/ldp#",
        "http://localuriqaserver/sparql",
        "http://localhost:8890/sparql",
    ),
    answers_yes_in="__ASK_RETVAL",
    cuts_with=("X-SPARQL-MaxRows", "X-SQL-State"),
    most_quads=1_000,  # it refuses some of 5,000
)
DIALECTS = (VIRTUOSO,)

OWN_GRAPHS = tuple(graph for dialect in DIALECTS for graph in dialect.own_graphs)
"""The named graphs that are of no release, whatever server holds it."""
MOST_QUADS = min(dialect.most_quads for dialect in DIALECTS)
"""How many quads any server takes in one update."""


def is_cut(headers: Container[str]) -> bool:
    """Whether an answer with these headers is less than what was asked for."""
    return any(name in headers for dialect in DIALECTS for name in dialect.cuts_with)


def is_yes_or_no(columns: list[str]) -> bool:
    """Whether a table with these columns is the answer to ASK."""
    return any(columns == [dialect.answers_yes_in] for dialect in DIALECTS)
