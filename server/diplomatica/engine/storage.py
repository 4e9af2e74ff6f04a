"""Where a release lies for the engine: in memory, or on disk if it is too large for that.

The store on disk is a cache beside the release, made on first use and no part of it: two stores made from the same
bytes differ.
"""

import os
import shutil
from pathlib import Path
from typing import Literal

from pyoxigraph import RdfFormat, Store

from diplomatica.model.formats import NQUADS, NTRIPLES
from diplomatica.model.release import Release, store_of

Place = Literal["auto", "memory", "disk"]

# Measured with 1 and 10 million quads: in memory a store takes about three times the bytes of its dumps.
_GROWTH = 3
_LOADED = "complete"


def chosen(place: Place, release: Release) -> Place:
    """Where this release goes: in memory, unless it would fill more than half of what this machine has."""
    if place != "auto":
        return place
    dumped = sum(release.dump(form).stat().st_size for form in (NTRIPLES, NQUADS))
    installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return "disk" if dumped * _GROWTH > installed / 2 else "memory"


def in_memory(release: Release) -> Store:
    """A store of the release in memory: its dumps of triples and of quads are the default graph and the named ones."""
    store = Store()
    _load(store, release)
    return store


def stored(release: Release) -> Path:
    """The folder of the release's store on disk, whether it is there or not."""
    return store_of(release.folder)


def on_disk(release: Release) -> None:
    """Make the release's store on disk where it is not there yet; it is to be opened read-only.

    Making it starts threads: whoever means to fork lets a process of its own do it.
    """
    folder = stored(release)
    if not (folder / _LOADED).exists():
        aside = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(aside, ignore_errors=True)
        store = Store(str(aside))
        _load(store, release)
        store.flush()
        store.optimize()
        del store
        (aside / _LOADED).touch()
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)


def _load(store: Store, release: Release) -> None:
    store.bulk_load(path=release.dump(NTRIPLES), format=RdfFormat.N_TRIPLES)
    store.bulk_load(path=release.dump(NQUADS), format=RdfFormat.N_QUADS)
