"""The claims of an article where they stand in its text.

They have their passages, the words for things, and what they state.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.engine import Term
from diplomatica.lookup.reason import Detail, Statement, details
from diplomatica.model.serialization import in_order
from diplomatica.model.statement import text_of
from diplomatica.model.text.article import Article, Passage
from diplomatica.model.text.quote import whole_words
from diplomatica.model.vocabulary import DIP, RDF, RDFS, TO_COME
from diplomatica.web.site import Site

_MOST_KINDS = 200  # whose names are asked for before it is known which occur

Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class QuotedClaim:
    """A claim of an article: its words and their places.

    It tells whose words they are, the things they name, and what they state.
    """

    iri: NamedNode
    name: str
    quote: str
    comment: str
    voices: list[NamedNode]
    """Whose words they are: those of whoever is quoted, else of whoever tells."""
    perhaps: list[NamedNode]
    """Who else may tell it, where the words leave it open."""
    details: list[Detail]
    """What else is told of its words, such as which stand next to them."""
    passages: list[Passage]
    mentions: dict[NamedNode, list[str]]
    stated: list[Statement]
    is_remark: bool

    @cached_property
    def statuses(self) -> list[NamedNode]:
        """The stages that it says something has reached, such as dip:planned."""
        triples = [one.triple for one in self.stated]
        objects = [one.object for one in triples if one.predicate == DIP("status")]
        named = [status for status in objects if isinstance(status, NamedNode)]
        return list(dict.fromkeys(named))

    @property
    def is_plan(self) -> bool:
        """Whether it speaks of something that has not taken place yet."""
        return not TO_COME.isdisjoint(self.statuses)

    def covers(self, place: int) -> bool:
        """Whether a character of the text belongs to its words."""
        return any(passage.start <= place < passage.end for passage in self.passages)

    @property
    def length(self) -> int:
        """How many characters its words have."""
        return sum(passage.end - passage.start for passage in self.passages)


def _place(claim: QuotedClaim) -> tuple[list[Passage], int, str]:
    """Where a claim stands in the order of the text, the longest first."""
    return claim.passages, -claim.length, claim.name


def _pattern(name: str) -> re.Pattern[str]:
    """A name as whole words; one in capitals as it is written."""
    return whole_words(name, re.NOFLAG if name.isupper() else re.IGNORECASE)


class ArticleClaims:
    """The claims of one article, in the order of its text."""

    def __init__(
        self, site: Site, article: Article, asked: tuple[str, ...] = ()
    ) -> None:
        """Read the record of the article, what its claims state, and labels as they are asked."""
        self.site, self.article = site, article
        self.this = site.iris("article", article.slug)
        self.noted = site.describing.quads_of(self.this)
        """What is said of the article."""
        graph = site.iris("graph", "record", article.slug)
        self.record = site.engine.quads([graph])
        self._about: dict[object, dict[NamedNode, list[Term]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for quad in self.record:
            self._about[quad.subject][quad.predicate].append(quad.object)
        self.claims = sorted(self._claims(), key=_place)
        self._gather()
        cards = site.describing.cards.of(self._mentioned_things())
        self.kinds = {thing: set(card.types) for thing, card in cards.items()}
        self.labels = site.describing.labels(self._terms(), asked)

    def _gather(self) -> None:
        """Ask at once for the cards of all that the page of the article shows."""
        seen: set[object] = {self.this, *self._terms_stated()}
        for kind in self.site.index.facets.values("kind", _MOST_KINDS):
            seen.add(NamedNode(kind.iri))
        for quad in self.noted:
            seen.update((quad.predicate, quad.object, quad.graph_name))
        for told_by, values in self._about[self.this].items():
            seen.update((told_by, *values))
        self.site.describing.cards.of(seen)

    def _mentioned_things(self) -> Iterator[object]:
        for values in self._about.values():
            yield from values[DIP("mentions")]

    def _claims(self) -> Iterator[QuotedClaim]:
        """The claims of the article that quote it, each with what it states."""
        remarks = self.site.describing.cards.narrower(DIP("Remark"))
        about = self._about.items()
        nodes = [node for node, values in about if values[DIP("passage")]]
        claims = cast("list[NamedNode]", nodes)
        if not claims:
            return
        stated: dict[object, list[Triple]] = defaultdict(list)
        for quad in self.site.engine.quads(claims):
            stated[quad.graph_name].append(quad.triple)
        for claim in claims:
            triples = in_order(stated[claim], self.site.iris)
            yield self._claim(claim, triples, remarks)

    def _claim(
        self, this: NamedNode, stated: list[Triple], remarks: Collection[object]
    ) -> QuotedClaim:
        """One claim with its words, its voices and their places in the article."""
        values = self._about[this]
        mentions = [self._about[mention] for mention in values[DIP("mention")]]
        kinds = [one.object for one in stated if one.predicate == RDF("type")]
        quoted = [one.object for one in stated if one.predicate == DIP("speaker")]
        _, _, name = self.site.iris.slug(this.value).partition("/")
        is_remark = any(kind in remarks for kind in kinds)
        return QuotedClaim(
            this,
            name,
            " ".join(map(text_of, values[DIP("quote")])),
            " ".join(map(text_of, values[RDFS("comment")])),
            cast("list[NamedNode]", quoted or values[DIP("voice")]),
            cast("list[NamedNode]", values[DIP("perhapsVoice")]),
            details(values.__getitem__),
            sorted(map(self._passage, values[DIP("passage")])),
            dict(map(self._mention, mentions)),
            [Statement(triple, []) for triple in stated],
            is_remark,
        )

    def _mention(
        self, values: dict[NamedNode, list[Term]]
    ) -> tuple[NamedNode, list[str]]:
        thing = cast("NamedNode", values[DIP("mentions")][0])
        return thing, list(map(text_of, values[DIP("words")]))

    def _passage(self, place: object) -> Passage:
        values = self._about[place]
        start, end, paragraph = (
            int(text_of(values[DIP(name)][0])) for name in ("start", "end", "paragraph")
        )
        return Passage(start, end, paragraph, self.article.text[start:end])

    def _terms(self) -> Iterator[object]:
        yield from self._terms_stated()
        for kinds in self.kinds.values():
            yield from kinds

    def _terms_stated(self) -> Iterator[object]:
        for claim in self.claims:
            yield from (*claim.voices, *claim.perhaps, *claim.mentions)
            yield from (detail.value for detail in claim.details)
            for statement in claim.stated:
                terms = statement.triple
                yield from (term for term in terms if not isinstance(term, Literal))

    def label(self, node: NamedNode) -> str:
        """What something is called."""
        return self.labels.get(node.value) or self.site.iris.short(node.value)

    def at(self, place: int) -> list[QuotedClaim]:
        """The claims of the words around a character, those of the fewest words first."""
        around = [claim for claim in self.claims if claim.covers(place)]
        return sorted(around, key=lambda claim: claim.length)

    @cached_property
    def voices(self) -> dict[NamedNode, int]:
        """Those who speak, and in how many claims."""
        return self._counts_by_label(
            voice for claim in self.claims for voice in claim.voices
        )

    @cached_property
    def kinds_named(self) -> dict[NamedNode, int]:
        """The kinds of the things that are named, and how many things there are of each."""
        return self._counts_by_label(
            kind for thing in self.things for kind in self.kinds.get(thing, ())
        )

    def of_kind(self, kind: NamedNode) -> list[NamedNode]:
        """The things of a kind that are named."""
        return [thing for thing in self.things if kind in self.kinds.get(thing, ())]

    def _counts_by_label(self, nodes: Iterable[NamedNode]) -> dict[NamedNode, int]:
        counts: dict[NamedNode, int] = defaultdict(int)
        for node in nodes:
            counts[node] += 1
        return self._by_label(counts)

    def _by_label(self, counts: dict[NamedNode, int]) -> dict[NamedNode, int]:
        in_order = sorted(counts, key=lambda node: self.label(node).casefold())
        return {node: counts[node] for node in in_order}

    @cached_property
    def things(self) -> dict[NamedNode, int]:
        """The things that are named, and how often; by their names."""
        mentions = self.mentions(self.claims)
        return self._by_label({thing: len(spans) for thing, spans in mentions.items()})

    @cached_property
    def first_named(self) -> dict[NamedNode, int]:
        """The paragraph that names a thing first."""
        mentions = self.mentions(self.claims).items()
        return {one: self.paragraph(min(spans)[0]) for one, spans in mentions if spans}

    def mentions(self, claims: Iterable[QuotedClaim]) -> dict[NamedNode, set[Span]]:
        """Where claims name things.

        They do so in their own words or, if not there, in the sentence around these.
        """
        spans_by_thing: dict[NamedNode, set[Span]] = defaultdict(set)
        for claim in claims:
            for thing, names in claim.mentions.items():
                own = self._standing(names, claim.passages)
                spans_by_thing[thing] |= own or self._standing(
                    names, self._around(claim)
                )
        return spans_by_thing

    def _standing(self, names: list[str], passages: Iterable[Passage]) -> set[Span]:
        patterns = list(map(_pattern, names))
        text = self.article.text
        spans: set[Span] = set()
        for passage in passages:
            for pattern in patterns:
                matches = pattern.finditer(text, passage.start, passage.end)
                spans.update(match.span() for match in matches)
        return spans

    def _around(self, claim: QuotedClaim) -> Iterator[Passage]:
        for passage in claim.passages:
            first = bisect_right(self._sentences, passage.start) - 1
            behind = bisect_left(self._sentences, passage.end)
            yield from self.article.sentences[max(first, 0) : behind]

    @cached_property
    def _sentences(self) -> list[int]:
        return [sentence.start for sentence in self.article.sentences]

    def paragraph(self, place: int) -> int:
        """The number of the paragraph to which a character belongs."""
        return bisect_right(self._paragraphs, place)

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [paragraph.start for paragraph in self.article.paragraphs]
