"""Lines that are put in their places among those of a sorted file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

_PIECE = 1 << 20  # bytes
_LAST = chr(0x10FFFF)  # comes after all lines


@dataclass
class Splice:
    """Puts lines in their places in a sorted file, of which the rest is copied whole."""

    old: BinaryIO
    size: int
    line_of: Callable[[str], str]
    statement: Callable[[str], str]

    def write(self, lines: Iterable[str], file: BinaryIO) -> int:
        """Write both; how many came that were not there."""
        count, at, ahead = 0, 0, self._line(0)
        for line in lines:
            if ahead < line:
                to = self._offset_of(line, at)
                self._copy(at, to, file)
                at, ahead = to, self._line(to)
            if ahead != line:
                file.write(self.statement(line).encode())
                count += 1
        self._copy(at, self.size, file)
        return count

    def _copy(self, start: int, end: int, file: BinaryIO) -> None:
        self.old.seek(start)
        for at in range(start, end, _PIECE):
            file.write(self.old.read(min(_PIECE, end - at)))

    def _offset_of(self, line: str, low: int) -> int:
        """Where the first line begins that is not before this one."""
        high = self.size
        while low < high:
            middle = (low + high) // 2
            start = self._start(middle) if middle > low else low
            if start < high and self._line(start) < line:
                low = self.old.tell()
            else:
                high = middle
        return low

    def _start(self, place: int) -> int:
        """Where a line begins from a place on, which is not the first."""
        self.old.seek(place - 1)
        self.old.readline()
        return self.old.tell()

    def _line(self, start: int) -> str:
        """The line that begins here; at the end one that comes after all."""
        self.old.seek(start)
        text = self.old.readline().decode()
        return self.line_of(text) if text else _LAST
