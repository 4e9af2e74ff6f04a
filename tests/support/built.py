"""What is made once for a run of the tests, by whichever of its processes asks first."""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from diplomatica.model.dataset.release import Release, open_release

LATEST = "latest"


def of_run(factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, which all processes of it share."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def built_once(place: Path, make: Callable[[Path], Release]) -> Release:
    """The release in a folder of the run, made there if nobody has made it yet."""
    place.mkdir(exist_ok=True)
    with _alone(place):
        if (place / LATEST).exists():
            return open_release(place / LATEST)
        return make(place)


def history_once(place: Path, make: Callable[[Path], list[Release]]) -> list[Release]:
    """Releases below a folder of the run, made there if nobody has made them all yet.

    Whoever changes one of them changes a copy.
    """
    told = place / "made"
    place.mkdir(exist_ok=True)
    with _alone(place):
        if told.exists():
            return [*map(open_release, map(Path, told.read_text("utf-8").splitlines()))]
        made = make(place)
        told.write_text("\n".join(str(one.folder) for one in made), "utf-8")
        return made


def told_once(place: Path, make: Callable[[], Iterable[str]]) -> list[str]:
    """Lines in a file of the run, found out there if nobody has yet."""
    with _alone(place):
        if not place.exists():
            place.write_text("\n".join(make()), "utf-8")
        return place.read_text("utf-8").split("\n")


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Keep other processes of the run from a folder."""
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
