"""What a release says of one IRI: statements, each with the reasons that give it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from diplomatica.engine import Engine, Node, Row
from diplomatica.lookup.language import Languages
from diplomatica.lookup.nodes import Nodes
from diplomatica.model.iris import Iris
from diplomatica.model.serialization import in_order
from diplomatica.model.statement import digest, text_of
from diplomatica.model.vocabulary import NAMES

_CARDS = """
SELECT ?why ?kind ?quote ?reason ?voice ?article ?paragraph {
  VALUES ?why { %s }
  ?why a ?kind .
  OPTIONAL { ?why dip:quote ?quote }
  OPTIONAL { ?why dip:reason ?reason }
  OPTIONAL { ?why dip:voice ?voice }
  OPTIONAL { ?why dip:article ?article }
  OPTIONAL { GRAPH ?record { ?why dip:passage ?passage . ?passage dip:paragraph ?paragraph } }
}"""
_CARD_TRIPLES = "CONSTRUCT { ?why ?p ?o } WHERE { VALUES ?why { %s } ?why ?p ?o FILTER (?p != dip:premise) }"
# A filter: two lists of VALUES make the engine compare each term with all names.
_LABELS = f"""
SELECT ?term ?by ?label {{
  VALUES ?term {{ %s }} ?term ?by ?label FILTER (?by IN ({", ".join(map(str, NAMES))}))
}}"""
_LABEL_TRIPLES = "CONSTRUCT { ?term rdfs:label ?label } WHERE { VALUES ?term { %s } ?term rdfs:label ?label }"
# The narrowest kinds of a thing, without those that only say whether it took place.
_KINDS = """
SELECT ?this ?kind {
  VALUES ?this { %s }
  ?this a ?kind FILTER (?kind NOT IN (dip:Occurrence, dip:Event, dip:Prospect))
  FILTER NOT EXISTS { ?this a ?narrower . ?narrower rdfs:subClassOf+ ?kind FILTER (?narrower != ?kind) }
} ORDER BY ?kind"""
_IN_VOICE = "SELECT DISTINCT ?this ?why { ?why a dip:Claim ; dip:voice ?this }"


@dataclass
class Reason:
    """Why a triple is there: the words and who says them, or a sentence."""

    graph: NamedNode
    kind: str = ""
    quote: str = ""
    reason: str = ""
    voices: list[NamedNode] = field(default_factory=list)
    articles: list[NamedNode] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Take over one row of the card; several voices or passages make several rows."""
        self.kind = text_of(row["kind"]).rpartition("#")[2]
        self.quote = text_of(row["quote"]) if "quote" in row else self.quote
        self.reason = text_of(row["reason"]) if "reason" in row else self.reason
        for values, name in ((self.voices, "voice"), (self.articles, "article")):
            if name in row and row[name] not in values:
                values.append(cast("NamedNode", row[name]))
        if "paragraph" in row:
            number = int(cast("Literal", row["paragraph"]).value)
            self.paragraphs = sorted({*self.paragraphs, number})


@dataclass(frozen=True)
class Statement:
    """A triple with its reasons."""

    triple: Triple
    reasons: list[Reason]

    @property
    def is_derived(self) -> bool:
        """Whether it is there by rules alone."""
        return all(reason.kind == "Inference" for reason in self.reasons)

    @property
    def digest(self) -> str:
        """What names it: see `statement.digest`."""
        return digest(self.triple)


