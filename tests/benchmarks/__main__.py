"""Run the benchmark and print its tables: `make benchmark BENCHMARK="--sizes 100000"`."""

import argparse
import asyncio
import os
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import made, peers
from benchmarks.peers import Peer
from diplomatica.engine import WHOLE, Embedded, Engine, Limits, Workers
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import JSON, TURTLE

ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"
LUA = Path(__file__).with_name("load.lua")
LOOKUPS = ("label of one thing", "DESCRIBE")
RDFLIB_UP_TO = 100_000


@dataclass(frozen=True)
class Measured:
    """Answers a second, the median and 99th percentile in milliseconds, and how many
    requests failed."""

    rate: float
    median: float
    p99: float
    failed: int


def measure(peer: Peer, queries: list[str], connections: int, seconds: int) -> Measured:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as targets:
        targets.write("".join(f"{peer.target(query)}\n" for query in queries))
        targets.flush()
        command = [
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{seconds}s",
            "--timeout",
            "60s",
            "-s",
            str(LUA),
        ]
        done = subprocess.run(
            [*command, f"http://127.0.0.1:{peer.port}/"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "TARGETS": targets.name, "ACCEPT": ACCEPT},
        )
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
    requests, micros, median, p99, failed = map(int, line.split()[1:])
    return Measured(requests / micros * 1e6, median / 1000, p99 / 1000, failed)


def in_turns(
    servers: list[Peer],
    queries: list[str],
    connections: int,
    arguments: argparse.Namespace,
) -> dict[str, Measured]:
    """The median of several rounds, in each of which every server has its turn."""
    rounds = defaultdict(list)
    for _ in range(arguments.rounds):
        for peer in servers:
            rounds[peer.name].append(
                measure(peer, queries, connections, arguments.seconds)
            )
    return {
        name: Measured(
            statistics.median(one.rate for one in found),
            statistics.median(one.median for one in found),
            statistics.median(one.p99 for one in found),
            sum(one.failed for one in found),
        )
        for name, found in rounds.items()
    }


def show(title: str, found: dict[str, Measured], against: str = "Oxigraph") -> None:
    other = found[against].rate
    cells = [
        (
            f"{name} {one.rate:,.0f}/s "
            f"{f'×{one.rate / other:.2f}' if other else '(other: none)'} p99 "
            f"{one.p99:.1f} ms"
        )
        + (f" ({one.failed} failed)" if one.failed else "")
        for name, one in found.items()
    ]
    print(f"| {title} | {' | '.join(cells)} |", flush=True)


def compare(quads: int, folder: Path, arguments: argparse.Namespace) -> None:
    release = made.release(folder / f"made-{quads}", quads)
    store = folder / f"oxigraph-{quads}"
    seconds = peers.loaded(release, store)
    queries = {
        name: query
        for name, query in made.queries(quads).items()
        if name in LOOKUPS or not arguments.lookups
    }
    with ExitStack() as stack:
        uncached = stack.enter_context(peers.ours(release, "--cache", "0"))
        cached = stack.enter_context(peers.ours(release, name="ours, repeated"))
        other = stack.enter_context(peers.oxigraph(release, store))
        servers = [uncached, cached, other]
        if quads <= RDFLIB_UP_TO:
            servers.append(stack.enter_context(peers.rdflib_endpoint(release)))
        print(f"\n## {release.triples:,} triples and as many quads\n")
        print(
            f"Oxigraph loaded its store on disk in {seconds:.1f} s (0 if it was there)."
        )
        for peer in servers:
            print(
                f"{peer.name}: first answer after {peer.seconds:.1f} s, {peer.memory} MiB"
            )
        fast = servers[:3]
        for connections in (1, 8, 64):
            print(f"\n{connections} connections; × is the ratio to Oxigraph\n")
            for name, query in queries.items():
                show(
                    name,
                    in_turns(
                        servers if connections == 8 else fast,
                        [query],
                        connections,
                        arguments,
                    ),
                )
            show(
                "the mix",
                in_turns(fast, list(queries.values()), connections, arguments),
            )


async def layers(release: Release, query: str) -> None:
    """What each layer adds to one query, in microseconds."""
    store = Embedded(release)
    results: list[tuple[str, float]] = []

    def timed(name: str, count: int, seconds: float) -> None:
        results.append((name, seconds / count * 1e6))

    count = 2000
    start = time.perf_counter()
    for _ in range(count):
        store._store.query(query).serialize(format=JSON.results)  # type: ignore[arg-type]
    timed("the engine alone", count, time.perf_counter() - start)
    start = time.perf_counter()
    for _ in range(count):
        store.answer(query, JSON, TURTLE)
    timed("with reading, limits and counting", count, time.perf_counter() - start)
    workers = Workers(release, Limits())
    await workers.start()
    start = time.perf_counter()
    for _ in range(count):
        await workers.ask("", Engine.answer, query, JSON, TURTLE, WHOLE)
    timed("in a worker process", count, time.perf_counter() - start)
    await workers.close()
    for name, micros in results:
        print(f"| {name} | {micros:.0f} µs |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes",
        default="5000,100000,1000000",
        help="numbers of quads, with commas between",
    )
    parser.add_argument(
        "--seconds",
        type=int,
        default=1,
        help="how long each server is asked in each round",
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--lookups", action="store_true", help="only look-ups, as for 10 million quads"
    )
    parser.add_argument(
        "--folder", type=Path, help="where to keep what is made, for the next time"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        for quads in map(int, arguments.sizes.split(",")):
            compare(quads, folder, arguments)
            release = made.release(folder / f"made-{quads}", quads)
            print("\nOne look-up, asked one after the other\n")
            asyncio.run(layers(release, made.queries(quads)[LOOKUPS[0]]))
            with peers.ours(release, "--cache", "0") as peer:
                alone = measure(peer, [made.queries(quads)[LOOKUPS[0]]], 1, 2)
            print(f"| over HTTP, one connection | {1e6 / alone.rate:.0f} µs |")


if __name__ == "__main__":
    main()
