"""Content negotiation (RFC 9110, section 12.5.1).

It is shared by everything that has more than one form.
"""

import re
from collections.abc import Sequence

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from diplomatica.model.formats import Format, by_name

Range = tuple[str, float]
_POINT = re.compile(r"=\s*\.")  # many write q=.5
_RANGE = re.compile(r"[^/*]+/[^/]+|\*/\*")


def wanted_format(
    name: str | None, header: str | None, offered: Sequence[Format]
) -> Format | None:
    """The format that a client wants: by `?format=`, or else by its Accept header."""
    return by_name(name, tuple(offered)) if name else choose(header, offered)


def choose(header: str | None, offered: Sequence[Format]) -> Format | None:
    """The format that a client likes best, None where it likes none of them.

    Among equals: what it names before what it only includes, then the order of its list, then ours.
    Without an Accept header, or with one that says nothing, the first that is offered.
    """
    ranges = _ranges(header or "")
    if not ranges:
        return offered[0] if offered else None
    ranked = []
    for order, form in enumerate(offered):
        if rank := _rank(form, ranges):
            ranked.append((rank, order))
    if not ranked:
        return None
    _, best = min(ranked)
    return offered[best]


def _ranges(header: str) -> list[Range]:
    """The media ranges of an Accept header, without parameters, with their qualities."""
    ranges = []
    for written, quality in parse_accept_header(_POINT.sub("=0.", header), Accept):
        media = written.partition(";")[0].strip().lower()
        if _RANGE.fullmatch(media):
            ranges.append((media, quality))
    return ranges


def _rank(form: Format, ranges: list[Range]) -> tuple[float, int, int] | None:
    """How well a format suits, the smallest best.

    A client's narrowest range that fits decides for a media type. A format's other
    names count only where a client names them: `application/*` does not mean Turtle.
    """
    ranks = []
    for media_type in form.media_types:
        fitting = [
            (_breadth(media), place, quality)
            for place, (media, quality) in enumerate(ranges)
            if media == media_type
            or (media_type == form.media_type and media in (_kind(media_type), "*/*"))
        ]
        if fitting and (decides := min(fitting))[2] > 0:
            ranks.append((-decides[2], *decides[:2]))
    return min(ranks) if ranks and (form.media_type, 0) not in ranges else None


def _kind(media_type: str) -> str:
    return f"{media_type.partition('/')[0]}/*"


def _breadth(media: str) -> int:
    """0 for a media type, 1 for all subtypes of a type, 2 for everything."""
    return media.count("*")
