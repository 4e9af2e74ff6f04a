"""What the things of an index are called, and in which languages."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from sqlite3 import Connection
from urllib.parse import unquote

from diplomatica.lookup.index.folding import (
    bare,
    has_other_forms,
    is_unspaced,
    letters_apart,
    sought_words,
)
from diplomatica.lookup.index.words.words import ADDRESS, LABEL, NAME, TEXT
from diplomatica.lookup.indexing.names.calling import call_by_texts, of_rank, sql_texts
from diplomatica.lookup.indexing.names.carrying import carry_names
from diplomatica.lookup.indexing.names.nameorder import order_names
from diplomatica.lookup.indexing.schema import run
from diplomatica.lookup.language import Languages, code_of
from diplomatica.model.characters import unmarked
from diplomatica.model.dataset.naming import (
    CARRIED,
    ENDING,
    OTHERS,
    OWN,
    PARTED,
    PARTS,
    PREFERRED,
    SHORT,
    WHOLE,
    is_family,
    is_given,
    rank_of,
)
from diplomatica.model.dataset.release import Release
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import LABELS, NAMES, SKOS, SKOSXL

_BY = ", ".join(f"'{name.value}'" for name in NAMES)
_NAMING = (*LABELS, *NAMES, SKOS("notation"))
_CALLING = ", ".join(f"'{name.value}'" for name in dict.fromkeys(_NAMING))
_OF_NODES = """
INSERT INTO name_of
SELECT DISTINCT subject, iri, predicate, words, language
FROM read.text JOIN read.node ON number = subject
WHERE is_text AND predicate IN ({by}) AND subject IN (
  SELECT number FROM thing UNION SELECT number FROM value)
AND subject NOT IN (SELECT number FROM name_of)
ORDER BY subject, predicate, language, words"""
_IN_PARTS = f"""
INSERT INTO name_of
SELECT subject, iri, '{PARTED}', TRIM(
  COALESCE(MIN(CASE WHEN predicate IN ({{given}}) THEN words END), '') || ' ' ||
  COALESCE(MIN(CASE WHEN predicate IN ({{family}}) THEN words END), '')), ''
FROM read.text JOIN read.node ON number = subject
WHERE is_text AND predicate IN ({{given}}, {{family}}) AND subject IN (
  SELECT number FROM thing)
AND subject NOT IN (SELECT number FROM name_of)
GROUP BY subject ORDER BY subject"""
_SAID = """
SELECT subject, words, predicate IN ({by}) FROM read.text
JOIN thing ON thing.number = subject
ORDER BY predicate IN ({by}) DESC, iri, predicate, language, words"""
_DEEPEST = 4  # blank nodes from a thing to a text
_WITHIN = f"""
WITH RECURSIVE within (number, words, depth) AS (
  SELECT node, words, 0 FROM read.inner_text
  UNION
  SELECT node, TRIM(
    MIN(CASE WHEN predicate IN ({{given}}) THEN words END) || ' ' ||
    MIN(CASE WHEN predicate IN ({{family}}) THEN words END)), 0
  FROM read.inner_text WHERE predicate IN ({{given}}, {{family}}) GROUP BY node
  HAVING MAX(predicate IN ({{given}})) AND MAX(predicate IN ({{family}}))
  UNION
  SELECT owner, words, depth + 1
  FROM within JOIN joined.within ON node = number WHERE depth < {_DEEPEST})
