"""What the things of a kind are parts of, as steps are of recipes, and what are but numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import RDF

_MOST = 0.75  # of the things that are looked at
_LEADING = f"""
SELECT ?thing ?kind (COUNT(DISTINCT ?other) AS ?count) {{{{
  VALUES ?thing {{{{ {{}} }}}} ?other ?by ?thing ; {RDF("type")} ?kind
  FILTER (?by != {RDF("type")} && ?other != ?thing)
}}}} GROUP BY ?thing ?kind"""

_SAID = (
    "SELECT ?this ?by ?value {{ VALUES ?this {{ {} }} ?this ?by ?value }} LIMIT 1000"
)
_LED = f"""
SELECT DISTINCT ?kind {{{{
  VALUES ?thing {{{{ {{}} }}}} ?other ?by ?thing ; {RDF("type")} ?kind
  FILTER (?by != {RDF("type")} && ?other != ?thing)
}}}}"""
_NUMBER = re.compile(r"\D{0,12}\d[\dXx .-]{3,}", re.ASCII)  # ISBN: 0002570343


def are_but_numbers(things: Sequence[NamedNode], engine: Engine) -> bool:
    """Whether nothing is said of some things but a number that stands for each."""
    if not things:
        return False
    rows = engine.rows(_SAID.format(values(things)))
    said = [row["value"] for row in rows if row["by"] != RDF("type")]
    texts = [one.value for one in said if isinstance(one, Literal)]
    return len(said) == len(texts) > 0 and all(map(_NUMBER.fullmatch, texts))


def kinds_leading_to(things: Sequence[NamedNode], engine: Engine) -> set[NamedNode]:
    """The kinds of what leads to some things."""
    rows = engine.rows(_LED.format(values(things)))
    return {row["kind"] for row in rows if isinstance(row["kind"], NamedNode)}


def kinds_of_wholes(things: Sequence[NamedNode], engine: Engine) -> list[NamedNode]:
    """The kinds of which just one thing leads to each of nearly all of some things."""
    if not things:
        return []
    rows = engine.rows(_LEADING.format(values(things)))
    alone = (row["kind"] for row in rows if text_of(row["count"]) == "1")
    return _in_most(alone, len(things))


def _in_most(kinds: Iterable[object], count: int) -> list[NamedNode]:
    found = Counter(kind for kind in kinds if isinstance(kind, NamedNode))
    return sorted(
        (kind for kind, n in found.items() if n >= _MOST * count), key=text_of
    )
