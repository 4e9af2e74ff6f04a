"""Nobody's work holds up another's, and what is refused is refused before it costs anything."""

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

import diplomatica.web
from attacks import (
    PAGE,
    bounded,
    connected,
    good_client,
    patience,
    rest,
    said,
    status,
)
from conftest import request, serving
from diplomatica.model.dataset.release import Release
from diplomatica.web.gateway.shares.turns import Turns
from diplomatica.web.http.problem import Problem
from diplomatica.web.sections import PARAMETERS
from processes import family, memory

PRODUCT = "SELECT(COUNT(*)AS?n){?a?b?c.?d?e?f.?g?h?i.?j?k?l}"
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def proxied(release: Release) -> Iterator[str]:
    """A server behind one proxy, which tells its clients apart."""
    with serving(release, "--proxies", "1", "--time", "4") as (_, address):
        yield address


@pytest.mark.long
def test_queries_as_pages_take_no_place_of_pages_files_or_health(proxied: str) -> None:
    path = f"/sparql?query={quote(PRODUCT)}".encode()
    asking, longest = [], patience(proxied, PAGE)
    with good_client(proxied, "72 slow queries as HTML", PAGE) as seen:
        for number in range(72):
            told = f"Accept: text/html\r\nX-Forwarded-For: 192.0.2.{number % 9}\r\n\r\n"
            head = b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n" + told.encode()
            asking.append(connected(proxied))
            asking[-1].sendall(head)
        start = time.monotonic()
        assert request(proxied, "/health").json["status"] == "ok"
        assert request(proxied, "/dumps/diplomatica.nt").status == 200
        assert request(proxied, "/cite.bib?n=1").status == 200
        assert time.monotonic() - start < 8 * longest / 1000
        time.sleep(2)
    for connection in asking:
        connection.close()
    assert seen.failures == []
    assert seen.median < longest


@pytest.mark.long
def test_long_queries_of_two_clients_hold_up_no_short_one(proxied: str) -> None:
    path, asking = f"/sparql?query={quote(PRODUCT)}".encode(), []
    longest = patience(proxied)
    with good_client(proxied, "16 long queries of two clients") as seen:
        for number in range(16):
            told = f"X-Forwarded-For: 192.0.2.{number % 2}\r\nConnection: close\r\n\r\n"
            asking.append(connected(proxied))
            asking[-1].sendall(
                b"GET %s HTTP/1.1\r\nHost: x\r\n%s" % (path, told.encode())
            )
        time.sleep(3)
        statuses = {status(rest(connection)) for connection in asking}
    for connection in asking:
        connection.close()
    assert seen.failures == []
    assert seen.median < longest
    assert 422 in statuses
    assert statuses <= {422, 503}


def test_who_asks_too_much_is_refused_before_the_body_is_read(release: Release) -> None:
    with bounded(release, "Settings(Limits(seconds=3, at_once=2))") as (_, address):
        body = PRODUCT.encode()
        head = POST + b"Content-Length: %d\r\n\r\n" % len(body)
        running = [connected(address) for _ in range(2)]
        for connection in running:
            connection.sendall(head + body)
        time.sleep(0.3)
        start = time.monotonic()
        answer = said(address, POST + b"Content-Length: 3000000\r\n\r\n")
        assert status(answer) == 429
        assert time.monotonic() - start < 2
        for connection in running:
            connection.close()


def test_half_sent_bodies_count_as_queries_and_take_little(release: Release) -> None:
    with bounded(release, "Settings()") as (pid, address):
        before = memory(family(pid))
        sending = []
        with good_client(address, "200 half-sent bodies of 3 MiB") as seen:
            for _ in range(200):
                connection = connected(address)
                connection.settimeout(0.2)
                sending.append(connection)
                try:
                    connection.sendall(POST + b"Content-Length: 3145728\r\n\r\n")
                    connection.sendall(b"x" * 3_000_000)
                except OSError:
                    continue
            grown = memory(family(pid)) - before
        for connection in sending:
            connection.close()
    assert seen.failures == []
    assert grown < 100


@pytest.mark.long
def test_answers_that_nobody_reads_take_little(release: Release) -> None:
    query = b"SELECT*{?a?b?c.?d?e?f}LIMIT+200000"
    settings = "Settings(bounds=Bounds(held_by_client=64 << 20))"
    with bounded(release, settings) as (pid, address):
        before = memory(family(pid))
        head = b"GET /sparql?query=" + query + b"&n=%d HTTP/1.1\r\nHost: x\r\n\r\n"
        asking = []
        with good_client(address, "28 large answers that nobody reads") as seen:
            for number in range(28):
                asking.append(connected(address))
                asking[-1].sendall(head % number)
                time.sleep(0.3)
            grown = memory(family(pid)) - before
        for connection in asking:
            connection.close()
    assert seen.failures == []
    assert grown < 400


def test_a_parameter_that_no_page_reads_leads_to_the_plain_page(server: str) -> None:
    plain = request(server, "/doc/osce", "GET", None, Accept="text/html")
    other = request(server, "/doc/osce?utm=1&%71=", "GET", None, Accept="text/html")
    assert other.status == 200
    read = request(server, "/doc/osce?utm=1", "GET", None, Accept="text/html")
    assert (read.body, read.headers["ETag"]) == (plain.body, plain.headers["ETag"])


def test_every_parameter_that_a_page_reads_is_known_to_the_server() -> None:
    folder = Path(diplomatica.web.__file__).parent
    code = "".join(file.read_text("utf-8") for file in folder.rglob("*.py"))
    read = set(re.findall(r"(?:args\.get|_given|_bound|_number)\(\s*\"(\w+)\"", code))
    assert {"format", "iri", "page"} <= read
    assert read - PARAMETERS == set()


def test_turns_go_to_who_has_fewest_and_waiting_ends_somewhere() -> None:
    made: list[str] = []

    async def page(turns: Turns, client: str) -> None:
        async with turns.taken(client):
            await asyncio.sleep(0.01)
            made.append(client)

    async def visit() -> None:
        turns = Turns(2, 2)
        pages = [asyncio.create_task(page(turns, "many")) for _ in range(9)]
        await asyncio.sleep(0)
        pages.append(asyncio.create_task(page(turns, "few")))
        await asyncio.gather(*pages)
        full = [asyncio.create_task(page(turns, "many")) for _ in range(11)]
        outcomes = await asyncio.gather(*full, return_exceptions=True)
        refused = [one for one in outcomes if isinstance(one, Problem)]
        assert [problem.status for problem in refused] == [429]

    asyncio.run(visit())
    assert made.index("few") <= 3


@pytest.mark.parametrize("digits", [20, 5000])
def test_a_range_of_many_digits_is_passed_over(digits: int, server: str) -> None:
    for places in ("9" * digits + "-", "0-" + "9" * digits, "-" + "9" * digits):
        answer = request(server, "/dumps/diplomatica.nt", Range=f"bytes={places}")
        assert answer.status == 200
