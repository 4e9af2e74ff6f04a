"""How alike two names are, word by word; rare words count more than frequent ones."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz.distance import OSA

from diplomatica.lookup.matching.names.spelling import telling
from diplomatica.lookup.matching.ways import ALIKE, ORDER, PART, Way

Words = tuple[str, ...]
_SLIP = 0.7  # of a word, by letters that are the same
_INITIAL = 0.75
_LONGEST = 5  # letters of an acronym in a name
_KEPT = 100_000  # words, and pairs of them
_MOST = 14  # words of a name that are compared
_OTHER_NUMBER, _MORE_NUMBERS = 0.6, 0.95
_OF_PART = 0.7


@dataclass(frozen=True)
class Likeness:
    """How alike a name is to what was written."""

    way: Way
    score: float
    similarity: float
    """Of 1: what part of both names’ words is the same, by weight."""


class Comparing:
    """Compares names by the words of one index."""

    def __init__(self, names: int, frequency: Callable[[str], int]) -> None:
        """Take how many names there are, and in how many of them a word stands."""
        self._names, self._frequency = names, frequency
        self.weight = lru_cache(_KEPT)(self._weight)

    def _weight(self, word: str) -> float:
        """How much a word tells: more the rarer it is."""
        return 0.3 + log(1 + self._names / (1 + self._frequency(word)))

    def likeness(self, written: Words, name: Words) -> Likeness:
        """How alike two names are."""
        theirs = telling(name)[:_MOST]
        ours = _expanded(telling(written)[:_MOST], theirs)
        pairs = _paired(ours, theirs)
        weights = sum(map(self.weight, ours)), sum(map(self.weight, theirs))
        shared = sum(self._shared(*pair) for pair in pairs)
        similarity = 2 * shared / sum(weights)
        if _numbers(ours) != _numbers(theirs):
            similarity *= _OTHER_NUMBER if _numbers(theirs) else _MORE_NUMBERS
        return self._judged(ours, theirs, pairs, similarity)

    def _shared(self, one: str, other: str, likeness: float) -> float:
        return likeness * (self.weight(one) + self.weight(other)) / 2

    def _judged(
        self,
        ours: Words,
        theirs: Words,
        pairs: list[tuple[str, str, float]],
        similarity: float,
    ) -> Likeness:
        are_same = len(pairs) and all(likeness == 1 for *_, likeness in pairs)
        if are_same and len(pairs) == len(ours) == len(theirs):
            return Likeness(ORDER, ORDER.score, similarity)
        if are_same and len(pairs) == len(ours):
            score = PART.score * (1 - _OF_PART * (1 - similarity))
            return Likeness(PART, score, similarity)
        most = 90 if len(pairs) == len(ours) == len(theirs) else 85
        return Likeness(ALIKE, most * similarity, similarity)


def _expanded(ours: Words, theirs: Words) -> Words:
    """Our words with acronyms written out as theirs are: “LEU Bank”."""
    known = set(theirs)
    found: list[str] = []
    for word in ours:
        found += (word,) if word in known else _run(word, theirs)
    return tuple(found)


def _run(word: str, theirs: Words) -> Words:
    """The words in sequence of which a word has the first letters, else the word itself."""
    length = len(word)
    if 2 <= length <= _LONGEST:
        initials = "".join(other[0] for other in theirs)
        place = initials.find(word)
        if place >= 0:
            return theirs[place : place + length]
    return (word,)


def _paired(ours: Words, theirs: Words) -> list[tuple[str, str, float]]:
    """Each of our words with the one of theirs that is most like it, and how much."""
    left = list(theirs)
    pairs = []
    for word in sorted(ours, key=len, reverse=True):
        likeness, best = max(
            ((_alike(word, other), other) for other in left), default=(0, "")
        )
        if likeness:
            left.remove(best)
            pairs.append((word, best, likeness))
    return pairs


@lru_cache(_KEPT)
def _alike(one: str, other: str) -> float:
    """How alike two words are: 1 for the same, 0 for what is no slip of the other."""
    if one == other:
        return 1
    if not (one.isalpha() and other.isalpha()):
        return 0
    if min(len(one), len(other)) <= 2:
        return _INITIAL if one[0] == other[0] and len(one) != len(other) else 0
    likeness = OSA.normalized_similarity(one, other, score_cutoff=_SLIP)
    return likeness * 0.98


def _numbers(words: Words) -> set[str]:
    return {word for word in words if not word.isalpha()}
