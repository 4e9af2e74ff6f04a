"""The body of a request that holds a query: unpacked, and no longer than a query may be."""

import zlib

from diplomatica.engine import Limits
from diplomatica.errors import LimitReached
from diplomatica.web.http.problem import Problem

_OF_GZIP = zlib.MAX_WBITS | 16
_GZIP = ("gzip", "x-gzip")  # they are the same (RFC 9110, section 8.4.1.3)


def longest(limits: Limits) -> int:
    """How many bytes a body may have: each of a query's may be percent-encoded."""
    return 3 * limits.query


def unpacked(body: bytes, encoding: str, limits: Limits) -> bytes:
    """A body without its content coding, of which gzip is known (RFC 9110, section 8.4).

    Raises Problem 400 for what is no gzip, 415 for another coding (section 15.5.16), and
    LimitReached as soon as more comes out than a query may have.
    """
    coding = encoding.strip().lower()
    if coding in ("", "identity"):
        return body
    if coding not in _GZIP:
        title = f"A query cannot be sent in the coding {encoding.strip()}"
        raise Problem(
            415, title, "Send it in gzip, or as it is.", Accept_Encoding="gzip"
        )
    try:
        plain = _from_gzip(body, longest(limits) + 1)
    except (EOFError, zlib.error) as error:
        detail = f"It says that it is, but it cannot be unpacked: {error}."
        raise Problem(400, "The body of this request is not gzip", detail) from error
    if len(plain) > longest(limits):
        check_length(len(plain), limits)
    return plain


def _from_gzip(packed: bytes, most: int) -> bytes:
    """The first bytes of what is packed, in C and in one go: others wait meanwhile.

    Raises zlib.error for what is no gzip, EOFError for what is not whole.
    """
    plain = b""
    while packed and len(plain) < most:
        member = zlib.decompressobj(_OF_GZIP)
        plain += member.decompress(packed, most - len(plain))
        if not member.eof and len(plain) < most:
            raise EOFError("it ends too soon")
        packed = member.unused_data
    return plain


def check_length(length: int, limits: Limits) -> None:
    """Raise LimitReached for a query that is longer than one may be."""
    if length > limits.query:
        advice = (
            "Join with data that is in the release instead of listing values, "
            "or ask in several queries."
        )
        raise LimitReached("query length", limits.query, "bytes", advice)
