"""The things of an index with their kinds, times, organisations and speakers.

All of it is joined by SQLite from what was read, so that memory does not grow with it.
"""

from collections import defaultdict
from sqlite3 import Connection

from diplomatica.lookup.index.days import day_number
from diplomatica.lookup.indexing.dating import date
from diplomatica.lookup.indexing.parsing import DumpTables
from diplomatica.lookup.indexing.schema import run
from diplomatica.model.dataset.release import Release
from diplomatica.model.vocabulary import DIP

ORGANISATIONS = (
    DIP("Organisation").value,
    "http://www.w3.org/ns/org#Organization",
    "http://xmlns.com/foaf/0.1/Organization",
    "https://schema.org/Organization",
    "http://schema.org/Organization",
)
# An article has pages of its own, and is found by its sentences.
_THINGS = """
INSERT INTO thing
SELECT number, iri, '', '', 0 FROM read.described JOIN read.node USING (number)
WHERE NOT EXISTS (SELECT 1 FROM read.kind WHERE subject = number AND kind = :article)
ORDER BY number;"""
# Cells of a list are no steps: what stands in any of them stands in the first.
_LISTS = """
CREATE TABLE joined.head (cell INTEGER PRIMARY KEY, head INTEGER);
INSERT OR IGNORE INTO joined.head
WITH RECURSIVE along (cell, head) AS (
  SELECT cell, cell FROM read.rest WHERE cell NOT IN (SELECT next FROM read.rest)
  UNION
  SELECT next, head FROM along JOIN read.rest USING (cell))
SELECT cell, head FROM along WHERE cell <> head;
INSERT OR IGNORE INTO joined.within
SELECT node, COALESCE(head, owner) FROM read.inside LEFT JOIN joined.head ON cell = owner;"""
_TIMES = """
CREATE TABLE joined.time AS
SELECT subject AS number,
  COALESCE(MIN(CASE WHEN is_first THEN day END), '') AS earliest,
  COALESCE(MAX(CASE WHEN NOT is_first THEN day END), '') AS latest
FROM read.day GROUP BY subject;
CREATE UNIQUE INDEX joined.time_by_number ON time (number);
UPDATE thing SET (earliest, latest) =
  (SELECT earliest, latest FROM joined.time WHERE joined.time.number = thing.number)
WHERE number IN (SELECT number FROM joined.time);"""
# One without a time has that of its events.
_OWN_SPANS = """
INSERT INTO joined.span_of SELECT number, earliest, latest FROM thing
WHERE number IN (SELECT number FROM joined.time);"""
_SPANS = """
INSERT OR IGNORE INTO joined.span_of
SELECT {other}, time.earliest, time.latest FROM joined.time
JOIN read.link ON {one} = time.number JOIN thing ON thing.number = {other}
WHERE {other} NOT IN (SELECT number FROM joined.time);"""
_SPAN_OF = """
CREATE TABLE joined.span_of (
  thing INTEGER, earliest TEXT, latest TEXT,
  PRIMARY KEY (thing, earliest, latest)) WITHOUT ROWID;"""
