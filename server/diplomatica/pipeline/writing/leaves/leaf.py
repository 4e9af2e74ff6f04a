"""A leaf of a dump: some statements that stand together, as lines.

Where one ends follows from what stands there. So most stay as they are when a statement
comes or goes, and what was written of them once is kept.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from zlib import crc32

from diplomatica.pipeline.storing.stored import Quads, Triples
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
    reasons: tuple[bytes, ...]
    """The comment above each graph that begins here."""

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        whole = hashlib.sha256(self.lines)
        around = self.title, self.is_begun, self.is_open, self.reasons
        whole.update(repr(around).encode())
        return whole.hexdigest()

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.lines)


def leaves(stored: Quads | Triples, headings: Headings) -> Iterator[Leaf]:
    """All statements of a file in leaves."""
    has_graphs = isinstance(stored, Quads)
    with stored.path.open("rb") as file:
        growing = _Growing("", b"")
        for (graph, subject), lines in groupby(file, _quad if has_graphs else _triple):
            title = headings.title(subject, graph)
            if growing.lines and (growing.is_full or growing.title != title):
                yield growing.leaf(is_open=growing.graph == graph and has_graphs)
                is_begun = growing.title == title and growing.graph == graph
                growing = _Growing(title, graph, is_begun=is_begun)
            growing.title = title
            growing.add(graph, subject, b"".join(lines), headings)
        if growing.lines:
            yield growing.leaf(is_open=False)


def _triple(line: bytes) -> tuple[bytes, bytes]:
    return b"", line.partition(b" ")[0]


def _quad(line: bytes) -> tuple[bytes, bytes]:
    return line.rsplit(b" ", 2)[1], line.partition(b" ")[0]


@dataclass
class _Growing:
    """A leaf to which subjects are added."""

    title: str
    graph: bytes
    """The last that was added."""
    is_begun: bool = False
    is_full: bool = False
    lines: list[bytes] = field(default_factory=list)
    reasons: list[bytes] = field(default_factory=list)
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
        return Leaf(self.title, lines, self.is_begun, is_open, reasons)
