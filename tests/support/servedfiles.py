"""A server of somebody's files, as `diplomatica serve FILE` starts it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import request
from processes import free_port


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[str, Path]]:
    """A server of files, with its address and what it tells on the terminal."""
    port = free_port()
    command = [sys.executable, "-m", "diplomatica", "serve", *arguments]
    told = Path(os.environ["XDG_CACHE_HOME"]).with_name("told.txt")
    with (
        told.open("w") as terminal,
        subprocess.Popen(
            [*command, "--port", str(port)],
            stdout=terminal,
            stderr=terminal,
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}/"
        until(lambda: f" at {address}" in told.read_text() and _answers(address))
        try:
            yield address, told
        finally:
            process.terminate()
            process.wait(20)


def cache_apart(factory: pytest.TempPathFactory) -> str:
    """A cache that has nothing yet but what is made once for a machine, as templates are.

    To make that again would cost each server of a file more than all the rest.
    """
    run, place = Path(os.environ["XDG_CACHE_HOME"]), factory.mktemp("cache")
    for name in ("diplomatica-templates", "diplomatica-states"):
        (run / name).mkdir(parents=True, exist_ok=True)
        (place / name).symlink_to(run / name)
    return str(place)


def _answers(address: str) -> bool:
    try:
        return request(address, "/health").status == 200
    except OSError:
        return False


def until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.1)