SELECT DISTINCT number, words FROM within JOIN thing USING (number)
ORDER BY iri, words"""
_LABELLED = """
SELECT thing.number, thing.iri, words FROM thing LEFT JOIN name_of USING (number)
GROUP BY thing.iri, words ORDER BY thing.iri, words"""
# The dataset's own things decide, each once: what the build adds to describe it is in
# English, and labels that are things themselves say nothing of what they label.
_TAGS = f"""
SELECT lower(language) AS tag FROM read.text
WHERE is_text AND predicate IN ({{by}})
GROUP BY tag
ORDER BY COUNT(DISTINCT CASE WHEN predicate <> '{SKOSXL("literalForm").value}'
    AND subject IN (SELECT number FROM thing) THEN subject END) DESC,
  tag NOT LIKE 'en%', COUNT(*) DESC, tag"""
_SEVERAL = """
SELECT subject FROM read.text WHERE is_text AND predicate IN ({by})
GROUP BY subject HAVING COUNT(DISTINCT lower(language)) > 1 LIMIT 1"""
_UNNAMED = """
SELECT number, iri FROM thing
WHERE number NOT IN (SELECT number FROM name_of) OR is_opaque(iri)
ORDER BY iri"""
# All words of a thing: of its texts, its years and short numbers, and of the names of what
# it leads to. What a name is cut to bounds what the things of a kind cost that is called so
# in a hundred languages.
_TOGETHER = f"""
CREATE TABLE joined.shortly (number INTEGER PRIMARY KEY, words TEXT);
INSERT INTO joined.shortly
SELECT thing, SUBSTR(GROUP_CONCAT(words || ' ' || bare, ' '), 1, 400)
FROM name WHERE rank_of IN ({LABEL}, {NAME}) GROUP BY thing;
INSERT INTO joined.shortly
SELECT number, end_of(iri) FROM read.node
WHERE number IN (SELECT object FROM read.link)
  AND number NOT IN (SELECT number FROM joined.shortly);
INSERT INTO together (rowid, words)
SELECT thing, GROUP_CONCAT(words, ' ') FROM (SELECT * FROM (
  SELECT thing, words || ' ' || bare AS words FROM name WHERE rank_of <> {ADDRESS}
  UNION ALL
  SELECT subject, figure FROM read.figure JOIN thing ON thing.number = subject
  UNION ALL
  SELECT subject, shortly.words FROM read.link
  JOIN joined.shortly ON shortly.number = object JOIN thing ON thing.number = subject)
  ORDER BY thing, words)
