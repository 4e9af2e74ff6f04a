"""What the front page tells of data that somebody brings: drawn from its own shape."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.errors import QueryError
from diplomatica.lookup.index.dates import DATATYPES, are_of_records
from diplomatica.lookup.index.days import day_of, first_number
from diplomatica.lookup.index.index import Index
from diplomatica.model.dataset.profile import Profile
from diplomatica.model.formats import CSV
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import (
    LANGUAGES,
    NAMES,
    RDF,
    SAYS_NOTHING,
    SCAFFOLDING,
    WHOLES,
)

_TYPE = RDF("type").value
_OF_LISTS = {RDF(name).value for name in ("first", "rest")}
_SAMPLED = 4  # classes of which a few things are shown
_WORDS = re.compile(r"[^\W\d_]{3,}([ .'-]+[^\W\d_]+)*")  # of a name; no code
_LOOKED_THROUGH = 24  # classes, for as many as are shown
_OF_EACH, _LOOKED_AT = 5, 8
_QUESTIONS = 3
_FIVE_DIGITS = 10_000  # the first year that has so many
_FEWEST = 5  # values and things of a property that a question is about
_FULLER = 10  # properties of very many values that are named
_BY_NAME = (
    "SELECT ?thing ?name {{ ?thing a {} ; {} ?name{} }} ORDER BY STR(?name) LIMIT 100"
)
_OF_KIND = "SELECT ?thing {{ ?thing a {}{} }} ORDER BY ?thing LIMIT 100"
_ANY_NAMED = (
    "SELECT ?thing {{ ?thing a <{}> ; <{}> ?name "
    "FILTER NOT EXISTS {{ GRAPH {} {{ ?thing a ?kind }} }} }} LIMIT 1"
)
_OF_NO_KIND = (
    "SELECT DISTINCT ?thing {{ GRAPH ?file {{ ?thing ?property ?value }} "
    "FILTER (?file != {} && isIRI(?thing) && NOT EXISTS {{ ?thing a ?kind }}) }} LIMIT 1000"
)
_CALLED = "SELECT ?thing ?name {{ ?thing {} ?name }} ORDER BY STR(?name) LIMIT 100"
_BY_DATE = "SELECT ?thing ?date {{ ?thing {} ?date{} }} ORDER BY DESC({}) LIMIT 20"
_BY_VALUE = (
    "SELECT ?value (COUNT(*) AS ?count) {{ ?thing {} ?value{} }} "
    "GROUP BY ?value ORDER BY DESC(?count)"
)
_SAID = "SELECT ?property ?value {{ {} ?property ?value }}"
_LINKED = "SELECT ?thing ?other {{ ?thing {} ?other{} }} LIMIT 100"
_NOT_OF_CATALOG = " FILTER NOT EXISTS {{ GRAPH {} {{ ?thing {} {} }} }}"
_IN_CATALOG = "SELECT ?thing {{ GRAPH {} {{ ?thing {} {} }} }} LIMIT 1"
# What the build says of the dataset itself is none of its things.
_LED_TO = """
SELECT ?thing {{ VALUES ?thing {{ {} }} FILTER EXISTS {{
  GRAPH ?file {{ ?other ?property ?thing }} FILTER (?other != ?thing && ?file != {})
}} }}"""
_KINDS = (
    "SELECT ?kind (COUNT(?thing) AS ?count) {{ ?thing a ?kind "
    "FILTER NOT EXISTS {{ GRAPH {} {{ ?thing a ?kind }} }} }} "
    "GROUP BY ?kind ORDER BY DESC(?count) LIMIT 100"
)


@dataclass(frozen=True)
class SuggestedQuery:
    """A query made from the shape of the data, and what it asks in words."""

    words: str
    """What it asks; the names of what it is about stand at {about}."""
    about: tuple[str, ...]
    query: str


class Overview:
    """What there is in one release."""

    def __init__(self, engine: Engine, profile: Profile, index: Index) -> None:
        """Take the profile that the build made of the data."""
        self._engine, self.profile, self._index = engine, profile, index
        self.languages, self._iris = index.languages, index.iris

    @cached_property
    def classes(self) -> list[tuple[NamedNode, int]]:
        """The classes with how many things each has, the largest first.

        Those of classes and properties come last, but for a vocabulary, and after all
        those of what only stands inside others.
        """
        counts, rank = self.profile.classes, self._rank
        order = sorted(counts, key=lambda iri: (rank(iri), -counts[iri], iri))
        return [(NamedNode(iri), counts[iri]) for iri in order]

    @cached_property
    def kinds(self) -> list[tuple[NamedNode, int]]:
        """The same without those that say nothing, such as owl:Thing, if there are others.

        One of these stays where it is all that is said of some things; what only states
        something of others is no thing to look for.
        """
        passed = {*SAYS_NOTHING, *SCAFFOLDING} - {*map(NamedNode, self.profile.vague)}
        telling = [one for one in self.classes if one[0] not in passed]
        telling.sort(key=lambda one: one[0] in SAYS_NOTHING)
        return telling or self.classes

    @cached_property
    def telling(self) -> list[NamedNode]:
        """The same, those first that tell most of what this is: their things have names.

        What has none only hangs on others, as a point or a statement does.
        """
        kinds = [kind for kind, _ in self.kinds]
        return sorted(
            kinds,
            key=lambda kind: (
                self._rank(kind.value),
                kind not in self._kinds_with_names,
            ),
        )

    @cached_property
    def _kinds_with_names(self) -> set[NamedNode]:
        """The kinds whose things have names of their own, or IRIs that are names."""
        kinds = [kind for kind, _ in self.kinds[:_LOOKED_THROUGH]]
        by_iri = filter(self._is_called_by_iri, kinds)
        return {*map(NamedNode, self._index.mostly_named), *by_iri}

    def _is_called_by_iri(self, kind: NamedNode) -> bool:
        """Whether the IRIs of a kind's things end in words, as “Egon_Schiele” does."""
        some = self._index.typical(kind.value, _LOOKED_AT)
        ends = [self._iris.readable(thing.value) for thing in some]
        worded = [end for end in ends if _WORDS.fullmatch(end)]
        owned = self._index.owners([thing.value for thing in some])
        return 2 * len(worded) > len(some) > len(owned)

    def count_of(self, kind: NamedNode) -> int:
        """How many things are of a kind."""
        return self.profile.classes[kind.value]

    @cached_property
    def adds_up(self) -> bool:
        """Whether each thing is counted with one kind, and nothing else is."""
        return sum(count for _, count in self.kinds) == self.profile.things

    @property
    def of_no_kind(self) -> int:
        """How many things at the least have no kind: a thing may have several."""
        return max(0, self.profile.things - sum(self.profile.classes.values()))

    @property
    def asking_for_them(self) -> str:
        """A query for these, without what only the catalog tells of."""
        return _OF_NO_KIND.format(self._iris("graph", "catalog"))

    def _rank(self, iri: str) -> tuple[bool, bool]:
        is_of_terms = _is_of_terms(iri) and not self._is_vocabulary
        return iri not in self.profile.named, is_of_terms

    @cached_property
    def _is_vocabulary(self) -> bool:
        """Whether the data is of classes and properties more than of other things."""
        counts = self.profile.classes
        others = sum(counts[iri] for iri in counts if not _is_of_terms(iri))
        return 2 * others < self.profile.things

    @cached_property
    def properties(self) -> list[tuple[NamedNode, int]]:
        """The properties with how often each is used, the most used first.

        Those of which lists are made say nothing of a thing.
        """
        known = self.profile.properties
        used = (iri for iri in self.profile.most_used if iri not in _OF_LISTS)
        return [(NamedNode(iri), known[iri].count) for iri in used]

    @cached_property
    def sample(self) -> dict[NamedNode, list[NamedNode]]:
        """A few things of each of the most telling classes, none of them the publisher's own.

        What is shown already is not shown again, nor what only hangs on other things: it
        stands last, where there is little else.
        """
        found: list[tuple[NamedNode, list[NamedNode]]] = []
        for kind in self._telling_of_parts[:_LOOKED_THROUGH]:
            shown = {thing for _, some in found for thing in some}
            typical = self._index.typical(kind.value, _LOOKED_AT)
            fresh = [thing for thing in typical if thing not in shown]
            if 2 * len(fresh) > len(typical):
                found.append((kind, fresh[:_OF_EACH]))
        found.sort(key=lambda one: (self._rank(one[0].value), self._hangs(*one)))
        return dict(found[:_SAMPLED])

    @property
    def _telling_of_parts(self) -> list[NamedNode]:
        """The telling classes without that of the one thing that stands for the whole."""
        kinds = self.telling
        parts = [one for one in kinds if one not in WHOLES or self.count_of(one) > 1]
        return parts or kinds

    def _hangs(self, kind: NamedNode, things: list[NamedNode]) -> bool:
        """Whether each of some things has no name, and only others lead to it."""
        if kind in self._kinds_with_names:
            return False
        listed = " ".join(map(str, things))
        led_to = self._engine.rows(
            _LED_TO.format(listed, self._iris("graph", "catalog"))
        )
        return len(led_to) == len(things)

    @property
    def facets(self) -> list[str]:
        """The properties that divide things well, but for those of vocabularies."""
        return [by for by in self.profile.facets if not _is_of_terms(by)]

    @property
    def fuller(self) -> list[tuple[NamedNode, str]]:
        """The properties with more values than a page lists, each with a query for them.

        Only those that link most things to others: texts are seldom the same twice.
        """
        known, things = self.profile.properties, self.profile.things
        return [
            (NamedNode(by), _BY_VALUE.format(self.term(by), ""))
            for by in self._linking()
            if known[by].has_many_values
            and known[by].subjects * 5 >= things
            and not _is_of_terms(by)
        ][:_FULLER]

    @property
    def naming(self) -> list[str]:
        """The properties that name things everywhere, and are in use here."""
        known = self.profile.properties
        return [by for by in map(text_of, NAMES) if by in known]

    @property
    def dates(self) -> tuple[str, str] | None:
        """The first and the last day, month or year of the things.

        None where they are the same: it tells when nothing was but one.
        """
        bounds = self._bounds(self.times)
        return bounds if bounds and bounds[0] != bounds[1] else None

    @property
    def record_dates(self) -> tuple[str, str] | None:
        """The same of when they were described, which says nothing of their own time."""
        return self._bounds(self.times_of_records)

    @cached_property
    def times(self) -> list[str]:
        """The properties with the dates of things, the most used first."""
        return [by for by in self.profile.dates if by not in self.times_of_records]

    @cached_property
    def times_of_records(self) -> list[str]:
        """Those with the dates of their descriptions."""
        known = self.profile.properties
        return [
            by
            for by in self.profile.dates
            if are_of_records(by, known[by].first, known[by].last)
        ]

    def _bounds(self, properties: list[str]) -> tuple[str, str] | None:
        dated = [self.profile.properties[iri] for iri in properties]
        if not dated:
            return None
        first = min((one.first for one in dated), key=_day_number)
        return first, max((one.last for one in dated), key=_day_number)

    @cached_property
    def questions(self) -> list[SuggestedQuery]:
        """Three queries that have an answer here: each was asked."""
        found: list[SuggestedQuery] = []
        for question in self._questions():
            if len(found) < _QUESTIONS and self._is_answered(question):
                found.append(question)
        return found

    def _is_answered(self, question: SuggestedQuery) -> bool:
        with suppress(QueryError):
            answer = self._engine.answer(question.query, CSV, None)
            return answer is not None and answer.rows > 0
        return False

    def _questions(self) -> Iterator[SuggestedQuery]:
        """A question of each sort that this data can answer, with its query."""
        profile = self.profile
        known = profile.properties
        # What names most things first: of a thesaurus few concepts may have an rdfs:label.
        named = sorted(self.naming, key=lambda by: -known[by].subjects)
        for kind in self.telling[:1]:
            query = self._of_kind(kind.value, named)
            yield SuggestedQuery(
                "What is there of this kind {about}?", (kind.value,), query
            )
        for by in [] if self.classes else named[:1]:
            query = _CALLED.format(self.term(by))
            yield SuggestedQuery("What is there, by its name {about}?", (by,), query)
        dates = [by for by in self.times + self.times_of_records if self._is_much(by)]
        for by in dates[:1]:
            order = "?date" if known[by].has_numbers else "STR(?date)"
            query = _BY_DATE.format(self.term(by), self._without_catalog(by), order)
            if known[by].first == known[by].last:
                continue
            if known[by].has_numbers or self._sorts_as_text(by):
                yield SuggestedQuery(
                    "What is the latest by this date {about}?", (by,), query
                )
            else:
                yield SuggestedQuery(
                    "What is there, sorted by {about} as it is written?", (by,), query
                )
        for by in list(filter(self._is_much, self.facets))[:1]:
            query = _BY_VALUE.format(self.term(by), self._without_catalog(by))
            yield SuggestedQuery(
                "How many things have each value of {about}?", (by,), query
            )
        for by in list(filter(self._is_much, self._linking()))[:1]:
            query = _LINKED.format(self.term(by), self._without_catalog(by))
            yield SuggestedQuery("What is linked with what by {about}?", (by,), query)
        kinds = _KINDS.format(self._iris("graph", "catalog"))
        yield SuggestedQuery("How many things are there of each kind?", (), kinds)
        yield from self._of_a_thing()

    def _of_kind(self, kind: str, named: list[str]) -> str:
        """A query for what is of a kind, with the names that any of it has."""
        term, without = self.term(kind), self._without_catalog(_TYPE, f"<{kind}>")
        catalog = self._iris("graph", "catalog")
        for by in named:
            if self._engine.rows(_ANY_NAMED.format(kind, by, catalog)):
                return _BY_NAME.format(term, self.term(by), without)
        return _OF_KIND.format(term, without)

    def _of_a_thing(self) -> Iterator[SuggestedQuery]:
        """What is said of a typical thing: it may be asked where there is little of all."""
        things = (thing for some in self.sample.values() for thing in some)
        for thing in islice(things, 1):
            query = _SAID.format(thing)
            yield SuggestedQuery("What is said of {about}?", (thing.value,), query)

    def _is_much(self, by: str) -> bool:
        """Whether enough things have a property that a question is worth while."""
        one = self.profile.properties[by]
        return min(one.count, one.subjects) >= _FEWEST

    def _without_catalog(self, by: str, value: str = "?stated") -> str:
        """What leaves out of a query what the catalog says of the dataset itself."""
        graph = self._iris("graph", "catalog")
        if not self._engine.rows(_IN_CATALOG.format(graph, f"<{by}>", value)):
            return ""
        return _NOT_OF_CATALOG.format(graph, self.term(by), value)

    def _sorts_as_text(self, by: str) -> bool:
        """Whether the dates of a property are in order where they are sorted as texts.

        They are not before the year 1, nor in whatever form a text may have.
        """
        one = self.profile.properties[by]
        is_dated = one.datatypes.keys() <= DATATYPES and not one.iris
        years = map(int, one.years)
        return is_dated and all(0 <= year < _FIVE_DIGITS for year in years)

    def _linking(self) -> list[str]:
        """The properties that link things, the most used first."""
        known = self.profile.properties
        used = self.profile.most_used
        linking = [
            by for by in used if known[by].iris and by not in _OF_LISTS | {_TYPE}
        ]
        return sorted(linking, key=_is_of_terms)

    def term(self, iri: str) -> str:
        """A term as a query may write it: with a prefix, if what follows needs no escapes."""
        short = self._iris.short(iri)
        local = short.partition(":")[2]
        is_plain = (
            short != iri and local.replace("_", "a").isalnum() and local.isascii()
        )
        return short if is_plain else f"<{iri}>"


def _day_number(day: str) -> int:
    return first_number(day_of(day))


def _is_of_terms(iri: str) -> bool:
    """Whether a term is of the languages of vocabularies."""
    return iri.startswith(LANGUAGES)
