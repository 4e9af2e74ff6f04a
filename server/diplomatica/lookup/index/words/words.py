"""The words of an index: of names of things, and of sentences.

What is asked takes no longer the more there is: of very many that have a word, the
first are looked at, and it is told that there are more.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from diplomatica.lookup.index.folding import bare, latin_word, sought_words
from diplomatica.lookup.index.words.wordforms import WordForms, any_of, quoted_word
from diplomatica.lookup.indexing.schema import Ask
from diplomatica.model.text.order import natural

# Numbers say nothing of things: what is as good as another stands in the order of its IRI.
_WITH_NAME = "SELECT thing FROM name WHERE name MATCH ? LIMIT ?"
# The labels of things come first in this table, and what is only said of them last.
_NAMES = """
SELECT thing, rank_of, words, called, fit, iri FROM (
  SELECT thing, rank_of, words, called, bm25(name) AS fit
  FROM name WHERE name MATCH ? LIMIT ?)
JOIN thing ON number = thing"""
_CALLED = """
SELECT thing, rank_of, words, name, iri FROM called JOIN thing ON number = thing
WHERE name = ? ORDER BY iri, rank_of, words LIMIT ?"""
_TOGETHER = """
SELECT number FROM thing WHERE number IN (
  SELECT rowid FROM together WHERE together MATCH ? LIMIT ?) ORDER BY iri"""
_SENTENCES = """
SELECT number FROM (
  SELECT rowid AS number, bm25(sentence) AS fit, article, start
  FROM sentence WHERE sentence MATCH ? LIMIT ?)
ORDER BY fit, article, start"""
MOST_FITTING = 10_000
"""How many names, and how many sentences, are looked at for what fits best."""
_TELLING = (
    10  # a word tells little that is in one name of so many, and so often as another
)
LABEL, NAME, TEXT, ADDRESS = range(4)
"""How words belong to a thing: its label, another name, a text about it, or its IRI."""
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


class Words:
    """The words of one index. Several threads may seek in it."""

    def __init__(self, ask: Ask) -> None:
        """Take the index that has the words."""
        self._ask, self._forms = ask, WordForms(ask)

    def find(self, words: str, others: Iterable[str] = ()) -> Found:
        """What has all of these words, the last perhaps unfinished.

        Where no text has, it is what has one of the other names of the same; else what
        has them all in several texts, has words like them, or some of them.
        """
        sought = sought_words(words)
        is_finished = words[-1:].isspace()
        if hits := self._find_all(sought, is_finished):
            return hits
        if same := self._find_otherwise_called(others):
            return same
        if hits := self._find_together(sought, is_finished):
            return hits
        if _ABBREVIATION.fullmatch(words.strip()) and words.isupper():
            return Found([], {}, [], "")
        return (
            self._find_in_latin(sought, is_finished)
            or self._find_alike(sought, is_finished)
            or self._find_any(sought, is_finished)
        )

    def _find_otherwise_called(self, names: Iterable[str]) -> Found | None:
        """What has all words of one of these names."""
        for name in names:
            words = sought_words(name)
            if hits := self._find_all(words, is_finished=True):
                hits.instead = " ".join(words)
                return hits
        return None

    def _find_in_latin(self, words: list[str], is_finished: bool) -> Found | None:
        """What has all of these words in Latin letters, where they have others."""
        latin: list[str] = []
        for word in words:
            latin += sought_words(latin_word(word))
        if latin == words:
            return None
        hits = self._find_all(latin, is_finished)
        hits.instead = " ".join(latin)
        return hits

    def _find_alike(self, words: list[str], is_finished: bool) -> Found:
        """What has words like all of these."""
        parts = [part for word in words for part in re.findall(r"[^\W_]+", word)]
        nearest = list(map(self._forms.nearest_to, parts))
        hits = self._find(nearest, " AND ", is_finished, is_wide=True)
        hits.instead = " ".join(nearest)
        return hits

    def _find_any(self, words: list[str], is_finished: bool) -> Found:
        """What has some of these words."""
        hits = self._find(self._telling(words), " OR ", is_finished)
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
        having = set(numbers)
        some = self._find(self._telling(words), " OR ", is_finished=True)
        fitting = [thing for thing in some.things if thing in having]
        things = list(dict.fromkeys((*fitting, *numbers)))
        why = {thing: some.why[thing] for thing in fitting}
        is_cut = len(numbers) >= MOST_FITTING
        return Found(things, why, [], some.match, is_cut=is_cut)

    def _having(self, words: list[str], is_finished: bool) -> list[int]:
        """The things that have all of these words in whatever they say."""
        sought = [any_of(self._forms.of(word)) for word in words]
        if not is_finished:
            sought[-1] += f" OR {quoted_word(words[-1])}*"
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
        forms = [any_of(self._forms.of(word, is_wide)) for word in words]
        match = joined.join(f"({one})" for one in forms)
        unfinished = (
            match if is_finished else f"{match[:-1]} OR {quoted_word(words[-1])}*)"
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
        sought = bare(" ".join(words))
        phrase = " ".join(map(quoted_word, words))
        whole = {thing for (thing,) in self._ask(_WITH_NAME, phrase, MOST_FITTING)}
        rows = self._ask(_NAMES, match, MOST_FITTING)
        is_cut = len(rows) >= MOST_FITTING
        if is_cut:
            called = self._ask(_CALLED, sought, MOST_FITTING)
            whole |= {thing for thing, *_ in called}
            rows = [*((*one, 0.0, iri) for *one, iri in called), *rows]
        best: dict[int, Named] = {}
        for thing, rank, text, name, fit, iri in rows:
            place = (
                rank == ADDRESS,
                name != sought,
                thing not in whole,
                not name.startswith(sought),
                *((fit, rank) if is_any else (rank, fit)),
                natural(text),
                iri,
            )
            if thing not in best or place < best[thing][0]:
                best[thing] = place, text
        return best, is_cut

    def _sentences(self, match: str) -> list[int]:
        return [number for (number,) in self._ask(_SENTENCES, match, MOST_FITTING)]

    def called(self, name: str) -> list[int]:
        """The things that have exactly this name, but for accents and case."""
        sought, called = bare(name), bare(" ".join(sought_words(name)))
        named = self._ask(_CALLED, called, MOST_FITTING)
        same = [thing for thing, _, words, *_ in named if bare(words) == sought]
        return list(dict.fromkeys(same))
