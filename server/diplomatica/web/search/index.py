"""What can be found in a release: its things and its sentences.

Things are found by names, kinds, times, organisations and voices. The index is a cache
in memory, made on first use and no part of the release.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

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
SELECT ?claim ?voice ?thing {
  ?claim dip:voice ?voice
  { GRAPH ?claim { ?thing ?property ?other } }
  UNION
  { GRAPH ?claim { ?other ?property ?thing } }
}"""
_PASSAGES = """
SELECT ?claim ?article ?start ?end {
  GRAPH ?record {
    ?claim dip:article ?article ; dip:passage ?passage .
    ?passage dip:start ?start ; dip:end ?end
  }
}"""
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


def _sets() -> dict[str, Any]:
    return defaultdict(set)


def _dicts() -> dict[str, Any]:
    return defaultdict(dict)


@dataclass
class _Read:
    """What is said of kinds and times in the first pass over the triples."""

    held: dict[str, set[int]] = field(default_factory=_sets)
    """The things of each kind."""
    broader: dict[str, set[str]] = field(default_factory=_sets)
    """The kinds above each kind."""
    organisations: list[str] = field(default_factory=list)
    days: dict[str, dict[NamedNode, str]] = field(default_factory=_dicts)
    """The first and the last day of all that has a time."""

    def add(
        self,
        this: str,
        predicate: NamedNode,
        value: NamedNode | Literal,
        number: int | None,
    ) -> bool:
        """Take a triple that is about kinds or times; whether it is."""
        if predicate == _TYPE and isinstance(value, NamedNode):
            self._add_kind(this, value, number)
        elif predicate == _SUBCLASS and this != value.value:
            self.broader[this].add(value.value)
        elif predicate in _DAYS:
            self._add_day(this, predicate, value.value)
        else:
            return False
        return True

    def _add_kind(self, this: str, kind: NamedNode, number: int | None) -> None:
        if number is not None:
            self.held[kind.value].add(number)
        if kind in _ORGANISATIONS:
            self.organisations.append(this)

    def _add_day(self, this: str, predicate: NamedNode, day: str) -> None:
        wider = min if predicate == _DAYS[0] else max
        known = self.days[this].get(predicate, day)
        self.days[this][predicate] = wider(day, known)

    def times(self) -> dict[str, tuple[str, str]]:
        """The first and the last day by IRI, "" for one that is not known."""
        first, last = _DAYS
        return {
            this: (days.get(first, ""), days.get(last, ""))
            for this, days in self.days.items()
        }


