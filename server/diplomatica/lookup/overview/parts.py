"""What the things of a kind are parts of, as steps are of recipes."""

from collections import Counter
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

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
