"""What stands beside a release: by what it is searched, and what changed in it.

Where others work side by side, one of them begins with that while the release is still
written: much of it needs the dump alone.
"""

import sqlite3
from contextlib import suppress
from functools import partial
from pathlib import Path

from diplomatica.lookup.history.recording import record_of
from diplomatica.lookup.index.index import Index
from diplomatica.lookup.indexing.making import begin_index, index_file
from diplomatica.lookup.matching.filling import keep_names
from diplomatica.model.dataset.release import Release, index_of, names_of, unsealed
from diplomatica.pipeline.workshop.workshop import Workshop


def begin(place: Path) -> None:
    """Begin with what a release is searched by, of which no more than the dump is there.

    What cannot be begun is made afterwards.
    """
    with suppress(OSError, sqlite3.Error):
        release = unsealed(place)
        language = begin_index(release, index_of(place))
        if release.articles:
            keep_names(release, language)


def complete(release: Release, place: Path, workshop: Workshop) -> None:
    """Make what stands beside a release; what was begun in the `place` of it is finished."""
    with workshop.beside([partial(_record, release)]):
        index_file(release, index_of(place))
        # Of much that others bring hardly anything is ever matched.
        if release.articles:
            language = Index(release).languages.own
            keep_names(release, language, names_of(place, language))


def _record(release: Release) -> None:
    record_of(release)
