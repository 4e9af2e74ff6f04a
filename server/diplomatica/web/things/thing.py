"""The page of a thing: facts, events, plans and remarks.

Each stands apart from the others and has its reasons.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import cast

from flask import render_template
from pyoxigraph import Literal, NamedNode

from diplomatica.lookup.describing.card import Card
from diplomatica.lookup.describing.description import Around, Describing
from diplomatica.lookup.describing.propertygroups import first_of_each
from diplomatica.lookup.history.changedsubject import ChangedSubject
from diplomatica.lookup.history.past import Past
from diplomatica.lookup.links.linking import ON_CARDS
from diplomatica.lookup.reason import Statement, terms_of
from diplomatica.model.formats import TURTLE
from diplomatica.model.serialization import bytes_of_statements, in_order
from diplomatica.model.vocabulary import (
    DCTERMS,
    DIP,
    LABELS,
    MATCHES,
    OWL,
    RDF,
    RDFS,
    SKOS,
    XSD,
)
from diplomatica.web.document.document import OFFERED
from diplomatica.web.network.pictures import Network, neighbours
from diplomatica.web.site import Site
from diplomatica.web.things.company import ORDER, REMARKS, Company
from diplomatica.web.things.elsewhere import Item, names_of, wikidata
from diplomatica.web.things.facts import (
    Occasion,
    in_order_of_questions,
    is_span_of,
    key_facts,
    said_beside,
)
from diplomatica.web.things.inward import Inward, Orders, PageAsked
from diplomatica.web.timeline.chart import Chart
from diplomatica.web.timeline.entries import years
from diplomatica.web.timeline.entry import Entry
from diplomatica.web.timeline.timeline import Timeline

_NAMES = {RDF("type"), *LABELS}
_DESCRIPTIONS = {
    RDFS("comment"),
    DCTERMS("description"),
    SKOS("definition"),
    DIP("describedAs"),
    DIP("says"),
}
_ELSEWHERE = {OWL("sameAs"), RDFS("seeAlso"), DIP("unlinked"), *MATCHES}
_COUNTED = ("events", "plans", "remarks")
_STATED, _IN_VOICE = 100, 200  # statements, and claims in its voice, that a page shows


class ThingPage:
    """What a page shows of one thing."""

    def __init__(
        self,
        site: Site,
        this: NamedNode,
        around: Around,
        inward: Inward,
        network: Network | None,
    ) -> None:
        """Take what is said of a thing, a page of what leads to it, and what is beside it."""
        self.site, self.this, self.inward = site, this, inward
        self._network = network
        self._quads_of = around.of
        self.total = len(around.of)
        self.of = site.describing.statements(first_of_each(around.of, _STATED))
        claims = site.describing.claims_in_voice(around, this)
        self.voice = site.describing.in_voice(claims[:_IN_VOICE])
        self.in_voice = len(claims)

    most = _STATED
    """How many statements a page shows."""
    quoted = (DIP("describedAs"), DIP("says"))
    """The descriptions that are words of an article."""

    def _those(self, properties: set[NamedNode]) -> list[Statement]:
        return [one for one in self.of if one.triple.predicate in properties]

    @property
    def names(self) -> list[Statement]:
        """What it is called, and of which kind it is."""
        return self._those(_NAMES)

    @property
    def descriptions(self) -> list[Statement]:
        """What it is, in a sentence or in words of an article."""
        return self._those(_DESCRIPTIONS)

    @property
    def elsewhere(self) -> list[Statement]:
        """Its links to other datasets, or that none was found."""
        return self._those(_ELSEWHERE)

    @property
    def checked(self) -> dict[Literal, list[NamedNode]]:
        """The days on which its links were last checked, each with these links."""
        found: dict[Literal, list[NamedNode]] = {}
        for one in self.elsewhere:
            for reason in filter(lambda reason: reason.checked, one.reasons):
                day = Literal(reason.checked, datatype=XSD("date"))
                found.setdefault(day, []).append(reason.graph)
        return found

    @cached_property
    def wikidata(self) -> list[Item]:
        """Its items in Wikidata."""
        return wikidata(self.elsewhere, self.site.describing.cards)

    @cached_property
    def facts(self) -> list[list[Statement]]:
        """What else is said of it, by property; what was derived follows what was stated."""
        shown = _NAMES | _DESCRIPTIONS | _ELSEWHERE
        folded = {one.triple for one in self.following}
        unshown = [one for one in self.of if one.triple.predicate not in shown]
        rest = [one for one in unshown if one.triple not in folded]
        by_property: dict[NamedNode, list[Statement]] = defaultdict(list)
        for one in rest:
            by_property[one.triple.predicate].append(one)
        return in_order_of_questions(by_property.values())

    def occasion(self, kind: str, labels: Mapping[str, str]) -> Occasion | None:
        """What it is, where and when, if it is an event or a plan; None of any else."""
        types = {one.triple.object for one in self.names}
        if types.isdisjoint((DIP("Event"), DIP("Prospect"), DIP("Occurrence"))):
            return None
        return Occasion(self.facts, kind, labels)

    @cached_property
    def following(self) -> list[Statement]:
        """What rules derive, and is stated in other words already.

        A property links the two, or a time says when.
        """
        stated = {one.triple.object for one in self.of if not one.is_derived}
        derived = [one for one in self.of if one.is_derived]
        facts = [one for one in derived if one.triple.predicate not in _NAMES]
        return [
            one
            for one in facts
            if one.triple.object in stated or is_span_of(one, self.of)
        ]

    @cached_property
    def company(self) -> list[Company]:
        """The things of which it is said something.

        The earliest come first, then the order is that of the articles.
        """
        stated: dict[NamedNode, list[Statement]] = defaultdict(list)
        for statement in self.site.describing.statements(self.inward.quads):
            stated[cast("NamedNode", statement.triple.subject)].append(statement)
        describing = self.site.describing
        cards = describing.cards.of(stated)
        timed = Timeline(self.site).timed(stated)
        ranks = {entry.thing: number for number, entry in enumerate(timed)}
        found = []
        for thing, about in stated.items():
            kinds, said = (
                _kinds(describing, cards, thing),
                said_beside(cards.get(thing)),
            )
            rank = ranks.get(thing, len(timed))
            when = timed[rank].in_short if thing in ranks else ""
            found.append(Company(thing, about, said, kinds, when, rank))
        return sorted(found, key=lambda one: one.place)

    @cached_property
    def sections(self) -> list[tuple[tuple[str, str, str], list[Company]]]:
        """These things by section: events, plans, the rest, and opinions by who says them."""
        found: dict[tuple[str, str, str], list[Company]] = {
            section: [] for section in ORDER
        }
        for one in self.company:
            found[one.section].append(one)
        found[REMARKS].sort(key=lambda one: one.by_speaker(self.site.authors))
        return [(section, company) for section, company in found.items() if company]

    @cached_property
    def told(self) -> list[tuple[str, int]]:
        """In how many events, plans and opinions it stands."""
        counts = {id: count for id, _, count, _ in self.contents}
        return [(id, counts[id]) for id in _COUNTED if counts.get(id)]

    @cached_property
    def years(self) -> tuple[str, str] | None:
        """The first and the last year of what the picture of its time is drawn from."""
        return years(self._entries)

    @cached_property
    def history(self) -> list[tuple[Past, ChangedSubject]]:
        """In which releases it was added and changed, the newest first."""
        return self.site.history.of_subject(self.this.value)

    @property
    def query(self) -> str:
        """The query for all that is said of it."""
        return f"SELECT ?property ?value {{ {self.this} ?property ?value }}"

    @property
    def claims_query(self) -> str:
        """The query for all claims that it makes."""
        return f"SELECT ?claim {{ ?claim dip:voice {self.this} }}"

    @cached_property
    def contents(self) -> list[tuple[str, str, int, str]]:
        """Each section of all pages: its id, its heading, its count and its address."""
        shown = {section[0]: len(company) for section, company in self.sections}
        counts = self.inward.counts or shown
        return [
            (id, heading, counts[id], f"{self._address(id)}#{id}")
            for id, heading, _ in ORDER
            if id in counts
        ]

    def _address(self, section: str) -> str:
        page = self.inward.page_of(section)
        return "" if page == self.inward.page else f"?page={page}"

    @cached_property
    def strip(self) -> Chart | None:
        """Its place in time: a small timeline of itself and of what it has to do with."""
        return Timeline(self.site).strip(self._entries)

    @cached_property
    def _entries(self) -> list[Entry]:
        objects = [one.triple.object for one in self.of]
        company = [one.thing for one in self.company]
        beside = [one for one in (*objects, *company) if isinstance(one, NamedNode)]
        return Timeline(self.site).timed([self.this, *beside])

    def html(self, slug: str) -> str:
        """The page."""
        describing, iris = self.site.describing, self.site.iris
        kinds = describing.kinds([self.this])[self.this]
        labels = describing.labels({self.this, *kinds, *self._terms()})
        triples = in_order([quad.triple for quad in self._quads_of], iris)
        occasion = self.occasion(labels[kinds[0].value] if kinds else "", labels)
        sentence = occasion.sentence if occasion else ""
        told = occasion.told if occasion else ()
        return render_template(
            "things/thing.html",
            page=self,
            network=self._network,
            this=self.this,
            slug=slug,
            kinds=kinds,
            sentence=sentence,
            key_facts=key_facts(self.facts, told),
            labels=names_of(self.elsewhere, describing.cards) | labels,
            turtle=bytes_of_statements(triples, TURTLE, iris).decode(),
            offered=OFFERED,
        )

    def _terms(self) -> Iterable[object]:
        yield from terms_of(self.of)
        for company in self.company:
            yield from terms_of(company.statements)
            yield company.thing
            for values in company.said.values():
                yield from values


def thing_page(
    site: Site, this: NamedNode, around: Around, asked: PageAsked, orders: Orders
) -> ThingPage:
    """The page of a thing, for which all is asked here.

    Pages behind the first tell only what else leads to it, without its neighbours.
    Raises Problem 404 for a page that there is not.
    """
    inward = Inward(site, this, around, asked, orders)
    if asked.number > 1:
        terms = {term for quad in (*around.of, *inward.quads) for term in quad}
        site.describing.cards.gather({this, *terms})
        return ThingPage(site, this, around, inward, None)
    quads = (*around.of, *around.to)
    facts = site.linking.near(this, (quad.triple for quad in quads))
    terms = {term for quad in quads for term in quad}
    beside = {term for fact in facts for term in fact}
    if len(beside) <= ON_CARDS:
        terms |= beside
    site.describing.cards.gather({this, *around.claims, *terms})
    network = neighbours(site, this, site.linking.of(facts, around.is_whole))
    return ThingPage(site, this, around, inward, network)


def _kinds(
    describing: Describing,
    cards: dict[NamedNode, Card],
    thing: NamedNode,
) -> list[NamedNode]:
    return describing.cards.kinds(cards[thing]) if thing in cards else []
