"""Reading the dump of a release, once, into tables that can be joined.

What is kept in memory while reading does not grow with the dump.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from itertools import chain, islice
from sqlite3 import Connection
from typing import Any

from pyoxigraph import Literal, parse

from diplomatica.lookup.index.dates import (
    SURELY,
    date_by,
    is_of_moment,
    may_be_date,
    of_record,
)
from diplomatica.lookup.index.days import day_of, first_number, last_number
from diplomatica.lookup.index.namediris import address
from diplomatica.lookup.indexing.numbering import Numbers
from diplomatica.lookup.indexing.schema import BY_SUBJECT
from diplomatica.model.characters import is_blank
from diplomatica.model.dataset.naming import (
    REALIZING,
    SPELT,
    TITLE_NODES,
    TYPES_OF_NAMES,
    VALUED,
    may_lead_to_name,
)
from diplomatica.model.dataset.profile import (
    is_shape,
    read_profile,
)
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS
from diplomatica.model.kinds import ABOUT
from diplomatica.model.terms.lots import lot_of, lots
from diplomatica.model.terms.places import leads_to_place, longitudes_of
from diplomatica.model.vocabulary import (
    DCTERMS,
    DIP,
    NOTES,
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
_STRING, _IN_LANGUAGE = XSD("string").value, RDF("langString").value
_TEXTS = (_STRING, _IN_LANGUAGE)
# A label that is a node of its own (SKOS, appendix B), and the plain one it stands for.
_OF_NODES = {
    SKOSXL(name).value: SKOS(name).value
    for name in ("prefLabel", "altLabel", "hiddenLabel")
}
_FORM, _NOTATION = SKOSXL("literalForm").value, SKOS("notation").value
_SPELT = frozenset((*SPELT, *VALUED, *chain.from_iterable(TITLE_NODES.values())))
_REST = RDF("rest").value
# As lines name them, of which most tell nothing of a record.
_QUOTING = {
    str(DIP("article")).encode(): "of_article",
    str(DIP("passage")).encode(): "has_passage",
}
_BOUNDS = {str(DIP("start")).encode(): True, str(DIP("end")).encode(): False}
_END = " .\n"
_FIGURE = re.compile(r"(\d{1,9}$|\d{4}(?=-\d\d))", re.ASCII)
_AT_ONCE = 20_000  # rows that are written together
_TOLD_FILES = """
SELECT number FROM read.node
WHERE iri BETWEEN ? AND ? AND number IN (SELECT claim FROM read.spoken)"""


class DumpTables:
    """The tables that are read of one dump."""

    def __init__(self, release: Release, into: Connection) -> None:
        """`into` has the tables already, below `read`."""
        self._release, self._into = release, into
        iris = release.iris
        self._things = iris("id", "").value
        self._of_articles = f"<{iris('article', '').value}".encode()
        self._rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._numbers = Numbers(into)
        self._is_told = False
        self._told_files: set[int] = set()
        self.profile = known = read_profile(release.folder)
        self._undated = frozenset(
            by for by, one in known.properties.items() if not one.is_date
        )
        self._of_one_day = frozenset(known.of_one_day)
        self._shaped = frozenset(known.shapes)
        self._lots = lots(known)

    def number(self, iri: str) -> int:
        """The number of an IRI; a new one if it is new."""
        number = self._numbers[iri]
        self._numbers.write()
        return number

    @property
    def languages(self) -> list[str]:
        """What the catalog says that the dataset is written in."""
        rows = self._into.execute("SELECT language FROM read.written_in")
        return [told for (told,) in rows]

    @property
    def premises(self) -> str:
        """Upon what it depends how a line is read, beside the line."""
        release, iris = self._release, self._release.iris
        told = [
            release.dataset,
            release.base,
            release.spaces,
            sorted((release.prefixes or {}).items()),
            release.terms,
            iris.brought is None,
            sorted(self._undated),
            sorted(self._of_one_day),
            sorted(self._shaped),
            sorted(self._lots.items()),
        ]
        return sha256(json.dumps(told).encode()).hexdigest()

    def read(self) -> None:
        """Read all quads, first those of the default graph.

        They are told apart as texts, which takes a fraction of what terms take.
        """
        with self._release.dump(NQUADS).open("rb") as lines:
            self.read_lines(islice(lines, self._release.triples), lines)

    def read_lines(self, merged: Iterable[bytes], named: Iterable[bytes]) -> None:
        """Read all that is said of some subjects: in the default graph, and in others."""
        self._read_merged(map(bytes.decode, merged))
        self._write_all()
        self._is_told, self._told_files = self.told
        self._read_named(named)
        self._write_all()
        self._numbers.let_go()

    @property
    def told(self) -> tuple[bool, set[int]]:
        """Whether anything is told by somebody, and which graphs of the publisher's own."""
        is_told = self._into.execute("SELECT EXISTS (SELECT 1 FROM read.spoken)")
        first = self._release.iris("graph", "").value
        rows = self._into.execute(_TOLD_FILES, (first, f"{first}\U0010ffff"))
        return bool(is_told.fetchone()[0]), {number for (number,) in rows}

    def forget(self, subjects: Iterable[bytes]) -> None:
        """Take away all that was read of some subjects."""
        into = self._into
        into.execute("CREATE TABLE joined.other (number INTEGER PRIMARY KEY)")
        numbers = ((self._node(one.decode()),) for one in subjects)
        into.executemany("INSERT INTO joined.other VALUES (?)", numbers)
        self._numbers.write()
        into.execute("DELETE FROM read.text WHERE is_of_node")
        for table, column in BY_SUBJECT.items():
            where = f"{column} IN (SELECT number FROM joined.other)"
            into.execute(f"DELETE FROM read.{table} WHERE {where}")

    def _write_all(self) -> None:
        for table in list(self._rows):
            self._write(table)
        self._numbers.write()

    def _add(self, table: str, *row: Any) -> None:
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= _AT_ONCE:
            self._write(table)

    def _write(self, table: str) -> None:
        rows = self._rows.pop(table)
        places = ", ".join("?" * len(rows[0]))
        into = f"INSERT OR IGNORE INTO read.{table} VALUES ({places})"
        self._into.executemany(into, rows)

    def _node(self, term: str) -> int:
        return self._numbers[_iri(term)]

    def _read_merged(self, lines: Iterable[str]) -> None:
        """The triples of the default graph: kinds, times, names, links, voices."""
        last, this, is_named = "", 0, False
        for line in lines:
            subject, predicate, term = line.removesuffix(_END).split(" ", 2)
            if subject != last:
                last, is_named = subject, _is_iri(subject)
                this = self._subject(subject)
            by = predicate[1:-1]
            if by in (_RIGHTS, _LANGUAGE):
                self._read_told(this, by, subject, _text(term))
            if term.startswith('"'):
                self._read_literal(this, by, term, is_named=is_named)
                if by in self._lots and lot_of(_iri(subject)) < self._lots[by]:
                    self._add("drawn_place", this, by, _text(term))
            else:
                self._read_node(this, by, term, is_named=is_named)

    def _subject(self, subject: str) -> int:
        """Note that something is said of a subject."""
        this = self._node(subject)
        if subject.startswith(f"<{self._things}"):
            self._add("described", this)
        return this

    def _read_told(self, this: int, by: str, subject: str, told: str) -> None:
        """Note whether something is closed, or in which language the dataset is written."""
        if by == _RIGHTS and _is_iri(subject):
            self._add("rights", this, told)
        elif by == _LANGUAGE and _iri(subject) == self._release.dataset:
            self._add("written_in", this, told)

    def _read_node(self, this: int, by: str, term: str, *, is_named: bool) -> None:
        """Note what leads from a thing to another node."""
        other = self._node(term)
        if is_named and _is_iri(term) and not _tells_more(by):
            self._add("link", this, other, False)
            return
        if by in _OF_NODES:
            self._add("label_node", this, _OF_NODES[by], other, this)
        elif may_lead_to_name(by):
            self._add("label_node", this, by, other, this)
        elif by in REALIZING:
            self._add("label_node", other, by, this, this)
        elif by in TYPES_OF_NAMES:
            self._add("name_type", this, other)
        if not _is_iri(term):
            is_cell = by == _REST and not is_named
            row = ("rest", this, other) if is_cell else ("inside", other, this)
            self._add(*row)
        elif is_named:
            self._read_link(this, by, other)
            if by in _SAME:
                self._add("same_as", this, address(_iri(term)))

    def _read_link(self, this: int, by: str, other: int) -> None:
        """Note a link between two that have names, and what it means."""
        self._add("link", this, other, by == _SPEAKER)
        if by in NOTES:
            self._add("noted", other, this)
        if leads_to_place(by):
            self._add("placed", other, this)
        if by == _TYPE:
            self._add("kind", this, other)
        elif by == _SUBCLASS and this != other:
            self._add("wider", this, other)
        elif by == _VOICE:
            self._add("spoken", this, other)

    def _read_literal(self, this: int, by: str, term: str, *, is_named: bool) -> None:
        """Note what a literal is for the index: a date, a place or a text."""
        words, datatype, language = _literal(term)
        if is_blank(words):
            return  # it tells nobody anything, least of all a name
        is_text = datatype in _TEXTS
        is_dated = may_be_date(words) if is_text else not by.startswith(DIP)
        if is_dated and by not in self._undated:
            self._read_date(this, by, date_by(by, datatype, words))
        if longitudes_of(by) or by in self._shaped or is_shape(by, datatype):
            self._add("located", this)
        if is_named and by in _DAYS:
            self._add("day", this, _DAYS[by], words)
        elif by == _FORM or (is_named and (is_text or by == _NOTATION)):
            self._add("text", this, by, words, language, is_text, False)
        elif is_named:
            self._read_figure(this, words)
        elif is_text:
            self._add("inner_text", this, by, words)
            if by in _SPELT:
                self._add("text", this, by, words, language, is_text, False)

    def _read_figure(self, this: int, words: str) -> None:
        """A number of few digits, or the year of a date: what a reader may seek by."""
        if found := _FIGURE.match(words):
            self._add("figure", this, found[1])

    def _read_date(self, this: int, by: str, text: str) -> None:
        """A date by a property of any vocabulary."""
        if text:
            day = day_of(text)
            ends = first_number(day), last_number(day)
            of = SURELY if by in self._of_one_day else of_record(by)
            self._add("date", this, text, *ends, of, is_of_moment(by))

    def _read_named(self, lines: Iterable[bytes]) -> None:
        """The quads of named graphs: what describes a thing, what a claim speaks of.

        A release names all of its graphs by IRIs. Where nobody may be heard in one, all
        that is read are its subjects: the first line of each.
        """
        end, begin, part, graph, is_heard = b"\n\n", b"", "", 0, False
        for line in lines:
            if not line.endswith(end):
                name = line.rsplit(b" ", 2)[1]
                end, begin, iri = b" %b .\n" % name, b"\n", name[1:-1].decode()
                part, graph = self._part(iri), self._numbers[iri]
                is_heard = graph in self._told_files or (self._is_told and not part)
            if part == "record":
                self._read_record(graph, line)
            elif part not in ABOUT:
                if not line.startswith(begin):
                    begin = line[: line.index(b" ") + 1]
                    self._read_described(begin[:-1].decode())
                if is_heard:
                    self._read_heard(graph, line.removesuffix(end).decode())

    def _part(self, graph: str) -> str:
        """What a graph of the publisher's own holds; "" for all others."""
        iris = self._release.iris
        if iris.kind(graph) != "graph":
            return ""
        return iris.slug(graph).partition("/")[0]

    def _read_described(self, subject: str) -> None:
        if _is_iri(subject):
            self._add("described", self._node(subject))

    def _read_heard(self, graph: int, said: str) -> None:
        """What somebody is heard to say: who that is, and of what it speaks."""
        subject, predicate, term = said.split(" ", 2)
        this = self._node(subject)
        if _iri(predicate) == _SPEAKER:
            self._add("quoted", this, graph, self._node(term))
        for end in filter(_is_iri, (subject, term)):
            self._add("spoken_of", this, graph, self._node(end))

    def _read_record(self, graph: int, line: bytes) -> None:
        """Where a claim quotes an article."""
        subject, predicate, rest = line.split(b" ", 2)
        if table := _QUOTING.get(predicate):
            this = self._node(subject.decode())
            other = self._node(rest.rsplit(b" ", 2)[0].decode())
            self._add(table, graph, this, other)
        elif predicate in _BOUNDS and subject.startswith(self._of_articles):
            at, this = int(rest.split(b'"', 2)[1]), self._node(subject.decode())
            self._add("bound", graph, this, _BOUNDS[predicate], at)


