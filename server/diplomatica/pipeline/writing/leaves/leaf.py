"""A leaf of a dump: some statements that stand together, as lines.

Where one ends follows from what stands there. So most stay as they are when a statement
comes or goes, and what was written of them once is kept.
"""

import hashlib
import pickle
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import BinaryIO
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


class Leaves:
    """All statements of a file in leaves, as often as somebody asks.

    Where each ends is found once: its outline, all but the lines, is noted on disk.
    """

    def __init__(
        self, stored: Quads | Triples, headings: Headings, outlines: BinaryIO
    ) -> None:
        """`outlines` is an empty file, to be written and read."""
        self._path, self._headings = stored.path, headings
        self._has_graphs = isinstance(stored, Quads)
        self._outlines, self._is_known = outlines, False

    def __iter__(self) -> Iterator[Leaf]:
        """The leaves; whoever asks first does so to the end."""
        with self._path.open("rb") as file:
            yield from self._known(file) if self._is_known else self._noted(file)

    def _noted(self, file: BinaryIO) -> Iterator[Leaf]:
        for leaf in self._grown(file):
            outline = replace(leaf, lines=b"")
            pickle.dump((outline, leaf.size), self._outlines)
            yield leaf
        self._is_known = True

    def _known(self, file: BinaryIO) -> Iterator[Leaf]:
        self._outlines.seek(0)
        with suppress(EOFError):
            while True:
                outline, size = pickle.load(self._outlines)
                yield replace(outline, lines=file.read(size))

    def _grown(self, file: BinaryIO) -> Iterator[Leaf]:
        growing, headings = _Growing("", b""), self._headings
        for graph, subject, lines in _subjects(file, self._has_graphs):
            title = headings.title(subject, graph)
            if growing.lines and (growing.is_full or growing.title != title):
                is_open = growing.graph == graph and self._has_graphs
                yield growing.leaf(is_open=is_open)
                is_begun = growing.title == title and growing.graph == graph
                growing = _Growing(title, graph, is_begun=is_begun)
            growing.title = title
            growing.add(graph, subject, lines, headings)
        if growing.lines:
            yield growing.leaf(is_open=False)


def _subjects(
    file: Iterable[bytes], has_graphs: bool
) -> Iterator[tuple[bytes, bytes, bytes]]:
    """What is said of each subject in each graph, below the names of both."""
    lines: list[bytes] = []
    begin, end = b"", b""
    for line in file:
        # Most lines are of the subject before, and nothing is made of those.
        if lines and line.startswith(begin) and line.endswith(end):
            lines.append(line)
            continue
        if lines:
            yield end[1:-3], begin[:-1], b"".join(lines)
        begin = line.partition(b" ")[0] + b" "
        end = b" %b .\n" % line.rsplit(b" ", 2)[1] if has_graphs else b" .\n"
        lines = [line]
    if lines:
        yield end[1:-3], begin[:-1], b"".join(lines)


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
