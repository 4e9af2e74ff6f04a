"""Requests that ask for another protocol than HTTP/1.1: their wish is passed over."""

from httptools import HttpRequestParser

_Fields = list[tuple[bytes, bytes]]


def new_parser(reader: object) -> HttpRequestParser:
    """A parser as uvicorn makes one, which has read nothing."""
    parser = HttpRequestParser(reader)
    parser.set_dangerous_leniencies(lenient_data_after_close=True)
    return parser


def without_upgrade(parser: HttpRequestParser, target: bytes, fields: _Fields) -> bytes:
    """The head of a request without the protocol that it would rather speak.

    Nothing for CONNECT, which has no body, and cannot be said otherwise.
    """
    method = parser.get_method()
    if method == b"CONNECT":
        return b""
    version = parser.get_http_version().encode()
    kept = [(name, value) for name, value in fields if name != b"upgrade"]
    lines = [b"%b: %b" % field for field in kept]
    first = b"%b %b HTTP/%b" % (method, target, version)
    return b"\r\n".join([first, *lines, b"", b""])