class Index:
    """The index of one release. What is read from it never changes."""

    def __init__(self, site: Site) -> None:
        """Read the release, and ask the engine for who spoke of what."""
        self._site, self.iris = site, site.iris
        self.is_whole = True
        self.things: list[Thing] = []
        self.facets: dict[str, dict[str, set[int]]] = {"organisation": {}}
        self.nodes: dict[str, NamedNode] = {}
        """The IRIs of kinds, organisations and speakers, by their names in addresses."""
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
        """All triples of the release, from its dump, each subject by its IRI."""
        triples = parse(path=self._site.release.dump(NTRIPLES), format=NTRIPLES.rdf)
        for subject, predicate, value, _ in islice(triples, _TRIPLES):
            is_named = isinstance(subject, NamedNode)
            if is_named and isinstance(value, NamedNode | Literal):
                yield subject.value, predicate, value
        self.is_whole &= next(triples, None) is None

    def _read_things(self) -> None:
        """Things with their names, kinds and times.

        Of all else that is an organisation or has a time, that it does.
        """
        base = self.iris("id", "").value
        read = _Read()
        for this, predicate, value in self._triples():
            number = self._number_of(this) if this.startswith(base) else None
            is_read = read.add(this, predicate, value, number)
            if number is not None and not is_read:
                self._add_said(number, predicate, value)
        self.facets["organisation"] = {this: set() for this in read.organisations}
        self._times = read.times()
        self.facets["kind"] = self._named(read.held)
        self._read_kinds(read.held, read.broader)
        for number, thing in enumerate(self.things):
            thing.time = self._times.get(thing.iri.value, ("", ""))
            self._add_labels(number, thing)

    def _add_said(
        self, number: int, predicate: NamedNode, value: NamedNode | Literal
    ) -> None:
        """A name of a thing, or what it is the same as."""
        if isinstance(value, NamedNode):
            if predicate in _SAME:
                self._same[address(value.value)].append(number)
        elif value.datatype in _TEXTS:
            self._add_name(number, predicate, value)

    def _add_labels(self, number: int, thing: Thing) -> None:
        """What a thing is called, as words; of one without a name, the end of its IRI."""
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
        rank = NAME if predicate in (*LABELS, *NAMES) else TEXT
        self.words.add_name(text.value, number, rank)
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
        # in small letters it may be a word
        is_code = not text.islower() or not found
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
        written = named(text, self.iris, request.url_root)
        iris = [iri.value for iri in written if self._has_page(iri)]
        return [self._page(iri) for iri in iris[:1]]

    def _page(self, iri: str) -> Lead:
        labels = self._site.describing.labels([NamedNode(iri)])
        label = labels.get(iri) or self.iris.short(iri)
        return Lead(label, "page", self._site.href(iri))

    def _has_page(self, iri: NamedNode) -> bool:
        is_ours = iri.value.startswith((self.iris.base, DIP))
        return is_ours and self._site.knows(iri)

    def _states(self, code: str) -> list[int]:
        """The states with this code, by name: what else has the name of a state is passed over."""
        names = state_names(code)
        found = [number for name in names for number in self.words.called(name)]
        return list(filter(self._is_state, dict.fromkeys(found)))

    def _is_state(self, number: int) -> bool:
        kinds = [kind.value for kind in self.things[number].kinds]
        broader = [above for kind in kinds for above in self.above[kind]]
        return not _STATES.isdisjoint([*kinds, *broader])

    def called(self, thing: Thing) -> str:
        """What a thing is called in the reader's language, as on every other page; else its IRI."""
        if not thing.names:
            return self.iris.short(thing.iri.value)
        asked = self._site.asked_languages()
        best = self._site.languages.best(thing.names, asked)
        return text_of(best.object)

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
            above = [self.above[kind] for kind in kinds]
            narrowest = kinds.difference(*above) or kinds
            in_order = sorted(narrowest, key=lambda kind: (len(held[kind]), kind))
            self.things[number].kinds = list(map(NamedNode, in_order))

    def _read_links(self) -> None:
        """What has to do with an organisation, what is remarked, and when things were."""
        around = self.facets["organisation"]
        remark = self.iris.name(DIP("Remark").value)
        self._remarks = self.facets["kind"].get(remark, set())
        about: dict[str, set[int]] = defaultdict(set)
        own: dict[str, set[int]] = defaultdict(set)
        for this, predicate, value in self._triples():
            if self._number.get(this) in self._remarks:
                remarks = own if predicate == DIP("speaker") else about
                remarks[value.value].add(self._number[this])
            if isinstance(value, NamedNode) and value.value != this:
                self._link(this, value.value, around)
                self._link(value.value, this, around)
        self.facets["organisation"] = self._named(around)
        for number, thing in enumerate(self.things):
            iri = thing.iri.value
            thing.remarks = len(about[iri] - own[iri])
            self._add_span(number, thing.time)

    def _link(self, one: str, other: str, around: dict[str, set[int]]) -> None:
        """Put a thing to an organisation; one without a time has that of its events."""
        number = self._number.get(other)
        if number is None:
            return
        if one in around:
            around[one].add(number)
        if one in self._times and other not in self._times:
            self._add_span(number, self._times[one])

    def _add_span(self, number: int, days: tuple[str, str]) -> None:
        """Of a span without beginning or end, the day that is known counts."""
        earliest, latest = days
        first, last = day_of(earliest or latest), day_of(latest or earliest)
        if first and last:
            self.spans[number].add((first, last))
            self.years |= {first[0], last[0]}

    def _rows(self, query: str) -> Iterator[dict[str, NamedNode | Literal]]:
        """The rows of a query, page by page.

        Where a limit ends it early, this index is not whole.
        """
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
            claim, voice = row["claim"].value, row["voice"].value
            thing = row["thing"].value
            said[claim].voices.add(voice)
            if thing in self._number:
                said[claim].things.add(self._number[thing])
                if thing != voice:
                    spoken[voice].add(self._number[thing])
        self.facets["speaker"] = self._named(spoken)
        return said

    def _named(self, facet: dict[str, set[int]]) -> dict[str, set[int]]:
        """A facet by the names that addresses have for its values.

        The IRIs and labels of these are kept.
        """
        self.nodes |= {self.iris.name(iri): NamedNode(iri) for iri in facet}
        most = sorted(facet, key=lambda iri: -len(facet[iri]))
        unknown = [NamedNode(iri) for iri in most if iri not in self._number][:_ASKED]
        self._names |= self._site.describing.names(unknown)
        return {self.iris.name(iri): numbers for iri, numbers in facet.items()}

    def _read_leads(self) -> None:
        called = {kind: self._labels(kind) for kind in self.facets["kind"]}
        counts = Counter(label for labels in called.values() for label in labels)
        self._shared = {label for label, times in counts.items() if times > 1}
        kinds = [
            Lead(label, "kind", kind, len(self.facets["kind"][kind]))
            for kind, labels in called.items()
            for label in labels
        ]
        self.leads = leads(self._site, kinds)
        """What words lead to beside things, by the numbers that words have for it."""
        for number, lead in enumerate(self.leads):
            self.words.add_lead(lead.label, number)

    def _labels(self, name: str) -> list[str]:
        """All that a kind is called, in whatever language."""
        iri = self.nodes[name].value
        if iri in self._number:
            names = self.things[self._number[iri]].names
        else:
            names = self._names.get(iri, [])
        return sorted({text_of(one.object) for one in names}) or [name]

    def told(self, lead: Lead) -> Lead:
        """A lead in the reader's language; kinds of one name are told apart."""
        if lead.sort != "kind":
            return lead
        label = self.label(lead.target)
        if label in self._shared:
            label = f"{label} ({lead.target})"
        return replace(lead, label=label)

    def _ordered(self, asked: tuple[str, ...]) -> list[int]:
        """The numbers of all things, in the order of their names in a language."""
        best = self._site.languages.best

        def label(thing: Thing) -> str:
            if thing.names:
                return text_of(best(thing.names, asked).object)
            return self.iris.short(thing.iri.value)

        labels = [label(thing).casefold() for thing in self.things]
        return sorted(range(len(labels)), key=labels.__getitem__)

    @property
    def by_name(self) -> list[int]:
        """The numbers of all things in the order of their names, as the reader sees these."""
        return self._in_order(self._site.asked_languages())

    def _read_tables(self) -> None:
        """The tables that have a row for each thing of a kind and no other.

        Of several for one kind, the widest counts.
        """
        self.tables: dict[str, str] = {}
        """Their names, by the kind."""
        widths: dict[str, int] = defaultdict(int)
        tables = [one for one in self._site.distributions if one.form is CSV]
        for table in tables:
            # a cell may be too long
            with suppress(csv.Error):
                width, things = self._row_things(table.path)
                for kind, numbers in self.facets["kind"].items():
                    if numbers == things and width > widths[kind]:
                        self.tables[kind], widths[kind] = table.name, width

    def _row_things(self, table: Path) -> tuple[int, set[int | None]]:
        """How many columns a table has, and the things of its rows: None for another."""
        with table.open(encoding="utf-8", newline="") as file:
            head, *firsts = ((len(row), row[0]) for row in csv.reader(file))
        width, _ = head
        return width, {self._number.get(iri) for _, iri in firsts}

    def told_of(self, sentences: list[int]) -> list[Thing]:
        """The things of which most is drawn from these sentences.

        Remarks are left out: they are what is drawn.
        """
        counted = self.sentences.counted(sentences)

        def importance(number: int) -> tuple[int, int]:
            return counted[number], self.things[number].remarks

        best = sorted(counted, key=importance, reverse=True)
        return [self.things[number] for number in best if number not in self._remarks]

    def within(self, first: Day, last: Day) -> set[int]:
        """The things whose time lies at least partly between these days.

        It may be that of an event of theirs.
        """

        def overlaps(span: tuple[Day, Day]) -> bool:
            begun, ended = span
            return begun[: len(last)] <= last and first <= ended

        return {
            number for number, spans in self.spans.items() if any(map(overlaps, spans))
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
