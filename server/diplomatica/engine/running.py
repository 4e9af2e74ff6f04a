"""The queries that are being answered, as whoever runs the server sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

NUMBERS = count(1)
"""The numbers of queries, each given once while this process lives."""


@dataclass(frozen=True)
class Running:
    """A query that is being answered, or that waits for its turn.

    The client "" is the site itself. `process` answers it; 0 where none does yet, or
    where another server does.
    """

    number: int
    client: str
    query: str
    seconds: float
    is_waiting: bool
    process: int = 0


def text_of(name: str, arguments: Sequence[Any]) -> str:
    """What is asked by a call of a method of an engine: a query, or the method's name."""
    first = arguments[0] if arguments else None
    return first if isinstance(first, str) else name
