"""Queries made from the shape of data that somebody brings, each proven to answer."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.errors import QueryError
from diplomatica.lookup.index.dates import DATATYPES
from diplomatica.model.dataset.naming import CARRIERS
from diplomatica.model.formats import CSV
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import LABELLING, RDF

if TYPE_CHECKING:
    from diplomatica.lookup.overview.overview import Overview

_TYPE = RDF("type").value
_QUESTIONS = 3
_FIVE_DIGITS = 10_000  # the first year that has so many
_FEWEST = 5  # values and things of a property that a question is about
_BY_NAME = (
    "SELECT ?thing ?name {{ ?thing a {} ; {} ?name{} }} ORDER BY STR(?name) LIMIT 100"
)
_OF_KIND = "SELECT ?thing {{ ?thing a {}{} }} ORDER BY ?thing LIMIT 100"
_ANY_NAMED = (
    "SELECT ?thing {{ ?thing a <{}> ; {} ?name "
    "FILTER NOT EXISTS {{ GRAPH {} {{ ?thing a ?kind }} }} }} LIMIT 1"
)
_CALLED = "SELECT ?thing ?name {{ ?thing {} ?name }} ORDER BY STR(?name) LIMIT 100"
_BY_DATE = "SELECT ?thing ?date {{ ?thing {} ?date{} }} ORDER BY DESC({}) LIMIT 20"
_NAMED_BY_DATE = (
    "SELECT ?thing ?name ?date {{ ?thing {} ?date ; {} ?name{} }} "
    "ORDER BY DESC({}) LIMIT 20"
)
_BY_VALUE = (
    "SELECT ?value (COUNT(*) AS ?count) {{ ?thing {} ?value{} }} "
    "GROUP BY ?value ORDER BY DESC(?count)"
)
_SAID = "SELECT ?property ?value {{ {} ?property ?value }}"
_LINKED = "SELECT ?thing ?other {{ ?thing {} ?other{} }} LIMIT 100"
_NAMED_LINKED = (
    "SELECT ?thing ?name ?other ?otherName "
    "{{ ?thing {0} ?other ; {1} ?name . ?other {1} ?otherName{2} }} LIMIT 100"
)
_NOT_OF_CATALOG = " FILTER NOT EXISTS {{ GRAPH {} {{ ?thing {} {} }} }}"
_IN_CATALOG = "SELECT ?thing {{ GRAPH {} {{ ?thing {} {} }} }} LIMIT 1"
_KINDS = (
    "SELECT ?kind (COUNT(?thing) AS ?count) {{ ?thing a ?kind "
    "FILTER NOT EXISTS {{ GRAPH {} {{ ?thing a ?kind }} }} }} "
    "GROUP BY ?kind ORDER BY DESC(?count) LIMIT 100"
)
# Of what is said by a property no more is looked at than shows whether it has names.
_SOME = "{{ SELECT ?thing ?other {{ ?thing <{}> ?other }} LIMIT 500 }} FILTER (ISIRI(?thing))"
_ANY_OF_NODES = (
    "SELECT ?thing {{ {{ SELECT ?thing {{ ?thing <{}> ?other }} LIMIT 500 }} "
    "FILTER (ISBLANK(?thing)) }} LIMIT 1"
)
_ANY_CALLED = f"SELECT ?thing {{{{ {_SOME} ?thing <{{}}> ?name }}}} LIMIT 1"
_BOTH_CALLED = (
    f"SELECT ?thing {{{{ {_SOME} ?thing <{{}}> ?name . ?other <{{}}> ?also }}}} LIMIT 1"
)
_OF_LABELS = (
    "SELECT ?thing {{ {{ SELECT DISTINCT ?thing {{ ?thing <{}> ?value }} LIMIT 500 }} "
    "VALUES ?label {{ {} }} ?thing a ?label }}"
)
_SAMPLED = 500
_TRIED = 6  # properties that may link what has names


@dataclass(frozen=True)
class SuggestedQuery:
    """A query made from the shape of the data, and what it asks in words."""

    words: str
    """What it asks; the names of what it is about stand at {about}."""
    about: tuple[str, ...]
    query: str


class Questions:
    """Those that can be put to one release."""

    def __init__(self, engine: Engine, iris: Iris, overview: "Overview") -> None:
        """Take what there is in the data."""
        self._engine, self._overview = engine, overview
        self._catalog = iris("graph", "catalog")
        self._properties = overview.profile.properties

    def proven(self) -> list[SuggestedQuery]:
        """Three that have an answer here: each was asked."""
        return list(islice(filter(self._is_answered, self._all()), _QUESTIONS))

    def _is_answered(self, question: SuggestedQuery) -> bool:
        with suppress(QueryError):
            answer = self._engine.answer(question.query, CSV, None)
            return answer is not None and answer.rows > 0
        return False

    def _all(self) -> Iterator[SuggestedQuery]:
        """A question of each sort that this data can answer, with its query."""
        yield from self._of_groups()
        yield from self._of_names()
        yield from self._of_dates()
        yield from self._of_values()
        yield from self._of_links()
        kinds = _KINDS.format(self._catalog)
        yield SuggestedQuery("How many things are there of each kind?", (), kinds)
        yield from self._of_a_thing()

    def _of_groups(self) -> Iterator[SuggestedQuery]:
        """What the largest group says where most things have no kind."""
        groups = self._overview.groups
        for group in groups.all[:1] if groups.lead else ():
            about = tuple(by.value for by in group.named_by)
            query = groups.query(group)
            yield SuggestedQuery("What has {about}, and which?", about, query)
            for by, query in islice(groups.largest(group), 1):
                yield SuggestedQuery(
                    "What has the highest number by {about}?", (by.value,), query
                )

    def _of_names(self) -> Iterator[SuggestedQuery]:
        """What there is of the most telling kind; where there is none, by any name."""
        overview = self._overview
        # What names most things first: of a thesaurus few concepts may have an rdfs:label.
        named = overview.calling
        # The kind that the front page begins with.
        for kind in [*overview.sample, *overview.kinds.telling][:1]:
            query = self._of_kind(kind.value, named)
            yield SuggestedQuery(
                "What is there of this kind {about}?", (kind.value,), query
            )
        for by in [] if overview.kinds.all else named[:1]:
            query = _CALLED.format(overview.term(by))
            yield SuggestedQuery("What is there, by its name {about}?", (by,), query)

    def _of_kind(self, kind: str, named: list[str]) -> str:
        """A query for what is of a kind, with the names that any of it has."""
        term = self._overview.term
        without = self._without_catalog(_TYPE, f"<{kind}>")
        for by in named:
            for way in self._ways(by):
                path = "/".join(f"<{step}>" for step in way)
                if self._engine.rows(_ANY_NAMED.format(kind, path, self._catalog)):
                    steps = "/".join(map(term, way))
                    return _BY_NAME.format(term(kind), steps, without)
        return _OF_KIND.format(term(kind), without)

    def _ways(self, by: str) -> list[tuple[str, ...]]:
        """By which steps a property that names things leads to the words of names."""
        spelt = [one for one in CARRIERS.get(by, ()) if one in self._properties]
        return [*((by, one) for one in spelt), (by,)]

    def _of_dates(self) -> Iterator[SuggestedQuery]:
        """What comes last by the most used date of things, if not all have the same."""
        overview, known = self._overview, self._properties
        times = [*overview.times, *overview.times_of_records]
        telling = filter(self._is_of_no_labels, filter(self._is_much, times))
        for by in islice(filter(self._is_of_things, telling), 1):
            if known[by].first != known[by].last:
                yield self._by_date(by)

    def _by_date(self, by: str) -> SuggestedQuery:
        is_of_numbers = self._properties[by].has_numbers
        order = "?date" if is_of_numbers else "STR(?date)"
        term, without = self._overview.term, self._without_catalog(by)
        query = _BY_DATE.format(term(by), without, order)
        for name in self._naming(_ANY_CALLED, by):
            query = _NAMED_BY_DATE.format(term(by), term(name), without, order)
        if is_of_numbers or self._sorts_as_text(by):
            return SuggestedQuery(
                "What is the latest by this date {about}?", (by,), query
            )
        return SuggestedQuery(
            "What is there, sorted by {about} as it is written?", (by,), query
        )

    def _of_values(self) -> Iterator[SuggestedQuery]:
        """How many things have which value of what divides them best, dates last."""
        much = filter(self._is_much, self._overview.facets)
        telling = filter(self._is_of_no_labels, much)
        order = sorted(telling, key=lambda by: self._properties[by].is_date)
        for by in self._overview.wording.told_first(order)[:1]:
            term = self._overview.term(by)
            query = _BY_VALUE.format(term, self._without_catalog(by))
            yield SuggestedQuery(
                "How many things have each value of {about}?", (by,), query
            )

    def _of_links(self) -> Iterator[SuggestedQuery]:
        """What leads where by the most used link, of those first that join what has names."""
        much = list(filter(self._is_much, self._overview.linking()))[: 2 * _TRIED]
        much.sort(key=lambda by: self._properties[by].nodes > 0)
        links = self._overview.wording.told_first(much)
        for by in links[:_TRIED]:
            for name in self._naming(_BOTH_CALLED, by):
                yield self._by_link(by, _NAMED_LINKED, name)
                return
        for by in links[:1]:
            yield self._by_link(by, _LINKED)

    def _by_link(self, by: str, query: str, *names: str) -> SuggestedQuery:
        terms = map(self._overview.term, (by, *names))
        asked = query.format(*terms, self._without_catalog(by))
        return SuggestedQuery("What is linked with what by {about}?", (by,), asked)

    def _naming(self, query: str, by: str) -> list[str]:
        """The first property that names what has another, as a query finds out; or none."""
        calling = self._overview.calling[:_TRIED]
        asked = (
            one for one in calling if self._engine.rows(query.format(by, one, one))
        )
        return list(islice(asked, 1))

    def _is_of_no_labels(self, by: str) -> bool:
        """Whether a property is not for the most part one of labels that are things."""
        kinds = [kind for kind, _ in self._overview.kinds.all if kind in LABELLING]
        if not kinds:
            return True
        rows = self._engine.rows(_OF_LABELS.format(by, values(kinds)))
        return 2 * len(rows) < min(self._properties[by].subjects, _SAMPLED)

    def _is_of_things(self, by: str) -> bool:
        """Whether a property is one of what has addresses: a reader can open these."""
        return not self._engine.rows(_ANY_OF_NODES.format(by))

    def _of_a_thing(self) -> Iterator[SuggestedQuery]:
        """What is said of a typical thing: it may be asked where there is little of all."""
        things = (thing for some in self._overview.sample.values() for thing in some)
        for thing in islice(things, 1):
            query = _SAID.format(thing)
            yield SuggestedQuery("What is said of {about}?", (thing.value,), query)

    def _is_much(self, by: str) -> bool:
        """Whether enough things have a property that a question is worth while."""
        one = self._properties[by]
        return min(one.count, one.subjects) >= _FEWEST

    def _without_catalog(self, by: str, value: str = "?stated") -> str:
        """What leaves out of a query what the catalog says of the dataset itself."""
        asked = _IN_CATALOG.format(self._catalog, f"<{by}>", value)
        if not self._engine.rows(asked):
            return ""
        return _NOT_OF_CATALOG.format(self._catalog, self._overview.term(by), value)

    def _sorts_as_text(self, by: str) -> bool:
        """Whether the dates of a property are in order where they are sorted as texts.

        They are not before the year 1, nor in whatever form a text may have.
        """
        one = self._properties[by]
        is_dated = one.datatypes.keys() <= DATATYPES and not one.iris
        years = map(int, one.years)
        return is_dated and all(0 <= year < _FIVE_DIGITS for year in years)
