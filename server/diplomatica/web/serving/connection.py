"""One connection of a client (RFC 9112), held within bounds from its first byte to its last.

uvicorn and httptools read and write HTTP. What is added here is that nobody can say too
much, too slowly or nothing at all, and that who is refused can read why.
"""

import asyncio
from enum import Enum, auto
from typing import Any

from httptools import (
    HttpParserError,
    HttpParserInvalidURLError,
    HttpParserUpgrade,
)
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from diplomatica.web.http.address import network_of, too_long
from diplomatica.web.http.problem import Problem
from diplomatica.web.http.reply import problem_reply
from diplomatica.web.serving.connections import Connections
from diplomatica.web.serving.direct import (
    MOST_IN_A_ROW,
    AtOnce,
    DirectProtocol,
    is_direct,
)
from diplomatica.web.serving.passing import new_parser, without_upgrade
from diplomatica.web.serving.refusals import (
    MALFORMED,
    NO_ADDRESS,
    PIPELINED,
    SLOW,
    Refused,
    too_large,
)
from diplomatica.web.serving.transport import Transport

_LAST_WORDS = 0.5  # seconds in which the first request of a connection may still come
_HEARD = 8  # requests that wait on a connection of which more is read
_DROPPED = 64 << 20  # bytes that are read of who was refused, so that they read why


class Phase(Enum):
    """How far a connection is with its newest request."""

    SILENT = auto()
    HEAD = auto()
    BODY = auto()
    ASKED = auto()
    ENDING = auto()


