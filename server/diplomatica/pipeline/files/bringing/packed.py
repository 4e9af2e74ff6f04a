"""Files that are packed: with gzip, bzip2, xz or Zstandard, or several in a zip."""

import bz2
import gzip
import lzma
import re
import zipfile
import zlib
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import zstandard

from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.dataset.folder import LARGEST
from diplomatica.pipeline.files.bringing.packedparts import (
    UnpackedParts,
    zstandard_part,
)
from diplomatica.pipeline.files.syntax.encoding import packing_of

_OPEN: dict[str, Callable[..., Any]] = {
    ".gz": gzip.open,
    ".bz2": partial(UnpackedParts, bz2.BZ2Decompressor),
    ".xz": partial(UnpackedParts, lzma.LZMADecompressor),
    ".zst": partial(UnpackedParts, zstandard_part),
}
PACKINGS = (*_OPEN, ".zip")
_BROKEN = (
    EOFError,
    NotImplementedError,
    RuntimeError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
    zstandard.ZstdError,
)
_MEMBERS = 100_000  # files in one archive
_MEBIBYTE = 1 << 20
_MARK = 16  # bytes that tell how a file is packed
# Triples within triples, deeper than anybody means it: parsers end their process there.
_NESTED = re.compile(rb"(<<\(?\s*\S+\s+\S+\s+){100}")


@dataclass(frozen=True)
class BroughtDocument:
    """One document as it was brought: a file, unpacked, or a member of an archive."""

    name: str
    suffix: str
    """Of what is inside: `.ttl` of `a.ttl.gz`, in lower case."""
    data: Callable[[], bytes]
    """Its bytes. Raises InvalidInput where they cannot be had."""
    largest: int = LARGEST
    """How many bytes it may have."""
    path: Path | None = None
    """The file that is this document and no other, packed or not."""

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes piece by piece, without a byte order mark; of a file alone.

        Raises InvalidInput for too many, SyntaxError for what no parser can be given.
        """
        assert self.path is not None
        unpack = _OPEN.get(self.path.suffix.lower(), open)
        begins = partial(_beginning, self.path)
        with (
            _as_invalid_input(self.name, begins),
            unpack(self.path, "rb") as file,
        ):
            reader = BufferedReader(_BoundedBytes(file, self))
            if reader.peek(len(BOM_UTF8)).startswith(BOM_UTF8):
                reader.read(len(BOM_UTF8))
            yield reader


class _BoundedBytes(RawIOBase):
    """The bytes of a document as they are read: no more than it may have, and not deep."""

    def __init__(self, file: Any, document: BroughtDocument) -> None:
        self._file, self._document, self._count = file, document, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count: int = self._file.readinto(buffer)
        self._count += count
        if self._count > self._document.largest:
            raise too_large(self._document.name, self._document.largest, _UNPACKED)
        # Hardly any piece has such brackets, and to look for them alone takes no time.
        piece = bytes(buffer[:count])
        if b"<<" in piece and _NESTED.search(piece):
            raise SyntaxError("triples within triples")
        return count


def documents(path: Path, name: str, largest: int) -> Iterator[BroughtDocument]:
    """The documents in a file, each of so many bytes at most once it is unpacked.

    Raises InvalidInput for an archive that cannot be read, or that holds more.
    """
    if path.suffix.lower() == ".zip":
        yield from _members(path, name, largest)
    else:
        whole = _document(name, partial(_bytes, path, name), largest)
        yield replace(whole, path=path)


def _document(name: str, data: Callable[[], bytes], largest: int) -> BroughtDocument:
    """A document by its name, to be unpacked when it is read."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    *inner, last = suffixes or [""]
    if last not in _OPEN:
        return BroughtDocument(name, last, data, largest)
    suffix = inner[-1] if inner else ""
    unpacked = partial(_unpacked, name, _OPEN[last], data, largest)
    return BroughtDocument(name, suffix, unpacked, largest)


