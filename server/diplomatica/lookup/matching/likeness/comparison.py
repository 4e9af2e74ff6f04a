"""How alike two names are, word by word; rare words count more than frequent ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from diplomatica.lookup.matching.names.spelling import telling
from diplomatica.lookup.matching.ways import ALIKE, ORDER, PART, NameWay

Words = tuple[str, ...]
Pair = tuple[str, str, float]
_SLIP = 0.7  # of a word, by letters that are the same
_INITIAL = 0.75
_INITIALS = 2  # letters of a word that may be but the initials of another
_LONGEST = 5  # letters of an acronym in a name
_KEPT = 100_000  # words
_COMPARED = 20_000  # names that are kept ready to be compared
_MOST = 14  # words of a name that are compared
_OTHER_NUMBER, _MORE_NUMBERS = 0.6, 0.95
_OF_PART = 0.7


class Likeness(NamedTuple):
    """How alike a name is to what was written."""

    way: NameWay
    score: float
    similarity: float
    """Of 1: what part of both names’ words is the same, by weight."""


@dataclass(frozen=True)
class Compared:
    """The words of a name that are compared, with what is asked of them each time."""

    words: Words
    weight: float
    """That of all words."""

    @cached_property
    def known(self) -> frozenset[str]:
        """The words, to look one up."""
        return frozenset(self.words)

    @cached_property
    def longest_first(self) -> Words:
        """The words in the order in which they choose."""
        return tuple(sorted(self.words, key=len, reverse=True))

    @cached_property
    def with_themselves(self) -> list[Pair]:
        """Each word with itself, in the order in which they choose."""
        return [(word, word, 1.0) for word in self.longest_first]

    @cached_property
    def has_twice(self) -> bool:
        """Whether a word is in it more than once."""
        return len(self.known) < len(self.words)

    @cached_property
    def short(self) -> frozenset[str]:
        """Those that may be acronyms of others’ words."""
        return frozenset(word for word in self.words if 2 <= len(word) <= _LONGEST)

    @cached_property
    def initials(self) -> str:
        """Their first letters."""
        return "".join(word[0] for word in self.words)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Those that are none of letters alone."""
        return frozenset(word for word in self.words if not word.isalpha())


class Slips:
    """The words of some names, and of which of them another word may be a slip."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words, some perhaps more than once."""
        self._long: list[str] = []
        self._short: list[str] = []
        for word in filter(str.isalpha, {*words}):
            alike = self._long if len(word) > _INITIALS else self._short
            alike.append(word)
        self._alike_by_word: dict[str, dict[str, float]] = {}
        self._of_any: dict[Words, frozenset[str]] = {}

    def of(self, word: str) -> dict[str, float]:
        """The words that are like one, but not the same, and how much."""
        if word not in self._alike_by_word:
            self._alike_by_word[word] = self._find(word) if word.isalpha() else {}
        return self._alike_by_word[word]

    def of_any(self, words: Words) -> frozenset[str]:
        """The words that are like one of some."""
        if words not in self._of_any:
            self._of_any[words] = frozenset().union(*map(self.of, words))
        return self._of_any[words]

    def likest(self, word: str, others: Iterable[str]) -> tuple[str, float]:
        """The one of some other words that is most like a word, if one is, and how much."""
        alike = self.of(word)
        likely = [(alike[other], other) for other in others if other in alike]
        likeness, best = max(likely, default=(0, ""))
        return best, likeness

    def _find(self, word: str) -> dict[str, float]:
        """The words that differ by a slip, or that one begins as the other."""
        if len(word) <= _INITIALS:
            return dict.fromkeys(_begun(word, self._long + self._short), _INITIAL)
        found = process.extract(
            word,
            self._long,
            scorer=OSA.normalized_similarity,
            score_cutoff=_SLIP,
            limit=None,
        )
        alike = {other: 0.98 * likeness for other, likeness, _ in found}
        alike.pop(word, None)
        return alike | dict.fromkeys(_begun(word, self._short), _INITIAL)


