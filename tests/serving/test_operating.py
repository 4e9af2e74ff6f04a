"""What whoever runs the server asks of it: whether it is well, what it counts, and its log."""

import json
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from prometheus_client.parser import text_string_to_metric_families

from conftest import Response, request, serving
from diplomatica.model.dataset.release import Release
from processes import family

QUERY = "SELECT ?x { ?x a dip:State }"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def path_of(query: str) -> str:
    return f"/sparql?query={quote(query)}"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "access.log"


@pytest.fixture(scope="module")
def watched(release: Release, log: Path) -> Iterator[tuple[int, str]]:
    """A server with a log, and a second for each query: its process and address."""
    options = ("--time", "1", "--workers", "2", "--access-log", str(log))
    with serving(release, *options) as (process, address):
        yield process.pid, address


def measured(server: str) -> dict[tuple[str, ...], float]:
    """All metrics, by name and values of labels."""
    text = request(server, "/metrics").body.decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for metric in text_string_to_metric_families(text)
        for sample in metric.samples
    }


def lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def test_the_process_is_live_and_ready(server: str, release: Release) -> None:
    live, ready = request(server, "/live"), request(server, "/ready")
    assert (live.status, live.json) == (200, {"status": "live"})
    assert ready.status == 200
    told = {"status": "ready", "release": release.version, "uptake": "ok"}
    assert ready.json == told
    assert request(server, "/ready", "HEAD").body == b""


def test_metrics_count_requests_by_kind_and_status(server: str) -> None:
    key = ("diplomatica_requests_total", "query", "400")
    before = measured(server).get(key, 0)
    assert request(server, path_of("SELECT nonsense")).status == 400
    assert measured(server)[key] == before + 1


def test_metrics_tell_of_release_workers_connections_and_memory(
    server: str, release: Release
) -> None:
    found = measured(server)
    assert found["diplomatica_release_info", release.checksum, release.version] == 1
    assert found["diplomatica_release_quads",] == release.quads
    assert (
        found["diplomatica_processes",] == 6
    )  # a loader, four workers, the site's own
    assert found["diplomatica_connections",] >= 1
    assert found["diplomatica_memory_bytes", "workers"] > 1 << 20
    assert found["diplomatica_ready",] == 1
    assert found["diplomatica_uptake_failing",] == 0
    assert 0 < time.time() - found["diplomatica_release_made_timestamp_seconds",] < 3600


def test_metrics_count_the_limits_that_queries_met(watched: tuple[int, str]) -> None:
    _, address = watched
    assert request(address, path_of(LONG)).status == 422
    found = measured(address)
    assert found["diplomatica_queries_ended_total", "time"] == 1
    assert found["diplomatica_deaths_total", "limit of time"] == 1
    assert found["diplomatica_queries_running",] == 0


def test_an_answer_tells_how_long_it_took_and_whether_it_was_kept(server: str) -> None:
    query = path_of(f"{QUERY} # timed")
    first, again = request(server, query), request(server, query)
    timing = first.headers["Server-Timing"]
    assert re.fullmatch(r"total;dur=[\d.]+, query;dur=[\d.]+", timing)
    assert again.headers["Server-Timing"].endswith(", kept")
    assert "total;dur=" in request(server, "/doc/kazakhstan").headers["Server-Timing"]


def told_of(answer: Response, log: Path) -> dict[str, object]:
    """The line of an answer, which is written once the answer has left."""
    for _ in range(50):
        for line in lines(log):
            if line.get("request") == answer.headers["X-Request-Id"]:
                return line
        time.sleep(0.1)
    raise AssertionError("no line tells of this answer")


def test_a_request_keeps_the_names_that_it_was_given(
    watched: tuple[int, str], log: Path
) -> None:
    _, address = watched
    answer = request(address, path_of(QUERY), X_Request_Id="abc-1", traceparent=TRACE)
    assert answer.headers["X-Request-Id"] == "abc-1"
    line = told_of(answer, log)
    assert (line["traceparent"], line["level"]) == (TRACE, "info")


def test_a_name_that_is_none_is_replaced(server: str) -> None:
    answer = request(server, "/live", X_Request_Id='a"b <script>')
    assert re.fullmatch(r"[0-9a-f]{12}-\d+", answer.headers["X-Request-Id"])


def test_the_log_tells_clients_and_queries_apart_and_names_neither(
    watched: tuple[int, str], log: Path
) -> None:
    _, address = watched
    queries = (QUERY, QUERY.replace(" ", "  "), "ASK { ?s dip:secret ?o }")
    answers = [request(address, path_of(query)) for query in queries]
    told = [told_of(answer, log) for answer in answers]
    assert told[0]["query"] == told[1]["query"] != told[2]["query"]
    assert {line["client"] for line in told} == {told[0]["client"]}
    text = log.read_text("utf-8")
    assert "127.0.0.1" not in text
    assert "dip:secret" not in text


def test_the_log_has_the_deaths_of_processes(
    watched: tuple[int, str], log: Path
) -> None:
    process, address = watched
    before = measured(address).get(("diplomatica_deaths_total", "outside"), 0)
    worker = max(family(process))
    os.kill(worker, signal.SIGKILL)
    for _ in range(50):
        events = [str(line.get("event", "")) for line in lines(log)]
        if any(f"worker {worker} ended" in event for event in events):
            break
        time.sleep(0.1)
    assert f"The query worker {worker} ended (outside)." in events
    assert measured(address)["diplomatica_deaths_total", "outside"] == before + 1


def test_a_connection_that_is_refused_is_counted(server: str) -> None:
    key = ("diplomatica_refused_connections_total", "400")
    before = measured(server).get(key, 0)
    place = urlsplit(server)
    with socket.create_connection((place.hostname, place.port), 10) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400 ")
    assert measured(server)[key] == before + 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_with_a_full_disk_all_is_answered_and_what_the_log_lacks_is_counted(
    release: Release,
) -> None:
    with serving(release, "--access-log", "/dev/full") as (_, address):
        before = measured(address)[("diplomatica_unwritten_log_lines_total",)]
        assert request(address, path_of(QUERY)).status == 200
        assert request(address, "/search").status == 200
        after = measured(address)[("diplomatica_unwritten_log_lines_total",)]
        # both, and the request for the metrics themselves
        assert after == before + 3
