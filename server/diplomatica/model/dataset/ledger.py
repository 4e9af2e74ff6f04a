"""The ledger of a folder of releases: what was published there, for good, and what was dropped.

A published version keeps its bytes, so the ledger has one entry for each, also for what
is no longer there. Drafts promise nothing and are in no ledger.
"""

import csv
import json
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from diplomatica.model.dataset.release import MANIFEST, SUMS, Release, checksum_of

LEDGER = "published.csv"
LATEST = "latest"
"""The link to the newest release."""


@dataclass(frozen=True)
class PublishedVersion:
    """One published version of a dataset."""

    name: str
    version: str
    issued: str
    checksum: str
    dropped: str = ""
    """Why it was taken away; "" while it is to be had."""

    @property
    def folder(self) -> str:
        """The name of its folder, which ends as its checksum begins."""
        return folder_name(self.name, self.version, self.checksum)


_COLUMNS = [field.name for field in fields(PublishedVersion)]


def folder_name(name: str, version: str, checksum: str, is_draft: bool = False) -> str:
    """The name of the folder of a release."""
    mark = "draft-" if is_draft else ""
    return f"{name}-{version}-{mark}{checksum[:12]}"


def entry_of(release: Release) -> PublishedVersion:
    """The entry of a release."""
    return PublishedVersion(
        release.name, release.version, release.issued, release.checksum
    )


def published_versions(releases: Path) -> list[PublishedVersion]:
    """All published versions, in the order in which they were published.

    Releases that were made before there was a ledger come first, by version.
    """
    entered = list(_entered(releases))
    known = {entry.folder for entry in entered}
    unlisted = _entries_of_folders(releases, known)
    return [*sorted(unlisted, key=lambda entry: by_number(entry.version)), *entered]


def of_dataset(release: Release) -> list[PublishedVersion]:
    """The published versions of the dataset that a release is of."""
    entries = published_versions(release.folder.parent)
    return [entry for entry in entries if entry.name == release.name]


def to_be_had(release: Release) -> dict[str, PublishedVersion]:
    """Those of them whose files are there, by version."""
    releases = release.folder.parent
    return {
        entry.version: entry
        for entry in of_dataset(release)
        if not entry.dropped and (releases / entry.folder / SUMS).is_file()
    }


def drafts(releases: Path) -> list[Path]:
    """The folders of the drafts that lie here."""
    checksum_files = releases.glob(f"[!.]*-draft-*/{SUMS}")
    return sorted(
        sums.parent for sums in checksum_files if not sums.parent.is_symlink()
    )


def is_of(folder: Path, name: str) -> bool:
    """Whether a folder holds a release of the dataset of this name.

    Its own name begins with that of the dataset, which may hold hyphens: `a-b-1` may be
    of `a` or of `a-b`. Where it does not say of which, how it begins has to do.
    """
    with suppress(OSError, ValueError, KeyError):
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        return bool(manifest["name"] == name)
    return folder.name.startswith(f"{name}-")


def enter(releases: Path, entry: PublishedVersion) -> None:
    """Enter a version: in the place that it has, or else as the last one published."""
    key = _key(entry)
    places = {_key(one): place for place, one in enumerate(_entered(releases))}
    entries = [one for one in published_versions(releases) if _key(one) != key]
    place = places.get(key, len(entries))
    entries.insert(place, entry)
    _write(releases, entries)


def dropped(entry: PublishedVersion, reason: str) -> PublishedVersion:
    """The entry of a version that is no longer to be had."""
    return replace(entry, dropped=reason)


def by_number(version: str) -> tuple[tuple[int, int, str], ...]:
    """The place of a version among others: 0.10.0 comes after 0.9.0."""
    parts = version.replace("-", ".").split(".")
    return tuple(map(_place_of_part, parts))


def _place_of_part(part: str) -> tuple[int, int, str]:
    """Numbers come first, and by what they count."""
    return (0, int(part), "") if part.isdecimal() else (1, 0, part)


def _key(entry: PublishedVersion) -> tuple[str, str]:
    return entry.name, entry.version


def _entered(releases: Path) -> Iterator[PublishedVersion]:
    ledger = releases / LEDGER
    if ledger.is_file():
        with ledger.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                yield PublishedVersion(**{column: row[column] for column in _COLUMNS})


def _entries_of_folders(
    releases: Path, known: Container[str]
) -> Iterator[PublishedVersion]:
    """The published releases whose folders lie here, but for the known ones."""
    for sums in sorted(releases.glob(f"*/{SUMS}")):
        folder = sums.parent
        if folder.is_symlink() or folder.name.startswith(".") or folder.name in known:
            continue
        # What cannot be read was never entered: nobody can tell what it was.
        with suppress(OSError, ValueError, KeyError):
            manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
            name, version = manifest["name"], manifest["version"]
            if not manifest.get("draft"):
                yield PublishedVersion(
                    name, version, manifest["issued"], checksum_of(sums)
                )


def _write(releases: Path, entries: Iterable[PublishedVersion]) -> None:
    """Write the ledger anew, aside first."""
    fresh = releases / f".{LEDGER}"
    with fresh.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
        rows.writeheader()
        rows.writerows(asdict(entry) for entry in entries)
    fresh.replace(releases / LEDGER)
