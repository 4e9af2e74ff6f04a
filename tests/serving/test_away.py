"""Who asks while nobody answers is told so, and never left waiting."""

import json
import logging
import socket
import time
from collections.abc import Iterator

import pytest

from attacks import rest, status
from diplomatica.web.serving.away import Away
from diplomatica.web.serving.server import listening
from processes import free_port


class Door:
    """A socket that nobody answers on."""

    def __init__(self, port: int, away: Away) -> None:
        self.port, self.away = port, away

    def asked(self, said: bytes) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), 5)
        connection.sendall(said)
        return connection

    def told(self, said: bytes) -> bytes:
        with self.asked(said) as connection:
            for _ in range(3):
                self.away.tell(takes_up=True)
                time.sleep(0.05)
            return rest(connection)


@pytest.fixture
def door() -> Iterator[Door]:
    port = free_port()
    with listening("127.0.0.1", port) as listener:
        away = Away(listener, "Boats & <b>more</b>")
        yield Door(port, away)
        away.close()


def test_a_program_is_told_503_and_when_to_ask_again(door: Door) -> None:
    answer = door.told(b"GET /sparql HTTP/1.1\r\nHost: x\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert status(answer) == 503
    assert b"Retry-After: 2\r\n" in head + b"\r\n"
    told = json.loads(body)
    assert told["status"] == 503
    assert told["detail"].startswith("“Boats & <b>more</b>” is made ready")
    assert told["detail"].endswith("Ask again in 2 seconds.")
    assert b"Refresh" not in head


def test_a_browser_is_told_by_a_page(door: Door) -> None:
    answer = door.told(b"GET / HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n")
    assert b"Content-Type: text/html; charset=utf-8\r\n" in answer
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"\r\nRefresh: 2\r\n" in head
    assert "“Boats &amp; &lt;b&gt;more&lt;/b&gt;” is made ready" in body.decode()
    assert body.endswith(b"and opens once that is done.</p></html>")


def test_head_is_told_without_a_body(door: Door) -> None:
    answer = door.told(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert status(answer) == 503
    assert answer.endswith(b"\r\n\r\n")


def test_who_says_nothing_is_not_waited_for(door: Door) -> None:
    began = time.monotonic()
    with door.asked(b""), door.asked(b"") as silent:
        answer = door.told(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert status(answer) == 503
        assert time.monotonic() - began < 1
        time.sleep(2)
        door.away.tell(takes_up=False)
        assert rest(silent) == b""


def test_nobody_is_taken_up_where_another_will_answer(door: Door) -> None:
    with door.asked(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") as connection:
        door.away.tell(takes_up=False)
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_the_log_says_how_many_were_told(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        door.told(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        door.away.tell(takes_up=False)
        door.away.report()
        door.away.report()
    assert caplog.messages == [
        "Requests before it was ready, which were told so (503): 1."
    ]
