"""How people write names: a title before it, a comma in it, another name in brackets."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from diplomatica.lookup.matching.names.spelling import key_of, words_of

_BRACKETS = re.compile(r"(.+?)\s*[(\[](.+?)[)\]]\s*(.*)")
_BETWEEN = re.compile(r"\s+[-–—/|=]\s+|\s*[;|]\s*")
_KIND_BEFORE = re.compile(r"(\w+) of (.+)")
_KIND_BEHIND = re.compile(r"(.+) (\w+)")
_YEAR = re.compile(r"\b(1[5-9]|20)\d\d\b(?!\s*[-–—])")
_NUMBERED = re.compile(r"\d+th")
_SESSION = re.compile(r"([A-Z]{3,})[ -](\d{1,3})")
_LISTED = re.compile(r"^(\d{1,4})[.)](?: (?=\D)|(?=[^\W\d_]))")  # “1. Kazakhstan”
_NOTES = re.compile(r"\s*(?:\[(?:\d{1,3}|[a-z]|note \d+)\]|[¹²³⁴⁵⁶⁷⁸⁹†‡])+$")
_KEPT = 20_000  # words
_COMMA = re.compile(r"\s*[,،、]\s*")
_TITLE = re.compile(
    "mr|mrs|ms|miss|dr|prof|sir|dame|lord|lady|madam|madame|mister|herr|frau"
    "|monsieur|signor|señor|senor|senora|excellency|hon|honourable|honorable|rt"
    "|right|amb|ambassador|president|minister|foreign|deputy|prime|premier"
    "|chancellor|king|queen|prince|princess|sheikh|general|colonel|senator|judge"
    "|chairman|chairwoman|chair|secretary|director|he|she|his|her|former|ex|late"
    "|vice|permanent|representative|sec|gen|pm|fm|mp|commissioner|г|господин"
    "|господину|президент|министр|посол|доктор|doctor"
)
# What is said to anybody. “Mrs” is not: a wife has her husband’s name behind it.
_COURTESY = re.compile(
    "mr|ms|miss|dr|prof|mister|herr|frau|monsieur|signor|senor|excellency|hon"
    "|honourable|honorable|rt|right|amb|ambassador|he|she|his|her|former|ex|late"
    "|г|господин|господину|посол|доктор|doctor"
)
_JOINING = frozenset(("of", "for", "to"))


@dataclass(frozen=True)
class WrittenName:
    """What was written, taken apart."""

    text: str
    parts: tuple[str, ...]
    """The name, and what stands in brackets or behind a dash: another name, or what it is."""
    turned: str = ""
    """“B A” where “A, B” was written."""
    untitled: str = ""
    """The name without the titles before it."""
    titles: tuple[str, ...] = ()
    """The words of these titles that say more than courtesy does."""
    number: str = ""
    """“13th” where “13. B” was written: the thirteenth B, or B in a list."""
    first: str = ""
    """What stands before brackets, a dash or a comma, without titles; else empty."""


def taken_apart(text: str) -> WrittenName:
    """A name as people write it, taken apart."""
    # what a table of a page has behind names leads to its notes: “Kazakhstan[1]”
    whole = _NOTES.sub("", " ".join(text.split()))
    listed = _LISTED.match(whole)
    number = f"{listed[1]}th" if listed and "." in listed[0] else ""
    tidy = whole[listed.end() :] if listed else whole
    parts = _parts(tidy)
    bare = untitled(parts[0])
    titles = _titles(parts[0].removesuffix(bare)) if bare else ()
    first = _first(parts)
    return WrittenName(tidy, parts, surname_last(parts[0]), bare, titles, number, first)


def _first(parts: tuple[str, ...]) -> str:
    """The name of “Helga Schmidt (EEAS)” and “R. Vasilenko, dep FM”, not of “Umarov, Doku”."""
    if len(parts) > 1:
        return untitled(parts[0]) or parts[0]
    before, *behind = _COMMA.split(parts[0])
    name = untitled(before) or before
    return name if behind and " " in name else ""


def _titles(text: str) -> tuple[str, ...]:
    parts = text.replace(".", "").split()
    words = chain.from_iterable(map(words_of, parts))
    return tuple(word for word in words if not _COURTESY.fullmatch(word))


def _parts(text: str) -> tuple[str, ...]:
    """The two names that one consists of, such as one in brackets; else itself."""
    if found := _BRACKETS.fullmatch(text):
        name = f"{found[1]} {found[3]}".strip()
        return name, found[2]
    if session := _SESSION.fullmatch(text):
        return session[1], f"{session[2]}th"
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    return tuple(parts) if len(parts) == 2 else (text,)


def surname_last(text: str) -> str:
    """“B A” where “A, B” is written, or “A B” with a surname in capitals; else empty."""
    parts = [part for part in _COMMA.split(text) if part]
    if len(parts) == 1:
        parts = text.split(maxsplit=1)
        if len(parts) < 2:
            return ""
        surname, others = parts
        is_surname = surname.isupper() and len(surname) > 2
        if not is_surname or others.isupper():
            return ""
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 else ""


def untitled(text: str) -> str:
    """A name without its titles: “President Nazarbayev”, but not “President of Kazakhstan”."""
    words = text.split()
    rest = list(words)
    while len(rest) > 1 and is_title(rest[0]):
        rest.pop(0)
    if rest == words or rest[0].casefold() in _JOINING:
        return ""
    return " ".join(rest)


@lru_cache(_KEPT)
def is_title(word: str) -> bool:
    """Whether a word may stand before the name of a person."""
    written = words_of(word.replace(".", ""))
    return bool(written) and all(map(_TITLE.fullmatch, written))


def with_kinds(text: str) -> list[tuple[str, str]]:
    """The key of what may be a kind, and a name: “City of Astana”, “Astana city”.

    “State” tells nothing: “Georgia State” is none of the states of the world.
    """
    before, behind = _KIND_BEFORE.fullmatch(text), _KIND_BEHIND.fullmatch(text)
    found = [(before[1], before[2])] if before else []
    found += [(behind[2], behind[1])] if behind else []
    return [
        (key_of(words_of(kind)), name)
        for kind, name in found
        if kind.casefold() != "state"
    ]


def is_ordinal(word: str) -> bool:
    """Whether a word of a name counts, as “13th” does, however that was written."""
    return _NUMBERED.fullmatch(word) is not None


def ordinal_of(text: str) -> str:
    """The number that a librarian’s brackets begin with: 5th of “5th : 2015 : Astana”.

    What it counts may stand behind it: “70th sess. : 2015”.
    """
    words = words_of(text.partition(":")[0])
    is_one = len(words) in (1, 2) and _NUMBERED.fullmatch(words[0])
    return words[0] if is_one else ""


def year_in(text: str) -> str:
    """The year that a name has, such as 2010 of “OSCE Summit 2010”; none that a life has."""
    found = _YEAR.search(text)
    return found[0] if found else ""
