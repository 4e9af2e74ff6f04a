"""Taking up files that change while what was built of them is served."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread

import click
import watchfiles

from diplomatica.cli.bringing.cache import CachedRelease
from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.folder import Bundle, Folder
from diplomatica.model.dataset.release import open_release

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
    """Serve what is saved in these places, and what was saved before anybody watched."""
    saves = watchfiles.watch(
        *places,
        debounce=200,
        rust_timeout=500,
        yield_on_timeout=True,
        raise_interrupt=False,
        recursive=is_deep,
    )
    told_of = open_release(served.latest).checksum, told
    saves_since_start = True
    for changes in saves:
        # At first without a change, for what was saved before anybody watched.
        if changes or saves_since_start:
            told_of = _taken_up(served, told_of)
        saves_since_start = False


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
