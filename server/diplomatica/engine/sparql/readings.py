"""What the text of a query alone tells, kept for the queries that come again."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

Told = TypeVar("Told")
_MOST, _LONGEST = 256, 4096


def keep_last(read: Callable[[str], Told]) -> Callable[[str], Told]:
    """A reading of queries that keeps what it told of the last ones.

    Long queries are read anew, for those that are kept stay in memory. What is told is shared:
    nobody may change it.
    """
    once = lru_cache(_MOST)(read)

    def reading(query: str) -> Told:
        return once(query) if len(query) <= _LONGEST else read(query)

    return reading
