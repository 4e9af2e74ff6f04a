"""The things of each kind that show best what it is: with a name, and much said of them."""

from sqlite3 import Connection

from diplomatica.lookup.indexing.schema import run
from diplomatica.model.dataset.naming import SHORT, is_of_signs, rank_of
from diplomatica.model.vocabulary import SAYS_NOTHING

_OF_EACH = 8
_MOST = 50  # to which one thing leads
_SPREAD = " ".join(
    f"WHEN {at} THEN {n}" for n, at in enumerate((0, 4, 2, 6, 1, 5, 3, 7))
)
_WEIGHTS = """
CREATE TABLE joined.weight AS
SELECT node, SUM(count) AS count FROM (
  SELECT subject AS node, COUNT(*) AS count FROM read.link GROUP BY subject
  UNION ALL SELECT object, COUNT(*) FROM read.link GROUP BY object
  UNION ALL SELECT subject, COUNT(*) FROM read.text GROUP BY subject)
GROUP BY node;
CREATE UNIQUE INDEX joined.weight_of ON weight (node);"""
# First those of which most is said. Of things of which about as much is said, in the order
# of their IRIs every so-manieth; and before their neighbours those in the middle between
# others, so that the first few are far from each other, too.
_TYPICAL = f"""
INSERT INTO typical
SELECT kind, place, thing FROM (
  SELECT kind, thing, ROW_NUMBER() OVER (
    PARTITION BY kind ORDER BY is_worded DESC, is_named DESC, is_most DESC, bulk DESC,
      CASE WHEN among < {_OF_EACH} THEN at
        ELSE CASE at * {_OF_EACH} / among {_SPREAD} END END, at) AS place
  FROM (
    SELECT *, ROW_NUMBER() OVER ({{alike}} ORDER BY iri) - 1 AS at,
      COUNT(*) OVER ({{alike}}) AS among
    FROM (
      SELECT *, length(printf('%o', count)) AS bulk,
        count IS MAX(count) OVER (PARTITION BY kind, is_worded, is_named) AS is_most
      FROM (
        SELECT value AS kind, has.thing AS thing, iri, count,
          has.thing IN (SELECT number FROM joined.worded) AS is_worded,
          EXISTS (SELECT 1 FROM name_of WHERE name_of.number = has.thing) AS is_named
        FROM has JOIN thing AS this ON this.number = has.thing
        LEFT JOIN joined.weight ON node = has.thing WHERE facet = 'kind')))
  WHERE at = 0 OR at * {_OF_EACH} / among > (at - 1) * {_OF_EACH} / among)
WHERE place <= {_OF_EACH};""".format(
    alike="PARTITION BY kind, is_worded, is_named, is_most, bulk"
)

# What has a name that reads as words: no number, code or digest.
_WORDED = """
CREATE TABLE joined.worded (number INTEGER PRIMARY KEY);
INSERT OR IGNORE INTO joined.worded
SELECT number FROM name_of WHERE NOT is_of_signs(words) ORDER BY number;"""
_VAGUE = ", ".join(f"'{kind.value}'" for kind in sorted(SAYS_NOTHING, key=str))
# “Line 1 end” that is linked with “Line 1” has no name of its own; nor has a number.
# But things of one kind are narrower ones: “Octopus vulgaris” is no part of “Octopus”.
_HANGING = """
CREATE TABLE joined.hanging (number INTEGER PRIMARY KEY);
INSERT OR IGNORE INTO joined.hanging
SELECT part.number FROM read.link
JOIN name_of AS part ON part.number = subject JOIN name_of AS main ON main.number = object
WHERE object NOT IN (SELECT kind FROM read.kind) AND {begins};
INSERT OR IGNORE INTO joined.hanging
SELECT part.number FROM read.link
JOIN name_of AS part ON part.number = object JOIN name_of AS main ON main.number = subject
WHERE object NOT IN (SELECT kind FROM read.kind) AND {begins};
INSERT OR IGNORE INTO joined.hanging
SELECT number FROM name_of WHERE number NOT IN (SELECT number FROM joined.worded)""".format(
    begins=f"""length(part.words) > length(main.words)
  AND substr(part.words, 1, length(main.words)) = main.words
  AND NOT EXISTS (
    SELECT 1 FROM read.kind AS one JOIN read.kind AS other ON other.kind = one.kind
    WHERE one.subject = part.number AND other.subject = main.number
      AND one.kind NOT IN (SELECT number FROM read.node WHERE iri IN ({_VAGUE})))"""
)
# What is called as many others are is no more than a part of something: “Terminal 1”.
_MOSTLY_NAMED = """
SELECT value.iri FROM value
JOIN has ON has.facet = 'kind' AND has.value = value.number
JOIN name_of ON name_of.number = has.thing AND name_of.predicate NOT IN ({others})
WHERE value.facet = 'kind' AND has.thing NOT IN (SELECT thing FROM belongs)
  AND has.thing NOT IN (SELECT number FROM joined.hanging)
GROUP BY value.number
HAVING 2 * COUNT(DISTINCT has.thing) >= value.count
  AND 2 * COUNT(DISTINCT name_of.words) >= value.count
ORDER BY value.iri"""

# What leads to more is a list of things, and owns none of them.
_OWNED = f"""
CREATE TABLE joined.owning AS
SELECT subject FROM read.link GROUP BY subject HAVING COUNT(*) <= {_MOST};
CREATE UNIQUE INDEX joined.owning_one ON owning (subject);
CREATE TABLE joined.owned (number INTEGER PRIMARY KEY);
INSERT INTO joined.owned
SELECT object FROM read.link JOIN thing ON thing.number = object
WHERE subject <> object GROUP BY object
HAVING COUNT(DISTINCT subject) = 1 AND MIN(subject) IN (SELECT subject FROM joined.owning)"""
_MOSTLY_OWNED = """
SELECT value.iri FROM value
JOIN has ON has.facet = 'kind' AND has.value = value.number
JOIN joined.owned ON owned.number = has.thing
WHERE value.facet = 'kind'
GROUP BY value.number HAVING 4 * COUNT(*) >= 3 * value.count
ORDER BY value.iri"""


def mostly_named(into: Connection) -> list[str]:
    """The kinds of which most things have names of their own, by their IRIs."""
    run(into, _HANGING)
    others: list[str] = []
    for (by,) in into.execute("SELECT DISTINCT predicate FROM name_of"):
        rank = rank_of(by)
        if rank is None or rank > SHORT:
            others.append(by)
    marks = ", ".join("?" for _ in others)
    rows = into.execute(_MOSTLY_NAMED.format(others=marks), others)
    return [iri for (iri,) in rows]


def mostly_owned(into: Connection) -> list[str]:
    """The kinds to most things of which just one other leads, by their IRIs."""
    run(into, _OWNED)
    return [iri for (iri,) in into.execute(_MOSTLY_OWNED)]


def typify(into: Connection) -> None:
    """Find them; the names of things have their index already."""
    into.create_function("is_of_signs", 1, is_of_signs, deterministic=True)
    run(into, _WORDED + _WEIGHTS + _TYPICAL)
