"""What was made before, each part in a file under the hash of all that it follows from.

sheets/
├─ 3f/3f2a9c1be07d…   a part: the SHA-256 of its bytes, and then its bytes, packed
└─ a0/…

Only the user may write there: what is read back is Python's own form (pickle).
"""

import hashlib
import os
import pickle
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_DIGEST = hashlib.sha256().digest_size
# N-Quads become 18 times smaller, in less time than it takes to write and read them whole.
_LEVEL = 1


class Missing(LookupError):
    """Nothing is kept under a hash, or it is not what was put there."""


@dataclass(frozen=True)
class Keep:
    """A folder of parts, which its user may empty at any time."""

    folder: Path
    most: int = 1024**3
    """So many bytes are kept; what was of no use for longest goes first."""

    def has(self, key: str) -> bool:
        """Whether something is kept under a hash, be it whole or not."""
        return self._file(key).is_file()

    def get(self, key: str) -> object:
        """What is kept under a hash. Raises Missing."""
        file = self._file(key)
        try:
            data = file.read_bytes()
            os.utime(file)
        except OSError as error:
            raise Missing(key) from error
        digest, body = data[:_DIGEST], data[_DIGEST:]
        if hashlib.sha256(body).digest() != digest:
            raise Missing(key)
        return pickle.loads(zlib.decompress(body))

    def put(self, key: str, part: object) -> None:
        """Keep a part. Where nothing can be written, it is made again next time.

        What is packed already (`is_packed`) would become no smaller.
        """
        level = 0 if getattr(part, "is_packed", False) else _LEVEL
        body = zlib.compress(pickle.dumps(part), level)
        with suppress(OSError):
            self._write(self._file(key), hashlib.sha256(body).digest() + body)

    def tidy(self) -> None:
        """Drop what is too much."""
        with suppress(OSError):
            self._drop_oldest()

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _write(self, file: Path, data: bytes) -> None:
        """Write a file aside, and put it in its place whole."""
        if not file.parent.is_dir():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.parent.mkdir(exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(aside).replace(file)

    def _drop_oldest(self) -> None:
        """Keep what was used last, as far as there is room."""
        files = sorted(self._files(), reverse=True)
        room = self.most
        for _, size, path in files:
            room -= size
            if room < 0:
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Each file with the time of its last use, and its size."""
        for path in self.folder.glob("*/*"):
            told = path.stat()
            yield told.st_mtime, told.st_size, path
