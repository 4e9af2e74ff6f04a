"""What narrows things down: kinds, organisations, speakers, days; as conditions of SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from diplomatica.lookup.index.days import Day, first_number, last_number

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
        parts = [_HAS.format(thing=thing) for _ in self._pairs]
        if self.bounds:
            parts.append(_WITHIN.format(thing=thing))
        return " AND ".join(parts) or "TRUE"

    @property
    def parameters(self) -> list[object]:
        """What is asked for in the condition, in its order."""
        values: list[object] = [part for pair in self._pairs for part in pair]
        if self.bounds:
            first, last = self.bounds
            values += [last_number(last), first_number(first)]
        return values

    @property
    def _pairs(self) -> list[tuple[str, int]]:
        return [
            (facet, value) for facet, values in self.values.items() for value in values
        ]
