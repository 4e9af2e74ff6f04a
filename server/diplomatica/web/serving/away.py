"""What is told on the address while no web process answers there: 503, and to ask again.

It is told by the process that holds the address, so it is little, and nothing waits for
whoever asks: a connection is looked at again and again, and never for long.
"""

import json
import logging
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from time import monotonic

_LOG = logging.getLogger(__name__)
_MOST = 500  # connections that are told at once; the others wait in the kernel
_READ = 1 << 16  # bytes of a request, of which its first line counts
_LINGERS = 2.0  # seconds to say something, and then to read what was told
_AGAIN = 2  # seconds, for Retry-After
_TITLE = "This server is starting"
_DETAIL = (
    "“{}” is made ready: its statements are loaded, its search and pages prepared."
)
_SOON = f"Ask again in {_AGAIN} seconds."
_BY_ITSELF = (
    f"This page looks again every {_AGAIN} seconds, and opens once that is done."
)
_STYLE = "font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem 1rem"


@dataclass
class _Asker:
    """A connection that was taken up, and what became of it."""

    connection: socket.socket
    until: float
    is_told: bool = False

    def is_left(self, what: str) -> bool:
        """Tell it `what` is prepared, once it asks; whether nothing more is to be done."""
        try:
            received = self.connection.recv(_READ)
            if received and not self.is_told:
                self.connection.send(_answer(received, what))
                self.connection.shutdown(socket.SHUT_WR)
                self.is_told, self.until = True, monotonic() + _LINGERS
        except BlockingIOError:
            return monotonic() > self.until
        except OSError:
            return True
        return not received


class Away:
    """Who asks on a socket while nobody answers."""

    def __init__(self, listener: socket.socket, what: str) -> None:
        """Take a socket that listens, and shall never be waited for.

        `what` is the title of the release that is made ready meanwhile, or what it is
        built of.
        """
        listener.setblocking(False)
        self.what = what
        self._listener = listener
        self._askers: list[_Asker] = []
        self._told = 0

    def tell(self, takes_up: bool) -> None:
        """Go on with those that were taken up; and take others up, if asked to."""
        if takes_up:
            self._askers += self._taken_up(_MOST - len(self._askers))
        staying = []
        for asker in self._askers:
            if asker.is_left(self.what):
                self._told += asker.is_told
                asker.connection.close()
            else:
                staying.append(asker)
        self._askers = staying

    def close(self) -> None:
        """Let go of those that are left."""
        for asker in self._askers:
            asker.connection.close()
        self._askers = []

    def report(self) -> None:
        """Have the log say how many were told since the last time."""
        if self._told:
            _LOG.warning(
                "Requests before it was ready, which were told so (503): %d.",
                self._told,
            )
            self._told = 0

    def _taken_up(self, most: int) -> Iterator[_Asker]:
        with suppress(OSError):
            for _ in range(most):
                connection, _ = self._listener.accept()
                connection.setblocking(False)
                yield _Asker(connection, monotonic() + _LINGERS)


def _answer(head_of_request: bytes, what: str) -> bytes:
    """The answer to a request of HTTP/1.1, as much of it as came at first."""
    is_page = b"text/html" in head_of_request
    body = (_page(what) if is_page else _problem(what)).encode()
    kind = "text/html; charset=utf-8" if is_page else "application/problem+json"
    again = f"Refresh: {_AGAIN}\r\n" if is_page else ""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    head = (
        f"HTTP/1.1 {status} {status.phrase}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\nRetry-After: {_AGAIN}\r\n{again}"
        "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + (b"" if head_of_request.startswith(b"HEAD ") else body)


def _page(what: str) -> str:
    """What a visitor sees meanwhile."""
    detail = escape(_DETAIL.format(what))
    return (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width'>"
        f"<title>{_TITLE}</title><body style='{_STYLE}'><h1>{_TITLE}</h1>"
        f"<p>{detail}</p><p>{_BY_ITSELF}</p></html>"
    )


def _problem(what: str) -> str:
    """What a program is told meanwhile (RFC 9457)."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    detail = f"{_DETAIL.format(what)} {_SOON}"
    told = {"type": "about:blank", "title": _TITLE, "status": status, "detail": detail}
    return json.dumps(told, ensure_ascii=False)
