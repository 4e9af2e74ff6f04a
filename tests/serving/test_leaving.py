"""What is asked ends when its client leaves: its worker is free, and it counts no more."""

import contextlib
import json
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient

from conftest import request, serving
from diplomatica.engine import VISIT, Visit
from diplomatica.lookup.matching.nameindex import NameIndex
from diplomatica.model.dataset.release import Release

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
# What changes by itself is never kept: it is answered by a worker, or not at all.
SMALL = "/sparql?query=" + quote("ASK { ?x a dip:State FILTER (RAND() < 2) }")
LIMIT = 60  # seconds that a query may run: whoever waited for that would fail
BOUND = 15
KINDS = {
    "GET": "",
    "POST": "application/sparql-query",
    "QUERY": "application/sparql-query",
}


@pytest.fixture(scope="module")
def narrow(release: Release) -> Iterator[str]:
    """A server that runs one query at a time, and takes two of a client."""
    options = ("--time", str(LIMIT), "--workers", "1", "--at-once", "2")
    with serving(release, *options) as (_, address):
        yield address


def asking(
    server: str,
    method: str,
    accept: str = "*/*",
    seconds: float = 0.4,
) -> socket.socket:
    """A connection on which a query without end is asked, and has been for some time."""
    where = urlsplit(server)
    path = f"/sparql?query={quote(PRODUCT)}" if method == "GET" else "/sparql"
    body = b"" if method == "GET" else PRODUCT.encode()
    kind = f"Content-Type: {KINDS[method]}\r\n" if KINDS[method] else ""
    head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\n{kind}"
    connection = socket.create_connection(
        (where.hostname, where.port or 80), timeout=BOUND
    )
    connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    time.sleep(seconds)
    return connection


def leave(connection: socket.socket, how: str) -> None:
    if how == "reset":
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    if how == "half-close":
        connection.shutdown(socket.SHUT_WR)
    else:
        connection.close()


def status(server: str) -> int:
    return request(server, SMALL).status


def seconds_until_answered(server: str) -> float:
    """How long it takes until a query is answered where only one can be at a time."""
    begun = time.monotonic()
    with contextlib.suppress(TimeoutError):
        while status(server) != 200:
            assert time.monotonic() - begun < BOUND, (
                "the place of the query is not free"
            )
            time.sleep(0.01)
    return time.monotonic() - begun


@pytest.mark.parametrize("how", ["close", "reset", "half-close"])
@pytest.mark.parametrize("accept", ["text/csv", "text/html"])
@pytest.mark.parametrize("method", KINDS)
def test_the_place_of_a_query_is_free_once_its_client_left(
    method: str,
    accept: str,
    how: str,
    narrow: str,
) -> None:
    assert status(narrow) == 200
    connection = asking(narrow, method, accept)
    leave(connection, how)
    seconds = seconds_until_answered(narrow)
    connection.close()
    print(f"{method} {accept} {how}: free after {seconds * 1000:.0f} ms")
    assert seconds < BOUND


@pytest.mark.parametrize("seconds", [0, 0.001, 0.01, 0.03])
@pytest.mark.parametrize("accept", ["text/csv", "text/html"])
def test_who_leaves_at_once_is_noticed_as_well(
    accept: str, seconds: float, narrow: str
) -> None:
    for how in ("close", "reset"):
        leave(asking(narrow, "GET", accept, seconds), how)
        assert seconds_until_answered(narrow) < BOUND


@pytest.mark.parametrize("accept", ["text/csv", "text/html"])
def test_a_query_that_waits_counts_no_more_without_its_client(
    accept: str, narrow: str
) -> None:
    running, waiting = asking(narrow, "GET"), asking(narrow, "GET", accept)
    assert status(narrow) == 429
    leave(waiting, "close")
    time.sleep(0.5)
    again = asking(narrow, "GET", accept)  # it waits in the other's place
    assert status(narrow) == 429
    leave(again, "reset")
    leave(running, "close")
    assert seconds_until_answered(narrow) < BOUND


def test_who_stays_is_answered_while_others_leave(narrow: str) -> None:
    leaving = [asking(narrow, "GET"), asking(narrow, "POST")]
    for one in leaving:
        leave(one, "reset")
    answers = [request(narrow, SMALL + f"&x={number}") for number in range(20)]
    assert {answer.status for answer in answers} <= {200, 429}
    assert answers[-1].json["boolean"] is True


@pytest.mark.parametrize("length", [70_000, 1_000_000, 2_900_000])
def test_who_leaves_much_behind_is_noticed_as_well(length: int, narrow: str) -> None:
    assert status(narrow) == 200
    connection = asking(narrow, "GET")
    kind = "Content-Type: application/sparql-query"
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\n{kind}\r\nContent-Length: {length}"
    connection.sendall(f"{head}\r\n\r\n".encode() + b"#" * length)
    leave(connection, "close")
    assert seconds_until_answered(narrow) < BOUND


NAMES = [f"Kazakstan {number}" for number in range(4000)]
QUERIES = {name: {"query": name} for name in NAMES[:1000]}
CONDITIONS = [
    {"conditions": [{"matchType": "name", "propertyValue": name}]}
    for name in NAMES[:1000]
]
WANTED = {"ids": NAMES[:1000], "properties": [{"id": "wikidata"}]}
LONG = {
    "a page": ("/match", {"names": "\n".join(NAMES)}),
    "a table": ("/match", {"names": "\n".join(NAMES), "format": "csv"}),
    "reconcile": ("/reconcile", {"queries": json.dumps(QUERIES)}),
    "reconcile 1.0": ("/reconcile/1.0/match", json.dumps({"queries": CONDITIONS})),
    "extend": ("/reconcile", {"extend": json.dumps(WANTED)}),
    "extend 1.0": ("/reconcile/1.0/extend", json.dumps(WANTED)),
}


@pytest.mark.parametrize(("path", "sent"), LONG.values(), ids=list(LONG))
def test_no_name_is_sought_for_who_has_left(
    path: str, sent: Any, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, sought = Visit(), []

    def asked(index: NameIndex, query: str, *given: Any) -> list[Any]:
        visit.leave()
        sought.append(query)
        return ask(index, query, *given)

    ask = NameIndex.ask
    assert client.get("/reconcile").status_code == 200  # the matcher is made
    monkeypatch.setattr(NameIndex, "ask", asked)
    token = VISIT.set(visit)
    try:
        answer = client.post(path, data=sent)
    finally:
        VISIT.reset(token)
    assert answer.status_code == 503
    assert json.loads(answer.data)["title"] == "This query was not answered"
    assert 0 < len(sought) < 100


def test_a_table_is_not_made_to_its_end_once_its_client_left(
    release: Release, tmp_path: Path
) -> None:
    log = tmp_path / "access.log"
    names = f"names={'%0A'.join(map(quote, NAMES))}".encode()
    kind = "Content-Type: application/x-www-form-urlencoded"
    head = f"POST /match HTTP/1.1\r\nHost: x\r\n{kind}\r\nContent-Length: {len(names)}"
    with serving(release, "--access-log", str(log)) as (_, address):
        where = urlsplit(address)
        connection = socket.create_connection((where.hostname, where.port or 80))
        connection.sendall(f"{head}\r\n\r\n".encode() + names)
        connection.close()
        begun = time.monotonic()
        while '"/match"' not in log.read_text("utf-8"):
            assert time.monotonic() - begun < BOUND, "the table is never done"
            time.sleep(0.01)
    told = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [one["status"] for one in told if one["path"] == "/match"] == [503]
