"""Turtle and TriG as people like to read them.

They have a head that tells what the file is, sections, and before a claim its words.
"""

import re
from collections.abc import Iterator, Set
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.formats import Format
from diplomatica.model.kinds import HEADINGS
from diplomatica.model.vocabulary import DCTERMS, DIP, PROV, RDF, RDFS
from diplomatica.pipeline.storing.lines import lines_with
from diplomatica.pipeline.storing.stored import Triples
from diplomatica.pipeline.writing.leaves.told import (
    GraphReason,
    ReasonWords,
    as_comment,
    values_in,
    voices_in,
)

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
_OF_GRAPHS = {str(DIP(name)).encode() for name in ("quote", "voice", "reason")}
_OF_DATASET = {
    str(DCTERMS(name)).encode() for name in ("creator", "description", "rights")
}
_TOLD = _OF_GRAPHS | _OF_DATASET
_LABEL, _VOICE = (str(one).encode() for one in (RDFS("label"), DIP("voice")))
# As graphs are called where nothing is claimed.
_IS_GRAPH = f" {RDF('type')} {PROV('Entity')} .".encode()
_KINDS = {b"dataset", b"graph"}
_TITLES = {kind.encode(): title for kind, title in HEADINGS.items()}
_STOP = b" ."
_LITERAL = re.compile(rb'("[^"\\]*(?:\\.[^"\\]*)*")')


class Headings:
    """What stands above statements: what a dump is, titles of sections, reasons."""

    def __init__(self, catalog: Catalog, triples: Triples) -> None:
        """`triples` are those of the default graph: they hold what claims quote."""
        self._catalog, self._base = catalog, f"<{catalog.base}".encode()
        self._about = str(catalog.iris("graph", "catalog")).encode()
        self._words = ReasonWords(triples, catalog.iris)
        self._said = dict[bytes, list[bytes]]()
        self._names = dict[bytes, str]()
        voices = self._take(triples)
        if voices:
            self._name(voices, triples)

    def _take(self, triples: Triples) -> Set[bytes]:
        """Take up what is said of graphs and of the dataset; all voices that are named.

        What is told of reasons is read as it is needed.
        """
        graphs, voices, below = set[bytes](), set[bytes](), self._words.below
        for piece in triples.pieces():
            for line in piece.splitlines():
                subject, predicate, rest = line.split(b" ", 2)
                if predicate == _VOICE:
                    voices.add(rest.removesuffix(_STOP))
                if line.endswith(_IS_GRAPH):
                    graphs.add(subject)
                elif predicate in _TOLD and not line.startswith(below):
                    self._tell(subject, predicate, line, graphs)
        return voices

    def _tell(
        self, subject: bytes, predicate: bytes, line: bytes, graphs: Set[bytes]
    ) -> None:
        """Take up what is said as of a reason, or of the dataset or a graph."""
        is_whole = subject in graphs or self._kind(subject) in _KINDS
        is_whole = is_whole or subject == f"<{self._catalog.dataset}>".encode()
        if is_whole or predicate in _OF_GRAPHS:
            self._said.setdefault(subject, []).append(line)

    def _name(self, voices: Set[bytes], triples: Triples) -> None:
        """Find the first label of each voice."""
        for piece in triples.pieces():
            for line in lines_with(piece, [b" %b " % _LABEL]):
                subject, predicate, _ = line.split(b" ", 2)
                if predicate == _LABEL and subject in voices - self._names.keys():
                    (label,) = values_in(line)[RDFS("label")]
                    self._names[subject] = label

    def _kind(self, node: bytes) -> bytes:
        """The kind of a node of this dataset; nothing for others."""
        if not node.startswith(self._base):
            return b""
        return node[len(self._base) : -1].partition(b"/")[0]

    def head(self, form: Format) -> bytes:
        """The first lines of a dump."""
        return as_comment(self._head(form))

    def _head(self, form: Format) -> Iterator[str]:
        """What this is, whose it is, and what may be done with it."""
        catalog, dataset = self._catalog, self._catalog.dataset
        said = values_in(b"\n".join(self._said.get(f"<{dataset}>".encode(), [])))
        title = f"{catalog.title} {catalog.version}"
        source = ", ".join([*catalog.creators, title, dataset])
        of = f" of {catalog.issued}" if catalog.issued else ""
        yield f"{title}{of}: the whole dataset as one graph."
        if form.holds == "quads":
            yield _NAMED_GRAPHS
        yield from said[DCTERMS("description")]
        yield f"Licence: {catalog.license or 'none is stated'}"
        yield from said[DCTERMS("rights")]
        yield f"Name as its source: {source}"
        yield _REPRODUCIBLE

    def title(self, subject: bytes, graph: bytes = b"") -> str:
        """The title above what is said of a subject, or stands in a named graph."""
        if graph == self._about:
            return HEADINGS["dataset"]
        return _TITLES.get(self._kind(graph or subject), _OTHERS)

    def reason(self, graph: bytes) -> GraphReason:
        """Why a graph is there, as its name is written; of the default graph nothing."""
        if graph.startswith(self._words.below):
            lines = self._words.of(graph)
        else:
            lines = self._said.get(graph, [])
        names = [self._names[one] for one in voices_in(lines) if one in self._names]
        return GraphReason(b"\n".join(lines), tuple(names))


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
