"""The words of a release, in an index in memory (FTS5 of SQLite).

They are those of names of things, of sentences, and of what leads to something else.
"""

import re
import sqlite3
from dataclasses import dataclass
from difflib import get_close_matches
from threading import Lock
from typing import Any
from unicodedata import combining, normalize

from anyascii import anyascii

_SCHEMA = """
CREATE VIRTUAL TABLE name USING fts5(
  words, thing UNINDEXED, rank_of UNINDEXED, prefix='2 3', {tokens});
CREATE VIRTUAL TABLE sentence USING fts5(
  words, article UNINDEXED, paragraph UNINDEXED, start UNINDEXED, {tokens});
CREATE VIRTUAL TABLE lead USING fts5(words, {tokens});
CREATE VIRTUAL TABLE name_word USING fts5vocab(name, row);
CREATE VIRTUAL TABLE sentence_word USING fts5vocab(sentence, row);
CREATE VIRTUAL TABLE lead_word USING fts5vocab(lead, row);
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize='trigram');
CREATE VIRTUAL TABLE stem USING fts5(word, tokenize='porter');
""".format(tokens="""tokenize="unicode61 remove_diacritics 2\"""")
_SPELLINGS = """
INSERT INTO spelling SELECT ' ' || term || ' ' FROM (
  SELECT term FROM name_word UNION
  SELECT term FROM sentence_word UNION
  SELECT term FROM lead_word);
INSERT INTO stem SELECT trim(word) FROM spelling;"""
_WITH_NAME = "SELECT thing FROM name WHERE name MATCH ?"
_NAMES = "SELECT thing, rank_of, words, bm25(name) FROM name WHERE name MATCH ?"
_CALLED = "SELECT DISTINCT thing, words FROM name WHERE name MATCH ? AND rank_of < ?"
_STEMS = "SELECT word FROM stem WHERE stem MATCH ? LIMIT ?"
_ALIKE = """
SELECT trim(word) FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT ?"""
_SENTENCES = """
SELECT rowid FROM sentence WHERE sentence MATCH ?
ORDER BY bm25(sentence), article, start"""
_SENTENCE = """
SELECT highlight(sentence, 0, char(2), char(3)), article, paragraph, start
FROM sentence WHERE sentence MATCH ? AND rowid = ?"""
_LEADS = """
SELECT rowid, words FROM lead WHERE lead MATCH ? ORDER BY bm25(lead), rowid LIMIT ?"""
_SAME = 50  # other forms of a word that are sought with it
_FUNCTION_WORD = re.compile(
    "a|about|all|an|and|are|as|at|by|did|do|does|for|from|had|has|have|he|his|her|how"
    "|in|is|it|its|list|of|on|or|said|say|says|she|so|that|the|their|they|this|to|was"
    "|were|what|when|where|which|who|whom|whose|why|will|with"
)
LABEL, NAME, TEXT = range(3)
"""How words belong to a thing: they are its label, another name, or a text about it."""
_CANDIDATES, _LIKE = 60, 0.72
_SHORT = 3  # letters of a word that is sought in no wider sense
_POSSESSIVE = re.compile(r"['’]s?$")
_MARKS = "?!.,;:()“”‘'\""


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


