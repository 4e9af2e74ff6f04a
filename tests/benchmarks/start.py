"""From a file to a page that answers: `python -m benchmarks.start FILE…`.

Each server takes each file as its manual tells, one after the other; ours besides a
second time, when it has the file already. Without a file, they take one of npm.
"""

import compileall
import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import diplomatica
from benchmarks.peers import BIN
from processes import family, free_port

_CLIENTS = Path(__file__).parents[1] / "clients" / "node_modules"
_USUAL = _CLIENTS / "@vocabulary" / "gs1" / "gs1.nq"
_TRIFID = BIN.parent / "peers" / "node_modules" / ".bin" / "trifid"
_TRIFID_SETTINGS = """
server: {{listener: {{port: {port}}}}}
globals: {{datasetBaseUrl: "http://localhost/", endpoints: {{default: {{url: /query}}}}}}
plugins:
  entity-renderer: {{module: "@zazuko/trifid-entity-renderer"}}
  yasgui: {{module: trifid-plugin-yasgui, paths: /}}
  fetch-handler:
    module: trifid-handler-fetch
    paths: /query
    config: {{url: "{file}", contentType: {kind}, baseIRI: "http://localhost/"}}
"""
_TICKS = os.sysconf("SC_CLK_TCK")


class Started(NamedTuple):
    """Seconds on the clock and of the processors until a page came, and the steps."""

    steps: int
    wall: float
    cpu: float


def started(steps: list[list[str]], port: int) -> Started:
    """Take these steps, of which the last one serves, and end it again."""
    began, before = time.monotonic(), os.times()
    for step in steps[:-1]:
        subprocess.run(step, check=True, capture_output=True)
    waited = os.times().children_user + os.times().children_system
    waited -= before.children_user + before.children_system
    with _running(steps[-1]) as process:
        _wait_for_page(port)
        wall = time.monotonic() - began
        cpu = waited + sum(map(_cpu, family(process)))
    return Started(len(steps), wall, cpu)


@contextmanager
def _running(command: list[str]) -> Iterator[int]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(60)


def _wait_for_page(port: int) -> None:
    address = f"http://127.0.0.1:{port}/"
    asked = urllib.request.Request(address, headers={"Accept": "text/html"})
    end = time.monotonic() + 300
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(asked, timeout=60):
            return
        time.sleep(0.05)
    raise TimeoutError(address)


def _cpu(process: int) -> float:
    """Seconds of processors that a process and its ended children took."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def ours(file: Path) -> Started:
    port = free_port()
    command = [sys.executable, "-m", "diplomatica", "serve", str(file)]
    return started([[*command, "--port", str(port)]], port)


def oxigraph(file: Path) -> Started:
    port = free_port()
    with tempfile.TemporaryDirectory() as store:
        place = ["--location", store]
        load = [str(BIN / "oxigraph"), "load", *place, "--file", str(file)]
        serve = [str(BIN / "oxigraph"), "serve-read-only", *place]
        return started([load, [*serve, "--bind", f"127.0.0.1:{port}"]], port)


def rdflib_endpoint(file: Path) -> Started:
    port = free_port()
    command = [str(BIN / "rdflib-endpoint"), "serve", str(file)]
    return started([[*command, "--port", str(port)]], port)


def trifid(file: Path) -> Started:
    """Its configuration is a file that has to be written: that is the first step."""
    port = free_port()
    with tempfile.TemporaryDirectory(dir=_TRIFID.parents[2]) as place:
        settings = Path(place, "trifid.yaml")
        text = _TRIFID_SETTINGS.format(file=file, kind=file.suffix[1:], port=port)
        settings.write_text(text, "utf-8")
        command = ["node", str(_TRIFID.resolve()), "--config", str(settings)]
        return started([["true"], command], port)


def main() -> None:
    # as pip does it where a package is installed
    compileall.compile_dir(Path(diplomatica.__file__).parent, quiet=1)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        for file in map(Path, sys.argv[1:] or [str(_USUAL)]):
            runs = {
                "ours": ours(file),
                "ours again": ours(file),
                "Oxigraph": oxigraph(file),
                "rdflib-endpoint": rdflib_endpoint(file),
            }
            if _TRIFID.is_file():
                runs["Trifid"] = trifid(file)
            for name, one in runs.items():
                told = f"{one.steps} | {one.wall:.1f} s | {one.cpu:.1f} s"
                print(f"| {file.name} | {name} | {told} |", flush=True)


if __name__ == "__main__":
    main()