def _members(path: Path, name: str, largest: int) -> Iterator[BroughtDocument]:
    """The files in an archive, which is opened once for all of them."""
    with _as_invalid_input(name, partial(_beginning, path)):
        archive = zipfile.ZipFile(path)
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) > _MEMBERS:
        raise _too_much(name, f"{_MEMBERS:,} files", "bring them in several archives")
    if sum(one.file_size for one in members) > largest:
        raise too_large(name, largest, "its files have together, unpacked,")
    counts = Counter(_inside(name, one) for one in members)
    if faults := [_not_alone(*one) for one in counts.items() if one[1] > 1]:
        raise InvalidInput(faults)
    for member in sorted(members, key=lambda one: one.filename):
        data = partial(_member, archive, name, member)
        yield _document(_inside(name, member), data, largest)


def _inside(name: str, member: zipfile.ZipInfo) -> str:
    """What a file in an archive of this name is called."""
    return f"{name}/{member.filename.lstrip('/')}"


def _not_alone(inside: str, count: int) -> Fault:
    """That an archive has several files of one name, of which one would hide the rest."""
    message = f"is not alone: {count:,} files in the archive have this name"
    return Fault(inside, 0, message, "pack the archive anew, each file once")


def _member(archive: zipfile.ZipFile, name: str, member: zipfile.ZipInfo) -> bytes:
    """No more than what the archive says that it is, or it is broken."""
    with _as_invalid_input(f"{name}/{member.filename}"):
        return archive.read(member)


def _bytes(path: Path, name: str) -> bytes:
    with _as_invalid_input(name):
        return path.read_bytes()


def _unpacked(
    name: str, unpack: Callable[..., Any], data: Callable[[], bytes], largest: int
) -> bytes:
    """What is packed. Raises InvalidInput where it is too large or broken."""
    packed = data()
    with (
        _as_invalid_input(name, lambda: packed),
        unpack(BytesIO(packed), "rb") as unpacking,
    ):
        unpacked = b"".join(_pieces(unpacking, largest + 1))
    if len(unpacked) > largest:
        raise too_large(name, largest, _UNPACKED)
    return unpacked


def _pieces(file: Any, most: int) -> Iterator[bytes]:
    """So many bytes of a file, or what there is: no room is asked for before they come."""
    while most and (piece := file.read(min(most, _MEBIBYTE))):
        most -= len(piece)
        yield piece


_UNPACKED = "it has, unpacked,"


def too_large(name: str, largest: int, what: str = "it has") -> InvalidInput:
    """The error for a file that holds more than a build reads of one."""
    advice = "bring it in parts, or allow more with --largest-file"
    most = f"{largest // _MEBIBYTE:,} MiB"
    return _too_much(name, most, advice, what)


def _too_much(name: str, most: str, advice: str, what: str = "it has") -> InvalidInput:
    message = f"is larger than a file may be: {what} more than {most}"
    return InvalidInput([Fault(name, 0, message, advice)])


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MARK)


@contextmanager
def _as_invalid_input(
    name: str, begins: Callable[[], bytes] | None = None
) -> Iterator[None]:
    """Raise InvalidInput for whatever keeps a file from being read.

    `begins` gives the first bytes of what should be packed as its name says.
    """
    try:
        yield
    except _BROKEN as error:
        message = f"cannot be unpacked: {error}"
        raise _misnamed(name, begins) or _broken(name, message) from error
    except OSError as error:
        if error.strerror:
            what = f"cannot be read: {error.strerror}"
            raise InvalidInput([Fault(name, 0, what)]) from error
        # Some libraries raise it for what is in the file, without a number.
        message = f"cannot be unpacked: its packing is broken: {error}"
        raise _misnamed(name, begins) or _broken(name, message) from error


def _broken(name: str, message: str) -> InvalidInput:
    advice = "pack it again, or bring what is in it unpacked"
    return InvalidInput([Fault(name, 0, message, advice)])


def _misnamed(name: str, begins: Callable[[], bytes] | None) -> InvalidInput | None:
    """The error for what is packed otherwise than its name says, or not at all."""
    suffix = PurePosixPath(name).suffix
    if not begins or (packing := packing_of(begins())) == suffix.lower():
        return None
    how = f"is packed as {packing}" if packing else "is not packed"
    better = name.rpartition("/")[2].removesuffix(suffix) + packing
    message = f"{how}, though its name ends in {suffix}"
    return InvalidInput([Fault(name, 0, message, f"call it {better}")])
