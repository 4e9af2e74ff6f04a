"""Validation of data against the SHACL shapes, and the report on it."""

import logging
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import chain

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from pyshacl.rdfutil.stringify import stringify_blank_node
from rdflib import plugin
from rdflib.query import Processor

from diplomatica.engine.engine import Term
from diplomatica.errors import DiplomaticaError
from diplomatica.model.vocabulary import SH, XSD
from diplomatica.pipeline.checking.offline import offline
from diplomatica.pipeline.checking.processor import CachingProcessor
from diplomatica.pipeline.checking.report import Violation
from diplomatica.pipeline.checking.settling import settle_sooner

# rdflib logs a traceback for each ill-typed literal; the shapes tell of it in words.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)
logging.getLogger("pyshacl").setLevel(logging.CRITICAL)

_KEPT = 20_000  # triples of shapes


settle_sooner()
plugin.register(
    "sparql", Processor, CachingProcessor.__module__, CachingProcessor.__qualname__
)


def validate(
    data: Collection[Triple],
    shapes: Collection[Triple],
    prefixes: Mapping[str, str] | None = None,
) -> list[Violation]:
    """The violations of the shapes in the data, sorted.

    The data holds the ontology's classes as well. `prefixes` are those of the files of
    shapes, which a query in a shape may use.
    Raises DiplomaticaError where the shapes themselves are no SHACL.
    """
    known = prefixes or {}
    graph = _graph(data, known.items())
    # A vocabulary whose classes are shapes is both, and is read in once.
    are_same = len(data) == len(shapes) and set(data) == set(shapes)
    report = _report(graph, graph if are_same else _graph_of_shapes(shapes, known))
    this = next(report.subjects(rdflib.SH.conforms))
    results = report.objects(this, rdflib.SH.result)
    return sorted(_violation(report, result) for result in results)


def _report(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """What pySHACL reports of data. Raises DiplomaticaError for shapes that cannot be run."""
    # pySHACL keeps by the address of a graph how a blank node is written out, and a graph
    # of later may have the address of one that is gone.
    stringify_blank_node.dict_cache.clear()
    try:
        with offline():
            _, report, _ = pyshacl.validate(
                data, shacl_graph=shapes, inference="none", meta_shacl=False
            )
    except Exception as error:  # whatever a pattern or a query of a shape raises
        raise _unfit(error) from error
    # Else it is a failure in the sense of SHACL, section 3.4.
    if not isinstance(report, rdflib.Graph):
        raise _unfit(report)
    return report


def _unfit(why: object) -> DiplomaticaError:
    what = str(getattr(why, "message", why)).strip().partition("\n")[0]
    return DiplomaticaError(f"ontology/shapes.ttl: the shapes cannot be run: {what}")


def _violation(report: rdflib.Graph, result: rdflib.term.Node) -> Violation:
    """One result of a report of pySHACL, in terms of the source."""

    def value(name: str) -> Term | None:
        node = report.value(result, rdflib.SH[name])
        return None if node is None else _term(node)

    messages = map(str, report.objects(result, rdflib.SH.resultMessage))
    return Violation(
        focus=value("focusNode") or BlankNode(),
        path=value("resultPath"),
        value=value("value"),
        shape=value("sourceShape") or BlankNode(),
        component=value("sourceConstraintComponent") or BlankNode(),
        severity=value("resultSeverity") or SH("Violation"),
        message=" ".join(sorted(messages)),
    )


def _graph_of_shapes(
    shapes: Collection[Triple], prefixes: Mapping[str, str]
) -> rdflib.Graph:
    """The shapes for rdflib, which part after part of the data is held to."""
    given = tuple(shapes), tuple(prefixes.items())
    # Many would stay in memory for nothing: beside them, a part is small.
    return _graph_again(*given) if len(shapes) <= _KEPT else _graph(*given)


@lru_cache(maxsize=2)
def _graph_again(
    triples: tuple[Triple, ...], prefixes: tuple[tuple[str, str], ...]
) -> rdflib.Graph:
    return _graph(triples, prefixes)


def _graph(
    triples: Collection[Triple], prefixes: Iterable[tuple[str, str]]
) -> rdflib.Graph:
    """The triples for rdflib, which runs queries of shapes with these prefixes."""
    graph = rdflib.Graph()
    for prefix, namespace in prefixes:
        graph.bind(prefix, namespace, replace=True)
    nodes = {term: _node(term) for term in chain.from_iterable(triples)}
    graph.addN(
        (nodes[triple.subject], nodes[triple.predicate], nodes[triple.object], graph)
        for triple in triples
    )
    return graph


def _node(term: object) -> rdflib.term.IdentifiedNode | rdflib.Literal:
    """The term for rdflib, kept from rewriting a literal as it reads it."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    # As rdflib reads plain texts: it takes the two for different.
    if term.datatype == XSD("string"):
        return rdflib.Literal(term.value)
    datatype = rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def _term(node: rdflib.term.Node) -> Term:
    """A term of rdflib as one of ours."""
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    assert isinstance(node, rdflib.Literal)
    if node.language:
        return Literal(str(node), language=node.language)
    datatype = str(node.datatype or XSD("string").value)
    return Literal(str(node), datatype=NamedNode(datatype))
