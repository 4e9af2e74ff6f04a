"""The default graph: the RDF merge of all facts and of each reason's card."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.model.claims import CARD
from diplomatica.model.iris import Iris


def merged(quads: Iterable[Quad], iris: Iris) -> Iterator[Triple]:
    """The triples of the default graph, for the quads of all named graphs.

    What stands in several graphs comes several times.
    """
    shapes, records = iris("graph", "shapes"), iris("graph", "record").value + "/"
    for quad in quads:
        graph = quad.graph_name
        assert isinstance(graph, NamedNode)
        if graph == shapes:
            continue
        if not graph.value.startswith(records) or _is_on_card(quad, iris):
            yield quad.triple


def _is_on_card(quad: Quad, iris: Iris) -> bool:
    """Whether a quad of a record is of an article, or of the card of a claim."""
    assert isinstance(quad.subject, NamedNode)
    iri = quad.subject.value
    if "#" in iri:
        return False
    kind = iris.kind(iri)
    return kind == "article" or (kind == "claim" and quad.predicate in CARD)
