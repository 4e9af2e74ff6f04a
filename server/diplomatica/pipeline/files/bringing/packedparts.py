"""The parts of a packed file, each read to its end: of bzip2, xz and Zstandard."""

import lzma
from collections.abc import Callable
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import Any, Protocol

import zstandard

_BROKEN = (OSError, EOFError, lzma.LZMAError, zstandard.ZstdError)
_AT_ONCE = 1 << 10  # packed bytes, which may hold thousands of times as many


class _PackedPart(Protocol):
    """What unpacks one part of a file as its bytes come."""

    @property
    def eof(self) -> bool:
        """Whether it has come to the end of its part."""

    @property
    def unused_data(self) -> bytes:
        """What came behind that end."""

    def decompress(self, data: bytes, /) -> bytes:
        """What the next bytes hold."""


class UnpackedParts(RawIOBase):
    """What a file holds that was packed in one part or several, as `pzstd` writes it.

    Raises EOFError where the last breaks off, and OSError for what else follows a part:
    the libraries themselves pass over one or the other in silence.
    """

    def __init__(
        self, begin: Callable[[], _PackedPart], packed: Path | BytesIO, _: str
    ):
        """Take what unpacks each part, and the file or its bytes; close it after use."""
        self._packed = packed.open("rb") if isinstance(packed, Path) else packed
        self._begin, self._part, self._is_first = begin, begin(), True
        self._is_within, self._ahead, self._unpacked = False, b"", memoryview(b"")

    def readable(self) -> bool:
        """It can be read, once."""
        return True

    def close(self) -> None:
        """Close the packed file."""
        self._packed.close()
        super().close()

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with what comes next; the number of bytes, 0 at the end."""
        while not self._unpacked and (packed := self._ahead or self._read()):
            self._unpacked = memoryview(self._unpack(packed))
        if not self._unpacked and self._is_within:
            raise EOFError("it breaks off before its end")
        count = min(len(buffer), len(self._unpacked))
        buffer[:count], self._unpacked = self._unpacked[:count], self._unpacked[count:]
        return count

    def _read(self) -> bytes:
        """The next bytes of the file, without those that only fill it between parts."""
        while packed := self._packed.read(_AT_ONCE):
            if self._is_within or (packed := packed.lstrip(b"\0")):
                return packed
        return b""

    def _unpack(self, packed: bytes) -> bytes:
        """What these bytes hold, to the end of a part."""
        self._is_within = True
        try:
            unpacked = self._part.decompress(packed)
        except _BROKEN as error:
            if self._is_first:
                raise
            raise OSError("something else follows what is packed") from error
        self._ahead = b""
        if self._part.eof:
            self._ahead = self._part.unused_data.lstrip(b"\0")
            self._part, self._is_first, self._is_within = self._begin(), False, False
        return unpacked


def zstandard_part() -> _PackedPart:
    """What unpacks one part of a file of Zstandard (RFC 8878, section 3.1)."""
    return zstandard.ZstdDecompressor().decompressobj()
