"""What an attacker does from one address of loopback, and what a good client sees from
another meanwhile."""

import http.client
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from diplomatica.model.dataset.release import Release
from processes import free_port, until

SMALL = "/sparql?query=ASK%7B%7D&n="
PAGE = "/doc/kazakhstan?format=html&n="
ATTACKER = "127.0.0.2"
_SERVER = """
import sys
from pathlib import Path
from diplomatica.engine import Limits
from diplomatica.model.dataset.release import open_release
from diplomatica.web.gateway.settings import Bounds, Settings
from diplomatica.web.serving.server import Served, run
folder, port = Path(sys.argv[1]), int(sys.argv[2])
served = Served(folder.name, lambda: open_release(folder), folder)
run(served, "127.0.0.1", port, eval(sys.argv[3]))
"""


@contextmanager
def bounded(release: Release, settings: str) -> Iterator[tuple[int, str]]:
    """A server with settings that no option has, with its process and address."""
    port = free_port()
    given = [str(release.folder), str(port), settings]
    command = [sys.executable, "-c", _SERVER, *given]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert "Serving" in process.stdout.readline()
            yield process.pid, f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(30)


def connected(address: str, source: str = ATTACKER) -> socket.socket:
    """A connection from an address of one's choice."""
    where = urlsplit(address)
    assert where.hostname
    to = where.hostname, where.port or 80
    return socket.create_connection(to, 10, (source, 0))


def said(address: str, *parts: bytes, source: str = ATTACKER) -> bytes:
    """What comes back until the end of a connection, on which this was said."""
    with connected(address, source) as connection:
        for part in parts:
            with suppress(OSError):
                connection.sendall(part)
        return rest(connection)


def rest(connection: socket.socket) -> bytes:
    """What comes until a connection ends or is reset."""
    received = b""
    with suppress(ConnectionResetError):
        while part := connection.recv(1 << 16):
            received += part
    return received


@dataclass
class Seen:
    """What a good client saw: the seconds that each answer took, and failures."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median in milliseconds."""
        return 1000 * statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        """The 99th percentile in milliseconds."""
        return 1000 * sorted(self.seconds)[int(0.99 * len(self.seconds))]

    def __str__(self) -> str:
        """Tell it in one line."""
        if not self.seconds:
            return f"no answer, {len(self.failures)} failures {self.failures[:3]}"
        times = f"median {self.median:.1f} ms, p99 {self.p99:.1f} ms"
        counts = f"{len(self.failures)} failures beside {len(self.seconds)} answers"
        return f"{times}, {counts} {self.failures[:3]}"


@contextmanager
def good_client(address: str, what: str, path: str = SMALL) -> Iterator[Seen]:
    """A client that asks one thing after the other, and tells what it saw."""
    try:
        with asking(address, path) as seen:
            yield seen
    finally:
        print(f"\n{what}: {seen}")


@contextmanager
def asking(address: str, path: str) -> Iterator[Seen]:
    """A client that asks one thing after the other, each on a connection of its own."""
    seen, is_over = Seen(), threading.Event()

    def ask() -> None:
        number = 0
        while not is_over.is_set():
            number += 1
            start = time.monotonic()
            try:
                asked = f"{address.rstrip('/')}{path}{number}"
                with urllib.request.urlopen(asked, timeout=20) as answer:
                    answer.read()
                seen.seconds.append(time.monotonic() - start)
            except (OSError, http.client.HTTPException) as error:
                seen.failures.append(repr(error))
            time.sleep(0.01)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield seen
    finally:
        is_over.set()
        thread.join()


def patience(address: str, path: str = SMALL) -> float:
    """The milliseconds within which a good client has its answers: a quarter of a second,
    or more where the machine is too busy for that while nobody attacks."""
    with asking(address, path) as seen:
        until(lambda: len(seen.seconds) > 8)
    return max(250, 10 * seen.median)


def status(answer: bytes) -> int:
    """The status of a raw answer; 0 for none."""
    return int(answer.split()[1]) if answer.startswith(b"HTTP/1.") else 0
