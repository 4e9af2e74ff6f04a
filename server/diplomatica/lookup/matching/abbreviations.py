"""Acronyms that stand for a name inside longer names: “UN” in “UN Security Council”."""

from collections import defaultdict
from functools import lru_cache

from diplomatica.lookup.index.states import state_names
from diplomatica.lookup.matching.nameindex import HIDDEN, NameIndex
from diplomatica.lookup.matching.names.spelling import is_acronym, words_of

_MOST = 50_000  # acronyms that are known
_ACRONYMS = f"""
SELECT name.thing, name.text FROM name
WHERE length(text) <= 12 AND text = upper(text) AND rank <= {HIDDEN}
ORDER BY tag NOT LIKE ?, tag, number LIMIT ?"""
_LONGER = f"SELECT text FROM name WHERE thing = ? AND rank <= {HIDDEN}"
_STATES = """
SELECT code.code, thing.label FROM code JOIN thing ON thing.number = code.thing LIMIT ?"""
_KEPT = 20_000  # names that are written briefly
_FEWEST = 2  # words that an acronym stands for
Words = tuple[str, ...]


class Abbreviations:
    """Writes the names in a name as briefly as the dataset does."""

    def __init__(self, index: NameIndex, language: str) -> None:
        """Ask for all acronyms, and for the official names of states.

        Of several acronyms, that in `language` stands for the others, too.
        """
        self._index = index
        self.shortened = lru_cache(_KEPT)(self._shorten)
        self.by_first_word: dict[str, list[tuple[Words, Words]]] = defaultdict(list)
        """What may be written briefly, and how, by the first of its words."""
        first: dict[int, Words] = {}
        for thing, acronym in index.ask(_ACRONYMS, f"{language}%", _MOST):
            words = words_of(acronym)
            if not is_acronym(acronym):
                continue
            if thing in first:
                self.by_first_word[words[0]].append((words, first[thing]))
            else:
                first[thing] = words
                self._add_names(thing, words)
        for code, label in index.ask(_STATES, _MOST):
            for name in state_names(code):
                self._add(words_of(name), words_of(label))

    def _add_names(self, thing: int, acronym: Words) -> None:
        for (name,) in self._index.ask(_LONGER, thing):
            words = words_of(name)
            if len(words) >= _FEWEST:
                self._add(words, acronym)

    def _add(self, long: Words, short: Words) -> None:
        if long and len(long) > len(short):
            self.by_first_word[long[0]].append((long, short))

    def _shorten(self, words: Words) -> Words:
        """The words of a name with the acronym in the place of each name that has one."""
        found: list[str] = []
        place = 0
        while place < len(words):
            long, short = self._at(words[place:])
            found += short
            place += len(long)
        return tuple(found)

    def _at(self, words: Words) -> tuple[Words, Words]:
        """The longest name with which these words begin, and what stands for it."""
        known = self.by_first_word.get(words[0], ())
        fitting = [one for one in known if words[: len(one[0])] == one[0]]
        itself = words[:1], words[:1]
        return max(fitting, key=lambda one: len(one[0]), default=itself)
