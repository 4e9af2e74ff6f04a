"""The blocks of a dump: its lines in portions of which most are those of the last dump.

Where a block ends is told by the subject with which the next begins, and by nothing that
stands before it: a change in one place moves no other border.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
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

    @property
    def size(self) -> int:
        """How many bytes they have."""
        return sum(map(len, self.lines))

    @property
    def checksum(self) -> bytes:
        """By which the same lines of the same part are known again."""
        part = b"merged" if self.is_merged else b"named"
        summed = blake2b(part, digest_size=_BYTES)
        summed.update(b"".join(self.lines))
        return summed.digest()


def blocks_of(dump: Path, triples: int) -> Iterator[DumpBlock]:
    """All blocks of a dump; its first lines are the `triples` of the default graph."""
    with dump.open("rb") as lines:
        start = 0
        for is_merged, part in ((True, islice(lines, triples)), (False, lines)):
            for some in _portions(part):
                block = DumpBlock(is_merged, start, some)
                yield block
                start += block.size


def _portions(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Lines in portions, each with all or the next of what stands together of a subject."""
    some: list[bytes] = []
    last = b""
    for line in lines:
        subject = line[: line.index(b" ")]
        is_border = subject != last and crc32(subject) % _SUBJECTS == 0
        if some and (is_border or len(some) == _MOST):
            yield some
            some = []
        last = subject
        some.append(line)
    if some:
        yield some
