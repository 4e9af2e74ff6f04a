"""The servers that are measured: ours, Oxigraph's own and rdflib-endpoint, each in
processes of its own."""

import contextlib
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from diplomatica.model.dataset.release import Release
from processes import family, free_port, memory

BIN = Path(sys.executable).parent
_RDFLIB = """
import sys, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset(default_union=False)
graph.default_graph.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


@dataclass(frozen=True)
class Peer:
    """A running server: where it answers queries, how long it took to answer the first,
    and its memory in MiB."""

    name: str
    process: int
    path: str
    port: int
    seconds: float

    def target(self, query: str) -> str:
        return f"{self.path}?{urllib.parse.urlencode({'query': query})}"

    @property
    def memory(self) -> int:
        return memory(family(self.process))


@contextmanager
def _running(name: str, command: list[str], path: str, port: int) -> Iterator[Peer]:
    start = time.monotonic()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(port, path)
            yield Peer(name, process.pid, path, port, time.monotonic() - start)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _wait(port: int, path: str) -> None:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}?{urllib.parse.urlencode({'query': 'ASK { ?s ?p ?o }'})}",
        headers={"Accept": "application/sparql-results+json"},
    )
    for _ in range(3000):
        with contextlib.suppress(OSError), urllib.request.urlopen(asked, timeout=60):
            return
        time.sleep(0.1)
    raise TimeoutError(path)


def ours(
    release: Release, *options: str, name: str = "ours"
) -> contextlib.AbstractContextManager[Peer]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "diplomatica",
        "serve",
        "--release",
        str(release.folder),
        "--port",
        str(port),
    ]
    return _running(
        name,
        [*command, "--at-once", "1000", "--time", "120", *options],
        "/sparql",
        port,
    )


def oxigraph(release: Release, store: Path) -> contextlib.AbstractContextManager[Peer]:
    """Oxigraph's own server over a store on disk, which is the only one it has; its
    load time is in `loaded`."""
    port = free_port()
    command = [
        str(BIN / "oxigraph"),
        "serve-read-only",
        "--location",
        str(store),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    return _running("Oxigraph", command, "/query", port)


def loaded(release: Release, store: Path) -> float:
    """Load the release into a store of Oxigraph's; the seconds that it takes."""
    start = time.monotonic()
    if not store.exists():
        files = [
            "--file",
            str(release.folder / "made.nt"),
            "--file",
            str(release.folder / "made.nq"),
        ]
        subprocess.run(
            [BIN / "oxigraph", "load", "--location", store, *files],
            check=True,
            capture_output=True,
        )
    return time.monotonic() - start


def rdflib_endpoint(release: Release) -> contextlib.AbstractContextManager[Peer]:
    port = free_port()
    command = [
        sys.executable,
        "-c",
        _RDFLIB,
        str(release.folder / "made.nt"),
        str(port),
    ]
    return _running("rdflib-endpoint", command, "/", port)
