"""The subjects of a release: the IRIs of which it says something, sorted, in a file.

Whoever asks which of them begin alike looks into the file, and never at all the data.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path

SUBJECTS = "subjects.txt"
_SEARCHED = 64 << 20  # bytes, which takes some hundredths of a second
_AFTER = b"\xff"  # follows all that UTF-8 can hold


def write_subjects(folder: Path, subjects: Iterable[str]) -> None:
    """Write the IRIs of subjects as N-Triples has them, in the order of their bytes."""
    iris = {text[1:-1].encode() for text in subjects if text.startswith("<")}
    with (folder / SUBJECTS).open("wb") as file:
        file.writelines(iri + b"\n" for iri in sorted(iris))


class Subjects:
    """The sorted IRIs in a file, of which only the parts that are asked for are read."""

    def __init__(self, file: Path) -> None:
        """Nothing is read yet; a release without the file has no subjects to tell of."""
        self._file = file

    def __contains__(self, iri: str) -> bool:
        """Whether something is said of an IRI."""
        return next(self.starting(iri), None) == iri

    def starting(self, prefix: str) -> Iterator[str]:
        """Those that begin so, in order."""
        return self._between(self._offset_of(prefix.encode()), prefix.encode())

    def after(self, place: int, most: int) -> list[str]:
        """Some of all of them, from those on whose line holds this byte of the file."""
        start = self._line(place) if place else 0
        return list(islice(self._between(start, b""), most))

    def ending(self, end: str, most: int) -> list[str]:
        """Some of those that end so, or do before a hash; of a very long file, of its part.

        Their order is of no use here: the file is searched as it lies.
        """
        found, wanted, place = dict[str, None](), end.encode(), -1
        until = min(self.size, _SEARCHED)
        while len(found) < most:
            place = self._bytes.find(wanted, place + 1, until)
            if place < 0:
                break
            after = place + len(wanted)
            if self._bytes[after : after + 1] in (b"\n", b"#"):
                found[self._bytes[self._line(place) : after].decode()] = None
        return list(found)

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return len(self._bytes)

    @cached_property
    def _bytes(self) -> bytes | mmap:
        if not self._file.is_file() or not self._file.stat().st_size:
            return b""
        with self._file.open("rb") as file:
            return mmap(file.fileno(), 0, access=ACCESS_READ)

    def _between(self, start: int, prefix: bytes) -> Iterator[str]:
        """The lines from here on, for as long as they begin so."""
        while start < self.size:
            end = self._bytes.find(b"\n", start)
            line = self._bytes[start:end]
            if not line.startswith(prefix):
                return
            yield line.decode()
            start = end + 1

    def _offset_of(self, wanted: bytes) -> int:
        """Where the first line begins that is not before what is wanted."""
        low, high = 0, self.size
        while low < high:
            start = self._line((low + high) // 2)
            end = self._bytes.find(b"\n", start)
            if self._bytes[start:end] < wanted:
                low = end + 1
            else:
                high = start
        return low

    def _line(self, place: int) -> int:
        """Where the line begins that holds this byte."""
        return self._bytes.rfind(b"\n", 0, place) + 1
