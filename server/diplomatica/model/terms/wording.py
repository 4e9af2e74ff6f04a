"""The end of a term's IRI as plain words: “address country” of addressCountry."""

import re

_WORDS = re.compile(r"[^\W\d_]{2}[^\W\d]*(-[^\W\d]+)*")
# What CIDOC CRM and its kin put before the name of a term: P102_has_title.
_CODE = re.compile(r"[A-Z]{1,4}\d+[a-z]?i?_(?=[^\W\d])")
# What CIM puts before a property is the class that has it: ACDCTerminal.sequenceNumber.
_CLASS = re.compile(r"[A-Z]\w*\.(?=[a-z])")
# Behind an abbreviation a word begins with its last capital: ACLineSegment, but not URLs.
_SEAM = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})|_+")


def worded(local: str) -> str:
    """The local name of a term as words; empty where it has none, as a number has."""
    name = _CODE.sub("", _CLASS.sub("", local, count=1))
    if not _WORDS.fullmatch(name):
        return ""
    first, *others = filter(None, _SEAM.split(name))
    if not first[:1].islower():
        return " ".join((first, *others))
    return " ".join((first, *map(_small, others)))


def _small(word: str) -> str:
    """A word in small letters; what is all in capitals stays so, as in “has URL”."""
    return word.lower() if word[1:].islower() or len(word) == 1 else word
