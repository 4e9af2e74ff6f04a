"""The record of what changed in a release since the one before it.

releases/
├─ diplomatica-0.2.0-3f2a9c1be07d/           a release
└─ diplomatica-0.2.0-3f2a9c1be07d.changes/   its record, no part of it: made again if lost
   ├─ summary.json                           between which releases, and how much changed
   ├─ changes.csv                            each triple that came or went, by subject
   ├─ places.tsv                             where each subject stands in that table
   ├─ objects.tsv                            which of these things it tells of each IRI
   ├─ grounds.tsv                            the same by the claim, note, link or derivation
   ├─ events.jsonl                           each IRI that changed, as it is from then on
   └─ added.nq, removed.nq                   the same as quads, with all named graphs
"""

import csv
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from io import TextIOWrapper
from itertools import chain, groupby, islice, takewhile
from pathlib import Path
from typing import Any, TextIO

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from diplomatica.lookup.history.changes import (
    BESIDE,
    GROUPS,
    Change,
    Said,
    counted,
    grounds_of,
    objects_of,
    shown,
)
from diplomatica.lookup.history.comparison import Comparison, state_of
from diplomatica.lookup.history.events import EVENTS, Event, read_events, write_events
from diplomatica.lookup.history.patch import rdf_patch_of
from diplomatica.lookup.history.telling import telling, texts
from diplomatica.model.dataset.ledger import Entry, entry_of, published
from diplomatica.model.dataset.release import Release, changes_of, open_release
from diplomatica.model.dataset.subjects import Subjects
from diplomatica.model.iris import Iris
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import OWL, RDFS, SKOS

SUMMARY, TABLE, PLACES = "summary.json", "changes.csv", "places.tsv"
OBJECTS, GROUNDS = "objects.tsv", "grounds.tsv"
ADDED, REMOVED = "added.nq", "removed.nq"
COLUMNS = (
    *("group", "outcome", "subject", "label"),
    *("change", "predicate", "object", "reasons", "statement", "besides"),
)
"""The columns of the table: what a subject is, and one triple of it that came or went.

The last says of one that only has other reasons: it is stated besides, then and now.
"""
_CAME, _WENT = "added", "removed"
ADDED_ROW = _CAME
"""What the column “change” says of a triple that came."""
_MOST_GROUNDS = 50  # of what changed, that are asked for a reason
_MOST_NAMING = 50  # things that are told of another
_NOTE, _COMMENT = SKOS("changeNote").value, RDFS("comment").value
_DEPRECATED = OWL("deprecated").value
FOLLOWS = {
    "text": "It follows from another change.",
    "language": "en",
    "follows": "yes",
}
"""In the place of a reason: it is told where the other change is."""
Row = dict[str, str]
Value = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Told:
    """One subject that changed, and the rows of its triples."""

    subject: str
    label: str
    group: str
    outcome: str
    rows: list[Row]

    @property
    def name(self) -> str:
        """By what it is told of."""
        return self.label or self.subject

    def is_following(self, iris: Iris) -> bool:
        """Whether nobody stated any of it: all of it follows from other changes."""
        return self.outcome == "changed" and all(
            follows(row, iris) for row in self.rows
        )

    @property
    def came(self) -> int:
        """How many of its triples came."""
        return sum(row["change"] == _CAME for row in self._of_triples)

    @property
    def went(self) -> int:
        """How many of its triples went."""
        return len(self._of_triples) - self.came

    @property
    def _of_triples(self) -> list[Row]:
        """The rows without those of which only the reasons came or went."""
        return [row for row in self.rows if not row.get("besides")]


