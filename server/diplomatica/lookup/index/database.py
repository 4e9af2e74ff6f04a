"""The index of a release as it is asked: read-only, by as many threads as there are."""

import sqlite3
from contextlib import closing, suppress
from sqlite3 import Connection
from typing import Any
from weakref import finalize

from diplomatica.lookup.indexing.making import index_file
from diplomatica.model.dataset.release import Release


class Database:
    """An open index, with as many connections as are used at once."""

    def __init__(self, release: Release) -> None:
        """Open the index of a release, made first where it is missing."""
        self._file = index_file(release)
        self._idle: list[Connection] = []
        finalize(self, _close, self._idle)

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows that a query gives; whoever may find many sets a limit."""
        connection = self._connection()
        try:
            with closing(connection.execute(query, values)) as rows:
                return rows.fetchall()
        finally:
            self._idle.append(connection)

    def _connection(self) -> Connection:
        with suppress(IndexError):
            return self._idle.pop()
        # It never changes: without locks, readers do not wait for each other.
        address = f"{self._file.as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False)


def _close(connections: list[Connection]) -> None:
    for connection in connections:
        connection.close()
