"""Turtle and TriG as people like to read them.

They have a head that tells what the file is, sections, and before a claim its words.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, Triple

from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.formats import Format
from diplomatica.model.kinds import HEADINGS
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DCTERMS, DIP, PROV, RDF, RDFS
from diplomatica.pipeline.storing.stored import Triples
from diplomatica.pipeline.writing.leaves.told import ReasonWords, Said

_OTHERS = "Vocabulary and other resources"
_NAMED_GRAPHS = (
    "The named graphs follow, one for each reason why a triple is in that one."
)
_REPRODUCIBLE = (
    "Made from the files of its editors without clock or chance: "
    "the same files give the same bytes."
)
# Line breaks in literals are escaped, so a line that begins without a tab begins a
# subject or a graph.
_END = b" .\n"
_NEXT_SUBJECT = re.compile(rb" \.\n(?=[^\s}])")
# What is told of graphs as of reasons, and of the dataset.
_OF_GRAPHS = {DIP(name) for name in ("quote", "voice", "reason")}
_OF_DATASET = {DCTERMS(name) for name in ("creator", "description", "rights")}
_LABEL, _VOICE, _TYPE = RDFS("label"), DIP("voice"), RDF("type")
_GRAPH = PROV("Entity")  # as graphs are called where nothing is claimed
_TOLD = frozenset(str(one).encode() for one in _OF_GRAPHS | _OF_DATASET)
_IS_GRAPH = f" {_TYPE} {_GRAPH} .".encode()
_MARKS = [_IS_GRAPH, *(b" %b " % one for one in _TOLD)]
_KINDS = {"dataset", "graph"}
_LITERAL = re.compile(rb'("[^"\\]*(?:\\.[^"\\]*)*")')


class Headings:
    """What stands above statements: what a dump is, titles of sections, reasons."""

    def __init__(self, catalog: Catalog, triples: Triples) -> None:
        """`triples` are those of the default graph: they hold what claims quote."""
        self._catalog, self._iris = catalog, catalog.iris
        self._about = str(self._iris("graph", "catalog")).encode()
        self._said: dict[object, dict[NamedNode, list[object]]] = {}
        self._graphs: set[object] = set()
        self._words = ReasonWords(triples, self._iris)
        for quad in triples.holding(_MARKS, self._is_told):
            if quad.predicate == _TYPE:
                self._graphs.add(quad.subject)
            if quad.predicate in _OF_GRAPHS or self._is_of_whole(quad.triple):
                self._tell(quad.triple)
        voices = {triple.object for triple in triples.saying(_VOICE)}
        for triple in triples.about(voices) if voices else ():
            if triple.predicate == _LABEL:
                self._tell(triple)

    def _is_told(self, line: bytes) -> bool:
        """Whether a line is to be kept; what is told of reasons is read as it is needed."""
        if line.startswith(self._words.below):
            return False
        return line.split(b" ", 2)[1] in _TOLD or line.endswith(_IS_GRAPH)

    def _is_of_whole(self, said: Triple) -> bool:
        """Whether something is said of the dataset or of a graph."""
        if said.predicate not in _OF_DATASET:
            return False
        iri = text_of(said.subject)
        kind = self._iris.kind(iri)
        is_whole = iri == self._catalog.dataset or said.subject in self._graphs
        return is_whole or kind in _KINDS

    def _tell(self, said: Triple) -> None:
        about = self._said.setdefault(said.subject, {})
        about.setdefault(said.predicate, []).append(said.object)

    def head(self, form: Format) -> bytes:
        """The first lines of a dump."""
        return _comment(self._head(form))

    def _head(self, form: Format) -> Iterator[str]:
        """What this is, whose it is, and what may be done with it."""
        catalog, dataset = self._catalog, NamedNode(self._catalog.dataset)
        title = f"{catalog.title} {catalog.version}"
        source = ", ".join([*catalog.creators, title, dataset.value])
        of = f" of {catalog.issued}" if catalog.issued else ""
        yield f"{title}{of}: the whole dataset as one graph."
        if form.holds == "quads":
            yield _NAMED_GRAPHS
        yield from self._values(dataset, DCTERMS("description"))
        yield f"Licence: {catalog.license or 'none is stated'}"
        yield from self._values(dataset, DCTERMS("rights"))
        yield f"Name as its source: {source}"
        yield _REPRODUCIBLE

    def _values(self, subject: object, predicate: NamedNode) -> list[str]:
        return _texts(self._said.get(subject, {}), predicate)

    def title(self, subject: bytes, graph: bytes = b"") -> str:
        """The title above what is said of a subject, or stands in a named graph."""
        if graph == self._about:
            return HEADINGS["dataset"]
        kind = self._iris.kind((graph or subject)[1:-1].decode())
        return HEADINGS.get(kind, _OTHERS)

    def reason(self, graph: bytes) -> bytes:
        """The comment above a graph, as its name is written; of the default graph none."""
        if not graph.startswith(b"<"):
            return b""
        iri = graph[1:-1].decode()
        if graph.startswith(self._words.below):
            return _comment(self._reason(self._words.of(iri)))
        return _comment(self._reason(self._said.get(NamedNode(iri), {})))

    def _reason(self, said: Said) -> Iterator[str]:
        """The words of a graph and who says them, or its reason."""
        for words in _texts(said, DIP("quote")):
            yield f"“{words}”"
        names: list[str] = []
        for voice in said.get(_VOICE, []):
            names += self._values(voice, _LABEL)[:1]
        if names:
            yield f"— {', '.join(names)}"
        yield from _texts(said, DIP("reason"))
        yield from _texts(said, DCTERMS("description"))


def _texts(said: Said, predicate: NamedNode) -> list[str]:
    """The values of one property."""
    return list(map(text_of, said.get(predicate, [])))


class Readable(BytesIO):
    """A file for what the serializer writes, with air and without its head.

    Only those IRIs are relative that lie below the base: the serializer writes so all
    that share its scheme or host. It is given pieces of any length.
    """

    def __init__(self, file: BinaryIO, base: str, goes_on: bool = False) -> None:
        """Nothing is written yet, or the subject before, where it `goes_on`."""
        super().__init__()
        parts = urlsplit(base)
        self._starts = (
            (b"<//", f"<{parts.scheme}://".encode()),
            (b"</", f"<{parts.scheme}://{parts.netloc}/".encode()),
        )
        self._file, self._rest = file, b""
        self._is_in_head, self._is_at_end = True, goes_on

    def write(self, piece: Any) -> int:
        """Write what is whole lines, and keep the rest for the next piece."""
        lines, end, rest = (self._rest + piece).rpartition(b"\n")
        self._rest = rest
        body = lines + end
        while self._is_in_head and body.startswith(b"@"):
            body = body.partition(b"\n")[2]
        if body:
            self._is_in_head = False
            self._write_body(body)
        return len(piece)

    def _write_body(self, body: bytes) -> None:
        if self._is_at_end and not body[:1].isspace() and body[:1] != b"}":
            self._file.write(b"\n")
        self._is_at_end = body.endswith(_END)
        self._file.write(_NEXT_SUBJECT.sub(b" .\n\n", self._whole(body)))

    def _whole(self, body: bytes) -> bytes:
        """The body of a document with whole IRIs where they do not lie below the base."""
        if b"</" not in body:
            return body
        parts = _LITERAL.split(body)  # each second one is a literal
        for at in range(0, len(parts), 2):
            for cut, start in self._starts:
                parts[at] = parts[at].replace(cut, start)
        return b"".join(parts)


def preamble(base: str, prefixes: dict[str, str]) -> bytes:
    """What declares a base, and prefixes by their names."""
    names = sorted(prefixes.items())
    declared = [f"@prefix {name}: <{space}> .\n" for name, space in names]
    return "".join([f"@base <{base}> .\n", *declared]).encode()


def _comment(lines: Iterable[str]) -> bytes:
    """Each of these texts as a comment of one line."""
    comments = [f"# {' '.join(line.split())}\n" for line in lines]
    return "".join(comments).encode()
