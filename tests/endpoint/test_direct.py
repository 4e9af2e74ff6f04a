"""Queries that are answered as soon as they are read: the same as all others are."""

import re
import socket
import time
from typing import BinaryIO
from urllib.parse import quote

import pytest

from attacks import connected, said
from conftest import Response, request
from diplomatica.web.operating.made import Made
from diplomatica.web.serving.direct import bytes_sent, is_direct
from processes import until

LABELS = "SELECT ?l { <{}> <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
ID = "https://w3id.org/diplomatica/id/"
ASTANA = LABELS.replace("{}", f"{ID}astana", 1)
OF_EACH = ("date", "server-timing", "x-request-id")


@pytest.fixture(scope="module")
def query(server: str) -> str:
    found = request(server, "/sparql?query=" + quote("SELECT ?s { ?s a ?k } LIMIT 1"))
    thing = found.json["results"]["bindings"][0]["s"]["value"]
    return LABELS.replace("{}", thing, 1)


def told(answer: Response) -> dict[str, str]:
    """The header fields, but for those that each answer has anew."""
    named = {name.lower(): value for name, value in answer.headers.items()}
    return {name: value for name, value in named.items() if name not in OF_EACH}


@pytest.mark.parametrize("accept", ["*/*", "text/csv", "application/xml"])
def test_a_query_in_an_address_is_answered_as_one_in_a_body_is(
    server: str, query: str, accept: str
) -> None:
    kind = "application/sparql-query"
    body = query.encode()
    sent = request(server, "/sparql", "POST", body, Content_Type=kind, Accept=accept)
    path = f"/sparql?query={quote(query)}"
    for _ in ("made", "kept"):
        asked = request(server, path, Accept=accept)
        assert (asked.status, asked.body) == (200, sent.body)
        assert told(asked) == told(sent)


def test_whoever_has_the_answer_is_told_that_it_is_the_same(
    server: str, query: str
) -> None:
    path = f"/sparql?query={quote(query)}"
    tag = request(server, path).headers["ETag"]
    again = request(server, path, If_None_Match=tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)


