"""The way out of a connection."""

import asyncio
import select
from collections.abc import Callable
from typing import Any

# Only Linux tells that the other side has closed behind what is unread.
_CLOSED = getattr(select, "POLLRDHUP", select.POLLHUP) | select.POLLHUP | select.POLLERR
_COPIED = 1 << 14  # bytes of a body that are copied behind its head


class Transport(asyncio.Transport):
    """A transport that counts what is written, and asks before it is closed.

    Who is answered before they have said all would lose the answer otherwise.
    """

    def __init__(self, inner: asyncio.Transport, may_close: Callable[[], bool]) -> None:
        """Take the transport of the connection, and what says whether it can be closed."""
        super().__init__()
        self._inner, self._may_close = inner, may_close
        self._write = inner.write
        self.is_closing = inner.is_closing  # type: ignore[method-assign]
        self.pause_reading = inner.pause_reading  # type: ignore[method-assign]
        self.resume_reading = inner.resume_reading  # type: ignore[method-assign]
        self._soon = asyncio.get_running_loop().call_soon
        self._head = b""
        self.written = 0

    def write(self, data: Any) -> None:
        """Send bytes, or keep them until there is room.

        The head of an answer waits for its body, which mostly comes at once: together
        they cost one call of the system, and one packet.
        """
        self.written += len(data)
        if self._head:
            self._write_with_head(data)
        elif data[:5] == b"HTTP/":
            self._head = data
            self._soon(self._flush)
        else:
            self._write(data)

    def write_whole(self, data: bytes) -> None:
        """Send an answer, head and body in one."""
        self._flush()
        self.written += len(data)
        self._write(data)

    def _write_with_head(self, data: Any) -> None:
        if len(data) > _COPIED:
            self._flush()
            self._write(data)
        else:
            head, self._head = self._head, b""
            self._write(head + data)

    def _flush(self) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._write(head)

    def close(self) -> None:
        """End the connection once all is sent."""
        if self._may_close():
            self._flush()
            self._inner.close()

    def end(self) -> None:
        """Send no more, and read on."""
        self._flush()
        if not self._inner.is_closing() and self._inner.can_write_eof():
            self._inner.write_eof()

    def abort(self) -> None:
        """End the connection at once, whatever waits."""
        self._inner.abort()

    @property
    def unread(self) -> int:
        """The bytes that are not yet sent."""
        return self._inner.get_write_buffer_size() + len(self._head)

    @property
    def is_left(self) -> bool:
        """Whether the other side has closed it, whatever of it is still to be read."""
        polled = select.poll()
        polled.register(self._inner.get_extra_info("socket").fileno(), _CLOSED)
        return bool(polled.poll(0))

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What is known of the connection, such as its addresses."""
        return self._inner.get_extra_info(name, default)
