"""The templates of pages, compiled once for all starts of a server."""

from contextlib import suppress

import jinja2
import platformdirs
from jinja2.bccache import Bucket, FileSystemBytecodeCache

_WAY = 2
"""Which way templates are compiled: another number wherever the options of Jinja change."""


class _Compiled(FileSystemBytecodeCache):
    """What was compiled, in the user's cache; where nothing can be written, it is not kept."""

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
