"""The default graph of a release at a server that has none of its own.

There it lies in a named graph. Each query is asked of it by the protocol, and takes it for
no named graph: else each fact would seem to have it for a reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyoxigraph import DefaultGraph, NamedNode, Quad

from diplomatica.engine.engine import QueryDataset
from diplomatica.engine.remote.dialects import OWN_GRAPHS
from diplomatica.engine.sparql.query import Token, tokens
from diplomatica.errors import UnfitEngine


class Merge:
    """The named graph that stands for the default graph; without an IRI there is none."""

    def __init__(self, iri: str = "") -> None:
        """Where it lies. Raises UnfitEngine where that is no IRI."""
        self.iri = _checked(iri)
        self._others = f"NOT IN ({_sparql_list((iri, *OWN_GRAPHS))})"

    @property
    def clearing(self) -> str:
        """The update that takes all away, also where CLEAR ALL takes nothing."""
        if not self.iri:
            return "CLEAR ALL"
        quads = "GRAPH ?g { ?s ?p ?o }"
        where = f"{quads} FILTER(?g NOT IN ({_sparql_list(OWN_GRAPHS)}))"
        return f"DELETE {{ {quads} }} WHERE {{ {where} }}"

    def placed(self, quad: Quad) -> Quad:
        """A quad where the server holds it."""
        if self.iri and isinstance(quad.graph_name, DefaultGraph):
            subject, predicate, value = quad.triple
            return Quad(subject, predicate, value, NamedNode(self.iri))
        return quad

    def dataset(self, query: str, chosen: QueryDataset) -> QueryDataset:
        """What a query is asked of (SPARQL 1.1 Protocol, section 2.1.4)."""
        is_chosen = chosen.default_graphs or chosen.named_graphs or _has_dataset(query)
        if is_chosen or not self.iri:
            return chosen
        return replace(chosen, default_graphs=(self.iri,))

    def within(self, query: str) -> str:
        """A query whose variables of graphs stand for those of the release alone."""
        if not self.iri:
            return query
        read, parts, done = tokens(query), [], 0
        for name, end in sorted(_graphs(read), key=lambda found: found[1]):
            parts += [query[done:end], f" FILTER({name} {self._others})"]
            done = end
        return "".join((*parts, query[done:]))


def _checked(iri: str) -> str:
    try:
        return NamedNode(iri).value if iri else ""
    except ValueError as error:
        advice = "give the whole of one, with its scheme, as in https://example.org/all"
        raise UnfitEngine(iri, "cannot name a graph: it is no IRI", advice) from error


def _sparql_list(names: Iterable[str]) -> str:
    return ", ".join(f"<{name}>" for name in names)


def _has_dataset(query: str) -> bool:
    return any(token.word == "FROM" for token in tokens(query))


def _graphs(read: list[Token]) -> Iterator[tuple[str, int]]:
    """The variables after GRAPH, and where the group of each ends."""
    for place, token in enumerate(read[:-2]):
        name, start = read[place + 1 : place + 3]
        if token.word == "GRAPH" and name.kind == "variable":
            yield name.text, _end(read, place + 2, start.depth)


def _end(read: list[Token], place: int, depth: int) -> int:
    """Where the group ends that begins at a place; a query may lack the end of it."""
    for token in read[place + 1 :]:
        if token.text == "}" and token.depth == depth + 1:
            return token.end
    return read[-1].end
