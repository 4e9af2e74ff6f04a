"""The names of a release in an index, from which a name’s candidates are taken.

It lies in a file that SQLite deletes by itself: a million names need no memory.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import Any

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;
CREATE TABLE thing (number INTEGER PRIMARY KEY, iri TEXT UNIQUE, label TEXT);
CREATE TABLE name (
  number INTEGER PRIMARY KEY, thing INTEGER, text TEXT, tag TEXT, rank INTEGER);
CREATE TABLE kind (thing INTEGER, iri TEXT, PRIMARY KEY (thing, iri)) WITHOUT ROWID;
CREATE TABLE broader (iri TEXT, wider TEXT, PRIMARY KEY (iri, wider)) WITHOUT ROWID;
CREATE TABLE same (
  address TEXT, thing INTEGER, iri TEXT, is_sure INTEGER,
  PRIMARY KEY (address, thing)) WITHOUT ROWID;
CREATE TABLE kind_label (iri TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;
CREATE TABLE link (graph TEXT, iri TEXT, PRIMARY KEY (graph, iri)) WITHOUT ROWID;
CREATE TABLE link_label (graph TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;
CREATE TABLE code (code TEXT, thing INTEGER, PRIMARY KEY (code, thing)) WITHOUT ROWID;
CREATE TABLE missing (thing INTEGER, words TEXT, PRIMARY KEY (thing, words)) WITHOUT ROWID;
CREATE TABLE property (iri TEXT PRIMARY KEY, uses INTEGER) WITHOUT ROWID;
CREATE TABLE key (
  key TEXT, way INTEGER, thing INTEGER, name INTEGER,
  PRIMARY KEY (key, way, thing, name)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(written, content='', tokenize='unicode61');
CREATE VIRTUAL TABLE word USING fts5vocab(words, row);
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize='trigram');
"""
_FINISH = """
CREATE INDEX kind_of ON kind (iri, thing);
CREATE INDEX same_as ON same (thing);
CREATE INDEX code_of ON code (thing);
INSERT OR IGNORE INTO kind_label
  SELECT iri, label FROM link JOIN link_label USING (graph) ORDER BY graph;
CREATE TABLE frequency (word TEXT PRIMARY KEY, names INTEGER) WITHOUT ROWID;
INSERT INTO frequency SELECT term, doc FROM word;
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

    def __init__(self) -> None:
        """Make an empty index in a file of its own."""
        self._lock = Lock()
        # an empty name is a private file that goes with its connection
        self._names = sqlite3.connect("", check_same_thread=False)
        self._names.executescript(_SCHEMA)
        self.frequency = lru_cache(_KEPT)(self._frequency)
        self.size = 0
        """How many names there are."""
        self.has_codes = False
        """Whether some of its things are states with their codes."""

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

    def find_names(self) -> None:
        """All names are added: find those of a thing without looking at all."""
        self._names.execute("CREATE INDEX name_of ON name (thing)")

    def finish(self) -> None:
        """Nothing more is added."""
        self._names.executescript(_FINISH)
        self._names.commit()
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


def marked(values: Iterable[object]) -> str:
    """As many question marks as there are values."""
    return ", ".join("?" for _ in values)
