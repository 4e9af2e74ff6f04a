"""Triples and the graphs that they are stated in."""

import hashlib
import re
from collections.abc import Iterable, Iterator

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

NESTED = re.compile(r"(<<\(?\s*\S+\s+\S+\s+){100}")
"""Triples within triples, deeper than anybody means it: parsers end their process there."""

_REMEMBERED = 1_000_000  # quads, of some 200 bytes each


def stated_in(graph: NamedNode | DefaultGraph, triples: Iterable[Triple]) -> list[Quad]:
    """The triples as quads of one graph."""
    return [
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in triples
    ]


def each_once(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Quads where they first come: those of a nested node come as often as that does.

    So many are remembered that their memory has a bound; what comes after may repeat.
    """
    seen: set[Quad] = set()
    for quad in quads:
        if quad in seen:
            continue
        if len(seen) < _REMEMBERED:
            seen.add(quad)
        yield quad


def digest(triple: Triple) -> str:
    """The SHA-256 of a triple's line of N-Triples, which names the statement.

    Anyone can compute it from a dump.
    """
    line = f"{triple} .\n"
    return hashlib.sha256(line.encode()).hexdigest()


def term_of(written: str) -> NamedNode | BlankNode | Literal | Triple:
    """The term that N-Triples write so. Raises SyntaxError or ValueError for what is none."""
    (quad,) = parse(f"<x:x> <x:x> {written} .", format=RdfFormat.N_TRIPLES)
    term: NamedNode | BlankNode | Literal | Triple = quad.object
    return term


def text_of(term: object) -> str:
    """The IRI of a node, the text of a literal, or the `_:` label of a blank node."""
    if isinstance(term, BlankNode):
        return str(term)
    assert isinstance(term, NamedNode | Literal)
    return term.value