@lru_cache(1 << 12)
def _tells_more(by: str) -> bool:
    """Whether it means more than a link where a thing leads to another by a property."""
    is_known = by in (_TYPE, _SUBCLASS, _SPEAKER, _VOICE) or by in _SAME or by in NOTES
    is_of_name = by in _OF_NODES or by in REALIZING or by in TYPES_OF_NAMES
    return is_known or is_of_name or may_lead_to_name(by) or leads_to_place(by)


def _is_iri(term: str) -> bool:
    return term.startswith("<")


def _iri(term: str) -> str:
    """The IRI that N-Quads write so, or the label of a blank node."""
    return term[1:-1] if term.startswith("<") else term


def _text(term: str) -> str:
    """The IRI, or the text of a literal."""
    return _literal(term)[0] if term.startswith('"') else _iri(term)


def _literal(term: str) -> tuple[str, str, str]:
    """The text of a literal, its datatype and its language."""
    words, _, kind = term[1:].rpartition('"')
    if "\\" in words or "--" in kind:
        return _parsed(term)
    if kind.startswith("@"):
        return words, _IN_LANGUAGE, kind[1:].lower()
    return words, kind[len("^^<") : -1] if kind else _STRING, ""


def _parsed(term: str) -> tuple[str, str, str]:
    """The text, datatype and language of a literal with escapes, or with a direction."""
    found = next(parse(f"<a:> <a:> {term} .", format=NQUADS.rdf, lenient=True)).object
    assert isinstance(found, Literal)
    return found.value, found.datatype.value, found.language or ""
