"""Packing a dump in gzip (RFC 1952): of pieces, each of which follows from its bytes alone.

Where a piece ends is told by what the next begins with, so that a change in one place
hardly moves another border. A piece that another dump has as well, as that of the last
release, is packed to the same bytes, and is taken from there.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader
from pathlib import Path

_LEVEL = 6
_LEAST = 1 << 19  # bytes of a piece
_MOST = 4 * _LEAST
_READ = 4 * _MOST
_ENDS = re.compile(rb"\n|\},")
_ENDS_APART = 256  # of so many ends one may be that of a piece
_LOOKED_AT = 256  # bytes behind an end, which tell whether it is
# Neither a name nor a time, so that the same bytes give the same bytes.
_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_END = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS).flush()
_DIGEST = 32  # of the characters of a checksum
_SIZE = 1 << 32
# Others may pack the same bytes otherwise: their pieces are not taken.
_PACKER = f"zlib {zlib.ZLIB_RUNTIME_VERSION}, level {_LEVEL}"


@dataclass(frozen=True)
class PackedDump:
    """A packed dump, and where it is told which pieces it is made of."""

    file: Path
    told: Path


@dataclass(frozen=True)
class _PackedPiece:
    file: Path
    start: int
    size: int
    checksum: str


def pack(plain: Path, packed: PackedDump, others: Iterable[PackedDump] = ()) -> None:
    """Pack a file, with the pieces that `others` have as well."""
    known: dict[str, _PackedPiece] = {}
    for other in others:
        known |= _pieces_told(other)
    told: list[str] = []
    crc, size, start = 0, 0, len(_HEAD)
    with plain.open("rb") as read, packed.file.open("wb") as written:
        written.write(_HEAD)
        for piece in _pieces(read):
            digest = _checksum(piece)
            body = _body_of(known.get(digest)) or _deflated(piece)
            written.write(body)
            told.append(f"{digest} {start} {len(body)} {_checksum(body)}\n")
            crc, size, start = zlib.crc32(piece, crc), size + len(piece), written.tell()
        written.write(_END)
        written.write(crc.to_bytes(4, "little"))
        written.write((size % _SIZE).to_bytes(4, "little"))
    packed.told.parent.mkdir(exist_ok=True)
    packed.told.write_text("".join([f"{_PACKER}\n", *told]), "utf-8")


def _pieces(plain: BufferedReader) -> Iterator[memoryview]:
    """A file in pieces, of which most stay as they are where something else changes.

    Each can be read until the next is asked for: it is no copy.
    """
    room = memoryview(bytearray(_READ))
    start, end = 0, _read_into(room, plain)
    while start < end:
        border = start + _border_in(room[start : min(end, start + _MOST)])
        yield room[start:border]
        start = border
        if end - start < _MOST:
            left = end - start
            room[:left] = room[start:end]
            start, end = 0, left + _read_into(room[left:], plain)


def _read_into(room: memoryview, plain: BufferedReader) -> int:
    """Fill some room as far as a file goes; how many bytes came."""
    return plain.readinto(room)


def _border_in(ahead: memoryview) -> int:
    """Where the first piece ends of what comes: behind a line, or an object of JSON."""
    for found in _ENDS.finditer(ahead, _LEAST):
        next_begins = ahead[found.end() : found.end() + _LOOKED_AT]
        if zlib.crc32(next_begins) % _ENDS_APART == 0:
            return found.end()
    return len(ahead)


def _deflated(piece: bytes | memoryview) -> bytes:
    """A piece that ends at a byte, and looks back at none before it."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)


def _checksum(some: bytes | memoryview) -> str:
    return sha256(some).hexdigest()[:_DIGEST]


def _pieces_told(dump: PackedDump) -> dict[str, _PackedPiece]:
    """Where the pieces of a dump stand, by their checksums; none if nobody says."""
    try:
        packer, *lines = dump.told.read_text("utf-8").splitlines()
        rows = (line.split(" ") for line in lines if packer == _PACKER)
        return {
            digest: _PackedPiece(dump.file, int(start), int(size), checksum)
            for digest, start, size, checksum in rows
        }
    except (OSError, ValueError):
        return {}


def _body_of(piece: _PackedPiece | None) -> bytes:
    """A piece that was packed before; nothing where that is not what was written."""
    if not piece:
        return b""
    try:
        with piece.file.open("rb") as packed:
            packed.seek(piece.start)
            body = packed.read(piece.size)
    except OSError:
        return b""
    return body if _checksum(body) == piece.checksum else b""
