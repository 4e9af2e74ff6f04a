"""Fills an index with what a release calls its things, in one pass over its quads.

Whoever asks first makes it, and every other process and start finds it beside the release.
"""

import os
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Quad, parse

from diplomatica import version
from diplomatica.lookup.matching.abbreviations import Abbreviations
from diplomatica.lookup.matching.nameindex import (
    HIDDEN,
    INFLECTION,
    KEPT_INITIALS,
    KEPT_NAME,
    KEPT_SOUND,
    LABEL,
    OTHER,
    NameIndex,
    Row,
    number_of,
)
from diplomatica.lookup.matching.names.identifier import one_address
from diplomatica.lookup.matching.names.spelling import (
    initials_of,
    key_of,
    sound_of,
    words_of,
)
from diplomatica.lookup.matching.names.territories import code_written
from diplomatica.model.dataset.release import Release, names_of
from diplomatica.model.formats import NQUADS
from diplomatica.model.kinds import ABOUT, KINDS
from diplomatica.model.vocabulary import DIP, NAMES, OWL, RDF, RDFS, SKOS, SSSOM

_FORM = 1  # another for each change of the tables, or of what is in them
_AT_ONCE = 20_000  # rows
_LONGEST = 300  # letters of a name that is indexed
_TYPE, _SUBCLASS = RDF("type"), RDFS("subClassOf")
_RANKS = {
    **dict.fromkeys(NAMES, LABEL),
    SKOS("altLabel"): OTHER,
    DIP("formerName"): OTHER,
    SKOS("hiddenLabel"): HIDDEN,
    DIP("inflection"): INFLECTION,
}
# Other vocabularies’ properties whose values are names, by how they are called themselves.
_NAMING = re.compile(
    r"((alt(ernat(e|ive))?|other|official|short|common|native|full|legal|pref(erred)?"
    r"|variant|former|birth|display|original|english)?[_-]?(name|label|title)s?)"
    r"|acronym|abbreviation|alias",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"isoCode|.*iso_?3166.*|country_?code|P29[78]|.*alpha_?[23]", re.IGNORECASE
)
_LOCAL = re.compile(r"[^/#:]*$")
_SURE = {OWL("sameAs"), SKOS("exactMatch"), NamedNode("https://schema.org/sameAs")}
_MISSING = DIP("unlinked")
_THEIR_LABEL = SSSOM("object_label")
_SAME = {*_SURE, SKOS("closeMatch")}
# What is said there describes the dataset, not what it is about; what rules are called
# is the name of no kind of thing.
_ABOUT_IT = {*ABOUT, "unlinked"} - {"inferences"}
_NO_THINGS = {kind.name for kind in KINDS} - {"id", "article"}


def name_index(release: Release, language: str) -> NameIndex:
    """The names of a release, made where they are not kept beside it yet.

    Where nothing can be written there, they are made for this process alone.
    """
    with suppress(OSError, sqlite3.OperationalError):
        if kept := _kept_index(release, language):
            return kept
        _make_beside(release, language)
        if kept := _kept_index(release, language):
            return kept
    index = NameIndex.empty()
    IndexFiller(release, index, language).read()
    return index


def keep_names(release: Release, language: str) -> None:
    """Make the names of a release beside it, unless they are there."""
    if kept := _kept_index(release, language):
        kept.close()
    else:
        _make_beside(release, language)


def _kept_index(release: Release, language: str) -> NameIndex | None:
    """The names that are kept beside a release, if they are made of it."""
    file = names_of(release.folder, language)
    return NameIndex.kept(file, _made_of(release, language))


def _make_beside(release: Release, language: str) -> None:
    """Make the names of a release beside it, aside first."""
    file = names_of(release.folder, language)
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    try:
        with closing(NameIndex.empty(aside)) as index:
            IndexFiller(release, index, language).read()
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def _made_of(release: Release, language: str) -> str:
    return f"{release.checksum} {version()} {_FORM} {language}"


