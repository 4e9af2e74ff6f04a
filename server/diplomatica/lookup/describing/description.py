"""What a release says of one IRI: statements, each with the reasons that give it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from diplomatica.engine import Engine, Node
from diplomatica.engine.sparql.binding import values
from diplomatica.lookup.cards import Cards
from diplomatica.lookup.describing.nodes import Nodes
from diplomatica.lookup.language import Languages
from diplomatica.lookup.reason import Reason, Statement, is_told, reason_of
from diplomatica.model.characters import unmarked
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import REASONS
from diplomatica.model.serialization import in_order
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, NAMES

_NAMED = ", ".join(map(str, NAMES))
# Of premises those whose own cards have words that this one lacks.
_CARD_TRIPLES = """
CONSTRUCT { ?why ?p ?o } WHERE {
  VALUES ?why { %s } ?why ?p ?o
  FILTER (?p != dip:premise || EXISTS { ?o dip:premise ?other })
}"""
_WORDS_BELOW = """
SELECT DISTINCT ?why {
  VALUES ?this { %s } ?this dip:premise+ ?why . ?why a ?kind ; dip:quote ?words
  VALUES ?kind { dip:Claim dip:Note dip:Link }
} ORDER BY ?why LIMIT %d"""
_VOICE, _SPEAKER = DIP("voice"), DIP("speaker")
_LABEL_TRIPLES = f"""
CONSTRUCT {{ ?term ?by ?label }} WHERE {{
  VALUES ?term {{ %s }} ?term ?by ?label FILTER (?by IN ({_NAMED}))
}}"""
_IN_VOICE = """
SELECT DISTINCT ?this ?why {
  ?why a dip:Claim { ?why dip:voice ?this } UNION { GRAPH ?why { ?a dip:speaker ?this } }
}"""


@dataclass(frozen=True)
class Around:
    """What named graphs say of one thing and to it, and the claims that are made in its voice."""

    of: list[Quad]
    to: list[Quad]
    claims: list[NamedNode]
    is_whole: bool
    """Whether that is all that is said to it."""


class Describing:
    """Describes the IRIs of one release."""

    def __init__(
        self,
        engine: Engine,
        iris: Iris,
        languages: Languages,
        asked: Callable[[], Sequence[str]] = tuple,
        naming: Callable[[], Iterable[NamedNode]] = tuple,
        naming_types: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """Take the engine and the languages of the release.

        `asked` tells which of them are asked, and `naming` by which properties things
        are called beside those that all know; `naming_types` which types of
        names are preferred.
        """
        self.engine, self.iris, self.languages = engine, iris, languages
        self.cards = Cards(engine, naming, iris.has_word, naming_types)
        self._asked = asked

    def around(self, this: NamedNode, most: int) -> Around:
        """What is said of a thing and to it, asked at once."""
        quads = self.engine.around(this, most)
        of = [quad for quad in quads if quad.subject == this]
        to = [quad for quad in quads if quad.object == this]
        told = [quad.subject for quad in to if quad.predicate == _VOICE]
        quoted = [quad.graph_name for quad in to if quad.predicate == _SPEAKER]
        claims = dict.fromkeys((*told, *quoted))
        return Around(
            self.shown(of),
            [quad for quad in to if self._leads(quad)],
            [claim for claim in claims if isinstance(claim, NamedNode)],
            is_whole=len(to) <= most,
        )

    def _leads(self, quad: Quad) -> bool:
        """Whether it says something to a thing: that the catalog counts it says nothing."""
        is_count = quad.graph_name == self.iris("graph", "catalog")
        return not is_count and self._is_shown(text_of(quad.graph_name))

    def quads_of(self, this: NamedNode) -> list[Quad]:
        """What is said of a thing, in the graphs that say it."""
        return self.shown(self.engine.about([this]))

    def quads_to(self, this: NamedNode) -> list[Quad]:
        """What is said to a thing, in the graphs that say it.

        That the catalog counts it says nothing.
        """
        return [quad for quad in self.engine.leading_to(this) if self._leads(quad)]

    def nodes_of(self, quads: Iterable[Quad]) -> list[Quad]:
        """What is said of the blank nodes that these quads lead to.

        What these lead to in turn is included, and so on. They have no address of their
        own, so they are described with what refers to them.
        """
        stated = list(quads)
        told = {quad.subject for quad in stated}
        return self.engine.nodes(_blank(quad.object for quad in stated) - told)

    def shown(self, quads: Iterable[Quad]) -> list[Quad]:
        """Those of some quads that a page shows as statements.

        Many may be of few graphs, each of which is looked at once.
        """
        is_shown = cache(self._is_shown)
        return [quad for quad in quads if is_shown(text_of(quad.graph_name))]

    def _is_shown(self, graph: str) -> bool:
        """Records speak of reasons: what they hold is shown as reasons, not as statements."""
        part = self.iris.slug(graph).partition("/")[0]
        return self.iris.kind(graph) != "graph" or part not in ("record", "inferences")

    def statements(self, quads: list[Quad]) -> list[Statement]:
        """The triples of these quads, each once and in order.

        Each has the reasons that give it, first those whose voice is certain; the derived
        ones come last.
        """
        graphs: dict[Triple, list[NamedNode]] = defaultdict(list)
        for quad in quads:
            graphs[quad.triple].append(cast("NamedNode", quad.graph_name))
        reasons = self.reasons(chain.from_iterable(graphs.values()))
        statements: list[Statement] = []
        for triple in in_order(graphs, self.iris):
            whys = [reasons[why] for why in sorted(graphs[triple], key=str)]
            whys.sort(key=lambda why: bool(why.perhaps))
            statements.append(Statement(triple, whys))
        return sorted(statements, key=lambda statement: statement.is_derived)

    def reasons_beside_files(self, quads: Iterable[Quad]) -> dict[str, list[Reason]]:
        """Why statements are there that have other reasons than a file, by their digests."""
        given = [one for one in quads if self._is_of_reason(one)]
        found = {one.digest: one.reasons for one in self.statements(given)}
        known: dict[str, list[Reason]] = {}
        for digest, reasons in found.items():
            if told := list(filter(is_told, reasons)):
                known[digest] = told
        return known

    def _is_of_reason(self, quad: Quad) -> bool:
        return self.iris.kind(text_of(quad.graph_name)) in REASONS

    def claims_in_voice(self, around: Around, this: NamedNode) -> list[NamedNode]:
        """The claims that somebody makes, by their IRIs, which begin with the article."""
        if around.is_whole:
            # What is derived from a claim has its voice, too.
            kind = self.iris.kind
            return sorted(
                (one for one in around.claims if kind(one.value) == "claim"), key=str
            )
        rows = self.engine.rows(_IN_VOICE, this=this)
        return sorted((cast("NamedNode", row["why"]) for row in rows), key=str)

    def in_voice(self, claims: Iterable[NamedNode]) -> list[Reason]:
        """Claims that somebody makes, in the order of the articles."""
        return sorted(
            self.reasons(claims).values(),
            key=lambda reason: (
                reason.articles and str(reason.articles[0]),
                reason.paragraphs,
            ),
        )

    def reasons(self, graphs: Iterable[NamedNode]) -> dict[NamedNode, Reason]:
        """The reasons that these graphs are."""
        cards = self.cards.of(graphs)
        return {graph: reason_of(card) for graph, card in cards.items()}

    def reasons_below(
        self, graphs: Iterable[NamedNode], most: int
    ) -> dict[NamedNode, Reason]:
        """The first reasons with words on which these rest."""
        rows = self.engine.rows(_WORDS_BELOW % (values(graphs), most))
        return self.reasons(cast("NamedNode", row["why"]) for row in rows)

    def card_triples(self, graphs: Iterable[NamedNode]) -> list[Triple]:
        """What is said of these reasons, as triples, without premises that somebody wrote."""
        return self.engine.triples(_CARD_TRIPLES % values(graphs))

    def names(self, terms: Iterable[object]) -> dict[str, list[Triple]]:
        """All names that those terms have, in whatever language, by IRI."""
        found = {this.value: card.names for this, card in self.cards.of(terms).items()}
        return {iri: names for iri, names in found.items() if names}

    def labels(
        self,
        terms: Iterable[object],
        asked: Sequence[str] | None = None,
    ) -> dict[str, str]:
        """What those terms are called that have a name, by IRI, in the languages that are asked.

        Without any, who asks just now says which; what is kept beyond it asks for none, ().
        """
        known = list(terms)
        labels = self.labels_from(self.names(known), asked)
        return labels | self._in_words(_blank(known))

    def labels_from(
        self,
        names: Mapping[str, Sequence[Triple]],
        asked: Sequence[str] | None = None,
    ) -> dict[str, str]:
        """What terms are called whose names are known already, by IRI.

        A name that was written for a page of HTML is shown as such a page would show it.
        """
        asked = self._asked() if asked is None else asked
        best = self.languages.best
        return {
            iri: unmarked(text_of(best(triples, asked).object))
            for iri, triples in names.items()
        }

    def best(self, texts: Sequence[Literal]) -> Literal:
        """Of some texts that say the same the one that suits best who asks just now."""
        return self.languages.best_text(texts, self._asked())

    def _in_words(self, nodes: set[Node]) -> dict[str, str]:
        """What is said of these blank nodes, by the value of each."""
        if not nodes:
            return {}
        quads = self.engine.nodes(nodes)
        parts = (part for quad in quads for part in (quad.predicate, quad.object))
        own_nodes = Nodes(quads, self.labels(_nodes(parts)), self.iris)
        return {
            node.value: own_nodes.words(node)
            for node in nodes
            if isinstance(node, BlankNode)
        }

    def kinds(self, terms: Iterable[object]) -> dict[NamedNode, list[NamedNode]]:
        """Of which kinds those terms are, only the narrowest."""
        cards = self.cards.of(terms)
        return {this: self.cards.kinds(card) for this, card in cards.items()}

    def label_triples(self, terms: Iterable[object]) -> list[Triple]:
        """The labels of those terms that have one, as triples."""
        return self.engine.triples(_LABEL_TRIPLES % values(_nodes(terms)))


def _blank(terms: Iterable[object]) -> set[Node]:
    return {term for term in terms if isinstance(term, BlankNode)}


def _nodes(terms: Iterable[object]) -> Iterator[NamedNode]:
    return (term for term in terms if isinstance(term, NamedNode))
