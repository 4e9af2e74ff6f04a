"""The values of facets: by what the things of an index are narrowed down."""

import json
from collections.abc import Sequence
from functools import cached_property

from diplomatica.lookup.index.listing import MOST_FOUND
from diplomatica.lookup.index.thing import Value
from diplomatica.lookup.indexing.schema import Ask

_VALUE = "SELECT number, name, iri, count FROM value WHERE facet = ? AND name = ?"
_VALUES = """
SELECT number, name, iri, count FROM value WHERE facet = ?
ORDER BY count DESC, name LIMIT ?"""
_COUNTED = """
SELECT number, name, iri, counted FROM (
  SELECT has.value AS number, COUNT(*) AS counted FROM json_each(?1) AS asked
  CROSS JOIN has ON has.thing = asked.value AND has.facet = ?2 GROUP BY has.value)
JOIN value USING (number) WHERE facet = ?2
ORDER BY counted DESC, label, name LIMIT ?3"""
_WITHIN = """
SELECT COUNT(DISTINCT asked.value) FROM json_each(?) AS asked
CROSS JOIN span ON span.thing = asked.value AND first <= ? AND last >= ?"""


class FacetValues:
    """The values of the facets of one index."""

    def __init__(self, ask: Ask) -> None:
        """Take the index that has them."""
        self._ask = ask

    def value(self, facet: str, name: str) -> Value | None:
        """The value of a facet that addresses name so."""
        rows = self._ask(_VALUE, facet, name)
        return Value(*rows[0]) if rows else None

    def values(self, facet: str, most: int = MOST_FOUND) -> list[Value]:
        """The values of a facet, those with the most things first."""
        return [Value(*row) for row in self._ask(_VALUES, facet, most)]

    def counted(self, facet: str, numbers: Sequence[int], most: int) -> list[Value]:
        """The values of a facet that some things have, those with the most first."""
        rows = self._ask(_COUNTED, json.dumps(numbers), facet, most)
        return [Value(*row) for row in rows]

    @cached_property
    def years(self) -> list[int]:
        """The years in which something begins or ends."""
        return [year for (year,) in self._ask("SELECT year FROM year ORDER BY year")]

    def count_within(self, numbers: Sequence[int], first: int, last: int) -> int:
        """How many of some things were between two days, by the numbers of these."""
        ((count,),) = self._ask(_WITHIN, json.dumps(numbers), last, first)
        return int(count)
