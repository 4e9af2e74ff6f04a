"""Turtle and TriG as people like to read them: a head that tells what it is, sections, and before a claim its words."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple, serialize

from diplomatica.model.catalog import Catalog
from diplomatica.model.formats import Format
from diplomatica.model.kinds import HEADINGS, PREFIXED
from diplomatica.model.serialization import used
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DCTERMS, DIP, RDFS

_OTHERS = "Vocabulary and other resources"
# Names of several parts need no escapes below a base, as they would after a prefix.
_BELOW_BASE = PREFIXED
# Line breaks in literals are escaped, so a line that begins without a tab begins a subject or a graph.
_NEXT_SUBJECT = re.compile(rb"(?<= \.\n)(?=[^\s}])")
_LITERAL_OR_PATH = re.compile(rb'"(?:[^"\\]|\\.)*"|<//?')


class Writer:
    """Writes statements of one dataset, with what is told of it and of its reasons."""

    def __init__(self, catalog: Catalog, triples: Iterable[Triple]) -> None:
        """Take the catalog, and the triples of the default graph: they hold the words and voices of claims."""
        self._catalog = catalog
        self._told: dict[tuple[object, NamedNode], list[object]] = {}
        for triple in triples:
            self._told.setdefault((triple.subject, triple.predicate), []).append(
                triple.object
            )

    def write(
        self, path: Path, statements: list[Triple] | list[Quad], form: Format
    ) -> None:
        """Write statements in the order given."""
        prefixes = {
            name: space
            for name, space in sorted(
                used(statements, form, self._catalog.iris).items()
            )
            if name not in _BELOW_BASE
        }
        with path.open("wb") as file:
            file.writelines(
                f"# {' '.join(line.split())}\n".encode() for line in self._head(form)
            )
            file.write(f"\n@base <{self._catalog.base}> .\n".encode())
            file.writelines(
                f"@prefix {name}: <{space}> .\n".encode()
                for name, space in prefixes.items()
            )
            for title, section in groupby(statements, self._section):
                file.write(f"\n\n### {title}\n".encode())
                file.writelines(self._blocks(section, form, prefixes))

    def _head(self, form: Format) -> Iterator[str]:
        """What this is, whose it is, and what may be done with it."""
        catalog, dataset = self._catalog, NamedNode(self._catalog.dataset)
        yield f"{catalog.title} {catalog.version} of {catalog.issued}: the whole dataset as one graph."
        if form.holds == "quads":
            yield "The named graphs follow, one for each reason why a triple is in that one."
        yield from self._values(dataset, DCTERMS("description"))
        yield f"Licence: {catalog.license}"
        yield from self._values(dataset, DCTERMS("rights"))
        makers = ", ".join(self._values(dataset, DCTERMS("creator")))
        yield f"Name as its source: {makers + ', ' if makers else ''}{catalog.title} {catalog.version}, {dataset.value}"
        yield "Made from the files of its editors without clock or chance: the same files give the same bytes."

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
        kind = (
            self._catalog.iris.kind(node.value) if isinstance(node, NamedNode) else ""
        )
        return HEADINGS.get(kind, _OTHERS)

    def _blocks(
        self, section: Iterable[Triple | Quad], form: Format, prefixes: dict[str, str]
    ) -> Iterator[bytes]:
        """The text of a section: of triples in one piece, of quads graph by graph, each below its reason."""
        for graph, block in groupby(
            section, lambda one: one.graph_name if isinstance(one, Quad) else None
        ):
            yield b"\n" + self._reason(graph).encode()
            base = self._catalog.base
            text = (
                serialize(block, format=form.rdf, prefixes=prefixes, base_iri=base)  # type: ignore[arg-type]
                or b""
            )
            lines = text.splitlines(keepends=True)
            start = next(
                number for number, line in enumerate(lines) if not line.startswith(b"@")
            )
            yield _NEXT_SUBJECT.sub(b"\n", self._whole(b"".join(lines[start:])))

    def _reason(self, graph: object) -> str:
        """The words of a graph and who says them, or its reason, as a comment."""
        voices = [*self._told.get((graph, DIP("voice")), [])]
        names = [
            name for voice in voices for name in self._values(voice, RDFS("label"))[:1]
        ]
        words = [f"“{words}”" for words in self._values(graph, DIP("quote"))]
        lines = [
            *words,
            *([f"— {', '.join(names)}"] if names else []),
            *self._values(graph, DIP("reason")),
        ]
        return "".join(f"# {' '.join(line.split())}\n" for line in lines)

    def _whole(self, text: bytes) -> bytes:
        """The text with only those IRIs relative that lie below the base, not all that share its scheme or host."""
        parts = urlsplit(self._catalog.base)
        starts = {
            b"<//": f"<{parts.scheme}://".encode(),
            b"</": f"<{parts.scheme}://{parts.netloc}/".encode(),
        }
        return _LITERAL_OR_PATH.sub(lambda found: starts.get(found[0], found[0]), text)
