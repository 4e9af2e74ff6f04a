"""The order of names as readers have it: “Chapter 2” stands before “Chapter 10”."""

import re
from math import isnan

from pyoxigraph import Literal

from diplomatica.model.vocabulary import XSD

_OF_NUMBERS = re.compile(
    rf"{re.escape(XSD)}(decimal|float|double|(\w+[a-z])?Integer|integer"
    "|(unsigned)?([Ii]nt|[Ll]ong|[Ss]hort|[Bb]yte))"
)
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


def of_value(term: object, name: str) -> tuple[bool, float, str]:
    """What a value is ordered by that is called so: numbers by their size, then all others."""
    number = number_of(term)
    return number is None, number or 0.0, natural(name)


def number_of(term: object) -> float | None:
    """The number that a literal is; None for what is none."""
    if not isinstance(term, Literal) or not is_numeric(term.datatype.value):
        return None
    try:
        number = float(term.value)
    except ValueError:
        return None
    return None if isnan(number) else number


def is_numeric(datatype: str) -> bool:
    """Whether a datatype is one of numbers (XML Schema 1.1, part 2)."""
    return bool(_OF_NUMBERS.fullmatch(datatype))
