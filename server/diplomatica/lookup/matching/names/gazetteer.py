"""What states are called in all languages, as it is asked: made once for each machine.

All names at once need three seconds and 100 MiB; in a file, each is asked for by itself.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

import platformdirs

from diplomatica.lookup.matching.names import spelling, territories

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE named (key TEXT, code TEXT, PRIMARY KEY (key, code)) WITHOUT ROWID;
CREATE TABLE lettered (key TEXT, code TEXT, PRIMARY KEY (key, code)) WITHOUT ROWID;"""
_NAMED = "SELECT code FROM named WHERE key = ?"
_LETTERED = "SELECT code FROM lettered WHERE key = ?"
_UNIONS = {"EU": "European Union", "UN": "United Nations"}
_LIBRARIES = ("babel", "pycountry", "anyascii")
_KEPT = 20_000  # names
_ASKED = Lock()


def codes_named(words: tuple[str, ...]) -> frozenset[str]:
    """The codes of all states that are called so in some language."""
    return _codes(spelling.key_of(words), _NAMED)


def codes_lettered(words: tuple[str, ...]) -> frozenset[str]:
    """The codes of all states whose official names have these first letters."""
    return _codes(spelling.key_of(words), _LETTERED)


def unions_named(words: tuple[str, ...]) -> list[str]:
    """The English names of the unions of states that are called so in some language."""
    return [_UNIONS[code] for code in codes_named(words) if code in _UNIONS]


@lru_cache(_KEPT)
def _codes(key: str, query: str) -> frozenset[str]:
    # the threads of the pages share one connection
    with _ASKED:
        found = _database().execute(query, (key,))
        return frozenset(code for (code,) in found)


@cache
def _database() -> sqlite3.Connection:
    """The file in the user's cache; a private one where nothing can be kept there."""
    file = _file()
    try:
        if not file.is_file():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make(file)
    except (OSError, sqlite3.OperationalError):
        return _private()
    return sqlite3.connect(file, check_same_thread=False)


def _file() -> Path:
    place = platformdirs.user_cache_path("diplomatica-states")
    return place / f"{_made_of()}.sqlite"


def _made_of() -> str:
    """Another text whenever other names, or other keys of them, may be found."""
    # Who only asks for the index of another language need not read it in.
    from importlib.metadata import version

    whole = hashlib.sha256(" ".join(map(version, _LIBRARIES)).encode())
    for module in (spelling, territories):
        whole.update(Path(str(module.__file__)).read_bytes())
    return whole.hexdigest()[:16]


def _make(file: Path) -> None:
    """Make the file aside, and put it in its place whole."""
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        with closing(sqlite3.connect(aside)) as made:
            _fill(made)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def _private() -> sqlite3.Connection:
    # an empty name is a private file that goes with its connection
    made = sqlite3.connect("", check_same_thread=False)
    _fill(made)
    return made


def _fill(made: sqlite3.Connection) -> None:
    made.executescript(_SCHEMA)
    made.executemany("INSERT OR IGNORE INTO named VALUES (?, ?)", _rows())
    lettered = territories.letters()
    made.executemany("INSERT OR IGNORE INTO lettered VALUES (?, ?)", lettered)
    made.commit()


def _rows() -> Iterable[tuple[str, str]]:
    for name, code in territories.names():
        if key := spelling.key_of(spelling.words_of(name)):
            yield key, code