class Describing:
    """Describes the IRIs of one release."""

    def __init__(
        self,
        engine: Engine,
        iris: Iris,
        languages: Languages,
        asked: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        """Take the engine and the languages of the release, and who tells which of them are asked."""
        self.engine, self.iris, self.languages = engine, iris, languages
        self._asked = asked

    def quads_of(self, this: NamedNode) -> list[Quad]:
        """What is said of a thing, in the graphs that say it."""
        return [quad for quad in self.engine.about([this]) if self._shown(quad)]

    def quads_to(self, this: NamedNode) -> list[Quad]:
        """What is said to a thing, in the graphs that say it; that the catalog counts it says nothing."""
        catalog = self.iris("graph", "catalog")
        found = (
            quad for quad in self.engine.leading_to(this) if quad.graph_name != catalog
        )
        return [quad for quad in found if self._shown(quad)]

    def nodes_of(self, quads: Iterable[Quad]) -> list[Quad]:
        """What is said of the blank nodes that these quads lead to, and of those in that, and so on.

        They have no address of their own, so they are described with what refers to them.
        """
        stated = list(quads)
        told = {quad.subject for quad in stated}
        return self.engine.nodes(_blank(quad.object for quad in stated) - told)

    def _shown(self, quad: Quad) -> bool:
        """Records speak of reasons: what they hold is shown as reasons, not as statements."""
        graph = text_of(quad.graph_name)
        part = self.iris.slug(graph).partition("/")[0]
        return self.iris.kind(graph) != "graph" or part not in ("record", "inferences")

    def statements(self, quads: list[Quad]) -> list[Statement]:
        """The triples of these quads, each once and in order, with the reasons that give it; the derived ones last."""
        graphs: dict[Triple, list[NamedNode]] = defaultdict(list)
        for quad in quads:
            graphs[quad.triple].append(cast("NamedNode", quad.graph_name))
        reasons = self.reasons({graph for whys in graphs.values() for graph in whys})
        found = (
            Statement(triple, [reasons[why] for why in sorted(graphs[triple], key=str)])
            for triple in in_order(graphs, self.iris)
        )
        return sorted(found, key=lambda statement: statement.is_derived)

    def in_voice(self, this: NamedNode) -> list[Reason]:
        """The claims that somebody makes."""
        graphs = [
            cast("NamedNode", row["why"])
            for row in self.engine.rows(_IN_VOICE, this=this)
        ]
        found = self.reasons(graphs).values()
        return sorted(
            found,
            key=lambda reason: (
                reason.articles and str(reason.articles[0]),
                reason.paragraphs,
            ),
        )

    def reasons(self, graphs: Iterable[NamedNode]) -> dict[NamedNode, Reason]:
        """The cards of these graphs."""
        found = {graph: Reason(graph) for graph in graphs}
        for row in self.engine.rows(_CARDS % values(found)) if found else []:
            found[cast("NamedNode", row["why"])].add(row)
        return found

    def cards(self, graphs: Iterable[NamedNode]) -> list[Triple]:
        """The same cards as triples, without premises."""
        return self.engine.triples(_CARD_TRIPLES % values(graphs))

    def names(self, terms: Iterable[object]) -> dict[str, list[Triple]]:
        """All names that those terms have, in whatever language, by IRI."""
        found: dict[str, list[Triple]] = defaultdict(list)
        nodes = values(_nodes(terms))
        for row in self.engine.rows(_LABELS % nodes) if nodes else []:
            name = Triple(row["term"], row["by"], row["label"])  # type: ignore[arg-type]
            found[text_of(row["term"])].append(name)
        return found

    def labels(
        self,
        terms: Iterable[object],
        asked: Sequence[str] | None = None,
    ) -> dict[str, str]:
        """What those terms are called that have a name, by IRI, in the languages that are asked.

        Without any, who asks just now says which; what is kept beyond it asks for none, ().
        """
        known = list(terms)
        found = self.labels_from(self.names(known), asked)
        return found | self._in_words(_blank(known))

    def labels_from(
        self,
        names: Mapping[str, Sequence[Triple]],
        asked: Sequence[str] | None = None,
    ) -> dict[str, str]:
        """The same of terms whose names are known already."""
        asked = self._asked() if asked is None else asked
        best = self.languages.best
        return {iri: text_of(best(found, asked).object) for iri, found in names.items()}

    def _in_words(self, nodes: set[Node]) -> dict[str, str]:
        """What is said of these blank nodes, by the value of each."""
        if not nodes:
            return {}
        quads = self.engine.nodes(nodes)
        parts = (part for quad in quads for part in (quad.predicate, quad.object))
        found = Nodes(quads, self.labels(_nodes(parts)), self.iris)
        return {
            node.value: found.words(node)
            for node in nodes
            if isinstance(node, BlankNode)
        }

    def kinds(self, terms: Iterable[object]) -> dict[NamedNode, list[NamedNode]]:
        """Of which kinds those terms are, only the narrowest."""
        found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        nodes = values(_nodes(terms))
        for row in self.engine.rows(_KINDS % nodes) if nodes else []:
            found[cast("NamedNode", row["this"])].append(cast("NamedNode", row["kind"]))
        return found

    def label_triples(self, terms: Iterable[object]) -> list[Triple]:
        """The labels of those terms that have one, as triples."""
        return self.engine.triples(_LABEL_TRIPLES % values(_nodes(terms)))


def _blank(terms: Iterable[object]) -> set[Node]:
    return {term for term in terms if isinstance(term, BlankNode)}


def _nodes(terms: Iterable[object]) -> Iterator[NamedNode]:
    return (term for term in terms if isinstance(term, NamedNode))


def values(terms: Iterable[object]) -> str:
    """The terms as VALUES of a query, each once and in order."""
    return " ".join(sorted({str(term) for term in terms}))


def terms_of(statements: Iterable[Statement]) -> set[object]:
    """All terms of the statements and of their reasons, whose labels a page needs."""
    found: set[object] = set()
    for statement in statements:
        found.update(statement.triple)
        for reason in statement.reasons:
            found.update((*reason.voices, *reason.articles))
    return found
