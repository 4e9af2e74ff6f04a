"""What others' data costs as it grows: `python -m benchmarks.foreign 100000 1000000`.

For each number of triples, with and without blank nodes, a made-up file is built into a
release, and loaded and converted to the same six formats, packed, by Oxigraph's own
program. A row has the seconds of processor and the peak of memory of all processes of both,
with those that outlive the command by a moment, as the workers of a build do.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from ctypes import CDLL
from pathlib import Path

from benchmarks.peers import BIN
from processes import family, memory

_BASE = "https://example.org/made/"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_DATE = "<http://www.w3.org/2001/XMLSchema#date>"
_INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"
_WORDS = ("harbour", "river", "valley", "bridge", "market", "tower", "garden", "mill")
_LONGEST = 24 * 3600  # seconds
_OF_ONE = 10  # triples of a thing
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER, of Linux
_SUFFIXES = ("ttl", "trig", "nt", "nq", "rdf", "jsonld")


def things(triples: int, has_blank_nodes: bool) -> Iterator[str]:
    """Made-up places as N-Triples, always the same of the same number."""
    choose = random.Random(20210621)
    for number in range(max(1, triples // _OF_ONE)):
        this = f"<{_BASE}place/{number}>"
        words = " ".join(choose.choices(_WORDS, k=8))
        near = choose.randrange(number + 1)
        day = (
            f"{choose.randrange(1900, 2026)}-0{choose.randrange(1, 10)}-1{number % 10}"
        )
        where = f"_:b{number}" if has_blank_nodes else f"<{_BASE}point/{number}>"
        yield f"{this} {_TYPE} <{_BASE}def#{choose.choice(_WORDS)}> .\n"
        yield f'{this} {_LABEL} "{words.title()} {number}"@en .\n'
        yield f'{this} {_LABEL} "{words} {choose.random()}"@de .\n'
        yield f'{this} <{_BASE}def#told> "{" ".join(choose.choices(_WORDS, k=20))}" .\n'
        yield f'{this} <{_BASE}def#built> "{day}"^^{_DATE} .\n'
        yield f"{this} <{_BASE}def#near> <{_BASE}place/{near}> .\n"
        yield f"{this} <{_BASE}def#point> {where} .\n"
        yield f'{where} <{_BASE}def#east> "{choose.randrange(10**6)}"^^{_INTEGER} .\n'
        yield f'{where} <{_BASE}def#north> "{choose.randrange(10**6)}"^^{_INTEGER} .\n'
        yield f"{where} {_TYPE} <{_BASE}def#Point> .\n"


def ours(file: Path, place: Path) -> Iterator[list[str]]:
    command = [sys.executable, "-m", "diplomatica", "build", str(file), "--draft"]
    unbounded = [
        "--build-time",
        str(_LONGEST),
        "--largest-file",
        str(file.stat().st_size),
    ]
    yield [*command, *unbounded, "--output", str(place / "releases")]


def oxigraph(file: Path, place: Path) -> Iterator[list[str]]:
    """Load the file, and convert it to each format, with that packed beside it."""
    program = str(BIN / "oxigraph")
    yield [program, "load", "--location", str(place / "store"), "--file", str(file)]
    for suffix in _SUFFIXES:
        target = str(place / f"made.{suffix}")
        yield [program, "convert", "--from-file", str(file), "--to-file", target]
        yield ["gzip", "--keep", "-6", target]


def measured(commands: Iterable[list[str]]) -> tuple[float, int]:
    """Seconds of processor, and the peak of memory of all processes together in MiB."""
    before, peak = _cpu(), 0
    for command in commands:
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
            while process.poll() is None:
                peak = max(peak, memory(family(process.pid)))
                time.sleep(0.2)
        assert not process.returncode, command
        _wait_for_orphans()
    return _cpu() - before, peak


def _wait_for_orphans() -> None:
    """Let the time of processes be counted that no other waited for."""
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--without-blank-nodes", action="store_true")
    arguments = parser.parse_args()
    CDLL(None).prctl(_ADOPT_ORPHANS, 1)
    for triples in arguments.sizes:
        for has_blank_nodes in (
            (False,) if arguments.without_blank_nodes else (False, True)
        ):
            _compare(triples, has_blank_nodes)


def _compare(triples: int, has_blank_nodes: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        place = Path(folder)
        file = place / "made.nt"
        with file.open("w", encoding="utf-8") as made:
            made.writelines(things(triples, has_blank_nodes))
        ours_took, ours_peak = measured(ours(file, place))
        took, peak = measured(oxigraph(file, place))
    kind = "with" if has_blank_nodes else "without"
    told = [
        f"{triples:,} triples {kind} blank nodes",
        f"ours {ours_took:.1f} s, {ours_peak} MiB",
        f"Oxigraph {took:.1f} s, {peak} MiB",
        f"{ours_took / took:.1f} times",
    ]
    print(" | ".join(told), flush=True)


if __name__ == "__main__":
    main()
