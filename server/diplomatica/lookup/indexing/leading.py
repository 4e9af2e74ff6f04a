"""What everyday words lead to beside things, and the tables that hold all of a kind."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from sqlite3 import Connection

from diplomatica.lookup.advice.querynames import written_as
from diplomatica.lookup.advice.questions import statements_with
from diplomatica.lookup.advice.terms import Term
from diplomatica.lookup.indexing.names.nameorder import triple_of
from diplomatica.lookup.indexing.names.naming import humps_apart
from diplomatica.lookup.language import Languages
from diplomatica.model.dataset.distribution import tables
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import CSV
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import NAMES

_KINDS = """
SELECT DISTINCT value.name, words, count, value.iri
FROM value LEFT JOIN name_of USING (number) WHERE facet = 'kind'
ORDER BY value.iri, words"""
_BY = ", ".join(f"'{name.value}'" for name in NAMES)
_PROPERTIES = f"""
SELECT used.iri, count, predicate, words, language FROM read.used
LEFT JOIN read.node USING (iri)
LEFT JOIN read.text ON subject = number AND is_text AND predicate IN ({_BY})
ORDER BY count DESC, used.iri, predicate, language, words"""
# What things name, and of which nothing is said.
_NAMED = """
SELECT iri, COUNT(*) FROM read.link JOIN read.node ON number = object
WHERE object NOT IN (SELECT number FROM read.described)
  AND subject IN (SELECT number FROM read.described)
  AND object NOT IN (SELECT kind FROM read.kind)
GROUP BY object ORDER BY iri"""
_OF_KIND = "SELECT number, name FROM value WHERE facet = 'kind' AND count = ?"
_THINGS = "SELECT thing FROM has WHERE facet = 'kind' AND value = ?"
_NUMBER = "SELECT number FROM thing WHERE iri = ?"
Lead = tuple[str, str, str, int]
"""Its label, what sort of lead it is, where it leads, and how much is there."""


def lead(into: Connection, release: Release, spoken: Languages) -> None:
    """Add kinds, properties in use and example queries, by what they are called."""
    kinds = into.execute(_KINDS).fetchall()
    leads: list[Lead] = [
        (label or _readable(iri, name, release.iris), "kind", name, count)
        for name, label, count, iri in kinds
    ]
    leads += _properties(into, release, spoken)
    queries = release.queries
    leads += [(asked, "question", query, 0) for asked, query in queries if asked]
    named = [] if release.articles else _leads_to_named(into, release)
    for number, one in enumerate(chain(leads, named)):
        into.execute("INSERT INTO lead_to VALUES (?, ?, ?, ?, ?)", (number, *one))
        table = "only_named" if one[1] == "named" else "lead"
        words = f"INSERT INTO {table} (rowid, words) VALUES (?, ?)"
        into.execute(words, (number, one[0]))


def _readable(iri: str, name: str, iris: Iris) -> str:
    """What a kind is called that has no name; with claims, as addresses name it."""
    return name if iris.brought is None else iris.readable(iri)


def _leads_to_named(into: Connection, release: Release) -> Iterator[Lead]:
    """What is only named, by the words at the end of its IRI."""
    for iri, count in into.execute(_NAMED):
        yield (
            humps_apart(release.iris.ending(iri).replace("-", " ")),
            "named",
            iri,
            count,
        )


def _properties(
    into: Connection, release: Release, spoken: Languages
) -> Iterator[Lead]:
    """Each property in use, by its name, with how often it is used."""
    names: dict[str, list[tuple[str, str, str]]] = {}
    counts: dict[str, int] = {}
    for iri, count, *name in into.execute(_PROPERTIES):
        counts[iri] = count
        names.setdefault(iri, [])
        if name[0]:
            names[iri].append(tuple(name))
    known = release.iris.prefixes
    for iri, found in names.items():
        triples = [triple_of(iri, *name) for name in found]
        written = written_as(iri, known)
        named = text_of(spoken.best(triples, ()).object) if triples else ""
        label = named or release.iris.term(iri) or written
        term = Term(written, label, "property", counts[iri])
        yield label, "property", statements_with(term), term.count


def tabulate(into: Connection, release: Release) -> None:
    """Find the tables that have a row for each thing of a kind and no other.

    Of several for one kind, the widest counts.
    """
    widths: dict[str, int] = {}
    for table in tables(release):
        # a cell may be too long
        with suppress(csv.Error):
            if table.form is CSV:
                _tabulate(into, table.name, table.path, widths)


def _tabulate(into: Connection, name: str, path: Path, widths: dict[str, int]) -> None:
    """Note a table for the kinds of which it has all things, if none is wider."""
    width, things = _row_things(into, path)
    for number, kind in into.execute(_OF_KIND, (len(things),)).fetchall():
        of_kind = {thing for (thing,) in into.execute(_THINGS, (number,))}
        is_wider = width > widths.get(kind, 0)
        if is_wider and of_kind == things:
            widths[kind] = width
            into.execute("INSERT OR REPLACE INTO table_of VALUES (?, ?)", (kind, name))


def _row_things(into: Connection, table: Path) -> tuple[int, set[int | None]]:
    """How many columns a table has, and the things of its rows: None for another."""
    with table.open(encoding="utf-8", newline="") as file:
        head, *firsts = ((len(row), row[0]) for row in csv.reader(file))
    rows = [into.execute(_NUMBER, (iri,)).fetchone() for _, iri in firsts]
    return head[0], {row[0] if row else None for row in rows}
