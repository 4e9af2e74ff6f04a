"""Compression of answers (RFC 9110, section 8.4.1)."""

import gzip
from functools import lru_cache

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

SMALLEST = 512
"""The bytes below which compression costs more than it saves."""
_LEVEL = 5
_LONGEST = 1000


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client takes gzip, and likes it no less than the plain bytes.

    Headers past all reason are not read.
    """
    return len(accept_encoding) <= _LONGEST and _takes_gzip(accept_encoding)


@lru_cache(1024)
def _takes_gzip(accept_encoding: str) -> bool:
    accepted = parse_accept_header(accept_encoding, Accept)
    plain = accepted.quality("identity") if "identity" in accept_encoding else 0
    gzip_quality = accepted.quality("gzip")
    return gzip_quality > 0 and gzip_quality >= plain


def gzipped(body: bytes) -> bytes:
    """The body compressed, the same for the same body."""
    return gzip.compress(body, _LEVEL, mtime=0)
