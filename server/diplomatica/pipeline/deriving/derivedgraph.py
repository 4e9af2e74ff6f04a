"""The graph of a derivation as text, which travels and is kept sooner than terms are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple, parse

from diplomatica.model.formats import NTRIPLES
from diplomatica.model.iris import Iris
from diplomatica.pipeline.deriving.derivation import Derivation
from diplomatica.pipeline.deriving.rule import Rule

_Triple = tuple[str, str, str]


@dataclass(frozen=True)
class DerivedGraph:
    """The graph of a derivation, with all that is told of it but for its words."""

    name: str
    """As N-Quads write it."""
    rule: str
    reason: str
    """What the rule says, as a literal."""
    premises: tuple[str, ...]
    """Their IRIs."""
    triples: tuple[_Triple, ...]


def graph_of(derivation: Derivation, iris: Iris) -> DerivedGraph:
    """The graph of a derivation."""
    rule = derivation.rule
    premises = tuple(one.value for one in derivation.premises)
    triples = tuple((str(a), str(b), str(c)) for a, b, c in derivation.triples)
    name = str(derivation.iri(iris))
    return DerivedGraph(name, rule.name, rule.reason, premises, triples)


def derivations_of(rule: Rule, graphs: Iterable[DerivedGraph]) -> Iterator[Derivation]:
    """The derivations of a rule, made of their graphs again; other graphs are left out."""
    for graph in graphs:
        if graph.rule != rule.name:
            continue
        premises = tuple(map(NamedNode, graph.premises))
        yield Derivation(rule, premises, tuple(_triples(graph.triples)))


def _triples(texts: Iterable[_Triple]) -> Iterator[Triple]:
    lines = "".join(f"{' '.join(one)} .\n" for one in texts)
    for quad in parse(lines, format=NTRIPLES.rdf, lenient=True):
        yield quad.triple
