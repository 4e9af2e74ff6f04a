"""What is wrong with the head of a request, found before anything of it is read."""

from functools import lru_cache
from typing import NamedTuple

from diplomatica.web.http import address
from diplomatica.web.http.accesslog import Message
from diplomatica.web.http.problem import Problem

_MOST_RANGES = 100
_LISTS = (
    b"accept",
    b"accept-encoding",
    b"accept-language",
    b"if-match",
    b"if-none-match",
    b"x-forwarded-for",
)
OF_BODY = (b"content-length", b"transfer-encoding")
"""The headers that tell of a body."""


Headers = tuple[tuple[bytes, bytes], ...]


class Head(NamedTuple):
    """What the headers of a request say before anything of it is answered."""

    fault: Problem | None
    """Why it is refused at sight, if it is."""
    headers: list[tuple[bytes, bytes]]
    """Those without an underscore: WSGI takes the others for what a proxy guards."""
    fields: dict[bytes, str]
    client: str


def read(scope: Message, proxies: int) -> Head:
    """The head of a request; so many `proxies` are trusted."""
    peer = scope["client"][0] if scope.get("client") else ""
    is_old = scope["http_version"] == "1.0"
    return _read(tuple(scope["headers"]), peer, is_old, proxies)


# A client sends the same headers with each of its requests.
@lru_cache(256)
def _read(sent: Headers, peer: str, is_old: bool, proxies: int) -> Head:
    headers = [pair for pair in sent if b"_" not in pair[0]]
    fields = address.joined_fields(headers)
    client = address.client(peer, fields.get(b"x-forwarded-for", ""), proxies)
    return Head(_fault(headers, is_old, proxies), headers, fields, client)


def fault(scope: Message, head: Head) -> Problem | None:
    """Why a request with this head is refused at sight, if it is."""
    target = len(scope["path"]) + len(scope["query_string"])
    return address.too_long(target) or head.fault


def request_with_head(scope: Message, head: Head) -> Message:
    """The request with its head, as it has been read."""
    told = head.headers, head.fields
    return {**scope, "headers": head.headers, address.KNOWN: told}


def _fault(
    headers: list[tuple[bytes, bytes]], is_old: bool, proxies: int
) -> Problem | None:
    """What is wrong with the head of a request, if anything."""
    return (
        _of_host(headers, is_old)
        or _too_many_ranges(headers)
        or address.fault(headers, proxies)
    )


def _of_host(headers: list[tuple[bytes, bytes]], is_old: bool) -> Problem | None:
    """400 without the one header Host that there must be (RFC 9112, section 3.2)."""
    count = sum(name == b"host" for name, _ in headers)
    if count == 1 or (not count and is_old):
        return None
    title = f"This request has {count} headers Host" if count else "No header Host"
    return Problem(400, title, "Send one, with the host that you ask.")


def _too_many_ranges(headers: list[tuple[bytes, bytes]]) -> Problem | None:
    """400 for a header that lists more than is read."""
    counts: dict[bytes, int] = {}
    for name, value in headers:
        if name in _LISTS:
            counts[name] = counts.get(name, 0) + value.count(b",") + 1
    for name, count in counts.items():
        if count > _MOST_RANGES:
            told = name.decode().title()
            detail = (
                f"It has {count}, and {_MOST_RANGES} are read. Send what you prefer."
            )
            return Problem(400, f"The header {told} lists too much", detail)
    return None


def has_body(scope: Message) -> bool:
    """Whether a request comes with a body, as far as its header tells."""
    return any(name in OF_BODY and value != b"0" for name, value in scope["headers"])
