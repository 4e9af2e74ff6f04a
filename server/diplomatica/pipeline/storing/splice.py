"""Lines that are put in their places among those of a sorted file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

_PIECE = 1 << 20  # bytes
_LAST = chr(0x10FFFF)  # comes after all lines
_BETWEEN = "\0"


@dataclass
class Splice:
    """Puts lines in their places in a sorted file, of which the rest is copied whole.

    They come in their order.
    """

    old: BinaryIO
    size: int
    file: BinaryIO
    """Where both are written."""
    line_of: Callable[[str], str]
    statement: Callable[[str], str]
    _at: int = 0
    """So much is copied."""
    _ahead: str = field(init=False)
    """The line that is copied next."""

    def __post_init__(self) -> None:
        """Nothing is copied yet."""
        self._ahead = self._line(0)

    def put(self, line: str) -> int:
        """Write a line: 1 if it was not there, else 0."""
        self._reach(line)
        if self._ahead == line:
            return 0
        self.file.write(self.statement(line).encode())
        return 1

    def put_text(self, place: str, text: bytes, many: int) -> int:
        """Write all lines of one place in a text: how many were not there."""
        begin = place + _BETWEEN
        self._reach(begin)
        if self._ahead.startswith(begin):
            lines = text.decode().removesuffix("\n").split("\n")
            return sum(self.put(self.line_of(f"{line}\n")) for line in lines)
        self.file.write(text)
        return many

    def finish(self) -> None:
        """Copy all that is left."""
        self._copy(self.size)

    def _reach(self, line: str) -> None:
        """Copy what comes before a line."""
        if self._ahead < line:
            self._copy(self._offset_of(line, self._at))
            self._ahead = self._line(self._at)

    def _copy(self, end: int) -> None:
        self.old.seek(self._at)
        for at in range(self._at, end, _PIECE):
            self.file.write(self.old.read(min(_PIECE, end - at)))
        self._at = end

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