def _begun(word: str, others: Iterable[str]) -> list[str]:
    """Those of which a word has the first letter, and not the length."""
    return [
        other for other in others if other[0] == word[0] and len(other) != len(word)
    ]


class Comparing:
    """Compares names by the words of one index."""

    def __init__(self, names: int, frequency: Callable[[str], int]) -> None:
        """Take how many names there are, and in how many of them a word stands."""
        self._names, self._frequency = names, frequency
        self.weight = lru_cache(_KEPT)(self._weight)
        self._compared = lru_cache(_COMPARED)(self._prepare)

    def _weight(self, word: str) -> float:
        """How much a word tells: more the rarer it is."""
        return 0.3 + log(1 + self._names / (1 + self._frequency(word)))

    def _prepare(self, words: Words) -> Compared:
        return Compared(words, sum(map(self.weight, words)))

    def likenesses(self, written: Words, names: Sequence[Words]) -> list[Likeness]:
        """How alike each of some names is to what was written."""
        ours = self._compared(telling(written)[:_MOST])
        theirs = [self._compared(telling(name)[:_MOST]) for name in names]
        slips = Slips(word for one in theirs for word in one.words)
        return [self._likeness(ours, one, slips) for one in theirs]

    def _likeness(self, ours: Compared, theirs: Compared, slips: Slips) -> Likeness:
        """How like two names are, initials taken for the words that they begin."""
        if any(word in theirs.initials for word in ours.short - theirs.known):
            ours = self._compared(_expanded(ours.words, theirs))
        pairs = _paired(ours, theirs, slips)
        shared = sum(self._shared(*pair) for pair in pairs)
        similarity = 2 * shared / (ours.weight + theirs.weight)
        if ours.numbers != theirs.numbers:
            similarity *= _OTHER_NUMBER if theirs.numbers else _MORE_NUMBERS
        return _judged(ours, theirs, pairs, similarity)

    def _shared(self, one: str, other: str, likeness: float) -> float:
        return likeness * (self.weight(one) + self.weight(other)) / 2


def _judged(
    ours: Compared, theirs: Compared, pairs: list[Pair], similarity: float
) -> Likeness:
    """How like two names are, by the words that were paired."""
    has_all = len(pairs) == len(ours.words)
    are_both = has_all and len(pairs) == len(theirs.words)
    are_same = has_all and all(likeness == 1 for *_, likeness in pairs)
    if are_same and are_both:
        return Likeness(ORDER, ORDER.score, similarity)
    if are_same:
        score = PART.score * (1 - _OF_PART * (1 - similarity))
        return Likeness(PART, score, similarity)
    most = 90 if are_both else 85
    return Likeness(ALIKE, most * similarity, similarity)


def _expanded(ours: Words, theirs: Compared) -> Words:
    """Our words with acronyms written out as theirs are: “LEU Bank”."""
    found: list[str] = []
    for word in ours:
        found += (word,) if word in theirs.known else _run(word, theirs)
    return tuple(found)


def _run(word: str, theirs: Compared) -> Words:
    """The words in sequence of which a word has the first letters, else the word itself."""
    length = len(word)
    if 2 <= length <= _LONGEST:
        place = theirs.initials.find(word)
        if place >= 0:
            return theirs.words[place : place + length]
    return (word,)


def _paired(ours: Compared, theirs: Compared, slips: Slips) -> list[Pair]:
    """Each of our words with the one of theirs that is most like it, and how much."""
    are_plain = not (ours.has_twice or theirs.has_twice)
    if are_plain and slips.of_any(ours.words).isdisjoint(theirs.known):
        return [pair for pair in ours.with_themselves if pair[0] in theirs.known]
    left = list(theirs.words)
    pairs = []
    for word in ours.longest_first:
        best, likeness = (word, 1.0) if word in left else slips.likest(word, left)
        if likeness:
            left.remove(best)
            pairs.append((word, best, likeness))
    return pairs
