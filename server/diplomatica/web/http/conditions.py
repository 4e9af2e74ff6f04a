"""How an answer is sent: in gzip, only if it changed, or not at all, as its client asks (RFC 9110).

Whoever makes an answer, it leaves through here: pages, problems, and answers to queries.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from werkzeug.http import parse_etags, parse_range_header

from diplomatica.web.http.compression import takes_gzip
from diplomatica.web.http.problem import Problem, precondition_failed
from diplomatica.web.http.reply import GZIP, Reply, problem_reply

RANGE = re.compile(r"bytes=\s*(\d{1,18}-(?:\d{1,18})?|-\d{1,18})\s*", re.IGNORECASE)
"""One range of bytes: nothing is as long as a number of more digits says."""
_SAFE = ("GET", "HEAD", "QUERY")
# What a 304 does not tell again (section 15.4.5).
_OF_CONTENT = ("content-type", "content-encoding")


class Conditions(NamedTuple):
    """What a request says of how its answer is to be sent."""

    method: str
    accept_encoding: str = ""
    if_match: str = ""
    if_none_match: str = ""
    range: str = ""
    if_range: str = ""


_FIELDS = ("accept-encoding", "if-match", "if-none-match", "range", "if-range")


def conditions_of(method: str, header: Callable[[str], str]) -> Conditions:
    """The conditions of a request; `header` gives the value of a header field, or nothing."""
    return Conditions(method, *map(header, _FIELDS))


def conditional_reply(reply: Reply, conditions: Conditions) -> Reply:
    """The reply as this client gets it (sections 8.4, 13.2.2 and 14.2).

    A part is one of the plain bytes, as programs read that fetch a table piece by piece.
    """
    is_packed = not conditions.range and takes_gzip(conditions.accept_encoding)
    chosen = reply.compressed if is_packed else reply
    if not reply.etag or conditions.method not in _SAFE:
        return chosen
    if conditions.if_match and not _is_meant(reply.etag, conditions.if_match):
        return problem_reply(precondition_failed())
    if conditions.if_none_match and _is_known(chosen.etag, conditions.if_none_match):
        return _not_modified(chosen)
    return _part(chosen, conditions) if conditions.range else chosen


def _part(reply: Reply, conditions: Conditions) -> Reply:
    """The part that is asked for, or the whole where no part is to be sent."""
    is_whole = conditions.method != "GET" or not RANGE.fullmatch(conditions.range)
    if is_whole or conditions.if_range not in ("", reply.etag):
        return reply
    size, ranges = len(reply.body), parse_range_header(conditions.range)
    if ranges is None or -ranges.ranges[0][0] >= size:
        return reply
    places = ranges.range_for_length(size)
    if places is None:
        return problem_reply(_past_the_end(size))
    told = {"Content-Range": f"bytes {places[0]}-{places[1] - 1}/{size}"}
    headers, body = reply.headers | told, reply.body[slice(*places)]
    return Reply(206, headers, body, reply.rows, reply.etag)


def _past_the_end(size: int) -> Problem:
    detail = f"This answer has {size:,} bytes: ask for a part of these."
    title = "This part lies past the end"
    return Problem(416, title, detail, Content_Range=f"bytes */{size}")


def _is_meant(etag: str, if_match: str) -> bool:
    """Whether If-Match names what is here; in gzip it is the same."""
    plain = etag.strip('"')
    named = parse_etags(if_match)
    return named.contains(plain) or named.contains(f"{plain}{GZIP}")


def _is_known(etag: str, if_none_match: str) -> bool:
    return parse_etags(if_none_match).contains_weak(etag.strip('"'))


def _not_modified(reply: Reply) -> Reply:
    headers = {
        name: value
        for name, value in reply.headers.items()
        if name.lower() not in _OF_CONTENT
    }
    return Reply(304, headers, b"", reply.rows, reply.etag)
