"""How often a release uses each term of its vocabulary, and a few things that do."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.errors import LimitReached
from diplomatica.model.statement import text_of

# By the heading of a term: the pattern in which it is used.
_PATTERNS = {"Classes": "?this a %s", "Properties": "?this %s ?value", "Values": "?this ?by %s"}
_COUNT = "{ SELECT (%s AS ?term) (COUNT(*) AS ?count) { %s } }"
_THINGS = "{ SELECT DISTINCT (%s AS ?term) ?this { %s } LIMIT 3 }"


@dataclass(frozen=True)
class Usage:
    """How often a term is used, by which things for example, and the query that lists all of them."""

    count: int
    things: list[NamedNode]
    query: str


def usages(engine: Engine, terms: Iterable[tuple[str, str]], short: dict[str, str]) -> dict[str, Usage] | None:
    """The usage of each term, given with its heading; None where counting takes more than a query may use."""
    patterns = {iri: _PATTERNS[heading] % f"<{iri}>" for iri, heading in terms}
    try:
        counts = _counts(engine, patterns)
        beside = {iri: f"GRAPH ?why {{ {patterns[iri]} }}" for iri, count in counts.items() if not count}
        inside = {iri: pattern for iri, pattern in patterns.items() if iri not in beside}
        things = _things(engine, {**inside, **beside})
        counts |= _counts(
            engine, {iri: f"SELECT DISTINCT ?this ?value {{ {pattern} }}" for iri, pattern in beside.items()}
        )
    except LimitReached:
        return None
    found = {**inside, **beside}
    return {iri: Usage(counts[iri], things.get(iri, []), _query(iri, found[iri], short)) for iri in patterns}


def _counts(engine: Engine, patterns: dict[str, str]) -> dict[str, int]:
    query = " UNION ".join(_COUNT % (f"<{iri}>", pattern) for iri, pattern in patterns.items())
    rows = engine.rows(f"SELECT ?term ?count {{ {query} }}") if patterns else []
    return {text_of(row["term"]): int(text_of(row["count"])) for row in rows}


def _things(engine: Engine, patterns: dict[str, str]) -> dict[str, list[NamedNode]]:
    query = " UNION ".join(_THINGS % (f"<{iri}>", pattern) for iri, pattern in patterns.items())
    found: dict[str, list[NamedNode]] = {}
    for row in engine.rows(f"SELECT ?term ?this {{ {query} }}") if patterns else []:
        if isinstance(row["this"], NamedNode):
            found.setdefault(text_of(row["term"]), []).append(row["this"])
    return found


def _query(iri: str, pattern: str, short: dict[str, str]) -> str:
    return f"SELECT * {{ {pattern.replace(f'<{iri}>', short.get(iri, f'<{iri}>'))} }}"
