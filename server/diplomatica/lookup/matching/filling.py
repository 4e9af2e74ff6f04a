"""Fills an index with what a release calls its things, in one pass over its quads."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

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
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import ABOUT, KINDS
from diplomatica.model.terms.wording import local_name
from diplomatica.model.vocabulary import DIP, NAMES, OWL, RDF, RDFS, SKOS, SSSOM

_FORM = 2  # another for each change of the tables, or of what is in them
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
_SURE = {OWL("sameAs"), SKOS("exactMatch"), NamedNode("https://schema.org/sameAs")}
_MISSING = DIP("unlinked")
_THEIR_LABEL = SSSOM("object_label")
_SAME = {*_SURE, SKOS("closeMatch")}
_TELLING = {*_SAME, _TYPE, _SUBCLASS, _THEIR_LABEL, _MISSING}
# What is said there describes the dataset, not what it is about; what rules are called
# is the name of no kind of thing.
_ABOUT_IT = {*ABOUT, "unlinked"} - {"inferences"}
_NO_THINGS = {kind.name for kind in KINDS} - {"id", "article"}


def made_of(release: Release, language: str) -> str:
    """By which it is known what the names of a release were made from."""
    return f"{release.checksum} {version()} {_FORM} {language}"


class IndexFiller:
    """Reads a release into an index."""

    def __init__(self, release: Release, index: NameIndex, language: str) -> None:
        """Nothing is read yet; `language` is that of the names that things are called by."""
        self._release, self._iris, self._index = release, release.iris, index
        self._language = language
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._uses = Counter[bytes]()
        self._end, self._is_about_it = b"\n\n", False
        self._last, self._last_is_thing = "", False
        self._counted, self._is_counted = b"", False

    def read(self) -> None:
        """Read things, then write by which keys their names are found."""
        with self._release.dump(NQUADS).open("rb") as lines:
            self._take_lines(islice(lines, self._release.triples, None))
        uses = [(one[1:-1].decode(), many) for one, many in self._uses.items()]
        self._index.write("property", uses)
        self._index.find_names()
        self._name()
        short, last = Abbreviations(self._index, self._language), -1
        while names := self._index.ask(_SOME_NAMES, last, _AT_ONCE):
            self._write_keys(short, names)
            last = names[-1][0]
        self._index.finish(made_of(self._release, self._language))

    def _take_lines(self, lines: Iterator[bytes]) -> None:
        """Take what tells of names, kinds and links; of all else the uses are counted.

        It stands in named graphs, which come after the default graph. Most lines tell
        nothing, and no quad is made of them.
        """
        while some := list(islice(lines, _AT_ONCE)):
            told = b"".join([line for line in some if self._tells(line)])
            for quad in parse(told, format=NQUADS.rdf):
                self._take(quad, str(quad.subject).strip("<>"))
        self._flush()

    def _name(self) -> None:
        """Find by what things are called, of which all other names are written."""
        self._name_nameless()
        self._index.ask(_LABELS, f"{self._language}%")

    def _tells(self, line: bytes) -> bool:
        """Whether a line may tell what something is called; the use is counted."""
        subject, predicate, _ = line.split(b" ", 2)
        if not line.endswith(self._end):
            graph = line.rsplit(b" ", 2)[1]
            self._end = b" %b .\n" % graph
            self._is_about_it = _is_about_it(graph[1:-1].decode(), self._iris)
        if not subject.startswith(b"<"):
            return False
        if not self._is_about_it:
            if subject != self._counted:
                self._counted = subject
                self._is_counted = self._is_thing(subject[1:-1].decode())
            if self._is_counted:
                self._uses[predicate] += 1
        return _may_tell(predicate)

    def _is_thing(self, this: str) -> bool:
        """Whether it is asked what this is called; lines of one subject stand together."""
        if this != self._last:
            is_ours = self._iris.kind(this) in _NO_THINGS or this.startswith(DIP)
            self._last, self._last_is_thing = this, not is_ours
        return self._last_is_thing

    def _take(self, quad: Quad, this: str) -> None:
        """Take what a quad tells of kinds, links and names."""
        predicate, value = quad.predicate, quad.object
        graph = str(quad.graph_name).strip("<>")
        if predicate == _SUBCLASS and isinstance(value, NamedNode):
            self._add("broader", this, value.value)
        if predicate == _THEIR_LABEL and isinstance(value, Literal):
            self._add("link_label", this, value.value)
        if predicate in _SURE and isinstance(value, NamedNode):
            self._add("link", graph, value.value, this)
        if _is_about_it(graph, self._iris):
            if predicate == _SUBCLASS or not isinstance(value, Literal):
                return
            if _RANKS.get(predicate) == LABEL:
                self._add("told_label", this, value.value)
        elif self._is_thing(this):
            self._take_said(number_of(this), this, predicate, value)

    def _take_said(
        self, number: int, this: str, predicate: NamedNode, value: object
    ) -> None:
        """What is said of a thing, as far as it tells what the thing is called."""
        if isinstance(value, NamedNode):
            self._take_node(number, this, predicate, value.value)
        elif isinstance(value, Literal) and len(value.value) <= _LONGEST:
            rank = _rank(predicate)
            local = local_name(predicate.value)
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

    def _write_keys(self, short: Abbreviations, names: list[Row]) -> None:
        """By what some names are found, in the order of their numbers."""
        self._index.write_words([words_row(*name) for name in names])
        keys = [row for name in names for row in keys_of(short, *name)]
        self._index.write("key", keys)


_NAMELESS = """
SELECT number, iri FROM thing WHERE iri GLOB ?
AND NOT EXISTS (SELECT 1 FROM name WHERE name.thing = thing.number)"""
_LABELS = """
UPDATE thing SET label = COALESCE((
  SELECT text FROM name WHERE name.thing = thing.number
  ORDER BY rank, tag NOT LIKE ?, tag, number LIMIT 1), '')
WHERE label = ''"""
_SOME_NAMES = """
SELECT number, thing, text FROM name WHERE number > ? ORDER BY number LIMIT ?"""


def _is_about_it(graph: str, iris: Iris) -> bool:
    part = iris.slug(graph).partition("/")[0]
    return iris.kind(graph) == "graph" and part in _ABOUT_IT


@lru_cache(maxsize=10_000)
def _may_tell(predicate: bytes) -> bool:
    """Whether a property may tell of a name, a kind, a code or the same elsewhere."""
    one = NamedNode(predicate[1:-1].decode())
    is_known = one in _TELLING or _rank(one) is not None
    return is_known or bool(_CODE.fullmatch(local_name(one.value)))


def _rank(predicate: NamedNode) -> int | None:
    """What a property’s values are to a thing as names; None where they are none."""
    known = _RANKS.get(predicate)
    if known is not None or predicate.value.startswith(DIP):
        return known
    return OTHER if _NAMING.fullmatch(local_name(predicate.value)) else None


def words_row(name: int, thing: int, text: str) -> Row:
    """The number of a name, and its words."""
    return name, " ".join(words_of(text))


def keys_of(short: Abbreviations, name: int, thing: int, text: str) -> Iterator[Row]:
    """The keys of one name."""
    words = words_of(text)
    for key in dict.fromkeys((key_of(words), key_of(short.shortened(words)))):
        yield key, KEPT_NAME, thing, name
    yield sound_of(words), KEPT_SOUND, thing, name
    for initials in initials_of(text):
        yield initials, KEPT_INITIALS, thing, name
