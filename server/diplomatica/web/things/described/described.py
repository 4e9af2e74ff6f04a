"""The page of any IRI that the data speaks of: what is said of it, in it, and to it."""

from collections.abc import Container, Iterable, Sequence
from functools import cached_property
from itertools import chain, islice

from flask import render_template
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplomatica.engine import Term
from diplomatica.lookup.browsing.located import Located
from diplomatica.lookup.browsing.spread import Dot
from diplomatica.lookup.browsing.twins import told_apart, twin_terms, twins_apart
from diplomatica.lookup.describing.inside import Insides, insides
from diplomatica.lookup.describing.inverse import Inverse
from diplomatica.lookup.describing.outofuse import (
    REPLACED_BY,
    REPLACES,
    deprecates,
    out_of_use,
)
from diplomatica.lookup.describing.propertygroups import (
    OF_ONE,
    Group,
    first_of_groups,
    groups_in_order,
    query_of_values,
)
from diplomatica.lookup.history.changedsubject import ChangedSubject
from diplomatica.lookup.history.past import Past
from diplomatica.lookup.overview.groups import ToldGroup
from diplomatica.lookup.reason import Reason
from diplomatica.lookup.usage import sample
from diplomatica.model.dataset.profile import PropertyProfile
from diplomatica.model.formats import TURTLE
from diplomatica.model.serialization import bytes_of_statements, in_order
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import (
    RDF,
)
from diplomatica.web.document.document import OFFERED
from diplomatica.web.document.drawnmap import Map
from diplomatica.web.http.problem import not_found
from diplomatica.web.notes.valued import words_by_values
from diplomatica.web.site import Site
from diplomatica.web.speech.knownterms import codes_with_hosts, with_readable
from diplomatica.web.things.described.carrying import carried_words
from diplomatica.web.things.described.coded import with_notations
from diplomatica.web.things.described.leading import LedHere
from diplomatica.web.things.described.names import OwnNames
from diplomatica.web.things.described.pictures import Depiction, depictions
from diplomatica.web.things.described.said import (
    DESCRIPTIONS,
    Facts,
    Part,
    among_facts,
    once,
    texts_of_notes,
)
from diplomatica.web.things.described.standing import Standing
from diplomatica.web.things.described.typednames import typed_names
from diplomatica.web.things.described.valueorder import in_reading_order
from diplomatica.web.things.described.whereabouts import belongings, whereabouts
from diplomatica.web.things.heading import called_by
from diplomatica.web.things.inward import PageAsked

ON_A_PAGE = 500
"""How many statements a page shows."""
_PARTS = 50  # parts of a document on a page
_TURTLE = 200  # statements
_AROUND = 16.0  # degrees that a map of one place shows


