"""Answers that are written as soon as their request is read, without a task of their own."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from uvicorn._types import ASGI3Application
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
MOST_IN_A_ROW = 8
"""So many are written for one connection before the others have their turn."""
_TARGET = b"/sparql?"
_OTHERWISE = (b"expect", *OF_BODY)


def is_direct(method: bytes, target: bytes, fields: Fields) -> bool:
    """Whether a request is a GET of /sparql with no more to it than its head."""
    if method != b"GET" or not target.startswith(_TARGET) or b"#" in target:
        return False
    return not any(name in _OTHERWISE for name, _ in fields)


def request_of(scope: Mapping[str, Any], target: bytes) -> Message:
    """The request with what its address says, as others get it."""
    query = target.removeprefix(_TARGET)
    address = {"path": "/sparql", "raw_path": b"/sparql", "query_string": query}
    return {**scope, "method": "GET", **address}


def bytes_sent(made: Made, everywhere: Fields) -> bytes:
    """An answer as it is sent, with the fields that the server sends with each.

    Raises ValueError where a field would break a line (RFC 9110, section 5.5).
    """
    fields = [*everywhere, *made.fields]
    lines = b"".join([b"%s: %s\r\n" % field for field in fields])
    ends = {lines.count(b"\r"), lines.count(b"\n")}
    if ends != {len(fields)}:
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
        self._running: RequestResponseCycle | Waiting | None = None

    def _start_asgi_task(
        self, cycle: RequestResponseCycle, app: ASGI3Application
    ) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def connection_lost(self, exc: Exception | None) -> None:
        """End the query that nobody waits for any more.

        uvicorn tells the newest request only, and an older one may be running still.
        """
        running = self._running
        if running and not running.response_complete:
            running.disconnected = True
            running.message_event.set()
        super().connection_lost(exc)
        if self._awaited:
            self._awaited.coming.outcome.cancel()

    def write_at_once(self, scope: Mapping[str, Any], target: bytes) -> bool:
        """Whether the answer was to be had; else it is coming, or is made as all others are."""
        return self._write(lambda: self._at_once(request_of(scope, target)))

    def _write(self, find: Callable[[], Made | Awaited | None]) -> bool:
        """Whether an answer that is found here is whole, and was written."""
        try:
            made = find()
            if isinstance(made, Awaited):
                self._awaited = made
            elif made:
                whole = bytes_sent(made, self.server_state.default_headers)
                self.outward.write_whole(whole)
                return True
        except Exception:
            _LOG.exception("A query could not be answered at once")
        return False

    def await_answer(self) -> bool:
        """Whether the answer to the request is coming: then it is written once it is there."""
        awaited = self._awaited
        if awaited is None:
            return False
        waiting = Waiting(self.scope, self.url)
        self.cycle = waiting  # type: ignore[assignment]
        self._running = waiting
        come = partial(self._come, awaited, waiting)
        awaited.coming.outcome.add_done_callback(come)
        return True

    def _come(self, awaited: Awaited, waiting: "Waiting", _: Any) -> None:
        """Write the answer that came, or have a task see to what else it takes."""
        self._awaited = None
        awaited.coming.end()
        if waiting.disconnected:
            awaited.left()
            return
        is_plain = waiting.keep_alive and not self.flow.write_paused
        if is_plain and self._write(lambda: awaited.made):
            waiting.response_complete = True
            self.on_response_complete()
        else:
            self._begin_task(waiting, awaited)

    def _begin_task(self, waiting: "Waiting", awaited: Awaited) -> None:
        """Answer a request as all others are, with what came for it at hand."""
        scope = {**waiting.scope, COMING: awaited.coming}
        cycle = RequestResponseCycle(
            scope=scope,  # type: ignore[arg-type]
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=waiting.keep_alive,
            on_response=self.on_response_complete,
        )
        cycle.more_body = False
        # a newer request that was sent meanwhile keeps its place
        if self.cycle is waiting:  # type: ignore[comparison-overlap]
            self.cycle = cycle
        self._start_asgi_task(cycle, self.app)


class Waiting:
    """A request that waits for its answer: what uvicorn asks of one that is answered."""

    more_body = response_started = False

    def __init__(self, scope: Mapping[str, Any], target: bytes) -> None:
        """Nothing is answered yet."""
        self.scope = request_of(scope, target)
        self.message_event = self
        self.disconnected = self.response_complete = False
        self.keep_alive = True

    def set(self) -> None:
        """Whoever waits for a message is told that there is one: nobody waits here."""
