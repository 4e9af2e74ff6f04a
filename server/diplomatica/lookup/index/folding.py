"""How words are compared, and which of them count, whatever script they are in."""

import re
from functools import lru_cache
from unicodedata import name, normalize

from anyascii import anyascii

# The accents of European scripts, and the points of Hebrew and Arabic.
_ACCENTS = re.compile("[\u0300-\u036f]")
_POINTS = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]")
_WITHOUT = ("GREEK", "ARABIC")
"""Scripts that are often written without the marks of their letters."""
# Thai, Lao, Burmese, Khmer, kana and Han: a name of several words is one to whoever
# parts words by spaces.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f]"
)
_OTHERWISE = str.maketrans("ёѐѝ", "ееи")
_ABOUT_NOTHING = """
    a about all an and are as at by did do does for from had has have he his her how in is
    it its list of on or said say says she so that the their they this to was were what
    when where which who whom whose why will with
"""
FUNCTION_WORDS = frozenset(_ABOUT_NOTHING.split())
_POSSESSIVE = re.compile(r"['’]s?$")
_UNPRINTABLE = re.compile(r"[\x00-\x1f]")
_MARKS = "?!.,;:()“”‘'\""


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


def letters_apart(text: str) -> str:
    """A text with spaces around each letter of a script that is written without them.

    So its words are found within longer ones: ピカチュウ in Pikachuピカチュウ.
    """
    if text.isascii():
        return text
    return " ".join(_UNSPACED.sub(r" \g<0> ", text).split())


def is_unspaced(text: str) -> bool:
    """Whether some of a text is in such a script."""
    return not text.isascii() and bool(_UNSPACED.search(text))


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


def sought_words(text: str) -> list[str]:
    """The words of a search or a name, without possessives.

    Those that are about nothing are left out, unless all are.
    """
    printable = _UNPRINTABLE.sub(" ", folded(text))
    words = list(filter(None, map(_stripped, printable.split())))
    about = [word for word in words if word not in FUNCTION_WORDS]
    return about or words


# The names of a release are many, and most of their words stand in several.
@lru_cache(1 << 16)
def _stripped(word: str) -> str:
    """A word without marks around it and without a possessive; "" for marks alone."""
    stripped = _POSSESSIVE.sub("", word.strip(_MARKS))
    return stripped if any(map(str.isalnum, stripped)) else ""


def latin_word(word: str) -> str:
    """A word in Latin letters: each script by the way in which it is read most often."""
    if word.isascii():
        return word
    return "".join(filter(_is_written, anyascii(word).casefold()))


def _is_written(letter: str) -> bool:
    """Whether it belongs to a word.

    Soft and hard signs become apostrophes, which no name has.
    """
    return letter.isalnum() or letter.isspace() or letter == "-"
