"""When a list is one as RDF Schema has them (section 5.2), and what else it may be."""

from collections.abc import Sized
from enum import Enum, auto


class Flaw(Enum):
    """What may be wrong with a list."""

    OPEN = auto()
    """A place has none after it, and is not the end."""
    FORKED = auto()
    """A place has several values, or several after it."""
    EMPTY = auto()
    """A place has no value."""
    CIRCLE = auto()
    """It comes back to itself."""


def flaw_of(values: Sized, following: Sized, is_cut: bool = False) -> Flaw | None:
    """What is wrong with one place of a list, by its values and the places after it.

    Where what is known of it `is_cut`, the next place may be among the rest.
    """
    if not following and not is_cut:
        return Flaw.OPEN
    if len(values) > 1 or len(following) > 1:
        return Flaw.FORKED
    return None if values else Flaw.EMPTY
