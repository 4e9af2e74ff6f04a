"""Stretches of a query that are to be written otherwise, one within another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from diplomatica.engine.rewriting.edits import Edit
from diplomatica.engine.sparql.query import Token

# Each depth repeats what is within it.
_DEEPEST = 3
_MOST = 500


@dataclass(frozen=True)
class TokenSpan:
    """Some tokens, the parts of them that stay, and what is written of these."""

    start: int
    end: int
    parts: tuple[range, ...]
    written: Callable[..., str]

    def holds(self, other: "TokenSpan") -> bool:
        """Whether another stands within this, or is this."""
        return self.start <= other.start and other.end <= self.end


def are_too_many(spans: Sequence[TokenSpan]) -> bool:
    """Whether a query would become too long by them: what is within one is written repeatedly."""
    if len(spans) > _MOST:
        return True

    def depth(span: TokenSpan) -> int:
        return sum(outer.holds(span) for outer in spans)

    return max(map(depth, spans), default=0) > _DEEPEST


def edits_of(
    query: str, read: Sequence[Token], spans: Sequence[TokenSpan]
) -> list[Edit]:
    """The edits that write the outermost spans, and within them the others."""
    return [
        Edit(
            read[one.start].start,
            read[one.end - 1].end,
            _span_text(query, read, spans, one),
        )
        for one in _outermost(spans)
    ]


def _outermost(spans: Sequence[TokenSpan]) -> Iterator[TokenSpan]:
    end = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start >= end:
            yield span
            end = span.end


def _span_text(
    query: str, read: Sequence[Token], spans: Sequence[TokenSpan], span: TokenSpan
) -> str:
    if not span.parts:
        return span.written()
    within = [one for one in spans if one is not span and span.holds(one)]
    texts = (_part(query, read, within, part) for part in span.parts)
    return span.written(*texts)


def _part(
    query: str, read: Sequence[Token], spans: Sequence[TokenSpan], part: range
) -> str:
    """A part of a span, with what is written otherwise in it."""
    first, last = read[part.start], read[part.stop - 1]
    inner = [one for one in spans if part.start <= one.start and one.end <= part.stop]
    parts, place = [], first.start
    for edit in edits_of(query, read, inner):
        parts += [query[place : edit.start], edit.text]
        place = edit.end
    return "".join([*parts, query[place : last.end]])
