"""What is measured when it is asked for: queries, processes, memory, the release."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from diplomatica.engine.pool.forking import DEATHS
from diplomatica.model.dataset.release import MANIFEST
from diplomatica.web.gateway.gateway import Gateway


class Register(Protocol):
    """The open connections, and those that were refused, by status."""

    @property
    def refused(self) -> Mapping[int, int]:
        """How many were ended before their request was one."""

    def __len__(self) -> int:
        """How many there are."""


class State(Collector):
    """The state of the server, as a collector of Prometheus' client library."""

    def __init__(self, gateway: Gateway, connections: Register) -> None:
        """Take what is measured; nothing is until it is collected."""
        self._gateway, self._connections = gateway, connections

    def describe(self) -> Iterable[Metric]:
        """Nothing that would need to be measured first."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """All that is measured, in the event loop; memory is measured apart."""
        yield from self._of_queries()
        yield from self._of_release()
        cached = self._gateway.uptake.backend.cache
        yield _gauge("cache_replies", "Answers that are kept.", len(cached))
        yield _gauge("cache_bytes", "Bytes of answers that are kept.", cached.size)
        yield _gauge("held_bytes", "Bytes held for clients.", self._gateway.held.all)
        yield from self._of_connections()

    def _of_connections(self) -> Iterable[Metric]:
        yield _gauge("connections", "Open connections.", len(self._connections))
        told = "Connections that were ended before their request was one, by status."
        name = "diplomatica_refused_connections"
        refused = CounterMetricFamily(name, told, labels=("status",))
        for status, count in self._connections.refused.items():
            refused.add_metric((str(status),), count)
        yield refused

    def _of_queries(self) -> Iterable[Metric]:
        """How many queries run and wait, and what became of the processes."""
        engines = [backend.workers for backend in self._gateway.releases]
        running = [one for engine in engines for one in engine.running()]
        waiting = sum(one.is_waiting for one in running)
        told = "Queries that are being answered, the site's own included."
        yield _gauge("queries_running", told, len(running) - waiting)
        yield _gauge("queries_waiting", "Queries that wait for a worker.", waiting)
        processes = [one for engine in engines for one in engine.processes]
        told = "Processes that hold releases and answer queries."
        yield _gauge("processes", told, len(processes))
        told = "Workers and loaders that ended before their time."
        deaths = CounterMetricFamily("diplomatica_deaths", told, labels=("cause",))
        for cause, count in DEATHS.items():
            deaths.add_metric((cause,), count)
        yield deaths

    def _of_release(self) -> Iterable[Metric]:
        """Which release is served, since when, and whether all is well."""
        backend, gateway = self._gateway.uptake.backend, self._gateway
        release = backend.release
        told = {"version": release.version, "checksum": release.checksum}
        yield InfoMetricFamily("diplomatica_release", "What is served.", told)
        yield _gauge("release_quads", "Quads of the release.", release.quads)
        made = _made_at(release.folder)
        yield _gauge("release_made_timestamp_seconds", "When it was made.", made)
        since = backend.since
        yield _gauge("release_taken_up_timestamp_seconds", "Served since.", since)
        yield _gauge("ready", "1 if queries are answered.", not gateway.health.fault)
        late = bool(gateway.uptake.failure)
        yield _gauge("uptake_failing", "1 if a newer release cannot be served.", late)


def memory(processes: list[int]) -> int:
    """The bytes that processes take; what several share is counted once between them.

    0 where the system does not tell.
    """
    kibibytes = 0
    for process in processes:
        with suppress(OSError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kibibytes += int(line.split()[1])
    return kibibytes << 10


def _made_at(folder: Path) -> float:
    with suppress(OSError):
        return (folder / MANIFEST).stat().st_mtime
    return 0.0


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"diplomatica_{name}", told, value)
