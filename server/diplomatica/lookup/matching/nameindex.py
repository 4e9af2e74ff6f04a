"""The names of a release in an index, from which a name’s candidates are taken.

It lies in a file: a million names need no memory. That stands beside the release, where
every process finds it; where none can be written there, SQLite deletes it by itself.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from sqlite3 import Connection
from threading import Lock
from typing import Any

_CACHE = "PRAGMA cache_size = -65536"
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE made_of (told TEXT);
CREATE TABLE thing (number INTEGER PRIMARY KEY, iri TEXT UNIQUE, label TEXT);
CREATE TABLE name (
  number INTEGER PRIMARY KEY, thing INTEGER, text TEXT, tag TEXT, rank INTEGER);
CREATE TABLE kind (thing INTEGER, iri TEXT, PRIMARY KEY (thing, iri)) WITHOUT ROWID;
CREATE TABLE broader (iri TEXT, wider TEXT, PRIMARY KEY (iri, wider)) WITHOUT ROWID;
CREATE TABLE same (
  address TEXT, thing INTEGER, iri TEXT, is_sure INTEGER,
  PRIMARY KEY (address, thing)) WITHOUT ROWID;
CREATE TABLE told_label (iri TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;
CREATE TABLE kind_label (iri TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;
CREATE TABLE link (
  graph TEXT, iri TEXT, said_of TEXT, PRIMARY KEY (said_of, graph, iri)) WITHOUT ROWID;
CREATE TABLE link_label (graph TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;
CREATE TABLE code (code TEXT, thing INTEGER, PRIMARY KEY (code, thing)) WITHOUT ROWID;
CREATE TABLE missing (thing INTEGER, words TEXT, PRIMARY KEY (thing, words)) WITHOUT ROWID;
CREATE TABLE property (iri TEXT PRIMARY KEY, uses INTEGER) WITHOUT ROWID;
CREATE TABLE key (
  key TEXT, way INTEGER, thing INTEGER, name INTEGER,
  PRIMARY KEY (key, way, thing, name)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(written, content='', tokenize='unicode61');
CREATE VIRTUAL TABLE word USING fts5vocab(words, row);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS kind_of ON kind (iri, thing);
CREATE INDEX IF NOT EXISTS same_as ON same (thing);
CREATE INDEX IF NOT EXISTS code_of ON code (thing);"""
# What is drawn from all together.
_FINISH = """
DELETE FROM made_of;
DELETE FROM kind_label;
INSERT INTO kind_label SELECT iri, label FROM told_label;
INSERT OR IGNORE INTO kind_label
  SELECT iri, label FROM link JOIN link_label USING (graph) ORDER BY graph;
DROP TABLE IF EXISTS frequency;
DROP TABLE IF EXISTS spelling;
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize='trigram');
CREATE TABLE frequency (word TEXT PRIMARY KEY, names INTEGER) WITHOUT ROWID;
INSERT INTO frequency SELECT term, doc FROM word WHERE term <> '';
INSERT INTO spelling SELECT ' ' || word || ' ' FROM frequency;
"""
_KEPT = 50_000  # frequencies of words
KEPT_NAME, KEPT_SOUND, KEPT_INITIALS = range(3)
"""By what a name is found: its letters, its sound, its initials."""
LABEL, OTHER, HIDDEN, INFLECTION = range(4)
"""What a name is to its thing: its label, another name, a hidden one, a form in a sentence."""
Row = tuple[Any, ...]


class NameIndex:
    """Names, kinds and addresses of things; several threads may ask once it is finished."""

    def __init__(self, names: Connection) -> None:
        """Take the tables, which are finished or still empty."""
        self._lock = Lock()
        self._names = names
        self._names.execute(_CACHE)
        self.frequency = lru_cache(_KEPT)(self._frequency)
        self.size = 0
        """How many names there are."""
        self.has_codes = False
        """Whether some of its things are states with their codes."""

    @classmethod
    def empty(cls, file: Path | None = None) -> "NameIndex":
        """An index without names, in a file; without one, in one that goes with it."""
        names = sqlite3.connect(file or "", check_same_thread=False)
        names.executescript(_SCHEMA)
        return cls(names)

    @classmethod
    def begun(cls, file: Path) -> "NameIndex":
        """One that was finished for another release, to be changed to that of the next."""
        names = sqlite3.connect(file, check_same_thread=False)
        names.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        return cls(names)

    @classmethod
    def kept(cls, file: Path, made_of: str) -> "NameIndex | None":
        """The finished index in a file; None where there is none that is made of this."""
        if not file.is_file():
            return None
        # It never changes: nothing is locked.
        address = f"{file.as_uri()}?mode=ro&immutable=1"
        with suppress(sqlite3.Error):
            index = cls(sqlite3.connect(address, uri=True, check_same_thread=False))
            if index.ask("SELECT told FROM made_of") == [(made_of,)]:
                index._count()
                return index
        return None

    def close(self) -> None:
        """Nothing more is asked."""
        self._names.close()

    def write(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows to a table; what is there already stays as it is."""
        if not rows:
            return
        marks = ", ".join("?" * len(rows[0]))
        self._names.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)

    def write_words(self, rows: Sequence[Row]) -> None:
        """Add the words of names by their numbers."""
        insert = "INSERT INTO words (rowid, written) VALUES (?, ?)"
        self._names.executemany(insert, rows)

    def take_away(self, rows: Sequence[Row]) -> None:
        """Take away the words of names, which have to be those that were written."""
        drop = "INSERT INTO words (words, rowid, written) VALUES ('delete', ?, ?)"
        self._names.executemany(drop, rows)

    def change(self, query: str, rows: Iterable[Row]) -> None:
        """Change some rows while the index is filled."""
        self._names.executemany(query, rows)

    def find_names(self) -> None:
        """All names are added: find those of a thing without looking at all."""
        self._names.execute("CREATE INDEX name_of ON name (thing)")

    def finish(self, made_of: str) -> None:
        """Nothing more is added."""
        self._names.executescript(_INDEXES + _FINISH)
        self._names.execute("INSERT INTO made_of VALUES (?)", (made_of,))
        self._names.commit()
        self._count()

    def _count(self) -> None:
        """Look what there is, once it is finished."""
        ((self.size,),) = self.ask("SELECT count(*) FROM name")
        self.has_codes = bool(self.ask("SELECT 1 FROM code LIMIT 1"))

    def ask(self, query: str, *values: object) -> list[Row]:
        """The rows of a query."""
        # the threads of the pages share one connection
        with self._lock:
            return self._names.execute(query, values).fetchall()

    def _frequency(self, word: str) -> int:
        """In how many names a word stands."""
        found = self.ask("SELECT names FROM frequency WHERE word = ?", word)
        return int(found[0][0]) if found else 0


def number_of(*parts: str) -> int:
    """The number of a thing or a name: the same for the same, with nothing to remember."""
    digest = blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def question_marks(values: Iterable[object]) -> str:
    """As many question marks as there are values."""
    return ", ".join("?" for _ in values)
