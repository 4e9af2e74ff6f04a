"""Turtle and TriG as people like to read them.

They have a head that tells what the file is, sections, and before a claim its words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import dropwhile, groupby
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple, serialize

from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.formats import Format
from diplomatica.model.kinds import HEADINGS, PREFIXED, REASONS
from diplomatica.model.quoting import Statements, quoting
from diplomatica.model.serialization import used
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DCTERMS, DIP, PROV, RDF, RDFS

_OTHERS = "Vocabulary and other resources"
_NAMED_GRAPHS = (
    "The named graphs follow, one for each reason why a triple is in that one."
)
_REPRODUCIBLE = (
    "Made from the files of its editors without clock or chance: "
    "the same files give the same bytes."
)
# Names of several parts need no escapes below a base, as they would after a prefix.
_BELOW_BASE = PREFIXED
# Line breaks in literals are escaped, so a line that begins without a tab begins a
# subject or a graph.
_END = b" .\n"
_NEXT_SUBJECT = re.compile(rb" \.\n(?=[^\s}])")
# What is told of reasons, of the dataset and of reasons, and of voices.
_OF_REASONS = {DIP(name) for name in ("quote", "voice", "reason")}
_OF_DATASET = {DCTERMS(name) for name in ("creator", "description", "rights")}
_LABEL, _VOICE, _TYPE = RDFS("label"), DIP("voice"), RDF("type")
_GRAPH = PROV("Entity")  # as graphs are called where nothing is claimed
_KINDS = {"dataset", "graph", *REASONS}
_LITERAL_OR_PATH = re.compile(rb'"(?:[^"\\]|\\.)*"|<//?')


class Writer:
    """Writes statements of one dataset, with what is told of it and of its reasons."""

    def __init__(self, catalog: Catalog, triples: Iterable[Triple]) -> None:
        """`triples` are those of the default graph: they hold what claims quote."""
        self._catalog = catalog
        self._titles: dict[object, str] = {}
        self._told: dict[tuple[object, NamedNode], list[object]] = defaultdict(list)
        self._graphs: set[object] = set()
        voices: set[object] = set()
        for triple in triples:
            if triple.predicate == _TYPE and triple.object == _GRAPH:
                self._graphs.add(triple.subject)
            if triple.predicate in _OF_REASONS or self._is_of_whole(triple):
                self._tell(triple)
                voices |= {triple.object} if triple.predicate == _VOICE else set()
        for triple in triples if voices else ():
            if triple.predicate == _LABEL and triple.subject in voices:
                self._tell(triple)

    def _is_of_whole(self, said: Triple) -> bool:
        """Whether something is said of the dataset, of a graph or of a reason."""
        if said.predicate not in _OF_DATASET:
            return False
        iri = text_of(said.subject)
        kind = self._catalog.iris.kind(iri)
        is_whole = iri == self._catalog.dataset or said.subject in self._graphs
        return is_whole or kind in _KINDS

    def _tell(self, said: Triple) -> None:
        self._told[said.subject, said.predicate].append(said.object)

    def write(self, path: Path, statements: Statements, form: Format) -> None:
        """Write statements in the order given."""
        needed = used(statements, form, self._catalog.iris)
        names = sorted(needed.keys() - _BELOW_BASE)
        prefixes = {name: needed[name] for name in names}
        with path.open("wb") as file:
            file.write(_comment(self._head(form)))
            file.write(f"\n@base <{self._catalog.base}> .\n".encode())
            for name, space in prefixes.items():
                file.write(f"@prefix {name}: <{space}> .\n".encode())
            given, prefixes = quoting(statements, form, prefixes)
            for title, section in groupby(given, self._section):
                file.write(f"\n\n### {title}\n".encode())
                self._write_blocks(file, section, form, prefixes)

    def _head(self, form: Format) -> Iterator[str]:
        """What this is, whose it is, and what may be done with it."""
        catalog, dataset = self._catalog, NamedNode(self._catalog.dataset)
        title = f"{catalog.title} {catalog.version}"
        makers = self._values(dataset, DCTERMS("creator"))
        source = ", ".join([*makers, title, dataset.value])
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
        terms = self._told.get((subject, predicate), [])
        return [text_of(term) for term in terms]

    def _section(self, statement: Triple | Quad) -> str:
        """The title above a statement: by the graph of a quad, else by its subject."""
        if not isinstance(statement, Quad):
            return self._title(statement.subject)
        if isinstance(statement.graph_name, DefaultGraph):
            return f"In the default graph: {self._title(statement.subject)}"
        is_catalog = statement.graph_name == self._catalog.iris("graph", "catalog")
        return HEADINGS["dataset"] if is_catalog else self._title(statement.graph_name)

    def _title(self, node: object) -> str:
        if node not in self._titles:
            self._titles[node] = self._new_title(node)
        return self._titles[node]

    def _new_title(self, node: object) -> str:
        if not isinstance(node, NamedNode):
            return _OTHERS
        kind = self._catalog.iris.kind(node.value)
        return HEADINGS.get(kind, _OTHERS)

    def _write_blocks(
        self,
        file: BinaryIO,
        section: Iterable[Triple | Quad],
        form: Format,
        prefixes: dict[str, str],
    ) -> None:
        """Write a section: triples in one piece, quads graph by graph.

        Each graph stands below its reason.
        """
        for graph, block in groupby(section, _graph):
            file.write(b"\n" + _comment(self._reason(graph)))
            serialize(
                block,  # type: ignore[arg-type]
                _Readable(file, self._catalog.base),
                form.rdf,
                prefixes=prefixes,
                base_iri=self._catalog.base,
            )

    def _reason(self, graph: object) -> Iterator[str]:
        """The words of a graph and who says them, or its reason."""
        for words in self._values(graph, DIP("quote")):
            yield f"“{words}”"
        names: list[str] = []
        for voice in self._told.get((graph, DIP("voice")), []):
            names += self._values(voice, RDFS("label"))[:1]
        if names:
            yield f"— {', '.join(names)}"
        yield from self._values(graph, DIP("reason"))
        yield from self._values(graph, DCTERMS("description"))


class _Readable(BytesIO):
    """A file for what the serializer writes, with air and without its head.

    Only those IRIs are relative that lie below the base: the serializer writes so all
    that share its scheme or host. It is given pieces of any length.
    """

    def __init__(self, file: BinaryIO, base: str) -> None:
        """Nothing is written yet."""
        super().__init__()
        parts = urlsplit(base)
        self._starts = {
            b"<//": f"<{parts.scheme}://".encode(),
            b"</": f"<{parts.scheme}://{parts.netloc}/".encode(),
        }
        self._file, self._rest = file, b""
        self._is_in_head, self._is_at_end = True, False

    def write(self, piece: Any) -> int:
        """Write what is whole lines, and keep the rest for the next piece."""
        lines, end, rest = (self._rest + piece).rpartition(b"\n")
        self._rest = rest
        body = lines + end
        if self._is_in_head:
            told = dropwhile(_is_of_head, body.splitlines(keepends=True))
            body = b"".join(told)
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
        if b"</" not in body:
            return body
        lines = body.splitlines(keepends=True)
        return b"".join(self._whole_line(one) if b"</" in one else one for one in lines)

    def _whole_line(self, line: bytes) -> bytes:
        starts = self._starts
        return _LITERAL_OR_PATH.sub(lambda found: starts.get(found[0], found[0]), line)


def _is_of_head(line: bytes) -> bool:
    return line.startswith(b"@")


def _graph(statement: Triple | Quad) -> object:
    return statement.graph_name if isinstance(statement, Quad) else None


def _comment(lines: Iterable[str]) -> bytes:
    """Each of these texts as a comment of one line."""
    comments = [f"# {' '.join(line.split())}\n" for line in lines]
    return "".join(comments).encode()
