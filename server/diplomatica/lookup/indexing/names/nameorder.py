"""The order of names: by which all that an index finds is listed, in each language."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.lookup.language import Languages
from diplomatica.model.iris import Iris
from diplomatica.model.text.order import natural

_NAMES = """
SELECT number, thing.iri, predicate, words, language
FROM thing LEFT JOIN name_of USING (number)
ORDER BY number, name_of.rowid"""
_ORDER = """
INSERT INTO ordered
SELECT language, thing, ROW_NUMBER() OVER (PARTITION BY language ORDER BY key, iri)
FROM joined.key JOIN thing ON number = thing"""
_LANGUAGES = 3  # beside the dataset's own in which the order of names is kept
_PLACES = 200_000  # things in an order, for as many languages more as there are
_LAST = "\U0010ffff"  # what is called nothing stands after all that has a name


def order_names(into: Connection, iris: Iris, spoken: Languages) -> None:
    """Add the places of all things in the order of their names."""
    into.execute("CREATE TABLE joined.key (language TEXT, thing INTEGER, key TEXT)")
    keys = _keys(into, iris, spoken)
    into.executemany("INSERT INTO joined.key VALUES (?, ?, ?)", keys)
    into.execute(_ORDER)


def _keys(
    into: Connection, iris: Iris, spoken: Languages
) -> Iterator[tuple[str, int, str]]:
    """By what each thing is ordered, in each language in which an order is kept."""
    kept = ("", *_languages_in_order(into, spoken))
    for number, rows in groupby(into.execute(_NAMES), itemgetter(0)):
        known = list(rows)
        labels = _labels_in(kept, known, spoken)
        by_label = {label: natural(label) for label in set(labels)}
        keys = [by_label[label] for label in labels]
        if not keys:
            unnamed = _LAST + natural(iris.readable(known[0][1]))
            keys = [unnamed] * len(kept)
        for tag, key in zip(kept, keys, strict=True):
            yield tag, number, key


def _languages_in_order(into: Connection, spoken: Languages) -> list[str]:
    """Those in which an order of names is kept: of few things all, always English."""
    ((things,),) = into.execute("SELECT COUNT(*) FROM thing")
    english = [tag for tag in spoken.tags if tag.partition("-")[0] == "en"]
    tags = dict.fromkeys((*english[:1], *spoken.tags))
    return list(tags)[: max(_LANGUAGES, _PLACES // max(1, things))]


def _labels_in(
    tags: Sequence[str], known: list[tuple[Any, ...]], spoken: Languages
) -> list[str]:
    """What a thing is called in each language; nothing where it has no name."""
    words = [row[3] for row in known if row[2]]
    if len(words) <= 1:
        return words * len(tags)
    names = [row[2:] for row in known]
    return [spoken.best_words(names, (tag,) if tag else ()) for tag in tags]


def triple_of(iri: str, predicate: str, words: str, language: str) -> Triple:
    """A name as it is stated."""
    text = Literal(words, language=language or None)
    return Triple(NamedNode(iri), NamedNode(predicate), text)
