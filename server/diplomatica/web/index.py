"""What can be found in a release: its things by names, kinds, times, organisations and voices, and its sentences.

The index is a cache in memory, made on first use and no part of the release.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from threading import Lock
from typing import Any
from unicodedata import combining, normalize

from pyoxigraph import Literal, NamedNode, Triple, parse

from diplomatica.errors import LimitReached
from diplomatica.model.article import Article, Passage
from diplomatica.model.formats import NTRIPLES
from diplomatica.model.vocabulary import DIP, LABELS, NAMES, RDF, RDFS, XSD
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
_SPOKEN_OF = """
SELECT ?value ?thing { ?why dip:voice ?value
  { GRAPH ?why { ?thing ?property ?other } } UNION { GRAPH ?why { ?other ?property ?thing } } }"""
_PASSAGES = """
SELECT ?claim ?article ?start ?end {
  GRAPH ?record { ?claim dip:article ?article ; dip:passage ?passage . ?passage dip:start ?start ; dip:end ?end } }"""
_SCHEMA = """
CREATE VIRTUAL TABLE name USING fts5(words, thing UNINDEXED, rank_of UNINDEXED, prefix='2 3', {tokens});
CREATE VIRTUAL TABLE sentence USING fts5(words, article UNINDEXED, paragraph UNINDEXED, start UNINDEXED, {tokens});
CREATE VIRTUAL TABLE name_word USING fts5vocab(name, row);
CREATE VIRTUAL TABLE sentence_word USING fts5vocab(sentence, row);
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize='trigram');
""".format(tokens="""tokenize="unicode61 remove_diacritics 2\"""")
_SPELLINGS = """
INSERT INTO spelling SELECT ' ' || term || ' ' FROM (SELECT term FROM name_word UNION SELECT term FROM sentence_word)"""
MOST = 100_000
"""How many things are indexed."""
_TRIPLES = 50 * MOST  # that are read
_PAGE = 50_000  # rows of one query, well within what a query may use
_YEAR = re.compile(r"-?[0-9]{4,6}(?=-)")
_ASKED = 200  # labels of what is no thing of this dataset
_LONGEST = 200  # characters of a search
_LABEL, _NAME, _TEXT = range(3)
_CANDIDATES, _LIKE = 60, 0.72


