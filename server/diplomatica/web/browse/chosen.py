"""What a reader chooses of all things, and the page of what is left by that."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlencode

from flask import render_template
from pyoxigraph import BlankNode, Literal, NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.browsing.led import Led, led_to, owners_of
from diplomatica.lookup.browsing.narrowed.columns import query_of_columns
from diplomatica.lookup.browsing.narrowed.facets import MOST_VALUES, Facet
from diplomatica.lookup.browsing.narrowed.narrowing import COUNTED, ON_A_PAGE, Narrowed
from diplomatica.lookup.browsing.narrowed.way import Way
from diplomatica.lookup.browsing.notated import MOST as MOST_NOTATED
from diplomatica.lookup.browsing.notated import place_of_notation
from diplomatica.lookup.browsing.twins import twins_apart
from diplomatica.lookup.describing.outofuse import out_of_use
from diplomatica.lookup.index.listing import MOST_FOUND, Narrowing
from diplomatica.lookup.index.thing import Thing
from diplomatica.lookup.overview.groups import ToldGroup
from diplomatica.lookup.overview.kinds.kindiris import is_of_terms
from diplomatica.model.statement import term_of, text_of
from diplomatica.web.browse.shownfacets import (
    in_one_language,
    in_time,
    read_once,
    shown_and_left,
    tellable,
)
from diplomatica.web.browse.thingtable import (
    AS,
    MOST_ORDERED,
    ORDER,
    TABLE,
    ThingTable,
    order_asked,
    way_of_telling,
)
from diplomatica.web.document.meant import iri_meant
from diplomatica.web.document.pagenumber import page_number
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.notes.notes import notes_beside
from diplomatica.web.notes.owned import names_of_owned
from diplomatica.web.site import Site

_ORDERING = 3
_NOT_KNOWN = "Choose from what /browse offers."


def browse_address(root: str, given: dict[str, str]) -> str:
    """The address of what these parameters choose, on the site below a root."""
    return f"{root}/browse?{urlencode(given)}"


def value_asked(written: str) -> Term:
    """A term as N-Triples writes it. Raises Problem 400 for what is none."""
    try:
        return term_of(written)
    except (SyntaxError, ValueError):
        raise Problem(400, f"“{written}” is no value", _NOT_KNOWN) from None


_OF_PAGE = ("kind", "lang", "with", AS, ORDER)  # parameters that are no property


class Chosen:
    """What a request chooses, and the page of what is left by that."""

    def __init__(self, site: Site, given: dict[str, str], root: str) -> None:
        """Take the parameters of a request to the site below a root.

        Raises Problem 400 for what is no IRI or value, 404 for no page.
        """
        self.site, self.given, self._root = site, given, root
        self.page = page_number(self.given.pop("page", "1"), "browse")
        kind = self.given.get("kind")
        self.kind = iri_meant(kind, site, _NOT_KNOWN) if kind else None
        asked_with = self.given.get("with", "").split()
        self.having = tuple(iri_meant(one, site, _NOT_KNOWN) for one in asked_with)
        values = {by: self.given.pop(by) for by in [*self.given] if by not in _OF_PAGE}
        self.values = {_way(by, site): _value(v, site) for by, v in values.items()}
        # Links from here have whole IRIs.
        self.given |= {"kind": self.kind.value} if self.kind else {}
        self.given |= (
            {"with": " ".join(one.value for one in self.having)} if self.having else {}
        )
        self.given |= {by.value: str(value) for by, value in self.values.items()}
        if any(isinstance(value, BlankNode) for value in self.values.values()):
            raise Problem(400, "A blank node cannot be chosen", _NOT_KNOWN)
        profile = site.profile
        self.narrowed = Narrowed(
            site.engine, profile, self.kind, self.values, site.opposites, self.having
        )
        asked, order = way_of_telling(given), order_asked(given, site)
        self.given |= {ORDER: order.written} if order else {}
        self.table = ThingTable(site, self.narrowed, self._known_columns, asked, order)

    @property
    def is_any(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.kind or self.values or self.having)

    @property
    def group(self) -> ToldGroup | None:
        """The group of things of no kind that is chosen, if the build found it."""
        known = self.narrowed.group
        return self.site.overview.groups.told(known) if known else None

    def with_value(self, by: Way, value: Term) -> str:
        """The address of what this value leaves."""
        return self._address({**self.given, by.value: str(value)})

    def opposite(self, way: Way) -> NamedNode | None:
        """The property by which things would say themselves what is said of them."""
        others = (
            self.site.opposites.get(way.steps[0].value, ()) if way.is_inward else ()
        )
        return next(map(NamedNode, sorted(others)), None)

    def without(self, name: str) -> str:
        """The address of what there is without a choice."""
        return self._address(
            {key: value for key, value in self.given.items() if key != name}
        )

    def at(self, page: int) -> str:
        """The address of another page."""
        return self._address({**self.given, "page": str(page)})

    def in_order(self, by: NamedNode, is_down: bool | None = None) -> str:
        """The address of the same things in the order of a property."""
        return self._address(self.given | self.table.in_order(by, is_down))

    def most_first(self, by: NamedNode) -> str:
        """The address of the same things, those first with the most values of a property."""
        return self._address(self.given | self.table.most_first(by))

    @property
    def by_name(self) -> str:
        """The address of the same things in a table, in the order of their names."""
        kept = {key: one for key, one in self.given.items() if key != ORDER}
        return self._address({**kept, AS: TABLE})

    def having_also(self, by: NamedNode) -> str:
        """The address of those of the things that have a property, with its values."""
        having = " ".join(dict.fromkeys(one.value for one in (*self.having, by)))
        kept = {key: one for key, one in self.given.items() if key != AS}
        return self._address({**kept, "with": having})

    @property
    def told_otherwise(self) -> str:
        """The address of the same things in a list, or in a table."""
        kept = {key: one for key, one in self.given.items() if key != ORDER}
        return self._address(kept | self.table.otherwise)

    def _address(self, given: dict[str, str]) -> str:
        return browse_address(self._root, given)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.narrowed.total // ON_A_PAGE)

    @property
    def is_sampled(self) -> bool:
        """Whether the values of not all things are counted."""
        return self.narrowed.total > COUNTED

    def query(self, shown: list[NamedNode]) -> str:
        """The query for all that is left, with what each is called, and what is shown of it."""
        overview, group = self.site.overview, self.group
        if group or shown:
            names = [] if group else list(map(NamedNode, overview.calling[:1]))
            columns = group.by if group else [*names, *shown]
            return query_of_columns(self.narrowed.pattern, columns, self.site.iris)
        by = [overview.term(iri) for iri in overview.naming]
        language = next(iter(self.site.asked_languages()), self.site.languages.own)
        return self.narrowed.query_named(by, language)

    def html(self) -> str:
        """The page."""
        things = self._things()
        if not things and self.page > 1:
            raise not_found(f"browse, page {self.page}")
        facets = self._facets() if things else []
        counted = [value for facet in facets for value, _ in facet.values]
        terms = [*things, *counted, *self.values.values(), self.kind]
        named = self._steps(facets)
        leads, table = self._leads(things), self.table.columns(things)
        terms += [*self.having, *table.terms]
        terms += [term for one in leads.values() for term in (one.thing, *one.by[-1:])]
        labels = self.site.describing.labels([*terms, *named])
        labels |= names_of_owned(things, labels, self.site)
        facets = read_once(tellable(facets, labels, self.site), labels)
        facets, _ = shown_and_left(facets, self.site)
        others = self._others(facets) if things else {}
        labels |= self.site.describing.labels([*others])
        for seen in (things, *(dict(one.values) for one in facets)):
            labels |= twins_apart(seen, labels, self.site.describing)
        return render_template(
            "browse/browse.html",
            chosen=self,
            things=things,
            leads=leads,
            notes={} if table.rows else self._notes(things, labels),
            **self._beside(things),
            table=table.read_once(labels),
            facets=facets,
            others=others,
            counted_in=COUNTED,
            most_values=MOST_VALUES,
            is_literal=lambda term: isinstance(term, Literal),
            labels=labels,
        )

    def _facets(self) -> list[Facet]:
        """By what the things are narrowed further, each value in one language."""
        facets, site = self.narrowed.facets, self.site
        return [
            in_time(replace(one, values=in_one_language(one.values, site)), site)
            for one in facets
        ]

    def _others(self, facets: Iterable[Facet]) -> dict[NamedNode, int]:
        """By what else something is said of the things, with of how many, but for their names."""
        told = self.narrowed.told_besides(facets)
        names = {*self.site.overview.calling[:1]}
        return {by: count for by, count in told.items() if by.value not in names}

    def _steps(self, facets: Iterable[Facet]) -> list[NamedNode]:
        """The properties that lead to what is chosen, or offered by facets."""
        ways = [*self.values, *(one.by for one in facets)]
        return [
            step for way in ways for step in (*way.steps, self.opposite(way)) if step
        ]

    def _beside(self, things: list[Term]) -> dict[str, object]:
        """What stands beside the names of things: notations, and that they are of old."""
        old = out_of_use(things, self.site.engine, self.site.profile)
        return {"codes": self._codes(things), "out_of_use": old}

    def _notes(self, things: list[Term], labels: dict[str, str]) -> dict[str, str]:
        """What the things of a list are, in a line."""
        named = [one for one in things if isinstance(one, NamedNode)]
        chosen = [by.steps[0].value for by in self.values]
        return notes_beside([named], labels, self.site, chosen)

    def _codes(self, things: list[Term]) -> dict[str, str]:
        """The notations of the things of a page."""
        named = [one for one in things if isinstance(one, NamedNode)]
        return self.site.overview.notations(named)

    @property
    def _known_columns(self) -> list[NamedNode]:
        """What the things say that say the same, or have but digests."""
        if self.group:
            return self.group.by
        return [*self.having, *self._columns_of_kind]

    @cached_property
    def _columns_of_kind(self) -> list[NamedNode]:
        """What things of this kind say, if the build found that their names tell nothing."""
        return self.site.overview.columns_of(self.kind) if self.kind else []

    def _things(self) -> list[Term]:
        """The things of the page, in the order that is asked for, or of their names."""
        if self.table.order:
            return self.table.ordered(self.table.order, self.page)
        return self._by_name() or self.narrowed.things(self.page)

    def _leads(self, things: list[Term]) -> dict[Term, Led]:
        """What leads to those of some things that have no address, if that has one.

        Restrictions and lists are told in words as they are.
        """
        nodes = [one for one in things if isinstance(one, BlankNode)]
        found = {node: led_to(self.site.engine, node) for node in nodes}
        told = owners_of(found.values(), self.site.index)
        return {
            node: told[one]
            for node, one in found.items()
            if one.is_named and not any(map(is_of_terms, map(text_of, one.by)))
        }

    def _by_name(self) -> list[Term]:
        """The things of a page in the order of their names, if they are no more than a few.

        Those without an IRI stand last. None where there are too many.
        """
        if self.values or self.having or not self.kind:
            return self._in_order() if self.narrowed.total <= MOST_ORDERED else []
        index, named = self.site.index, self.site.profile.named.get(self.kind.value, 0)
        kind = index.facets.value("kind", self.site.iris.name(self.kind.value))
        if (kind.count if kind else 0) != named or named > MOST_FOUND:
            return []
        numbers = [kind.number] if kind else []
        language = next(iter(self.site.asked_languages()), "")
        all_of_it = (
            index.listing.by_name(Narrowing({"kind": numbers}), language)
            if kind
            else []
        )
        if self._columns_of_kind:
            all_of_it = index.listing.by_time(all_of_it)
        all_of_it = self._by_notation(all_of_it)
        start = (self.page - 1) * ON_A_PAGE
        found = index.things(all_of_it[start : start + ON_A_PAGE])
        left = ON_A_PAGE - len(found)
        first = max(0, start - named)
        nodes = self.narrowed.nodes(left, first, self._ordering) if left else []
        return [*(thing.iri for thing in found), *nodes]

    @property
    def _ordering(self) -> list[NamedNode]:
        """By what those are put in order that have no name: dates before all else."""
        dates = {*self.site.profile.dates}
        by = sorted(self._columns_of_kind, key=lambda one: one.value not in dates)
        return by[:_ORDERING]

    def _by_notation(self, numbers: list[int]) -> list[int]:
        """Few things in the order of their notations, if they have such."""
        if len(numbers) > MOST_NOTATED:
            return numbers
        things = self.site.index.things(numbers)
        codes = self._codes([thing.iri for thing in things])

        def place(thing: Thing) -> tuple[bool, str]:
            return place_of_notation(codes.get(thing.iri.value, ""))

        return [thing.number for thing in sorted(things, key=place)]

    def _in_order(self) -> list[Term]:
        """The things of a page in the order of their names, where values are chosen."""
        known = self.narrowed.all(MOST_ORDERED)
        named = [one.value for one in known if isinstance(one, NamedNode)]
        language = next(iter(self.site.asked_languages()), "")
        found = self.site.index.listing.in_order(named, language)
        if len(found) != len(named):
            return []
        are_all = len(known) == len(named)
        nodes = [] if are_all else self.narrowed.nodes(MOST_ORDERED, 0, self._ordering)
        start = (self.page - 1) * ON_A_PAGE
        return [*map(NamedNode, found), *nodes][start : start + ON_A_PAGE]


def _way(given: str, site: Site) -> Way:
    """The way that a parameter names, each of its steps whole or with a prefix."""
    steps = given.removeprefix("^").split(" ")
    known = tuple(iri_meant(step, site, _NOT_KNOWN) for step in steps)
    return Way(known, given.startswith("^"))


def _value(given: str, site: Site) -> Term:
    """A value as N-Triples writes it, or an IRI with a prefix."""
    is_short = ":" in given and not given.startswith(('"', "<", "_:"))
    return iri_meant(given, site, _NOT_KNOWN) if is_short else value_asked(given)