_NUMBERED_SPANS = """
INSERT OR IGNORE INTO span
SELECT thing, day_number(earliest, latest), day_number(latest, earliest)
FROM joined.span_of
WHERE day_number(earliest, latest) IS NOT NULL
  AND day_number(latest, earliest) IS NOT NULL;
INSERT OR IGNORE INTO year SELECT year_of(first) FROM span;
INSERT OR IGNORE INTO year SELECT year_of(last) FROM span;"""
_REMARKS = """
UPDATE thing SET remarks = told.count FROM (
  SELECT object, COUNT(DISTINCT subject) AS count FROM read.link AS about
  JOIN thing AS remark ON remark.number = about.subject
  WHERE NOT is_speaker
    AND EXISTS (SELECT 1 FROM read.kind WHERE subject = about.subject AND kind = :remark)
    AND NOT EXISTS (
      SELECT 1 FROM read.link AS own WHERE own.subject = about.subject
      AND own.object = about.object AND own.is_speaker)
  GROUP BY object) AS told
WHERE told.object = thing.number;"""
_KINDS = """
INSERT INTO has
SELECT 'kind', kind, subject FROM read.kind JOIN thing ON thing.number = subject;"""
# Things of the publisher's own that have the most others beside them.
_LINKED = """
INSERT INTO linked (thing)
SELECT here.number FROM (
  SELECT subject AS one, object AS other FROM read.link
  UNION ALL
  SELECT object, subject FROM read.link)
JOIN thing AS here ON here.number = one
JOIN thing AS beside ON beside.number = other
WHERE one <> other
  AND here.iri BETWEEN :first AND :last AND beside.iri BETWEEN :first AND :last
  AND NOT EXISTS (SELECT 1 FROM read.kind WHERE subject = one AND kind = :remark)
GROUP BY one ORDER BY COUNT(DISTINCT other) DESC, here.iri LIMIT :most;"""
_HAS_OWN = "SELECT 1 FROM thing WHERE iri BETWEEN :first AND :last LIMIT 1"
_BEST_LINKED = 300
_TO_DO_WITH = """
INSERT OR IGNORE INTO has
SELECT 'organisation', {one}, {other} FROM joined.organisation
JOIN read.link ON {one} = organisation.number
JOIN thing ON thing.number = {other}
WHERE {one} <> {other};"""
# Whoever is quoted is heard in a claim, else whoever tells it.
_SAID = """
INSERT INTO joined.heard
SELECT claim, speaker FROM read.quoted WHERE claim IN (SELECT claim FROM read.spoken)
UNION ALL
SELECT claim, voice FROM read.spoken WHERE claim NOT IN (SELECT claim FROM read.quoted);
INSERT OR IGNORE INTO said
SELECT claim, node FROM read.spoken_of JOIN thing ON thing.number = node
WHERE claim IN (SELECT claim FROM read.spoken);
INSERT OR IGNORE INTO voice
SELECT claim, iri FROM joined.heard JOIN read.node ON number = voice
WHERE claim IN (SELECT claim FROM read.spoken_of);
INSERT INTO claim
SELECT DISTINCT number, iri FROM read.node
WHERE number IN (SELECT claim FROM voice UNION SELECT claim FROM read.has_passage);
INSERT OR IGNORE INTO has
SELECT 'speaker', voice, thing FROM said JOIN joined.heard USING (claim)
WHERE thing <> voice;"""
_VALUES = """
SELECT facet, value, iri, COUNT(*) FROM has JOIN read.node ON number = value
GROUP BY facet, value
UNION ALL
SELECT 'organisation', number, iri, 0 FROM joined.organisation
JOIN read.node USING (number)
WHERE number NOT IN (SELECT value FROM has WHERE facet = 'organisation')"""
_NARROWEST = """
CREATE INDEX has_by_thing ON has (thing, facet, value);
INSERT INTO narrowest SELECT thing, value FROM has WHERE facet = 'kind'
AND NOT EXISTS (
  SELECT 1 FROM has AS other JOIN above ON above.kind = other.value
  WHERE other.facet = 'kind' AND other.thing = has.thing
  AND above.broader = has.value);
INSERT INTO narrowest SELECT thing, value FROM has WHERE facet = 'kind'
AND thing NOT IN (SELECT thing FROM narrowest);"""
_SAME = """
INSERT OR IGNORE INTO same
SELECT same_as.iri, subject FROM read.same_as JOIN thing ON number = subject;"""
_EITHER_WAY = (
    {"one": "link.subject", "other": "link.object"},
    {"one": "link.object", "other": "link.subject"},
)


def join(into: Connection, release: Release, reading: DumpTables) -> None:
    """Fill the tables of things and of what narrows them."""
    own = {"article": _number(reading, "Article"), "remark": _number(reading, "Remark")}
    into.execute(_THINGS, {"article": own["article"]})
    run(into, _LISTS + _TIMES + _SPAN_OF + _OWN_SPANS)
    for way in _EITHER_WAY:
        into.execute(_SPANS.format(**way))
    into.create_function("day_number", 2, day_number, deterministic=True)
    into.create_function("year_of", 1, lambda day: day // 10_000, deterministic=True)
    run(into, _NUMBERED_SPANS)
    date(into)
    into.execute(_REMARKS, {"remark": own["remark"]})
    first = release.iris("id", "").value
    known = {"first": first, "last": f"{first}\U0010ffff", "most": _BEST_LINKED}
    if into.execute(_HAS_OWN, known).fetchone():
        into.execute(_LINKED, {"remark": own["remark"], **known})
    run(into, _KINDS)
    _join_organisations(into, reading)
    run(into, _SAID)
    _join_values(into, release)
    _join_kinds(into)
    run(into, _NARROWEST + _SAME)


def _number(reading: DumpTables, kind: str) -> int:
    return reading.number(DIP(kind).value)


def _join_organisations(into: Connection, reading: DumpTables) -> None:
    """Note with which organisations each thing has to do."""
    kinds = ", ".join(str(reading.number(kind)) for kind in ORGANISATIONS)
    into.execute(
        "CREATE TABLE joined.organisation AS SELECT DISTINCT subject AS number "
        f"FROM read.kind WHERE kind IN ({kinds})"
    )
    for way in _EITHER_WAY:
        into.execute(_TO_DO_WITH.format(**way))


def _join_values(into: Connection, release: Release) -> None:
    """The values of facets, each with the name that addresses have for it."""
    iris = release.iris
    for facet, number, iri, count in into.execute(_VALUES).fetchall():
        name = iris.name(iri)
        row = (number, facet, iri, name, name, count)
        into.execute("INSERT INTO value VALUES (?, ?, ?, ?, ?, ?)", row)


def _join_kinds(into: Connection) -> None:
    """All kinds above those that something has."""
    wider: dict[int, set[int]] = defaultdict(set)
    for kind, broader in into.execute("SELECT kind, broader FROM read.wider"):
        wider[kind].add(broader)
    of_things = "SELECT number FROM value WHERE facet = 'kind'"
    pairs = [
        (kind, broader)
        for (kind,) in into.execute(of_things)
        for broader in sorted(_closed(kind, wider))
    ]
    into.executemany(
        "INSERT INTO above SELECT ?, number, iri FROM read.node WHERE number = ?", pairs
    )


def _closed(kind: int, wider: dict[int, set[int]]) -> set[int]:
    """All that is above a kind; of a circle of kinds, nothing is above itself."""
    found: set[int] = set()
    todo = [kind]
    while todo:
        new = wider.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found - {kind}