class Words:
    """An index of names and sentences, to which all are added before any is sought.

    Several threads may seek in it.
    """

    def __init__(self) -> None:
        """Make an empty index in memory."""
        self._lock = Lock()
        self._words = sqlite3.connect(":memory:", check_same_thread=False)
        self._words.executescript(_SCHEMA)

    def add_name(self, words: str, thing: int, rank: int) -> None:
        """Words that belong to a thing, which is known by its number."""
        self._words.execute("INSERT INTO name VALUES (?, ?, ?)", (words, thing, rank))

    def add_sentence(self, words: str, article: str, paragraph: int, start: int) -> int:
        """A sentence, where it stands and where it begins; its number."""
        row = (words, article, paragraph, start)
        added = self._words.execute("INSERT INTO sentence VALUES (?, ?, ?, ?)", row)
        return added.lastrowid or 0

    def add_lead(self, words: str, number: int) -> None:
        """Words that lead to something else, which is known by its number."""
        row = (number, words)
        self._words.execute("INSERT INTO lead (rowid, words) VALUES (?, ?)", row)

    def finish(self) -> None:
        """Nothing more is added: gather how the words are spelt."""
        self._words.executescript(_SPELLINGS)

    def find(self, words: str) -> Found:
        """What has all of these words, the last perhaps unfinished.

        Where nothing has, it is what has words like them; else, some of them.
        """
        sought = _meant(words)
        ends = words[-1:].isspace()
        if found := self._find_all(sought, ends):
            return found
        latin = [written for word in sought for written in _meant(_latin(word))]
        if latin != sought and (found := self._find_all(latin, ends)):
            found.instead = " ".join(latin)
            return found
        parts = [part for word in sought for part in re.findall(r"[^\W_]+", word)]
        nearest = list(map(self._nearest_to, parts))
        if found := self._find(nearest, " AND ", ends, is_wide=True):
            found.instead = " ".join(nearest)
            return found
        found = self._find(sought, " OR ", ends)
        found.is_any = bool(found)
        return found

    def _find_all(self, words: list[str], ends: bool) -> Found:
        """What has all of these words; where nothing has, in a wider sense."""
        found = self._find(words, " AND ", ends)
        return found or self._find(words, " AND ", ends, is_wide=True)

    def _find(
        self, words: list[str], joined: str, ends: bool, is_wide: bool = False
    ) -> Found:
        """What has these words or other forms of them.

        In a wide sense it is also what has words that begin as they do.
        """
        if not words:
            return Found([], {}, [], "")
        forms = [_any(self._forms(word, is_wide)) for word in words]
        match = joined.join(f"({one})" for one in forms)
        unfinished = match if ends else f"{match[:-1]} OR {_quoted(words[-1])}*)"
        best = self._named(words, unfinished)
        things = sorted(best, key=lambda thing: best[thing][0])
        why = {thing: text for thing, (_, text) in best.items()}
        sentences = self._sentences(match)
        if not sentences and (wider := self._sentences(unfinished)):
            return Found(things, why, wider, unfinished)
        return Found(things, why, sentences, match)

    def _named(
        self, words: list[str], match: str
    ) -> dict[int, tuple[tuple[object, ...], str]]:
        """The things with a name that matches: the place of the best one, and itself."""
        phrase = " ".join(map(_quoted, words))
        whole = {thing for (thing,) in self._ask(_WITH_NAME, phrase)}
        sought = " ".join(words)
        best: dict[int, tuple[tuple[object, ...], str]] = {}
        for thing, rank, text, fit in self._ask(_NAMES, match):
            name = " ".join(_meant(text)) if rank < TEXT else ""
            place = (
                name != sought,
                thing not in whole,
                not name.startswith(sought),
                rank,
                fit,
                text,
            )
            if thing not in best or place < best[thing][0]:
                best[thing] = place, text
        return best

    def _forms(self, word: str, is_wide: bool = False) -> list[str]:
        """A word and all other forms of it that there are."""
        match = _quoted(word)
        if is_wide and len(word) > _SHORT:
            match += "*"
        others = [other for (other,) in self._ask(_STEMS, match, _SAME)]
        return list(dict.fromkeys([word, *others]))

    def _sentences(self, match: str) -> list[int]:
        return [number for (number,) in self._ask(_SENTENCES, match)]

    def sentence(self, number: int, match: str) -> tuple[str, str, int, int]:
        """A sentence that matches, and where it stands.

        The characters 2 and 3 are around what was sought.
        """
        ((words, article, paragraph, start),) = self._ask(_SENTENCE, match, number)
        return words, article, paragraph, start

    def leads(self, words: str, count: int) -> list[Match]:
        """What has most of these words, the last perhaps unfinished, the best first."""
        meant = _meant(words)
        if not meant or _FUNCTION_WORD.fullmatch(meant[0]):
            return []
        sought = [set(self._forms(word)) for word in meant]
        is_whole = len(meant[-1]) <= _SHORT or self._is_known(meant[-1])
        unfinished = "" if is_whole else meant[-1]
        forms = sorted(set().union(*sought))
        match = _any(forms)
        if unfinished:
            match += f" OR {_quoted(unfinished)}*"
        return [
            _match(number, set(_meant(text)), sought, unfinished)
            for number, text in self._ask(_LEADS, match, count)
        ]

    def _is_known(self, word: str) -> bool:
        return bool(self._ask("SELECT 1 FROM spelling WHERE word = ?", f" {word} "))

    def called(self, name: str) -> list[int]:
        """The things that have exactly this name, but for accents and case."""
        sought = _folded(name)
        named = self._ask(_CALLED, _quoted(sought), TEXT)
        return [thing for thing, words in named if _folded(words) == sought]

    def _nearest_to(self, word: str) -> str:
        """A word of the index: this one, if it is there, else one like it, or its Latin form."""
        written = filter(None, dict.fromkeys((word, _latin(word))))
        return next(filter(None, map(self._like, written)), word)

    def _like(self, word: str) -> str:
        if self._is_known(word):
            return word
        padded = f" {word} "
        places = range(len(padded) - 2)
        trigrams = [f'"{padded[place : place + 3]}"' for place in places]
        found = self._ask(_ALIKE, " OR ".join(trigrams), _CANDIDATES)
        candidates = [candidate for (candidate,) in found]
        close = get_close_matches(word, candidates, 1, _LIKE)
        return close[0] if close else ""

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        # the pages' threads share one connection
        with self._lock:
            return self._words.execute(query, values).fetchall()


def _meant(text: str) -> list[str]:
    """The words of a search or a name, without possessives.

    Those that are about nothing are left out, unless all are.
    """
    printable = re.sub(r"[\x00-\x1f]", " ", _folded(text))
    bare = [word.strip(_MARKS) for word in printable.split()]
    stripped = [_POSSESSIVE.sub("", word) for word in bare]
    words = [word for word in stripped if any(map(str.isalnum, word))]
    about = [word for word in words if not _FUNCTION_WORD.fullmatch(word)]
    return about or words


def _match(
    number: int, words: set[str], sought: list[set[str]], unfinished: str
) -> Match:
    """How well what has these words fits those that are sought, in all their forms."""
    *before, last = sought
    finished = {word for word in words if unfinished and word.startswith(unfinished)}
    forms = [*before, last | finished]
    has_all = all(one & words for one in forms)
    has_only = not words.difference(*forms)
    return Match(number, has_all, has_only, len(sought))


def _any(words: list[str]) -> str:
    return " OR ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """A word in quotation marks, so that nothing in it is an operator."""
    return '"' + word.replace('"', '""') + '"'


def _latin(word: str) -> str:
    """A word in Latin letters: each script by the way in which it is read most often."""
    if word.isascii():
        return word
    return "".join(filter(_is_written, anyascii(word).casefold()))


def _is_written(letter: str) -> bool:
    """Whether it belongs to a word.

    Soft and hard signs become apostrophes, which no name has.
    """
    return letter.isalnum() or letter.isspace() or letter == "-"


def _folded(words: str) -> str:
    decomposed = normalize("NFD", words.casefold())
    return "".join(one for one in decomposed if not combining(one))
