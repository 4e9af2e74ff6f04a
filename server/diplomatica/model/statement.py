"""Triples and the graphs that they are stated in."""

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple


def stated_in(graph: NamedNode | DefaultGraph, triples: Iterable[Triple]) -> list[Quad]:
    """The triples as quads of one graph."""
    return [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]


def text_of(term: object) -> str:
    """The IRI of a node, or the words of a literal."""
    assert isinstance(term, NamedNode | Literal)
    return term.value
