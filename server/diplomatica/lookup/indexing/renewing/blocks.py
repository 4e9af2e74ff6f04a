"""The blocks of a dump: its lines in portions of which most are those of the last dump.

Where a block ends is told by the subject with which the next begins, and by nothing that
stands before it: a change in one place moves no other border.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from zlib import crc32

_SUBJECTS = 64  # of a block, about
_MOST = 4_096  # lines of a block, however much is said of its subject
_BYTES = 16  # of a checksum


@dataclass
class DumpBlock:
    """Some lines that follow each other in a dump."""

    is_merged: bool
    """Whether they are of the default graph."""
    start: int
    """The byte of the dump at which the first of them begins."""
    lines: list[bytes] = field(default_factory=list)
    marks: "array[int]" = field(default_factory=lambda: array("L"))
    """A number for each subject of which lines stand together: a few may have the same."""

    @cached_property
    def _bytes(self) -> bytes:
        return b"".join(self.lines)

    @property
    def size(self) -> int:
        """How many bytes they have."""
        return len(self._bytes)

    @property
    def checksum(self) -> bytes:
        """By which the same lines of the same part are known again."""
        part = b"merged" if self.is_merged else b"named"
        summed = sha256(part)
        summed.update(self._bytes)
        return summed.digest()[:_BYTES]


def mark_of(subject: bytes) -> int:
    """The number that stands for a subject among the marks of a block."""
    return crc32(subject)


def blocks_of(dump: Path, triples: int) -> Iterator[DumpBlock]:
    """All blocks of a dump; its first lines are the `triples` of the default graph."""
    with dump.open("rb") as lines:
        start = 0
        for is_merged, part in ((True, islice(lines, triples)), (False, lines)):
            for some, marks in _portions(part):
                block = DumpBlock(is_merged, start, some, marks)
                yield block
                start += block.size


def _portions(lines: Iterator[bytes]) -> "Iterator[tuple[list[bytes], array[int]]]":
    """Lines in portions, each with all or the next of what stands together of a subject."""
    some, marks = list[bytes](), array("L")
    begin, mark = b"\n", 0
    for line in lines:
        # Most lines are of the subject before, and nothing is made of those.
        if line.startswith(begin) and len(some) < _MOST:
            some.append(line)
            continue
        is_next = not line.startswith(begin)
        if is_next:
            begin = line[: line.index(b" ") + 1]
            mark = mark_of(begin[:-1])
        is_border = is_next and mark % _SUBJECTS == 0
        if some and (is_border or len(some) == _MOST):
            yield some, marks
            some, marks = [], array("L", [] if is_next else [mark])
        if is_next:
            marks.append(mark)
        some.append(line)
    if some:
        yield some, marks
