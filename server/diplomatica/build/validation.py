"""Validation of the data against the SHACL shapes, article by article with what the articles share."""

import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from diplomatica.errors import DiplomaticaError
from diplomatica.model.vocabulary import DIP, RDF, RDFS, SH

# rdflib logs a traceback for each ill-typed literal; the shapes tell of it in words.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)
logging.getLogger("pyshacl").setLevel(logging.CRITICAL)
Node = rdflib.term.Node
TYPE = RDF("type")


@dataclass(frozen=True, order=True)
class Violation:
    """One result of the validation, in words: which node fails which shape, and on which property and value."""

    focus: str
    path: str
    value: str
    shape: str
    severity: str
    message: str

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way of a release."""
        return self.severity == SH("Violation").value


def validate(data: Collection[Triple], shapes: Collection[Triple]) -> list[Violation]:
    """The violations of the shapes in the data, sorted; the data holds the ontology's classes as well.

    Raises DiplomaticaError where the shapes themselves are no SHACL.
    """
    shacl = _graph(shapes, with_blank_nodes=True)
    try:
        _, report, _ = pyshacl.validate(_graph(data), shacl_graph=shacl, inference="none", meta_shacl=False)
    except Exception as error:  # pySHACL lets through whatever a pattern or a query of a shape raises
        what = str(error).strip().partition("\n")[0]
        raise DiplomaticaError(f"ontology/shapes.ttl: the shapes cannot be run: {what}") from error
    assert isinstance(report, rdflib.Graph)
    return sorted({_violation(report, result) for result in report.objects(None, rdflib.SH.result)})


def _violation(report: rdflib.Graph, result: Node) -> Violation:
    def value(name: rdflib.URIRef) -> str:
        return str(report.value(result, name) or "")

    message = " ".join(sorted(map(str, report.objects(result, rdflib.SH.resultMessage))))
    severity, shape = value(rdflib.SH.resultSeverity), value(rdflib.SH.sourceShape)
    return Violation(
        value(rdflib.SH.focusNode),
        value(rdflib.SH.resultPath),
        value(rdflib.SH.value),
        shape,
        severity,
        message,
    )


def _graph(triples: Collection[Triple], with_blank_nodes: bool = False) -> rdflib.Graph:
    """The same triples for rdflib; shapes with their blank nodes, for a path that has an IRI is a property."""
    graph = rdflib.Graph()
    node = _unskolemised if with_blank_nodes else _node
    nodes = {term: node(term) for triple in triples for term in triple}
    graph.addN((nodes[subject], nodes[predicate], nodes[object_], graph) for subject, predicate, object_ in triples)
    return graph


def _unskolemised(term: object) -> rdflib.term.IdentifiedNode | rdflib.Literal:
    if isinstance(term, NamedNode) and "/.well-known/genid/" in term.value:
        return rdflib.BNode(term.value)
    return _node(term)


def _node(term: object) -> rdflib.term.IdentifiedNode | rdflib.Literal:
    """The same term for rdflib, which would otherwise rewrite literals as it reads them."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


_FOCUS_NODES = f"""
PREFIX sh: <{SH}> PREFIX rdfs: <{RDFS}>
SELECT ?shape (COUNT(DISTINCT ?node) AS ?nodes) {{
  {{ ?shape sh:targetClass ?class OPTIONAL {{ ?node a ?kind . ?kind rdfs:subClassOf* ?class }} }}
  UNION {{ ?shape sh:targetSubjectsOf ?property OPTIONAL {{ ?node ?property ?value }} }}
  UNION {{ ?shape sh:targetObjectsOf ?property OPTIONAL {{ ?subject ?property ?node }} }}
}} GROUP BY ?shape ORDER BY ?shape"""


def focus_nodes(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[tuple[NamedNode, Literal]]:
    """Each shape that has a target, with the number of nodes that it looks at (SHACL, section 2.1.3)."""
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in (*data, *shapes))
    solutions = store.query(_FOCUS_NODES)
    assert isinstance(solutions, QuerySolutions)
    return [(solution["shape"], solution["nodes"]) for solution in solutions]


def report(this: NamedNode, violations: list[Violation], looked_at: list[tuple[NamedNode, Literal]]) -> list[Triple]:
    """The validation report (SHACL, section 3.6), and for each shape how many nodes it looked at.

    A report of a release has no violations, only warnings: what has violations is not released.
    """
    conforms = Literal(not violations)
    triples = [Triple(this, TYPE, SH("ValidationReport")), Triple(this, SH("conforms"), conforms)]
    for number, violation in enumerate(violations, 1):
        result = NamedNode(f"{this.value}#result-{number}")
        triples += [Triple(this, SH("result"), result), Triple(result, TYPE, SH("ValidationResult"))]
        triples += [Triple(result, name, value) for name, value in _told(violation)]
    triples += [Triple(shape, DIP("focusNodes"), nodes) for shape, nodes in looked_at]
    return triples


def _told(violation: Violation) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    yield SH("focusNode"), _named(violation.focus)
    yield SH("sourceShape"), NamedNode(violation.shape)
    yield SH("resultSeverity"), NamedNode(violation.severity)
    yield SH("resultMessage"), Literal(violation.message, language="en")
    if violation.path:
        yield SH("resultPath"), _named(violation.path)
    if violation.value:
        yield SH("value"), Literal(violation.value)


def _named(value: str) -> NamedNode | Literal:
    """A node of the report; a shape may look at literals, too."""
    try:
        return NamedNode(value)
    except ValueError:
        return Literal(value)
