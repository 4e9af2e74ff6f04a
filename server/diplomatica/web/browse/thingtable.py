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
from diplomatica.lookup.browsing.narrowed.narrowing import ON_A_PAGE, Narrowed
from diplomatica.lookup.browsing.narrowed.order import (
    Order,
    leads_to_things,
    orders,
    read_order,
)
from diplomatica.lookup.browsing.narrowed.way import Way
from diplomatica.model.statement import text_of
from diplomatica.web.document.meant import iri_meant
from diplomatica.web.http.problem import Problem
from diplomatica.web.site import Site

AS, ORDER = "as", "order"
"""The parameters that say how things are told, and by which property in order."""
TABLE, _LIST = "table", "list"
MOST_ORDERED = 20_000
"""So many things are put in the order of their names, or of what they say."""
_MOST_PAIRS = 5 * MOST_ORDERED  # of things and those to which they lead
_FEWER = f"Narrow them down to {MOST_ORDERED:,} things, or ask by SPARQL."
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
            self.order or self.asked == TABLE or (self.known and not self.asked)
        )

    def columns(self, things: list[Term]) -> Columns:
        """The things of a page with what they say."""
        by = self._columns(things) if self.is_shown else []
        always = [*self.narrowed.having]
        always += [self.order.by] if self.order else []
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

    def has_several(self, by: NamedNode) -> bool:
        """Whether things can be put in the order of how many values they have."""
        known = self.site.profile.properties.get(by.value)
        is_of_several = known is not None and known.count > known.subjects
        return is_of_several and self.narrowed.total <= MOST_ORDERED

    def direction(self, by: NamedNode) -> str:
        """In which direction things are in the order of a property, in words of ARIA."""
        if not self.order or self.order.by != by or self.order.is_by_count:
            return "none"
        return "descending" if self.order.is_down else "ascending"

    def is_most_first(self, by: NamedNode) -> bool:
        """Whether what has the most values of a property stands first."""
        return self.order == most_first(by)

    def ordered(self, order: Order, page: int) -> list[Term]:
        """The things of a page in an order: where they lead to things, in that of their names.

        Raises Problem 400 for more than can be put in that order.
        """
        known = self.site.profile.properties.get(order.by.value)
        if order.is_by_count or not known or not leads_to_things(known):
            return self.narrowed.ordered(order, page)
        return self._by_names(order)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]

    def _by_names(self, order: Order) -> list[Term]:
        """All things in the order of the names of what they lead to, those without last."""
        pairs = self.narrowed.pairs(order.by, _MOST_PAIRS + 1)
        if self.narrowed.total > MOST_ORDERED or len(pairs) > _MOST_PAIRS:
            raise Problem(400, "These are too many to be put in order", _FEWER)
        place = self._places_of({value for _, value in pairs})
        first: dict[Term, tuple[bool, int, str]] = {}
        better = max if order.is_down else min
        for thing, value in pairs:
            first[thing] = better(first.get(thing, place[value]), place[value])
        things = sorted(self.narrowed.all(MOST_ORDERED), key=text_of)
        leading = [one for one in things if one in first]
        leading.sort(key=first.__getitem__, reverse=order.is_down)
        return [*leading, *(one for one in things if one not in first)]

    def _places_of(self, values: set[Term]) -> dict[Term, tuple[bool, int, str]]:
        """Where each value stands among the others, by its name if it is a thing of these."""
        language = next(iter(self.site.asked_languages()), "")
        named = [one.value for one in values if isinstance(one, NamedNode)]
        order = self.site.index.listing.in_order(named, language)
        at = {iri: number for number, iri in enumerate(order)}
        return {
            one: (text_of(one) not in at, at.get(text_of(one), 0), text_of(one))
            for one in values
        }

    def in_order(self, by: NamedNode, is_down: bool | None = None) -> Given:
        """The parameters for the order of a property: rising, then falling, or as is said."""
        turned = self.direction(by) == "ascending" if is_down is None else is_down
        return {AS: TABLE, ORDER: Order(by, turned).written}

    def most_first(self, by: NamedNode) -> Given:
        """The parameters for those first that have the most values of a property."""
        return {AS: TABLE, ORDER: most_first(by).written}

    def orders_numbers(self, way: Way) -> bool:
        """Whether things can be put in the order of the numbers that a way leads to."""
        by = way.steps[0]
        known = self.site.profile.properties.get(by.value)
        is_direct = len(way.steps) == 1 and not way.is_inward
        return is_direct and bool(known and known.has_numbers) and self.can_order(by)

    @property
    def otherwise(self) -> Given:
        """The parameters for the other way of telling the same things."""
        return {AS: _LIST if self.is_shown else TABLE}


def most_first(by: NamedNode) -> Order:
    """The order of things that have the most values of a property first."""
    return Order(by, is_down=True, is_by_count=True)


def way_of_telling(given: Given) -> str:
    """The way in which things are to be told; "" where nothing is said. Raises Problem."""
    asked = given.get(AS, "")
    if asked not in ("", TABLE, _LIST):
        raise Problem(
            400, f"“{asked}” is no way to tell things", "as is table, or list."
        )
    return asked


def order_asked(given: Given, site: Site) -> Order | None:
    """The order that is asked for, if any. Raises Problem for what is no IRI."""
    asked = given.get(ORDER, "")
    if not asked:
        return None
    written, is_down, is_by_count = read_order(asked)
    return Order(iri_meant(written, site, _ADVICE), is_down, is_by_count)
