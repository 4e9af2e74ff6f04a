"""The words of a release, in an index in memory (FTS5 of SQLite): names of things, sentences, and what leads there."""

import re
import sqlite3
from dataclasses import dataclass
from difflib import get_close_matches
from threading import Lock
from typing import Any
from unicodedata import combining, normalize

from anyascii import anyascii

_SCHEMA = """
CREATE VIRTUAL TABLE name USING fts5(words, thing UNINDEXED, rank_of UNINDEXED, prefix='2 3', {tokens});
CREATE VIRTUAL TABLE sentence USING fts5(words, article UNINDEXED, paragraph UNINDEXED, start UNINDEXED, {tokens});
CREATE VIRTUAL TABLE lead USING fts5(words, {tokens});
CREATE VIRTUAL TABLE name_word USING fts5vocab(name, row);
CREATE VIRTUAL TABLE sentence_word USING fts5vocab(sentence, row);
CREATE VIRTUAL TABLE lead_word USING fts5vocab(lead, row);
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize='trigram');
CREATE VIRTUAL TABLE stem USING fts5(word, tokenize='porter');
""".format(tokens="""tokenize="unicode61 remove_diacritics 2\"""")
_SPELLINGS = """
INSERT INTO spelling SELECT ' ' || term || ' ' FROM
  (SELECT term FROM name_word UNION SELECT term FROM sentence_word UNION SELECT term FROM lead_word);
INSERT INTO stem SELECT trim(word) FROM spelling;"""
_SAME = 50  # other forms of a word that are sought with it
_FUNCTION_WORD = re.compile(
    "a|about|all|an|and|are|as|at|by|did|do|does|for|from|had|has|have|he|his|her|how|in|is|it|its|list|of|on|or|said|"
    "say|says|she|so|that|the|their|they|this|to|was|were|what|when|where|which|who|whom|whose|why|will|with"
)
LABEL, NAME, TEXT = range(3)
"""How words belong to a thing: they are its label, another name, or a text about it."""
_CANDIDATES, _LIKE = 60, 0.72
_SHORT = 3  # letters of a word that is sought in no wider sense
_MARKS = "?!.,;:()“”‘'\""


@dataclass
class Found:
    """What was found: things, the best first, with the words that named them, and sentences, by their numbers."""

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
    """What words lead to, by its number, and how well it fits: whether it has all of them, and no others."""

    number: int
    has_all: bool
    has_only: bool
    sought: int
    """How many words were sought."""


