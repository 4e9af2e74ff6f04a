"""The templates of pages, compiled once for all starts of a server."""

from contextlib import suppress
from types import CodeType

import jinja2
import platformdirs
from jinja2.bccache import Bucket, FileSystemBytecodeCache

_WAY = 2
"""Which way templates are compiled: another number wherever the options of Jinja change."""


_READ: dict[tuple[str, str], CodeType] = {}
"""What this process has read, by the name and the checksum of the template: the sites of
older releases share it."""


class _Compiled(FileSystemBytecodeCache):
    """What was compiled, in the user's cache; where nothing can be written, it is not kept."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code from this process, else from the cache."""
        known = bucket.key, bucket.checksum
        bucket.code = _READ.get(known)
        if bucket.code is None:
            super().load_bytecode(bucket)
            if bucket.code is not None:
                _READ[known] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_templates() -> FileSystemBytecodeCache | None:
    """What a server compiled before: it takes two seconds of each start otherwise.

    None where this user has no cache.
    """
    name, version = "diplomatica-templates", f"{jinja2.__version__}-{_WAY}"
    place = platformdirs.user_cache_path(name, version=version)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return _Compiled(str(place))
