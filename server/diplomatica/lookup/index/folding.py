"""How words are compared, whatever script they are in."""

import re
from functools import lru_cache
from unicodedata import name, normalize

from anyascii import anyascii

# The accents of European scripts, and the points of Hebrew and Arabic.
_ACCENTS = re.compile("[\u0300-\u036f]")
_POINTS = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]")
_WITHOUT = ("GREEK", "ARABIC")
"""Scripts that are often written without the marks of their letters."""
_OTHERWISE = str.maketrans("ёѐѝ", "ееи")


def folded(text: str) -> str:
    """A text as the tables of words fold it: small letters, Latin ones without accents.

    A letter of another script is not the one from which it is built: й is no и.
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_without_accent, normalize("NFC", text.lower())))


def bare(text: str) -> str:
    """A text without all that is now written and now not: ё as е, ł as l, ή as η."""
    if text.isascii():
        return text.lower()
    return "".join(map(_bare, folded(text)))


def has_other_forms(text: str) -> bool:
    """Whether what is sought may be written otherwise than a text is."""
    if text.isascii():
        return False
    return bare(text) != folded(text) or normalize("NFC", text) != text


@lru_cache(maxsize=4096)
def _without_accent(letter: str) -> str:
    if _is_of("LATIN", letter):
        return normalize("NFD", letter)[0]
    return _ACCENTS.sub("", letter)


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    if _is_of("LATIN", letter):
        return anyascii(letter).casefold()
    if _is_of(_WITHOUT, letter):
        letter = normalize("NFD", letter.casefold())[0]
    return _POINTS.sub("", letter.translate(_OTHERWISE))


def _is_of(script: str | tuple[str, ...], letter: str) -> bool:
    return name(letter, "").startswith(script)
