"""What stands beside a release: by what it is searched, and what changed in it.

It is begun while the release is still written, by others where some work side by side:
much of it needs the dump alone, and is made of that of the last release, which may be a
draft that goes.
"""

import glob
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from diplomatica.errors import DiplomaticaError
from diplomatica.lookup.history.recording import record_of
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.indexing.making import begin_index, index_file
from diplomatica.lookup.indexing.renewing.names import renewed_names
from diplomatica.lookup.indexing.renewing.renewing import kept_of
from diplomatica.lookup.matching.keptnames import keep_names
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.ledger import LATEST, is_of
from diplomatica.model.dataset.release import (
    Release,
    index_of,
    names_of,
    packed_of,
    release_in,
    unsealed,
)
from diplomatica.pipeline.workshop.workshop import Workshop


def begin(place: Path) -> None:
    """Begin with what a release is searched by, of which no more than the dump is there.

    What cannot be begun is made afterwards.
    """
    with suppress(OSError, sqlite3.Error):
        release = unsealed(place)
        last = last_of(release, place)
        language, changed = begin_index(release, index_of(place), last)
        if release.articles and not (changed and renewed_names(changed, language)):
            keep_names(release, language)


def last_of(catalog: Catalog, place: Path) -> Release | None:
    """The last release of the same dataset before the one in `place`, if there is one."""
    with suppress(DiplomaticaError):
        last = release_in(place.parent / LATEST)
        return last if last.name == catalog.name else None
    return None


def complete(release: Release, place: Path, workshop: Workshop) -> None:
    """Make what stands beside a release; what was begun in the `place` of it is finished."""
    with workshop.beside([partial(_record, release)]):
        index_file(release, index_of(place))
        # Of much that others bring hardly anything is ever matched.
        if release.articles:
            language = Index(release).languages.own
            keep_names(release, language, names_of(place, language))
    told = packed_of(release.folder)
    with suppress(OSError):
        packed_of(place).replace(told)
    _drop_kept(release)


def _drop_kept(release: Release) -> None:
    """Drop what earlier releases were made from: the next is made from this one."""
    this = kept_of(index_of(release.folder))
    if this.is_file():
        for kept in _of_others(release, this):
            kept.unlink(missing_ok=True)
    told = packed_of(release.folder)
    if told.is_dir():
        for packed in _of_others(release, told):
            shutil.rmtree(packed, ignore_errors=True)


def _of_others(release: Release, beside: Path) -> Iterator[Path]:
    """What lies beside other releases of the dataset, as something does beside this one."""
    end = beside.name.removeprefix(release.folder.name)
    for path in beside.parent.glob(f"{glob.escape(release.name)}-*{end}"):
        folder = path.with_name(path.name.removesuffix(end))
        if path != beside and is_of(folder, release.name):
            yield path


def _record(release: Release) -> None:
    record_of(release)
