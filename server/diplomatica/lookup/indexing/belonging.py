"""What is but the place or the time of another thing, or a note on it.

A geometry, be it named “Location of the mill”, its point, an instant, a time-span, an
address; and what has no name, within which one of these stands; a definition that is a
thing of its own: pages tell of these as the thing whose they are.
"""

from sqlite3 import Connection

from diplomatica.lookup.indexing.dating import NAMED
from diplomatica.lookup.indexing.schema import run
from diplomatica.model.dataset.profile import GEOMETRIES

_STEPS = 3
_TIME_SPAN = "http://www.cidoc-crm.org/cidoc-crm/E52_Time-Span"
_KINDS = ", ".join(f"'{iri}'" for iri in (*GEOMETRIES, _TIME_SPAN))
_DEEPEST = 4  # steps through what has no IRI
_MOST = 50  # of one thing; what leads to more is a list of things, and no owner
_BEGIN = f"""
CREATE TABLE joined.around AS
WITH RECURSIVE around (number, depth) AS (
  SELECT number, 0 FROM read.located
  UNION
  SELECT owner, depth + 1
  FROM around JOIN joined.within ON node = number WHERE depth < {_DEEPEST})
SELECT DISTINCT number FROM around;
CREATE TABLE joined.unnamed AS
SELECT number FROM thing
WHERE number IN (
  SELECT number FROM joined.around UNION SELECT number FROM joined.moment
  UNION SELECT node FROM read.placed
  UNION SELECT subject FROM read.kind JOIN read.node ON number = kind
    WHERE iri = '{_TIME_SPAN}')
AND (number NOT IN ({NAMED}) OR number IN (
  SELECT subject FROM read.kind JOIN read.node ON number = kind WHERE iri IN ({_KINDS})));"""
_PLACED = """
INSERT OR IGNORE INTO belongs
SELECT node, MIN(owner) FROM joined.unnamed
CROSS JOIN read.placed ON node = unnamed.number JOIN thing ON thing.number = owner
WHERE node <> owner GROUP BY node HAVING COUNT(DISTINCT owner) = 1;"""
_LED = """
INSERT OR IGNORE INTO belongs
SELECT object, MIN(subject) FROM joined.unnamed
CROSS JOIN read.link ON object = unnamed.number JOIN thing ON thing.number = subject
WHERE subject <> object GROUP BY object HAVING COUNT(DISTINCT subject) = 1;"""
_NEXT = f"""
CREATE TABLE joined.above AS
SELECT owner AS number FROM belongs JOIN joined.unnamed ON unnamed.number = thing
WHERE owner NOT IN ({NAMED});
DELETE FROM joined.unnamed;
INSERT INTO joined.unnamed SELECT DISTINCT number FROM joined.above;
DROP TABLE joined.above;"""
_MANY = f"""
DELETE FROM belongs WHERE owner IN (
  SELECT owner FROM belongs GROUP BY owner HAVING COUNT(*) > {_MOST})"""
_NOTED = f"""
INSERT OR IGNORE INTO belongs
SELECT node, MIN(owner) FROM read.noted
JOIN thing ON thing.number = owner JOIN thing AS note ON note.number = node
WHERE node <> owner AND node NOT IN ({NAMED})
GROUP BY node HAVING COUNT(*) = 1;"""
# What has a time of its own keeps that.
_TIMES = """
CREATE TABLE joined.later AS
SELECT owner AS number, MIN(first) AS first, MAX(last) AS last,
  MIN(earliest) AS earliest, MAX(latest) AS latest
FROM belongs JOIN span USING (thing) JOIN thing AS part ON part.number = thing
WHERE owner NOT IN (SELECT thing FROM span) GROUP BY owner;
INSERT OR IGNORE INTO span SELECT number, first, last FROM joined.later;
UPDATE thing SET earliest = later.earliest, latest = later.latest
FROM joined.later AS later WHERE later.number = thing.number;
DROP TABLE joined.later;"""


def belong(into: Connection) -> None:
    """Find the one thing that each of these is the place or the time of."""
    run(into, _BEGIN)
    for _ in range(_STEPS):
        run(into, _PLACED + _LED + _NEXT)
    run(into, _MANY)
    for _ in range(_STEPS):
        run(into, _TIMES)
    # when a note was written is no time of what it tells of
    run(into, _NOTED)
