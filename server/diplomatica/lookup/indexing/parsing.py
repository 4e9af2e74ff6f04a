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

from diplomatica.lookup.index.dates import (
    date_of,
    is_of_moment,
    may_be_date,
    of_record,
)
from diplomatica.lookup.index.days import day_of, first_number, last_number
from diplomatica.lookup.index.identifier import address
from diplomatica.model.dataset.naming import APPELLATIONS, SPELT
from diplomatica.model.dataset.profile import COORDINATES, HAS_PLACE, is_shape
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

# Properties by their IRIs, which are compared sooner than terms are.
_TYPE, _SUBCLASS = RDF("type").value, RDFS("subClassOf").value
_SPEAKER, _VOICE = DIP("speaker").value, DIP("voice").value
_RIGHTS, _LANGUAGE = DCTERMS("accessRights").value, DCTERMS("language").value
_DAYS = {DIP("earliest").value: True, DIP("latest").value: False}
_SAME = {one.value for one in (OWL("sameAs"), SKOS("exactMatch"), SKOS("closeMatch"))}
_HAS_PLACE = frozenset(HAS_PLACE)
_LATITUDES = frozenset(latitude for latitude, _ in COORDINATES)
_TEXTS = (XSD("string").value, RDF("langString").value)
# A label that is a node of its own (SKOS, appendix B), and the plain one it stands for.
_OF_NODES = {
    SKOSXL(name).value: SKOS(name).value
    for name in ("prefLabel", "altLabel", "hiddenLabel")
}
_FORM, _NOTATION = SKOSXL("literalForm").value, SKOS("notation").value
_APPELLATIONS, _SPELT = frozenset(APPELLATIONS), frozenset(SPELT)
_REST = RDF("rest").value
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
        subject, by, value = quad.subject, quad.predicate.value, quad.object
        self._used[by] += 1
        this, is_named = self._node(subject), isinstance(subject, NamedNode)
        if is_named and text_of(subject).startswith(self._things):
            self._add("described", this)
        if is_named and by == _RIGHTS:
            self._add("rights", this, text_of(value))
        if by == _LANGUAGE and text_of(subject) == self._release.dataset:
            self.languages.append(text_of(value))
        if isinstance(value, Literal):
            self._read_literal(this, by, value, is_named=is_named)
        else:
            self._read_node(this, by, value, is_named=is_named)

    def _node(self, node: object) -> int:
        return self.number(text_of(node))

    def _read_node(self, this: int, by: str, value: object, *, is_named: bool) -> None:
        """Note what leads from a thing to another node."""
        other = self._node(value)
        if by in _OF_NODES:
            self._add("label_node", this, _OF_NODES[by], other)
        elif by in _APPELLATIONS:
            self._add("label_node", this, by, other)
        if by == _REST and not is_named and isinstance(value, BlankNode):
            self._add("rest", this, other)
        elif isinstance(value, BlankNode):
            self._add("inside", other, this)
        elif is_named and isinstance(value, NamedNode):
            self._read_link(this, by, other)
            if by in _SAME:
                self._add("same_as", this, address(value.value))

    def _read_link(self, this: int, by: str, other: int) -> None:
        """Note a link between two that have names, and what it means."""
        self._add("link", this, other, by == _SPEAKER)
        if by in _HAS_PLACE:
            self._add("placed", other, this)
        if by == _TYPE:
            self._add("kind", this, other)
        elif by == _SUBCLASS and this != other:
            self._add("wider", this, other)
        elif by == _VOICE:
            self._voiced.add(this)
            self._add("spoken", this, other)

    def _read_literal(
        self, this: int, by: str, value: Literal, *, is_named: bool
    ) -> None:
        """Note what a literal is for the index: a date, a place or a text."""
        datatype = value.datatype.value
        is_text = datatype in _TEXTS
        is_dated = may_be_date(value.value) if is_text else not by.startswith(DIP)
        if is_dated:
            self._read_date(this, by, value)
        if is_named and (by in _LATITUDES or is_shape(by, datatype)):
            self._add("located", this)
        if is_named and by in _DAYS:
            self._add("day", this, _DAYS[by], value.value)
        elif by == _FORM or (is_named and (is_text or by == _NOTATION)):
            self._add("text", this, by, value.value, value.language or "", is_text)
        elif is_text and not is_named:
            self._add("inner_text", this, by, value.value)
            if by in _SPELT:
                self._add("text", this, by, value.value, value.language or "", is_text)

    def _read_date(self, this: int, by: str, value: Literal) -> None:
        """A date by a property of any vocabulary."""
        text = date_of(by, value)
        if text:
            day = day_of(text)
            ends = first_number(day), last_number(day)
            self._add("date", this, text, *ends, of_record(by), is_of_moment(by))

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
            if quad.predicate.value == _SPEAKER:
                self._add("quoted", number, self._node(quad.object))
            ends = (quad.subject, quad.object)
            named = (end for end in ends if isinstance(end, NamedNode))
            self._add_all("spoken_of", ((number, self._node(end)) for end in named))

    def _telling(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines of named graphs of which something is read.

        A release names all of its graphs by IRIs. Where nobody is heard in one, all that
        is read are its subjects: the first line of each.
        """
        end, part, is_heard, about = b"", "", False, b"\n"
        for line in lines:
            if not end or not line.endswith(end):
                graph, about = line.rsplit(b" ", 2)[1], b"\n"
                end = b" %b .\n" % graph
                iri = graph[1:-1].decode()
                part, is_heard = self._part(iri), self.number(iri) in self._voiced
            if part in ABOUT:
                is_read = part == "record" and _is_of_record(line)
            else:
                is_read = is_heard or not line.startswith(about)
            if is_read:
                about = line.partition(b" ")[0] + b" "
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
