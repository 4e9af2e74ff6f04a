"""Reading the dump of a release, once, into tables that can be joined.

What is kept in memory while reading does not grow with the dump.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from sqlite3 import Connection
from typing import Any, BinaryIO

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, parse

from diplomatica.lookup.index.dates import date_of, is_of_moment, is_of_record
from diplomatica.lookup.index.days import day_of, first_number, last_number
from diplomatica.lookup.index.identifier import address
from diplomatica.model.dataset.profile import COORDINATES, HAS_PLACE, WKT
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS
from diplomatica.model.kinds import ABOUT
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import (
    DCTERMS,
    DIP,
    OWL,
    RDF,
    RDFS,
    SKOS,
    SKOSXL,
    XSD,
)

_TYPE, _SUBCLASS, _SPEAKER = RDF("type"), RDFS("subClassOf"), DIP("speaker")
_VOICE, _RIGHTS, _LANGUAGE = DIP("voice"), DCTERMS("accessRights"), DCTERMS("language")
_DAYS = {DIP("earliest"): True, DIP("latest"): False}
_SAME = {OWL("sameAs"), SKOS("exactMatch"), SKOS("closeMatch")}
_HAS_PLACE = frozenset(map(NamedNode, HAS_PLACE))
_LATITUDES = frozenset(NamedNode(latitude) for latitude, _ in COORDINATES)
_TEXTS = (XSD("string"), RDF("langString"))
# A label that is a node of its own (SKOS, appendix B), and the plain one it stands for.
_OF_NODES = {
    SKOSXL(name): SKOS(name) for name in ("prefLabel", "altLabel", "hiddenLabel")
}
_FORM, _NOTATION = SKOSXL("literalForm"), SKOS("notation")
_ARTICLE, _PASSAGE = DIP("article"), DIP("passage")
_BOUNDS = {DIP("start"): True, DIP("end"): False}
_OF_RECORD = frozenset(str(one).encode() for one in (_ARTICLE, _PASSAGE, *_BOUNDS))
_LINES = 5_000  # that are read together
_AT_ONCE = 20_000  # rows that are written together
_KNOWN = 200_000  # numbers of IRIs that are kept at hand
DIGITS = 16
"""Hexadecimal digits of a digest that the index keeps: 64 bits."""


class Reading:
    """The tables that are read of one dump."""

    def __init__(self, release: Release, into: Connection) -> None:
        """`into` has the tables already, below `read`."""
        self._release, self._into = release, into
        self._things = release.iris("id", "").value
        self._rows: dict[str, list[tuple[Any, ...]]] = {}
        self.number = lru_cache(_KNOWN)(self._numbered)
        self._part = lru_cache(_KNOWN)(self._found_part)
        self._voiced: set[int] = set()
        self._used: Counter[str] = Counter()
        self.languages: list[str] = []
        """What the catalog says that the dataset is written in."""

    def read(self) -> None:
        """Read all quads, first those of the default graph, and where each line begins."""
        with self._release.dump(NQUADS).open("rb") as lines:
            merged = islice(lines, self._release.triples)
            for quad in _parsed(merged):
                self._read_merged(quad)
            for quad in _parsed(self._telling(lines)):
                self._read_named(quad)
            lines.seek(0)
            # They are most of all rows, and none is kept in between.
            digests = "INSERT OR IGNORE INTO read.short VALUES (?, ?)"
            self._into.executemany(digests, self._digests(lines))
        self._add_all("used", sorted(self._used.items()))
        for table in list(self._rows):
            self._write(table)

    def _numbered(self, iri: str) -> int:
        """The number of an IRI, or of a blank node; a new one if it is new."""
        known = "SELECT number FROM read.node WHERE iri = ?"
        found = self._into.execute(known, (iri,)).fetchone()
        if found:
            return int(found[0])
        added = self._into.execute("INSERT INTO read.node (iri) VALUES (?)", (iri,))
        return added.lastrowid or 0

    def _add(self, table: str, *row: Any) -> None:
        rows = self._rows.setdefault(table, [])
        rows.append(row)
        if len(rows) >= _AT_ONCE:
            self._write(table)

    def _add_all(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        for row in rows:
            self._add(table, *row)

    def _write(self, table: str) -> None:
        rows = self._rows.pop(table)
        places = ", ".join("?" * len(rows[0]))
        into = f"INSERT OR IGNORE INTO read.{table} VALUES ({places})"
        self._into.executemany(into, rows)

    def _read_merged(self, quad: Quad) -> None:
        """A triple of the default graph: a kind, a time, a name, a link, a voice."""
        subject, predicate, value = quad.triple
        self._used[predicate.value] += 1
        if predicate == _FORM and isinstance(value, Literal):
            self._add_text(self._node(subject), predicate, value)
        elif predicate in _OF_NODES:
            self._add_label_node(subject, predicate, value)
        if isinstance(value, BlankNode):
            self._add("inside", self._node(value), self._node(subject))
        elif isinstance(value, Literal) and not predicate.value.startswith(DIP):
            self._read_date(subject, predicate.value, value)
        if not isinstance(subject, NamedNode):
            return
        number = self.number(subject.value)
        if subject.value.startswith(self._things):
            self._add("described", number)
        if predicate == _RIGHTS:
            self._add("rights", number, text_of(value))
        if predicate == _LANGUAGE and subject.value == self._release.dataset:
            self.languages.append(text_of(value))
        if isinstance(value, NamedNode):
            self._read_link(number, predicate, value)
        elif isinstance(value, Literal):
            self._read_literal(number, predicate, value)

    def _node(self, node: object) -> int:
        return self.number(text_of(node))

    def _read_link(self, this: int, predicate: NamedNode, value: NamedNode) -> None:
        other = self.number(value.value)
        self._add("link", this, other, predicate == _SPEAKER)
        if predicate in _HAS_PLACE:
            self._add("placed", other, this)
        if predicate == _TYPE:
            self._add("kind", this, other)
        elif predicate == _SUBCLASS and this != other:
            self._add("wider", this, other)
        elif predicate in _SAME:
            self._add("same_as", this, address(value.value))
        elif predicate == _VOICE:
            self._voiced.add(this)
            self._add("spoken", this, other)

    def _read_literal(self, this: int, predicate: NamedNode, value: Literal) -> None:
        if predicate in _LATITUDES or value.datatype.value == WKT:
            self._add("located", this)
        if predicate in _DAYS:
            self._add("day", this, _DAYS[predicate], value.value)
        elif predicate != _FORM and _is_text(predicate, value):
            self._add_text(this, predicate, value)

    def _read_date(self, subject: object, by: str, value: Literal) -> None:
        """A date by a property of any vocabulary."""
        text = date_of(by, value)
        if text:
            day = day_of(text)
            ends = first_number(day), last_number(day)
            marks = is_of_record(by), is_of_moment(by)
            self._add("date", self._node(subject), text, *ends, *marks)

    def _add_text(self, this: int, predicate: NamedNode, value: Literal) -> None:
        is_text = value.datatype in _TEXTS
        language = value.language or ""
        self._add("text", this, predicate.value, value.value, language, is_text)

    def _add_label_node(
        self, subject: object, predicate: NamedNode, value: object
    ) -> None:
        if isinstance(value, NamedNode | BlankNode):
            plain = _OF_NODES[predicate].value
            self._add("label_node", self._node(subject), plain, self._node(value))

    def _read_named(self, quad: Quad) -> None:
        """A quad of a named graph: what describes a thing, and what a claim speaks of."""
        graph = quad.graph_name
        if not isinstance(graph, NamedNode):
            return
        part = self._part(graph.value)
        if part == "record":
            self._read_record(quad)
        if part not in ABOUT and isinstance(quad.subject, NamedNode):
            self._add("described", self.number(quad.subject.value))
        number = self.number(graph.value)
        if number in self._voiced:
            if quad.predicate == _SPEAKER:
                self._add("quoted", number, self._node(quad.object))
            ends = (quad.subject, quad.object)
            named = (end for end in ends if isinstance(end, NamedNode))
            self._add_all("spoken_of", ((number, self._node(end)) for end in named))

    def _telling(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines of named graphs without those of which nothing is read.

        A release names all of its graphs by IRIs.
        """
        name, part = b"", ""
        for line in lines:
            graph = line.rsplit(b" ", 2)[1]
            if graph != name:
                name, iri = graph, graph[1:-1].decode()
                part = self._part(iri)
                self.number(iri)
            if part not in ABOUT or (part == "record" and _is_of_record(line)):
                yield line

    def _found_part(self, graph: str) -> str:
        """What a graph of the publisher's own holds; "" for all others."""
        iris = self._release.iris
        if iris.kind(graph) != "graph":
            return ""
        return iris.slug(graph).partition("/")[0]

    def _read_record(self, quad: Quad) -> None:
        """Where a claim quotes an article."""
        graph, this = self._node(quad.graph_name), self._node(quad.subject)
        if quad.predicate == _ARTICLE:
            self._add("of_article", graph, this, self._node(quad.object))
        elif quad.predicate == _PASSAGE:
            self._add("has_passage", graph, this, self._node(quad.object))
        elif quad.predicate in _BOUNDS:
            at = int(text_of(quad.object))
            self._add("bound", graph, this, _BOUNDS[quad.predicate], at)

    def _digests(self, lines: BinaryIO) -> Iterator[tuple[int, int]]:
        """The beginning of each statement's digest, and at which byte its line begins.

        Statements of the default graph stand in a named graph, too.
        """
        place = sum(map(len, islice(lines, self._release.triples)))
        for line in lines:
            # what follows is the graph, and no IRI has a space
            triple = line[: line.rindex(b" <")]
            digest = hashlib.sha256(triple + b" .\n").digest()
            yield int.from_bytes(digest[: DIGITS // 2], signed=True), place
            place += len(line)


def short(digest: str) -> int:
    """The beginning of a digest as a number that SQLite holds.

    Raises ValueError for what is no digest.
    """
    beginning = bytes.fromhex(digest[:DIGITS])
    return int.from_bytes(beginning, signed=True)


def _parsed(lines: Iterator[bytes]) -> Iterator[Quad]:
    """The quads of N-Quads, some lines at a time."""
    while some := b"".join(islice(lines, _LINES)):
        yield from parse(some, format=NQUADS.rdf)


def _is_of_record(line: bytes) -> bool:
    return line.split(b" ", 2)[1] in _OF_RECORD


def _is_text(predicate: NamedNode, value: Literal) -> bool:
    return value.datatype in _TEXTS or predicate == _NOTATION