@dataclass(frozen=True)
class Record:
    """What changed in one release, as it was recorded in a folder."""

    folder: Path

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Between which releases, and how many quads and subjects changed."""
        told: dict[str, Any] = json.loads((self.folder / SUMMARY).read_text("utf-8"))
        return told

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many subjects were added, changed and withdrawn, by group."""
        counts: dict[str, dict[str, int]] = self.summary["counts"]
        return {group: counts[group] for group in GROUPS if group in counts}

    @property
    def told_counts(self) -> dict[str, dict[str, int]]:
        """The same without what follows from other changes."""
        counts = self.counts.items()
        return {group: count for group, count in counts if group not in BESIDE}

    @property
    def telling(self) -> dict[str, Any]:
        """The editors’ notes and reasons, and the first names, as the summary has them."""
        told: dict[str, Any] = self.summary["telling"]
        return told

    def reason_for(self, told: Told, iris: Iris) -> dict[str, str] | None:
        """Why just this changed, in the editors’ words; None where only the release has any.

        That is what they said of it, or of what stated it, when it was withdrawn or changed.
        Of what only rules derive otherwise nobody says why: it FOLLOWS.
        """
        grounds = [graph for row in told.rows for graph in row["reasons"].split()]
        about = dict.fromkeys([told.subject, *grounds])
        found = filter(None, map(self.of, islice(about, _MOST_GROUNDS)))
        given = next(chain.from_iterable(map(_reasons, found)), None)
        return FOLLOWS if given is None and told.is_following(iris) else given

    def naming(self, iri: str) -> Iterator[Told]:
        """The things of which a statement came or went whose value is this IRI.

        Only these rows of theirs are told.
        """
        lines = self._objects.starting(f"{iri}\t")
        for line in islice(lines, _MOST_NAMING):
            told = self.of(line.rpartition("\t")[2])
            if told:
                rows = [row for row in told.rows if row["object"] == f"<{iri}>"]
                yield replace(told, rows=rows)

    def stating(self, reason: str) -> Iterator[Told]:
        """The subjects of which a claim, note, link or derivation states more or less now.

        Only the rows of these statements are told.
        """
        lines = self._grounds.starting(f"{reason}\t")
        for line in islice(lines, _MOST_NAMING):
            told = self.of(line.rpartition("\t")[2])
            if told:
                rows = [row for row in told.rows if reason in row["reasons"].split()]
                yield replace(told, rows=rows)

    @cached_property
    def _grounds(self) -> Subjects:
        return Subjects(self.folder / GROUNDS)

    @cached_property
    def _objects(self) -> Subjects:
        return Subjects(self.folder / OBJECTS)

    def of(self, subject: str) -> Told | None:
        """How one subject changed, found without reading of the others."""
        line = next(self._places.starting(f"{subject}\t"), "")
        if not line:
            return None
        with (self.folder / TABLE).open("rb") as file:
            file.seek(int(line.rpartition("\t")[2]))
            lines = TextIOWrapper(file, "utf-8", newline="")
            rows = csv.DictReader(lines, COLUMNS)
            return _told([*takewhile(lambda row: row["subject"] == subject, rows)])

    @cached_property
    def _places(self) -> Subjects:
        return Subjects(self.folder / PLACES)

    def rows(self) -> Iterator[Row]:
        """The rows of the table, read as they are asked for."""
        with (self.folder / TABLE).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def told(self) -> Iterator[Told]:
        """The subjects that changed, in the order of the table."""
        for _, found in groupby(self.rows(), lambda row: row["subject"]):
            rows = list(found)
            yield _told(rows)

    @property
    def pages(self) -> int:
        """How many pages of events there are."""
        return len(self.summary["pages"])

    def events(self, number: int) -> list[Event]:
        """The events of a page, from 1 on; none beyond the last."""
        places = self.summary["pages"][number - 1 : number] if number > 0 else []
        return read_events(self.folder, places[0]) if places else []

    def patch(self) -> Iterator[str]:
        """The lines of an RDF Patch from the release before to this one."""
        before, after = self.summary["before"]["iri"], self.summary["after"]["iri"]
        removed, added = (_lines(self.folder / name) for name in (REMOVED, ADDED))
        return rdf_patch_of(removed, added, before, after)


def follows(row: Row, iris: Iris) -> bool:
    """Whether a row is only of what rules derive, or of more or fewer reasons."""
    grounds = row["reasons"].split()
    is_derived = all(iris.kind(iri) == "inference" for iri in grounds)
    return bool(row.get("besides")) or (bool(grounds) and is_derived)


def _told(rows: list[Row]) -> Told:
    first = rows[0]
    return Told(
        first["subject"], first["label"], first["group"], first["outcome"], rows
    )


def _reasons(told: Told) -> Iterator[dict[str, str]]:
    """Why it was changed or withdrawn, as was said when it was."""
    came = [row for row in told.rows if row["change"] == _CAME]
    is_gone = any(row["predicate"] == _DEPRECATED for row in came)
    by = {_NOTE, _COMMENT} if is_gone else {_NOTE}
    yield from texts(value_of(row) for row in came if row["predicate"] in by)


def value_of(row: Row) -> Value:
    """The value in a row of the table of changes."""
    (quad,) = parse(f"<x:s> <x:p> {row['object']} .", format=RdfFormat.N_TRIPLES)
    value: Value = quad.object
    return value


