"""Publishing a release: written aside, sealed with its checksums, and swapped in.

releases/
├─ diplomatica-0.1.0-3f2a9c1be07d/   a release; its name ends as its checksum begins
├─ diplomatica-0.2.0-draft-…/        a draft, which goes when the next release comes
├─ published.csv                     the ledger of what was published
└─ latest                            a symbolic link to the newest, replaced atomically
"""

import glob
import re
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from diplomatica.errors import AlreadyPublished, DiplomaticaError, system_message
from diplomatica.model.dataset.ledger import (
    LATEST,
    enter,
    entry_of,
    folder_name,
    is_of,
    published_versions,
)
from diplomatica.model.dataset.release import (
    SUMS,
    Release,
    alone,
    changes_of,
    checksum_of,
    hold_folder,
    index_of,
    is_held,
    names_of,
    open_release,
    packed_of,
    store_of,
)

_ASIDE = ".building-"
_MADE_BESIDE = re.compile(rf"{re.escape(_ASIDE)}\w+\.")
_DRAFT = re.compile(r".+-draft-[0-9a-f]{12}")
_THREADS = 4


@contextmanager
def aside(releases: Path) -> Iterator[Path]:
    """A folder to write a release in, that nobody else sees.

    It is gone afterwards if it was not published. Raises DiplomaticaError where nothing
    can be written.
    """
    try:
        releases.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=releases))
    except OSError as error:
        what = f"cannot be written to: {system_message(error)}"
        raise DiplomaticaError(f"{releases}: {what}") from error
    # Held, so that the next build can tell what a killed one left behind.
    with hold_folder(folder):
        try:
            yield folder
        finally:
            remove(folder)


def seal(folder: Path) -> None:
    """Write SHA256SUMS over all files, in the form that `sha256sum --check` reads."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sealed = [path for path in files if path.name != SUMS]
    # Threads reckon side by side: a digest needs nothing of Python.
    with ThreadPoolExecutor(_THREADS) as threads:
        checksums = list(threads.map(checksum_of, sealed))
    names = [path.relative_to(folder).as_posix() for path in sealed]
    lines = [f"{one}  {name}\n" for one, name in zip(checksums, names, strict=True)]
    (folder / SUMS).write_text("".join(lines), "utf-8")


def publish(release: Release, releases: Path) -> Path:
    """Give a sealed release its place, enter it, point `latest` to it, and drop old drafts.

    One build publishes at a time: another could drop what `latest` points to. Raises
    AlreadyPublished, and DiplomaticaError where nothing can be written.
    """
    with alone(releases):
        if not release.draft:
            _refuse_other(release, releases)
        place = _moved_into_place(release, releases)
        if not release.draft:
            enter(releases, entry_of(release))
        _point(releases / LATEST, place.name)
        _drop_drafts(releases, release, keep=place)
        return place


def _refuse_other(release: Release, releases: Path) -> None:
    """Raise AlreadyPublished where this version has other bytes."""
    this = entry_of(release)
    for entry in published_versions(releases):
        is_same = (entry.name, entry.version) == (this.name, this.version)
        if is_same and entry.checksum != this.checksum:
            where = str(releases / entry.folder)
            raise AlreadyPublished(this.name, this.version, where)


def _moved_into_place(release: Release, releases: Path) -> Path:
    """Where the release lies from now on, with the name of its version."""
    name = folder_name(release.name, release.version, release.checksum, release.draft)
    place = releases / name
    release.folder.chmod(0o755)
    if not _is_whole(place):
        shutil.rmtree(place, ignore_errors=True)  # the same release, spoiled since
    try:
        release.folder.rename(place)
    except OSError as error:
        # Where it is whole, the same bytes were released before, or just now by another
        # build.
        if not _is_whole(place):
            what = f"cannot be written to: {system_message(error)}"
            raise DiplomaticaError(f"{place}: {what}") from error
    return place


def _is_whole(release: Path) -> bool:
    try:
        open_release(release)
    except DiplomaticaError:
        return False
    return True


def _point(link: Path, target: str) -> None:
    """Point the link to a folder at once: at no time is there none."""
    if link.exists() and not link.is_symlink():
        why = "this name belongs to the link to the newest release"
        raise DiplomaticaError(f"{link}: is in the way → {why}")
    fresh = link.with_name(f"{_ASIDE}{target}.link")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def _drop_drafts(releases: Path, release: Release, keep: Path) -> None:
    """Drop the drafts of a dataset that nobody holds, and what killed builds left."""
    for path in releases.iterdir():
        if _MADE_BESIDE.match(path.name):
            if not path.name.startswith(f"{release.folder.name}."):
                _drop_left(path)
        elif path != keep and _may_go(path, release.name) and not is_held(path):
            remove(path)


def _may_go(path: Path, name: str) -> bool:
    """Whether something is what a killed build left, or a draft of a dataset."""
    if path.name.startswith(_ASIDE):
        return True
    return bool(_DRAFT.fullmatch(path.name)) and is_of(path, name)


def _drop_left(path: Path) -> None:
    """Drop what was begun beside a release, if that was put in its place without it."""
    folder = path.name.removeprefix(_ASIDE).partition(".")[0]
    if path.with_name(_ASIDE + folder).exists():
        return
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def remove(release: Path) -> None:
    """Remove a release, and what lies beside it and can be made again."""
    others = store_of(release), changes_of(release), packed_of(release)
    for folder in (release, *others):
        shutil.rmtree(folder, ignore_errors=True)
    for file in (index_of(release), names_of(release, "")):
        # What was not finished lies beside it, under a longer name.
        for beside in release.parent.glob(f"{glob.escape(file.name)}*"):
            beside.unlink(missing_ok=True)
