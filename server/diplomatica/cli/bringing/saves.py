"""Saves of files in the places that somebody named, which are followed wherever they go."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import sleep

import watchfiles

from diplomatica.model.dataset.folder import Bundle, Folder

_Identity = tuple[int, int] | None
Changes = set[tuple[watchfiles.Change, str]]


def watch(folder: Folder, saved: Callable[[Changes], None]) -> int:
    """Tell of each save in a folder, until the process ends; how many threads look for them.

    Each tells once when it begins, for what was saved before: no save after that is missed.
    """
    groups = list(_places_of(folder))
    for group in groups:
        Thread(target=_watch_group, args=(*group, saved), daemon=True).start()
    return len(groups)


def _watch_group(
    named: list[Path], is_deep: bool, saved: Callable[[Changes], None]
) -> None:
    """Tell of what is saved in these places, also once they went and came back."""
    while True:
        for changes in _saves_in(named, is_deep):
            saved(changes)
        sleep(0.5)  # nobody waits for what is gone with all of a processor


def _places_of(folder: Folder) -> Iterator[tuple[list[Path], bool]]:
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


def _folders_of(named: list[Path], is_deep: bool) -> list[Path]:
    """The folders, or of files those around: many editors put a new file in the old one's place.

    A file that is a link has two: that of the link, and that of the file itself.
    """
    if is_deep:
        return named
    files = {*named, *(place.resolve() for place in named)}
    return sorted({file.parent for file in files})


def _saves_in(named: list[Path], is_deep: bool) -> Iterator[Changes]:
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
            yield changes
        is_first = False
        if _is_moved(places, before, named, is_deep) or _have_gone(changes, places):
            yield set()
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
