"""Taking up files that change while what was built of them is served."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from time import sleep

import click
import watchfiles

from diplomatica.cli.bringing.cache import CachedRelease
from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.folder import Bundle, Folder
from diplomatica.model.dataset.release import open_release

Changes = set[tuple[watchfiles.Change, str]]
Known = tuple[str, list[str]]
"""The checksum of what is served, and what was told of it."""


def follow(served: CachedRelease, told: list[str]) -> None:
    """Build again whenever a file is saved, until the process ends.

    A faulty file is told on the terminal, and what was good before stays. What was
    `told` is not told again.
    """
    for places, is_deep in watched(served.folder):
        which = served, told, places, is_deep
        Thread(target=_follow, args=which, daemon=True).start()


def watched(folder: Folder) -> Iterator[tuple[list[Path], bool]]:
    """What is to be watched: folders as deep as they go, files by the folder around.

    Many editors put a new file in the place of the old one.
    """
    places = [folder.root / "seeds", folder.root / "dataset", folder.root / "ontology"]
    if isinstance(folder, Bundle):
        places = list(folder.places)
    folders = [place for place in places if place.is_dir()]
    around = {place.parent for place in places if place.is_file()}
    if folders:
        yield folders, True
    if around:
        yield sorted(around), False


def _follow(
    served: CachedRelease, told: list[str], places: list[Path], is_deep: bool
) -> None:
    """Serve what is saved in these places, also once they went and came back."""
    told_of = open_release(served.latest).checksum, told
    while True:
        for _ in _saves(places, is_deep):
            told_of = _taken_up(served, told_of)
        sleep(0.5)  # nobody waits for what is gone with all of a processor


def _saves(places: list[Path], is_deep: bool) -> Iterator[None]:
    """Each save in these places, until one of them went or is another than it was.

    Who watches a folder that went is not told of one that comes in its place. The first
    is for what was saved before anybody watched.
    """
    before = _which(places)
    there = [place for place in places if place.exists()]
    is_first = bool(there)
    for changes in _changes(there, is_deep) if there else _nothing():
        if changes or is_first:
            yield
        is_first = False
        if _which(places) != before or _have_gone(changes, places):
            return


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


def _which(places: list[Path]) -> list[tuple[int, int] | None]:
    """Which folders these are, by their numbers on the disk; None for one that is gone."""
    identities: list[tuple[int, int] | None] = []
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


def _taken_up(served: CachedRelease, before: Known) -> Known:
    """Build what changed, and tell of it. What is served from now on, and was told of it."""
    checksum, told = before
    try:
        release, lines = served.ready(partial(click.echo, err=True))
    except DiplomaticaError as error:
        click.echo(error, err=True)
        click.echo("Still serving what was good before.", err=True)
        return before
    if release.checksum != checksum:
        for line in lines:
            if line not in told:
                click.echo(line, err=True)
        click.echo(f"Now serving {release.title} {release.edition}.", err=True)
    return release.checksum, lines
