"""What is counted of requests, for Prometheus and whatever else reads its format."""

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

from diplomatica.web.http.accesslog import Account

_SECONDS = (0.001, 0.005, 0.025, 0.1, 0.25, 1, 2.5, 10, 30)
# Kinds of requests, by how their paths begin; all others are pages. There is never a
# label that a client chooses.
_KINDS = {
    "sparql": "query",
    "dumps": "dump",
    "search": "search",
    "reconcile": "reconciliation",
    "static": "static",
    **dict.fromkeys(("health", "live", "ready", "metrics", "admin"), "operating"),
}
_KNOWN = frozenset(_KINDS.values()) | {"page"}


class Metrics:
    """The counters, and the registry in which they and others stand."""

    def __init__(self) -> None:
        """Nothing has been counted."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "diplomatica_requests",
            "Requests that were answered, by kind and status; 0 for who left before.",
            ("kind", "status"),
            registry=self.registry,
        )
        histogram = Histogram(
            "diplomatica_request_seconds",
            "Seconds until a request was answered whole.",
            ("kind",),
            registry=self.registry,
            buckets=_SECONDS,
        )
        self._seconds = {kind: histogram.labels(kind) for kind in _KNOWN}
        self._ended = Counter(
            "diplomatica_queries_ended",
            "Queries that were ended, by the limit that they met.",
            ("limit",),
            registry=self.registry,
        )
        self._sent = self._counter("sent_bytes", "Bytes of answers.")
        self._kept = self._counter("kept_answers", "Answers that the cache had.")
        told = "Lines of the log that could not be written: the disk may be full."
        self.unwritten = self._counter("unwritten_log_lines", told)
        self._by_outcome: dict[tuple[str, int], Counter] = {}

    def _counter(self, name: str, told: str) -> Counter:
        return Counter(f"diplomatica_{name}", told, registry=self.registry)

    def count(self, path: str, account: Account) -> None:
        """Count a request that has been answered."""
        kind = _KINDS.get(path[1:].partition("/")[0], "page")
        key = kind, account.status
        counted = self._by_outcome.get(key)
        if counted is None:
            counted = self._by_outcome[key] = self._requests.labels(*key)
        counted.inc()
        self._seconds[kind].observe(account.seconds)
        self._sent.inc(account.bytes)
        if account.is_kept:
            self._kept.inc()
        if account.limit:
            self._ended.labels(account.limit).inc()
