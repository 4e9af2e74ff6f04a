"""Narrowing: the things of a kind that have some values, and by which others they divide."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Term
from diplomatica.lookup.browsing.narrowed.facets import (
    MOST_VALUES,
    Facet,
    often,
    without_doubles,
)
from diplomatica.lookup.browsing.narrowed.order import Order
from diplomatica.lookup.browsing.narrowed.way import Way
from diplomatica.lookup.browsing.narrowed.within import ways_within
from diplomatica.lookup.browsing.narrowed.years import (
    FEW_DAYS,
    VALUES_BY_DECADE,
    by_decades,
    by_years,
    dated_ways,
    dates_of,
    form_of,
    of_decades,
    of_years,
)
from diplomatica.lookup.browsing.narrowed.years import VALUES as VALUES_BY_YEAR
from diplomatica.lookup.index.dates import has_dates
from diplomatica.model.dataset.profile import (
    FEW_VALUES,
    Group,
    Profile,
    PropertyProfile,
)
from diplomatica.model.literals.date import decade
from diplomatica.model.statement import text_of
from diplomatica.model.terms.opposites import Opposites
from diplomatica.model.vocabulary import NAMES, RDF

_TYPE = RDF("type")
ON_A_PAGE = 50
COUNTED = 10_000
"""The things whose values are counted; where there are more, the page says so."""
_CANDIDATES = 16  # properties that are tried
_SAMPLE = 2_000  # things of which it is counted what is said of them
_COUNTS = ("count", "uses", "values")
_SELDOM = 12  # a property is tried that one thing in so many has
_THINGS = "SELECT DISTINCT ?thing {{ {} }} LIMIT {} OFFSET {}"
_PAIRS = "SELECT DISTINCT ?thing ?value {{ {} ?thing {} ?value }} LIMIT {}"
_COUNT = "SELECT (COUNT(DISTINCT ?thing) AS ?count) {{ {} }}"
_VALUES = """
{{ SELECT ("{by.value}" AS ?by) ?value (COUNT(DISTINCT ?thing) AS ?count) {{
  {{ SELECT DISTINCT ?thing {{ {pattern} }} LIMIT {most} }} ?thing {by} ?value
  FILTER (!ISBLANK(?value) && STR(?value) != "")
}} GROUP BY ?value ORDER BY DESC(?count) ?value LIMIT {values} }}"""
_SAID = """
SELECT ?by (COUNT(DISTINCT ?thing) AS ?count) (COUNT(?value) AS ?uses)
  (COUNT(DISTINCT ?value) AS ?values) {{
  {{ SELECT DISTINCT ?thing {{ {pattern} }} LIMIT {most} }} ?thing ?by ?value
  FILTER (!ISBLANK(?value))
}} GROUP BY ?by"""
_ALL_VALUES = """SELECT ?value (COUNT(DISTINCT ?thing) AS ?count) {{ {} ?thing {} ?value }}
GROUP BY ?value ORDER BY DESC(?count)"""
_NODES = """
SELECT ?thing {{ {pattern} FILTER (ISBLANK(?thing)) {values} }}
GROUP BY ?thing {order} LIMIT {most} OFFSET {start}"""
_MOST_ORDERED = 20_000  # things without an address
_NAMED = """SELECT ?thing (COALESCE(MIN(?asked), MIN(?any)) AS ?name) {{
  {pattern}
  OPTIONAL {{ ?thing {by} ?any }}
  OPTIONAL {{ ?thing {by} ?asked FILTER (LANGMATCHES(LANG(?asked), "{language}")) }}
}} GROUP BY ?thing"""


@dataclass(frozen=True)
class Narrowed:
    """The things of a kind, or of any, that have these values by these properties."""

    engine: Engine
    profile: Profile
    kind: NamedNode | None
    chosen: dict[Way, Term]
    opposites: Opposites = field(default_factory=dict)
    having: tuple[NamedNode, ...] = ()
    """The properties that they have, be it of whatever value."""

    @property
    def pattern(self) -> str:
        """The pattern of a query for them."""
        kinds = [f"?thing a {self.kind} ."] if self.kind else []
        kinds += self._of_group()
        parts = (
            self._part_of(by, value, f"?date{number}")
            for number, (by, value) in enumerate(self.chosen.items())
        )
        return " ".join([*kinds, *parts])

    def _of_group(self) -> Iterator[str]:
        """The parts of a pattern for things that have some properties.

        Those of a group are told by these, for they have no kind.
        """
        for number, by in enumerate(self.having):
            yield f"?thing {by} ?had{number} ."
        if self.group:
            yield f"FILTER NOT EXISTS {{ ?thing {_TYPE} ?of }}"

    def _part_of(self, by: Way, value: Term, date: str) -> str:
        """The part of a pattern for one value; a year is that of a date with this name."""
        form = form_of(self.profile, by, value)
        if not form:
            return f"?thing {by} {value} ."
        return f"?thing {by} {date} FILTER ({dates_of(date, form)})"

    @property
    def query(self) -> str:
        """The query for all of them."""
        return f"SELECT DISTINCT ?thing {{ {self.pattern} }}"

    def query_named(self, by: Sequence[str], language: str) -> str:
        """The query for all of them with a name of each, by properties as a query writes them.

        A name in the language that is asked comes before others.
        """
        if not by:
            return self.query
        asked = {"pattern": self.pattern, "by": "|".join(by), "language": language}
        return _NAMED.format(**asked)

    def query_values(self, by: Way) -> str:
        """The query for all values of a property, with how many things have each."""
        return _ALL_VALUES.format(self.pattern, by)

    @property
    def group(self) -> Group | None:
        """The group that some properties tell, if the profile knows it."""
        having = sorted(one.value for one in self.having)
        known = (one for one in self.profile.groups if one.having == having)
        return None if self.kind else next(known, None)

    @cached_property
    def total(self) -> int:
        """How many there are."""
        if self.kind and not self.chosen and not self.having:
            return self.profile.classes.get(self.kind.value, 0)
        if self.group and not self.chosen:
            return self.group.count
        if len(self.having) == 1 and not self.kind and not self.chosen:
            known = self.profile.properties.get(self.having[0].value)
            if known and known.subjects > COUNTED:
                return known.subjects
        rows = self.engine.rows(_COUNT.format(self.pattern))
        return int(text_of(rows[0]["count"]))

    def things(self, page: int) -> list[Term]:
        """Those of one page."""
        query = _THINGS.format(self.pattern, ON_A_PAGE, (page - 1) * ON_A_PAGE)
        return [row["thing"] for row in self.engine.rows(query)]

    def ordered(self, order: Order, page: int) -> list[Term]:
        """Those of one page, in the order of their values by a property."""
        query = order.query(self.pattern, ON_A_PAGE, (page - 1) * ON_A_PAGE)
        return [row["thing"] for row in self.engine.rows(query)]

    def pairs(self, by: NamedNode, most: int) -> list[tuple[Term, Term]]:
        """What they lead to by a property, so many links at most."""
        query = _PAIRS.format(self.pattern, by, most)
        return [(row["thing"], row["value"]) for row in self.engine.rows(query)]

    def nodes(self, most: int, start: int, by: Sequence[NamedNode] = ()) -> list[Term]:
        """So many of those without an IRI, from this one on, in the order of some values.

        Very many are as the engine has them.
        """
        ordered = dict(enumerate(by if self.total <= _MOST_ORDERED else ()))
        parts = [f"OPTIONAL {{ ?thing {one} ?o{n} }}" for n, one in ordered.items()]
        order = " ".join(f"MIN(?o{n})" for n in ordered)
        query = _NODES.format(
            pattern=self.pattern,
            values=" ".join(parts),
            order=f"ORDER BY {order}" if order else "",
            most=most,
            start=start,
        )
        return [row["thing"] for row in self.engine.rows(query)]

    def all(self, most: int) -> list[Term]:
        """All of them, if they are no more than so many, in any order."""
        return [row["thing"] for row in self.engine.rows(f"{self.query} LIMIT {most}")]

    @cached_property
    def facets(self) -> list[Facet]:
        """By what they can be narrowed further: few values, which most of them have."""
        tried = self._candidates[:_CANDIDATES]
        ways = *tried, *self._through_nodes(), *self._inward()
        found = self._counted_facets(ways)
        counted = min(self.total, COUNTED)
        known = self.profile.properties
        few = {by for by in known if not known[by].has_many_values}
        good = (
            one
            for one in found
            if one.divides(counted) and one.repeats(1.5 if one.by.value in few else 2)
        )
        return self._by_years(list(without_doubles(good)))

    def _by_years(self, facets: list[Facet]) -> list[Facet]:
        """The same, with the years of days in the place of many days, or with decades.

        Within a decade that is chosen these are its years.
        """
        few = {one.by for one in facets if len(one.values) <= FEW_DAYS}
        few |= {*self.chosen}
        within = [by for by, value in self.chosen.items() if self._is_decade(by, value)]
        ways = [by for by in self._dated if by not in few]
        decades = of_decades(self.profile, ways)
        ways = of_years(self.profile, (by for by in ways if by not in decades))
        counted = self._counted_facets(decades, VALUES_BY_DECADE)
        found = [*map(by_decades, counted)]
        counted = self._counted_facets([*ways, *within], VALUES_BY_YEAR)
        found += [by_years(self.profile, one) for one in counted]
        most = min(self.total, COUNTED)
        years = [one for one in _once_within(found) if one.divides(most)]
        told = {one.by for one in years}
        return [*(one for one in facets if one.by not in told), *years]

    def _is_decade(self, by: Way, value: Term) -> bool:
        """Whether a value that is chosen stands for the dates of a decade."""
        return bool(decade(value) and form_of(self.profile, by, value))

    def _dates_of(self, by: Way) -> str:
        """The condition for dates by a way: those of the decade, if one is chosen."""
        value = self.chosen.get(by)
        form = form_of(self.profile, by, value) if value else ""
        return dates_of("?date", form) if form else dates_of("?date")

    @property
    def _dated(self) -> list[Way]:
        """The ways to dates that these things have, or their spans of time."""
        used = {*self._properties_used_at_all}
        direct = [by for by in self.profile.dates if by in used]
        return dated_ways(direct, self._ways_within, self.profile)

    @cached_property
    def _ways_within(self) -> list[Way]:
        return ways_within(self.engine, self.profile, self.pattern)

    def told_besides(self, facets: Iterable[Facet]) -> dict[NamedNode, int]:
        """What else is said of some of them, with of how many, but for facets and kinds.

        Of more than are counted it is that of a sample.
        """
        passed = {_TYPE, *(one.by.steps[0] for one in facets), *self.having}
        counts = self._properties_used_at_all
        told = {NamedNode(by): count for by, (count, *_) in counts.items()}
        named = sorted(told, key=lambda by: (-told[by], by.value))
        return {by: told[by] for by in named if by not in passed}

    @property
    def is_sampled(self) -> bool:
        """Whether not all of them are looked at for what is said of them."""
        return self.total > _SAMPLE

    @cached_property
    def _candidates(self) -> list[Way]:
        """The ways by which what was chosen may be divided further, few values first.

        What counts is what these things say, and not what all others do.
        """
        known = self.profile.properties
        used = [
            iri for iri in self._properties_used if iri in known and iri != _TYPE.value
        ]
        few = self.profile.by_worth([iri for iri in used if known[iri].values])
        many = [iri for iri in used if known[iri].has_many_values and _may_divide(iri)]
        ways = [Way((NamedNode(iri),)) for iri in (*few, *many)]
        return [by for by in ways if by not in self.chosen]

    @cached_property
    def _properties_used_at_all(self) -> dict[str, list[int]]:
        """The properties that a sample of the things has: of how many, how often, values."""
        query = _SAID.format(pattern=self.pattern, most=_SAMPLE)
        rows = self.engine.rows(query)
        return {
            text_of(row["by"]): [int(text_of(row[name])) for name in _COUNTS]
            for row in rows
            if "by" in row
        }

    @cached_property
    def _properties_used(self) -> list[str]:
        """Those of these with values that recur."""
        counts = self._properties_used_at_all
        most = min(self.total, _SAMPLE)
        often = [
            by
            for by, (count, uses, values) in counts.items()
            if count * _SELDOM >= most and (uses > values or self.total > _SAMPLE)
        ]
        return sorted(often, key=lambda by: (-counts[by][0], counts[by][2], by))

    def _through_nodes(self) -> list[Way]:
        """What is said of things by way of what has no name, as their city is."""
        known = self.profile.properties
        good = [
            way
            for way in self._ways_within
            if way not in self.chosen and _may_divide(way.steps[-1].value)
        ]
        good.sort(key=lambda way: (-known[way.steps[-1].value].count, way.value))
        return good[:_CANDIDATES]

    def _inward(self) -> list[Way]:
        """By what few others lead to many things, as collections do to their members.

        What the things themselves say by a property with the same meaning is no news.
        No more than so few lead to one thing, so that counting them costs no more.
        """
        known = self.profile.properties
        gathering = [iri for iri in self.profile.most_used if _gathers(known[iri])]
        news = (iri for iri in gathering if not self._other_names(iri) & known.keys())
        ways = (Way((NamedNode(iri),), is_inward=True) for iri in news)
        return [by for by in ways if by not in self.chosen][:_CANDIDATES]

    def _other_names(self, by: str) -> frozenset[str]:
        return self.opposites.get(by, frozenset())

    def _counted_facets(
        self, candidates: Iterable[Way], values: str = _VALUES
    ) -> list[Facet]:
        """The facets of some ways in their order, with their values by number."""
        ways = list(candidates)
        parts = [
            values.format(
                by=by,
                pattern=self.pattern,
                most=COUNTED,
                values=MOST_VALUES + 1,
                dates=self._dates_of(by),
            )
            for by in ways
        ]
        query = f"SELECT ?by ?value ?count {{ {' UNION '.join(parts)} }}"
        found: dict[Way, list[tuple[Term, int]]] = {}
        for row in self.engine.rows(query) if parts else ():
            if "value" in row:
                value = row["value"], int(text_of(row["count"]))
                found.setdefault(Way.named(text_of(row["by"])), []).append(value)
        return [Facet(by, sorted(found[by], key=often)) for by in ways if by in found]


def _once_within(facets: Iterable[Facet]) -> list[Facet]:
    """Some facets, of the bounds of a span that divide alike the first."""
    known = list(facets)
    once = {one.by for one in without_doubles(known)}
    return [one for one in known if one.by in once or len(one.by.steps) == 1]


def _gathers(one: PropertyProfile) -> bool:
    """Whether a few say it of several others each."""
    return 1 < one.subjects <= FEW_VALUES and one.iris >= 2 * one.subjects


def _may_divide(by: str) -> bool:
    return NamedNode(by) not in NAMES and not has_dates(by)
