"""A server that starts takes its address first, and answers once its release is there."""

import multiprocessing
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import request
from diplomatica.errors import NoRelease
from diplomatica.model.dataset.release import Release
from diplomatica.web.gateway.settings import Settings
from diplomatica.web.serving import server
from processes import free_port, until

BOAT = (
    '<https://example.org/dory> <http://www.w3.org/2000/01/rdf-schema#label> "Dory" .'
)


def test_an_address_that_is_taken_is_told_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boats, cache = tmp_path / "boats.ttl", tmp_path / "cache"
    boats.write_text(BOAT, "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    with server.listening("127.0.0.1", port := free_port()):
        command = ["-m", "diplomatica", "serve", str(boats), "--port", str(port)]
        told = subprocess.run(
            [sys.executable, *command], capture_output=True, text=True, check=False
        )
    assert told.returncode == 1
    assert f"127.0.0.1:{port}" in told.stderr
    assert "choose another with --host and --port" in told.stderr
    assert list(cache.rglob("latest")) == []


def test_who_asks_while_a_release_is_built_is_told_what_is_made_ready(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_PATIENCE", 0.0)
    told: list[tuple[int, str]] = []

    def build() -> Release:
        answer = request(address, "/")
        told.append((answer.status, answer.json["detail"]))
        return release

    with server.listening("127.0.0.1", port := free_port()) as listener:
        address = f"http://127.0.0.1:{port}/"
        served = server.Served("boats.ttl", build, release.folder)
        starting = server._Supervisor(listener, served, Settings())
        assert starting.release() is release
        starting._process.kill()
        starting._away.close()
    ((status, detail),) = told
    assert status == 503
    assert detail.startswith("“boats.ttl” is made ready")


def test_a_fault_of_what_is_built_ends_what_would_have_served_it(
    tmp_path: Path,
) -> None:
    def fail() -> Release:
        raise NoRelease("boats")

    served = server.Served("boats.ttl", fail, tmp_path)
    port = free_port()
    with pytest.raises(NoRelease):
        server.run(served, "127.0.0.1", port, Settings())
    until(lambda: multiprocessing.active_children() == [])
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 1)
