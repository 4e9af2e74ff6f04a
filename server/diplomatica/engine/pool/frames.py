"""Messages between the processes of the engine: Python objects.

They are pickled, each with its length before it. Both ends are this package's own, and
nothing that a client sends is ever unpickled.
"""

import pickle
import socket
import struct
from collections.abc import Iterator
from typing import Any

_LENGTH = struct.Struct("!Q")
_READ = 1 << 18


def packed(message: object) -> bytes:
    """A message as bytes."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def send(connection: socket.socket, message: object) -> None:
    """Send a message whole. Raises OSError where the other end is gone."""
    connection.sendall(packed(message))


def receive(connection: socket.socket) -> Any:
    """The next message, waited for, where none follows before it is answered.

    Raises EOFError where the other end is gone.
    """
    reader = FrameReader()
    while True:
        for message in reader.read(connection):
            return message


class FrameReader:
    """Takes messages from a connection, in as many parts as they come."""

    def __init__(self) -> None:
        """A reader between two messages: the length of the next one comes first."""
        self._parts: list[bytes] = []
        self._have = 0
        self._need = _LENGTH.size

    def read(self, connection: socket.socket) -> Iterator[Any]:
        """Read what is there, and give the messages that are whole.

        Raises EOFError where the other end is gone.
        """
        part = _received(connection)
        if part is None:
            return
        self._parts.append(part)
        self._have += len(part)
        while self._have >= self._need:
            first, *others = self._parts
            whole = b"".join(self._parts) if others else first
            end = _end(whole)
            if self._have >= end:
                yield pickle.loads(memoryview(whole)[_LENGTH.size : end])
                whole = whole[end:]
            self._parts, self._have = [whole], len(whole)
            self._need = _end(whole)


def _received(connection: socket.socket) -> bytes | None:
    """The bytes that are there, or None where there are none yet. Raises EOFError."""
    try:
        part = connection.recv(_READ)
    except BlockingIOError:
        return None
    except ConnectionError as error:
        raise EOFError from error
    if not part:
        raise EOFError
    return part


def _end(start: bytes) -> int:
    """Where a message that begins so ends; else where its length does."""
    if len(start) < _LENGTH.size:
        return _LENGTH.size
    (length,) = _LENGTH.unpack_from(start)
    return _LENGTH.size + int(length)
