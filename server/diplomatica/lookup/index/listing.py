"""The things of an index in the order of their names, narrowed down.

What narrows them down are kinds, organisations, speakers, days; as conditions of SQL.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from diplomatica.lookup.index.days import Day, first_number, last_number
from diplomatica.lookup.indexing.schema import Ask
from diplomatica.model.terms.hierarchies import OF_PARTS

MOST_FOUND = 50_000
"""How many things one search finds."""
_SORTED = 200_000  # things that are put in order quicker than all are looked through
_LISTED = "(SELECT value FROM json_each(?))"
# CROSS JOIN: from what there is little of, whatever SQLite guesses of its number.
_FEW = """
SELECT rare.thing FROM has AS rare
CROSS JOIN ordered ON ordered.language = ? AND ordered.thing = rare.thing
WHERE rare.facet = ? AND rare.value = ? AND {condition}
ORDER BY place LIMIT ?"""
_WALKED = """
SELECT thing FROM ordered WHERE language = ? AND {condition} ORDER BY place LIMIT ?"""
IN_ORDER = """
SELECT thing.iri FROM json_each(?2) AS asked
CROSS JOIN thing ON thing.iri = asked.value
CROSS JOIN ordered ON ordered.language = ?1 AND ordered.thing = thing.number ORDER BY place"""
"""Begins with what is asked for: else all things would be walked through."""
_IN_TIME = """
SELECT thing.iri FROM json_each(?) AS asked
CROSS JOIN thing ON thing.iri = asked.value
CROSS JOIN span ON span.thing = thing.number ORDER BY first, last, thing.iri"""
_BY_TIME = """
SELECT asked.value FROM json_each(?) AS asked
LEFT JOIN span ON span.thing = asked.value
GROUP BY asked.key ORDER BY MIN(first) IS NULL, MIN(first), MIN(last), asked.key"""
_MOST = 0.75  # of a list have a time where it is one of dated things
_LEFT = "SELECT number FROM thing WHERE number IN {listed} AND {condition}"
_HAS = """EXISTS (
  SELECT 1 FROM has WHERE facet = ? AND value = ? AND has.thing = {thing})"""
_WITHIN = """EXISTS (
  SELECT 1 FROM span WHERE span.thing = {thing} AND first <= ? AND last >= ?)"""
Bounds = tuple[Day, Day]
"""The first and the last day, month or year of a time."""


@dataclass(frozen=True)
class Narrowing:
    """What things have to have: values of facets by their numbers, and a time."""

    values: Mapping[str, Sequence[int]] = field(default_factory=dict)
    bounds: Bounds | None = None

    def condition(self, thing: str) -> str:
        """That a thing has it all; `thing` is the column with its number."""
        parts = [_HAS.format(thing=thing) for _ in self.pairs]
        if self.bounds:
            parts.append(_WITHIN.format(thing=thing))
        return " AND ".join(parts) or "TRUE"

    @property
    def parameters(self) -> list[object]:
        """What is asked for in the condition, in its order."""
        values: list[object] = [part for pair in self.pairs for part in pair]
        if self.bounds:
            first, last = self.bounds
            values += [last_number(last), first_number(first)]
        return values

    @property
    def pairs(self) -> list[tuple[str, int]]:
        """The facets, each with the number of a value that things have to have."""
        return [
            (facet, value) for facet, values in self.values.items() for value in values
        ]


class Listing:
    """The things of one index as they are listed."""

    def __init__(self, ask: Ask) -> None:
        """Take the index that has them."""
        self._ask = ask

    def left(self, numbers: list[int], narrowing: Narrowing) -> list[int]:
        """Those of some things that a narrowing leaves, in their order."""
        query = _LEFT.format(
            listed=_LISTED, condition=narrowing.condition("thing.number")
        )
        rows = self._ask(query, json.dumps(numbers), *narrowing.parameters)
        known = {number for (number,) in rows}
        return [number for number in numbers if number in known]

    def by_name(self, narrowing: Narrowing, language: str) -> list[int]:
        """All that a narrowing leaves, in the order of their names in a language.

        There may be one more than `MOST_FOUND`.
        """
        language = language if self._has_order(language) else ""
        parameters = [*narrowing.parameters, MOST_FOUND + 1]
        rarest = self._rarest(narrowing)
        if rarest:
            query = _FEW.format(condition=narrowing.condition("rare.thing"))
            rows = self._ask(query, language, *rarest, *parameters)
        else:
            query = _WALKED.format(condition=narrowing.condition("ordered.thing"))
            rows = self._ask(query, language, *parameters)
        return [number for (number,) in rows]

    def in_order(self, iris: Iterable[str], language: str) -> list[str]:
        """Those of these IRIs that are things, in the order of their names."""
        language = language if self._has_order(language) else ""
        rows = self._ask(IN_ORDER, language, json.dumps(list(iris)))
        return [iri for (iri,) in rows]

    def in_time(self, iris: Iterable[str]) -> list[str]:
        """Those of these IRIs that have a time, in its order; none where most have none."""
        asked = list(dict.fromkeys(iris))
        if not asked:
            return []
        found = dict.fromkeys(iri for (iri,) in self._ask(_IN_TIME, json.dumps(asked)))
        return list(found) if len(found) >= _MOST * len(asked) else []

    def by_time(self, numbers: list[int]) -> list[int]:
        """Things in the order of their times, without one last, else as they come."""
        return [number for (number,) in self._ask(_BY_TIME, json.dumps(numbers))]

    def in_order_of(
        self, by: NamedNode, iris: Iterable[str], language: str
    ) -> list[str]:
        """What stands in a list by a property: parts of a whole by time, else by name."""
        known = list(iris)
        timed = self.in_time(known) if by in OF_PARTS else []
        return list(dict.fromkeys([*timed, *self.in_order(known, language)]))

    def _has_order(self, language: str) -> bool:
        return bool(
            self._ask("SELECT 1 FROM ordered WHERE language = ? LIMIT 1", language)
        )

    def _rarest(self, narrowing: Narrowing) -> tuple[str, int] | None:
        """The value that the fewest things have, if these are few."""
        counted = "SELECT count FROM value WHERE facet = ? AND number = ?"
        counts = [(self._ask(counted, *pair)[0][0], pair) for pair in narrowing.pairs]
        few = [one for one in counts if one[0] <= _SORTED]
        return min(few)[1] if few else None
