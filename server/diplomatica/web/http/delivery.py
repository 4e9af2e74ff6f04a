"""Delivery of what pages answer.

A thread makes the answer, and the event loop waits for who reads it slowly.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import BinaryIO

from diplomatica.web.http.accesslog import Message, Send
from diplomatica.web.http.address import header
from diplomatica.web.http.conditions import conditional_reply, conditions_of
from diplomatica.web.http.reply import Reply, reply_of

_CHUNK = 1 << 18  # bytes of a file that are read at once
_SOON = 0.05  # seconds
_PATH = b"x-sendfile"  # by which Flask and werkzeug name a file instead of reading it

Receive = Callable[[], Awaitable[Message]]
Pages = Callable[[Message, Receive, Send], Awaitable[None]]


async def deliver_page(
    pages: Pages, scope: Message, body: Receive, receive: Receive, send: Send
) -> None:
    """Let the pages answer a request in their thread, then send the answer.

    Where the answer names a file, the part of it that is asked for is sent. `body` gives
    what the pages read, `receive` what comes of the client after that.
    """
    start, made = await _start_and_body(pages, scope, body)
    headers = dict(start["headers"])
    path = headers.get(_PATH)
    start["headers"] = [field for field in start["headers"] if field[0] != _PATH]
    if path is None or scope["method"] == "HEAD":
        await send(start)
        await _send_body(made, send)
        return
    with Path(path.decode("latin-1")).open("rb") as file:
        await send(start)
        gone = asyncio.create_task(_disconnect(receive))
        try:
            start_at, length = _first(headers), int(headers[b"content-length"])
            await _send_file(file, start_at, length, send, gone)
        finally:
            gone.cancel()


class Watch:
    """Calls `leave` if a client closes its connection before the watch ends.

    What is received before, which is no more than the end of a body, is dropped.
    """

    def __init__(self, receive: Receive, leave: Callable[[], object]) -> None:
        """Begin soon: most answers are there by then, without the cost of watching."""
        self._receive, self._leave = receive, leave
        self._task: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(_SOON, self._begin)

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        await _disconnect(self._receive)
        self._leave()

    def end(self) -> None:
        """Watch no longer."""
        self._timer.cancel()
        if self._task:
            self._task.cancel()


async def deliver(reply: Reply, scope: Message, send: Send) -> None:
    """Send a reply as its client asks."""
    conditions = conditions_of(
        scope["method"], lambda name: header(scope, name.encode())
    )
    if len(reply.body) > _CHUNK:
        # to pack it takes longer than others should wait
        chosen = await asyncio.to_thread(conditional_reply, reply, conditions)
    else:
        chosen = conditional_reply(reply, conditions)
    body = b"" if conditions.method == "HEAD" else chosen.body
    start = {"type": "http.response.start", "status": chosen.status}
    await send({**start, "headers": chosen.fields})
    await _send_body(body, send)


async def _send_body(body: bytes, send: Send) -> None:
    """Send a body, no more of it at once than its reader takes."""
    rest = memoryview(body)
    while len(rest) > _CHUNK:
        part, rest = rest[:_CHUNK], rest[_CHUNK:]
        await send({"type": "http.response.body", "body": part, "more_body": True})
    last = rest if len(body) > _CHUNK else body
    await send({"type": "http.response.body", "body": last})


async def page_reply(pages: Pages, scope: Message, receive: Receive) -> Reply:
    """What the pages answer, no file, as a reply.

    Its ETag stands in it if whoever asks the same may be given it again.
    """
    start, body = await _start_and_body(pages, scope, receive)
    pairs = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in start["headers"]
    ]
    return reply_of(start["status"], pairs, body)


def names_file(reply: Reply) -> bool:
    """Whether a reply only names the file that holds its body."""
    return any(name.lower() == _PATH.decode() for name in reply.headers)


async def _start_and_body(
    pages: Pages, scope: Message, receive: Receive
) -> tuple[Message, bytes]:
    """The head and the whole body of what makes a page."""
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await pages(scope, receive, keep)
    start, *bodies = messages
    return start, b"".join(message["body"] for message in bodies)


def _first(headers: dict[bytes, bytes]) -> int:
    """Where the part begins that a 206 holds (RFC 9110, section 14.4), else 0."""
    _, places = headers.get(b"content-range", b"bytes 0-").split()
    return int(places.partition(b"-")[0])


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_file(
    file: BinaryIO, start: int, length: int, send: Send, gone: asyncio.Task[None]
) -> None:
    """Send a part of a file as fast as it is read, and no more to who is gone.

    The server does not tell of that.
    """
    file.seek(start)
    while not gone.done():
        chunk = await asyncio.to_thread(file.read, min(_CHUNK, length))
        if not chunk:
            break
        length -= len(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
