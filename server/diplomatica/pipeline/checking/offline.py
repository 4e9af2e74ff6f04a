"""What keeps a build from asking other servers: it depends on its files, and on nothing else."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from diplomatica.errors import DiplomaticaError

_EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.sendto")
_ASKED: ContextVar[list[str] | None] = ContextVar("ASKED", default=None)


class _NoNetworkError(DiplomaticaError):
    """Something in a build has asked another server."""


@contextmanager
def offline() -> Iterator[None]:
    """Let no socket be connected until the end of this block.

    Raises DiplomaticaError at its end where that was tried, even if in silence, as
    SERVICE SILENT does.
    """
    addresses: list[str] = []
    token = _ASKED.set(addresses)
    try:
        yield
    finally:
        _ASKED.reset(token)
    if addresses:
        raise _NoNetworkError(addresses[0])


def _refuse(
    event: str,
    arguments: tuple[object, ...],
    asked_of: ContextVar[list[str] | None] = _ASKED,
    events: tuple[str, ...] = _EVENTS,
) -> None:
    """A hook of the interpreter: it is called after the names of this module are gone."""
    addresses = asked_of.get() if event in events else None
    if addresses is not None:
        to = arguments[1] if event == "socket.connect" else arguments[0]
        message = (
            f"another server is asked ({to}), as by SERVICE in a query: a build depends "
            "on its files alone. Bring what it would answer as a file."
        )
        addresses.append(message)
        raise _NoNetworkError(message)


sys.addaudithook(_refuse)
