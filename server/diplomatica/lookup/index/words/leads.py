"""What words lead to that is no thing: pages, lists, queries, known by the words of each."""

from dataclasses import dataclass

from diplomatica.lookup.index.folding import FUNCTION_WORDS, sought_words
from diplomatica.lookup.index.words.wordforms import (
    SHORT,
    WordForms,
    any_of,
    quoted_word,
)
from diplomatica.lookup.indexing.schema import Ask

_LEADS = """
SELECT rowid, words FROM {0} WHERE {0} MATCH ? ORDER BY bm25({0}), rowid LIMIT ?"""
_LEADING = ("lead", "only_named")


@dataclass(frozen=True)
class Match:
    """What words lead to, by its number, and how well it fits.

    It fits best where it has all of the words, and no others.
    """

    number: int
    has_all: bool
    has_only: bool
    sought: int
    """How many words were sought."""
    missing: tuple[frozenset[str], ...] = ()
    """Those that it does not have, each in all its forms."""


class LeadingWords:
    """The words of one index that lead elsewhere."""

    def __init__(self, ask: Ask) -> None:
        """Take the index that has the words."""
        self._ask, self._forms = ask, WordForms(ask)

    def leads(self, words: str, count: int) -> list[Match]:
        """What has most of these words, the last perhaps unfinished, the best first."""
        words_asked = sought_words(words)
        if not words_asked or words_asked[0] in FUNCTION_WORDS:
            return []
        sought, unfinished = self._sought_forms(words_asked)
        match = any_of(sorted(set().union(*sought)))
        if unfinished:
            match += f" OR {quoted_word(unfinished)}*"
        words_by_lead = self._words_by_lead(match, count)
        known = set().union(*(has for _, has in words_by_lead))
        joined = _with_hyphens(words_asked, known)
        if joined != words_asked:
            sought, unfinished = self._sought_forms(joined)
        return [
            _match(number, has, sought, unfinished) for number, has in words_by_lead
        ]

    def _words_by_lead(self, match: str, count: int) -> list[tuple[int, set[str]]]:
        """The leads that match, so many of each table, with their words."""
        found: list[tuple[int, set[str]]] = []
        for table in _LEADING:
            rows = self._ask(_LEADS.format(table), match, count)
            found += [(number, set(sought_words(text))) for number, text in rows]
        return found

    def _sought_forms(self, words: list[str]) -> tuple[list[set[str]], str]:
        """Words in all their forms, and the last of them where it may be unfinished."""
        is_whole = len(words[-1]) <= SHORT or self._forms.is_known(words[-1])
        forms = [set(self._forms.of(word)) for word in words]
        return forms, "" if is_whole else words[-1]


def _with_hyphens(words: list[str], known: set[str]) -> list[str]:
    """These words, where two stand for one that has a hyphen: “g global” for “g-global”."""
    joined: list[str] = []
    for word in words:
        whole = f"{joined[-1]}-{word}" if joined else ""
        if whole in known:
            joined[-1] = whole
        else:
            joined.append(word)
    return joined


def _match(
    number: int, words: set[str], sought: list[set[str]], unfinished: str
) -> Match:
    """How well what has these words fits those that are sought, in all their forms."""
    *before, last = sought
    finished = {word for word in words if unfinished and word.startswith(unfinished)}
    forms = [*before, last | finished]
    missing = tuple(frozenset(one) for one in forms if not one & words)
    has_only = not words.difference(*forms)
    return Match(number, not missing, has_only, len(sought), missing)
