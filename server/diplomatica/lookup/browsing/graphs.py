"""The named graphs that somebody brought: which there are, and what is in one."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from typing import cast

from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import NAMES_OF_ALL, REASONS
from diplomatica.model.statement import text_of
from diplomatica.model.text.order import natural

_LISTED = 50
_COUNTED = 100_000
_THINGS, _ORDERED = 12, 5_000  # that are told, and among which these are the first
_OF_REASONS = (*((kind,) for kind in REASONS), ("graph", "record"))
_ALL = "SELECT (COUNT(DISTINCT ?graph) AS ?count) { GRAPH ?graph {} %s }"
_OWN = "SELECT DISTINCT ?graph { VALUES ?graph { %s } GRAPH ?graph {} }"
_FIRST = "SELECT DISTINCT ?graph { GRAPH ?graph {} %s } ORDER BY ?graph LIMIT %s"
_NOT_BELOW = 'FILTER (!STRSTARTS(STR(?graph), "%s"))'
# No more is counted than a page waits for, however large a graph is.
_STATEMENTS = f"""
SELECT (COUNT(*) AS ?count) {{
  {{ SELECT * {{ GRAPH %s {{ ?thing ?property ?value }} }} LIMIT {_COUNTED + 1} }} }}"""
_SUBJECTS = f"""
SELECT DISTINCT ?thing {{
  GRAPH %s {{ ?thing ?property ?value }} FILTER (isIRI(?thing)) }} LIMIT {_ORDERED}"""


@dataclass(frozen=True)
class HeldGraph:
    """What is in one graph."""

    count: int
    """How many statements, or how many were counted."""
    is_whole: bool
    """Whether these are all."""
    things: list[NamedNode]
    """The first of the things of which something is said there."""


class NamedGraphs:
    """Those of one release without what the build writes, and what stood in no graph.

    What claims, notes and links state has graphs of its own, which nobody brought.
    """

    listed = _LISTED
    """How many a page lists."""
    query = (
        "SELECT ?graph (COUNT(*) AS ?statements) { GRAPH ?graph { ?thing ?property ?value } } "
        "GROUP BY ?graph ORDER BY DESC(?statements)"
    )
    """The query for all of them."""

    def __init__(
        self, engine: Engine, iris: Iris, files: Iterable[str], has_reasons: bool
    ) -> None:
        """Take the engine of the release, what its files are called, and if it gives reasons."""
        self._engine = engine
        below = [iris(*one, "").value for one in _OF_REASONS] if has_reasons else []
        self._brought = " ".join(_NOT_BELOW % space for space in below)
        slugs = (*NAMES_OF_ALL, *files)
        self._others = {iris("graph", slug) for slug in slugs}

    @cached_property
    def count(self) -> int:
        """How many there are."""
        (row,) = self._engine.rows(_ALL % self._brought)
        others = self._engine.rows(_OWN % values(self._others))
        return int(text_of(row["count"])) - len(others)

    @cached_property
    def first(self) -> list[NamedNode]:
        """The first of them by their IRIs."""
        if not self.count:
            return []
        most = _LISTED + len(self._others)
        rows = self._engine.rows(_FIRST % (self._brought, most))
        graphs = (cast("NamedNode", row["graph"]) for row in rows)
        return [one for one in graphs if one not in self._others][:_LISTED]

    def held(self, graph: NamedNode) -> HeldGraph | None:
        """What is in a graph of this name; None where there is none."""
        if not self.count or graph in self._others:
            return None
        (row,) = self._engine.rows(_STATEMENTS % graph)
        count = int(text_of(row["count"]))
        things = self._engine.rows(_SUBJECTS % graph) if count else []
        found = [cast("NamedNode", one["thing"]) for one in things]
        found = nsmallest(_THINGS, found, key=lambda one: natural(one.value))
        is_whole = count <= _COUNTED
        return HeldGraph(min(count, _COUNTED), is_whole, found) if count else None
