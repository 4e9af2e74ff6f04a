"""A thing that is called so, and the way in which what was written means it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from diplomatica.lookup.matching import ways
from diplomatica.lookup.matching.nameindex import INFLECTION, LABEL
from diplomatica.lookup.matching.names.spelling import (
    has_article,
    is_acronym,
    key_of,
    words_of,
)
from diplomatica.lookup.matching.ways import NameWay

_POINTING = re.compile("our|their|his|her|its|this|that|these|those")
SHORT = 3  # letters of an acronym that may be a word


class Hit(NamedTuple):
    """A thing, and the way in which what was written means it."""

    thing: int
    name: str
    way: NameWay
    score: float
    similarity: float = 1.0

    @classmethod
    def by(cls, thing: int, name: str, way: NameWay) -> "Hit":
        """A thing that is meant in a way, as sure as that way is."""
        return cls(thing, name, way, way.score)

    @property
    def place(self) -> tuple[float, bool]:
        """The better, the greater."""
        return self.score, self.way.is_safe


Hits = dict[int, Hit]


def best(hits: Iterator[Hit]) -> Hits:
    """The best way for each thing."""
    found: Hits = {}
    for hit in hits:
        if hit.thing not in found or found[hit.thing].place < hit.place:
            found[hit.thing] = hit
    return found


def key_in(name: str) -> str:
    """The key of the words of a name."""
    return key_of(words_of(name))


def doubted(text: str, words: tuple[str, ...], name: str) -> NameWay | None:
    """Why what is written may be another word than a name that has its letters."""
    key = key_of(words)
    is_acronyms = is_acronym(name) or key != key_in(name)
    capitals = key.upper()
    # G8 is no word in small letters, either
    may_be_word = len(key) <= SHORT and is_acronyms and key.isalpha()
    if may_be_word and capitals not in re.sub("[.-]", "", text):
        return ways.SMALL
    is_word = has_article(text) and name.islower() and not has_article(name)
    if is_word and (len(words) == 1 or text.istitle()):
        return ways.ARTICLE
    return None


def way_of(name: str, rank: int, label: str, words: tuple[str, ...]) -> NameWay:
    """In which way a thing has a name: fully, for short, or as a form in a sentence."""
    if rank == INFLECTION:
        return ways.INFLECTION
    if rank == LABEL:
        return ways.LABEL
    if _is_shorter(name, label) or any(map(_POINTING.fullmatch, words)):
        return ways.SHORT
    return ways.NAME


def _is_shorter(name: str, label: str) -> bool:
    """Whether a name is only some words of the label: a surname, “President”."""
    some, all_ = set(words_of(name)), set(words_of(label))
    return some < all_ and not is_acronym(name)
