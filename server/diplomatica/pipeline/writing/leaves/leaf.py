"""A leaf of a dump: some statements that stand together, as lines.

Where one ends follows from what stands there. So most stay as they are when a statement
comes or goes, and what was written of them once is kept.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO
from zlib import crc32

from pyoxigraph import Quad

from diplomatica.model.formats import NQUADS, NTRIPLES, Format
from diplomatica.pipeline.storing.lines import lines_by_subject
from diplomatica.pipeline.storing.stored import Quads, Triples
from diplomatica.pipeline.writing.leaves.proof import proven_quads
from diplomatica.pipeline.writing.leaves.told import GraphReason
from diplomatica.pipeline.writing.turtle import Headings

# One in so many subjects is the last of a leaf, which has some 100 KB then.
_SUBJECTS = 64
_LONGEST = 1 << 20  # bytes, but for a subject of which more is said


@dataclass(frozen=True)
class Leaf:
    """Whole subjects of a section, in the order in which they are published."""

    title: str
    """The heading of the section."""
    lines: bytes
    """N-Triples, or N-Quads of named graphs."""
    is_begun: bool
    """Whether its first graph began on the leaf before; of triples, its section."""
    is_open: bool
    """Whether its last graph goes on."""
    reasons: tuple[GraphReason, ...]
    """Why each graph is there that begins here."""
    form: Format = NTRIPLES
    """That of its lines."""

    @cached_property
    def quads(self) -> list[Quad]:
        """What its lines say. Raises DiplomaticaError where they cannot be read."""
        return proven_quads(self.lines, self.form)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        whole = hashlib.sha256(self.lines)
        reasons = [(one.lines, one.names) for one in self.reasons]
        around = self.title, self.is_begun, self.is_open, reasons, self.form.name
        whole.update(repr(around).encode())
        return whole.hexdigest()

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.lines)


class Leaves:
    """All statements of a file in leaves."""

    def __init__(self, stored: Quads | Triples, headings: Headings) -> None:
        """The file is read when somebody asks for the leaves."""
        self._path, self._headings = stored.path, headings
        self._form = NQUADS if isinstance(stored, Quads) else NTRIPLES

    def __iter__(self) -> Iterator[Leaf]:
        """The leaves, one after the other."""
        with self._path.open("rb") as file:
            yield from self._leaves_of(file)

    def _leaves_of(self, file: BinaryIO) -> Iterator[Leaf]:
        """The leaves of a file: each grows until it is full or its title changes."""
        growing, headings = _Growing("", b"", self._form), self._headings
        has_graphs = self._form is NQUADS
        for graph, subject, lines in lines_by_subject(file, has_graphs=has_graphs):
            title = headings.title(subject, graph)
            if growing.lines and (growing.is_full or growing.title != title):
                is_open = growing.graph == graph and has_graphs
                yield growing.leaf(is_open=is_open)
                is_begun = growing.title == title and growing.graph == graph
                growing = _Growing(title, graph, self._form, is_begun=is_begun)
            growing.title = title
            growing.add(graph, subject, b"".join(lines), headings)
        if growing.lines:
            yield growing.leaf(is_open=False)


@dataclass
class _Growing:
    """A leaf to which subjects are added."""

    title: str
    graph: bytes
    """The last that was added."""
    form: Format
    is_begun: bool = False
    is_full: bool = False
    lines: list[bytes] = field(default_factory=list)
    reasons: list[GraphReason] = field(default_factory=list)
    size: int = 0

    def add(
        self, graph: bytes, subject: bytes, lines: bytes, headings: Headings
    ) -> None:
        is_first = not self.lines and not self.is_begun
        if is_first or graph != self.graph:
            self.reasons.append(headings.reason(graph))
        self.graph = graph
        self.lines.append(lines)
        self.size += len(lines)
        is_last = crc32(subject, crc32(graph)) % _SUBJECTS == 0
        self.is_full = is_last or self.size >= _LONGEST

    def leaf(self, *, is_open: bool) -> Leaf:
        lines, reasons = b"".join(self.lines), tuple(self.reasons)
        return Leaf(self.title, lines, self.is_begun, is_open, reasons, self.form)
