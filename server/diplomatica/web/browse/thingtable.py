"""Things in a table: whether they are told in one, by which columns, and in which order."""

from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.browsing.narrowed.columns import (
    MOST_COLUMNS,
    Columns,
    columns,
    shared_by,
    shared_by_nodes,
)
from diplomatica.lookup.browsing.narrowed.narrowing import Narrowed
from diplomatica.lookup.browsing.narrowed.order import DOWN, Order, orders
from diplomatica.lookup.browsing.narrowed.way import Way
from diplomatica.web.document.meant import iri_meant
from diplomatica.web.http.problem import Problem
from diplomatica.web.site import Site

AS, ORDER = "as", "order"
"""The parameters that say how things are told, and by which property in order."""
_TABLE, _LIST = "table", "list"
MOST_ORDERED = 20_000
"""So many things are put in the order of their names, or of what they say."""
_ADVICE = "Choose from what /browse offers."
Given = dict[str, str]


@dataclass(frozen=True)
class ThingTable:
    """How what is chosen is told: in a table or a list, and in which order."""

    site: Site
    narrowed: Narrowed
    known: list[NamedNode]
    """The columns that the build found for them, of what has no names that tell."""
    asked: str
    order: Order | None

    @property
    def is_shown(self) -> bool:
        """Whether there is a table: as is asked, else where names tell nothing."""
        return bool(
            self.order or self.asked == _TABLE or (self.known and not self.asked)
        )

    def columns(self, things: list[Term]) -> Columns:
        """The things of a page with what they say."""
        by = self._columns(things) if self.is_shown else []
        always = [self.order.by] if self.order else []
        if self.order and self.order.by not in by[:MOST_COLUMNS]:
            by = [self.order.by, *by]
        return columns(things, by, self.site.engine, MOST_COLUMNS, always)

    def _columns(self, things: list[Term]) -> list[NamedNode]:
        """What stands in columns: what the build found, then what else most things say."""
        return list(dict.fromkeys([*self.known, *self._shared(things)]))

    def _shared(self, things: list[Term]) -> list[NamedNode]:
        """What most of the things of a page say, but for their names."""
        engine, profile, count = (
            self.site.engine,
            self.site.profile,
            self.narrowed.total,
        )
        named = [one for one in things if isinstance(one, NamedNode)]
        nodes = [one for one in things if isinstance(one, BlankNode)]
        by = (
            shared_by(named, count, engine, profile)
            if named
            else shared_by_nodes(nodes, count, engine, profile)
        )
        return [one for one in by if one.value not in self.site.overview.calling]

    def can_order(self, by: NamedNode) -> bool:
        """Whether things can be put in the order of what they say by a property."""
        known = self.site.profile.properties.get(by.value)
        return (
            known is not None and orders(known) and self.narrowed.total <= MOST_ORDERED
        )

    def direction(self, by: NamedNode) -> str:
        """In which direction things are in the order of a property, in words of ARIA."""
        if not self.order or self.order.by != by:
            return "none"
        return "descending" if self.order.is_down else "ascending"

    def in_order(self, by: NamedNode, is_down: bool | None = None) -> Given:
        """The parameters for the order of a property: rising, then falling, or as is said."""
        turned = self.direction(by) == "ascending" if is_down is None else is_down
        return {AS: _TABLE, ORDER: Order(by, turned).written}

    def orders_numbers(self, way: Way) -> bool:
        """Whether things can be put in the order of the numbers that a way leads to."""
        by = way.steps[0]
        known = self.site.profile.properties.get(by.value)
        is_direct = len(way.steps) == 1 and not way.is_inward
        return is_direct and bool(known and known.has_numbers) and self.can_order(by)

    @property
    def otherwise(self) -> Given:
        """The parameters for the other way of telling the same things."""
        return {AS: _LIST if self.is_shown else _TABLE}


def way_of_telling(given: Given) -> str:
    """The way in which things are to be told; "" where nothing is said. Raises Problem."""
    asked = given.get(AS, "")
    if asked not in ("", _TABLE, _LIST):
        raise Problem(
            400, f"“{asked}” is no way to tell things", "as is table, or list."
        )
    return asked


def order_asked(given: Given, site: Site) -> Order | None:
    """The order that is asked for, if any. Raises Problem for what is no IRI."""
    asked = given.get(ORDER, "")
    if not asked:
        return None
    return Order(iri_meant(asked.removeprefix(DOWN), site, _ADVICE), asked[:1] == DOWN)
