"""Segments: a text cut wherever something that covers words of it begins or ends."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from diplomatica.model.text.article import Passage

Covering = TypeVar("Covering")


@dataclass(frozen=True)
class Segment(Generic[Covering]):
    """A stretch of words in which nothing begins or ends, and all that covers it."""

    start: int
    words: str
    covered_by: tuple[Covering, ...]

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.words)


def segments(
    within: Passage, spans: Iterable[tuple[int, int, Covering]]
) -> Iterator[Segment[Covering]]:
    """The words of a passage in segments, which joined give them exactly.

    A span is its start and end, as offsets in the text, and what covers it; what lies
    outside of the passage is cut off.
    """
    beginning, ending = defaultdict(list), defaultdict(list)
    for start, end, covering in spans:
        first, last = max(start, within.start), min(end, within.end)
        if first < last:
            beginning[first].append(covering)
            ending[last].append(covering)
    here: list[Covering] = []
    cuts = {within.start, within.end, *beginning, *ending}
    for start, end in pairwise(sorted(cuts)):
        for covering in ending[start]:
            here.remove(covering)
        here += beginning[start]
        words = within.words[start - within.start : end - within.start]
        yield Segment(start, words, tuple(dict.fromkeys(here)))
