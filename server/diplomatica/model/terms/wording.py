"""The end of a term's IRI as plain words: “address country” of addressCountry."""

import re

_ENDS = re.compile("[/#:]")
_WORDS = re.compile(r"[^\W\d_]{2}[^\W\d]*(-[^\W\d]+)*")
# What CIDOC CRM and its kin put before the name of a term: P102_has_title.
_CODE = re.compile(r"[A-Z]{1,4}\d+[a-z]?i?_(?=[^\W\d])")
# What CIM puts before a property is the class that has it: ACDCTerminal.sequenceNumber.
_CLASS = re.compile(r"[A-Z]\w*\.(?=[a-z])")
# Behind an abbreviation a word begins with its last capital: ACLineSegment, but not URLs.
_SEAM = re.compile(r"(?<=[^\W\d_A-Z])(?<!Gmb)(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})|_+")
# Words with lines between them, as of “Film_The_Lord_of_the_Rings_2001”: two begin large.
_LINED = re.compile(r"[A-Z][^\W_]*(?:_[^\W_]+)+")
_LARGE = re.compile(r"[A-Z][^\W\d_]*[a-z]")
# Names of people have capitals within, as “McDormand”, that part no words.
_IN_NAME = re.compile(r"(?<![^\W\d_])[A-Z][a-z]{1,2}[A-Z][a-z]+")
# No word, but for an abbreviation: a single letter, or some without a vowel.
_NO_WORD = re.compile(
    r"[B-HJ-Zb-hj-z]|(?=[A-Za-z]*[a-z])[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz]+"
)
# Nor what no abbreviation has at its end, but the s of “URLs”.
_MIXED = re.compile(r"[A-Z]{2,}(?!s$)[a-z]{1,2}")
_SEVERAL, _SHORT = 3, 3  # parts of a name, and letters of each


def local_name(iri: str) -> str:
    """The end of an IRI behind its last slash, hash or colon."""
    return _ENDS.split(iri)[-1]


def words_of_name(local: str) -> str:
    """The local name of a term as words; empty where it has none, as a number has."""
    name = _CODE.sub("", _CLASS.sub("", local, count=1))
    if _LINED.fullmatch(name) and len(list(filter(_LARGE.match, name.split("_")))) > 1:
        return " ".join(map(_apart, name.split("_")))
    if not _WORDS.fullmatch(name):
        return ""
    first, *others = parts = list(filter(None, _SEAM.split(name)))
    if _is_code(parts):
        return ""
    if not first[:1].islower():
        return " ".join((first, *others))
    return " ".join((first, *map(_small, others)))


def _apart(word: str) -> str:
    """The words of a word with capitals within, but for the names of people."""
    parts = list(filter(None, _SEAM.split(word)))
    is_whole = _IN_NAME.fullmatch(word) or any(map(_is_no_word, parts))
    return word if is_whole else " ".join(parts)


def _is_code(parts: list[str]) -> bool:
    """Whether what stands between the capitals of a name is mostly no word: GAGlrVHrJ."""
    wordy = [part for part in parts if not _is_acronym(part)]
    odd = list(filter(_is_no_word, wordy))
    if len(odd) > 1 and 2 * len(odd) > len(wordy):
        return True
    # Words between capitals are longer than this, those of an IRI of a machine are not.
    letters = sum(map(len, parts))
    is_torn = len(parts) > _SEVERAL and letters <= _SHORT * len(parts)
    return is_torn and bool(odd) and parts[0][0].isupper()


def _is_acronym(part: str) -> bool:
    return part.isupper() and len(part) > 1


def _is_no_word(part: str) -> bool:
    return bool(_NO_WORD.fullmatch(part) or _MIXED.fullmatch(part))


def _small(word: str) -> str:
    """A word in small letters; what is all in capitals stays so, as in “has URL”."""
    return word.lower() if word[1:].islower() or len(word) == 1 else word
