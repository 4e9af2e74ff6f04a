"""What is called not quite so as it is written: with other words, a slip, in another script."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter

from anyascii import anyascii

from diplomatica.lookup.matching import ways
from diplomatica.lookup.matching.abbreviations import Abbreviations
from diplomatica.lookup.matching.classes import KindsOfThings
from diplomatica.lookup.matching.hit import Hit
from diplomatica.lookup.matching.likeness.comparison import Comparing
from diplomatica.lookup.matching.nameindex import HIDDEN, NameIndex
from diplomatica.lookup.matching.names.person import is_of_other_sex
from diplomatica.lookup.matching.names.spelling import (
    is_acronym,
    is_latin,
    telling,
    words_of,
)
from diplomatica.lookup.matching.namesakes import Namesakes
from diplomatica.lookup.matching.ways import NameWay

Words = tuple[str, ...]
_WITH_WORDS = f"""
SELECT name.thing, name.text FROM words JOIN name ON name.number = words.rowid
WHERE words MATCH ? AND name.rank <= {HIDDEN}
ORDER BY bm25(words), name.number LIMIT 24"""
_ALIKE = """
SELECT trim(word) FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT 6"""
_MOST = (
    5_000  # names that are looked at: more frequent words find nothing by themselves
)
_SOUGHT = 5  # words by which candidates are found
_SPELT = 2_000  # words, of which it is kept what is spelt like them
_ACRONYM = 4  # letters that are rather an acronym than a name in capitals
_KEPT = 8  # queries, of which it is kept what they find
_SCORE = attrgetter("score")


class Resembling:
    """Finds names of one index that are like what was written."""

    def __init__(
        self,
        index: NameIndex,
        short: Abbreviations,
        kinds: KindsOfThings,
        calling: Namesakes,
    ) -> None:
        """Take a finished index, and what else is known of its names."""
        self._index, self._short = index, short
        self._kinds, self._calling = kinds, calling
        self._comparing = Comparing(index.size, index.frequency)
        self._spelt_like = lru_cache(_SPELT)(self._find_spelt_like)
        self._having_words = lru_cache(_KEPT)(self._find_having_words)

    def names(self, text: str) -> tuple[Hit, ...]:
        """The things with a name that has some of the words, or words like them."""
        written = [words_of(text)]
        if not is_latin(text):
            written.append(words_of(anyascii(text)))
        hits = [hit for words in written for hit in self._alike_by(words)]
        others = {hit.thing for hit in hits if hit.way is ways.OTHER_SEX}
        is_acronym_ = _may_be_acronym(text)

        def is_other(hit: Hit) -> bool:
            is_word = is_acronym_ and " " not in hit.name
            return hit.way is ways.ALIKE and (is_word or hit.thing in others)

        return tuple(hit for hit in hits if not is_other(hit))

    def _alike_by(self, written: Words) -> Iterator[Hit]:
        """The things with a name that shares a word with this one, and how alike it is."""
        words = self._with_joined_words(written)
        shorter = self._short.shortened(words)
        named = self._having_words(self._match({*words, *shorter}))
        names = [words_of(name) for _, name in named]
        alike = self._comparing.likenesses(words, names)
        if shorter != words:
            brief = list(map(self._short.shortened, names))
            others = self._comparing.likenesses(shorter, brief)
            alike = [max(both, key=_SCORE) for both in zip(alike, others, strict=True)]
        for (thing, name), theirs, one in zip(named, names, alike, strict=True):
            way = self._judged(one.way, thing, words, theirs)
            score = one.score
            if way is ways.OTHER_SEX and way is not one.way:
                score = way.score
            elif way is not one.way:
                score = min(score, way.score)
            yield Hit(thing, name, way, score, one.similarity)

    def _judged(self, way: NameWay, thing: int, words: Words, theirs: Words) -> NameWay:
        """The way of a likeness, unless it is that of a woman and a man, or of two states."""
        if way is not ways.ALIKE:
            return way
        if self._kinds.is_person(thing) and is_of_other_sex(words, theirs):
            return ways.OTHER_SEX
        return ways.OF_OTHER if self._calling.is_of_other(words, theirs) else way

    def _with_joined_words(self, words: Words) -> Words:
        """The words with two as one where the release knows that: “peace-keeping”."""
        found = list(words)
        for place in range(len(words) - 1, 0, -1):
            both = "".join(found[place - 1 : place + 1])
            is_new = not self._index.frequency(found[place])
            if is_new and self._index.frequency(both):
                found[place - 1 : place + 1] = [both]
        return tuple(found)

    def _known_words(self, words: set[str]) -> dict[str, int]:
        """Words that tell, and those spelt like one that no name has, with their names."""
        known = {word: self._index.frequency(word) for word in telling(tuple(words))}
        unknown = [word for word, count in known.items() if not count]
        for word in unknown:
            del known[word]
            # a number is no slip of another
            alike = self._spelt_like(word) if word.isalpha() else []
            known |= {one: self._index.frequency(one) for one in alike}
        return known

    def _match(self, words: set[str]) -> str:
        """The query of SQLite’s full-text search for the words that tell most."""
        known = self._known_words(words)
        rarest_first = sorted(known, key=lambda word: (known[word], word))
        told = rarest_first[:_SOUGHT]
        # So many names have this word or one before it.
        names = accumulate(known[word] for word in told)
        with_names = zip(told, names, strict=True)
        rare = [word for word, count in with_names if count <= _MOST]
        joined = " OR " if rare else " AND "
        return joined.join(f'"{word}"' for word in rare or told)

    def _find_having_words(self, match: str) -> list[tuple[int, str]]:
        return self._index.ask(_WITH_WORDS, match) if match else []

    def _find_spelt_like(self, word: str) -> list[str]:
        """The words in use that share most trigrams with one."""
        padded = f" {word} "
        parts = (padded[place : place + 3] for place in range(len(padded) - 2))
        match = " OR ".join(f'"{part}"' for part in parts)
        if not match:
            return []
        return [one for (one,) in self._index.ask(_ALIKE, match)][:3]


def _may_be_acronym(text: str) -> bool:
    """Whether capitals, as of “IRA”, are hardly a slip of one word, such as “Iran”."""
    return is_acronym(text) and len(text) <= _ACRONYM
