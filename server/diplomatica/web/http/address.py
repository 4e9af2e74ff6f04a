"""The address of this server and of who asks.

The headers of a request tell them, those of trusted proxies too.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from diplomatica.web.http import LONGEST
from diplomatica.web.http.accesslog import Message
from diplomatica.web.http.problem import Problem

Scope = Message
KNOWN = "diplomatica.fields"
"""Where a scope has the values of its headers, with the headers that they were read from."""
Known = tuple[list[tuple[bytes, bytes]], dict[bytes, str]]
_HOST = re.compile(
    rb"((?!xn--[.:]|xn--$)[A-Za-z0-9_-]{1,63}"
    rb"(\.(?!xn--[.:]|xn--$)[A-Za-z0-9_-]{1,63})*\.?"
    rb"|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?"
)
# What addresses are made of: what each header must be, and what to do where it is not.
# The last three are a proxy's.
HEADERS = {
    b"host": (
        _HOST,
        "The header Host names no host",
        "Send the host that you ask, as in Host: example.org.",
    ),
    b"x-forwarded-host": (
        _HOST,
        "The header X-Forwarded-Host names no host",
        "Let the proxy send the host that it was asked for.",
    ),
    b"x-forwarded-proto": (
        re.compile(b"https?", re.IGNORECASE),
        "The header X-Forwarded-Proto is neither http nor https",
        "Let the proxy send the scheme that it was asked by.",
    ),
    b"x-forwarded-prefix": (
        re.compile(rb"(?:/[\w.~!$&'()*+;=:@%-]+)*/?"),
        "The header X-Forwarded-Prefix is no path",
        "Let the proxy send the path below which it serves, as in /data.",
    ),
}


def too_long(target: int, most: int = LONGEST) -> Problem | None:
    """414 for a path and query of so many bytes (RFC 9110, section 15.5.15)."""
    if target <= most:
        return None
    detail = (
        f"This one has {target:,} bytes or more, and {most:,} are taken. "
        "POST a long query to /sparql as application/sparql-query, or as a form."
    )
    return Problem(414, "This address is too long", detail)


def header(scope: Scope, name: bytes) -> str:
    """The values of a header, as one."""
    headers = scope["headers"]
    known: Known | None = scope.get(KNOWN)
    if known is None or known[0] is not headers:
        known = scope[KNOWN] = headers, joined_fields(headers)
    return known[1].get(name, "")


def joined_fields(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, str]:
    """The values of each header, as one."""
    values: dict[bytes, str] = {}
    for name, value in headers:
        told = value.decode("latin-1")
        values[name] = f"{values[name]},{told}" if name in values else told
    return values


def to_root(path: str) -> str:
    """What leads from the address of an answer to the root of this site.

    It does so wherever a proxy serves the site.
    """
    return "../" * (path.count("/") - 1)


def fault(headers: Iterable[tuple[bytes, bytes]], proxies: int) -> Problem | None:
    """What is wrong with what headers say of this server's address; HTTP/1.0 does without."""
    for name, value in headers:
        if name == b"host" or (name in HEADERS and proxies):
            pattern, title, advice = HEADERS[name]
            told = [one for one in _values(name, value) if one]
            if not all(map(pattern.fullmatch, told)):
                return Problem(400, title, advice)
    return None


def _values(name: bytes, value: bytes) -> list[bytes]:
    """What a header says: a proxy's has a value for each of the proxies."""
    if name == b"host":
        return [value]
    return [one.strip() for one in value.split(b",")]


def client(peer: str, forwarded: str, proxies: int) -> str:
    """Who asks: the network of the connection, or of what the outermost trusted proxy saw.

    `peer` is the address at the other end of the connection, and `forwarded` the header
    X-Forwarded-For.
    """
    hops = forwarded.split(",")
    seen = hops[-proxies].strip() if 0 < proxies <= len(hops) else ""
    return network_of(seen or peer) if seen or peer else "unknown"


@lru_cache(4096)
def network_of(told: str) -> str:
    """Whom an address counts for: by IPv6 a network of 64 bits, as one household has.

    What is no address counts for itself.
    """
    if ":" not in told:
        return told
    try:
        address = ip_address(told.strip("[]").partition("%")[0])
    except ValueError:
        return told
    if not isinstance(address, IPv6Address):
        return told
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"
