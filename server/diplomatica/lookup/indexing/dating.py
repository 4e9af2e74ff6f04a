"""The times of things that are dated by properties of any vocabulary.

What is dated may be a blank node, or stand for nothing but a time, as an instant of
OWL-Time does: then the date is that of what leads to it.
"""

from sqlite3 import Connection

from diplomatica.lookup.index.dates import is_moment
from diplomatica.lookup.indexing.schema import run
from diplomatica.model.vocabulary import NAMES

_DEEPEST = 4  # steps from a thing to what has its date
_BY = ", ".join(f"'{name.value}'" for name in NAMES)
NAMED = f"SELECT subject FROM read.text WHERE predicate IN ({_BY})"
"""The numbers of what has a name."""
_MOMENTS = f"""
CREATE TABLE joined.kind_of_moment AS
SELECT number FROM read.node
WHERE number IN (SELECT DISTINCT kind FROM read.kind) AND is_moment(iri);
CREATE TABLE joined.moment AS
SELECT number FROM (
  SELECT node AS number FROM read.date WHERE is_of_moment
  UNION
  SELECT subject FROM read.kind WHERE kind IN (SELECT number FROM joined.kind_of_moment))
WHERE number NOT IN ({NAMED});
INSERT OR IGNORE INTO joined.within
SELECT object, subject FROM read.link JOIN joined.moment ON object = number
WHERE subject <> object;"""
_CARRIED = f"""
CREATE TABLE joined.dated AS
WITH RECURSIVE carried (node, day, first, last, is_of_record, depth) AS (
  SELECT node, day, first, last, is_of_record, 0 FROM read.date
  UNION
  SELECT owner, day, first, last, is_of_record, depth + 1
  FROM carried JOIN joined.within USING (node) WHERE depth < {_DEEPEST})
SELECT DISTINCT node AS number, day, first, last, is_of_record
FROM carried JOIN thing ON thing.number = node
WHERE node NOT IN (SELECT number FROM joined.time);
CREATE INDEX joined.dated_by_number ON dated (number, is_of_record);"""
# When a description was made tells of a thing only where nothing else does: a book may have
# been issued then. What was changed later is a description.
_DATED = """
DELETE FROM joined.dated AS record WHERE is_of_record AND EXISTS (
  SELECT 1 FROM joined.dated AS other
  WHERE other.number = record.number AND other.is_of_record <> 1);
UPDATE thing SET earliest = begun.day
FROM (
  SELECT number, MIN(day) AS day FROM joined.dated JOIN (
    SELECT number, MIN(first) AS first FROM joined.dated GROUP BY number)
  USING (number, first) GROUP BY number) AS begun
WHERE begun.number = thing.number;
UPDATE thing SET latest = ended.day
FROM (
  SELECT number, MIN(day) AS day FROM joined.dated JOIN (
    SELECT number, MAX(last) AS last FROM joined.dated GROUP BY number)
  USING (number, last) GROUP BY number) AS ended
WHERE ended.number = thing.number;
INSERT OR IGNORE INTO span
SELECT number, MIN(first), MAX(last) FROM joined.dated GROUP BY number;
INSERT OR IGNORE INTO year SELECT year_of(first) FROM joined.dated;
INSERT OR IGNORE INTO year SELECT year_of(last) FROM joined.dated;"""


def date(into: Connection) -> None:
    """Give things their times that have none by the terms of claims."""
    into.create_function("is_moment", 1, is_moment, deterministic=True)
    run(into, _MOMENTS + _CARRIED + _DATED)
