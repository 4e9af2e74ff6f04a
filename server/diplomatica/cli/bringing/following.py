"""Taking up files that change while what was built of them is served."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from time import sleep

import click
import watchfiles

from diplomatica.cli.bringing.cache import CachedRelease, Made
from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.folder import Bundle, Folder
from diplomatica.model.dataset.release import Release, open_release

_Identity = tuple[int, int] | None
Changes = set[tuple[watchfiles.Change, str]]


@dataclass
class _Followed:
    """What is served, what was told of it, and which files were last found faulty."""

    served: CachedRelease
    checksum: str
    told: list[str]
    faulty: Made | None = None
    turn: Lock = field(default_factory=Lock)

    def take(self) -> None:
        """Build what changed, and tell of it; the same faults are told once."""
        with self.turn:
            now = self.served.made_of()
            if now == self.faulty:
                return
            if gone := _gone_places(self.served.folder):
                self._keep(now, f"{', '.join(map(str, gone))}: is gone")
                return
            try:
                release, lines = self.served.ready(partial(click.echo, err=True), now)
            except DiplomaticaError as error:
                self._keep(now, str(error))
                return
            self._tell(release, lines)

    def _keep(self, now: Made, why: str) -> None:
        """Tell why what was served before stays."""
        self.faulty = now
        click.echo(why, err=True)
        click.echo("Still serving what was good before.", err=True)

    def _tell(self, release: Release, lines: list[str]) -> None:
        """Tell what is served from now on, or that it is good again as it was."""
        if release.checksum != self.checksum:
            for line in lines:
                if line not in self.told:
                    click.echo(line, err=True)
            now = ", as its files are now" if release.of_files else ""
            click.echo(f"Now serving {release.called}{now}.", err=True)
        elif self.faulty:
            click.echo(f"Good again: serving {release.called} as before.", err=True)
        self.checksum, self.told, self.faulty = release.checksum, lines, None


def follow(served: CachedRelease, told: list[str]) -> None:
    """Build again whenever a file is saved, until the process ends.

    A faulty file is told on the terminal, and what was good before stays. What was
    `told` is not told again.
    """
    followed = _Followed(served, open_release(served.latest).checksum, told)
    for named, is_deep in _named_places(served.folder):
        which = followed, named, is_deep
        Thread(target=_follow, args=which, daemon=True).start()


def _named_places(folder: Folder) -> Iterator[tuple[list[Path], bool]]:
    """The folders and then the files that are followed; folders as deep as they go."""
    places = [folder.root / "seeds", folder.root / "dataset", folder.root / "ontology"]
    if isinstance(folder, Bundle):
        places = list(folder.places)
    folders = [place for place in places if place.is_dir()]
    files = [place for place in places if place.is_file()]
    if folders:
        yield folders, True
    if files:
        yield files, False


def _gone_places(folder: Folder) -> list[Path]:
    """What was named on the command line and is there no more."""
    named = folder.places if isinstance(folder, Bundle) else (folder.root,)
    return [place for place in named if not place.exists()]


def watched(folder: Folder) -> Iterator[tuple[list[Path], bool]]:
    """What is to be watched of a folder, and whether as deep as it goes."""
    for named, is_deep in _named_places(folder):
        yield _folders_of(named, is_deep), is_deep


def _folders_of(named: list[Path], is_deep: bool) -> list[Path]:
    """The folders, or of files those around: many editors put a new file in the old one's place.

    A file that is a link has two: that of the link, and that of the file itself.
    """
    if is_deep:
        return named
    files = {*named, *(place.resolve() for place in named)}
    return sorted({file.parent for file in files})


def _follow(followed: _Followed, named: list[Path], is_deep: bool) -> None:
    """Serve what is saved in these places, also once they went and came back."""
    while True:
        for _ in _saves(named, is_deep):
            followed.take()
        sleep(0.5)  # nobody waits for what is gone with all of a processor


def _saves(named: list[Path], is_deep: bool) -> Iterator[None]:
    """Each save in these places, until one of them went or is another than it was.

    Who watches a folder that went is not told of one that comes in its place, nor who
    watches a link that it leads elsewhere. The first is for what was saved before anybody
    watched.
    """
    places = _folders_of(named, is_deep)
    before = _which(places)
    there = [place for place in places if place.exists()]
    is_first = bool(there)
    for changes in _changes(there, is_deep) if there else _nothing():
        if changes or is_first:
            yield
        is_first = False
        if _is_moved(places, before, named, is_deep) or _have_gone(changes, places):
            yield
            return


def _is_moved(
    places: list[Path], before: list[_Identity], named: list[Path], is_deep: bool
) -> bool:
    """Whether these places are others than before, or what was named lies elsewhere."""
    return _folders_of(named, is_deep) != places or _which(places) != before


def _changes(places: list[Path], is_deep: bool) -> Iterator[Changes]:
    """What changed in these places, and twice a second that nothing did."""
    with suppress(FileNotFoundError):  # it went just now
        yield from watchfiles.watch(
            *places,
            debounce=200,
            rust_timeout=500,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=is_deep,
        )


def _nothing() -> Iterator[Changes]:
    """Twice a second that nothing changed, where there is nothing to watch."""
    while True:
        sleep(0.5)
        yield set()


def _which(places: list[Path]) -> list[_Identity]:
    """Which folders these are, by their numbers on the disk; None for one that is gone."""
    identities: list[_Identity] = []
    for place in places:
        try:
            state = place.stat()
        except OSError:
            identities.append(None)
        else:
            identities.append((state.st_dev, state.st_ino))
    return identities


def _have_gone(changes: Changes, places: list[Path]) -> bool:
    """Whether one of the places went: a new one may have got its number."""
    went = {
        Path(path) for change, path in changes if change == watchfiles.Change.deleted
    }
    return not went.isdisjoint(place.absolute() for place in places)
