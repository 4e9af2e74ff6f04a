"""The index of names that lies beside a release.

Whoever asks first makes it, and every other process and start finds it there.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from diplomatica.lookup.matching.filling import IndexFiller, made_of
from diplomatica.lookup.matching.nameindex import NameIndex
from diplomatica.model.dataset.release import Release, names_of


def name_index(release: Release, language: str) -> NameIndex:
    """The names of a release, made where they are not kept beside it yet.

    Where nothing can be written there, they are made for this process alone.
    """
    with suppress(OSError, sqlite3.OperationalError):
        if kept := _kept_index(release, language):
            return kept
        _make_beside(release, language)
        if kept := _kept_index(release, language):
            return kept
    index = NameIndex.empty()
    IndexFiller(release, index, language).read()
    return index


def keep_names(release: Release, language: str, begun: Path | None = None) -> None:
    """Make the names of a release beside it, unless they are there.

    Those that were `begun` before it had a checksum are taken.
    """
    if kept := _kept_index(release, language):
        kept.close()
    elif begun and begun.is_file():
        with closing(sqlite3.connect(begun)) as names, names:
            told = (made_of(release, language),)
            names.execute("UPDATE made_of SET told = ?", told)
        begun.replace(names_of(release.folder, language))
    else:
        _make_beside(release, language)


def _kept_index(release: Release, language: str) -> NameIndex | None:
    """The names that are kept beside a release, if they are made of it."""
    file = names_of(release.folder, language)
    return NameIndex.kept(file, made_of(release, language))


def _make_beside(release: Release, language: str) -> None:
    """Make the names of a release beside it, aside first."""
    file = names_of(release.folder, language)
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    try:
        with closing(NameIndex.empty(aside)) as index:
            IndexFiller(release, index, language).read()
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
