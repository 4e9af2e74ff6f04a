"""The ways from things to what is said of them by nodes that have no name.

An organ may lead to its place, that to an address, and only there its town is told.
"""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Row
from diplomatica.lookup.browsing.narrowed.way import Way
from diplomatica.model.dataset.profile import Profile, PropertyProfile
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import LANGUAGES, NAMES, RDF

_SAMPLE = 1_000  # things from which ways are looked for
_STEPS = 4  # through nodes, each of which is looked at from the one before
_TRIED = 12  # ways in each of these steps
_NAMED = "|".join(map(str, NAMES))
_NEXT = """
{{ SELECT DISTINCT ("{way.value}" AS ?way) ?by ?is_node {{
  {{ SELECT DISTINCT ?thing {{ {pattern} }} LIMIT {most} }} ?thing {way} ?node
  FILTER (ISBLANK(?node) || (ISIRI(?node) && NOT EXISTS {{ ?node {named} ?name }}))
  ?node ?by ?value BIND (ISBLANK(?value) AS ?is_node)
}} }}"""


def ways_within(engine: Engine, profile: Profile, pattern: str) -> list[Way]:
    """The ways of two steps or more from a sample of things to values."""
    known = profile.properties
    outer = [by for by in profile.most_used if _leads_within(known[by])]
    ways = [Way((NamedNode(by),)) for by in outer if not by.startswith(LANGUAGES)]
    found: list[Way] = []
    for _ in range(_STEPS):
        rows = _said_by(engine, pattern, ways[:_TRIED])
        ways = _longer(row for row in rows if _is_true(row))
        found += _longer(row for row in rows if not _is_true(row))
    return [way for way in found if way.steps[-1].value in known]


def _leads_within(one: PropertyProfile) -> bool:
    """Whether a property leads to nodes, or to an IRI of each thing's own.

    Of few values a reader can choose one itself.
    """
    is_single = one.subjects == one.count == one.iris
    is_own = one.has_many_values or max(one.values.values(), default=2) == 1
    return bool(one.nodes) or (is_single and is_own)


def _said_by(engine: Engine, pattern: str, ways: list[Way]) -> list[Row]:
    """What the nodes say to which some ways lead."""
    parts = [
        _NEXT.format(way=way, pattern=pattern, most=_SAMPLE, named=_NAMED)
        for way in ways
    ]
    query = f"SELECT ?way ?by ?is_node {{ {' UNION '.join(parts)} }}"
    rows = engine.rows(query) if parts else []
    return [row for row in rows if "by" in row and row["by"] != RDF("type")]


def _longer(rows: Iterable[Row]) -> list[Way]:
    """The ways of some rows, each with its next step."""
    found = []
    for row in rows:
        way = Way.named(text_of(row["way"]))
        found.append(Way((*way.steps, NamedNode(text_of(row["by"])))))
    return sorted(set(found), key=lambda way: way.value)


def _is_true(row: Row) -> bool:
    return text_of(row["is_node"]) == "true"
