"""Publishing a release: written aside, sealed with its checksums, and swapped in.

releases/
├─ diplomatica-0.1.0-3f2a9c1be07d/   a release; its name ends as its checksum begins
└─ latest                            a symbolic link to the newest, replaced atomically
"""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.release import (
    SUMS,
    alone,
    held,
    is_held,
    open_release,
    store_of,
)

LATEST = "latest"
_ASIDE = ".building-"


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
        what = f"cannot be written to: {error.strerror}"
        raise DiplomaticaError(f"{releases}: {what}") from error
    # Held, so that the next build can tell what a killed one left behind.
    with held(folder):
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def seal(folder: Path) -> str:
    """Write SHA256SUMS over all files, and return its own checksum.

    It has the form that `sha256sum --check` reads.
    """
    files = [path for path in folder.rglob("*") if path.is_file()]
    lines = []
    for path in sorted(files):
        if path.name != SUMS:
            name = path.relative_to(folder).as_posix()
            lines.append(f"{_sha256(path)}  {name}\n")
    sums = folder / SUMS
    sums.write_text("".join(lines), "utf-8")
    return _sha256(sums)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def publish(folder: Path, releases: Path, name: str, checksum: str) -> Path:
    """Give a sealed folder its name, point `latest` to it, and drop what it replaces.

    That are the builds of this name. One build publishes at a time: another could drop
    what `latest` points to. Raises DiplomaticaError where nothing can be written.
    """
    with alone(releases):
        return _publish(folder, releases, name, checksum)


def _publish(folder: Path, releases: Path, name: str, checksum: str) -> Path:
    release = releases / f"{name}-{checksum[:12]}"
    folder.chmod(0o755)
    if not _is_whole(release):
        shutil.rmtree(release, ignore_errors=True)  # the same release, spoiled since
    try:
        folder.rename(release)
    except OSError as error:
        # Where it is whole, the same bytes were released before, or just now by another
        # build.
        if not _is_whole(release):
            what = f"cannot be written to: {error.strerror}"
            raise DiplomaticaError(f"{release}: {what}") from error
    _point(releases / LATEST, release.name)
    _drop_replaced(releases, name, keep=release)
    return release


def _is_whole(release: Path) -> bool:
    try:
        open_release(release)
    except DiplomaticaError:
        return False
    return True


def _point(link: Path, target: str) -> None:
    if link.exists() and not link.is_symlink():
        why = "this name belongs to the link to the newest release"
        raise DiplomaticaError(f"{link}: is in the way → {why}")
    fresh = link.with_name(f"{_ASIDE}{target}.link")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def _drop_replaced(releases: Path, replaced: str, keep: Path) -> None:
    name = re.compile(rf"{re.escape(replaced)}-[0-9a-f]{{12}}|{re.escape(_ASIDE)}.*")
    for path in releases.iterdir():
        if name.fullmatch(path.name) and path != keep and not is_held(path):
            shutil.rmtree(path, ignore_errors=True)
            shutil.rmtree(store_of(path), ignore_errors=True)
