"""What the front page tells of data that somebody brings: drawn from its own shape."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import chain

from pyoxigraph import BlankNode, NamedNode

from diplomatica.engine import Engine
from diplomatica.lookup.browsing.located import Places, exchanged, located_things
from diplomatica.lookup.browsing.narrowed.columns import (
    Columns,
    columns,
    nodes_of_kind,
    shared_by,
    shared_by_nodes,
)
from diplomatica.lookup.browsing.notated import are_own, notations
from diplomatica.lookup.index.dates import are_of_records
from diplomatica.lookup.index.days import day_of, first_number
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.overview.groups import Groups
from diplomatica.lookup.overview.kinds.beside import KindProperty, sets_dividing
from diplomatica.lookup.overview.kinds.kindiris import is_of_terms
from diplomatica.lookup.overview.kinds.kinds import Kinds
from diplomatica.lookup.overview.questions import Questions, SuggestedQuery
from diplomatica.lookup.overview.sample import Sample
from diplomatica.lookup.overview.times import telling_first
from diplomatica.lookup.overview.trees import Trees
from diplomatica.lookup.overview.wording import Wording
from diplomatica.model.dataset.naming import (
    CARRIED,
    OWN,
    REALIZING,
    WHOLE,
    is_by_machine,
    rank_of,
)
from diplomatica.model.dataset.profile import Profile, PropertyProfile
from diplomatica.model.literals.date import as_year
from diplomatica.model.statement import term_of, text_of
from diplomatica.model.terms.hierarchies import OF_PARTS
from diplomatica.model.text.order import natural
from diplomatica.model.vocabulary import (
    NAMES,
    OWL,
    RDF,
    RULES,
    SKOS,
    SKOSXL,
    TELLS_A_RULE,
    TELLS_A_TERM,
    WHOLES,
)

_TYPE = RDF("type").value
_OF_LISTS = {RDF(name).value for name in ("first", "rest")}
_OF_CONTAINERS = re.compile(re.escape(RDF("_").value) + "[1-9][0-9]*")
_SAME = OWL("sameAs").value
_DATED, _LOOKED_AT = 3, 12  # kinds whose dates are compared, and things of each
_MANY_DATED = 10  # things of one day
_TABLES = 2  # kinds whose things are shown in a table
_TELLING = 2  # columns that tell something of what has no name
_FULLER = 10  # properties of very many values that are named
_OF_WHOLE = (
    "SELECT ?property {{ GRAPH ?file {{ {} ?property ?value }} "
    "FILTER (?file != {}) }} LIMIT 1"
)

_OF_NO_KIND = (
    "SELECT DISTINCT ?thing {{ GRAPH ?file {{ ?thing ?property ?value }} "
    "FILTER (?file != {} && isIRI(?thing) && NOT EXISTS {{ ?thing a ?kind }}) }} LIMIT 1000"
)


class Overview:
    """What there is in one release."""

    def __init__(self, engine: Engine, profile: Profile, index: Index) -> None:
        """Take the profile that the build made of the data."""
        self._engine, self.profile, self._index = engine, profile, index
        self.languages, self._iris = index.languages, index.iris
        self.wording = Wording(engine, index.iris)
        self.kinds = Kinds(engine, profile, index, self.wording)
        self.groups = Groups(engine, profile, index.iris)
        self.trees = Trees(engine, profile, index, self.kinds)

    @cached_property
    def sample(self) -> dict[NamedNode, list[NamedNode]]:
        """A few things of each of the most telling kinds.

        None of a kind without addresses that leads, of which a table is shown.
        """
        drawn = Sample(self._engine, self._index, self.kinds).drawn()
        return {**{kind: [] for kind in self._nodes}, **drawn}

    @cached_property
    def _nodes(self) -> dict[NamedNode, list[BlankNode]]:
        """A few things of the first kind, if these have no addresses."""
        first = self.kinds.telling[:1]
        found = [kind for kind in first if kind.value not in self.profile.named]
        return {kind: nodes_of_kind(kind, self._engine) for kind in found}

    @cached_property
    def tables(self) -> dict[NamedNode, Columns]:
        """Those of the sample that have no names, with what they say in columns.

        A digest is none: beside it stands by what a reader tells one from another.
        """
        found: dict[NamedNode, Columns] = {}
        for kind, nodes in self._nodes.items():
            count = self.kinds.count_of(kind)
            by = shared_by_nodes(nodes, count, self._engine, self.profile)
            found[kind] = columns(nodes, by, self._engine)
        passed = {*self.kinds.with_names, *self._nodes}
        coded = {
            kind for kind, some in self.sample.items() if self._are_by_machines(some)
        }
        unnamed = [one for one in self.sample if one not in passed or one in coded]
        for kind in unnamed[:_TABLES]:
            things = sorted(self.sample[kind], key=lambda one: natural(one.value))
            if others := self._telling(kind, things, is_coded=kind in coded):
                found[kind] = columns(things, others, self._engine)
        return found

    def columns_of(self, kind: NamedNode) -> list[NamedNode]:
        """By what the things of a kind are told in a table whose names tell nothing; else none."""
        if kind in self.tables:
            return self.tables[kind].by
        things = self._index.typical(kind.value, _LOOKED_AT)
        if not things or kind in self.kinds.with_names:
            return []
        return self._telling(kind, things, is_coded=self._are_by_machines(things))

    def _telling(
        self, kind: NamedNode, things: list[NamedNode], *, is_coded: bool
    ) -> list[NamedNode]:
        """What most of some things of a kind say, if a few properties do and none is a name."""
        count = self.kinds.count_of(kind)
        by = shared_by(things, count, self._engine, self.profile)
        others = [one for one in by if one.value not in self.calling]
        has_names = len(others) < len(by) and not is_coded
        return [] if has_names or len(by) < _TELLING else others

    def _are_by_machines(self, things: list[NamedNode]) -> bool:
        """Whether all of some things are called by digests, or the ends of their addresses."""
        iris = {one.value for one in things}
        return bool(iris) and self._index.called_by_signs(iris, is_by_machine) == iris

    @cached_property
    def sets(self) -> KindProperty | None:
        """The sets of which most things are parts, but for those of a tree that is shown."""
        are_shown = any(tree.is_of_parts for tree in self.trees.all)
        passed = {by.value for by in OF_PARTS} if are_shown else set()
        return sets_dividing(
            self._engine, self.profile, self._index, self.wording, passed
        )

    @cached_property
    def whole(self) -> NamedNode | None:
        """What stands for the whole in the data, where that has one: a scheme, an ontology."""
        named = self.profile.named
        only = [one for one in WHOLES if named.get(one.value) == 1]
        found = [one for kind in only for one in self._index.typical(kind.value, 1)]
        schemes = self.profile.properties.get(SKOS("inScheme").value)
        if not found and schemes and len(schemes.values) == 1:
            found = [NamedNode(text_of(term_of(next(iter(schemes.values)))))]
        return found[0] if found else None

    @cached_property
    def codes(self) -> dict[str, str]:
        """The notations of what is in the sample."""
        things = [one for some in self.sample.values() for one in some]
        return self.notations(things)

    def notations(self, things: Sequence[NamedNode]) -> dict[str, str]:
        """The notations by which things are known, by their IRIs."""
        if not self._are_known_by_notations:
            return {}
        return notations(things, self._engine, self.profile)

    @cached_property
    def _are_known_by_notations(self) -> bool:
        return are_own(self._engine, self.profile)

    @cached_property
    def suggested(self) -> list[SuggestedQuery]:
        """Queries that have an answer here."""
        return Questions(self._engine, self._iris, self).proven()

    @cached_property
    def turned(self) -> frozenset[str]:
        """The properties of places whose latitudes and longitudes are surely exchanged."""
        return exchanged(self._engine, self.profile)

    @cached_property
    def places(self) -> Places:
        """The things with a place, or a sample of them."""
        return located_things(self._engine, self.profile, self._index, self.turned)

    @cached_property
    def describes_whole(self) -> bool:
        """Whether the data describes what the dataset is called here, and means its own."""
        iris = self._iris
        asked = _OF_WHOLE.format(iris("dataset"), iris("graph", "catalog"))
        return bool(self._engine.rows(asked))

    @cached_property
    def properties(self) -> list[tuple[NamedNode, int]]:
        """The properties with how often each is used, the most used first.

        Those of which lists are made say nothing of a thing; those by which rules are
        told stand last, and but in a vocabulary all of terms. Those are left out that lead
        to labels whose texts another states.
        """
        known, is_vocabulary = self.profile.properties, self.kinds.is_vocabulary
        used = [iri for iri in self.profile.most_used if not _makes_lists(iri)]
        used.sort(key=_is_of_rules if is_vocabulary else _is_of_machinery)
        twice = self._said_twice
        return [(NamedNode(iri), known[iri].count) for iri in used if iri not in twice]

    @property
    def asking_for_kindless(self) -> str:
        """A query for what has no kind, without what only the catalog tells of."""
        return _OF_NO_KIND.format(self._iris("graph", "catalog"))

    def kindless(self, most: int) -> list[NamedNode]:
        """The things without a kind, if there are no more than so many."""
        if not 0 < self.profile.of_none <= most or self.groups.all:
            return []
        rows = self._engine.rows(self.asking_for_kindless)
        found = [one for row in rows if isinstance(one := row["thing"], NamedNode)]
        return sorted(found, key=str)[:most]

    @property
    def _said_twice(self) -> set[str]:
        """The properties of SKOS-XL where those of SKOS state the same as plain texts."""
        known = self.profile.properties
        names = ("prefLabel", "altLabel", "hiddenLabel")
        pairs = [(SKOSXL(name).value, SKOS(name).value) for name in names]
        return {of_node for of_node, of_text in pairs if of_text in known}

    @property
    def facets(self) -> list[str]:
        """The properties that divide things well, but for those of vocabularies."""
        return [by for by in self.profile.facets if not is_of_terms(by)]

    @property
    def fuller(self) -> list[NamedNode]:
        """The properties with more values than a page lists.

        Only those that link most things to others: texts are seldom the same twice.
        """
        known, things = self.profile.properties, self.profile.things
        return [
            NamedNode(by)
            for by in self.linking()
            if known[by].has_many_values
            and known[by].subjects * 5 >= things
            and not is_of_terms(by)
        ][:_FULLER]

    @property
    def naming(self) -> list[str]:
        """The properties that name things everywhere, and are in use here."""
        known = self.profile.properties
        return [by for by in map(text_of, NAMES) if by in known]

    @cached_property
    def calling(self) -> list[str]:
        """All properties that name things here, those first that name most."""
        known = self.profile.properties
        here = {by for by in known if rank_of(by) in (WHOLE, OWN, CARRIED)}
        here -= {*REALIZING}  # which lead to what has a name, and not to the name
        here |= {by for by in self._index.naming if by in known}
        calling = [*self.naming, *sorted(here)]
        return sorted(calling, key=lambda by: -known[by].subjects)

    @property
    def dates(self) -> tuple[str, str] | None:
        """The first and the last day, month or year of the things.

        None where they are the same, and of a few alone: it tells when these were.
        """
        bounds = self._bounds(self.times)
        known = self.profile.properties
        are_many = any(
            sum(known[by].years.values()) >= _MANY_DATED for by in self.times
        )
        return bounds if bounds and (bounds[0] != bounds[1] or are_many) else None

    @property
    def record_dates(self) -> tuple[str, str] | None:
        """When things were described, first and last: it says nothing of their own time."""
        return self._bounds(self.times_of_records)

    @cached_property
    def times(self) -> list[str]:
        """The properties with the dates of things, those first that most would ask for."""
        of_records = self.times_of_records
        dated = [by for by in self.profile.dates if by not in of_records]
        kinds = self.kinds.telling[:_DATED] if len(dated) > 1 else []
        typical = (self._index.typical(kind.value, _LOOKED_AT) for kind in kinds)
        return telling_first(dated, chain.from_iterable(typical), self._engine)

    @cached_property
    def times_of_records(self) -> list[str]:
        """Those with the dates of their descriptions."""
        known, of_one_day = self.profile.properties, self.profile.of_one_day
        return [
            by
            for by in self.profile.dates
            if by in of_one_day or are_of_records(by, known[by].first, known[by].last)
        ]

    def _bounds(self, properties: list[str]) -> tuple[str, str] | None:
        dated = [self.profile.properties[iri] for iri in properties]
        if not dated:
            return None
        first = min((_as_told(one, one.first) for one in dated), key=_day_number)
        last = max((_as_told(one, one.last) for one in dated), key=_day_number)
        return first, last

    def linking(self) -> list[str]:
        """The properties that link things, the most used first."""
        known = self.profile.properties
        used = self.profile.most_used
        linking = [
            by for by in used if known[by].iris and by != _TYPE and not _makes_lists(by)
        ]
        return sorted(linking, key=is_of_terms)

    def term(self, iri: str) -> str:
        """A term as a query may write it: with a prefix, if what follows needs no escapes."""
        short = self._iris.short(iri)
        local = short.partition(":")[2]
        is_plain = (
            short != iri and local.replace("_", "a").isalnum() and local.isascii()
        )
        return short if is_plain else f"<{iri}>"


def _makes_lists(by: str) -> bool:
    """Whether a property only leads to the members of a list or a container."""
    return by in _OF_LISTS or bool(_OF_CONTAINERS.fullmatch(by))


def _is_of_rules(by: str) -> bool:
    """Whether a property says what a rule, a restriction or an annotation is."""
    return by.startswith(RULES) or NamedNode(by) in TELLS_A_RULE


def _is_of_machinery(by: str) -> bool:
    """Whether a property says what a term or a rule is."""
    return (by.startswith((*RULES, OWL)) and by != _SAME) or NamedNode(
        by
    ) in TELLS_A_TERM


def _as_told(one: PropertyProfile, day: str) -> str:
    """A day as its year, where the days of a property stand for years."""
    return as_year(day) if one.has_years else day


def _day_number(day: str) -> int:
    return first_number(day_of(day))