def previous(release: Release) -> Entry | None:
    """The release that was published before this one and is still to be had."""
    releases = release.folder.parent
    found: Entry | None = None
    for entry in published(releases):
        if entry == entry_of(release):
            break
        is_there = not entry.dropped and (releases / entry.folder).is_dir()
        if entry.name == release.name and is_there:
            found = entry
    return found


def recorded(release: Release) -> Record | None:
    """The record of a release, made now if it is not there; None for the first release."""
    before = previous(release)
    if before is None:
        return None
    for folder in (changes_of(release.folder), _elsewhere(release)):
        if _is_of(folder, before):
            return Record(folder)
    return _made(release, before)


def _elsewhere(release: Release) -> Path:
    """Where a record is kept of releases that lie where nothing may be written."""
    return Path(tempfile.gettempdir(), f"diplomatica-{release.checksum}.changes")


def _is_of(folder: Path, before: Entry) -> bool:
    """Whether a folder holds the record of the changes since this release."""
    with suppress(OSError, ValueError, KeyError):
        summary = Record(folder).summary
        files = all((folder / name).is_file() for name in (EVENTS, OBJECTS, GROUNDS))
        is_whole = files and "telling" in summary
        return is_whole and bool(summary["before"]["checksum"] == before.checksum)
    return False


def _made(release: Release, before: Entry) -> Record:
    old = open_release(release.folder.parent / before.folder)
    found = Comparison(state_of(old), state_of(release))
    try:
        return _stored(found, old, release, changes_of(release.folder))
    except OSError:
        return _stored(found, old, release, _elsewhere(release))


def _stored(found: Comparison, old: Release, new: Release, folder: Path) -> Record:
    """Write a record aside, and swap it in whole."""
    aside = Path(tempfile.mkdtemp(prefix=".changes-", dir=folder.parent))
    try:
        _write(found, old, new, aside)
        shutil.rmtree(folder, ignore_errors=True)
        # Another process may have been as quick: its record says the same.
        with suppress(FileExistsError):
            aside.replace(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Record(folder)


def _write(found: Comparison, old: Release, new: Release, place: Path) -> None:
    place.chmod(0o755)
    _write_quads(place / REMOVED, found.difference.removed)
    _write_quads(place / ADDED, found.difference.added)
    with (place / TABLE).open("w", encoding="utf-8", newline="") as file:
        places = sorted(_write_table(file, found.changes))
    (place / PLACES).write_bytes(b"".join(places))
    (place / OBJECTS).write_bytes(b"".join(sorted(objects_of(found.changes))))
    grounds = grounds_of(found.changes, new.iris)
    (place / GROUNDS).write_bytes(b"".join(sorted(grounds)))
    pages = write_events(place, found.changes, found.after.lines())
    summary = {
        "before": _named(old),
        "after": _named(new),
        "added": len(found.difference.added),
        "removed": len(found.difference.removed),
        "compared_by_label": found.difference.by_label,
        "pages": pages,
        "telling": telling(
            found.changes, _named(new)["iri"], new.iris("inference", "").value
        ),
        "counts": {name: dict(some) for name, some in counted(found.changes).items()},
    }
    (place / SUMMARY).write_text(json.dumps(summary, indent=2, sort_keys=True), "utf-8")


def _named(release: Release) -> dict[str, str]:
    iri = release.iris("release", release.version).value
    return {"version": release.version, "iri": iri, "checksum": release.checksum}


def _write_quads(path: Path, quads: Iterable[Quad]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{quad} .\n" for quad in quads)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file


def _write_table(file: TextIO, told: Iterable[Change]) -> Iterator[bytes]:
    """Write the rows of all subjects, and tell in lines where those of each begin."""
    rows = csv.DictWriter(file, COLUMNS)
    rows.writeheader()
    for one in told:
        yield f"{shown(one.subject)}\t{file.tell()}\n".encode()
        rows.writerows(_rows(one))


def _rows(one: Change) -> Iterator[Row]:
    for change, some in ((_WENT, one.removed), (_CAME, one.added)):
        yield from (_row(one, change, said) for said in some)


def _row(one: Change, change: str, said: Said) -> Row:
    return {
        "group": one.group,
        "outcome": one.outcome,
        "subject": shown(one.subject),
        "label": one.label,
        "change": change,
        "predicate": said.triple.predicate.value,
        "object": str(said.triple.object),
        "reasons": " ".join(graph.value for graph in said.reasons),
        "statement": digest(said.triple),
        "besides": "yes" if said.is_besides else "",
    }
