"""The older releases, opened when they are asked for, and closed when nobody does."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from birds import NAMED, released
from conftest import request, serving
from diplomatica.model.dataset.release import Release
from diplomatica.web.gateway import archive
from diplomatica.web.gateway.archive import Archive
from diplomatica.web.gateway.settings import Settings
from processes import family, memory
from versions import folder, three

__all__ = ["folder", "three"]


class Opened:
    """A release without workers."""

    def __init__(self, release: Release, _settings: Settings) -> None:
        self.release = release

    async def start(self) -> None:
        """There is nothing to start."""

    async def close(self, _seconds: float) -> None:
        """There is nothing to end."""


def test_an_old_release_that_nobody_asks_is_closed(
    three: list[Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "Backend", Opened)
    monkeypatch.setattr(archive, "_IDLE", 0.2)
    told = asyncio.run(_asked(three))
    assert told == [["0.1.0"], ["0.1.0"], []]


async def _asked(three: list[Release]) -> list[list[str]]:
    """Which releases are open: at once, while one is asked for, and once it is not."""
    releases = Archive(Settings(), 1)
    newest: Any = Opened(three[2], Settings())
    scope = {"path": "/release/0.1.0/doc/osce", "raw_path": b"/", "query_string": b""}
    told = []
    for pause in (0.0, 0.15):
        await asyncio.sleep(pause)
        await releases.led(newest, scope)
        told.append(_versions(releases))
    await asyncio.sleep(0.5)
    told.append(_versions(releases))
    await releases.close()
    return told


def _versions(releases: Archive) -> list[str]:
    return [one.release.version for one in releases.opened]


def test_old_releases_take_little_memory(three: list[Release]) -> None:
    with serving(three[2]) as (process, address):
        read(address, "")
        before = memory(family(process.pid))
        for version in ("0.1.0", "0.2.0"):
            read(address, f"release/{version}/")
        time.sleep(3)  # what has grown makes room
        assert memory(family(process.pid)) - before < 100


def test_ten_old_releases_take_little_memory(tmp_path: Path) -> None:
    owl, birds = NAMED % ("owl", "Owl"), tmp_path / "birds"
    *old, newest = (
        released(birds, f"1.{at}.0", f"2026-{at + 1:02}-01", owl) for at in range(11)
    )
    with serving(newest) as (process, address):
        assert request(address, "/owl").status == 200
        before = memory(family(process.pid))
        for one in old:
            answer = request(address, f"/release/{one.version}/owl")
            assert answer.status == 200
        time.sleep(3)  # what has grown makes room
        assert memory(family(process.pid)) - before < 100


def read(address: str, release: str) -> None:
    for path in ("doc/osce.html", "search?q=osce", "timeline"):
        assert request(address, f"/{release}{path}").status == 200
