"""The words of a release, in an index in memory: names of things, and sentences of articles (FTS5 of SQLite)."""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from threading import Lock
from typing import Any
from unicodedata import combining, normalize

_SCHEMA = """
CREATE VIRTUAL TABLE name USING fts5(words, thing UNINDEXED, rank_of UNINDEXED, prefix='2 3', {tokens});
CREATE VIRTUAL TABLE sentence USING fts5(words, article UNINDEXED, paragraph UNINDEXED, start UNINDEXED, {tokens});
CREATE VIRTUAL TABLE name_word USING fts5vocab(name, row);
CREATE VIRTUAL TABLE sentence_word USING fts5vocab(sentence, row);
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize='trigram');
""".format(tokens="""tokenize="unicode61 remove_diacritics 2\"""")
_SPELLINGS = """
INSERT INTO spelling SELECT ' ' || term || ' ' FROM (SELECT term FROM name_word UNION SELECT term FROM sentence_word)"""
_LONGEST = 200  # characters of a search
LABEL, NAME, TEXT = range(3)
"""How words belong to a thing: they are its label, another name, or a text about it."""
_CANDIDATES, _LIKE = 60, 0.72


@dataclass
class Found:
    """What was found: things, the best first, with the words that named them, and how many sentences there are."""

    things: list[int]
    why: dict[int, str]
    match: str
    sentences: int
    instead: str = ""
    """The words that were sought instead, as nothing was found for those that were given."""
    is_any: bool = False
    """Whether only some of the words are in what was found."""


class Words:
    """An index to which names and sentences are added first, and in which they are found then, by several threads."""

    def __init__(self) -> None:
        """Nothing is in it yet."""
        self._lock, self._words = Lock(), sqlite3.connect(":memory:", check_same_thread=False)
        self._words.executescript(_SCHEMA)

    def add_name(self, words: str, thing: int, rank: int) -> None:
        """Words that belong to a thing, which is known by its number."""
        self._words.execute("INSERT INTO name VALUES (?, ?, ?)", (words, thing, rank))

    def add_sentences(self, sentences: Iterable[tuple[str, str, int, int]]) -> None:
        """Sentences: the words, the article, the paragraph and where the sentence begins."""
        self._words.executemany("INSERT INTO sentence VALUES (?, ?, ?, ?)", sentences)

    def finish(self) -> None:
        """Nothing more is added: gather how the words are spelt."""
        self._words.execute(_SPELLINGS)

    def find(self, words: str) -> Found:
        """What has all of these words, the last perhaps unfinished; else words like them, else some of them."""
        words = words[:_LONGEST]
        found = self._find(words, _match(words))
        if found.things or found.sentences:
            return found
        nearest = self._nearest(words)
        found = self._find(nearest, _match(nearest))
        if found.things or found.sentences:
            found.instead = nearest
            return found
        found = self._find(words, _match(words, " OR "))
        found.is_any = bool(found.things or found.sentences)
        return found

    def _find(self, words: str, match: str) -> Found:
        if not match:
            return Found([], {}, "", 0)
        whole = {thing for thing, *_ in self._ask("SELECT thing FROM name WHERE name MATCH ?", match.rstrip("*"))}
        best: dict[int, tuple[tuple[object, ...], str]] = {}
        for thing, rank, text, fit in self._ask(
            "SELECT thing, rank_of, words, bm25(name) FROM name WHERE name MATCH ?", match
        ):
            sought, name = _folded(words.strip()), _folded(text) if rank < TEXT else ""
            place = (name != sought, thing not in whole, not name.startswith(sought), rank, fit, text)
            if thing not in best or place < best[thing][0]:
                best[thing] = place, text
        things = sorted(best, key=lambda thing: best[thing][0])
        fits = [(one, self._count(one)) for one in (match.rstrip("*"), match)]
        in_sentences = next((fit for fit in fits if fit[1]), fits[0])
        return Found(things, {number: text for number, (_, text) in best.items()}, *in_sentences)

    def _count(self, match: str) -> int:
        ((count,),) = self._ask("SELECT COUNT(*) FROM sentence WHERE sentence MATCH ?", match)
        return int(count)

    def sentences(self, found: Found, start: int, count: int) -> list[tuple[Any, ...]]:
        """Some of the sentences that were found, the best first, with the characters 2 and 3 around what was sought."""
        if not found.sentences:
            return []
        return self._ask(
            "SELECT highlight(sentence, 0, char(2), char(3)), article, paragraph, start FROM sentence"
            " WHERE sentence MATCH ? ORDER BY bm25(sentence), article, start LIMIT ? OFFSET ?",
            found.match, count, start,
        )  # fmt: skip

    def _nearest(self, words: str) -> str:
        return " ".join(self._nearest_to(word) for word in re.findall(r"[^\W_]+", _folded(words)))

    def _nearest_to(self, word: str) -> str:
        """A word of the index: this one, if it is there, else the one that it is most like."""
        if self._ask("SELECT 1 FROM spelling WHERE word = ?", f" {word} "):
            return word
        padded = f" {word} "
        parts = " OR ".join(f'"{padded[place : place + 3]}"' for place in range(len(padded) - 2))
        query = "SELECT trim(word) FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT ?"
        close = get_close_matches(word, [one for (one,) in self._ask(query, parts, _CANDIDATES)], 1, _LIKE)
        return close[0] if close else word

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:  # the pages' threads share one connection
            return self._words.execute(query, values).fetchall()


def _match(words: str, joined: str = " ") -> str:
    """A query of FTS5 for these words, each in quotation marks, so that nothing in it is an operator."""
    printable = "".join(" " if ord(one) < 32 else one for one in words)
    quoted = ['"' + word.replace('"', '""') + '"' for word in printable.split() if any(map(str.isalnum, word))]
    return joined.join(quoted) + ("*" if quoted and not words[-1].isspace() else "")


def _folded(words: str) -> str:
    return "".join(one for one in normalize("NFD", words.casefold()) if not combining(one))
