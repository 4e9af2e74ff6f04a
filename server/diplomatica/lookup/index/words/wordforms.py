"""The forms of a word: as it is written, inflected, or misspelt."""

from difflib import get_close_matches

from diplomatica.lookup.index.folding import bare, latin_word, letters_apart
from diplomatica.lookup.indexing.schema import Ask

_STEMS = "SELECT word FROM stem WHERE stem MATCH ? LIMIT ?"
_ALIKE = """
SELECT trim(word) FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT ?"""
_SAME = 50  # other forms of a word that are sought with it
_CANDIDATES, _LIKE = 60, 0.72
SHORT = 3
"""How many letters a word has that is sought in no wider sense."""


class WordForms:
    """The forms that words have in one index."""

    def __init__(self, ask: Ask) -> None:
        """Take the index that has the words."""
        self._ask = ask

    def of(self, word: str, is_wide: bool = False) -> list[str]:
        """A word and all other forms of it that there are."""
        match = quoted_word(word)
        if is_wide and len(word) > SHORT:
            match += "*"
        others = [other for (other,) in self._ask(_STEMS, match, _SAME)]
        plain = bare(word)
        return list(dict.fromkeys([word, plain, letters_apart(plain), *others]))

    def is_known(self, word: str) -> bool:
        """Whether a word is in use here as it is."""
        return bool(self._ask("SELECT 1 FROM known_word WHERE word = ?", word))

    def nearest_to(self, word: str) -> str:
        """A word of the index: this one, if it is there, else one like it, or its Latin form."""
        written = filter(None, dict.fromkeys((word, latin_word(word))))
        return next(filter(None, map(self._like, written)), word)

    def _like(self, word: str) -> str:
        """A word that is in use here and most like this one; "" where none is like it."""
        if self.is_known(word):
            return word
        padded = f" {word} "
        places = range(len(padded) - 2)
        trigrams = [f'"{padded[place : place + 3]}"' for place in places]
        rows = self._ask(_ALIKE, " OR ".join(trigrams), _CANDIDATES)
        candidates = [candidate for (candidate,) in rows]
        close = get_close_matches(word, candidates, 1, _LIKE)
        return close[0] if close else ""


def any_of(words: list[str]) -> str:
    """A query of FTS5 for what has any of these words."""
    return " OR ".join(map(quoted_word, words))


def quoted_word(word: str) -> str:
    """A word in quotation marks, so that nothing in it is an operator."""
    return '"' + word.replace('"', '""') + '"'
