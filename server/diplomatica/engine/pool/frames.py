"""Messages between the processes of the engine: Python objects, each with its length before it.

They are pickled. Both ends are this package's own, and nothing that a client sends is ever unpickled.
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
    """The next message, waited for, where no other follows before it is answered. Raises EOFError."""
    reader = Reader()
    while True:
        for message in reader.read(connection):
            return message


class Reader:
    """Takes messages from a connection, in as many parts as they come."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[bytes] = []
        self._have = 0
        self._need = _LENGTH.size

    def read(self, connection: socket.socket) -> Iterator[Any]:
        """Read what is there, and give the messages that are whole. Raises EOFError where the other end is gone."""
        try:
            part = connection.recv(_READ)
        except BlockingIOError:
            return
        except ConnectionError as error:
            raise EOFError from error
        if not part:
            raise EOFError
        self._parts.append(part)
        self._have += len(part)
        while self._have >= self._need:
            whole = b"".join(self._parts) if len(self._parts) > 1 else self._parts[0]
            end = _LENGTH.size + _LENGTH.unpack_from(whole)[0]
            if self._have >= end:
                yield pickle.loads(memoryview(whole)[_LENGTH.size : end])
                whole = whole[end:]
            self._parts, self._have = [whole], len(whole)
            self._need = (
                _LENGTH.size
                if self._have < _LENGTH.size
                else _LENGTH.size + _LENGTH.unpack_from(whole)[0]
            )
