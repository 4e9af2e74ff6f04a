"""Making the index of a release: a file beside it, and no part of it.

Whoever builds a release makes it, and whoever serves one makes it again where it is
missing, spoiled, or from another version of this package. The same release gives the
same bytes, from the same version of SQLite.
"""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from sqlite3 import Connection

from diplomatica.lookup.indexing.belonging import belong
from diplomatica.lookup.indexing.joining import join
from diplomatica.lookup.indexing.leading import lead, tabulate
from diplomatica.lookup.indexing.names.carrying import naming_types
from diplomatica.lookup.indexing.names.naming import languages, name, naming
from diplomatica.lookup.indexing.parsing import DumpTables
from diplomatica.lookup.indexing.passages import quote
from diplomatica.lookup.indexing.placing import place
from diplomatica.lookup.indexing.renewing.copying import copy_file
from diplomatica.lookup.indexing.renewing.renewing import kept_of, read_anew, renew
from diplomatica.lookup.indexing.renewing.statements import (
    ChangedDump,
    TooMuchChanged,
)
from diplomatica.lookup.indexing.schema import INDEXES, JOINED, SPELLINGS, run
from diplomatica.lookup.indexing.typifying import (
    mostly_named,
    mostly_owned,
    typify,
)
from diplomatica.lookup.language import Languages
from diplomatica.model.code import code
from diplomatica.model.dataset.release import Release, index_of

_PRAGMAS = """
PRAGMA {0}.journal_mode = OFF;
PRAGMA {0}.synchronous = OFF;
PRAGMA {0}.cache_size = -65536;"""
_Filled = tuple[Languages, ChangedDump | None]
"""The languages of an index, and what changed where it was made of another."""
_ELSEWHERE: dict[str, Path] = {}
_MADE_OF = "SELECT value FROM told WHERE key = 'made of'"


def index_file(release: Release, begun: Path | None = None) -> Path:
    """The index of a release, made where there is none of it yet.

    One that was `begun` while the release was written is finished. Where nothing can be
    written beside the release, it lies in a folder that the system keeps for such.
    """
    beside = index_of(release.folder)
    if _is_of(beside, release):
        return beside
    try:
        if begun and begun.is_file():
            finish_index(release, begun, beside)
        else:
            make_index(release, beside)
    except (OSError, sqlite3.OperationalError):
        return _elsewhere(release)
    return beside


def _elsewhere(release: Release) -> Path:
    """The index in a folder of this process, where none can be written beside the release."""
    if release.checksum not in _ELSEWHERE:
        folder = Path(tempfile.mkdtemp(prefix="diplomatica-"))
        file = folder / index_of(release.folder).name
        make_index(release, file)
        _ELSEWHERE[release.checksum] = file
    return _ELSEWHERE[release.checksum]


def make_index(release: Release, file: Path) -> None:
    """Make the index of a release, aside, and put it in the place of what is there."""
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        begin_index(release, aside)
        kept_of(aside).unlink()
        finish_index(release, aside, file)
    finally:
        aside.unlink(missing_ok=True)


def begin_index(
    release: Release, file: Path, last: Release | None = None
) -> tuple[str, ChangedDump | None]:
    """Make all of an index for which neither tables nor checksums are needed.

    It may be made beside both, and of that of the `last` release, where most is as it was.
    Of what fails nothing is left. Returns the language in which things are called first,
    and what changed, where it was made of another.
    """
    filled = _renewed(release, file, last) if last else None
    if filled is None:
        for left in (file, kept_of(file)):
            left.unlink(missing_ok=True)
        with _aside(file) as into:
            filled = _fill(into, release)
    spoken, changed = filled
    return spoken.own, changed


def _renewed(release: Release, file: Path, last: Release) -> _Filled | None:
    """Make an index of that of the last release; None where it is to be made anew."""
    before = index_of(last.folder)
    if not _is_of(before, last):
        return None
    with suppress(OSError, sqlite3.Error, TooMuchChanged):
        copy_file(before, file)
        copy_file(kept_of(before), kept_of(file))
        with _aside(file) as into:
            return _fill(into, release, last)
    return None


@contextmanager
def _aside(file: Path) -> Iterator[Connection]:
    """An index to be made in a file, with what was read, and what is joined, beside it.

    Nothing is left of it where it fails.
    """
    kept, joined = kept_of(file), file.with_name(f"{file.name}.joined")
    joined.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as into:
            into.execute("ATTACH ? AS read", (str(kept),))
            into.execute("ATTACH ? AS joined", (str(joined),))
            for base in ("main", "read", "joined"):
                run(into, _PRAGMAS.format(base))
            yield into
    except BaseException:
        file.unlink(missing_ok=True)
        kept.unlink(missing_ok=True)
        raise
    finally:
        joined.unlink(missing_ok=True)


def finish_index(release: Release, begun: Path, file: Path) -> None:
    """Add what an index lacks that was begun, and put it in the place of what is there."""
    made_of = _made_of(release)
    with closing(sqlite3.connect(begun, isolation_level=None)) as into:
        run(into, _PRAGMAS.format("main"))
        into.execute("BEGIN")
        tabulate(into, release)
        _tell(into, "made of", made_of)
        into.execute("COMMIT")
    begun.replace(file)
    if kept_of(begun).is_file():
        kept_of(begun).replace(kept_of(file))


def _fill(into: Connection, release: Release, last: Release | None = None) -> _Filled:
    """Read a release, or what changed in it since the last one, and join what was read."""
    into.execute("BEGIN")
    run(into, JOINED)
    changed = None
    if last:
        reading, changed = renew(into, last, release)
    else:
        reading = read_anew(into, release)
    spoken = _join(into, release, reading)
    into.execute("COMMIT")
    return spoken, changed


def _join(into: Connection, release: Release, reading: DumpTables) -> Languages:
    """Make what is searched of what was read, each step from those before it."""
    join(into, release, reading)
    belong(into)
    place(into, reading.profile.coordinates, reading.profile.shapes)
    spoken = languages(into, reading.languages)
    name(into, release, spoken)
    quote(into, release)
    lead(into, release, spoken)
    run(into, SPELLINGS + INDEXES)
    if release.iris.brought is not None:
        typify(into)
        _tell(into, "mostly named", json.dumps(mostly_named(into)))
        _tell(into, "mostly owned", json.dumps(mostly_owned(into)))
    _tell(into, "languages", json.dumps(asdict(spoken)))
    _tell(into, "naming", json.dumps(naming(into)))
    _tell(into, "naming types", json.dumps(naming_types(into)))
    return spoken


def _tell(into: Connection, key: str, value: str) -> None:
    into.execute("INSERT INTO told VALUES (?, ?)", (key, value))


def _made_of(release: Release) -> str:
    return f"{release.checksum} {code()}"


def _is_of(file: Path, release: Release) -> bool:
    """Whether a file is the index of this release, as this version makes it."""
    if not file.is_file():
        return False
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as known,
    ):
        return known.execute(_MADE_OF).fetchall() == [(_made_of(release),)]
    return False
