"""The statements of a dump in an index: where each stands, by the blocks of the dump.

A block that is as it was keeps its rows; all that moved is where it begins.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from io import BytesIO
from itertools import repeat
from sqlite3 import Connection

from diplomatica.lookup.indexing.digesting import digests
from diplomatica.lookup.indexing.renewing.blocks import DumpBlock, blocks_of, mark_of
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS

_SHORT = """
CREATE TABLE joined.short (short INTEGER, block INTEGER, place INTEGER)"""
_IN_ORDER = """
INSERT INTO digest SELECT short, block, place FROM joined.short
ORDER BY short, block, place"""
_ADD = "INSERT INTO block VALUES (?, ?, ?, ?, ?)"
_KNOWN = "SELECT number FROM block WHERE checksum = ?"
_MET = "CREATE TABLE joined.met (number INTEGER PRIMARY KEY, start INTEGER)"
_LOST = """
SELECT number, is_merged, start, size FROM block
WHERE number NOT IN (SELECT number FROM joined.met)"""
_MOVED = """
UPDATE block SET start = met.start FROM joined.met AS met
WHERE met.number = block.number AND met.start <> block.start"""
_USED = """
INSERT INTO read.used VALUES (?, ?)
ON CONFLICT (iri) DO UPDATE SET count = count + excluded.count"""
_MOST_CHANGED = 3  # of so many lines one
_MOST_SUBJECTS = 100_000
"""Subjects of which something changed, that are at hand."""
_WHOLE = 1 << 64


class TooMuchChanged(Exception):
    """It costs less to make an index from nothing."""


@dataclass
class ChangedDump:
    """What changed from the dump of the last release to that of the next."""

    last: Release
    release: Release
    subjects: Set[bytes] = frozenset()
    """Those of which anything else is said than before."""
    places: dict[int, list[tuple[int, int]]] = field(
        default_factory=lambda: {1: [], -1: []}
    )
    """Where the blocks of named graphs stand that came, and those that went (-1)."""
    telling: dict[bool, list[tuple[int, int]]] = field(
        default_factory=lambda: {True: [], False: []}
    )
    """Where those stand now that speak of the subjects: in the default graph (True) or not."""

    def lines(self, way: int) -> Iterator[bytes]:
        """The lines of the blocks that came, or went (-1)."""
        release = self.release if way == 1 else self.last
        return _lines_at(self.places[way], release)

    def said(self, *, is_merged: bool) -> Iterator[bytes]:
        """All that is said of the subjects now, in the default graph or in named ones."""
        for line in _lines_at(self.telling[is_merged], self.release):
            if line[: line.index(b" ")] in self.subjects:
                yield line


def _lines_at(places: Iterable[tuple[int, int]], release: Release) -> Iterator[bytes]:
    with release.dump(NQUADS).open("rb") as dump:
        for start, size in places:
            dump.seek(start)
            yield from BytesIO(dump.read(size))


def read_statements(into: Connection, release: Release) -> None:
    """Note where all statements of a dump stand, and how often properties are used."""
    into.execute(_SHORT)
    used = Counter[bytes]()
    dump = release.dump(NQUADS)
    for number, block in enumerate(blocks_of(dump, release.triples)):
        _add_block(into, number, block)
        _count(used, block)
        if not block.is_merged:
            add = "INSERT INTO joined.short VALUES (?, ?, ?)"
            into.executemany(add, _rows(number, block))
    into.execute(_IN_ORDER)
    into.execute("DROP TABLE joined.short")
    _write_used(into, used)


def _add_block(into: Connection, number: int, block: DumpBlock) -> None:
    row = (number, block.is_merged, block.checksum, block.start, block.size)
    into.execute(_ADD, row)


def _rows(number: int, block: DumpBlock) -> Iterator[tuple[int, int, int]]:
    """The digests of a block, each with the block and the place within it."""
    shorts, places = digests(block.lines)
    return zip(shorts, repeat(number), places, strict=False)


def _count(used: Counter[bytes], block: DumpBlock, times: int = 1) -> None:
    """Count the properties of a block of the default graph."""
    if block.is_merged:
        count = used.update if times > 0 else used.subtract
        count([line.split(b" ", 2)[1] for line in block.lines])


def _write_used(into: Connection, used: Counter[bytes]) -> None:
    rows = ((by[1:-1].decode(), count) for by, count in sorted(used.items()) if count)
    into.executemany(_USED, rows)
    into.execute("DELETE FROM read.used WHERE count = 0")


class ChangedStatements:
    """What changed from one dump to the next."""

    def __init__(self, into: Connection, last: Release, release: Release) -> None:
        """`into` has the statements of the `last` release, and is given those of this."""
        self._into, self._last, self._release = into, last, release
        self._changed = ChangedDump(last, release)
        self._used = Counter[bytes]()
        self._balance: dict[bytes, int] = {}
        self._marks: list[tuple[bool, int, int, array[int]]] = []
        """Each block of the dump: its part, start and size, and the marks of its subjects."""
        ((self._number,),) = into.execute("SELECT MAX(number) + 1 FROM block")
        most = (release.triples + release.quads) / _MOST_CHANGED
        self._left: dict[int, float] = {1: most, -1: most}

    def renew(self) -> ChangedDump:
        """Note what changed, and give it. Raises TooMuchChanged."""
        into = self._into
        into.execute(_MET)
        new = list(self._take_over())
        for number, gone in self._lost():
            self._weigh(gone, -1)
            if not gone.is_merged:
                drop = "DELETE FROM digest WHERE short = ? AND block = ? AND place = ?"
                into.executemany(drop, _rows(number, gone))
            into.execute("DELETE FROM block WHERE number = ?", (number,))
        into.execute(_MOVED)
        into.executemany(_ADD, new)
        _write_used(into, self._used)
        changed = self._changed
        changed.subjects = {one for one, weight in self._balance.items() if weight}
        marks = set(map(mark_of, changed.subjects))
        for is_merged, start, size, of_block in self._marks:
            if not marks.isdisjoint(of_block):
                changed.telling[is_merged].append((start, size))
        return changed

    def _take_over(self) -> Iterator[tuple[int, bool, bytes, int, int]]:
        """Note which blocks are as they were, and read the others; gives their rows."""
        into = self._into
        dump = self._release.dump(NQUADS)
        for block in blocks_of(dump, self._release.triples):
            checksum = block.checksum
            told = block.is_merged, block.start, block.size, block.marks
            self._marks.append(told)
            if known := into.execute(_KNOWN, (checksum,)).fetchone():
                row = (*known, block.start)
                into.execute("INSERT INTO joined.met VALUES (?, ?)", row)
                continue
            number, self._number = self._number, self._number + 1
            yield number, block.is_merged, checksum, block.start, block.size
            self._weigh(block, 1)
            if not block.is_merged:
                add = "INSERT INTO digest VALUES (?, ?, ?)"
                into.executemany(add, _rows(number, block))

    def _lost(self) -> Iterable[tuple[int, DumpBlock]]:
        """The blocks that are no more, read from the last dump."""
        rows = self._into.execute(_LOST).fetchall()
        with self._last.dump(NQUADS).open("rb") as dump:
            for number, is_merged, start, size in rows:
                dump.seek(start)
                lines = BytesIO(dump.read(size)).readlines()
                yield number, DumpBlock(bool(is_merged), start, lines)

    def _weigh(self, block: DumpBlock, times: int) -> None:
        """Add a block to what is said of its subjects, or take it away."""
        self._left[times] -= len(block.lines)
        if not block.is_merged:
            self._changed.places[times].append((block.start, block.size))
        _count(self._used, block, times)
        balance = self._balance
        for line in block.lines:
            subject = line[: line.index(b" ")]
            balance[subject] = (balance.get(subject, 0) + times * hash(line)) % _WHOLE
        if self._left[times] < 0 or len(balance) > _MOST_SUBJECTS:
            raise TooMuchChanged
