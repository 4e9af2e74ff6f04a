"""Files that are packed: with gzip, bzip2, xz or Zstandard, or several in a zip."""

import bz2
import gzip
import lzma
import zipfile
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import zstandard

from diplomatica.errors import Fault, InvalidInput

_UNPACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".bz2": bz2.decompress,
    ".xz": lzma.decompress,
    ".zst": lambda data: zstandard.ZstdDecompressor().stream_reader(data).read(),
}
_OPEN: dict[str, Callable[..., Any]] = {
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
    ".zst": zstandard.open,
}
PACKINGS = (*_UNPACK, ".zip")
_BROKEN = (
    EOFError,
    NotImplementedError,
    RuntimeError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
    zstandard.ZstdError,
)


@dataclass(frozen=True)
class Document:
    """One document as it was brought: a file, unpacked, or a member of an archive."""

    name: str
    suffix: str
    """Of what is inside: `.ttl` of `a.ttl.gz`, in lower case."""
    data: Callable[[], bytes]
    """Its bytes. Raises InvalidInput where they cannot be had."""
    path: Path | None = None
    """The file that is this document and no other, packed or not."""

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes piece by piece, without a byte order mark; of a file alone."""
        assert self.path is not None
        unpack = _OPEN.get(self.path.suffix.lower(), open)
        with _told(self.name), unpack(self.path, "rb") as file:
            reader = BufferedReader(file)
            if reader.peek(len(BOM_UTF8)).startswith(BOM_UTF8):
                reader.read(len(BOM_UTF8))
            yield reader


def documents(path: Path, name: str) -> Iterator[Document]:
    """The documents in a file. Raises InvalidInput for an archive that cannot be read."""
    if path.suffix.lower() == ".zip":
        yield from _members(path, name)
    else:
        whole = _document(PurePosixPath(name), partial(_bytes, path, name))
        yield replace(whole, path=path)


def _document(name: PurePosixPath, data: Callable[[], bytes]) -> Document:
    suffixes = [suffix.lower() for suffix in name.suffixes] or [""]
    unpack = _UNPACK.get(suffixes[-1])
    if not unpack:
        return Document(str(name), suffixes[-1], data)
    inner = suffixes[-2] if len(suffixes) > 1 else ""
    return Document(str(name), inner, partial(_unpacked, str(name), unpack, data))


def _members(path: Path, name: str) -> Iterator[Document]:
    with _told(name), zipfile.ZipFile(path) as archive:
        members = [one.filename for one in archive.infolist() if not one.is_dir()]
    for member in sorted(members):
        this = PurePosixPath(name, member)
        yield _document(this, partial(_member, path, name, member))


def _member(path: Path, name: str, member: str) -> bytes:
    with _told(name), zipfile.ZipFile(path) as archive:
        return archive.read(member)


def _bytes(path: Path, name: str) -> bytes:
    with _told(name):
        return path.read_bytes()


def _unpacked(
    name: str, unpack: Callable[[bytes], bytes], data: Callable[[], bytes]
) -> bytes:
    packed = data()
    with _told(name):
        return unpack(packed)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Raise InvalidInput for whatever keeps a file from being read."""
    try:
        yield
    except _BROKEN as error:
        advice = "pack it again, or bring what is in it unpacked"
        fault = Fault(name, 0, f"cannot be unpacked: {error}", advice)
        raise InvalidInput([fault]) from error
    except OSError as error:
        # Some libraries raise it for what is in the file, without a number.
        what = error.strerror or f"its packing is broken: {error}"
        raise InvalidInput([Fault(name, 0, f"cannot be read: {what}")]) from error
