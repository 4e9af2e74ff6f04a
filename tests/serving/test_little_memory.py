"""A server that may have little memory answers with that, or says what it lacks."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import request
from diplomatica.engine.memory import give_back
from diplomatica.model.dataset.release import Release
from processes import free_port

_LITTLE = 'ulimit -v "$0"; exec "$@"'


@contextmanager
def serving_within(
    mebibytes: int, release: Release
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server whose every process has so much address space, and its address."""
    port = str(free_port())
    serve = [sys.executable, "-m", "diplomatica", "serve", "--port", port]
    serve += ["--time", "60"]  # so that memory is what ends a query
    shell = ["sh", "-c", _LITTLE, str(mebibytes << 10), *serve]
    with subprocess.Popen(
        [*shell, "--release", str(release.folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process, f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def test_with_less_than_a_query_may_use_queries_are_answered(release: Release) -> None:
    with serving_within(700, release) as (process, address):
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Serving")
        small = "/sparql?query=SELECT+*+%7B?s+?p+?o.?o+?q+?r%7D+LIMIT+5&format=csv"
        assert request(address, small).status == 200
        product = "%7B?a+?b+?c.?d+?e+?f%7D+ORDER+BY+DESC(STR(?c))+?f"
        large = request(address, f"/sparql?query=SELECT+*+{product}")
        assert (large.status, large.json["limit"]) == (422, "memory")


def test_without_room_for_the_release_that_is_told(release: Release) -> None:
    began = time.monotonic()
    with serving_within(220, release) as (process, _):
        output, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert output == ""
    last = told.splitlines()[-1]
    assert "perhaps for want of memory" in last
    assert "ulimit -v" in last
    assert "Traceback" not in told
    assert time.monotonic() - began < 60


def test_memory_that_is_free_goes_back_to_the_system() -> None:
    def held() -> int:
        pages = Path("/proc/self/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    before = held()
    blocks = [bytes(1000) + str(number).encode() for number in range(200_000)]
    # Some stay, between those that go.
    left = blocks[::1000]
    del blocks
    much = held() - before
    give_back()
    assert len(left) == 200
    assert held() - before < much / 2


def test_where_the_system_takes_nothing_back_all_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("diplomatica.engine.memory.CDLL", object)
    give_back()
