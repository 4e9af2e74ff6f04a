"""All things by kind, narrowed by the values of whatever properties divide them well."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from flask import Flask, render_template, request
from pyoxigraph import BlankNode, Literal, NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.browsing.led import Led, led_to, owners_of
from diplomatica.lookup.browsing.narrowed.columns import (
    Columns,
    columns,
    query_of_columns,
)
from diplomatica.lookup.browsing.narrowed.facets import (
    MOST_VALUES,
    Facet,
    often,
    without_doubles,
)
from diplomatica.lookup.browsing.narrowed.narrowing import COUNTED, ON_A_PAGE, Narrowed
from diplomatica.lookup.browsing.narrowed.way import Way
from diplomatica.lookup.browsing.narrowed.years import FEW_DAYS
from diplomatica.lookup.browsing.notated import MOST as MOST_NOTATED
from diplomatica.lookup.browsing.notated import notations, place_of_notation
from diplomatica.lookup.browsing.twins import told_apart, twins_apart
from diplomatica.lookup.index.listing import MOST_FOUND, Narrowing
from diplomatica.lookup.index.thing import Thing
from diplomatica.lookup.overview.groups import ToldGroup
from diplomatica.lookup.overview.kinds.kindiris import is_of_terms
from diplomatica.model.dataset.profile import PropertyProfile
from diplomatica.model.statement import term_of, text_of
from diplomatica.web.document.meant import iri_meant
from diplomatica.web.document.pagenumber import page_number
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.site import Site
from diplomatica.web.speech.knownterms import codes_with_hosts, with_readable

_FEW = 20_000  # things that are put in order for a page where values are chosen
_FACETS, _ORDERING = 10, 3
_NOT_KNOWN = "Choose from what /browse offers."


def register(app: Flask, site: Site) -> None:
    """The view of /browse."""

    @app.get("/browse")
    def browse() -> str:
        """The kinds, or the things of one; each other argument is a property and its value."""
        chosen = Chosen(site)
        return chosen.html() if chosen.is_any else _kinds(site)


def _kinds(site: Site) -> str:
    """The page of all kinds, and of what divides things of whatever kind."""
    profile, classes = site.profile, site.overview.kinds.all
    facets = {
        NamedNode(by): dict(
            _in_one_language(_value_counts(profile.properties[by]), site)
        )
        for by in site.overview.facets[: 2 * _FACETS]
    }
    values = [value for known in facets.values() for value in known]
    kinds = [kind for kind, _ in classes]
    labels = site.describing.labels([*kinds[:1000], *facets, *_iris_among(values)])
    facets, others = _told_facets(facets, labels, site)
    others += list(map(NamedNode, site.overview.facets[2 * _FACETS :]))
    for known in facets.values():
        labels |= twins_apart(known, labels, site.describing)
    is_code = site.overview.wording.is_code
    labels |= codes_with_hosts(kinds[:1000], labels, site.iris, is_code)
    named = with_readable(kinds[:1000], labels, site.iris)
    labels |= told_apart(kinds[:1000], named, site.iris)
    groups = site.overview.groups.found
    labels |= site.describing.labels([by for one in groups for by in one.named_by])
    fuller = site.overview.fuller
    labels |= site.describing.labels([*others, *(one for one, _ in fuller)])
    page = {"classes": classes, "facets": facets, "labels": labels, "fuller": fuller}
    everything = Narrowed(site.engine, profile, None, {})
    page["others"] = [
        (by, "" if _is_time(by, site) else everything.query_values(Way((by,))))
        for by in others
    ]
    return render_template(
        "browse/kinds.html", **page, overview=site.overview, link=_link
    )


def _told_facets(
    facets: dict[NamedNode, dict[Term, int]], labels: dict[str, str], site: Site
) -> tuple[dict[NamedNode, dict[Term, int]], list[NamedNode]]:
    """Those of some facets that a reader can choose by, each once, and those left over."""
    known = [Facet(Way((by,)), list(counts.items())) for by, counts in facets.items()]
    once = without_doubles(known)
    told = _tellable(once, labels, site)
    shown, left = _shown_and_left(told, site)
    found = {one.by.steps[0]: dict(one.values) for one in shown}
    return found, [one.by.steps[0] for one in left]


def _tellable(
    facets: Iterable[Facet], labels: dict[str, str], site: Site
) -> list[Facet]:
    """Those of some facets whose values a reader can tell, bare codes last."""
    is_code = site.overview.wording.is_code
    return [one.codes_last(labels, is_code) for one in facets if one.is_told(labels)]


def _shown_and_left(told: list[Facet], site: Site) -> tuple[list[Facet], list[Facet]]:
    """Those of some facets that a page shows, and those that it only leads to.

    Of many days it is told in another place how many are in which years.
    """
    many = [
        one
        for one in told
        if len(one.values) > FEW_DAYS
        and not one.is_of_years
        and _is_time(one.by.steps[-1], site)
    ]
    others = [one for one in told if one not in many]
    return others[:_FACETS], [*others[_FACETS:], *many]


def _is_time(by: NamedNode, site: Site) -> bool:
    """Whether the values of a property are dates."""
    known = site.profile.properties
    return by.value in known and known[by.value].is_date


def _value_counts(one: PropertyProfile) -> list[tuple[Term, int]]:
    """The values of a property that can be chosen, the most frequent first."""
    named = [value for value in one.values if not value.startswith("_:")]
    return sorted(((term_of(value), one.values[value]) for value in named), key=often)


def _in_one_language(
    values: list[tuple[Term, int]], site: Site
) -> list[tuple[Term, int]]:
    """The values without their translations into other languages than who asks prefers.

    All, where another language has more of them.
    """
    texts = [one for one, _ in values if isinstance(one, Literal) and one.language]
    counts = Counter(one.language for one in texts)
    if len(counts) < 2:
        return values
    best = site.describing.best(texts).language
    if counts[best] < max(counts.values()):
        return values
    return [
        pair for pair in values if getattr(pair[0], "language", best) in (None, best)
    ]


def _iris_among(terms: list[Term]) -> list[NamedNode]:
    return [term for term in terms if isinstance(term, NamedNode)]


def value_asked(written: str) -> Term:
    """A term as N-Triples writes it. Raises Problem 400 for what is none."""
    try:
        return term_of(written)
    except (SyntaxError, ValueError):
        raise Problem(400, f"“{written}” is no value", _NOT_KNOWN) from None


def _link(given: dict[str, str]) -> str:
    return f"{request.script_root}/browse?{urlencode(given)}"


_OF_PAGE = ("kind", "lang", "with")  # parameters that are no property


class Chosen:
    """What a request chooses, and the page of what is left by that."""

    def __init__(self, site: Site) -> None:
        """Read the request.

        Raises Problem 400 for what is no IRI or value, 404 for no page.
        """
        self.site, self.given = site, dict(request.args.items())
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
        return _link({**self.given, by.value: str(value)})

    def opposite(self, way: Way) -> NamedNode | None:
        """The property by which things would say themselves what is said of them."""
        others = (
            self.site.opposites.get(way.steps[0].value, ()) if way.is_inward else ()
        )
        return next(map(NamedNode, sorted(others)), None)

    def without(self, name: str) -> str:
        """The address of what there is without a choice."""
        return _link({key: value for key, value in self.given.items() if key != name})

    def at(self, page: int) -> str:
        """The address of another page."""
        return _link({**self.given, "page": str(page)})

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.narrowed.total // ON_A_PAGE)

    @property
    def is_sampled(self) -> bool:
        """Whether the values of not all things are counted."""
        return self.narrowed.total > COUNTED

    @property
    def query(self) -> str:
        """The query for all that is left, with what each is called."""
        overview, group = self.site.overview, self.group
        if group:
            return query_of_columns(self.narrowed.pattern, group.by, self.site.iris)
        by = [overview.term(iri) for iri in overview.naming]
        language = next(iter(self.site.asked_languages()), self.site.languages.own)
        return self.narrowed.query_named(by, language)

    def html(self) -> str:
        """The page."""
        things = self._by_name() or self.narrowed.things(self.page)
        if not things and self.page > 1:
            raise not_found(f"browse, page {self.page}")
        facets = [
            replace(one, values=_in_one_language(one.values, self.site))
            for one in (self.narrowed.facets if things else [])
        ]
        counted = [value for facet in facets for value, _ in facet.values]
        terms = [*things, *counted, *self.values.values(), self.kind]
        ways = [*self.values, *(one.by for one in facets)]
        named = [
            step for way in ways for step in (*way.steps, self.opposite(way)) if step
        ]
        leads, table = self._leads(things), self._table(things)
        terms += [*self.having, *table.terms]
        terms += [term for one in leads.values() for term in (one.thing, *one.by[-1:])]
        labels = self.site.describing.labels([*terms, *named])
        facets, left = _shown_and_left(_tellable(facets, labels, self.site), self.site)
        others = [*(one.by for one in left), *(self.narrowed.untried if things else [])]
        labels |= self.site.describing.labels(
            [one for by in others for one in by.steps]
        )
        for seen in (things, *(dict(one.values) for one in facets)):
            labels |= twins_apart(seen, labels, self.site.describing)
        return render_template(
            "browse/browse.html",
            chosen=self,
            things=things,
            leads=leads,
            codes=self._codes(things),
            table=table,
            facets=facets,
            others=others,
            counted_in=COUNTED,
            most_values=MOST_VALUES,
            is_literal=lambda term: isinstance(term, Literal),
            labels=labels,
        )

    def _codes(self, things: list[Term]) -> dict[str, str]:
        """The notations of the things of a page."""
        named = [one for one in things if isinstance(one, NamedNode)]
        return notations(named, self.site.engine, self.site.profile)

    def _table(self, things: list[Term]) -> Columns:
        """What the things of a page say, where these say the same, or have but digests."""
        told = self.site.overview.tables.get(self.kind) if self.kind else None
        by = self.group.by if self.group else told.by if told else []
        return columns(things, by, self.site.engine)

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
        if self.values or not self.kind:
            return self._in_order() if self.narrowed.total <= _FEW else []
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
        if self.kind in self.site.overview.tables:
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
        table = self.site.overview.tables.get(self.kind) if self.kind else None
        dates = {*self.site.profile.dates}
        by = sorted(table.by if table else (), key=lambda one: one.value not in dates)
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
        known = self.narrowed.all(_FEW)
        named = [one.value for one in known if isinstance(one, NamedNode)]
        language = next(iter(self.site.asked_languages()), "")
        found = self.site.index.listing.in_order(named, language)
        if len(found) != len(named):
            return []
        are_all = len(known) == len(named)
        nodes = [] if are_all else self.narrowed.nodes(_FEW, 0, self._ordering)
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
