"""Recording what changed in a release: its record is made once, and again if it is lost."""

import csv
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from pyoxigraph import Quad

from diplomatica.lookup.history.changedsubject import CAME, COLUMNS, WENT, Row
from diplomatica.lookup.history.changelines import grounds_of, objects_of, subject_text
from diplomatica.lookup.history.changerecord import (
    ADDED,
    GROUNDS,
    OBJECTS,
    PLACES,
    REMOVED,
    SUMMARY,
    TABLE,
    Record,
)
from diplomatica.lookup.history.changes import Change, ChangedTriple, change_counts
from diplomatica.lookup.history.comparing.comparison import Comparison, state_of
from diplomatica.lookup.history.events import EVENTS, write_events
from diplomatica.lookup.history.telling import telling
from diplomatica.model.dataset.ledger import (
    PublishedVersion,
    entry_of,
    published_versions,
)
from diplomatica.model.dataset.release import Release, changes_of, open_release
from diplomatica.model.statement import digest


def previous(release: Release) -> PublishedVersion | None:
    """The release that was published before this one and is still to be had."""
    releases = release.folder.parent
    last: PublishedVersion | None = None
    for entry in published_versions(releases):
        if entry == entry_of(release):
            break
        is_there = not entry.dropped and (releases / entry.folder).is_dir()
        if entry.name == release.name and is_there:
            last = entry
    return last


def record_of(release: Release) -> Record | None:
    """The record of a release, made now if it is not there; None for the first release."""
    before = previous(release)
    if before is None:
        return None
    for folder in (changes_of(release.folder), _elsewhere(release)):
        if _is_of(folder, before):
            return Record(folder)
    return _new_record(release, before)


def _elsewhere(release: Release) -> Path:
    """Where a record is kept of releases that lie where nothing may be written."""
    return Path(tempfile.gettempdir(), f"diplomatica-{release.checksum}.changes")


def _is_of(folder: Path, before: PublishedVersion) -> bool:
    """Whether a folder holds the record of the changes since this release."""
    with suppress(OSError, ValueError, KeyError):
        summary = Record(folder).summary
        files = all((folder / name).is_file() for name in (EVENTS, OBJECTS, GROUNDS))
        is_whole = files and "telling" in summary
        return is_whole and bool(summary["before"]["checksum"] == before.checksum)
    return False


def _new_record(release: Release, before: PublishedVersion) -> Record:
    """A record beside the release, or elsewhere if nothing can be written there."""
    old = open_release(release.folder.parent / before.folder)
    comparison = Comparison(state_of(old), state_of(release))
    try:
        return _stored(comparison, old, release, changes_of(release.folder))
    except OSError:
        return _stored(comparison, old, release, _elsewhere(release))


def _stored(comparison: Comparison, old: Release, new: Release, folder: Path) -> Record:
    """Write a record aside, and swap it in whole."""
    aside = Path(tempfile.mkdtemp(prefix=".changes-", dir=folder.parent))
    try:
        _write(comparison, old, new, aside)
        shutil.rmtree(folder, ignore_errors=True)
        # Another process may have been as quick: its record says the same.
        with suppress(FileExistsError):
            aside.replace(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Record(folder)


def _write(comparison: Comparison, old: Release, new: Release, place: Path) -> None:
    """Write all files of a record of what changed between two releases."""
    place.chmod(0o755)
    _write_quads(place / REMOVED, comparison.difference.removed)
    _write_quads(place / ADDED, comparison.difference.added)
    with (place / TABLE).open("w", encoding="utf-8", newline="") as file:
        places = sorted(_write_table(file, comparison.changes))
    (place / PLACES).write_bytes(b"".join(places))
    (place / OBJECTS).write_bytes(b"".join(sorted(objects_of(comparison.changes))))
    grounds = grounds_of(comparison.changes, new.iris)
    (place / GROUNDS).write_bytes(b"".join(sorted(grounds)))
    pages = write_events(place, comparison.changes, comparison.after.lines())
    derived = new.iris("inference", "").value
    counts = change_counts(comparison.changes)
    summary = {
        "before": _identity(old),
        "after": _identity(new),
        "added": len(comparison.difference.added),
        "removed": len(comparison.difference.removed),
        "compared_by_label": comparison.difference.by_label,
        "pages": pages,
        "telling": telling(comparison.changes, _identity(new)["iri"], derived),
        "counts": {name: dict(some) for name, some in counts.items()},
    }
    text = json.dumps(summary, indent=2, sort_keys=True)
    (place / SUMMARY).write_text(text, "utf-8")


def _identity(release: Release) -> dict[str, str]:
    iri = release.iris("release", release.version).value
    return {"version": release.version, "iri": iri, "checksum": release.checksum}


def _write_quads(path: Path, quads: Iterable[Quad]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{quad} .\n" for quad in quads)


def _write_table(file: TextIO, told: Iterable[Change]) -> Iterator[bytes]:
    """Write the rows of all subjects, and tell in lines where those of each begin."""
    rows = csv.DictWriter(file, COLUMNS)
    rows.writeheader()
    for one in told:
        yield f"{subject_text(one.subject)}\t{file.tell()}\n".encode()
        rows.writerows(_rows(one))


def _rows(one: Change) -> Iterator[Row]:
    for change, some in ((WENT, one.removed), (CAME, one.added)):
        yield from (_row(one, change, changed) for changed in some)


def _row(one: Change, change: str, changed: ChangedTriple) -> Row:
    """The row of one triple that came or went."""
    return {
        "group": one.group,
        "outcome": one.outcome,
        "subject": subject_text(one.subject),
        "label": one.label,
        "change": change,
        "predicate": changed.triple.predicate.value,
        "object": str(changed.triple.object),
        "reasons": " ".join(graph.value for graph in changed.reasons),
        "statement": digest(changed.triple),
        "besides": "yes" if changed.is_besides else "",
    }
