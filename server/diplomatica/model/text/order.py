"""The order of names as readers have it: “Chapter 2” stands before “Chapter 10”."""

import re

_NUMBER = re.compile(r"\d+")


def natural(name: str) -> str:
    """What a name is ordered by: its letters in small, its numbers by their size.

    It is a text, so that a database can keep it.
    """
    return _NUMBER.sub(_sized, name.casefold())


def _sized(number: re.Match[str]) -> str:
    """A number behind how many digits it has."""
    digits = number[0].lstrip("0") or "0"
    return f"{len(digits):03}{digits}"
