"""The things of each kind that show best what it is: with a name, and much said of them."""

from sqlite3 import Connection

from diplomatica.lookup.indexing.schema import run

_OF_EACH = 8
_WEIGHTS = """
CREATE TABLE read.weight AS
SELECT node, SUM(count) AS count FROM (
  SELECT subject AS node, COUNT(*) AS count FROM read.link GROUP BY subject
  UNION ALL SELECT object, COUNT(*) FROM read.link GROUP BY object
  UNION ALL SELECT subject, COUNT(*) FROM read.text GROUP BY subject)
GROUP BY node;
CREATE UNIQUE INDEX read.weight_of ON weight (node);"""
_TYPICAL = f"""
INSERT INTO typical
SELECT kind, place, thing FROM (
  SELECT value AS kind, has.thing AS thing, ROW_NUMBER() OVER (
    PARTITION BY value ORDER BY
      EXISTS (SELECT 1 FROM name_of WHERE name_of.number = has.thing) DESC, count DESC, iri
  ) AS place
  FROM has JOIN thing AS this ON this.number = has.thing
  LEFT JOIN read.weight ON node = has.thing WHERE facet = 'kind')
WHERE place <= {_OF_EACH};"""


def typify(into: Connection) -> None:
    """Find them; the names of things have their index already."""
    run(into, _WEIGHTS + _TYPICAL)
