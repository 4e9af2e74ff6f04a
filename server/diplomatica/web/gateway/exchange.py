"""One request and its answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from diplomatica.engine import Limits
from diplomatica.errors import LimitReached
from diplomatica.web.gateway.backend import Backend
from diplomatica.web.gateway.head import has_body
from diplomatica.web.gateway.shares.heldbytes import HeldBytes
from diplomatica.web.http.accesslog import Message, Send
from diplomatica.web.http.delivery import Watch, deliver
from diplomatica.web.http.problem import Problem
from diplomatica.web.http.reply import Reply
from diplomatica.web.sparql.body import check_length, longest

Receive = Callable[[], Awaitable[Message]]
LARGE = 1 << 16
"""The bytes of an answer beyond which it is held, and is not sent while others wait."""


class Left(Exception):
    """The client has left: whatever was to be answered, nobody reads it."""


@dataclass(frozen=True)
class Exchange:
    """A request of a client, the way back to them, and the release that it is answered from."""

    backend: Backend
    scope: Message
    client: str
    receive: Receive
    send: Send
    held: HeldBytes

    async def body(self) -> bytes:
        """The body of the request.

        Raises LimitReached for one that is longer than a query may be, percent-encoded,
        and Problem 400 for one that is not whole.
        """
        if not has_body(self.scope):
            return b""
        return await read(self.receive, self.backend.settings.limits)

    async def form(self) -> bytes:
        """The body of a request for a page, counted for its client while it comes.

        Raises Problem 400 for one that is not whole, 413 for one that is too long, and
        TooManyQueries where as many are coming as may.
        """
        limits = self.backend.settings.limits
        with self.backend.workers.coming(self.client):
            try:
                return await read(self.receive, limits)
            except LimitReached as error:
                detail = (
                    f"It has more than {longest(limits):,} bytes: send it in parts."
                )
                title = "This request is too large"
                raise Problem(413, title, detail) from error

    async def outcome(self, asking: asyncio.Future[Any]) -> Any:
        """What comes of a query; it is ended when the client leaves. Raises Left then."""
        watching = Watch(self.receive, asking.cancel)
        try:
            return await asking
        except asyncio.CancelledError:
            this = asyncio.current_task()
            if this and this.cancelling():
                raise
            raise Left from None
        finally:
            watching.end()

    async def deliver(self, reply: Reply) -> None:
        """Send a reply as the client asks; a large one counts until it is read."""
        length = len(reply.body)
        if length < LARGE:
            await deliver(reply, self.scope, self.send)
            return
        with self.held.taken(self.client, length):
            await deliver(reply, self.scope, self.send)


async def read(receive: Receive, limits: Limits) -> bytes:
    """A body to its end. Raises as Exchange.body does."""
    parts, length = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(
                400,
                "This request is not whole",
                "It ended before its body did. Send it again.",
            )
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > longest(limits):
            check_length(length, limits)
        if not message.get("more_body"):
            return b"".join(parts)


def replayed(body: bytes) -> Receive:
    """What gives a body that was read, once more."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
