"""The network of a release, as pictures and as tables.

There are the whole, what connects two things in it, and the neighbours of one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from textwrap import shorten
from typing import cast
from urllib.parse import quote

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.lookup.links.links import HEADINGS, Links, ThingLink
from diplomatica.lookup.reason import Reason, Statement, terms_of
from diplomatica.model.literals.date import span
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP
from diplomatica.web.network.fewestreasons import fewest_reasons
from diplomatica.web.network.layout import Picture, arcs, chains, star
from diplomatica.web.network.paths import event_paths, new_ways, shortest_paths
from diplomatica.web.site import Site
from diplomatica.web.speech.definite import inverse_phrase

_SHOWN = 40  # things in a picture
_WHY = """
SELECT ?subject ?predicate ?object ?why {
  VALUES (?subject ?predicate ?object) { %s } GRAPH ?why { ?subject ?predicate ?object }
}"""
_NAMED = 34  # letters of a name beside a line, where it stands whole below


@dataclass
class Network:
    """Some links of a release, as they are drawn and told."""

    site: Site
    links: Links
    chosen: list[ThingLink]
    middle: NamedNode | None = None
    paths: list[list[ThingLink]] = field(default_factory=list)
    total: int = 0
    """How many things there are of which the best linked are chosen."""

    @cached_property
    def labels(self) -> dict[str, str]:
        """What all that is shown is called."""
        return self.site.describing.labels(self.named)

    @property
    def named(self) -> set[object]:
        """All that is shown of which a reader sees the name."""
        named: set[object] = {self.middle}
        for link in self.chosen:
            named.update((*link.ends, link.through))
            named.update(fact.predicate for fact in link.facts)
        return named

    def name(self, term: object) -> str:
        """What a thing or a property is called."""
        iri = text_of(term)
        return self.labels.get(iri) or self.site.iris.short(iri).removeprefix(":")

    def address(self, thing: NamedNode) -> str:
        """Where the name of a thing in the picture leads, below the site's root.

        It leads to its neighbours, or to its page.
        """
        slug = quote(self.site.iris.slug(thing.value), safe="")
        return (
            f"/doc/{quote(self.site.iris.slug(thing.value))}"
            if self.paths or thing == self.middle
            else f"/network?thing={slug}"
        )

    def when(self, thing: NamedNode) -> str:
        """The time of a thing in words; empty where none is stated."""
        card = self.site.describing.cards.of([thing])[thing]
        first = min(card.texts(DIP("earliest")), default="")
        last = max(card.texts(DIP("latest")), default="")
        return span(first, last)

    @cached_property
    def listed(self) -> dict[str, list[tuple[NamedNode, int]]]:
        """The things of the picture by heading, each with the number of its links."""
        ends = Counter(end for link in self.chosen for end in link.ends)
        listed: dict[str, list[tuple[NamedNode, int]]] = {}
        for heading, things in self._groups.items():
            listed[heading] = [(one, ends[one]) for one in things]
        return listed

    @property
    def _groups(self) -> dict[str, list[NamedNode]]:
        """The things by heading, those with the most links first."""
        ends = chain.from_iterable(link.ends for link in self.chosen)
        degrees = Counter(end for end in ends if end != self.middle)
        things = sorted(
            degrees, key=lambda thing: (-degrees[thing], self.name(thing), str(thing))
        )
        groups: dict[str, list[NamedNode]] = {heading: [] for heading in HEADINGS}
        for thing in things:
            groups[self.links.heading(thing)].append(thing)
        return {heading: members for heading, members in groups.items() if members}

    @cached_property
    def picture(self) -> Picture:
        """The picture: paths, or a thing and its neighbours, or the whole."""
        if self.paths:
            return chains(self.paths, self.name, self.steps)
        if self.middle:
            return star(self.middle, self.chosen, self._groups, self.name)
        return arcs(self.chosen, self._groups, self.name)

    def chain(self, path: list[ThingLink]) -> Picture:
        """The picture of one path."""
        return chains([path], self.name, self.steps)

    def told(self, link: ThingLink) -> list[Triple]:
        """The facts of a link that are stated, or if none is, those that were derived."""
        facts = (
            self._statements_by_triple[fact]
            for fact in link.facts
            if fact in self._statements_by_triple
        )
        stated = dict.fromkeys(one.triple for one in facts if not one.is_derived)
        return list(stated) or link.facts

    def _with_arrow(self, fact: Triple, link: ThingLink) -> str:
        """What a fact says of the two, and in which direction."""
        arrow = "↓" if fact.subject == link.ends[0] else "↑"
        return f"{arrow} {self.name(fact.predicate)}"

    def words(self, link: ThingLink) -> list[str]:
        """What connects the two, in words.

        Where no thing does, the facts, with an arrow for their direction.
        """
        if link.through:
            return [self.name(link.through)]
        if self.paths:
            return [self._with_arrow(fact, link) for fact in self.told(link)]
        return self.sentences(link.facts)

    def sentences(self, facts: Iterable[Triple]) -> list[str]:
        """Facts, each from its subject to its object."""
        return [
            " ".join(map(self.name, (fact.subject, fact.predicate, fact.object)))
            for fact in facts
        ]

    def steps(self, link: ThingLink) -> list[str]:
        """The facts of a step of a path, as they are read between the two from above."""
        told_of = self.told(link)
        return [self._step(fact, link) for fact in told_of]

    def _step(self, fact: Triple, link: ThingLink) -> str:
        words = self.name(fact.predicate)
        if fact.subject == link.ends[0]:
            return words
        below = shorten(self.name(fact.subject), _NAMED, placeholder="…")
        return inverse_phrase(below, words, link.is_plan)

    def title(self, links: Sequence[ThingLink]) -> str:
        """What a line stands for."""
        one, two = map(self.name, links[0].ends)
        return f"{one} – {two}: " + "; ".join(
            words for link in links for words in self.words(link)
        )

    def gather(self, also: Iterable[object]) -> None:
        """Ask at once for the cards of all that is shown, of its reasons, and of others."""
        graphs = (quad.graph_name for quad in self._quads)
        self.site.describing.cards.of([*self.named, *graphs, *also])

    @cached_property
    def _quads(self) -> list[Quad]:
        """The facts of the links, in the graphs that state them."""
        facts = {fact for link in self.chosen for fact in link.facts}
        triples = sorted(
            f"({fact.subject} {fact.predicate} {fact.object})" for fact in facts
        )
        rows = self.site.engine.rows(_WHY % " ".join(triples)) if triples else []
        return [
            Quad(row["subject"], row["predicate"], row["object"], row["why"])  # type: ignore[arg-type]
            for row in rows
        ]

    @cached_property
    def _statements_by_triple(self) -> dict[Triple, Statement]:
        stated = self.site.describing.statements(self._quads)
        return {statement.triple: statement for statement in stated}

    def statements(self, link: ThingLink) -> list[Statement]:
        """The facts of a link with their reasons."""
        return [
            self._statements_by_triple[fact]
            for fact in self.told(link)
            if fact in self._statements_by_triple
        ]

    def reasons(self, link: ThingLink) -> list[Reason]:
        """As few reasons as give the facts of a link.

        What was derived is told only where nothing is stated.
        """
        return fewest_reasons(self.statements(link))

    @cached_property
    def terms(self) -> dict[str, str]:
        """The labels that the table and the statements need beside."""
        return self.labels | self.site.describing.labels(
            terms_of(self._statements_by_triple.values())
        )

    @property
    def rows(self) -> list[ThingLink]:
        """The links of the table, in the order of their names."""
        if self.paths:
            return self.chosen

        def in_words(link: ThingLink) -> list[str]:
            return [*map(self.name, link.ends), *self.words(link)]

        return sorted(map(self._along_first_fact, self.chosen), key=in_words)

    def _along_first_fact(self, link: ThingLink) -> ThingLink:
        """The link in the direction of its first fact.

        Through a third thing, it runs as the headings follow each other.
        """

        def rank(end: NamedNode) -> tuple[int, str]:
            heading = self.links.heading(end)
            return HEADINGS.index(heading), self.name(end)

        first = self.middle or min(link.ends, key=rank)
        if not link.through:
            first = cast("NamedNode", link.facts[0].subject)
        return ThingLink(
            (first, link.other(first)), link.through, link.facts, link.is_plan
        )

    @property
    def shown(self) -> int:
        """How many things are drawn, without the one in the middle."""
        return len({end for link in self.chosen for end in link.ends} - {self.middle})

    @cached_property
    def unlinked(self) -> list[NamedNode]:
        """The states, organisations, initiatives and persons that nothing links here."""
        linked = {end for link in self.links.network for end in link.ends}
        return sorted(set(self.links.principals) - linked, key=str)[:_SHOWN]


def whole(site: Site) -> Network:
    """The network of the best linked states, organisations, initiatives and persons.

    Without any, of things.
    """
    links = site.linking.whole
    links_shown = links.network or links.direct
    ends = Counter(end for link in links_shown for end in {*link.ends})
    best: set[NamedNode] = set()

    def place(link: ThingLink) -> tuple[int, str]:
        return -min(ends[end] for end in link.ends), str(link.ends)

    for link in sorted(links_shown, key=place):
        # things come with what links them, or nothing might be left between
        if len(best.union(link.ends)) <= _SHOWN:
            best.update(link.ends)
    chosen = [link for link in links_shown if best.issuperset(link.ends)]
    return Network(site, links, chosen, total=len(ends))


def neighbours(
    site: Site,
    this: NamedNode,
    links: Links | None = None,
) -> Network | None:
    """The neighbours of a thing, those with the most links; None if it has none.

    The links around it are asked for where they are not known yet.
    """
    links = links or site.linking.around(this)
    own_links = links.of(this)
    beside = Counter(link.other(this) for link in own_links)
    ordered = sorted(beside, key=lambda one: (-beside[one], str(one)))
    best = set(ordered[:_SHOWN])
    chosen = [link for link in own_links if link.other(this) in best]
    if not chosen:
        return None
    return Network(site, links, chosen, this, total=len(beside))


def between(site: Site, start: NamedNode, end: NamedNode) -> Network:
    """What connects two things: the shortest paths, if any, and those through events."""
    links = site.linking.toward(start, end)

    def step(ends: tuple[NamedNode, NamedNode]) -> ThingLink:
        one, two = ends
        is_plan = any(map(links.is_plan, ends))
        return ThingLink(ends, None, links.near[one][two], is_plan)

    ways = shortest_paths(links, start, end)
    ways = new_ways([*ways, *event_paths(links, start, end)])
    paths = [list(map(step, pairwise(path))) for path in ways]
    chosen = [link for path in paths for link in path]
    return Network(site, links, chosen, paths=paths)
