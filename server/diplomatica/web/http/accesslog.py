"""The access log: one line of JSON for each answer, without anything that could be a secret.

A line tells when, what kind of request at which path, its outcome, and what it cost. It
tells neither who asked, but for a mark that lasts a day, nor the query, but for its
fingerprint, nor any other header or parameter.
"""

import json
import re
import secrets
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

from diplomatica.errors import CannotWrite

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
ACCOUNT = "diplomatica.account"
"""Where the account of a request stands in its scope."""
_GIVEN = re.compile(rb"[\w.:+/=@-]{1,128}", re.ASCII)
_TRACE = re.compile(rb"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_PROCESS, _NUMBERS = secrets.token_hex(6), count(1)


class Account:
    """What is told of a request: to its client, in the log and in the metrics."""

    __slots__ = (
        "begun",
        "bytes",
        "client",
        "id",
        "is_kept",
        "limit",
        "queried",
        "query",
        "rows",
        "status",
        "trace",
    )

    def __init__(self, scope: Message) -> None:
        """Take the time, and the names that the client or a proxy gives to the request.

        These are `X-Request-Id`, and `traceparent` (W3C Trace Context, section 3.2).
        """
        self.begun, self.id, self.trace = perf_counter(), "", ""
        for name, value in scope.get("headers", ()):
            if name == b"x-request-id" and _GIVEN.fullmatch(value):
                self.id = value.decode()
            elif name == b"traceparent" and _TRACE.fullmatch(value):
                self.trace = value.decode()
        self.id = self.id or f"{_PROCESS}-{next(_NUMBERS)}"
        self.client = self.query = self.limit = ""
        self.status = self.bytes = 0
        self.rows: int | None = None
        self.queried, self.is_kept = 0.0, False

    @property
    def seconds(self) -> float:
        """How long ago the request came."""
        return perf_counter() - self.begun

    @property
    def fields(self) -> list[tuple[bytes, bytes]]:
        """The header fields that tell a client of it (Server Timing, section 3)."""
        timing = f"total;dur={self.seconds * 1000:.1f}"
        if self.queried:
            timing += f", query;dur={self.queried * 1000:.1f}"
        if self.is_kept:
            timing += ", kept"
        named = self.id.encode()
        return [(b"server-timing", timing.encode()), (b"x-request-id", named)]


def account_of(scope: Message) -> Account:
    """The account of a request; a fresh one where nobody keeps any."""
    account = scope.get(ACCOUNT)
    return account if isinstance(account, Account) else Account(scope)


def fingerprint(query: str) -> str:
    """What tells a query from others, however its white space is set."""
    return blake2b(" ".join(query.split()).encode(), digest_size=8).hexdigest()


@lru_cache(1)
def _salt(day: date) -> bytes:
    """A salt that nobody knows, and that is another one each day."""
    return secrets.token_bytes(16)


def _mark(client: str, day: date) -> str:
    """What tells a client from others for a day, and cannot be led back to their address."""
    return blake2b(client.encode(), digest_size=6, key=_salt(day)).hexdigest()


def open_log(file: str) -> TextIO:
    """The file that lines are added to; "-" is standard output. Raises CannotWrite."""
    if file == "-":
        return sys.stdout
    try:
        return Path(file).open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise CannotWrite(file, error) from error


def write(stream: TextIO, scope: Message, account: Account) -> None:
    """Write the line of a request that has been answered."""
    now = datetime.now(UTC)
    line = {
        "time": now.isoformat(timespec="milliseconds"),
        "level": "error" if account.status >= 500 or not account.status else "info",
        "request": account.id,
        "method": scope["method"],
        "path": scope["path"],
        "status": account.status,
        "milliseconds": round(account.seconds * 1000, 3),
        "bytes": account.bytes,
    }
    more = {
        "rows": account.rows,
        "client": account.client and _mark(account.client, now.date()),
        "query": account.query and fingerprint(account.query),
        "limit": account.limit,
        "traceparent": account.trace,
        "kept": account.is_kept,
    }
    line |= {name: value for name, value in more.items() if value or value == 0}
    print(json.dumps(line), file=stream, flush=True)
