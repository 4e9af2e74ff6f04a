"""How the links of a release are read: all of them, or those around a few things."""

from collections.abc import Iterable
from functools import cached_property
from typing import cast

from pyoxigraph import NamedNode, Triple

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.errors import LimitReached
from diplomatica.lookup.cards import Cards
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.links.links import KNOWN, Links
from diplomatica.model.iris import Iris

_MOST = 50_000  # facts that are read for a picture of the whole
_NEAR = 5_000  # and around some things
ON_CARDS = 1_000
"""Things whose kinds are read from their cards: those of more are asked alone."""
_STEPS = 6  # as far as a path is sought where not all facts are read
_FACTS = """
SELECT DISTINCT ?subject ?predicate ?object {
  %s FILTER (
    STRSTARTS(STR(?subject), STR(:)) && STRSTARTS(STR(?object), STR(:))
    && ?subject != ?object
  )
} LIMIT %d"""
_ALL = "?subject ?predicate ?object"
_OF_THIS = """
  { ?this ?predicate ?object BIND (?this AS ?subject) }
  UNION
  { ?subject ?predicate ?this BIND (?this AS ?object) }"""
_AROUND = f"VALUES ?this {{ %s }} {_OF_THIS}"
# A thing, and those beside it. Virtuoso finds nothing by VALUES in a part of a UNION.
_BESIDE = """
  {{ SELECT DISTINCT ?this {{
    {{ BIND ({this} AS ?this) }}
    UNION {{ {this} ?by ?this FILTER (STRSTARTS(STR(?this), STR(:))) }}
    UNION {{ ?this ?by {this} FILTER (STRSTARTS(STR(?this), STR(:))) }}
  }} LIMIT {most} }}"""
_NO_REMARKS = " FILTER NOT EXISTS { ?subject a dip:Remark }"


class Linking:
    """Reads the links of a release."""

    def __init__(self, engine: Engine, iris: Iris, cards: Cards, index: Index) -> None:
        """Take the engine that has loaded the release; cards and index know kinds."""
        self.engine, self.iris = engine, iris
        self._cards, self._index = cards, index

    @cached_property
    def whole(self) -> Links:
        """All links, or of a very large dataset as many as are read at once.

        None where even these are too many.
        """
        try:
            facts = self._facts(_ALL, _MOST)
            return self._links(facts, len(facts) < _MOST)
        except LimitReached:
            return Links(is_whole=False)

    def around(self, this: NamedNode) -> Links:
        """The links of one thing, and of those beside it, asked at once."""
        facts = self._facts(_BESIDE.format(this=this, most=_NEAR) + _OF_THIS, _NEAR)
        return self.of(set(facts), is_whole=len(facts) < _NEAR)

    def near(self, this: NamedNode, facts: Iterable[Triple]) -> set[Triple]:
        """The facts between the things beside one and others, its own known already among them."""
        known = {fact for fact in facts if self._is_between_things(fact)}
        things = sorted(_ends_of(known) | {this}, key=str)
        around = _AROUND % values(things)
        return known.union(self._facts(around, _NEAR))

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
            nearest = sorted(last, key=str)[:_NEAR]
            facts = self._facts(pattern % values(nearest), _NEAR)
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
        return self._links(sorted(facts, key=str), is_whole)

    def _facts(self, pattern: str, most: int) -> list[Triple]:
        rows = self.engine.rows(_FACTS % (pattern, most))
        return [Triple(row["subject"], row["predicate"], row["object"]) for row in rows]  # type: ignore[arg-type]

    def _links(self, facts: list[Triple], is_whole: bool) -> Links:
        kinds = self._index.kinds_among(_ends_of(facts), KNOWN)
        return Links(facts, kinds, is_whole)


def _ends_of(facts: Iterable[Triple]) -> set[NamedNode]:
    return {
        cast("NamedNode", end) for fact in facts for end in (fact.subject, fact.object)
    }
