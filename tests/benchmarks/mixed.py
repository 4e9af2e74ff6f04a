"""Thirty thousand mixed requests through nginx, while releases change and processes are
killed: what became of each, part of `make soak`. What comes out is told in
`server/docs/operating.md`."""

import argparse
import http.client
import os
import random
import shutil
import signal
import statistics
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

from conftest import serving
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build
from engines import nginx
from processes import family, memory, web_process

_ROUNDS = 6  # parts of the whole, after each of which something is done to the server
_CLIENTS = 8
_NAMES = ("kazakhstan", "osce", "g-global", "cica", "iran", "nowhere")
_LABEL = "SELECT ?l { <https://w3id.org/diplomatica/id/%s> rdfs:label ?l } # %d"
_GROUPS = "SELECT ?t (COUNT(?x) AS ?n) { ?x a ?t } GROUP BY ?t # %d"
_KINDS: dict[str, str] = {
    "a page": "/doc/%s.html?n=%d",
    "a document": "/doc/%s.ttl",
    "a look-up": "/sparql?format=json&query=" + quote(_LABEL, safe="%sd"),
    "a query": "/sparql?format=csv&name=%s&query=" + quote(_GROUPS, safe="%sd"),
    "a search": "/search?q=%s",
    "a dump": "/dumps/class/State.ttl?x=%s",
    "a redirect": "/id/%s",
    "the timeline": "/timeline?of=%s",
}
Done = tuple[str, int, float]
"""The kind of a request, the status of its answer, and its seconds."""


class _Client(threading.Thread):
    """Somebody who asks one thing after another on a connection that he keeps."""

    def __init__(self, address: str, number: int, count: int) -> None:
        super().__init__()
        self._to = urlsplit(address).netloc
        self._chance = random.Random(number)
        self._count = count
        self.done: list[Done] = []

    def run(self) -> None:
        """Ask; an answer that is not whole counts as one of status 0."""
        connection = http.client.HTTPConnection(self._to, timeout=60)
        for number in range(self._count):
            kind = self._chance.choice(list(_KINDS))
            begun = time.monotonic()
            status = self._asked(connection, kind, number)
            self.done.append((kind, status, time.monotonic() - begun))
        connection.close()

    def _asked(
        self, connection: http.client.HTTPConnection, kind: str, number: int
    ) -> int:
        name = self._chance.choice(_NAMES)
        address = _KINDS[kind].replace("%s", name)
        try:
            connection.request("GET", address.replace("%d", str(number)))
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return 0
        return answer.status


def main() -> None:
    """Print what became of the requests, by kind and by what was done meanwhile."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mixed")
    parser.add_argument("--requests", type=int, default=30_000)
    most = parser.parse_args().requests
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        release = build(Folder(), folder / "releases", is_draft=True)
        _measure(release, folder, most)


def _measure(release: Release, folder: Path, most: int) -> None:
    other = shutil.copytree(release.folder, folder / "other")
    latest = folder / "latest"
    latest.symlink_to(release.folder)
    with (
        serving(release, "--proxies", "1", at=latest) as (process, server),
        nginx([server.rstrip("/")], folder) as proxy,
    ):
        deeds: list[tuple[str, Callable[[], None]]] = [
            ("nothing", lambda: None),
            ("another release is taken up", lambda: _lead(latest, other)),
            ("a worker is killed", lambda: _kill(max(family(process.pid)))),
            ("and back again", lambda: _lead(latest, release.folder)),
            ("the web process is killed", lambda: _kill(web_process(process.pid))),
            ("SIGHUP", lambda: process.send_signal(signal.SIGHUP)),
        ]
        print(f"memory at first: {memory(family(process.pid))} MiB")
        for what, deed in deeds:
            _round(what, deed, proxy, most // _ROUNDS)
            print(f"memory: {memory(family(process.pid))} MiB", flush=True)


def _lead(latest: Path, folder: Path) -> None:
    """Have the newest release be another one, at once (rename(2))."""
    fresh = latest.with_name("fresh")
    fresh.symlink_to(folder)
    fresh.rename(latest)


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def _round(what: str, deed: Callable[[], None], proxy: str, count: int) -> None:
    clients = [_Client(proxy, one, count // _CLIENTS) for one in range(_CLIENTS)]
    for client in clients:
        client.start()
    time.sleep(2)
    deed()
    for client in clients:
        client.join()
    _tell(what, [one for client in clients for one in client.done])


def _tell(what: str, done: list[Done]) -> None:
    by_kind: dict[str, list[float]] = defaultdict(list)
    for kind, _, seconds in done:
        by_kind[kind].append(1000 * seconds)
    statuses = Counter(status for _, status, _ in done)
    print(f"\n{what}: {len(done)} requests, by status {dict(sorted(statuses.items()))}")
    for kind, times in sorted(by_kind.items()):
        last = statistics.quantiles(times, n=100)[-1]
        median = statistics.median(times)
        print(f"  {kind:14}{len(times):6}{median:8.1f} ms{last:9.1f} ms (p99)")


if __name__ == "__main__":
    main()