class IndexFiller:
    """Reads a release into an index."""

    def __init__(self, release: Release, index: NameIndex, language: str) -> None:
        """Nothing is read yet; `language` is that of the names that things are called by."""
        self._release, self._iris, self._index = release, release.iris, index
        self._language = language
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._uses = Counter[str]()

    def read(self) -> None:
        """Read things, then write by which keys their names are found."""
        for quad in self._quads():
            if isinstance(quad.subject, NamedNode):
                self._take(quad, quad.subject.value)
        self._index.write("property", list(self._uses.items()))
        self._flush()
        self._index.find_names()
        self._name_nameless()
        self._index.ask(_LABELS, f"{self._language}%")
        self._write_keys()
        self._index.finish(_made_of(self._release, self._language))

    def _quads(self) -> Iterator[Quad]:
        """The quads of all named graphs, which come after the default graph."""
        with self._release.dump(NQUADS).open("rb") as lines:
            yield from _quads_after(lines, self._release.triples)

    def _take(self, quad: Quad, this: str) -> None:
        """Take what a quad tells of kinds, links and names."""
        predicate, value = quad.predicate, quad.object
        if predicate == _SUBCLASS and isinstance(value, NamedNode):
            self._add("broader", this, value.value)
        if predicate == _THEIR_LABEL and isinstance(value, Literal):
            self._add("link_label", this, value.value)
        if predicate in _SURE and isinstance(value, NamedNode):
            self._add("link", str(quad.graph_name).strip("<>"), value.value)
        if self._is_about_it(quad):
            if predicate == _SUBCLASS or not isinstance(value, Literal):
                return
            if _RANKS.get(predicate) == LABEL:
                self._add("kind_label", this, value.value)
        elif self._iris.kind(this) not in _NO_THINGS and not this.startswith(DIP):
            self._uses[predicate.value] += 1
            self._take_said(number_of(this), this, predicate, value)

    def _is_about_it(self, quad: Quad) -> bool:
        graph = quad.graph_name
        name = graph.value if isinstance(graph, NamedNode) else ""
        part = self._iris.slug(name).partition("/")[0]
        return self._iris.kind(name) == "graph" and part in _ABOUT_IT

    def _take_said(
        self, number: int, this: str, predicate: NamedNode, value: object
    ) -> None:
        """What is said of a thing, as far as it tells what the thing is called."""
        if isinstance(value, NamedNode):
            self._take_node(number, this, predicate, value.value)
        elif isinstance(value, Literal) and len(value.value) <= _LONGEST:
            rank = _rank(predicate)
            local = _local(predicate)
            if rank is not None:
                tag = value.language or ""
                name = number_of(this, value.value), number, value.value, tag, rank
                self._add("thing", number, this, "")
                self._add("name", *name)
            elif predicate == _MISSING:
                self._add("missing", number, value.value)
            elif _CODE.fullmatch(local) and (code := code_written(value.value)):
                self._add("code", code, number)

    def _take_node(
        self, number: int, this: str, predicate: NamedNode, value: str
    ) -> None:
        """Take the kind of a thing, or an address of the same elsewhere."""
        if predicate == _TYPE:
            self._add("thing", number, this, "")
            self._add("kind", number, value)
        elif predicate in _SAME:
            is_sure = int(predicate in _SURE)
            self._add("same", one_address(value), number, value, is_sure)

    def _add(self, table: str, *row: object) -> None:
        rows = self._rows[table]
        rows.append(row)
        if len(rows) == _AT_ONCE:
            self._index.write(table, rows)
            rows.clear()

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            self._index.write(table, rows)
        self._rows.clear()

    def _name_nameless(self) -> None:
        """Call what has no name, and an IRI of the dataset’s own, by the end of its IRI."""
        start = self._iris("id", "").value
        for number, iri in self._index.ask(_NAMELESS, f"{start}*"):
            text = re.sub("[-_]+", " ", iri.removeprefix(start))
            self._add("name", number_of(iri, text), number, text, "", OTHER)
        self._flush()

    def _write_keys(self) -> None:
        """By what each name is found, in the order of their numbers and some at once."""
        short = Abbreviations(self._index, self._language)
        last = -1
        while names := self._index.ask(_SOME_NAMES, last, _AT_ONCE):
            words = [(name, words_of(text)) for name, _, text in names]
            told = [(name, " ".join(some)) for name, some in words]
            self._index.write_words(told)
            keys = [row for name in names for row in _keys(short, *name)]
            self._index.write("key", keys)
            last = names[-1][0]


_NAMELESS = """
SELECT number, iri FROM thing WHERE iri GLOB ?
AND NOT EXISTS (SELECT 1 FROM name WHERE name.thing = thing.number)"""
_LABELS = """
UPDATE thing SET label = COALESCE((
  SELECT text FROM name WHERE name.thing = thing.number
  ORDER BY rank, tag NOT LIKE ?, tag, number LIMIT 1), '')"""
_SOME_NAMES = """
SELECT number, thing, text FROM name WHERE number > ? ORDER BY number LIMIT ?"""


def _quads_after(lines: BinaryIO, default: int) -> Iterator[Quad]:
    for _ in islice(lines, default):
        pass
    yield from parse(lines, format=NQUADS.rdf)


def _rank(predicate: NamedNode) -> int | None:
    """What a property’s values are to a thing as names; None where they are none."""
    known = _RANKS.get(predicate)
    if known is not None or predicate.value.startswith(DIP):
        return known
    return OTHER if _NAMING.fullmatch(_local(predicate)) else None


def _local(predicate: NamedNode) -> str:
    found = _LOCAL.search(predicate.value)
    return found[0] if found else ""


def _keys(short: Abbreviations, name: int, thing: int, text: str) -> Iterator[Row]:
    """The keys of one name."""
    words = words_of(text)
    for key in dict.fromkeys((key_of(words), key_of(short.shortened(words)))):
        yield key, KEPT_NAME, thing, name
    yield sound_of(words), KEPT_SOUND, thing, name
    for initials in initials_of(text):
        yield initials, KEPT_INITIALS, thing, name
