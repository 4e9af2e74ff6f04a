"""Where a release lies for the engine: in memory, or on disk if it is too large.

What lies on disk is a cache beside the release, made on first use and no part of it:
two stores made from the same bytes differ.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, parse

from diplomatica.engine.forms import Written
from diplomatica.engine.memory import Place, installed
from diplomatica.model.dataset.release import AS_WRITTEN, Release, store_of
from diplomatica.model.formats import NQUADS

# Measured with 1 and 10 million quads: in memory a store takes about three times the
# bytes of its dump of quads, which holds the default graph and the named ones.
_GROWTH = 3
_AT_ONCE = 10_000  # quads
# The loader on disk keeps all at hand that it is given at once.
_AT_ONCE_ON_DISK = 20_000
_QUADS, _WRITTEN, _LOADED = "quads", "as-written", "loaded"


def place_for(place: Place, release: Release) -> Place:
    """Where this release goes: in memory, unless it would fill over half of it."""
    if place != "auto":
        return place
    dumped = release.dump(NQUADS).stat().st_size
    return "disk" if dumped * _GROWTH > installed() / 2 else "memory"


@dataclass(frozen=True)
class StoredRelease:
    """A release as the engine has it: all its quads, and those that it rewrites."""

    store: Store
    written: Written


def in_memory(release: Release) -> StoredRelease:
    """The release in memory."""
    store = Store()
    _take_in(store, _read(release), _AT_ONCE)
    return StoredRelease(store, _rewritten(release, Store()))


def open_on_disk(release: Release) -> StoredRelease:
    """The release on disk, read-only, once `on_disk` has put it there."""
    folder = store_of(release.folder)
    quads = Store.read_only(str(folder / _QUADS))
    written = Store.read_only(str(folder / _WRITTEN))
    return StoredRelease(quads, Written(written))


def files_on_disk(release: Release) -> int:
    """How many files the store of a release has on disk, once `on_disk` has made it.

    The engine opens a few of them with the store, and each other when a query needs it.
    """
    return sum(path.is_file() for path in store_of(release.folder).rglob("*"))


def on_disk(release: Release) -> None:
    """Put the release on disk where it is not there yet.

    Making it starts threads: whoever means to fork lets a process of its own do it.
    """
    folder = store_of(release.folder)
    if not (folder / _LOADED).exists():
        aside = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(aside, ignore_errors=True)
        _write(release, aside)
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)


def _write(release: Release, folder: Path) -> None:
    """Load a release into a folder of the disk; a file tells at the end that it is whole."""
    folder.mkdir()
    quads, written = Store(str(folder / _QUADS)), Store(str(folder / _WRITTEN))
    _take_in(quads, _read(release), _AT_ONCE_ON_DISK)
    _rewritten(release, written)
    for store in (quads, written):
        store.flush()
        store.optimize()
    (folder / _LOADED).touch()


def _read(release: Release) -> Iterator[Quad]:
    """The quads of the dump. The engine's own loader is no quicker, and renames blank nodes."""
    return parse(path=release.dump(NQUADS), format=RdfFormat.N_QUADS)


def _rewritten(release: Release, store: Store) -> Written:
    """The quads that the engine rewrites, as their source writes them, put into a store."""
    known = Written(store)
    if release.compared:
        known.add(parse(path=release.folder / AS_WRITTEN, format=RdfFormat.N_QUADS))
    return known


def _take_in(store: Store, quads: Iterator[Quad], at_once: int) -> None:
    """Put quads into a store, first reading so many, then storing them.

    Taken one by one, the nodes of a store in memory would lie among those of the reader,
    and a query that runs over many of them took a sixth longer.
    """
    while several := list(islice(quads, at_once)):
        store.bulk_extend(several)