def test_an_answer_comes_packed_where_that_is_asked(server: str) -> None:
    path = "/sparql?query=" + quote("SELECT ?p ?o { dip:Event ?p ?o }")
    packed = request(server, path, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"].endswith('-gzip"')


def test_each_of_many_in_one_packet_is_answered_in_its_turn(
    server: str, query: str
) -> None:
    asked = b"".join(
        f"GET /sparql?query={quote(query)}%23{number} HTTP/1.1\r\nHost: x\r\n"
        f"X-Request-Id: number-{number}\r\n\r\n".encode()
        for number in range(30)
    )
    last = b"GET /live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = said(server, asked + last)
    assert answer.count(b"HTTP/1.1 200 OK\r\n") == 31
    numbers = re.findall(rb"x-request-id: number-(\d+)", answer)
    assert numbers == [str(number).encode() for number in range(30)]


@pytest.mark.parametrize(
    "fields", ["Connection: close", "Expect: 100-continue", "Content-Length: 0"]
)
def test_a_request_with_more_to_it_is_answered_as_well(
    server: str, query: str, fields: str
) -> None:
    head = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n{fields}\r\n\r\n"
    last = "GET /live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = said(server, head.encode(), last.encode())
    assert answer.startswith(b"HTTP/1.1 ")
    assert b'"bindings"' in answer


def test_what_is_answered_at_once_is_counted(server: str, query: str) -> None:
    counted = re.compile(
        r'diplomatica_requests_total\{kind="query",status="200"\} (\d+)'
    )

    def count() -> int:
        found = counted.search(request(server, "/metrics").body.decode())
        return int(found[1]) if found else 0

    before = count()
    for number in range(3):
        request(server, f"/sparql?query={quote(query)}%23counted{number}")
    assert count() - before >= 3


@pytest.mark.parametrize(
    ("method", "target", "fields"),
    [
        (b"POST", b"/sparql?query=ASK%7B%7D", ()),
        (b"HEAD", b"/sparql?query=ASK%7B%7D", ()),
        (b"GET", b"/sparql", ()),
        (b"GET", b"/sparql?query=ASK#here", ()),
        (b"GET", b"/sparql?query=ASK", ((b"content-length", b"2"),)),
        (b"GET", b"/sparql?query=ASK", ((b"transfer-encoding", b"chunked"),)),
        (b"GET", b"/sparql?query=ASK", ((b"expect", b"100-continue"),)),
    ],
)
def test_all_other_requests_have_a_task_of_their_own(
    method: bytes, target: bytes, fields: tuple[tuple[bytes, bytes], ...]
) -> None:
    assert not is_direct(method, target, fields)


def test_a_get_of_a_query_needs_none() -> None:
    assert is_direct(b"GET", b"/sparql?query=ASK%7B%7D", ((b"host", b"x"),))


@pytest.mark.parametrize("value", [b"a\r\nSet-Cookie: b", b"a\nb", b"a\rb"])
def test_no_field_can_begin_another(value: bytes) -> None:
    made = Made(200, [(b"link", value)], b"")
    with pytest.raises(ValueError, match="end of a line"):
        bytes_sent(made, [])


NOTHING = "SELECT ?s {{ ?s ?p ?o FILTER (?o = {}) }}"
LONG = "SELECT (COUNT(*) AS ?n) {{ ?a a ?t . ?b a ?t . ?b ?p ?y FILTER (?y != {}) }}"
COUNTS = "SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o {} }}"


def asked_of(query: str, more: str = "") -> bytes:
    path = f"/sparql?query={quote(query)}"
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n{more}\r\n".encode()


def queries_answered(server: str) -> int:
    metrics = request(server, "/metrics").body.decode()
    kinds = re.findall(
        r'diplomatica_requests_total\{kind="query".*\} ([\d.]+)', metrics
    )
    return int(sum(map(float, kinds)))


def test_what_a_worker_answers_is_the_same_in_an_address_and_a_body(
    server: str,
) -> None:
    query, kind = COUNTS.format("FILTER (?p != ?o)"), "application/sparql-query"
    asked = request(server, f"/sparql?query={quote(query)}", Accept="text/csv")
    sent = request(
        server, "/sparql", "POST", query.encode(), Content_Type=kind, Accept="text/csv"
    )
    assert (asked.status, asked.body) == (200, sent.body)
    assert told(asked) == told(sent)


def test_workers_answers_come_in_the_order_of_their_requests(server: str) -> None:
    queries = [COUNTS.format(f"FILTER (?p != {number})") for number in range(12)]
    asked = b"".join(
        asked_of(query, f"X-Request-Id: number-{number}\r\n")
        for number, query in enumerate(queries)
    )
    last = b"GET /live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = said(server, asked + last)
    assert answer.count(b"HTTP/1.1 200 OK\r\n") == 13
    numbers = re.findall(rb"x-request-id: number-(\d+)", answer)
    assert numbers == [str(number).encode() for number in range(12)]


def test_a_long_answer_of_a_worker_comes_whole(server: str) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o FILTER (?p != 1) } LIMIT 3000"
    found = request(server, f"/sparql?query={quote(query)}", Accept="text/csv")
    assert found.status == 200
    assert len(found.body) > 1 << 16
    assert found.body.count(b"\r\n") >= 3001


@pytest.mark.parametrize(
    ("query", "status", "said_of_it"),
    [
        (
            "SELECT ?l { ?s <http://none.example/labl> ?l FILTER (?l != 1) }",
            200,
            "link",
        ),
        ("SELECT ?s { ?s ?p ?o FILTER (?o + }", 400, "content-type"),
        ("DELETE WHERE { ?s ?p ?o }", 400, "content-type"),
    ],
)
def test_what_is_told_of_a_query_is_told_without_a_task_too(
    server: str, query: str, status: int, said_of_it: str
) -> None:
    kind = "application/sparql-query"
    asked = request(server, f"/sparql?query={quote(query)}")
    sent = request(server, "/sparql", "POST", query.encode(), Content_Type=kind)
    assert (asked.status, asked.body) == (status, sent.body)
    assert told(asked)[said_of_it] == told(sent)[said_of_it]


