"""How people write names: a title before it, a comma in it, another name in brackets."""

import re
from dataclasses import dataclass

from diplomatica.lookup.matching.names.spelling import words_of

_BRACKETS = re.compile(r"(.+?)\s*[(\[](.+?)[)\]]\s*(.*)")
_BETWEEN = re.compile(r"\s+[-–—/|=]\s+|\s*[;|]\s*")
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
_JOINING = frozenset(("of", "for", "to"))


@dataclass(frozen=True)
class Written:
    """What was written, taken apart."""

    text: str
    parts: tuple[str, ...]
    """The name, and what stands in brackets or behind a dash: another name, or what it is."""
    turned: str = ""
    """“B A” where “A, B” was written."""
    untitled: str = ""
    """The name without the titles before it."""


def taken_apart(text: str) -> Written:
    """A name as people write it, taken apart."""
    tidy = " ".join(text.split())
    parts = _parts(tidy)
    return Written(tidy, parts, _turned(parts[0]), _untitled(parts[0]))


def _parts(text: str) -> tuple[str, ...]:
    if found := _BRACKETS.fullmatch(text):
        name = f"{found[1]} {found[3]}".strip()
        return name, found[2]
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    return tuple(parts) if len(parts) == 2 else (text,)


def _turned(text: str) -> str:
    parts = [part for part in _COMMA.split(text) if part]
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 else ""


def _untitled(text: str) -> str:
    """A name without its titles: “President Nazarbayev”, but not “President of Kazakhstan”."""
    words = text.split()
    rest = list(words)
    while len(rest) > 1 and _is_title(rest[0]):
        rest.pop(0)
    if rest == words or rest[0].casefold() in _JOINING:
        return ""
    return " ".join(rest)


def _is_title(word: str) -> bool:
    written = words_of(word.replace(".", ""))
    return bool(written) and all(map(_TITLE.fullmatch, written))