class Connection(DirectProtocol):
    """A connection that is counted, timed and bounded."""

    def __init__(self, connections: Connections, at_once: AtOnce, **given: Any) -> None:
        """Take the register of all connections, and what uvicorn gives to each."""
        super().__init__(at_once, **given)
        self._in_a_row, self._is_direct = 0, False
        self._is_last = False
        self._register, self._bounds = connections, connections.bounds
        self.phase = Phase.SILENT
        self.since = self.loop.time()
        self._requests = self._head = self._body = self._dropped = 0
        self._problem: Problem | None = None
        self._taken = self.since, 0
        self._is_early, self._early = False, b""
        self._anew = b""

    def connection_made(  # type: ignore[override]
        self, transport: asyncio.Transport
    ) -> None:
        """Count the connection, or tell its client that it has too many."""
        self.outward = Transport(transport, self._close)
        super().connection_made(self.outward)
        self.network = network_of(self.client[0]) if self.client else ""
        if problem := self._register.admitted(self):
            self._tell(problem)
        elif wait := self._register.wait(self):
            self._is_early = True
            self.loop.call_later(wait, self._hear)

    def _hear(self) -> None:
        """Read what a client said who had to wait."""
        self._is_early = False
        early, self._early = self._early, b""
        if early and not self.outward.is_closing():
            self.outward.resume_reading()
            self.data_received(early)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it no more."""
        self._register.forget(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, within the bounds of a head; nothing of who is to wait."""
        if self._is_early:
            self._early += data
            self.outward.pause_reading()
            return
        self._unset_keepalive_if_required()
        self._in_a_row = 0
        request, was_head = self._requests, self.phase is Phase.HEAD
        rest: bytes | None = data
        while rest:
            rest = self._read(rest)
        if was_head and self.phase is Phase.HEAD and request == self._requests:
            self._count(len(data))

    def _read(self, data: bytes) -> bytes | None:
        """Read on, and give what is left to be read, which is nothing of who is refused."""
        if self._problem or self.phase is Phase.ENDING:
            self._drop(len(data))
            return None
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as upgrade:
            return self._head_anew() + data[upgrade.args[0] :]
        except HttpParserInvalidURLError:
            self._problem = self._problem or NO_ADDRESS
            self.send_400_response("")
        except HttpParserError:
            self.send_400_response("")
        return None

    def _head_anew(self) -> bytes:
        """The head that was read, to be read again by a parser that reads its body, too."""
        head, self._anew = self._anew, b""
        if head:
            self.parser = new_parser(self)
        return head

    def _drop(self, length: int) -> None:
        self._dropped += length
        if self._dropped > _DROPPED:
            self.outward.abort()

    def on_message_begin(self) -> None:
        """A request begins: its head is counted anew."""
        super().on_message_begin()
        if len(self.pipeline) >= self._bounds.pipelined:
            self._refuse(PIPELINED)
        self._requests += 1
        self._head = self._body = 0
        self._enter(Phase.HEAD)

    def on_url(self, url: bytes) -> None:
        """A part of the address. It is refused as soon as it is too long."""
        super().on_url(url)
        if problem := too_long(len(self.url), self._bounds.target):
            self._refuse(problem)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header field (RFC 6585, section 5, where it is too large)."""
        self._head += len(name) + len(value)
        if len(value) > self._bounds.field:
            self._refuse(too_large(name, self._bounds.field))
        if self._head > self._bounds.head:
            self._refuse(too_large(b"", self._bounds.head))
        super().on_header(name, value)

    def _count(self, length: int) -> None:
        """Count what came of a field that has not ended, or of an address."""
        self._head += length
        room = self._bounds.head + self._bounds.target
        if self._head > room and not self._problem:
            self._problem = too_large(b"", self._bounds.head)
            self.send_400_response("")

    def on_headers_complete(self) -> None:
        """The head is whole: the request is answered, and its body may come.

        One that asks for another protocol is read anew without that wish: HTTP/1.1 is all
        that is spoken here (RFC 9110, section 7.8), and the parser would pass over its body.
        """
        self._enter(Phase.BODY)
        if self.parser.should_upgrade():
            self._anew = without_upgrade(self.parser, self.url, self.headers)
            return
        self._is_direct = self._may_be_direct()
        if not self._is_direct:
            super().on_headers_complete()
            self._stay_awake()
        if self._is_last and self.cycle:
            self.cycle.keep_alive = False

    def _stay_awake(self) -> None:
        """Read on behind a few requests that wait, to see if their client leaves."""
        waiting = sum(len(cycle.body) for cycle, _ in self.pipeline)
        may_go_on = self._register.may_read_ahead(self, waiting)
        if may_go_on and len(self.pipeline) < _HEARD:
            self.flow.resume_reading()

    def _may_be_direct(self) -> bool:
        """Whether the answer may be written at once, if there is one."""
        is_free = self.is_idle and not self.pipeline and not self.flow.write_paused
        if not is_free or self._is_last or self._in_a_row == MOST_IN_A_ROW:
            return False
        parser = self.parser
        is_lasting = parser.get_http_version() == "1.1" and parser.should_keep_alive()
        return is_lasting and is_direct(parser.get_method(), self.url, self.headers)

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        self._body += len(body)
        super().on_body(body)
        if self.pipeline:
            self._stay_awake()

    def on_message_complete(self) -> None:
        """The request is whole."""
        if self._anew:
            return
        if self._is_direct:
            if self._answer_at_once():
                return
            if not self.await_answer():
                super().on_headers_complete()
        self._enter(Phase.ASKED)
        self._register.busy(self)
        super().on_message_complete()

    def _answer_at_once(self) -> bool:
        """Whether the answer was to be had; else it is coming, or is made as all others are."""
        if not self.write_at_once(self.scope, self.url):
            return False
        self.server_state.total_requests += 1
        self._in_a_row += 1
        self._enter(Phase.SILENT)
        return True

    def on_response_complete(self) -> None:
        """An answer has been written: the next request may come."""
        if self._problem and not self.pipeline:
            self._tell(self._problem)
            return
        if self.cycle.response_complete and self.cycle.more_body:
            # What was refused unread is read no more.
            self._end()
            return
        super().on_response_complete()
        if self.pipeline or self._register.reads_ahead(self):
            self._stay_awake()
        if self.phase is Phase.ASKED and self.cycle.response_complete:
            self._enter(Phase.SILENT)
            self._register.spare(self)

    def _enter(self, phase: Phase) -> None:
        self.phase, self.since = phase, self.loop.time()

    def _refuse(self, problem: Problem) -> None:
        self._problem = problem
        raise Refused

    def send_400_response(self, msg: str) -> None:
        """Tell why this is refused, after the answers to what was asked before."""
        problem = self._problem = self._problem or MALFORMED
        if self.is_idle:
            self._tell(problem)
        elif self.cycle.more_body:
            self._give_up(problem)

    def _give_up(self, problem: Problem) -> None:
        """The newest request will never be whole: it is not answered, or broken off."""
        if self.pipeline and self.pipeline[0][0] is self.cycle:
            self.pipeline.popleft()
        elif not self.pipeline:
            self._break_off(problem)

    def _break_off(self, problem: Problem) -> None:
        """The request that is being answered will never be whole."""
        is_begun = self.cycle.response_started
        self.cycle.disconnected = True
        self.cycle.message_event.set()
        if is_begun:
            self.outward.abort()
        else:
            self._tell(problem)

    def _tell(self, problem: Problem) -> None:
        """Write the last answer of this connection."""
        self._register.refused[problem.status] += 1
        reply = problem_reply(problem, {"Connection": "close"})
        fields = [*self.server_state.default_headers, *reply.fields]
        lines = b"".join(b"%s: %s\r\n" % field for field in fields)
        head = STATUS_LINE[problem.status] + lines + b"\r\n"
        self.outward.write(head + reply.body)
        self._end()

    def _close(self) -> bool:
        """Whether the connection can be closed now; else it ends when its client has read."""
        if self.phase is Phase.BODY:
            self._end()
        return self.phase is not Phase.ENDING

    def _end(self) -> None:
        """Say no more, and read on for a while.

        A connection that is closed with bytes unread is reset, and its last answer lost
        (RFC 9112, section 9.6).
        """
        self._enter(Phase.ENDING)
        self._register.spare(self)
        self._unset_keepalive_if_required()
        self.flow.resume_reading()
        self.outward.end()

    def eof_received(self) -> None:
        """The client says no more: it has left, as browsers do."""

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being answered here: nobody loses an answer if it is ended."""
        return self.cycle is None or self.cycle.response_complete

    def shutdown(self) -> None:
        """End it with its process, but for a moment in which its first request may come.

        What a client has sent may not have been read yet, and would be lost unanswered.
        """
        is_heard = self._requests > 0 and self.phase not in (Phase.HEAD, Phase.BODY)
        if is_heard or not self.is_idle:
            super().shutdown()
            return
        self._is_last = True
        self.loop.call_later(_LAST_WORDS, super().shutdown)

    def abort(self) -> None:
        """End it at once."""
        self._register.forget(self)
        self.outward.abort()

    def look(self, now: float) -> None:
        """End it if its client says or takes too little; called every second."""
        if self._is_unread(now) or self._has_left():
            self.abort()
        elif self._is_late(now):
            self._time_out()

    def _has_left(self) -> bool:
        """Whether a client has left of whom no more is read, so that nothing else tells."""
        return self.flow.read_paused and not self.is_idle and self.outward.is_left

    def _is_late(self, now: float) -> bool:
        if self.phase is Phase.ASKED or self._waits():
            self.since = max(self.since, now - 1)
            return False
        return now - self.since > self._seconds()

    def _waits(self) -> bool:
        """Whether it is the server that a client waits for."""
        if self.phase is Phase.BODY:
            return self.flow.read_paused
        return self.phase is not Phase.ENDING and not self.is_idle

    def _seconds(self) -> float:
        """How long it may be as it is."""
        bounds = self._bounds
        match self.phase:
            case Phase.SILENT:
                return bounds.silence
            case Phase.BODY:
                return bounds.saying + self._body / bounds.rate
            case Phase.ENDING:
                return bounds.ending
        return bounds.saying

    def _time_out(self) -> None:
        """End it by what it waits for: with an answer, if its request never came."""
        if self.phase in (Phase.HEAD, Phase.BODY):
            self._problem = SLOW
            self.send_400_response("")
        elif self.phase is Phase.ENDING:
            self.abort()
        else:
            self.outward.close()

    def _is_unread(self, now: float) -> bool:
        """Whether the client takes its answer too slowly to be waited for."""
        unread = self.outward.unread
        taken = self.outward.written - unread
        since, before = self._taken
        if not unread:
            self._taken = now, taken
            return False
        if now - since < self._bounds.saying:
            return False
        self._taken = now, taken
        return taken - before < self._bounds.rate * (now - since)