GROUP BY thing ORDER BY thing"""
# In their order: that takes less than to find the place of each.
_CALLED = """
INSERT OR IGNORE INTO called
SELECT name, thing, rank_of, words FROM joined.called ORDER BY name, thing, rank_of, words"""
_AT_ONCE = 20_000  # names that are written together
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
Name = tuple[str, str, int, int, str]
"""Words and another form of them, whose they are, as what, and what of them is meant."""


def languages(read: Connection, stated: Iterable[str]) -> Languages:
    """The languages of the names that were read; `stated` are those of the catalog."""
    carry_names(read)
    by = ", ".join((_BY, *sql_texts(of_rank(read, WHOLE, OWN, CARRIED))))
    tags = [tag for (tag,) in read.execute(_TAGS.format(by=by))]
    codes = sorted(map(code_of, stated))
    known = [tag for tag in (*tags, *codes) if tag in codes]
    own = next(iter((*known, *tags)), "")
    if len(tags) < 2 or not read.execute(_SEVERAL.format(by=by)).fetchone():
        return Languages(own, ())
    return Languages(own, tuple(filter(None, tags)))


def name(into: Connection, release: Release, spoken: Languages) -> None:
    """Add all that things are called, as words and in order."""
    into.execute("CREATE INDEX named ON name_of (number)")
    for query in _callings(into):
        into.execute(query)
    if release.iris.brought is not None:
        call_by_texts(into, release.iris)
    _add_names(into, _labels(into, release.iris))
    _add_names(into, _other_texts(into))
    if release.iris.brought is not None:
        _add_names(into, _paths(into, release.iris))
    into.execute(_CALLED)
    _add_together(into, release.iris)
    order_names(into, release.iris, spoken)
    into.execute("DROP INDEX named")


def _callings(into: Connection) -> Iterator[str]:
    """What adds the names of things, those by the best properties first."""

    def by_rank(rank: int) -> str:
        ranked = of_rank(into, rank)
        return _OF_NODES.format(by=", ".join(sql_texts(ranked)))

    yield _OF_NODES.format(by=_BY)
    yield _OF_NODES.format(by=f"'{PREFERRED}'")
    yield by_rank(WHOLE)
    yield _IN_PARTS.format(**_parts(into))
    yield by_rank(OWN)
    yield by_rank(CARRIED)
    yield by_rank(OTHERS)


def naming(into: Connection) -> list[str]:
    """The properties by which things are called here, and would be nowhere else."""
    used = into.execute("SELECT DISTINCT predicate FROM name_of ORDER BY predicate")
    naming_here = {by for (by,) in used if rank_of(by) in (None, ENDING, SHORT)}
    rows = into.execute("SELECT predicate FROM joined.described_by")
    describing = {by for (by,) in rows}
    return sorted(naming_here | describing)


def _parts(read: Connection) -> dict[str, str]:
    """The properties in use of given and of family names, as SQL writes them."""
    parts = of_rank(read, PARTS)
    of = {"given": is_given, "family": is_family}
    listed = {name: sql_texts(filter(is_part, parts)) for name, is_part in of.items()}
    return {name: ", ".join(some) or "''" for name, some in listed.items()}


def _labels(into: Connection, iris: Iris) -> Iterator[Name]:
    """The labels of things; of one without a name, the end of its IRI."""
    for number, iri, words in into.execute(_LABELLED):
        for label in (words,) if words else readable(iri, iris):
            yield _name(number, LABEL, label)


def _other_texts(into: Connection) -> Iterator[Name]:
    """What else things are called, and what else is said of them."""
    naming_ones = sql_texts(of_rank(into, WHOLE, OWN, CARRIED, OTHERS))
    by = ", ".join((_CALLING, *naming_ones))
    for number, words, is_name in into.execute(_SAID.format(by=by)):
        rank = NAME if is_name else TEXT
        yield _name(number, rank, words)
    within = _WITHIN.format(**_parts(into))
    for number, words in into.execute(within):
        yield _name(number, TEXT, words)


def _paths(into: Connection, iris: Iris) -> Iterator[Name]:
    """The words in the IRIs of what has no name, for its end may be no more than “this”.

    And of what has a name and a UUID, by which programs know it.
    """
    for number, iri in into.execute(_UNNAMED):
        below = iri.removeprefix(iris.base)
        path = unquote(below.partition("://")[2] or below)
        yield _name(number, ADDRESS, humps_apart(path))


def _name(number: int, rank: int, written: str) -> Name:
    words = unmarked(written)
    called = bare(" ".join(sought_words(words))) if rank < TEXT else ""
    is_otherwise = has_other_forms(words) or is_unspaced(words)
    other = letters_apart(bare(words)) if is_otherwise else ""
    return words, other, number, rank, called


def _add_names(into: Connection, names: Iterator[Name]) -> None:
    """Add names as they come, many at a time, and note what is called so."""
    while some := list(islice(names, _AT_ONCE)):
        into.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", some)
        called = (
            (called, number, rank, words)
            for words, _, number, rank, called in some
            if rank < TEXT
        )
        into.executemany("INSERT INTO joined.called VALUES (?, ?, ?, ?)", called)


def _add_together(into: Connection, iris: Iris) -> None:
    """Add what is sought where no text has all words, but a thing may have them.

    It takes about as long as the names did: what it costs grows with the links.
    """
    into.create_function(
        "end_of", 1, lambda iri: " ".join(readable(iri, iris)), deterministic=True
    )
    run(into, _TOGETHER)


def readable(iri: str, iris: Iris) -> list[str]:
    """The end of an IRI as words: as it is and, if it has humps, with these apart."""
    if iris.kind(iri) == "id":
        return [iris.slug(iri)]
    term = iris.term(iri)
    end = unquote(re.split("[/#:]", iri.rstrip("/#"))[-1]) or iri
    forms = filter(None, (term, end, humps_apart(end)))
    return list(dict.fromkeys(forms))


def humps_apart(name: str) -> str:
    """A name with spaces between its humps: “Kurt Weill” of KurtWeill."""
    return _HUMP.sub(" ", name)
