"""Answers that are written as soon as their request is read, without a task of their own."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from diplomatica.web.gateway.head import OF_BODY
from diplomatica.web.http.accesslog import Message
from diplomatica.web.operating.operated import Made

Fields = Sequence[tuple[bytes, bytes]]
AtOnce = Callable[[Message], Made | None]
"""What gives the answer to a request, where that can be had without waiting."""
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