def test_a_worker_is_asked_once_and_its_answer_counted_once(server: str) -> None:
    before = queries_answered(server)
    nothing = "SELECT ?l { ?s <http://none.example/labl> ?l FILTER (?l != 2) }"
    request(server, f"/sparql?query={quote(nothing)}")
    assert queries_answered(server) == before + 1


def answer_in(stream: BinaryIO) -> tuple[int, bytes, bytes]:
    """The next answer of a connection: its status, the name that it was given, its body."""
    status = int(stream.readline().split()[1])
    lines = iter(stream.readline, b"\r\n")
    fields = dict(line.rstrip().split(b": ", 1) for line in lines)
    body = stream.read(int(fields[b"content-length"]))
    return status, fields[b"x-request-id"], body


@pytest.mark.parametrize("third", [ASTANA, COUNTS.format("")])
def test_an_answer_never_comes_before_one_that_was_asked_for_earlier(
    server: str, third: str
) -> None:
    with connected(server) as connection, connection.makefile("rb") as stream:
        empty = asked_of(NOTHING.format(31), "X-Request-Id: empty\r\n")
        long = asked_of(LONG.format(31), "X-Request-Id: long\r\n")
        connection.sendall(empty + long)
        assert answer_in(stream)[:2] == (200, b"empty")
        connection.sendall(asked_of(third, "X-Request-Id: third\r\n"))
        assert answer_in(stream)[1] == b"long"
        assert answer_in(stream)[:2] == (200, b"third")


def test_a_body_that_comes_behind_an_answer_is_of_its_own_request(server: str) -> None:
    form = f"query={quote(COUNTS.format(''))}".encode()
    head = (
        "POST /sparql HTTP/1.1\r\nHost: x\r\nX-Request-Id: post\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(form)}\r\n\r\n"
    )
    with connected(server) as connection, connection.makefile("rb") as stream:
        connection.sendall(asked_of(NOTHING.format(32), "X-Request-Id: get\r\n"))
        connection.sendall(head.encode() + form[:20])
        assert answer_in(stream)[:2] == (200, b"get")
        connection.sendall(form[20:])
        status, name, body = answer_in(stream)
        assert (status, name) == (200, b"post")
        assert b'"bindings"' in body


def test_who_leaves_while_an_older_request_is_answered_holds_nothing(
    server: str,
) -> None:
    for number in range(20):
        with connected(server) as connection:
            connection.sendall(asked_of(LONG.format(100 + number)) * 3)
            time.sleep(0.02)
    until(lambda: is_answered(server), seconds=5)


@pytest.mark.parametrize("leave", [socket.SHUT_WR, socket.SHUT_RDWR])
def test_who_leaves_with_many_requests_waiting_holds_nothing(
    server: str, leave: int
) -> None:
    for number in range(10):
        long = asked_of(LONG.format(f"{leave}0{number}"))
        with connected(server) as connection:
            connection.sendall(long + asked_of(COUNTS.format("")) * 20)
            time.sleep(0.05)
            connection.shutdown(leave)
    until(lambda: is_answered(server), seconds=6)


def test_a_body_that_is_none_is_told_behind_a_longer_request(server: str) -> None:
    chunked = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: application/sparql-query\r\n\r\n5\r\nASK{}\r\nzz\r\n"
    )
    begun = time.monotonic()
    answer = said(server, asked_of(NOTHING.format(41)) + chunked)
    assert re.findall(rb"HTTP/1.1 (\d+)", answer) == [b"200", b"400"]
    assert time.monotonic() - begun < 5


def is_answered(server: str) -> bool:
    """Whether the client that left is answered a query, of which each is another one."""
    query = COUNTS.format(f"FILTER (?o != {time.monotonic()})")
    answer = said(server, asked_of(query, "Connection: close\r\n"))
    return answer.startswith(b"HTTP/1.1 200")


def test_who_says_nonsense_behind_a_query_gets_its_answer_first(server: str) -> None:
    query = COUNTS.format("FILTER (?p != 77)")
    answer = said(server, asked_of(query) + b"\x00nonsense\r\n\r\n")
    first, _, rest = answer.partition(b"HTTP/1.1 400")
    assert first.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"application/problem+json" in rest
