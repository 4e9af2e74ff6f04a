"""The lines of an answer that is cited, as the table that a page shows of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from diplomatica.lookup.history.comparing.canonical import BOOLEAN, TRIPLES

Term = NamedNode | BlankNode | Literal | Triple
_TRIPLE = ("?subject", "?predicate", "?object")


@dataclass(frozen=True)
class AnswerLines:
    """Some lines of an answer, and the variables at their head."""

    names: Sequence[str]
    rows: list[list[Term | None]]

    @property
    def nodes(self) -> set[NamedNode]:
        """The IRIs that stand in them."""
        cells = (cell for row in self.rows for cell in row)
        return {cell for cell in cells if isinstance(cell, NamedNode)}

    @property
    def only(self) -> Literal | None:
        """The value, where one literal is all that is answered."""
        cells = [cell for row in self.rows for cell in row]
        one = cells[0] if len(cells) == 1 else None
        return one if isinstance(one, Literal) else None


@dataclass(frozen=True)
class Turned:
    """Rows that are alike but for some cells, each as it was and as it is."""

    names: Sequence[str]
    rows: list[list[tuple[Term | None, Term | None]]]


def parted(
    went: AnswerLines, came: AnswerLines
) -> tuple[Turned, AnswerLines, AnswerLines]:
    """What only changed of rows that went and came, and what is left of both.

    A row is taken for another if half of their cells, or more, are the same.
    """
    pairs: list[list[tuple[Term | None, Term | None]]] = []
    left, new = [], list(came.rows)
    for row in went.rows if went.names == came.names else ():
        like = max(new, key=lambda one: _alike(row, one), default=None)
        if like is None or not 2 * _alike(row, like) >= len(row):
            left.append(row)
            continue
        new.remove(like)
        pairs.append(list(zip(row, like, strict=True)))
    if went.names != came.names:
        left = went.rows
    return (
        Turned(came.names, pairs),
        AnswerLines(went.names, left),
        AnswerLines(came.names, new),
    )


def _alike(one: Sequence[Term | None], other: Sequence[Term | None]) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))


def read_lines(head: str, lines: Sequence[str]) -> AnswerLines:
    """The terms of lines of a canonical answer, whose first line is its head."""
    if head == TRIPLES:
        return AnswerLines(_TRIPLE, [list(_triple(line)) for line in lines])
    if head == BOOLEAN:
        return AnswerLines([""], [[Literal(line == "true")] for line in lines])
    cells = (line.split("\t") for line in lines)
    rows = [list(map(_term, row)) for row in cells]
    return AnswerLines(head.split("\t"), rows)


def _term(cell: str) -> Term | None:
    return _triple(f"<x:s> <x:p> {cell}").object if cell else None


def _triple(line: str) -> Triple:
    (quad,) = parse(f"{line} .", format=RdfFormat.N_TRIPLES)
    return Triple(quad.subject, quad.predicate, quad.object)
