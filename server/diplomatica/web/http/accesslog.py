"""The access log: one line of JSON for each answer, without anything that could be a secret.

A line tells when, what kind of request at which path, its outcome, and what it cost. It
tells neither who asked, nor the query, nor any other header or parameter.
"""

import json
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

from diplomatica.errors import CannotWrite

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


def opened(file: str) -> TextIO:
    """The file that lines are added to; "-" is standard output. Raises CannotWrite."""
    if file == "-":
        return sys.stdout
    try:
        return Path(file).open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise CannotWrite(file, error) from error


class Line:
    """One line in the making: it sees what is sent."""

    def __init__(self, stream: TextIO, scope: Message, send: Send) -> None:
        """Take the time, and whose messages are counted: `scope` is the request."""
        self._stream, self._scope, self._send = stream, scope, send
        self._start, self._status, self._bytes = perf_counter(), 0, 0

    async def send(self, message: Message) -> None:
        """Send on, and count."""
        self._status = message.get("status", self._status)
        self._bytes += len(message.get("body", b""))
        await self._send(message)

    def write(self, rows: int | None) -> None:
        """Write the line; `rows` are those of the answer to a query."""
        milliseconds = (perf_counter() - self._start) * 1000
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": self._scope["method"],
            "path": self._scope["path"],
            "status": self._status,
            "milliseconds": round(milliseconds, 3),
            "bytes": self._bytes,
        }
        if rows is not None:
            line["rows"] = rows
        print(json.dumps(line), file=self._stream, flush=True)
