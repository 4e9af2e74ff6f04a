"""What was read of a dump, kept beside its index: of the next, what changed is read."""

from pathlib import Path
from sqlite3 import Connection

from diplomatica.lookup.indexing.parsing import DumpTables
from diplomatica.lookup.indexing.renewing.statements import (
    ChangedDump,
    ChangedStatements,
    TooMuchChanged,
    read_statements,
)
from diplomatica.lookup.indexing.schema import (
    READ,
    READ_INDEXES,
    STATEMENTS,
    TABLES,
    WORDS,
    run,
)
from diplomatica.model.dataset.release import Release

_NODES = "SELECT COUNT(*) FROM read.node"
_TABLES = """
SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
AND name NOT IN ('block', 'digest') ORDER BY sql LIKE '%VIRTUAL%' DESC, name"""
_MOST_NODES = 4 / 3
"""How many nodes there may be for each that there was when an index was made from nothing:
those that are no more keep their numbers."""


def kept_of(index: Path) -> Path:
    """Where that lies which an index was made from, for the one of the next release."""
    return index.with_name(f"{index.name}.read")


def read_anew(into: Connection, release: Release) -> DumpTables:
    """Make the tables, and read all of a release."""
    run(into, TABLES + STATEMENTS + WORDS + READ)
    reading = DumpTables(release, into)
    reading.read()
    read_statements(into, release)
    run(into, READ_INDEXES)
    ((nodes,),) = into.execute(_NODES)
    row = (reading.premises, nodes, 0)
    into.execute("INSERT INTO read.made_of VALUES (?, ?, ?)", row)
    return reading


def renew(
    into: Connection, last: Release, release: Release
) -> tuple[DumpTables, ChangedDump]:
    """Read what changed since the last release, of which all is there.

    Raises TooMuchChanged.
    """
    reading = DumpTables(release, into)
    ((premises, nodes, _),) = into.execute("SELECT * FROM read.made_of")
    if reading.premises != premises:
        raise TooMuchChanged
    before = reading.told
    changed = ChangedStatements(into, last, release).renew()
    reading.forget(changed.subjects)
    reading.read_lines(changed.said(is_merged=True), changed.said(is_merged=False))
    ((now,),) = into.execute(_NODES)
    if reading.told != before or now > _MOST_NODES * nodes:
        raise TooMuchChanged
    into.execute("UPDATE read.made_of SET renewed = renewed + 1")
    _empty(into)
    return reading, changed


def _empty(into: Connection) -> None:
    """Take away all of an index but where its statements stand."""
    for (table,) in into.execute(_TABLES).fetchall():
        into.execute(f'DROP TABLE IF EXISTS "{table}"')
    run(into, TABLES + WORDS)
