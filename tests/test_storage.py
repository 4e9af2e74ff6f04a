"""What it takes to put a release on disk does not grow with the release."""

import subprocess
import sys
from pathlib import Path

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


def peak(folder: Path, quads: int) -> int:
    """The MiB that a process has at most that loads so many quads on disk."""
    command = [sys.executable, "-c", LOADED, str(folder), str(quads)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_three_times_as_many_quads_take_no_more_memory(tmp_path: Path) -> None:
    few, many = peak(tmp_path / "few", 100_000), peak(tmp_path / "many", 300_000)
    assert many - few < 120, (few, many)
