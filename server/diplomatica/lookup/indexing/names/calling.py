"""What else calls things that have no name: texts that tell of them."""

from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection

from diplomatica.model.dataset.naming import (
    CODES,
    ENDING,
    LONGEST,
    PARTED,
    QUOTED,
    SHORT,
    TEXTS,
    cut,
    is_code,
    is_description,
    is_of_kind,
    is_opaque,
    is_telling,
    rank_of,
)
from diplomatica.model.iris import Iris

_IN_WORDS = f"""
INSERT INTO name_of
SELECT DISTINCT subject, iri, CASE WHEN cut(words) = words THEN predicate ELSE '{PARTED}' END,
  cut(words), language
FROM read.text JOIN read.node ON number = subject
WHERE is_text AND predicate IN ({{by}}) AND is_telling(words, iri) AND subject IN (
  SELECT number FROM thing UNION SELECT number FROM value)
AND subject NOT IN (SELECT number FROM name_of)
ORDER BY subject, predicate, language, words"""
# Names differ; what several are called alike by, as their cityName, is another's name.
_COVERING = """
WITH said AS (
  SELECT predicate, subject, MIN(words) AS words FROM read.text
  WHERE is_text AND predicate IN ({by}) GROUP BY predicate, subject),
of_kind AS (SELECT kind, COUNT(*) AS total FROM read.kind GROUP BY kind)
SELECT node.iri, predicate, COUNT(*) AS count FROM said
JOIN read.kind ON kind.subject = said.subject JOIN of_kind USING (kind)
JOIN read.node ON node.number = kind
GROUP BY kind, predicate
HAVING 2 * count > total AND 10 * COUNT(DISTINCT words) >= 9 * count
ORDER BY node.iri, predicate"""
_SHORT = f"length(words) <= {LONGEST}"
_SHORT_COVERING = _COVERING.replace("is_text", f"is_text AND {_SHORT}")
_BY_SHORT = _IN_WORDS.replace(
    "is_text", f"is_text AND ({_SHORT} OR is_description(predicate)) AND is_code(iri)"
)
_ANY_TEXT = f"""
INSERT INTO name_of
SELECT subject, iri, predicate, words, language FROM (
  SELECT subject, iri, predicate, words, language, ROW_NUMBER() OVER (
    PARTITION BY subject ORDER BY predicate, language, words) AS place
  FROM thing JOIN read.text ON subject = number
  WHERE number NOT IN (SELECT number FROM name_of) AND is_opaque(iri)
  AND is_text AND length(words) <= {LONGEST} AND is_telling(words, iri))
WHERE place = 1 ORDER BY subject"""
# What all are said by alike calls none of them.
_APART = """
SELECT predicate FROM read.text WHERE is_text AND predicate IN ({by})
GROUP BY predicate HAVING 10 * COUNT(DISTINCT words) >= 9 * COUNT(DISTINCT subject)
ORDER BY predicate"""
_BY_BEGINNING = f"""
INSERT INTO name_of
SELECT subject, iri, CASE WHEN cut(words) = words THEN predicate ELSE '{PARTED}' END,
  cut(words), language
FROM (
  SELECT subject, iri, predicate, words, language,
    RANK() OVER (PARTITION BY subject ORDER BY predicate) AS of,
    ROW_NUMBER() OVER (
      PARTITION BY subject, predicate, language ORDER BY words) AS place
  FROM thing JOIN read.text ON subject = number
  WHERE number NOT IN (SELECT number FROM name_of) AND is_code(iri)
  AND NOT has_word(iri) AND is_text AND predicate IN ({{by}}) AND is_telling(cut(words), iri))
WHERE of = 1 AND place = 1 ORDER BY subject, language"""


def _add_functions(into: Connection, iris: Iris) -> None:
    """What the queries here ask of texts and IRIs."""
    functions: dict[str, tuple[int, Callable[..., str | bool]]] = {
        "cut": (1, cut),
        "is_telling": (2, is_telling),
        "is_opaque": (1, is_opaque),
        "is_description": (1, is_description),
        "has_word": (1, iris.has_word),
        "is_code": (1, is_code),
    }
    for name, (arguments, function) in functions.items():
        into.create_function(name, arguments, function, deterministic=True)


def call_by_texts(into: Connection, iris: Iris) -> None:
    """Add what else calls what has no name, rather than the end of its IRI."""
    _add_functions(into, iris)
    ways = [
        (_IN_WORDS, _naming_kinds(into)),
        (_BY_SHORT, _short_texts(into)),
        (_IN_WORDS, of_rank(into, QUOTED)),
        (_IN_WORDS, of_rank(into, TEXTS)),
        (_IN_WORDS, of_rank(into, CODES)),
    ]
    for way, some in ways:
        if by := sql_texts(some):
            into.execute(way.format(by=", ".join(by)))
    into.execute(_ANY_TEXT)
    if by := _describing(into):
        into.execute(_BY_BEGINNING.format(by=", ".join(sql_texts(by))))
        if into.execute("SELECT changes()").fetchone()[0]:
            rows = ((one,) for one in by)
            into.executemany("INSERT INTO joined.described_by VALUES (?)", rows)


def _naming_kinds(into: Connection) -> list[str]:
    """The properties that name most things of a kind, each otherwise: of Station stationName.

    Of several the one that is named after the kind, else none: a station has a
    managerName, too.
    """
    by = ", ".join(sql_texts(of_rank(into, ENDING)))
    rows = into.execute(_COVERING.format(by=by)).fetchall() if by else []
    found = set[str]()
    for kind, some in groupby(rows, itemgetter(0)):
        known = [row[1] for row in some]
        best = [one for one in known if is_of_kind(one, kind)] or known
        found.update(best if len(best) == 1 else ())
    return sorted(found)


def _describing(into: Connection) -> list[str]:
    """The properties that tell at length what things are, of each something else."""
    used = into.execute("SELECT iri FROM read.used ORDER BY iri")
    known = [iri for (iri,) in used if is_description(iri)]
    apart = into.execute(_APART.format(by=", ".join(sql_texts(known)) or "''"))
    return [by for (by,) in apart]


def _short_texts(into: Connection) -> list[str]:
    """The properties that tell most things of a kind apart in a line."""
    by = ", ".join(sql_texts(of_rank(into, SHORT)))
    rows = into.execute(_SHORT_COVERING.format(by=by)).fetchall() if by else []
    return sorted({row[1] for row in rows})


def of_rank(read: Connection, *ranks: int) -> list[str]:
    """The properties in use that name things so well."""
    used = [iri for (iri,) in read.execute("SELECT iri FROM read.used ORDER BY iri")]
    return [iri for iri in used if rank_of(iri) in ranks]


def sql_texts(iris: Iterable[str]) -> list[str]:
    """Properties as SQL writes them."""
    return ["'" + iri.replace("'", "''") + "'" for iri in iris]
