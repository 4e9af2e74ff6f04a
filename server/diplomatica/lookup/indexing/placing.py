"""The places that a map shows where there are too many: drawn by lot once, for all its views."""

from collections.abc import Iterable
from sqlite3 import Connection

from diplomatica.lookup.indexing.schema import run

_DEEPEST = 3  # blank nodes from a thing to its place
# Whose a place is that is blank tells what leads to it.
_WHOSE = f"""
CREATE TABLE joined.whose AS
WITH RECURSIVE whose (node, owner, depth) AS (
  SELECT DISTINCT node, node, 0 FROM read.drawn_place
  UNION
  SELECT whose.node, inside.owner, depth + 1
  FROM whose JOIN read.inside ON inside.node = whose.owner WHERE depth < {_DEEPEST})
SELECT node, MIN(iri) AS iri FROM whose JOIN read.node ON number = owner
WHERE iri NOT GLOB '_:*' GROUP BY node;
CREATE UNIQUE INDEX joined.whose_node ON whose (node)"""
_PAIRS = """
INSERT INTO place
SELECT north.property, iri, north.words, east.words
FROM read.drawn_place AS north JOIN read.drawn_place AS east USING (node)
JOIN joined.whose USING (node)
WHERE north.property = ? AND east.property = ? ORDER BY iri, north.words, east.words"""
_SHAPES = """
INSERT INTO place
SELECT property, iri, words, '' FROM read.drawn_place JOIN joined.whose USING (node)
WHERE property = ? ORDER BY iri, words"""


def place(
    into: Connection, pairs: Iterable[tuple[str, str]], shapes: Iterable[str]
) -> None:
    """Put the places together that were drawn, of latitudes and longitudes and of shapes."""
    run(into, _WHOSE)
    into.executemany(_PAIRS, pairs)
    into.executemany(_SHAPES, ((by,) for by in shapes))
