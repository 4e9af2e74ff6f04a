"""The names of a release made of those of the last one: what did not change stays."""

import sqlite3
from collections.abc import Set
from contextlib import closing, suppress

from diplomatica.lookup.indexing.renewing.copying import copy_file
from diplomatica.lookup.indexing.renewing.statements import ChangedDump, TooMuchChanged
from diplomatica.lookup.matching.abbreviations import Abbreviations
from diplomatica.lookup.matching.filling import (
    IndexFiller,
    keys_of,
    made_of,
    words_row,
)
from diplomatica.lookup.matching.nameindex import NameIndex, number_of
from diplomatica.model.dataset.release import names_of

_NAMES_OF = "SELECT number, thing, text FROM name WHERE thing = ? ORDER BY number"
_OF_THING = ("name", "kind", "same", "code", "missing")
_OF_SUBJECT = {
    "broader": "iri",
    "told_label": "iri",
    "link_label": "graph",
    "link": "said_of",
}
_DROP_KEY = """
DELETE FROM key WHERE key = ? AND way = ? AND thing = ? AND name = ?"""
_USED = """
INSERT INTO property VALUES (?, ?)
ON CONFLICT (iri) DO UPDATE SET uses = uses + excluded.uses"""


def renewed_names(changed: ChangedDump, language: str) -> bool:
    """Make the names beside a release of those of the last one; whether that could be."""
    before = names_of(changed.last.folder, language)
    file = names_of(changed.release.folder, language)
    if not (kept := NameIndex.kept(before, made_of(changed.last, language))):
        return False
    kept.close()
    try:
        copy_file(before, file)
        with closing(NameIndex.begun(file)) as index:
            _Refiller(changed, index, language).renew()
        return True
    except (OSError, sqlite3.Error, TooMuchChanged):
        with suppress(OSError):
            file.unlink()
        return False


class _Refiller(IndexFiller):
    """Reads what changed into an index that holds what was."""

    def __init__(self, changed: ChangedDump, index: NameIndex, language: str) -> None:
        super().__init__(changed.release, index, language)
        self._changed = changed

    def renew(self) -> None:
        """Take away what was read of changed subjects, and read it again.

        Raises TooMuchChanged where names are written briefly otherwise than before.
        """
        index, subjects = self._index, self._changed.subjects
        before = Abbreviations(index, self._language)
        self._count_uses()
        things = self._forget(subjects, before)
        # Its uses were counted.
        self._take_lines(self._changed.said(is_merged=False))
        self._name()
        short = Abbreviations(index, self._language)
        if short.by_first_word != before.by_first_word:
            raise TooMuchChanged
        for thing in things:
            self._write_keys(short, index.ask(_NAMES_OF, thing))
        index.finish(made_of(self._release, self._language))

    def _count_uses(self) -> None:
        """Count how often properties are used more, or less, than before."""
        for way in (1, -1):
            self._uses.clear()
            for line in self._changed.lines(way):
                self._tells(line)
            uses = [(one[1:-1].decode(), way * n) for one, n in self._uses.items()]
            self._index.change(_USED, uses)
        self._index.change("DELETE FROM property WHERE uses = ?", [(0,)])

    def _forget(self, subjects: Set[bytes], short: Abbreviations) -> list[int]:
        """Take away all that was read of some subjects; gives their numbers."""
        index = self._index
        iris = [one[1:-1].decode() for one in subjects if one.startswith(b"<")]
        things = sorted(map(number_of, iris))
        for thing in things:
            names = index.ask(_NAMES_OF, thing)
            index.take_away([words_row(*name) for name in names])
            keys = [row for name in names for row in keys_of(short, *name)]
            index.change(_DROP_KEY, keys)
        numbers = [(thing,) for thing in things]
        for table in _OF_THING:
            index.change(f"DELETE FROM {table} WHERE thing = ?", numbers)
        index.change("DELETE FROM thing WHERE number = ?", numbers)
        for table, column in _OF_SUBJECT.items():
            rows = [(iri,) for iri in iris]
            index.change(f"DELETE FROM {table} WHERE {column} = ?", rows)
        return things
