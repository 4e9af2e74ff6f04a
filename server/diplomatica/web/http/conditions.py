"""How an answer is sent: in gzip, only if it changed, or not at all, as its client asks (RFC 9110).

Whoever makes an answer, it leaves through here: pages, problems, and answers to queries.
"""

from typing import NamedTuple

from werkzeug.http import parse_etags

from diplomatica.web.http.compression import takes_gzip
from diplomatica.web.http.problem import precondition_failed
from diplomatica.web.http.reply import GZIP, Reply, refused

_SAFE = ("GET", "HEAD", "QUERY")
# What a 304 does not tell again (section 15.4.5).
_OF_CONTENT = ("content-type", "content-encoding")


class Conditions(NamedTuple):
    """What a request says of how its answer is to be sent."""

    method: str
    accept_encoding: str = ""
    if_match: str = ""
    if_none_match: str = ""


def sent(reply: Reply, asked: Conditions) -> Reply:
    """The reply as this client gets it (sections 8.4 and 13.2.2)."""
    chosen = reply.compressed if takes_gzip(asked.accept_encoding) else reply
    if not reply.etag or asked.method not in _SAFE:
        return chosen
    if asked.if_match and not _is_meant(reply.etag, asked.if_match):
        return refused(precondition_failed())
    if asked.if_none_match and _is_known(chosen.etag, asked.if_none_match):
        return _not_modified(chosen)
    return chosen


def _is_meant(etag: str, if_match: str) -> bool:
    """Whether If-Match names what is here; in gzip it is the same."""
    plain = etag.strip('"')
    named = parse_etags(if_match)
    return named.contains(plain) or named.contains(f"{plain}{GZIP}")


def _is_known(etag: str, if_none_match: str) -> bool:
    return parse_etags(if_none_match).contains_weak(etag.strip('"'))


def _not_modified(reply: Reply) -> Reply:
    told = [name for name in reply.headers if name.lower() not in _OF_CONTENT]
    headers = {name: reply.headers[name] for name in told}
    return Reply(304, headers, b"", reply.rows, reply.etag)
