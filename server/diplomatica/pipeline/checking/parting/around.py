"""What stands around each node, as far as shapes look, in a database on disk."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from diplomatica.model.vocabulary import RDF, RDFS
from diplomatica.pipeline.checking.parting.reach import Reach
from diplomatica.pipeline.storing.lines import Row

_TYPE, _NARROWER = str(RDF("type")), str(RDFS("subClassOf"))
_AT_ONCE = 10_000  # quads
_LAST = (frozenset[str](), frozenset[str]())
"""The steps from nodes beyond which nothing is looked at: their own kinds are."""
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;
CREATE TABLE away (subject, predicate, object,
  PRIMARY KEY (subject, predicate, object)) WITHOUT ROWID;
CREATE TABLE here (object, predicate, subject,
  PRIMARY KEY (object, predicate, subject)) WITHOUT ROWID;
CREATE TABLE owner (node PRIMARY KEY, article) WITHOUT ROWID;
CREATE TEMP TABLE now (node PRIMARY KEY) WITHOUT ROWID;"""
_AWAY = "INSERT OR IGNORE INTO away VALUES (?, ?, ?)"
_HERE = "INSERT OR IGNORE INTO here VALUES (?, ?, ?)"
# Each node belongs to the first article that tells of it.
_OWNED = """
INSERT INTO owner VALUES (?, ?)
ON CONFLICT DO UPDATE SET article = excluded.article WHERE owner.article = ''"""
_LED_AWAY = """
SELECT subject, predicate, object FROM now CROSS JOIN away ON subject = node"""
_LED_HERE = """
SELECT subject, predicate, object FROM now CROSS JOIN here ON object = node"""
_Triple = tuple[str, str, str]


class Neighbourhood:
    """The triples that lead away from nodes, and to them, by properties that are followed."""

    def __init__(self, reach: Reach) -> None:
        """Nothing is known yet. SQLite writes to disk what its memory does not hold."""
        self._ahead = [frozenset(map(str, level)) for level in reach.ahead]
        self._back = [frozenset(map(str, level)) for level in reach.back]
        self._targets = frozenset(map(str, reach.targets))
        self._classes: dict[str, None] = {}
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Let go of all of it."""
        self._database.close()

    def take(self, rows: Iterable[Row], article_of: Callable[[str], str]) -> None:
        """Take up quads, and to which article the nodes belong of which they tell."""
        ahead = frozenset({_TYPE}).union(*self._ahead)
        back = frozenset[str]().union(*self._back)
        rest = iter(rows)
        while some_rows := list(islice(rest, _AT_ONCE)):
            away = [row[:3] for row in some_rows if row[1] in ahead]
            here = [(term, by, node) for node, by, term, _ in some_rows if by in back]
            self._database.executemany(_AWAY, away)
            self._database.executemany(_HERE, here)
            self._record_owners(some_rows, article_of)
            lines = (_line(row[:3]) for row in some_rows if row[1] == _NARROWER)
            self._classes |= dict.fromkeys(lines)

    def _record_owners(self, rows: list[Row], article_of: Callable[[str], str]) -> None:
        """Note to which article each subject belongs, and what properties of targets lead to.

        The first article that tells of a node has it: so says the table.
        """
        owned: dict[tuple[str, str], None] = {}
        last_graph, last_subject, article = "", "", ""
        for subject, by, term, graph in rows:
            # Most rows are of the subject and the graph of the row before.
            if graph != last_graph:
                article, last_graph, last_subject = article_of(graph), graph, ""
            if subject != last_subject:
                owned[subject, article] = None
                last_subject = subject
            if by in self._targets:
                owned[term, article] = None
        self._database.executemany(_OWNED, owned)

    def owners(self) -> Iterator[tuple[str, str]]:
        """All nodes, sorted, each behind its article: "" for those that belong to none."""
        return self._database.execute(
            "SELECT article, node FROM owner ORDER BY article, node"
        )

    def lines(self, nodes: Iterable[str]) -> tuple[str, ...]:
        """All that is looked at of some nodes, with the classes of all."""
        texts = dict(self._classes)
        now = dict.fromkeys(nodes)
        steps = [*zip(self._ahead, self._back, strict=True), _LAST]
        for ahead, back in steps:
            self._set(now)
            away = self._triples_along(_LED_AWAY, ahead | {_TYPE})
            here = self._triples_along(_LED_HERE, back)
            texts |= dict.fromkeys(map(_line, [*away, *here]))
            now = {term: None for _, by, term in away if by in ahead}
            now |= {subject: None for subject, _, _ in here}
        return tuple(sorted(texts))

    def _set(self, nodes: Iterable[str]) -> None:
        self._database.execute("DELETE FROM now")
        rows = ((node,) for node in nodes)
        self._database.executemany("INSERT OR IGNORE INTO now VALUES (?)", rows)

    def _triples_along(self, query: str, along: frozenset[str]) -> list[_Triple]:
        """The triples that lead from or to the nodes that are looked at now, by these."""
        if not along:
            return []
        marks = ", ".join("?" * len(along))
        # Of a node all is looked through: each predicate by itself would be a search.
        statement = f"{query} WHERE +predicate IN ({marks})"
        return self._database.execute(statement, sorted(along)).fetchall()


def _line(triple: _Triple) -> str:
    return f"{' '.join(triple)} .\n"
