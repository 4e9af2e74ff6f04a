"""Answers that are written as soon as their request is read, without a task of their own."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from diplomatica.web.gateway.atonce import COMING
from diplomatica.web.gateway.head import OF_BODY
from diplomatica.web.http.accesslog import Message
from diplomatica.web.operating.made import Awaited, Made
from diplomatica.web.serving.transport import Transport

_LOG = logging.getLogger(__name__)
Fields = Sequence[tuple[bytes, bytes]]
AtOnce = Callable[[Message], Made | Awaited | None]
"""What gives the answer to a request, or what is coming, without a task of its own."""
MOST = 8
"""So many are written for one connection before the others have their turn."""
_TARGET = b"/sparql?"
_OTHERWISE = (b"expect", *OF_BODY)


def is_direct(method: bytes, target: bytes, fields: Fields) -> bool:
    """Whether a request is a GET of /sparql with no more to it than its head."""
    if method != b"GET" or not target.startswith(_TARGET) or b"#" in target:
        return False
    return not any(name in _OTHERWISE for name, _ in fields)


def asked(scope: Mapping[str, Any], target: bytes) -> Message:
    """The request with what its address says, as others get it."""
    query = target.removeprefix(_TARGET)
    address = {"path": "/sparql", "raw_path": b"/sparql", "query_string": query}
    return {**scope, "method": "GET", **address}


def written(made: Made, everywhere: Fields) -> bytes:
    """An answer as it is sent, with the fields that the server sends with each.

    Raises ValueError where a field would break a line (RFC 9110, section 5.5).
    """
    fields = [*everywhere, *made.fields]
    lines = b"".join([b"%s: %s\r\n" % field for field in fields])
    if lines.count(b"\n") != len(fields) or lines.count(b"\r") != len(fields):
        raise ValueError(f"A header field holds the end of a line: {lines!r}")
    return b"".join((STATUS_LINE[made.status], lines, b"\r\n", made.body))


class DirectProtocol(HttpToolsProtocol):
    """A connection whose answers need no task of their own, where that is possible."""

    outward: Transport

    def __init__(self, at_once: AtOnce, **given: Any) -> None:
        """Take what answers without a task, and what uvicorn gives to each connection."""
        super().__init__(**given)
        self._at_once = at_once
        self._awaited: Awaited | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        """End the query that nobody waits for any more."""
        super().connection_lost(exc)
        if self._awaited:
            self._awaited.coming.outcome.cancel()

    def write_at_once(self, scope: Mapping[str, Any], target: bytes) -> bool:
        """Whether the answer was to be had; else it is coming, or is made as all others are."""
        return self._write(lambda: self._at_once(asked(scope, target)))

    def _write(self, find: Callable[[], Made | Awaited | None]) -> bool:
        """Whether an answer that is found here is whole, and was written."""
        try:
            found = find()
            if isinstance(found, Awaited):
                self._awaited = found
            elif found:
                whole = written(found, self.server_state.default_headers)
                self.outward.write_whole(whole)
                return True
        except Exception:
            _LOG.exception("A query could not be answered at once")
        return False

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """Answer a request in a task, unless its answer is coming without one."""
        awaited = self._awaited
        if awaited is None:
            super()._start_asgi_task(cycle, app)
            return
        come = partial(self._come, awaited, cycle, app)
        awaited.coming.outcome.add_done_callback(come)

    def _come(
        self, awaited: Awaited, cycle: RequestResponseCycle, app: Any, _: Any
    ) -> None:
        """Write the answer that came, or have a task see to what else it takes."""
        self._awaited = None
        if cycle.disconnected:
            awaited.left()
            return
        is_plain = cycle.keep_alive and not self.flow.write_paused
        if is_plain and self._write(lambda: awaited.made):
            cycle.response_started = cycle.response_complete = True
            self.on_response_complete()
            return
        scope: Message = cycle.scope  # type: ignore[assignment]
        scope[COMING] = awaited.coming
        super()._start_asgi_task(cycle, app)
