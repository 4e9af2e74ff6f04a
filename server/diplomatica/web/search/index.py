"""What can be found in a release: its things by names, kinds, times, organisations and voices, and its sentences.

The index is a cache in memory, made on first use and no part of the release.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count, islice

from flask import request
from pyoxigraph import Literal, NamedNode, Triple, parse

from diplomatica.errors import LimitReached
from diplomatica.model.formats import CSV, NTRIPLES
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, LABELS, NAMES, OWL, RDF, RDFS, SKOS, XSD
from diplomatica.web.search.identifier import address, is_address, named, state_names
from diplomatica.web.search.leads import Lead, leads
from diplomatica.web.search.sentences import Said, Sentences
from diplomatica.web.search.sought import Day, day_of
from diplomatica.web.search.words import LABEL, NAME, TEXT, Found, Words
from diplomatica.web.site import Site

_TYPE, _SUBCLASS = RDF("type"), RDFS("subClassOf")
_DAYS = (DIP("earliest"), DIP("latest"))
_TEXTS = (XSD("string"), RDF("langString"))
_ORGANISATIONS = {
    DIP("Organisation"),
    NamedNode("http://www.w3.org/ns/org#Organization"),
    NamedNode("http://xmlns.com/foaf/0.1/Organization"),
    NamedNode("https://schema.org/Organization"),
}
_STATES = {
    DIP("State").value,
    "https://schema.org/Country",
    "http://schema.org/Country",
    "http://dbpedia.org/ontology/Country",
    "http://www.wikidata.org/entity/Q6256",
    "http://www.wikidata.org/entity/Q3624078",
}
_SAME = {OWL("sameAs"), SKOS("exactMatch"), SKOS("closeMatch")}
_SAID = """
SELECT ?claim ?voice ?thing { ?claim dip:voice ?voice
  { GRAPH ?claim { ?thing ?property ?other } } UNION { GRAPH ?claim { ?other ?property ?thing } } }"""
_PASSAGES = """
SELECT ?claim ?article ?start ?end {
  GRAPH ?record { ?claim dip:article ?article ; dip:passage ?passage . ?passage dip:start ?start ; dip:end ?end } }"""
MOST = 100_000
"""How many things are indexed."""
_TRIPLES = 50 * MOST  # that are read
_PAGE = 50_000  # rows of one query, well within what a query may use
_ORDERS = 4  # languages in which the order of names is kept
_ASKED = 200  # labels of what is no thing of this dataset


@dataclass(slots=True)
class Thing:
    """A thing that can be found: its names, its narrowest kinds, and when it was."""

    iri: NamedNode
    number: int
    names: list[Triple] = field(default_factory=list)
    """What it may be called, in whatever language."""
    kinds: list[NamedNode] = field(default_factory=list)
    time: tuple[str, str] = ("", "")
    """The first and the last day on which it can have been, as far as they are known."""
    remarks: int = 0
    """How many remarks others make about it."""


class Index:
    """The index of one release. What is read from it never changes."""

    def __init__(self, site: Site) -> None:
        """Read the release, and ask the engine for who spoke of what."""
        self._site, self.iris = site, site.iris
        self.is_whole = True
        self.things: list[Thing] = []
        self.facets: dict[str, dict[str, set[int]]] = {"organisation": {}}
        self.nodes: dict[str, NamedNode] = {}
        """The IRIs of kinds, organisations and speakers, by the names that addresses have for them."""
        self._names: dict[str, list[Triple]] = {}
        """The names of those that are no things."""
        self.spans: dict[int, set[tuple[Day, Day]]] = defaultdict(set)
        self.years: set[int] = set()
        self._number: dict[str, int] = {}
        self._same: dict[str, list[int]] = defaultdict(list)
        self.words = Words()
        self._read_things()
        self._in_order = lru_cache(_ORDERS)(self._ordered)
        self._read_links()
        said = self._read_claims()
        self.sentences = Sentences(self._site, self.words, said, self._rows(_PASSAGES))
        self._read_leads()
        self.words.finish()
        self._read_tables()

    def _triples(self) -> Iterator[tuple[str, NamedNode, NamedNode | Literal]]:
        """All triples of the release, from its dump: each subject by its IRI, the predicate and the object."""
        triples = parse(path=self._site.release.dump(NTRIPLES), format=NTRIPLES.rdf)
        for subject, predicate, value, _ in islice(triples, _TRIPLES):
            if isinstance(subject, NamedNode) and isinstance(
                value, NamedNode | Literal
            ):
                yield subject.value, predicate, value
        self.is_whole &= next(triples, None) is None

    def _read_things(self) -> None:
        """Things with their names, kinds and times; and of all that is an organisation or has a time, that it does."""
        base = self.iris("id", "").value
        held: dict[str, set[int]] = defaultdict(set)
        broader: dict[str, set[str]] = defaultdict(set)
        days: dict[str, dict[NamedNode, str]] = defaultdict(dict)
        for this, predicate, value in self._triples():
            number = self._number_of(this) if this.startswith(base) else None
            if predicate == _TYPE and isinstance(value, NamedNode):
                if number is not None:
                    held[value.value].add(number)
                if value in _ORGANISATIONS:
                    self.facets["organisation"][this] = set()
            elif predicate == _SUBCLASS and this != value.value:
                broader[this].add(value.value)
            elif (
                number is not None
                and predicate in _SAME
                and isinstance(value, NamedNode)
            ):
                self._same[address(value.value)].append(number)
            elif predicate in _DAYS:
                wider = min if predicate == _DAYS[0] else max
                days[this][predicate] = wider(
                    value.value, days[this].get(predicate, value.value)
                )
            elif (
                number is not None
                and isinstance(value, Literal)
                and value.datatype in _TEXTS
            ):
                self._add_name(number, predicate, value)
        self._times = {
            this: (of.get(_DAYS[0], ""), of.get(_DAYS[1], ""))
            for this, of in days.items()
        }
        self.facets["kind"] = self._named(held)
        self._read_kinds(held, broader)
        for number, thing in enumerate(self.things):
            thing.time = self._times.get(thing.iri.value, ("", ""))
            labels = {text_of(name.object) for name in thing.names}
            for label in labels or {self.iris.slug(thing.iri.value)}:
                self.words.add_name(label, number, LABEL)

    def _number_of(self, iri: str) -> int | None:
        """The number of a thing, a new one if it is new; None where there are too many."""
        if iri not in self._number:
            if len(self.things) >= MOST:
                self.is_whole = False
                return None
            self._number[iri] = len(self.things)
            self.things.append(Thing(NamedNode(iri), len(self.things)))
        return self._number[iri]

    def _add_name(self, number: int, predicate: NamedNode, text: Literal) -> None:
        self.words.add_name(
            text.value, number, NAME if predicate in (*LABELS, *NAMES) else TEXT
        )
        if predicate in NAMES:
            thing = self.things[number]
            thing.names.append(Triple(thing.iri, predicate, text))

    def is_address(self, text: str) -> bool:
        """Whether what is sought is no words but an address."""
        return is_address(text, self.iris)

    def find(self, text: str) -> Found:
        """What an address identifies; else what words find, after the state with this code."""
        if self.is_address(text):
            return Found(self._identified(text), {}, [], "")
        found = self.words.find(text)
        is_code = not text.islower() or not found  # in small letters it may be a word
        states = self._states(text) if is_code else []
        found.things = list(dict.fromkeys((*states, *found.things)))
        found.why |= dict.fromkeys(states, text)
        return found

    def _identified(self, text: str) -> list[int]:
        """The things that have this IRI, or are said to be the same as what has it."""
        iris = [iri.value for iri in named(text, self.iris, request.url_root)]
        own = [self._number[iri] for iri in iris if iri in self._number]
        same = [number for iri in iris for number in self._same.get(iri, ())]
        return list(dict.fromkeys((*own, *same)))

    def pages(self, text: str) -> list[Lead]:
        """What else has this IRI and a page here: a term of the vocabulary, a claim, a graph."""
        if not self.is_address(text) or self._identified(text):
            return []
        iris = [
            iri
            for iri in named(text, self.iris, request.url_root)
            if self._has_page(iri)
        ]
        labels = self._site.describing.labels(iris)
        return [
            Lead(labels.get(iri.value) or self.iris.short(iri.value), "page", href)
            for iri in iris[:1]
            for href in [self._site.href(iri.value)]
        ]

    def _has_page(self, iri: NamedNode) -> bool:
        is_ours = iri.value.startswith((self.iris.base, DIP))
        return is_ours and self._site.knows(iri)

    def _states(self, code: str) -> list[int]:
        """The states with this code, by name: what else has the name of a state is passed over."""
        found = [
            number for name in state_names(code) for number in self.words.called(name)
        ]
        return [
            number
            for number in dict.fromkeys(found)
            if self._is_state(self.things[number])
        ]

    def _is_state(self, thing: Thing) -> bool:
        kinds = (
            one for kind in thing.kinds for one in (kind.value, *self.above[kind.value])
        )
        return not _STATES.isdisjoint(kinds)

    def called(self, thing: Thing) -> str:
        """What a thing is called in the reader's language, as on every other page; else its IRI."""
        if not thing.names:
            return self.iris.short(thing.iri.value)
        languages = self._site.languages
        return text_of(languages.best(thing.names, self._site.asked_languages()).object)

    def label(self, name: str) -> str:
        """What a kind, an organisation or a speaker is called that addresses name so."""
        iri = self.nodes[name].value if name in self.nodes else ""
        if iri in self._number:
            return self.called(self.things[self._number[iri]])
        if iri not in self._names:
            return name
        return self._site.describing.labels_from({iri: self._names[iri]})[iri]

    def _read_kinds(
        self, held: dict[str, set[int]], broader: dict[str, set[str]]
    ) -> None:
        self.above = {kind: _closed(kind, broader) for kind in held}
        """All broader kinds of each kind that something has."""
        of: dict[int, set[str]] = defaultdict(set)
        for kind, numbers in held.items():
            for number in numbers:
                of[number].add(kind)
        for number, kinds in of.items():
            narrowest = kinds.difference(*(self.above[kind] for kind in kinds)) or kinds
            self.things[number].kinds = [
                NamedNode(kind)
                for kind in sorted(narrowest, key=lambda k: (len(held[k]), k))
            ]

    def _read_links(self) -> None:
        """What has to do with an organisation, what is remarked, and when a thing was that has only events' times."""
        around = self.facets["organisation"]
        self._remarks = self.facets["kind"].get(
            self.iris.name(DIP("Remark").value), set()
        )
        about: dict[str, set[int]] = defaultdict(set)
        own: dict[str, set[int]] = defaultdict(set)
        for this, predicate, value in self._triples():
            if self._number.get(this) in self._remarks:
                (own if predicate == DIP("speaker") else about)[value.value].add(
                    self._number[this]
                )
            for one, other in ((this, value.value), (value.value, this)):
                number = self._number.get(other) if one != other else None
                if number is not None and isinstance(value, NamedNode):
                    if one in around:
                        around[one].add(number)
                    if one in self._times and other not in self._times:
                        self._add_span(number, self._times[one])
        self.facets["organisation"] = self._named(around)
        for number, thing in enumerate(self.things):
            thing.remarks = len(about[thing.iri.value] - own[thing.iri.value])
            self._add_span(number, thing.time)

    def _add_span(self, number: int, days: tuple[str, str]) -> None:
        """Of a span without beginning or end, the day that is known counts."""
        first, last = (day_of(day) for day in (days[0] or days[1], days[1] or days[0]))
        if first and last:
            self.spans[number].add((first, last))
            self.years |= {first[0], last[0]}

    def _rows(self, query: str) -> Iterator[dict[str, NamedNode | Literal]]:
        """The rows of a query, page by page, up to where a limit ends it: then this index is not whole."""
        for offset in range(0, _TRIPLES, _PAGE):
            try:
                rows = self._site.engine.rows(f"{query} LIMIT {_PAGE} OFFSET {offset}")
            except LimitReached:
                break
            yield from rows  # type: ignore[misc]
            if len(rows) < _PAGE:
                return
        self.is_whole = False

    def _read_claims(self) -> dict[str, Said]:
        """Which things each claim speaks of, and in whose voices; and so who spoke of what."""
        said: dict[str, Said] = defaultdict(Said)
        spoken: dict[str, set[int]] = defaultdict(set)
        for row in self._rows(_SAID):
            claim, voice, thing = (
                row[name].value for name in ("claim", "voice", "thing")
            )
            said[claim].voices.add(voice)
            if thing in self._number:
                said[claim].things.add(self._number[thing])
                if thing != voice:
                    spoken[voice].add(self._number[thing])
        self.facets["speaker"] = self._named(spoken)
        return said

    def _named(self, facet: dict[str, set[int]]) -> dict[str, set[int]]:
        """A facet by the names that addresses have for its values, whose IRIs and labels are kept."""
        self.nodes |= {self.iris.name(iri): NamedNode(iri) for iri in facet}
        most = sorted(facet, key=lambda iri: -len(facet[iri]))
        unknown = [NamedNode(iri) for iri in most if iri not in self._number][:_ASKED]
        self._names |= self._site.describing.names(unknown)
        return {self.iris.name(iri): numbers for iri, numbers in facet.items()}

    def _read_leads(self) -> None:
        called = {kind: self._labels(kind) for kind in self.facets["kind"]}
        counts = Counter(label for labels in called.values() for label in labels)
        self._shared = {label for label, times in counts.items() if times > 1}
        kinds = (
            Lead(label, "kind", kind, len(things))
            for kind, things in self.facets["kind"].items()
            for label in called[kind]
        )
        self.leads = leads(self._site, kinds)
        """What words lead to beside things, by the numbers that the words have for it."""
        for number, lead in enumerate(self.leads):
            self.words.add_lead(lead.label, number)

    def _labels(self, name: str) -> list[str]:
        """All that a kind is called, in whatever language."""
        iri = self.nodes[name].value
        number = self._number.get(iri)
        names = (
            self._names.get(iri, []) if number is None else self.things[number].names
        )
        return sorted({text_of(one.object) for one in names}) or [name]

    def told(self, lead: Lead) -> Lead:
        """A lead in the reader's language; kinds of one name are told apart."""
        if lead.sort != "kind":
            return lead
        label = self.label(lead.target)
        return replace(
            lead, label=f"{label} ({lead.target})" if label in self._shared else label
        )

    def _ordered(self, asked: tuple[str, ...]) -> list[int]:
        """The numbers of all things, in the order of what they are called in a language."""
        best = self._site.languages.best
        labels = (
            text_of(best(one.names, asked).object)
            if one.names
            else self.iris.short(one.iri.value)
            for one in self.things
        )
        numbered = zip(map(str.casefold, labels), count(), strict=False)
        return [number for _, number in sorted(numbered)]

    @property
    def by_name(self) -> list[int]:
        """The numbers of all things in the order of their names, as the reader sees these."""
        return self._in_order(self._site.asked_languages())

    def _read_tables(self) -> None:
        """The tables of the release that have a row for each thing of a kind and no other: the widest of each kind."""
        self.tables: dict[str, str] = {}
        """Their names, by the kind."""
        widths: dict[str, int] = defaultdict(int)
        for one in (one for one in self._site.distributions if one.form is CSV):
            with (
                suppress(csv.Error),
                one.path.open(encoding="utf-8", newline="") as file,
            ):  # a cell may be too long
                head, *rows = ((row[0], len(row)) for row in csv.reader(file))
                things = {self._number.get(iri) for iri, _ in rows}
                for kind in (
                    kind
                    for kind, numbers in self.facets["kind"].items()
                    if numbers == things
                ):
                    if head[1] > widths[kind]:
                        self.tables[kind], widths[kind] = one.name, head[1]

    def told_of(self, sentences: list[int]) -> list[Thing]:
        """The things of which most is drawn from these sentences, but for remarks: they are what is drawn."""
        counted = self.sentences.counted(sentences)
        best = sorted(
            counted, key=lambda number: (-counted[number], -self.things[number].remarks)
        )
        return [self.things[number] for number in best if number not in self._remarks]

    def within(self, first: Day, last: Day) -> set[int]:
        """The things whose time, or that of an event of theirs, lies at least partly between these days."""
        return {
            n
            for n, spans in self.spans.items()
            if any(a[: len(last)] <= last and first <= b for a, b in spans)
        }


def _closed(kind: str, broader: dict[str, set[str]]) -> set[str]:
    """All that is above a kind; of a circle of kinds, nothing is above itself."""
    found: set[str] = set()
    todo = [kind]
    while todo:
        new = broader.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found - {kind}
