"""The words of an index: of names of things, of sentences, and of what leads elsewhere.

What is asked takes no longer the more there is: of very many that have a word, the
first are looked at, and it is told that there are more.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from diplomatica.lookup.index.folding import (
    FUNCTION_WORDS,
    bare,
    latin_word,
    letters_apart,
    sought_words,
)
from diplomatica.lookup.indexing.schema import Ask
from diplomatica.model.text.order import natural

_WITH_NAME = "SELECT thing FROM name WHERE name MATCH ? LIMIT ?"
# The labels of things come first in this table, and what is only said of them last.
_NAMES = """
SELECT thing, rank_of, words, called, bm25(name) FROM name WHERE name MATCH ? LIMIT ?"""
_CALLED = "SELECT thing, rank_of, words, name FROM called WHERE name = ? LIMIT ?"
_TOGETHER = "SELECT rowid FROM together WHERE together MATCH ? LIMIT ?"
_STEMS = "SELECT word FROM stem WHERE stem MATCH ? LIMIT ?"
_ALIKE = """
SELECT trim(word) FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT ?"""
_SENTENCES = """
SELECT number FROM (
  SELECT rowid AS number, bm25(sentence) AS fit, article, start
  FROM sentence WHERE sentence MATCH ? LIMIT ?)
ORDER BY fit, article, start"""
_LEADS = """
SELECT rowid, words FROM {0} WHERE {0} MATCH ? ORDER BY bm25({0}), rowid LIMIT ?"""
_LEADING = ("lead", "only_named")
MOST_FITTING = 10_000
"""How many names, and how many sentences, are looked at for what fits best."""
_TELLING = (
    10  # a word tells little that is in one name of so many, and so often as another
)
_SAME = 50  # other forms of a word that are sought with it
LABEL, NAME, TEXT, ADDRESS = range(4)
"""How words belong to a thing: its label, another name, a text about it, or its IRI."""
_CANDIDATES, _LIKE = 60, 0.72
_SHORT = 3  # letters of a word that is sought in no wider sense
# In another script: its letters are the first ones of other words than in English.
_ABBREVIATION = re.compile(r"[^\W\d_a-zA-Z]{2,5}")


Named = tuple[tuple[object, ...], str]
"""The place of a name among those that match, and the name."""


@dataclass
class Found:
    """What was found: things and sentences by their numbers, the best first.

    With the things go the words that named them.
    """

    things: list[int]
    why: dict[int, str]
    sentences: list[int]
    match: str
    instead: str = ""
    """The words that were sought instead, as nothing was found for those that were given."""
    is_any: bool = False
    """Whether only some of the words are in what was found."""
    is_cut: bool = False
    """Whether there is more than was looked at."""
    by_address: frozenset[int] = frozenset()
    """The things that have the words in their IRIs alone."""

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return bool(self.things or self.sentences)


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


class Words:
    """The words of one index. Several threads may seek in it."""

    def __init__(self, ask: Ask) -> None:
        """Take the index that has the words."""
        self._ask = ask

    def find(self, words: str, others: Iterable[str] = ()) -> Found:
        """What has all of these words, the last perhaps unfinished.

        Where no text has, it is what has one of the other names of the same; else what
        has them all in several texts, has words like them, or some of them.
        """
        sought = sought_words(words)
        is_finished = words[-1:].isspace()
        if hits := self._find_all(sought, is_finished):
            return hits
        for other in others:
            if hits := self._find_all(sought_words(other), is_finished=True):
                hits.instead = " ".join(sought_words(other))
                return hits
        if hits := self._find_together(sought, is_finished):
            return hits
        if _ABBREVIATION.fullmatch(words.strip()) and words.isupper():
            return Found([], {}, [], "")
        latin = [
            written for word in sought for written in sought_words(latin_word(word))
        ]
        if latin != sought and (hits := self._find_all(latin, is_finished)):
            hits.instead = " ".join(latin)
            return hits
        parts = [part for word in sought for part in re.findall(r"[^\W_]+", word)]
        nearest = list(map(self._nearest_to, parts))
        if hits := self._find(nearest, " AND ", is_finished, is_wide=True):
            hits.instead = " ".join(nearest)
            return hits
        hits = self._find(self._telling(sought), " OR ", is_finished)
        hits.is_any = bool(hits)
        return hits

    def _find_together(self, words: list[str], is_finished: bool) -> Found:
        """The things that have all of these words, if not in one text.

        They have them in several of their own, or in the names of what they lead to.
        Those come first whose texts fit best.
        """
        numbers = self._having(words, is_finished) if len(words) > 1 else []
        if not numbers:
            return Found([], {}, [], "")
        having, some = set(numbers), self._find(self._telling(words), " OR ", True)
        fitting = [thing for thing in some.things if thing in having]
        things = list(dict.fromkeys((*fitting, *numbers)))
        why = {thing: some.why[thing] for thing in fitting}
        is_cut = len(numbers) >= MOST_FITTING
        return Found(things, why, [], some.match, is_cut=is_cut)

    def _having(self, words: list[str], is_finished: bool) -> list[int]:
        """The things that have all of these words in whatever they say."""
        sought = [_any(self._forms(word)) for word in words]
        if not is_finished:
            sought[-1] += f" OR {_quoted_word(words[-1])}*"
        match = " AND ".join(f"({one})" for one in sought)
        rows = self._ask(_TOGETHER, match, MOST_FITTING)
        return [number for (number,) in rows]

    def _telling(self, words: list[str]) -> list[str]:
        """Those of some words that tell most: what stands in many names tells of none.

        Which these are in the languages of the names, as “de” and “the” may be, their
        numbers say. Words that nothing has are kept, as they cost nothing.
        """
        counts = {word: self._count(word) for word in words}
        known = list(filter(None, counts.values()))
        if not known:
            return words
        ((total,),) = self._ask("SELECT COUNT(*) FROM thing")
        most = max(total // _TELLING, _TELLING * min(known))
        return [word for word in words if counts[word] <= most]

    def _count(self, word: str) -> int:
        """In how many names a word stands as it is."""
        found = self._ask("SELECT doc FROM name_word WHERE term = ?", word)
        return int(found[0][0]) if found else 0

    def _find_all(self, words: list[str], is_finished: bool) -> Found:
        """What has all of these words; where nothing has, in a wider sense."""
        hits = self._find(words, " AND ", is_finished)
        return hits or self._find(words, " AND ", is_finished, is_wide=True)

    def _find(
        self, words: list[str], joined: str, is_finished: bool, is_wide: bool = False
    ) -> Found:
        """What has these words or other forms of them.

        In a wide sense it is also what has words that begin as they do.
        """
        if not words:
            return Found([], {}, [], "")
        forms = [_any(self._forms(word, is_wide)) for word in words]
        match = joined.join(f"({one})" for one in forms)
        unfinished = (
            match if is_finished else f"{match[:-1]} OR {_quoted_word(words[-1])}*)"
        )
        is_any = joined == " OR "
        best, is_cut = self._hits_by_thing(words, unfinished, is_any)
        things = sorted(best, key=lambda thing: best[thing][0])
        why = {thing: text for thing, (_, text) in best.items()}
        sentences = self._sentences(match)
        if not sentences and (wider := self._sentences(unfinished)):
            match, sentences = unfinished, wider
        is_cut = is_cut or len(sentences) >= MOST_FITTING
        by_address = frozenset(thing for thing in things if best[thing][0][0])
        return Found(
            things, why, sentences, match, is_cut=is_cut, by_address=by_address
        )

    def _hits_by_thing(
        self, words: list[str], match: str, is_any: bool
    ) -> tuple[dict[int, Named], bool]:
        """The things with a name that matches, and whether there may be more.

        With each goes the place of its best name, and that name. Where any of the words
        will do, those count most that few have.
        """
        phrase, sought = " ".join(map(_quoted_word, words)), bare(" ".join(words))
        whole = {thing for (thing,) in self._ask(_WITH_NAME, phrase, MOST_FITTING)}
        rows = self._ask(_NAMES, match, MOST_FITTING)
        is_cut = len(rows) >= MOST_FITTING
        if is_cut:
            called = self._ask(_CALLED, sought, MOST_FITTING)
            whole |= {thing for thing, *_ in called}
            rows = [*((*one, 0.0) for one in called), *rows]
        best: dict[int, Named] = {}
        for thing, rank, text, name, fit in rows:
            place = (
                rank == ADDRESS,
                name != sought,
                thing not in whole,
                not name.startswith(sought),
                *((fit, rank) if is_any else (rank, fit)),
                natural(text),
            )
            if thing not in best or place < best[thing][0]:
                best[thing] = place, text
        return best, is_cut

    def _forms(self, word: str, is_wide: bool = False) -> list[str]:
        """A word and all other forms of it that there are."""
        match = _quoted_word(word)
        if is_wide and len(word) > _SHORT:
            match += "*"
        others = [other for (other,) in self._ask(_STEMS, match, _SAME)]
        plain = bare(word)
        return list(dict.fromkeys([word, plain, letters_apart(plain), *others]))

    def _sentences(self, match: str) -> list[int]:
        return [number for (number,) in self._ask(_SENTENCES, match, MOST_FITTING)]

    def leads(self, words: str, count: int) -> list[Match]:
        """What has most of these words, the last perhaps unfinished, the best first."""
        words_asked = sought_words(words)
        if not words_asked or words_asked[0] in FUNCTION_WORDS:
            return []
        sought, unfinished = self._sought_forms(words_asked)
        match = _any(sorted(set().union(*sought)))
        if unfinished:
            match += f" OR {_quoted_word(unfinished)}*"
        words_by_lead = [
            (number, set(sought_words(text)))
            for table in _LEADING
            for number, text in self._ask(_LEADS.format(table), match, count)
        ]
        joined = _with_hyphens(
            words_asked, set().union(*(has for _, has in words_by_lead))
        )
        if joined != words_asked:
            sought, unfinished = self._sought_forms(joined)
        return [
            _match(number, has, sought, unfinished) for number, has in words_by_lead
        ]

    def _sought_forms(self, words: list[str]) -> tuple[list[set[str]], str]:
        """Words in all their forms, and the last of them where it may be unfinished."""
        is_whole = len(words[-1]) <= _SHORT or self._is_known(words[-1])
        forms = [set(self._forms(word)) for word in words]
        return forms, "" if is_whole else words[-1]

    def _is_known(self, word: str) -> bool:
        return bool(self._ask("SELECT 1 FROM known_word WHERE word = ?", word))

    def called(self, name: str) -> list[int]:
        """The things that have exactly this name, but for accents and case."""
        sought, called = bare(name), bare(" ".join(sought_words(name)))
        named = self._ask(_CALLED, called, MOST_FITTING)
        same = [thing for thing, _, words, _ in named if bare(words) == sought]
        return list(dict.fromkeys(same))

    def _nearest_to(self, word: str) -> str:
        """A word of the index: this one, if it is there, else one like it, or its Latin form."""
        written = filter(None, dict.fromkeys((word, latin_word(word))))
        return next(filter(None, map(self._like, written)), word)

    def _like(self, word: str) -> str:
        """A word that is in use here and most like this one; "" where none is like it."""
        if self._is_known(word):
            return word
        padded = f" {word} "
        places = range(len(padded) - 2)
        trigrams = [f'"{padded[place : place + 3]}"' for place in places]
        rows = self._ask(_ALIKE, " OR ".join(trigrams), _CANDIDATES)
        candidates = [candidate for (candidate,) in rows]
        close = get_close_matches(word, candidates, 1, _LIKE)
        return close[0] if close else ""


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


def _any(words: list[str]) -> str:
    return " OR ".join(map(_quoted_word, words))


def _quoted_word(word: str) -> str:
    """A word in quotation marks, so that nothing in it is an operator."""
    return '"' + word.replace('"', '""') + '"'
