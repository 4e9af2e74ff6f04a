"""What a proposal would do to a release: which shapes would be broken then."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock, Thread
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from diplomatica.engine import Engine
from diplomatica.lookup.proposing.proposal import Proposal
from diplomatica.model.iris import Iris

if TYPE_CHECKING:
    import rdflib

_WIDER = "CONSTRUCT { ?kind rdfs:subClassOf ?wider } { ?kind rdfs:subClassOf ?wider }"
_STATED = (
    "SELECT ?graph { GRAPH ?graph { ?s ?p ?o } FILTER (?graph != ?about) } LIMIT 1"
)
_MOST = 2_000  # statements to a thing that are looked at


@dataclass(frozen=True)
class Broken:
    """A shape that something would not conform to: of what, and the shape's own words."""

    focus: str
    message: str


class ReleaseShapes:
    """The shapes of a release, read once for all proposals about it."""

    def __init__(self, engine: Engine, iris: Iris) -> None:
        """Nothing is asked yet."""
        self._engine, self._iris = engine, iris
        self._judging = Lock()

    def make_ready(self) -> None:
        """Begin to read them, aside: whoever fills in a form need not wait for it then."""
        if not self._is_begun:
            self._is_begun = True
            Thread(target=self.judge, args=((), ()), daemon=True).start()

    _is_begun = False

    @cached_property
    def _graph(self) -> "rdflib.Graph":
        quads = self._engine.quads([self._iris("graph", "shapes")])
        return self._read(quad.triple for quad in quads)

    def _read(self, triples: Iterable[Triple]) -> "rdflib.Graph":
        """Triples as a graph of rdflib, which the validator takes."""
        import rdflib  # it takes half a second, and few propose

        text = "".join(f"{triple} .\n" for triple in triples)
        graph = rdflib.Graph().parse(data=text, format="nt")
        for prefix, space in self._iris.prefixes.items():
            graph.bind(prefix, space, replace=True)
        return graph

    def judge(
        self, data: Collection[Triple], focus: Collection[NamedNode]
    ) -> list[Broken]:
        """The violations of these nodes, by SHACL (W3C Recommendation, section 3)."""
        import pyshacl
        import rdflib

        with self._judging:
            if not len(self._graph) or not focus:
                return []
            _, report, _ = pyshacl.validate(
                self._read(data),
                shacl_graph=self._graph,
                inference="none",
                meta_shacl=False,
                focus_nodes=[rdflib.URIRef(node.value) for node in focus],
            )
        return _broken(report)


class Effect:
    """What would be so if a proposal were accepted."""

    def __init__(
        self, engine: Engine, shapes: ReleaseShapes, proposal: Proposal
    ) -> None:
        """Nothing is asked yet."""
        self._engine, self._shapes, self._proposal = engine, shapes, proposal

    def broken(self) -> list[Broken]:
        """The shapes that hold now of what it is about, and would not then."""
        focus = {
            triple.subject
            for triple in (*self._proposal.removed, *self._proposal.added)
        }
        nodes = {node for node in focus if isinstance(node, NamedNode)}
        around = self._around(nodes)
        known = self._shapes.judge(around, nodes)
        after = self._shapes.judge(self._after(around), nodes)
        return [one for one in after if one not in known]

    def _around(self, nodes: Iterable[NamedNode]) -> set[Triple]:
        """What is said of these and to them, and of what these triples name."""
        triples: set[Triple] = set()
        for node in nodes:
            triples.update(quad.triple for quad in self._engine.around(node, _MOST))
        added = self._proposal.added
        beside = {term for triple in (*triples, *added) for term in triple}
        named = {term for term in beside if isinstance(term, NamedNode)}
        triples.update(quad.triple for quad in self._engine.about(named))
        triples.update(self._engine.triples(_WIDER))
        return triples

    def _after(self, around: set[Triple]) -> set[Triple]:
        gone = {triple for triple in self._proposal.removed if self._is_alone(triple)}
        return (around - gone) | {*self._proposal.added}

    def _is_alone(self, triple: Triple) -> bool:
        """Whether nothing else states it."""
        rows = self._engine.rows(
            _STATED,
            s=triple.subject,
            p=triple.predicate,
            o=triple.object,
            about=self._proposal.about,
        )
        return not rows


def _broken(report: object) -> list[Broken]:
    """The constraints that SHACL reports as violated."""
    import rdflib

    if not isinstance(report, rdflib.Graph):
        return []
    results = report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)
    broken = {
        Broken(
            str(report.value(result, rdflib.SH.focusNode)),
            str(report.value(result, rdflib.SH.resultMessage)),
        )
        for result in results
    }
    return sorted(broken, key=lambda one: (one.focus, one.message))
