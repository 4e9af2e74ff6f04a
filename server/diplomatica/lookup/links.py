"""The links between the things of a release.

They are facts that have a thing at either end, and what they connect.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import cast

from pyoxigraph import NamedNode, Triple

from diplomatica.engine import Engine
from diplomatica.errors import LimitReached
from diplomatica.lookup.cards import Cards
from diplomatica.lookup.description import values
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP

_MOST = 50_000  # facts that are read for a picture of the whole
_NEAR = 5_000  # and around some things
ON_CARDS = 1_000
"""Things whose kinds are read from their cards: those of more are asked alone."""
_STEPS = 6  # as far as a path is sought where not all facts are read
CROWD = 20
"""What brings together more than this many connects none of them in particular."""
_FACTS = """
SELECT DISTINCT ?subject ?predicate ?object {
  %s FILTER (
    STRSTARTS(STR(?subject), STR(:)) && STRSTARTS(STR(?object), STR(:))
    && ?subject != ?object
  )
} LIMIT %d"""
_ALL = "?subject ?predicate ?object"
_AROUND = """VALUES ?this { %s }
  { ?this ?predicate ?object BIND (?this AS ?subject) }
  UNION
  { ?subject ?predicate ?this BIND (?this AS ?object) }"""
_NO_REMARKS = " FILTER NOT EXISTS { ?subject a dip:Remark }"
_KINDS_OF = "SELECT ?thing ?kind { VALUES ?thing { %s } ?thing a ?kind }"
_KINDS_OF_ALL = """
SELECT ?thing ?kind {
  VALUES ?kind { %s } ?thing a ?kind FILTER (STRSTARTS(STR(?thing), STR(:)))
}"""
# Between which the network is drawn, with the headings under which they stand.
PRINCIPALS = {
    DIP("State"): "States",
    DIP("Organisation"): "Organisations",
    DIP("Initiative"): "Initiatives",
    DIP("Person"): "Persons",
}
# What may stand between two of them.
_BETWEEN = {
    DIP("Occurrence"): "Events",
    DIP("Prospect"): "Plans",
    DIP("Document"): "Documents",
    DIP("Office"): "Offices",
    DIP("Group"): "Groups",
}
_REMARK, _PLAN, _EVENT = DIP("Remark"), DIP("Prospect"), DIP("Event")
_KNOWN = (*PRINCIPALS, *_BETWEEN, _REMARK, _EVENT)
_HEADINGS = {**PRINCIPALS, **_BETWEEN}
_OTHERS = "Other things"
HEADINGS = (*_HEADINGS.values(), _OTHERS)


@dataclass(frozen=True)
class ThingLink:
    """Two things and what connects them.

    That is a third thing, or facts that they state of each other.
    """

    ends: tuple[NamedNode, NamedNode]
    through: NamedNode | None
    facts: list[Triple]
    is_plan: bool = False

    def other(self, this: NamedNode) -> NamedNode:
        """The end that is not this one."""
        return self.ends[1] if self.ends[0] == this else self.ends[0]


@dataclass
class Links:
    """Some facts between things, and the kinds of these."""

    facts: list[Triple] = field(default_factory=list)
    kinds: dict[NamedNode, set[NamedNode]] = field(default_factory=dict)
    is_whole: bool = True
    """Whether these are all that there are; a very large dataset has more than are read."""

    @cached_property
    def near(self) -> dict[NamedNode, dict[NamedNode, list[Triple]]]:
        """For each thing those beside it, in order, with the facts that connect the two."""
        found: dict[NamedNode, dict[NamedNode, list[Triple]]] = defaultdict(dict)
        for fact in sorted(self.facts, key=str):
            subject, other = (
                cast("NamedNode", fact.subject),
                cast("NamedNode", fact.object),
            )
            for one, two in ((subject, other), (other, subject)):
                found[one].setdefault(two, []).append(fact)
        return {
            one: dict(sorted(beside.items(), key=lambda pair: str(pair[0])))
            for one, beside in found.items()
        }

    def is_a(self, thing: NamedNode, *kinds: NamedNode) -> bool:
        """Whether a thing is of one of these kinds."""
        return not self.kinds.get(thing, set()).isdisjoint(kinds)

    def is_remark(self, thing: NamedNode) -> bool:
        """Whether it is only something that somebody says."""
        return self.is_a(thing, _REMARK)

    def is_plan(self, thing: NamedNode) -> bool:
        """Whether it is planned or proposed, and not said to be so."""
        return self.is_a(thing, _PLAN) and not self.is_a(thing, _EVENT)

    def heading(self, thing: NamedNode) -> str:
        """Under which heading a thing stands."""
        return next(
            (heading for kind, heading in _HEADINGS.items() if self.is_a(thing, kind)),
            _OTHERS,
        )

    @property
    def principals(self) -> list[NamedNode]:
        """The states, organisations, initiatives and persons of which something is said."""
        return [thing for thing in self.kinds if self.is_a(thing, *PRINCIPALS)]

    @cached_property
    def network(self) -> list[ThingLink]:
        """The links between states, organisations, initiatives and persons.

        They are direct or through one thing.
        """
        return [
            *self._direct(lambda thing: self.is_a(thing, *PRINCIPALS)),
            *self._through(),
        ]

    @cached_property
    def direct(self) -> list[ThingLink]:
        """All direct links between things that are not remarks."""
        return list(self._direct(lambda thing: not self.is_remark(thing)))

    def _direct(self, has: Callable[[NamedNode], bool]) -> Iterator[ThingLink]:
        for one in sorted(filter(has, self.near), key=str):
            for two, facts in self.near[one].items():
                if str(one) < str(two) and has(two):
                    yield ThingLink((one, two), None, facts)

    @cached_property
    def has_crowds(self) -> bool:
        """Whether something brings so many together that it is left out."""
        return any(
            len(beside) > CROWD and self._is_between(one)
            for one, beside in self.near.items()
        )

    def _is_between(self, thing: NamedNode) -> bool:
        return self.is_a(thing, *_BETWEEN) and not self.is_a(thing, *PRINCIPALS)

    def _through(self) -> Iterator[ThingLink]:
        for between in sorted(filter(self._is_between, self.near), key=str):
            ends = self._ends(between)
            if len(ends) <= CROWD:
                yield from (
                    self._link(one, between, two) for one, two in combinations(ends, 2)
                )

    def of(self, this: NamedNode) -> list[ThingLink]:
        """The links of one thing in the network; where it has none there, its direct ones."""
        beside = {
            one: facts
            for one, facts in self.near.get(this, {}).items()
            if not self.is_remark(one)
        }
        direct = [ThingLink((this, one), None, facts) for one, facts in beside.items()]
        if not self.is_a(this, *PRINCIPALS):
            return direct
        found = [link for link in direct if self.is_a(link.ends[1], *PRINCIPALS)]
        for between in filter(self._is_between, beside):
            ends = self._ends(between)
            found += [
                self._link(this, between, one)
                for one in ends
                if one != this and len(ends) <= CROWD
            ]
        return found or direct

    def _ends(self, between: NamedNode) -> list[NamedNode]:
        return [one for one in self.near[between] if self.is_a(one, *PRINCIPALS)]

    def _link(self, one: NamedNode, between: NamedNode, two: NamedNode) -> ThingLink:
        facts = [*self.near[between][one], *self.near[between][two]]
        return ThingLink((one, two), between, facts, self.is_plan(between))


class Linking:
    """Reads the links of a release."""

    def __init__(self, engine: Engine, iris: Iris, cards: Cards) -> None:
        """Take the engine that has loaded the release, and the cards of its things."""
        self.engine, self.iris, self._cards = engine, iris, cards

    @cached_property
    def whole(self) -> Links:
        """All links, or of a very large dataset as many as are read at once.

        None where even these are too many.
        """
        try:
            facts = self._facts(_ALL, _MOST)
            return self._links(
                facts, len(facts) < _MOST, _KINDS_OF_ALL % values(_KNOWN)
            )
        except LimitReached:
            return Links(is_whole=False)

    def around(self, this: NamedNode) -> Links:
        """The links of one thing, and of those beside it."""
        facts = self._facts(_AROUND % this, _NEAR)
        return self.of(self.near(this, facts), is_whole=len(facts) < _NEAR)

    def near(self, this: NamedNode, facts: Iterable[Triple]) -> set[Triple]:
        """The facts between the things beside one and others, its own known already among them."""
        known = {fact for fact in facts if self._is_between_things(fact)}
        things = sorted(_ends_of(known) | {this}, key=str)
        return {*known, *self._facts(_AROUND % values(things), _NEAR)}

    def _is_between_things(self, fact: Triple) -> bool:
        are_things = self.iris.is_thing(fact.subject) and self.iris.is_thing(
            fact.object
        )
        return are_things and fact.subject != fact.object

    def toward(self, start: NamedNode, end: NamedNode) -> Links:
        """The links in which a path between two things is sought.

        It is sought from both ends until they meet.
        """
        if self.whole.is_whole:
            return self.whole
        facts, has_met = self._spread(start, end, _AROUND + _NO_REMARKS)
        if not has_met:
            facts, _ = self._spread(start, end, _AROUND)
        return self.of(facts, is_whole=False)

    def _spread(
        self, start: NamedNode, end: NamedNode, pattern: str
    ) -> tuple[set[Triple], bool]:
        """The facts from both ends on, and whether the two met.

        It goes always further on the side that has less to do.
        """
        found: set[Triple] = set()
        # what was reached from either end, and what of it last
        sides = [({start}, {start}), ({end}, {end})]
        for _ in range(_STEPS):
            side = min((0, 1), key=lambda at: len(sides[at][1]))
            reached, last = sides[side]
            facts = self._facts(pattern % values(sorted(last, key=str)[:_NEAR]), _NEAR)
            found.update(facts)
            last = _ends_of(facts) - reached
            sides[side] = (reached | last, last)
            if not last or sides[0][0] & sides[1][0]:
                break
        return found, bool(sides[0][0] & sides[1][0])

    def of(self, facts: set[Triple], is_whole: bool) -> Links:
        """The links that some facts make."""
        ends = _ends_of(facts)
        if len(ends) <= ON_CARDS:
            cards = self._cards.of(ends)
            known = {this: set(card.types) for this, card in cards.items()}
            kinds = {this: types for this, types in known.items() if types}
            return Links(sorted(facts, key=str), kinds, is_whole)
        query = _KINDS_OF % values(ends)
        return self._links(sorted(facts, key=str), is_whole, query)

    def _facts(self, pattern: str, most: int) -> list[Triple]:
        rows = self.engine.rows(_FACTS % (pattern, most))
        return [Triple(row["subject"], row["predicate"], row["object"]) for row in rows]  # type: ignore[arg-type]

    def _links(self, facts: list[Triple], is_whole: bool, query: str) -> Links:
        ends, kinds = _ends_of(facts), defaultdict[NamedNode, set[NamedNode]](set)
        for row in self.engine.rows(query):
            if row["thing"] in ends:
                kinds[cast("NamedNode", row["thing"])].add(
                    cast("NamedNode", row["kind"])
                )
        return Links(facts, dict(kinds), is_whole)


def _ends_of(facts: Iterable[Triple]) -> set[NamedNode]:
    return {
        cast("NamedNode", end) for fact in facts for end in (fact.subject, fact.object)
    }
