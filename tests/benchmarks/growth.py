"""What a build costs as articles are added: `python -m benchmarks.growth 10 20 40`.

Each size is built by a process of its own, from made-up articles. The table has the seconds of
processor of each step, the peak of memory of that process and its children, and by what factor
the whole grew for each doubling. `again` is a check after one article was changed, and `written
again` what a build takes beyond that.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import corpus
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline import building
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.workshop.workshop import Workshop

_ONE = "one"


def measured(articles: int) -> dict[str, float]:
    """The seconds of each step, the peak of memory in MiB, and the quads."""
    taken: dict[str, float] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        taken[name] = time.process_time() - began

    with tempfile.TemporaryDirectory() as temporary:
        folder, releases = Path(temporary) / "corpus", Path(temporary) / "releases"
        corpus.write(folder, articles)
        workshop = Workshop(keep=Keep(Path(temporary) / "keep"))
        release = building.build(
            Folder(folder), releases, step, is_draft=True, workshop=workshop
        )
        taken["whole"] = sum(taken.values())
        taken["MiB"] = _peak()
        taken["quads"] = release.quads
        _change(folder)
        with step("again"):
            built = building.check(Folder(folder), workshop=workshop)
        with step("written again"):
            building.publish_built(built, releases, is_draft=True, workshop=workshop)
    return taken


def _change(folder: Path) -> None:
    """Change one article, as an editor does who mends a claim."""
    file = max((folder / "dataset" / "claims").iterdir())
    said = "<https://w3id.org/diplomatica/ontology#underWay>"
    text = file.read_text("utf-8")
    file.write_text(text.replace(said, said.replace("underWay", "held"), 1), "utf-8")


def _peak() -> int:
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(who).ru_maxrss for who in both) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[10, 20, 40])
    parser.add_argument(f"--{_ONE}", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measured(arguments.one)))
        return
    before: dict[str, float] = {}
    for size in arguments.sizes:
        command = [sys.executable, "-m", "benchmarks.growth", f"--{_ONE}", str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        found["articles"] = size
        _show(found, before)
        before = found


def _show(found: dict[str, float], before: dict[str, float]) -> None:
    steps = [f"{name} {value:,.1f}" for name, value in found.items()]
    print(" | ".join(steps))
    if before:
        doublings = math.log2(found["articles"] / before["articles"])
        growth = (found["whole"] / before["whole"]) ** (1 / doublings)
        print(f"  × {growth:.2f} for each doubling of the articles", flush=True)


if __name__ == "__main__":
    main()
