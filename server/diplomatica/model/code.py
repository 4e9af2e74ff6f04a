"""By what a build is made: this code, and the libraries that read, check and write."""

import hashlib
import sys
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from diplomatica import version

_LIBRARIES = ("pyoxigraph", "pyshacl", "rdflib", "xlsxwriter")


@lru_cache
def code() -> str:
    """A text that is another one whenever a build, or an index, may come to something else."""
    package = Path(__file__).parents[1]
    whole = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        whole.update(file.read_bytes())
    libraries = " ".join(map(metadata.version, _LIBRARIES))
    python = sys.version_info[:2]
    return f"{version()} {libraries} {python} {whole.hexdigest()}"
