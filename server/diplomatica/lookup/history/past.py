"""The releases that lie beside the one that is served, each opened and checked once."""

from dataclasses import dataclass
from functools import cached_property

from diplomatica.lookup.history.changedsubject import ChangedSubject
from diplomatica.lookup.history.changerecord import Record
from diplomatica.lookup.history.recording import record_of
from diplomatica.model.dataset.ledger import (
    PublishedVersion,
    entry_of,
    of_dataset,
    to_be_had,
)
from diplomatica.model.dataset.release import Release, open_release

DRAFT = "draft"
"""The version by which a draft is asked for, whatever number it will have."""


@dataclass(frozen=True)
class Past:
    """One release of this dataset, whether it is still to be had or not."""

    entry: PublishedVersion
    release: Release | None
    """None where it was dropped, or is missing."""

    @cached_property
    def record(self) -> Record | None:
        """What changed in it; None where there is nothing to compare it with."""
        return record_of(self.release) if self.release else None


class History:
    """The releases that lie beside the one that is served."""

    def __init__(self, newest: Release) -> None:
        """Nothing is read yet; `newest` is the release that is served."""
        self.newest = newest
        self._opened: dict[str, Release] = {newest.folder.name: newest}

    @property
    def past(self) -> list[Past]:
        """The releases of this dataset, the newest first."""
        entries = of_dataset(self.newest)
        return [self._past(entry) for entry in reversed(entries)]

    @property
    def to_be_had(self) -> list[PublishedVersion]:
        """The published releases whose files are there, the oldest first."""
        return list(to_be_had(self.newest).values())

    @cached_property
    def records(self) -> list[Record]:
        """What changed in the releases up to the one that is served, the oldest first."""
        return [one.record for one in self._up_to_this if one.record]

    @cached_property
    def _up_to_this(self) -> list[Past]:
        """The releases up to the one that is served, the oldest first."""
        past = list(reversed(self.past))
        this = entry_of(self.newest)
        entries = [one.entry for one in past]
        return past[: entries.index(this) + 1] if this in entries else past

    @property
    def up_to_this(self) -> list[Past]:
        """The releases up to the one that is served, the newest first."""
        return self._up_to_this[::-1]

    @property
    def served(self) -> Past | None:
        """The release that is served; of a draft, or of files, the last one before it."""
        return next(reversed(self._up_to_this), None)

    def of_subject(self, iri: str) -> list[tuple[Past, ChangedSubject]]:
        """How an IRI changed, the newest first: in which release, and what of it."""
        changes: list[tuple[Past, ChangedSubject]] = []
        for one in reversed(self._up_to_this):
            told = one.record.of(iri) if one.record else None
            if told:
                changes.append((one, told))
        return changes

    def after(self, version: str) -> list[Past]:
        """The releases with a record that were published after this one, oldest first."""
        past = list(reversed(self.past))
        places = [
            place for place, one in enumerate(past) if one.entry.version == version
        ]
        later = past[places[-1] + 1 :] if places else []
        return [one for one in later if one.record]

    def of(self, version: str) -> Past | None:
        """The release of a version; None where it was never published.

        A draft is found by its version while no release has that, and as `draft` always.
        """
        entries = of_dataset(self.newest)
        of_version = [entry for entry in entries if entry.version == version]
        if of_version:
            return self._past(of_version[0])
        return self.draft if version in (DRAFT, self.newest.version) else None

    @cached_property
    def draft(self) -> Past | None:
        """What is served, where that is a draft: it is compared with the last release."""
        newest = self.newest
        return Past(entry_of(newest), newest) if newest.draft else None

    def _past(self, entry: PublishedVersion) -> Past:
        """A release with its files, which are checked once."""
        folder = self.newest.folder.parent / entry.folder
        if entry.dropped or not folder.is_dir():
            return Past(entry, None)
        if folder.name not in self._opened:
            self._opened[folder.name] = open_release(folder)
        return Past(entry, self._opened[folder.name])
