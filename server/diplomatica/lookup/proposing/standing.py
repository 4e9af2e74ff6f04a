"""Whether what is proposed stands in the words that are quoted."""

import re
from collections.abc import Iterable

from pyoxigraph import Literal

from diplomatica.engine import Engine, Term
from diplomatica.model.literals.date import parts
from diplomatica.model.statement import text_of

_NAMES = """
SELECT DISTINCT ?name {
  ?this rdfs:label|skos:altLabel|dip:abbreviation ?name
} ORDER BY ?name LIMIT 200"""
_WORD = re.compile(r"\w+")


def stands_in(words: str, names: Iterable[str]) -> bool:
    """Whether one of these names stands among some words, whole, in any case."""
    plain = _plain(words)
    return any(f" {_plain(name)} " in f" {plain} " for name in names)


def names_of(engine: Engine, value: Term) -> list[str]:
    """By what a value may be named in a text: any name of a thing, the year of a date."""
    if not isinstance(value, Literal):
        rows = engine.rows(_NAMES, this=value)
        return [text_of(row["name"]) for row in rows]
    date_parts = parts(value)
    return [date_parts[0]] if date_parts else [value.value]


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
