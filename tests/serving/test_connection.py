"""A connection is bounded in all that its client says, and in how slowly."""

import json
import time
from collections.abc import Iterator

import pytest

from attacks import (
    ATTACKER,
    bounded,
    connected,
    good_client,
    patience,
    rest,
    said,
    status,
)
from conftest import request
from diplomatica.model.dataset.release import Release
from diplomatica.web.http.address import network_of

HEAD = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
HASTY = "Settings(bounds=Bounds(silence=1.5, saying=1, ending=1))"


@pytest.fixture(scope="module")
def hasty(release: Release) -> Iterator[str]:
    """A server that waits for nobody for long."""
    with bounded(release, HASTY) as (_, address):
        yield address


def problem(answer: bytes) -> dict[str, object]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    found: dict[str, object] = json.loads(body)
    return found


REFUSED = {
    "two hosts": (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
    "no host": (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    "a method in lower case": (b"get / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "a long value": (HEAD + b"X: " + b"x" * 8193 + b"\r\n\r\n", 431),
    "many fields": (HEAD + b"X: y\r\n" * 20_000 + b"\r\n", 431),
    "a field without end": (HEAD + b"X: " + b"x" * 3_000_000, 431),
    "an Accept of many ranges": (HEAD + b"Accept: " + b"a/b," * 101 + b"\r\n\r\n", 400),
    "a bad chunk": (
        POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\nZ\r\n",
        400,
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_request_to_read_is_refused_with_the_reason(
    what: str, hasty: str
) -> None:
    sent, expected = REFUSED[what]
    start = time.monotonic()
    answer = said(hasty, sent)
    assert (status(answer), problem(answer)["status"]) == (expected, expected)
    assert time.monotonic() - start < 4


def test_letters_that_are_not_encoded_in_an_address_are_told_with_the_remedy(
    server: str,
) -> None:
    address = "/search?q=Казахстан".encode()
    answer = said(server, b"GET " + address + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    told = problem(answer)
    assert (status(answer), told["title"]) == (400, "This is no address of HTTP")
    assert "--data-urlencode" in str(told["detail"])


@pytest.mark.parametrize("length", [65_002, 70_000, 1_000_000, 20_000_000])
def test_an_address_of_any_length_is_told_that_it_is_too_long(
    length: int, server: str
) -> None:
    target = b"/sparql?query=" + b"x" * (length - 14)
    answer = said(server, b"GET " + target + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    assert status(answer) == 414
    assert "POST a long query" in str(problem(answer)["detail"])


def test_a_head_within_the_bounds_is_read(server: str) -> None:
    fields = b"".join(b"X-%d: " % number + b"x" * 8000 + b"\r\n" for number in range(3))
    answer = said(server, HEAD + fields + b"Connection: close\r\n\r\n")
    assert status(answer) == 200


def test_pipelined_requests_are_answered_in_their_order(server: str) -> None:
    paths = [b"/sparql?query=ASK%7B%7D", b"/nowhere", b"/cite.bib"]
    heads = [b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n" for path in paths]
    answer = said(server, b"\r\n".join(heads) + b"Connection: close\r\n\r\n")
    statuses = [line.split()[1] for line in answer.split(b"HTTP/1.1 ")[1:] if line]
    assert [part.split()[0] for part in answer.split(b"HTTP/1.1 ")[1:]] == [
        b"200",
        b"404",
        b"200",
    ], statuses


def test_what_was_asked_before_nonsense_is_answered(server: str) -> None:
    answer = said(server, HEAD + b"\r\n" + HEAD + b"\r\nnonsense\r\n\r\n")
    parts = answer.split(b"HTTP/1.1 ")[1:]
    assert [part.split()[0] for part in parts] == [b"200", b"200", b"400"]


def test_more_pipelined_requests_than_are_kept_are_refused(server: str) -> None:
    answer = said(server, (HEAD + b"\r\n") * 1000)
    parts = answer.split(b"HTTP/1.1 ")[1:]
    assert parts[-1].startswith(b"429")
    assert len(parts) < 50


def test_an_upgrade_is_passed_over_and_the_next_request_answered(server: str) -> None:
    upgrade = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n"
    answer = said(server, HEAD + upgrade + HEAD + b"Connection: close\r\n\r\n")
    parts = answer.split(b"HTTP/1.1 ")[1:]
    assert [part.split()[0] for part in parts] == [b"200", b"200"]


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 5\r\n\r\nASK{}",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n",
    ],
)
@pytest.mark.parametrize("protocol", [b"h2c", b"websocket"])
def test_the_body_of_a_request_for_another_protocol_is_its_own(
    protocol: bytes, body: bytes, server: str
) -> None:
    wish = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: " + protocol + b"\r\n"
    answer = said(server, POST + wish + body + HEAD + b"Connection: close\r\n\r\n")
    parts = answer.split(b"HTTP/1.1 ")[1:]
    assert [part.split()[0] for part in parts] == [b"200", b"200"]
    assert b'"boolean":true' in parts[0]


def test_no_request_can_hide_in_the_body_of_another(server: str) -> None:
    hidden = HEAD + b"\r\n"
    length = f"Content-Length: {len(hidden)}\r\n\r\n".encode()
    wish = b"Connection: Upgrade\r\nUpgrade: h2c\r\n"
    last = HEAD + b"Connection: close\r\n\r\n"
    answer = said(server, HEAD + wish + length + hidden + last)
    assert answer.count(b"HTTP/1.1 200") == 2


def test_who_expects_to_go_on_is_told_to(server: str) -> None:
    head = (
        POST + b"Expect: 100-continue\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"
    )
    with connected(server) as connection:
        connection.sendall(head)
        assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"ASK{}")
        assert b"200 OK" in connection.recv(1000)


def test_a_refused_body_is_not_read_and_the_answer_is(server: str) -> None:
    head = b"POST /doc/osce HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n"
    answer = said(server, head, b"x" * 30_000_000)
    assert status(answer) == 405


HALF_SAID = {
    "nothing": b"",
    "half a line": b"GET /spar",
    "half a head": HEAD,
    "half a body": POST + b"Content-Length: 1000\r\n\r\nASK",
    "half a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nAS",
    "an answer before": HEAD + b"\r\n",
}


@pytest.mark.parametrize("what", HALF_SAID)
def test_who_says_no_more_is_ended(what: str, hasty: str) -> None:
    start = time.monotonic()
    answer = said(hasty, HALF_SAID[what])
    assert time.monotonic() - start < 6
    expected = {"nothing": 0, "an answer before": 200}.get(what, 408)
    assert status(answer) == expected


def test_who_drips_bytes_of_a_head_is_ended(hasty: str) -> None:
    start = time.monotonic()
    with connected(hasty) as connection:
        connection.settimeout(0.1)
        while time.monotonic() - start < 8:
            try:
                connection.sendall(b"G")
                if connection.recv(100):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
    assert time.monotonic() - start < 6


def test_who_does_not_read_is_ended(hasty: str) -> None:
    query = b"SELECT*{?a?b?c.?d?e?f}LIMIT+300000"
    with connected(hasty) as connection:
        connection.sendall(
            b"GET /sparql?query=" + query + b" HTTP/1.1\r\nHost: x\r\n\r\n"
        )
        time.sleep(7)
        connection.settimeout(10)
        assert 0 < len(rest(connection)) < 30_000_000


IDLE = {
    "silent": b"",
    "half-said": HEAD,
    "idle": HEAD + b"\r\n",
    "half-sent": POST + b"Content-Length: 3000000\r\n\r\n" + b"x" * 1000,
}


@pytest.mark.parametrize("how", IDLE)
def test_a_thousand_connections_of_one_client_hold_nobody_up(
    how: str, server: str
) -> None:
    connections, longest = [], patience(server)
    with good_client(server, f"1,030 {how} connections") as seen:
        for _ in range(1030):
            connections.append(connected(server))
            connections[-1].sendall(IDLE[how])
        time.sleep(2)
    for connection in connections:
        connection.close()
    assert seen.failures == []
    assert seen.median < longest
    assert request(server, "/sparql?query=ASK%7B%7D").status == 200


def test_a_client_with_too_many_answers_on_the_way_is_told(release: Release) -> None:
    settings = "Settings(Limits(seconds=3), bounds=Bounds(of_client=3))"
    product = b"SELECT(COUNT(*)AS?n){?a?b?c.?d?e?f.?g?h?i.?j?k?l}"
    slow = POST + b"Content-Length: %d\r\n\r\n%s" % (len(product), product)
    with bounded(release, settings) as (_, address):
        asking = [connected(address) for _ in range(3)]
        for connection in asking:
            connection.sendall(slow)
        time.sleep(0.5)
        answer = said(address, HEAD + b"\r\n")
        assert status(answer) == 429
        assert "connections of yours" in str(problem(answer)["detail"])
        own = said(address, HEAD + b"Connection: close\r\n\r\n", source="127.0.0.3")
        assert status(own) == 200
        assert b" 422 " in asking[0].recv(100)
        for connection in asking:
            connection.close()


def test_a_full_server_has_room_for_who_comes_with_little(release: Release) -> None:
    settings = "Settings(bounds=Bounds(of_client=30, connections=40))"
    with bounded(release, settings) as (_, address):
        held = [connected(address, f"127.0.1.{n % 5}") for n in range(1, 200)]
        ways = {
            source: request_from(address, source) for source in (ATTACKER, "127.0.0.4")
        }
        for connection in held:
            connection.close()
    assert ways == {ATTACKER: 200, "127.0.0.4": 200}


def request_from(address: str, source: str) -> int:
    return status(said(address, HEAD + b"Connection: close\r\n\r\n", source=source))


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no: address", "no: address"),
    ],
)
def test_by_ipv6_a_network_of_64_bits_is_one_client(told: str, counted: str) -> None:
    assert network_of(told) == counted