class Described:
    """What a page shows of one IRI."""

    def __init__(
        self,
        site: Site,
        this: NamedNode,
        quads: Sequence[Quad],
        parts: Sequence[str],
        asked: PageAsked,
        by: str = "",
    ) -> None:
        """Take what is said of it, and the IRIs of the parts of its document.

        `by` names the only property by which others lead to it, if one is chosen.
        Raises Problem 404 for a page that there is not.
        """
        self.site, self.this, self._quads = site, this, quads
        self.naming = OwnNames(site, this)
        self.page, self._by, self.part_count = asked.number, by, len(parts)
        start = (self.page - 1) * _PARTS if not by else 0
        self._parts = [NamedNode(one) for one in islice(parts, start, start + _PARTS)]
        self.first_part = start + 1
        self.led = LedHere(site, this, quads, by, self.page)
        if self.page > 1 and not self._parts and not self.led.origins:
            raise not_found(f"{this.value}, page {self.page}")

    @cached_property
    def is_one(self) -> bool:
        """Whether only what leads to it by one property is shown."""
        return bool(self._by)

    @cached_property
    def parts(self) -> list[Part]:
        """What else its document describes, of which a page shows some."""
        found = self.site.engine.about(self._parts)
        said: dict[object, list[Quad]] = {}
        for quad in found:
            said.setdefault(quad.subject, []).append(quad)
        return [Part(one, said.get(one, ())) for one in self._parts]

    @cached_property
    def has_full_parts(self) -> bool:
        """Whether all that is said of the parts is shown, or only what they are."""
        return sum(len(part.quads) for part in self.parts) <= ON_A_PAGE

    @cached_property
    def insides(self) -> Insides:
        """The blank nodes of the page."""
        shown = [quad.object for quad in self._shown_quads]
        nodes = [origin.thing for origin in self.led.origins]
        used = chain.from_iterable(self.uses)
        return insides(self.site.engine, [*shown, *nodes, *used])

    @property
    def _shown_quads(self) -> Sequence[Quad]:
        parts = [quad for part in self.parts for quad in part.quads]
        beside = (quad for part in self.belongings for quad in part.quads)
        return [*self._first, *(parts if self.has_full_parts else ()), *beside]

    @cached_property
    def _first(self) -> list[Quad]:
        """What a page has room for: of each property the first statements."""
        if not self.is_cut:
            return list(self._quads)
        return first_of_groups(self._groups, ON_A_PAGE)

    @cached_property
    def _groups(self) -> list[Group]:
        return groups_in_order(self._quads)

    @property
    def total(self) -> int:
        """How many statements there are."""
        return sum(len(some) for _, some in self._groups)

    @property
    def is_cut(self) -> bool:
        """Whether there are more statements than a page shows."""
        return len(self._quads) > ON_A_PAGE

    @cached_property
    def facts(self) -> list[Facts]:
        """What is said of it, but for its names, its kinds and what it is."""
        groups = self.naming.untold(self._groups)
        return self._facts(self.this, groups, set(self._first))

    def facts_of(self, part: Part) -> list[Facts]:
        """What is said of a part."""
        return self._facts(part.this, groups_in_order(part.quads), set(part.quads))

    def _facts(
        self, this: NamedNode, groups: Iterable[Group], shown: Container[Quad]
    ) -> list[Facts]:
        """The statements by their properties, with true counts, and those that are shown."""
        found = []
        for by, stated in groups:
            some = among_facts(by, stated)
            first = [one for one in some if one in shown][:OF_ONE]
            if first:
                values, query = self._values(first), query_of_values(this, by, first)
                found.append(Facts(by, values, len(some), query, this))
        return found

    def _values(self, quads: Sequence[Quad]) -> list[tuple[object, str]]:
        """The values of one property in their order, with their statements."""
        in_order = self.naming.in_order(in_reading_order(self.site, quads))
        return [(self.insides.of(one.object), digest(one.triple)) for one in in_order]

    def description(self, quads: Sequence[Quad]) -> object:
        """What something is, in a sentence, in the language that suits a reader best."""
        told = self._texts(quads, DESCRIPTIONS)
        return self.site.describing.best(told) if told else None

    @property
    def lead(self) -> object:
        """What it is, in a sentence."""
        return self.description(self._quads)

    @cached_property
    def reasons(self) -> dict[str, list[Reason]]:
        """Why its statements are there that have more reason than a file, by their digests."""
        shown = {quad.triple for quad in self._first}
        quads = [quad for quad in self._quads if quad.triple in shown]
        return self.site.describing.reasons_beside_files(quads)

    def has_reason(self, facts: Facts) -> bool:
        """Whether anything but a file gives some of what is said by a property."""
        are_told = self.site.has_claims
        return are_told or any(digest in self.reasons for _, digest in facts.values)

    @cached_property
    def descriptions(self) -> list[Literal]:
        """What it is, in other words or languages."""
        return [
            one for one in self._texts(self._quads, DESCRIPTIONS) if one != self.lead
        ]

    def _texts(
        self, quads: Iterable[Quad], properties: Sequence[NamedNode]
    ) -> list[Literal]:
        order = {by: place for place, by in enumerate(properties)}
        told = [quad for quad in quads if quad.predicate in order]
        told.sort(key=lambda quad: order[quad.predicate])
        values = (self.notes.get(quad.object, [quad.object]) for quad in told)
        return once(chain.from_iterable(values))

    @cached_property
    def notes(self) -> dict[object, list[Literal]]:
        """What those notes say that are things of their own."""
        return texts_of_notes(self.site.engine, self._first)

    @cached_property
    def belongings(self) -> list[Part]:
        """What is but its place or its time, or holds that, and has no name."""
        found = [] if self.is_one else belongings(self.site, self.this)
        told = self.notes
        return [Part(this, quads) for this, quads in found if this not in told]

    @cached_property
    def place(self) -> list[Located]:
        """Where it is; nothing is asked where nothing tells of a place."""
        beside = [part.this for part in self.belongings]
        return whereabouts(self.site, self.this, self._quads, beside)

    def leading_to(self, part: Part) -> NamedNode | None:
        """By what this leads to something that belongs to it; None where others do."""
        by = (one.predicate for one in self._quads if one.object == part.this)
        return next(by, None)

    @cached_property
    def pictures(self) -> list[Depiction]:
        """Where there are pictures of it."""
        return depictions(self.site, self._first, self.insides.within)

    @property
    def map(self) -> Map:
        """The map of where it is."""
        return Map([Dot(one) for one in self.place], _AROUND)

    @property
    def graphs(self) -> list[NamedNode]:
        """The named graphs that say something of it; reasons stand beside what they give."""
        graphs = {quad.graph_name for quad in self._quads}
        graphs -= {why.graph for whys in self.reasons.values() for why in whys}
        return sorted((one for one in graphs if isinstance(one, NamedNode)), key=str)

    @property
    def query(self) -> str:
        """The query for all that is said of it."""
        return f"SELECT ?property ?value {{ {self.this} ?property ?value }}"

    @property
    def use(self) -> PropertyProfile | None:
        """How the data uses it as a property, if it does."""
        return self.site.profile.properties.get(self.this.value)

    @cached_property
    def uses(self) -> list[tuple[Term, Term]]:
        """A few things that have it as a property, with their values."""
        catalog = self.site.iris("graph", "catalog")
        is_used = self.use and not self.is_one
        return sample(self.site.engine, self.this, catalog) if is_used else []

    @property
    def query_using(self) -> str:
        """The query for all statements that have it as their property."""
        return f"SELECT ?thing ?value {{ ?thing {self.this} ?value }}"

    @cached_property
    def standing(self) -> Standing:
        """Where it stands in a tree."""
        inverse = [] if self.is_one else self.led.all
        return Standing(self.site, self.this, self._quads, inverse)

    @cached_property
    def leading(self) -> list[tuple[Inverse, list[NamedNode]]]:
        """What else leads to it, with the properties by which the same things do."""
        told = [*self.led.axioms, *(one for _, one in self.standing.below)]
        told += chain.from_iterable(self.faced.values())
        others = (one for one in self.led.all if self.is_one or one not in told)
        return self.led.together(others)

    @cached_property
    def faced(self) -> dict[NamedNode, list[Inverse]]:
        """What leads to it from just those to which it leads, by the property that does."""
        if self.is_one:
            return {}
        shown = {one.by for one in self.facts}
        return self.led.faced(one for one in self._groups if one[0] in shown)

    @property
    def is_out_of_use(self) -> bool:
        """Whether it is said of it that nobody should use it any more."""
        return any(map(deprecates, self._quads))

    @cached_property
    def replacements(self) -> list[object]:
        """What is to be used in its place, as it says itself, or that says so."""
        own = [one.object for one in self._quads if one.predicate in REPLACED_BY]
        led = [] if self.is_one else [one for one in self.led.all if one.by == REPLACES]
        others = (origin.thing for one in led for origin in one.origins)
        return list(dict.fromkeys((*own, *others)))

    @cached_property
    def out_of_use(self) -> frozenset[str]:
        """Those that it names which nobody should use any more."""
        named = [quad.object for quad in self._shown_quads]
        named += [one.thing for one in self.led.origins]
        return out_of_use(named, self.site.engine, self.site.profile)

    def kinds(self, this: NamedNode) -> list[NamedNode]:
        """The narrowest kinds of something."""
        return self.site.describing.kinds([this])[this]

    @property
    def group(self) -> ToldGroup | None:
        """The group of things that say the same, if none of these says its kind."""
        said = {one.predicate.value for one in self._quads}
        return self.site.overview.groups.of(said)

    def html(self, path: str) -> str:
        """The page; `path` is that of its document, for its formats."""
        iris, describing = self.site.iris, self.site.describing
        describing.cards.gather(self._terms())
        triples = [quad.triple for quad in self._quads[:_TURTLE]]
        triples += self.insides.within(triple.object for triple in triples)
        turtle = bytes_of_statements(in_order(triples, iris), TURTLE, iris).decode()
        return render_template(
            "things/described.html",
            page=self,
            called_by=called_by(describing, self.this),
            this=self.this,
            path=path,
            labels=self._labels(),
            turtle=turtle,
            is_turtle_cut=len(self._quads) > _TURTLE,
            offered=OFFERED,
        )

    def _labels(self) -> dict[str, str]:
        """What all that the page names is called; two of one name are told apart."""
        describing = self.site.describing
        terms = [one for one in self._terms() if not isinstance(one, BlankNode)]
        labels = describing.labels(terms)
        shown = self._shown_quads
        kinds = {one.object for one in shown if one.predicate == RDF("type")}
        listed = {one.object for one in shown} - kinds - {self.this}
        listed |= {one.thing for one in self.led.origins if one.thing != self.this}
        named = [kind for kind in kinds if isinstance(kind, NamedNode)]
        iris, is_code = self.site.iris, self.site.overview.wording.is_code
        labels |= codes_with_hosts(named, labels, iris, is_code)
        labels |= told_apart(named, with_readable(named, labels, iris), iris)
        said = {one.predicate for one in shown}
        labels |= twin_terms(said, with_readable(said, labels, iris), iris)
        labels |= twins_apart(listed, labels, describing)
        labels |= carried_words(self.site, listed)
        labels |= words_by_values(self.site, listed, labels, self.this)
        labels |= with_notations(self.site, labels, self.this)
        return labels | typed_names(self.site, shown)

    @cached_property
    def history(self) -> list[tuple[Past, ChangedSubject]]:
        """In which releases it was added and changed, the newest first."""
        return self.site.history.of_subject(self.this.value)

    def _terms(self) -> set[object]:
        """All that the page names."""
        quads = [*self._shown_quads, *self.insides.quads]
        parts = (part for quad in quads for part in quad.triple)
        owners = {origin.owner for origin in self.led.origins}
        things = {origin.thing for origin in self.led.origins}
        by = {one.by for one in self.led.all}
        terms = {self.this, *parts, *owners, *things, *by, *self._parts, *self.graphs}
        terms |= {part.this for part in self.belongings}
        terms |= set(chain.from_iterable(self.uses))
        terms |= set(chain.from_iterable(self.standing.ways))
        whys = chain.from_iterable(self.reasons.values())
        terms |= {who for why in whys for who in why.parties}
        return terms | self._datatypes(terms)

    def _datatypes(self, terms: Iterable[object]) -> set[object]:
        return {term.datatype for term in terms if isinstance(term, Literal)}
