"""The server's processes: it comes back after each death, with what is newest."""

import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from attacks import connected, good_client
from conftest import request, run, serving
from diplomatica.model.dataset.release import Release
from diplomatica.web.gateway.settings import Settings
from diplomatica.web.serving import server
from processes import family, free_port, until, web_process
from variants import Followed, variants

__all__ = ["variants"]

POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"


@pytest.fixture
def followed(tmp_path: Path, variants: list[Release]) -> Followed:
    found = Followed(tmp_path, variants)
    found.lead_to(0)
    return found


def health(address: str) -> Any:
    return request(address, "/health").json


def is_served(address: str, checksum: str) -> bool:
    return bool(health(address)["checksum"] == checksum)


def test_a_web_process_that_died_comes_back_with_what_is_newest(
    variants: list[Release], followed: Followed
) -> None:
    with serving(variants[0], at=followed.link) as (process, address):
        for _ in range(2):
            os.kill(web_process(process.pid), signal.SIGKILL)
            until(lambda: health(address).get("checksum") == followed.checksums[0])
        os.kill(web_process(process.pid), signal.SIGKILL)
        followed.lead_to(1)
        shutil.rmtree(followed.copies[0])
        until(lambda: health(address).get("checksum") == followed.checksums[1])
        assert process.poll() is None


def test_a_hangup_puts_a_fresh_web_process_in_the_place_of_the_old(
    variants: list[Release], followed: Followed
) -> None:
    with serving(variants[0], at=followed.link) as (process, address):
        old = web_process(process.pid)
        with good_client(address, "SIGHUP") as seen:
            process.send_signal(signal.SIGHUP)
            until(lambda: old not in family(process.pid))
        assert health(address)["status"] == "ok"
        assert seen.failures == []


def test_a_thousand_connections_that_are_held_hold_up_no_hangup(
    release: Release,
) -> None:
    with serving(release) as (process, address):
        sources = [f"127.0.0.{2 + number // 95}" for number in range(1000)]
        held = [connected(address, source) for source in sources]
        for number, connection in enumerate(held):
            connection.sendall(POST if number % 2 else b"")
        old = web_process(process.pid)
        with good_client(address, "SIGHUP, 1,000 held") as seen:
            process.send_signal(signal.SIGHUP)
            until(lambda: old not in family(process.pid))
        assert health(address)["status"] == "ok"
        assert seen.failures == []
        for connection in held:
            connection.close()


def starting_process(server: int, before: int) -> int:
    """Another web process than the one before, which may not serve yet."""

    def found() -> list[int]:
        children = family(server) - {server, before}
        lines = {one: Path(f"/proc/{one}/cmdline").read_bytes() for one in children}
        return [one for one, line in lines.items() if b"spawn_main" in line]

    until(lambda: bool(found()))
    return found()[0]


def test_while_web_processes_die_as_they_start_nobody_waits_for_long(
    release: Release,
) -> None:
    with serving(release) as (process, address):
        web = web_process(process.pid)
        with good_client(address, "deaths at the start") as seen:
            for _ in range(5):
                os.kill(web, signal.SIGKILL)
                web = starting_process(process.pid, web)
            until(lambda: health(address)["status"] == "ok")
    assert [one for one in seen.failures if "timed out" in one] == []
    assert any("503" in one for one in seen.failures)
    assert max(seen.seconds) < 20


def served(release: Release) -> server.Served:
    """A release that is ready at once."""
    return server.Served(release.name, lambda: release, release.folder)


class Loading:
    """A web process that is not ready for as long as anybody waits."""

    is_killed = is_answering = False

    def __init__(self, *_: object) -> None:
        """What it would serve makes no difference."""

    def go_on(self) -> None:
        """It goes on for ever."""

    def is_starting(self, seconds: float) -> bool:
        time.sleep(seconds)
        return True

    def kill(self) -> None:
        self.is_killed = True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_loading_ends_when_it_is_told_to(
    number: signal.Signals, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "WebProcess", Loading)
    before = {one: signal.getsignal(one) for one in signal.valid_signals()}
    telling = Timer(0.3, os.kill, (os.getpid(), number))
    try:
        with server.listening("127.0.0.1", free_port()) as listener:
            one = server._Supervisor(listener, served(release), Settings())
            telling.start()
            assert one.start("Boats") is False
            assert isinstance(one._process, Loading)
            assert one._process.is_killed is True
    finally:
        telling.join()
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, before[each])


def test_of_two_servers_that_start_at_once_on_one_port_one_is_told(
    release: Release,
) -> None:
    command = ["-m", "diplomatica", "serve", "--port", str(free_port())]
    command += ["--release", str(release.folder)]
    both = [
        subprocess.Popen([sys.executable, *command], stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    until(lambda: any(one.poll() is not None for one in both))
    told = next(one for one in both if one.poll() is not None)
    other = next(one for one in both if one is not told)
    _, words = told.communicate()
    other.terminate()
    other.communicate(timeout=30)
    assert told.returncode == 1
    assert "Address already in use → choose another with --host and --port" in words


def test_an_upload_without_end_keeps_no_release_from_being_taken_up(
    variants: list[Release], followed: Followed
) -> None:
    with (
        serving(variants[0], at=followed.link) as (_, address),
        connected(address) as upload,
    ):
        upload.sendall(POST + b"Content-Length: 100000\r\n\r\nASK")
        for number in (1, 2):
            followed.lead_to(number)
            expected = followed.checksums[number]
            until(partial(is_served, address, expected))
            upload.sendall(b"x" * 5000)


def test_a_release_that_cannot_be_taken_up_is_told_and_tried_again(
    variants: list[Release], followed: Followed
) -> None:
    file = followed.copies[1] / "release.json"
    whole = file.read_bytes()
    file.write_bytes(whole + b" ")
    with serving(variants[0], at=followed.link) as (_, address):
        followed.lead_to(1)
        until(lambda: "release.json" in health(address)["uptake"])
        assert health(address)["status"] == "ok"
        file.write_bytes(whole)
        until(lambda: health(address)["checksum"] == followed.checksums[1])
        assert health(address)["uptake"] == "ok"


def test_an_altered_file_is_told_and_not_sent_with_the_checksum_of_another(
    variants: list[Release], followed: Followed
) -> None:
    with serving(variants[0], at=followed.link) as (_, address):
        dump = followed.copies[0] / "diplomatica.nt"
        assert request(address, "/dumps/diplomatica.nt").status == 200
        dump.write_bytes(dump.read_bytes() + b"# more\n")
        answer = request(address, "/dumps/diplomatica.nt")
        assert answer.status == 503
        assert "not what was released" in answer.json["title"]
        until(lambda: request(address, "/health").status == 503)
        assert "diplomatica.nt" in health(address)["error"]
        assert request(address, "/dumps/diplomatica.ttl").status == 200


def test_a_log_that_cannot_be_written_is_told(release: Release, tmp_path: Path) -> None:
    log = tmp_path / "nowhere" / "access.log"
    given = ["--release", str(release.folder), "--port", str(free_port())]
    done = run("serve", *given, "--access-log", str(log))
    assert done.returncode == 1
    assert f"{log}: No such file or directory → name another file" in done.stderr
    assert "mistake in diplomatica" not in done.stderr
