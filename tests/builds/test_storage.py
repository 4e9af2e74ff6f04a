"""What it takes to put a release on disk does not grow with the release."""

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

LOADED = """
import resource, sys
from pyoxigraph import Literal, NamedNode, Quad, Store
from diplomatica.engine import storage

label = NamedNode("https://e.org/label")
things = (NamedNode(f"https://e.org/thing/{n}") for n in range(int(sys.argv[2])))
quads = (Quad(one, label, Literal(f"The words of {one}"), label) for one in things)
storage._take_in(Store(sys.argv[1]), quads, storage._AT_ONCE_ON_DISK)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""

CONFINED = """
import sys
from pathlib import Path
from pyoxigraph import Store
from diplomatica.engine.limits import Limits
from diplomatica.engine.pool import worker

store = Store.read_only(sys.argv[1])
worker._confine(Limits(), int(sys.argv[2]))
print(len(store))
"""
PIECES = 30


def peak(folder: Path, quads: int) -> int:
    """The MiB that a process has at most that loads so many quads on disk."""
    command = [sys.executable, "-c", LOADED, str(folder), str(quads)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_three_times_as_many_quads_take_no_more_memory(tmp_path: Path) -> None:
    few, many = peak(tmp_path / "few", 100_000), peak(tmp_path / "many", 300_000)
    assert many - few < 120, (few, many)


@pytest.fixture
def pieced(tmp_path: Path) -> Path:
    """A store on disk that was filled in pieces, each of which is files of its own."""
    store = Store(str(tmp_path / "pieced"))
    label = NamedNode("https://e.org/label")
    for piece in range(PIECES):
        thing = NamedNode(f"https://e.org/thing/{piece}")
        store.bulk_extend([Quad(thing, label, Literal(str(piece)), thing)])
    store.flush()
    return tmp_path / "pieced"


def counted(folder: Path, files: int) -> subprocess.CompletedProcess[str]:
    """What a worker says of a store, counting its quads, if it may open so many files."""
    command = [sys.executable, "-c", CONFINED, str(folder), str(files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_worker_can_open_all_files_of_its_store(pieced: Path) -> None:
    files = len(list(pieced.iterdir()))
    assert files > PIECES
    assert counted(pieced, files).stdout == f"{PIECES}\n"


def test_a_worker_that_can_open_none_finds_less(pieced: Path) -> None:
    assert counted(pieced, 0).stdout == ""
