"""Validation of data against the SHACL shapes, and the report on it."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import pyshacl
import rdflib
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Store,
    Triple,
)

from diplomatica.engine.engine import Term
from diplomatica.errors import DiplomaticaError
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, RDF, RDFS, SH, XSD
from diplomatica.pipeline.checking.offline import offline

# rdflib logs a traceback for each ill-typed literal; the shapes tell of it in words.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)
logging.getLogger("pyshacl").setLevel(logging.CRITICAL)
TYPE = RDF("type")


@dataclass(frozen=True)
class Violation:
    """One result of the validation: which node fails which shape, and where.

    It is a violation in the sense of SHACL, a warning or a remark, by its severity.
    """

    focus: Term
    path: Term | None
    value: Term | None
    shape: Term
    component: Term
    severity: Term
    message: str

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way of a release."""
        return self.severity == SH("Violation")

    def __lt__(self, other: "Violation") -> bool:
        """In the order of what they say, which no run changes."""
        return self._place < other._place

    @property
    def _place(self) -> tuple[str, ...]:
        where = (self.focus, self.path, self.value)
        what = (self.shape, self.component, self.severity)
        parts = map(_text, (*where, *what))
        return *parts, self.message


def _text(term: Term | None) -> str:
    return text_of(term) if term else ""


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
    report = _report(_graph(data, known), _graph(shapes, known))
    this = next(report.subjects(rdflib.SH.conforms))
    results = report.objects(this, rdflib.SH.result)
    return sorted(_violation(report, result) for result in results)


def _report(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
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


def _graph(triples: Collection[Triple], prefixes: Mapping[str, str]) -> rdflib.Graph:
    """The triples for rdflib, which runs queries of shapes with these prefixes."""
    graph = rdflib.Graph()
    for prefix, namespace in prefixes.items():
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
    """The same term of ours for one of rdflib's."""
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    assert isinstance(node, rdflib.Literal)
    if node.language:
        return Literal(str(node), language=node.language)
    datatype = str(node.datatype or XSD("string").value)
    return Literal(str(node), datatype=NamedNode(datatype))


_FOCUS_NODES = f"""
PREFIX sh: <{SH}>
PREFIX rdfs: <{RDFS}>

SELECT ?shape (COUNT(DISTINCT ?node) AS ?nodes) {{
  {{
    ?shape sh:targetClass ?class
    OPTIONAL {{ ?node a ?kind . ?kind rdfs:subClassOf* ?class }}
  }} UNION {{
    ?shape sh:targetSubjectsOf ?property
    OPTIONAL {{ ?node ?property ?value }}
  }} UNION {{
    ?shape sh:targetObjectsOf ?property
    OPTIONAL {{ ?subject ?property ?node }}
  }}
}}
GROUP BY ?shape
ORDER BY ?shape
"""


def focus_nodes(
    data: Iterable[Triple], shapes: Iterable[Triple]
) -> list[tuple[NamedNode, Literal]]:
    """Each shape that has a target, with the number of nodes that it looks at.

    What it looks at, SHACL says in section 2.1.3.
    """
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in (*data, *shapes))
    solutions = store.query(_FOCUS_NODES)
    assert isinstance(solutions, QuerySolutions)
    return [(solution["shape"], solution["nodes"]) for solution in solutions]


def report(
    this: NamedNode,
    violations: list[Violation],
    looked_at: list[tuple[NamedNode, Literal]],
) -> list[Triple]:
    """The validation report (SHACL, section 3.6), and what each shape looked at.

    A report of a release has no violations, only warnings: what has violations is not
    released.
    """
    conforms = Literal(not violations)
    triples = [
        Triple(this, TYPE, SH("ValidationReport")),
        Triple(this, SH("conforms"), conforms),
    ]
    for number, violation in enumerate(violations, 1):
        result = NamedNode(f"{this.value}#result-{number}")
        triples.append(Triple(this, SH("result"), result))
        triples.append(Triple(result, TYPE, SH("ValidationResult")))
        triples += [Triple(result, name, value) for name, value in _told(violation)]
    triples += [Triple(shape, DIP("focusNodes"), nodes) for shape, nodes in looked_at]
    return triples


def _told(violation: Violation) -> Iterator[tuple[NamedNode, Term]]:
    """What the report says of a result.

    Of a path or shape without an IRI it says only that it is there.
    """
    yield SH("focusNode"), violation.focus
    yield SH("sourceShape"), violation.shape
    yield SH("sourceConstraintComponent"), violation.component
    yield SH("resultSeverity"), violation.severity
    yield SH("resultMessage"), Literal(violation.message, language="en")
    if violation.path:
        yield SH("resultPath"), violation.path
    if violation.value:
        yield SH("value"), violation.value
