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
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from io import TextIOWrapper
from itertools import chain, groupby, islice, takewhile
from pathlib import Path
from typing import Any

from diplomatica.lookup.history.changedsubject import (
    COLUMNS,
    ChangedSubject,
    Row,
    reasons_in,
    told_of,
)
from diplomatica.lookup.history.changes import BESIDE, GROUPS
from diplomatica.lookup.history.events import Event, read_events
from diplomatica.lookup.history.patch import rdf_patch_of
from diplomatica.model.dataset.subjects import Subjects
from diplomatica.model.iris import Iris

SUMMARY, TABLE, PLACES = "summary.json", "changes.csv", "places.tsv"
OBJECTS, GROUNDS = "objects.tsv", "grounds.tsv"
ADDED, REMOVED = "added.nq", "removed.nq"
_MOST_GROUNDS = 50  # of what changed, that are asked for a reason
_MOST_NAMING = 50  # things that are told of another
FOLLOWS = {
    "text": "It follows from another change.",
    "language": "en",
    "follows": "yes",
}
"""In the place of a reason: it is told where the other change is."""


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
        """How many subjects changed, by group, but for what follows from other changes."""
        counts = self.counts.items()
        return {group: count for group, count in counts if group not in BESIDE}

    @property
    def telling(self) -> dict[str, Any]:
        """The editors’ notes and reasons, and the first names, as the summary has them."""
        told: dict[str, Any] = self.summary["telling"]
        return told

    def reason_for(self, told: ChangedSubject, iris: Iris) -> dict[str, str] | None:
        """Why just this changed, in the editors’ words; None where only the release has any.

        That is what they said of it, or of what stated it, when it was withdrawn or changed.
        Of what only rules derive otherwise nobody says why: it FOLLOWS.
        """
        grounds = [graph for row in told.rows for graph in row["reasons"].split()]
        about = dict.fromkeys([told.subject, *grounds])
        changes = filter(None, map(self.of, islice(about, _MOST_GROUNDS)))
        given = next(chain.from_iterable(map(reasons_in, changes)), None)
        if given is not None:
            return given
        is_derived = iris.kind(told.subject) == "inference" or told.is_following(iris)
        return FOLLOWS if is_derived else None

    def naming(self, iri: str) -> Iterator[ChangedSubject]:
        """The things of which a statement came or went whose value is this IRI.

        Only these rows of theirs are told.
        """
        lines = self._objects.starting(f"{iri}\t")
        for line in islice(lines, _MOST_NAMING):
            told = self.of(line.rpartition("\t")[2])
            if told:
                rows = [row for row in told.rows if row["object"] == f"<{iri}>"]
                yield replace(told, rows=rows)

    def stating(self, reason: str) -> Iterator[ChangedSubject]:
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

    def of(self, subject: str) -> ChangedSubject | None:
        """How one subject changed, found without reading of the others."""
        line = next(self._places.starting(f"{subject}\t"), "")
        if not line:
            return None
        with (self.folder / TABLE).open("rb") as file:
            file.seek(int(line.rpartition("\t")[2]))
            lines = TextIOWrapper(file, "utf-8", newline="")
            rows = csv.DictReader(lines, COLUMNS)
            return told_of([*takewhile(lambda row: row["subject"] == subject, rows)])

    @cached_property
    def _places(self) -> Subjects:
        return Subjects(self.folder / PLACES)

    def rows(self) -> Iterator[Row]:
        """The rows of the table, read as they are asked for."""
        with (self.folder / TABLE).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def told(self) -> Iterator[ChangedSubject]:
        """The subjects that changed, in the order of the table."""
        for _, group in groupby(self.rows(), lambda row: row["subject"]):
            rows = list(group)
            yield told_of(rows)

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
        before = self.summary["before"]["iri"]
        after = self.summary["after"]["iri"]
        removed = _lines(self.folder / REMOVED)
        added = _lines(self.folder / ADDED)
        return rdf_patch_of(removed, added, before, after)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file
