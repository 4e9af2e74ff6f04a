"""The trees in which the things of a release stand, from the top two steps down."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.lookup.browsing.notated import shortest
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.overview.kinds.kinds import Kinds
from diplomatica.model.dataset.naming import is_code
from diplomatica.model.dataset.profile import Profile
from diplomatica.model.statement import text_of
from diplomatica.model.terms.hierarchies import HIERARCHIES, Hierarchy, is_some
from diplomatica.model.text.order import natural
from diplomatica.model.text.phrase import Phrase
from diplomatica.model.vocabulary import OWL, RDFS, SH, SKOS

_FEW = 50_000
"""Steps of a tree that is read whole; of a larger one only what leads to some things."""
_SAMPLED, _KINDS = 40, 4
_TOPS, _BELOW, _IN_ALL = 18, 6, 24
_FEW_TOPS, _BELOW_OF_MANY = 8, 3
_PART = 20  # of all things no fewer than one in so many stand in a tree that is shown
_HARDLY_USED = 10  # times as many classes as have things
_OF_PARTS = 3  # levels of what is more than a whole with its parts
_STEPS = f"""
SELECT DISTINCT ?below ?above {{{{
  {{}} FILTER ({is_some("?below")} && {is_some("?above")} && ?below != ?above)
}}}}"""
# Without a subquery, behind which the engine would look at all steps of a tree.
_WAYS = f"""
SELECT DISTINCT ?below ?above {{{{
  VALUES ?some {{{{ {{}} }}}} ?some ({{}})* ?below . ?below {{}} ?above
  FILTER ({is_some("?below")} && {is_some("?above")} && ?below != ?above)
}}}}"""
_PLACED = f"""
SELECT ?this ?by ?place {{{{
  VALUES ?this {{{{ {{}} }}}} VALUES ?by {{{{ {SH("order")} {SKOS("notation")} }}}}
  ?this ?by ?place
}}}}"""
_STATED_TOPS = f"""
SELECT DISTINCT ?top {{
  {{ ?top {SKOS("topConceptOf")} ?scheme }} UNION {{ ?scheme {SKOS("hasTopConcept")} ?top }}
  FILTER ({is_some("?top")})
}} LIMIT {_FEW}"""
_PLACES = 5_000  # things of a tree of which it is asked where they stand beside others
Steps = Mapping[NamedNode, list[NamedNode]]
"""What stands directly below each that has something below it."""


NAMED_TOPS = 300
"""So many tops of a tree are named beside those that are shown with what is below them."""


@dataclass(frozen=True)
class Bough:
    """Something in a tree, with some of what stands directly below it."""

    this: NamedNode
    count: int
    """How much stands below it, at whatever distance."""
    below: list["Bough"]
    more: int = 0
    """How many others stand directly below it."""
    code: str = ""
    """The notation by which it is known beside its name, if it has one with a number."""
    order: str = ""
    """By what it stands among those beside it: an order that is stated, or its notation."""


@dataclass(frozen=True)
class Tree:
    """One tree."""

    name: Phrase
    tops: list[Bough]
    rest: list[NamedNode]
    """Its other tops."""
    levels: int
    is_whole: bool
    """Whether all of it was looked at, so that counts are known."""
    is_of_parts: bool = False

    @property
    def terms(self) -> list[NamedNode]:
        """All that a page names of it."""
        shown = [one.this for top in self.tops for one in (top, *top.below)]
        return [*shown, *self.rest[:NAMED_TOPS]]


@dataclass(frozen=True)
class _Place:
    """Where something stands among those beside it, as far as that is stated."""

    notation: str = ""
    position: str = ""

    @property
    def code(self) -> str:
        """The notation where it has a number: letters alone say less than a name."""
        return self.notation if any(map(str.isdigit, self.notation)) else ""

    @property
    def order(self) -> str:
        """By what it is sorted."""
        return natural(self.position or self.notation)


class Trees:
    """Those of one release."""

    def __init__(
        self, engine: Engine, profile: Profile, index: Index, kinds: Kinds
    ) -> None:
        """Take the profile that the build made of the data, and its kinds."""
        self._engine, self._profile = engine, profile
        self._index, self._kinds = index, kinds

    @cached_property
    def all(self) -> list[Tree]:
        """Those in which many of the things stand, the best known first."""
        known = self._profile.properties
        found = []
        for one in HIERARCHIES:
            used = {by for by in one.properties if by.value in known}
            restricted = {by for by in one.restricting if self._restrictions(by)}
            count = sum(known[by.value].iris for by in used)
            count += sum(map(self._restrictions, restricted))
            if one.name and count * _PART >= self._profile.things and count > 1:
                steps = self._all_steps(one, used, restricted, count <= _FEW)
                if self._is_of_others(one, steps):
                    continue
                tree = self._tree(one, steps, count <= _FEW)
                least = _OF_PARTS if one.is_of_parts else 2
                found += [tree] if tree.levels >= least else []
        return found

    def _places(self, nodes: Sequence[NamedNode]) -> "dict[NamedNode, _Place]":
        """The codes of some of a tree, and where they stand beside others: of few."""
        asked = {SH("order").value, SKOS("notation").value}
        if not asked & self._profile.properties.keys() or len(nodes) > _PLACES:
            return {}
        orders: dict[NamedNode, list[str]] = defaultdict(list)
        codes: dict[NamedNode, list[str]] = defaultdict(list)
        for row in self._engine.rows(_PLACED.format(values(nodes))):
            found = orders if row["by"] == SH("order") else codes
            found[cast("NamedNode", row["this"])].append(text_of(row["place"]))
        return {
            node: _Place(shortest(codes[node]), shortest(orders[node]))
            for node in nodes
            if codes[node] or orders[node]
        }

    def _stated_tops(self, of: Hierarchy) -> list[NamedNode]:
        """What is stated to be at the top of concepts, though nothing is below it."""
        stating = {SKOS("topConceptOf").value, SKOS("hasTopConcept").value}
        if (
            SKOS("broader") not in of.up
            or not stating & self._profile.properties.keys()
        ):
            return []
        rows = self._engine.rows(_STATED_TOPS)
        return [cast("NamedNode", row["top"]) for row in rows]

    def _restrictions(self, by: NamedNode) -> int:
        """How many restrictions there are on a property, as far as the profile counts them."""
        on_properties = self._profile.properties.get(OWL("onProperty").value)
        return on_properties.values.get(str(by), 0) if on_properties else 0

    def _all_steps(
        self,
        one: Hierarchy,
        used: Iterable[NamedNode],
        restricted: Iterable[NamedNode],
        is_whole: bool,
    ) -> Steps:
        """The steps by what things state and, where all are looked at, by restrictions."""
        step = one.step(used)
        steps = self._steps(step, is_whole) if step else defaultdict(list)
        pattern = one.restricted(restricted) if is_whole else ""
        for above, below in (
            self._asked_steps(_STEPS.format(pattern)) if pattern else {}
        ).items():
            steps[above] += [this for this in below if this not in steps[above]]
        return steps

    def _is_of_others(self, of: Hierarchy, steps: Steps) -> bool:
        """Whether it is of classes of which hardly any has things, beside what the data is about.

        Such a vocabulary came with the data, as schema.org does.
        """
        if RDFS("subClassOf") not in of.up or self._kinds.is_vocabulary:
            return False
        below = (one for some in steps.values() for one in some)
        classes = {*steps, *below}
        used = [one for one in classes if one.value in self._profile.classes]
        return _HARDLY_USED * len(used) < len(classes)

    def _tree(self, of: Hierarchy, all_steps: Steps, is_whole: bool) -> Tree:
        """The tree of what has a name; what has none is counted with what it is below."""
        assert of.name
        steps = self._named_steps(all_steps)
        below = {one for some in steps.values() for one in some}
        known = [*steps, *self._stated_tops(of)]
        tops = [one for one in dict.fromkeys(known) if one not in below]
        tops = _branching(tops, steps)
        levels = max((_size(steps, top)[1] for top in tops), default=0)
        coded = self._coded(tops)
        tops = _without_codes(tops, coded, steps)
        boughs = self._boughs(tops, coded, steps, all_steps)
        shown = {one.this for one in boughs}
        rest = [one for one in tops if one not in shown]
        return Tree(of.name, boughs, rest, levels, is_whole, of.is_of_parts)

    def _boughs(
        self,
        tops: Sequence[NamedNode],
        coded: Container[NamedNode],
        steps: Steps,
        all_steps: Steps,
    ) -> list[Bough]:
        """The first of the tops with the first of what is below each.

        Those come first that are stated to, else the largest.
        """
        sizes = _sizes(all_steps, steps, tops)
        places = self._places(list(sizes))

        def first(some: Iterable[NamedNode], most: int) -> list[NamedNode]:
            known = list(some)
            if all(one in places for one in known):
                in_order = sorted(known, key=lambda one: (places[one].order, str(one)))
            else:
                in_order = sorted(
                    known, key=lambda one: (one in coded, -sizes[one], str(one))
                )
            return in_order[:most]

        def bough(this: NamedNode, below: list[Bough], more: int = 0) -> Bough:
            place = places.get(this, _Place())
            return Bough(this, sizes[this], below, more, place.code, place.order)

        least = _BELOW if len(tops) <= _FEW_TOPS else _BELOW_OF_MANY
        most = max(least, _IN_ALL // max(len(tops), 1))
        boughs = []
        for top in first(tops, _TOPS):
            under = steps.get(top, [])
            shown = [bough(one, []) for one in first(under, most)]
            boughs.append(bough(top, shown, len(under[most:])))
        return boughs

    def _steps(self, step: str, is_whole: bool) -> dict[NamedNode, list[NamedNode]]:
        """All steps of a tree, else those that lead from its top to some things."""
        some = values([] if is_whole else self._some)
        query = (
            _STEPS.format(f"?below ({step}) ?above")
            if is_whole
            else _WAYS.format(some, step, f"({step})")
        )
        return self._asked_steps(query)

    def _asked_steps(self, query: str) -> dict[NamedNode, list[NamedNode]]:
        steps: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for row in self._engine.rows(query):
            above, below = row["above"], row["below"]
            steps[cast("NamedNode", above)].append(cast("NamedNode", below))
        return steps

    def _named_steps(self, steps: Steps) -> Steps:
        """The steps between what has a name or a word for one: codes are passed over.

        So the tree of a vocabulary begins with what it tells, and not with terms of
        others that it only builds on.
        """
        nodes = {one.value for some in steps.values() for one in some}
        codes = set(filter(is_code, nodes | {one.value for one in steps}))
        unnamed = {NamedNode(iri) for iri in codes - self._index.called_among(codes)}
        if not unnamed or len(unnamed) == len(nodes | codes):
            return steps
        told: dict[NamedNode, list[NamedNode]] = {}
        for above in steps:
            below = [] if above in unnamed else _nearest(above, steps, unnamed)
            if below:
                told[above] = below
        return told

    def _coded(self, tops: Iterable[NamedNode]) -> set[NamedNode]:
        """Those tops that are called by numbers alone, as an archive calls its holdings."""
        named = self._index.called_by_signs(one.value for one in tops)
        return set(map(NamedNode, named))

    @property
    def _some(self) -> Iterable[NamedNode]:
        kinds = [kind for kind, _ in self._kinds.main[:_KINDS]]
        return [
            one for kind in kinds for one in self._index.typical(kind.value, _SAMPLED)
        ]


def _branching(tops: list[NamedNode], steps: Steps) -> list[NamedNode]:
    """What a tree begins with, below what has but one thing below it."""
    seen = set(tops)
    while len(tops) == 1:
        below = steps.get(tops[0], [])
        if len(below) != 1 or below[0] in seen or below[0] not in steps:
            break
        tops = below
        seen.update(tops)
    return tops


def _without_codes(
    tops: list[NamedNode], coded: Container[NamedNode], steps: Steps
) -> list[NamedNode]:
    """What a tree begins with: in the place of a code what has more below it, if that has.

    Where all are codes they stay, as in a classification by numbers.
    """
    if all(one in coded for one in tops):
        return tops
    found = list[NamedNode]()
    for top in tops:
        below = steps.get(top, []) if top in coded else []
        found += [one for one in below if one in steps] or [top]
    return list(dict.fromkeys(found))


def _nearest(
    this: NamedNode, steps: Steps, passed: Container[NamedNode]
) -> list[NamedNode]:
    """What stands below something, with what stands below that where it is passed over."""
    found, seen, left = list[NamedNode](), {this}, [this]
    while left:
        for one in steps.get(left.pop(), ()):
            if one not in seen:
                seen.add(one)
                (left if one in passed else found).append(one)
    return found


def _sizes(
    all_steps: Steps, shown: Steps, tops: Iterable[NamedNode]
) -> Counter[NamedNode]:
    """How much stands below each of the first two levels that are shown."""
    sizes = Counter[NamedNode]()
    for top in tops:
        for one in (top, *shown.get(top, ())):
            if one not in sizes:
                sizes[one] = _size(all_steps, one)[0]
    return sizes


def _size(steps: Steps, top: NamedNode) -> tuple[int, int]:
    """How much stands below something, each once, and in how many levels with it."""
    seen, level, levels = {top}, [top], 0
    while level:
        levels += 1
        found = (one for this in level for one in steps.get(this, ()))
        level = [one for one in dict.fromkeys(found) if one not in seen]
        seen.update(level)
    return len(seen) - 1, levels