@dataclass(slots=True)
class Thing:
    """A thing that can be found: what it is called, by which triple, its narrowest kinds, and when it was."""

    iri: NamedNode
    label: str
    named: Triple | None = None
    kinds: list[NamedNode] = field(default_factory=list)
    time: tuple[str, str] | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article that was found: its words, each part with whether it is one of those sought."""

    article: str
    paragraph: int
    parts: list[tuple[str, bool]]
    claim: str
    """The claim that quotes the words, by its slug; empty if none does."""


@dataclass
class Found:
    """What was found: things, the best first, with the words that named them, and how many sentences there are."""

    things: list[int]
    why: dict[int, str]
    match: str
    sentences: int
    instead: str = ""
    """The words that were sought instead, as nothing was found for those that were given."""
    is_any: bool = False
    """Whether only some of the words are in what was found."""


class Index:
    """The index of one release. What is read from it never changes, but for the one connection to the words."""

    def __init__(self, site: Site) -> None:
        """Read the release, and ask the engine for who spoke of what."""
        self._site, self.iris = site, site.iris
        self.is_whole = True
        self.things: list[Thing] = []
        self.facets: dict[str, dict[str, set[int]]] = {"organisation": {}}
        self.nodes: dict[str, NamedNode] = {}
        """The IRIs of kinds, organisations and speakers, by the names that addresses have for them."""
        self.labels: dict[str, str] = {}
        """What these are called."""
        self.spans: dict[int, set[tuple[int, int]]] = defaultdict(set)
        self.years: set[int] = set()
        self._number: dict[str, int] = {}
        self._passages: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self._lock, self._words = Lock(), sqlite3.connect(":memory:", check_same_thread=False)
        self._words.executescript(_SCHEMA)
        self._read_things()
        self._read_links()
        self.facets["speaker"] = self._named(self._spoken_of())
        self._read_sentences()
        self._words.execute(_SPELLINGS)

    def _triples(self) -> Iterator[tuple[str, NamedNode, NamedNode | Literal]]:
        """All triples of the release, from its dump: each subject by its IRI, the predicate and the object."""
        triples = parse(path=self._site.release.dump(NTRIPLES), format=NTRIPLES.rdf)
        for subject, predicate, value, _ in islice(triples, _TRIPLES):
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
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
            elif predicate in _DAYS:
                wider = min if predicate == _DAYS[0] else max
                days[this][predicate] = wider(value.value, days[this].get(predicate, value.value))
            elif number is not None and isinstance(value, Literal) and value.datatype in _TEXTS:
                self._add_name(number, predicate, value)
        self._times = {this: (of[_DAYS[0]], of[_DAYS[1]]) for this, of in days.items() if len(of) == 2}
        self.facets["kind"] = self._named(held)
        self._read_kinds(held, broader)
        for number, thing in enumerate(self.things):
            thing.time = self._times.get(thing.iri.value)
            thing.label = thing.label if thing.named else self.iris.short(thing.iri.value)
            self._add(thing.label if thing.named else self.iris.slug(thing.iri.value), number, _LABEL)

    def _number_of(self, iri: str) -> int | None:
        """The number of a thing, a new one if it is new; None where there are too many."""
        if iri not in self._number:
            if len(self.things) >= MOST:
                self.is_whole = False
                return None
            self._number[iri] = len(self.things)
            self.things.append(Thing(NamedNode(iri), ""))
        return self._number[iri]

    def _add_name(self, number: int, predicate: NamedNode, text: Literal) -> None:
        self._add(text.value, number, _NAME if predicate in (*LABELS, *NAMES) else _TEXT)
        if predicate in NAMES:
            thing = self.things[number]
            place = (-NAMES.index(predicate), text.value)  # so that it has the same name as on every other page
            if not thing.named or place > (-NAMES.index(thing.named.predicate), thing.label):
                thing.label, thing.named = text.value, Triple(thing.iri, predicate, text)

    def _add(self, words: str, thing: int, rank: int) -> None:
        self._words.execute("INSERT INTO name VALUES (?, ?, ?)", (words, thing, rank))

    def _read_kinds(self, held: dict[str, set[int]], broader: dict[str, set[str]]) -> None:
        self.above = {kind: _closed(kind, broader) for kind in held}
        """All broader kinds of each kind that something has."""
        of: dict[int, set[str]] = defaultdict(set)
        for kind, numbers in held.items():
            for number in numbers:
                of[number].add(kind)
        for number, kinds in of.items():
            narrowest = kinds.difference(*(self.above[kind] for kind in kinds)) or kinds
            self.things[number].kinds = [NamedNode(kind) for kind in sorted(narrowest, key=lambda k: (len(held[k]), k))]

    def _read_links(self) -> None:
        """What has to do with an organisation; and when a thing was that has no time but that of its events."""
        around = self.facets["organisation"]
        for this, _, value in self._triples():
            for one, other in ((this, value.value), (value.value, this)):
                number = self._number.get(other) if one != other else None
                if number is not None and isinstance(value, NamedNode):
                    if one in around:
                        around[one].add(number)
                    if one in self._times and other not in self._times:
                        self._add_span(number, self._times[one])
        self.facets["organisation"] = self._named(around)
        for number, thing in enumerate(self.things):
            if thing.time:
                self._add_span(number, thing.time)

    def _add_span(self, number: int, days: tuple[str, str]) -> None:
        first, last = (_YEAR.match(day) for day in days)
        if first and last:
            self.spans[number].add((int(first[0]), int(last[0])))
            self.years |= {int(first[0]), int(last[0])}

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

    def _spoken_of(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for row in self._rows(_SPOKEN_OF):
            voice, thing = row["value"].value, row["thing"].value
            if thing != voice and thing in self._number:
                found[voice].add(self._number[thing])
        return found

    def _named(self, facet: dict[str, set[int]]) -> dict[str, set[int]]:
        """A facet by the names that addresses have for its values, whose IRIs and labels are kept."""
        self.nodes |= {self.iris.name(iri): NamedNode(iri) for iri in facet}
        most = sorted(facet, key=lambda iri: -len(facet[iri]))
        unknown = [NamedNode(iri) for iri in most if iri not in self._number][:_ASKED]
        called = self._site.describing.labels(unknown)
        for iri in facet:
            is_thing = iri in self._number
            label = self.things[self._number[iri]].label if is_thing else called.get(iri, self.iris.name(iri))
            self.labels[self.iris.name(iri)] = label
        return {self.iris.name(iri): numbers for iri, numbers in facet.items()}

    def _read_sentences(self) -> None:
        for row in self._rows(_PASSAGES):
            article = self.iris.slug(row["article"].value)
            claim = self.iris.slug(row["claim"].value).removeprefix(f"{article}/")
            self._passages[article].append((int(row["start"].value), int(row["end"].value), claim))
        for slug, path in self._site.release.articles.items():
            read = Article(slug, path.read_bytes())
            shown = self._quotes(read) if slug in self._site.closed else read.sentences
            rows = ((one.words, slug, one.paragraph, one.start) for one in shown)
            self._words.executemany("INSERT INTO sentence VALUES (?, ?, ?, ?)", rows)

    def _quotes(self, article: Article) -> Iterator[Passage]:
        """The words that are quoted of an article which may not be shown in full."""
        for start, end in sorted({(start, end) for start, end, _ in self._passages[article.slug]}):
            paragraph = sum(one.start <= start for one in article.paragraphs)
            yield Passage(start, end, paragraph, article.text[start:end])

    def within(self, first: int, last: int) -> set[int]:
        """The things whose time, or that of an event of theirs, lies at least partly in these years."""
        return {n for n, spans in self.spans.items() if any(a <= last and first <= b for a, b in spans)}

    def find(self, words: str) -> Found:
        """What has all of these words, the last perhaps unfinished; else words like them, else some of them."""
        words = words[:_LONGEST]
        found = self._find(words, _match(words))
        if found.things or found.sentences:
            return found
        nearest = self._nearest(words)
        found = self._find(nearest, _match(nearest))
        if found.things or found.sentences:
            found.instead = nearest
            return found
        found = self._find(words, _match(words, " OR "))
        found.is_any = bool(found.things or found.sentences)
        return found

    def _find(self, words: str, match: str) -> Found:
        if not match:
            return Found([], {}, "", 0)
        whole = {thing for thing, *_ in self._ask("SELECT thing FROM name WHERE name MATCH ?", match.rstrip("*"))}
        best: dict[int, tuple[tuple[object, ...], str]] = {}
        for thing, rank, text, fit in self._ask(
            "SELECT thing, rank_of, words, bm25(name) FROM name WHERE name MATCH ?", match
        ):
            sought, name = _folded(words.strip()), _folded(text) if rank < _TEXT else ""
            place = (name != sought, thing not in whole, not name.startswith(sought), rank, fit, text)
            if thing not in best or place < best[thing][0]:
                best[thing] = place, text
        things = sorted(best, key=lambda thing: best[thing][0])
        fits = [(one, self._count(one)) for one in (match.rstrip("*"), match)]
        in_sentences = next((fit for fit in fits if fit[1]), fits[0])
        return Found(things, {number: text for number, (_, text) in best.items()}, *in_sentences)

    def _count(self, match: str) -> int:
        ((count,),) = self._ask("SELECT COUNT(*) FROM sentence WHERE sentence MATCH ?", match)
        return int(count)

    def sentences(self, found: Found, start: int, count: int) -> list[Sentence]:
        """Some of the sentences that were found, the best first."""
        if not found.sentences:
            return []
        rows = self._ask(
            "SELECT highlight(sentence, 0, char(2), char(3)), article, paragraph, start FROM sentence"
            " WHERE sentence MATCH ? ORDER BY bm25(sentence), article, start LIMIT ? OFFSET ?",
            found.match, count, start,
        )  # fmt: skip
        return [self._sentence(*row) for row in rows]

    def _sentence(self, words: str, article: str, paragraph: int, start: int) -> Sentence:
        pieces = re.split("[\2\3]", words)
        parts = [(piece, number % 2 == 1) for number, piece in enumerate(pieces)]
        claim, place = "", start
        for piece, is_sought in parts:
            quoting = [(b - a, one) for a, b, one in self._passages[article] if a <= place and place + len(piece) <= b]
            if is_sought and quoting and not claim:
                claim = min(quoting)[1]
            place += len(piece)
        return Sentence(article, paragraph, parts, claim)

    def _nearest(self, words: str) -> str:
        return " ".join(self._nearest_to(word) for word in re.findall(r"[^\W_]+", _folded(words)))

    def _nearest_to(self, word: str) -> str:
        """A word of the index: this one, if it is there, else the one that it is most like."""
        if self._ask("SELECT 1 FROM spelling WHERE word = ?", f" {word} "):
            return word
        padded = f" {word} "
        parts = " OR ".join(f'"{padded[place : place + 3]}"' for place in range(len(padded) - 2))
        query = "SELECT trim(word) FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT ?"
        close = get_close_matches(word, [one for (one,) in self._ask(query, parts, _CANDIDATES)], 1, _LIKE)
        return close[0] if close else word

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:  # the pages' threads share one connection
            return self._words.execute(query, values).fetchall()


def _closed(kind: str, broader: dict[str, set[str]]) -> set[str]:
    """All that is above a kind; of a circle of kinds, nothing is above itself."""
    found: set[str] = set()
    todo = [kind]
    while todo:
        new = broader.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found - {kind}


def _match(words: str, joined: str = " ") -> str:
    """A query of FTS5 for these words, each in quotation marks, so that nothing in it is an operator."""
    printable = "".join(" " if ord(one) < 32 else one for one in words)
    quoted = ['"' + word.replace('"', '""') + '"' for word in printable.split() if any(map(str.isalnum, word))]
    return joined.join(quoted) + ("*" if quoted and not words[-1].isspace() else "")


def _folded(words: str) -> str:
    return "".join(one for one in normalize("NFD", words.casefold()) if not combining(one))