class Words:
    """An index to which names and sentences are added first, and in which they are found then, by several threads."""

    def __init__(self) -> None:
        """Nothing is in it yet."""
        self._lock, self._words = (
            Lock(),
            sqlite3.connect(":memory:", check_same_thread=False),
        )
        self._words.executescript(_SCHEMA)

    def add_name(self, words: str, thing: int, rank: int) -> None:
        """Words that belong to a thing, which is known by its number."""
        self._words.execute("INSERT INTO name VALUES (?, ?, ?)", (words, thing, rank))

    def add_sentence(self, words: str, article: str, paragraph: int, start: int) -> int:
        """A sentence, where it stands and where it begins; its number."""
        row = (words, article, paragraph, start)
        return (
            self._words.execute(
                "INSERT INTO sentence VALUES (?, ?, ?, ?)", row
            ).lastrowid
            or 0
        )

    def add_lead(self, words: str, number: int) -> None:
        """Words that lead to something else, which is known by its number."""
        self._words.execute(
            "INSERT INTO lead (rowid, words) VALUES (?, ?)", (number, words)
        )

    def finish(self) -> None:
        """Nothing more is added: gather how the words are spelt."""
        self._words.executescript(_SPELLINGS)

    def find(self, words: str) -> Found:
        """What has all of these words, the last perhaps unfinished; else words like them, else some of them."""
        sought, ends = _meant(words), words[-1:].isspace()
        found = self._find(sought, " AND ", ends) or self._find(
            sought, " AND ", ends, is_wide=True
        )
        if found:
            return found
        latin = [written for word in sought for written in _meant(_latin(word))]
        if latin != sought:
            found = self._find(latin, " AND ", ends)
            found = found or self._find(latin, " AND ", ends, is_wide=True)
        if found:
            found.instead = " ".join(latin)
            return found
        nearest = [
            self._nearest_to(part)
            for word in sought
            for part in re.findall(r"[^\W_]+", word)
        ]
        found = self._find(nearest, " AND ", ends, is_wide=True)
        if found:
            found.instead = " ".join(nearest)
            return found
        found = self._find(sought, " OR ", ends)
        found.is_any = bool(found)
        return found

    def _find(
        self, words: list[str], joined: str, ends: bool, is_wide: bool = False
    ) -> Found:
        """What has these words or other forms of them, in wide sense also words that begin as they do."""
        if not words:
            return Found([], {}, [], "")
        match = joined.join(f"({_any(self._forms(word, is_wide))})" for word in words)
        whole = {
            thing
            for thing, *_ in self._ask(
                "SELECT thing FROM name WHERE name MATCH ?",
                " ".join(map(_quoted, words)),
            )
        }
        unfinished = match if ends else f"{match[:-1]} OR {_quoted(words[-1])}*)"
        best: dict[int, tuple[tuple[object, ...], str]] = {}
        for thing, rank, text, fit in self._ask(
            "SELECT thing, rank_of, words, bm25(name) FROM name WHERE name MATCH ?",
            unfinished,
        ):
            sought, name = (
                " ".join(words),
                " ".join(_meant(text)) if rank < TEXT else "",
            )
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
        things = sorted(best, key=lambda thing: best[thing][0])
        fits = ((self._sentences(one), one) for one in (match, unfinished))
        sentences, match = next((fit for fit in fits if fit[0]), ([], match))
        return Found(
            things,
            {number: text for number, (_, text) in best.items()},
            sentences,
            match,
        )

    def _forms(self, word: str, is_wide: bool = False) -> list[str]:
        """A word and all other forms of it that there are."""
        query = "SELECT word FROM stem WHERE stem MATCH ? LIMIT ?"
        others = self._ask(
            query,
            _quoted(word) + ("*" if is_wide and len(word) > _SHORT else ""),
            _SAME,
        )
        return list(dict.fromkeys([word, *(other for (other,) in others)]))

    def _sentences(self, match: str) -> list[int]:
        query = "SELECT rowid FROM sentence WHERE sentence MATCH ? ORDER BY bm25(sentence), article, start"
        return [number for (number,) in self._ask(query, match)]

    def sentence(self, number: int, match: str) -> tuple[str, str, int, int]:
        """A sentence that matches, with the characters 2 and 3 around what was sought, and where it stands."""
        query = (
            "SELECT highlight(sentence, 0, char(2), char(3)), article, paragraph, start FROM sentence"
            " WHERE sentence MATCH ? AND rowid = ?"
        )
        ((words, article, paragraph, start),) = self._ask(query, match, number)
        return words, article, paragraph, start

    def leads(self, words: str, count: int) -> list[Match]:
        """What has most of these words, the last perhaps unfinished, the best first."""
        meant = _meant(words)
        if not meant or _FUNCTION_WORD.fullmatch(meant[0]):
            return []
        sought = [set(self._forms(word)) for word in meant]
        is_whole = len(meant[-1]) <= _SHORT or self._is_known(meant[-1])
        unfinished = "" if is_whole else meant[-1]
        match = _any(sorted(set().union(*sought))) + (
            f" OR {_quoted(unfinished)}*" if unfinished else ""
        )
        query = "SELECT rowid, words FROM lead WHERE lead MATCH ? ORDER BY bm25(lead), rowid LIMIT ?"
        return [
            _match(number, set(_meant(text)), sought, unfinished)
            for number, text in self._ask(query, match, count)
        ]

    def _is_known(self, word: str) -> bool:
        return bool(self._ask("SELECT 1 FROM spelling WHERE word = ?", f" {word} "))

    def called(self, name: str) -> list[int]:
        """The things that have exactly this name, but for accents and case."""
        query = (
            "SELECT DISTINCT thing, words FROM name WHERE name MATCH ? AND rank_of < ?"
        )
        named = self._ask(query, _quoted(_folded(name)), TEXT)
        return [thing for thing, words in named if _folded(words) == _folded(name)]

    def _nearest_to(self, word: str) -> str:
        """A word of the index: this one, if it is there, else one like it, or its Latin form."""
        written = filter(None, dict.fromkeys((word, _latin(word))))
        return next(filter(None, map(self._like, written)), word)

    def _like(self, word: str) -> str:
        if self._is_known(word):
            return word
        padded = f" {word} "
        parts = " OR ".join(
            f'"{padded[place : place + 3]}"' for place in range(len(padded) - 2)
        )
        query = "SELECT trim(word) FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT ?"
        close = get_close_matches(
            word, [one for (one,) in self._ask(query, parts, _CANDIDATES)], 1, _LIKE
        )
        return close[0] if close else ""

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:  # the pages' threads share one connection
            return self._words.execute(query, values).fetchall()


def _meant(text: str) -> list[str]:
    """The words of a search or a name, without possessives; of these, those that are about something, if any is."""
    printable = "".join(" " if ord(one) < 32 else one for one in _folded(text))
    stripped = (
        re.sub(r"['’]s?$", "", word.strip(_MARKS)) for word in printable.split()
    )
    words = [word for word in stripped if any(map(str.isalnum, word))]
    return [word for word in words if not _FUNCTION_WORD.fullmatch(word)] or words


def _match(
    number: int, words: set[str], sought: list[set[str]], unfinished: str
) -> Match:
    *before, last = sought
    forms = [
        *before,
        last | {word for word in words if unfinished and word.startswith(unfinished)},
    ]
    return Match(
        number,
        all(one & words for one in forms),
        not words.difference(*forms),
        len(sought),
    )


def _any(words: list[str]) -> str:
    return " OR ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """A word in quotation marks, so that nothing in it is an operator."""
    return '"' + word.replace('"', '""') + '"'


def _latin(word: str) -> str:
    """A word in Latin letters: each script by the way in which it is read most often."""
    return (
        word
        if word.isascii()
        else "".join(filter(_is_written, anyascii(word).casefold()))
    )


def _is_written(letter: str) -> bool:
    """Whether it belongs to a word: soft and hard signs become apostrophes, which no name has."""
    return letter.isalnum() or letter.isspace() or letter == "-"


def _folded(words: str) -> str:
    return "".join(
        one for one in normalize("NFD", words.casefold()) if not combining(one)
    )
