"""How often a release uses each term of its vocabulary, and a few things that do."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Row
from diplomatica.errors import LimitReached
from diplomatica.model.statement import text_of

# By the heading of a term: what its uses are, and the pattern in which it is used.
_USES = {
    "Classes": ("?this", "?this a {}"),
    "Properties": ("?this ?value", "?this {} ?value"),
    "Values": ("?this ?by", "?this ?by {}"),
}
_INSIDE, _BESIDE = "SELECT {} {{ {} }}", "SELECT DISTINCT {} {{ GRAPH ?why {{ {} }} }}"
_COUNT = "{{ SELECT ({} AS ?term) (COUNT(*) AS ?count) {{ {{ {} }} }} }}"
_THINGS = "{{ SELECT DISTINCT ({} AS ?term) ?this {{ {{ {} }} }} LIMIT 3 }}"
_AT_ONCE = 100  # terms in a query, whose depth would otherwise grow with the vocabulary
_PREFIXED = re.compile(r"[\w-]*:\w+")


@dataclass(frozen=True)
class Usage:
    """How often a term is used, and by which things for example.

    A query lists all of them.
    """

    count: int
    things: list[NamedNode]
    query: str


def usages(
    engine: Engine, terms: Iterable[tuple[str, str]], short: Mapping[str, str]
) -> dict[str, Usage] | None:
    """The usage of each term, given with its heading.

    None where counting takes more than a query may use. What is not in the merge, as
    the places and mentions of words, is counted where it stands.
    """
    asked = dict(terms)
    try:
        queries = {
            iri: _query(_INSIDE, f"<{iri}>", heading) for iri, heading in asked.items()
        }
        counts = _counts(engine, queries)
        beside = {iri: asked[iri] for iri, count in counts.items() if not count}
        queries |= {
            iri: _query(_BESIDE, f"<{iri}>", heading) for iri, heading in beside.items()
        }
        counts |= _counts(engine, {iri: queries[iri] for iri in beside})
        things = _things(engine, queries)
    except LimitReached:
        return None
    found: dict[str, Usage] = {}
    for iri, heading in asked.items():
        form = _BESIDE if iri in beside else _INSIDE
        shown = _query(form, _name(iri, short), heading)
        found[iri] = Usage(counts[iri], things.get(iri, []), shown)
    return found


def _query(form: str, term: str, heading: str) -> str:
    variables, pattern = _USES[heading]
    return form.format(variables, pattern.format(term))


def _name(iri: str, short: Mapping[str, str]) -> str:
    """A term as a query may write it: with a prefix, if what follows needs no escapes."""
    return short[iri] if _PREFIXED.fullmatch(short.get(iri, "")) else f"<{iri}>"


def _counts(engine: Engine, queries: Mapping[str, str]) -> dict[str, int]:
    rows = _rows(engine, "SELECT ?term ?count {{ {} }}", _COUNT, queries)
    return {text_of(row["term"]): int(text_of(row["count"])) for row in rows}


def _things(engine: Engine, queries: Mapping[str, str]) -> dict[str, list[NamedNode]]:
    found: dict[str, list[NamedNode]] = {}
    for row in _rows(engine, "SELECT ?term ?this {{ {} }}", _THINGS, queries):
        if isinstance(row["this"], NamedNode):
            found.setdefault(text_of(row["term"]), []).append(row["this"])
    return found


def _rows(
    engine: Engine, whole: str, part: str, queries: Mapping[str, str]
) -> Iterator[Row]:
    parts = [part.format(f"<{iri}>", query) for iri, query in queries.items()]
    for start in range(0, len(parts), _AT_ONCE):
        yield from engine.rows(
            whole.format(" UNION ".join(parts[start : start + _AT_ONCE]))
        )
