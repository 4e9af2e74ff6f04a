"""The links between the things of a release.

They are facts that have a thing at either end, and what they connect.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import cast

from pyoxigraph import NamedNode, Triple

from diplomatica.model.vocabulary import DIP

CROWD = 20
"""What brings together more than this many connects none of them in particular."""
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
KNOWN = (*PRINCIPALS, *_BETWEEN, _REMARK, _EVENT)
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
        links: dict[NamedNode, dict[NamedNode, list[Triple]]] = defaultdict(dict)
        for fact in sorted(self.facts, key=str):
            subject = cast("NamedNode", fact.subject)
            other = cast("NamedNode", fact.object)
            for one, two in ((subject, other), (other, subject)):
                links[one].setdefault(two, []).append(fact)
        in_order = {}
        for one, beside in links.items():
            others = sorted(beside, key=str)
            in_order[one] = {two: beside[two] for two in others}
        return in_order

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
        """The links of all pairs that hang together by a node between them."""
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
        principal = [link for link in direct if self.is_a(link.ends[1], *PRINCIPALS)]
        for between in filter(self._is_between, beside):
            ends = self._ends(between)
            principal += [
                self._link(this, between, one)
                for one in ends
                if one != this and len(ends) <= CROWD
            ]
        return principal or direct

    def _ends(self, between: NamedNode) -> list[NamedNode]:
        return [one for one in self.near[between] if self.is_a(one, *PRINCIPALS)]

    def _link(self, one: NamedNode, between: NamedNode, two: NamedNode) -> ThingLink:
        facts = [*self.near[between][one], *self.near[between][two]]
        return ThingLink((one, two), between, facts, self.is_plan(between))
