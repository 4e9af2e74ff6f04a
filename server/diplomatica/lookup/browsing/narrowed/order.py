"""The order of things by what they say by one property."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.model.dataset.profile import PropertyProfile

_DOWN = "-"
"""What stands before a property by which things are in falling order."""
_COUNT = "count "
"""What stands before a property by which they are in the order of how many values they have."""
# Where a thing has several values, that counts which comes first; those with none are last.
_ORDERED = """
SELECT ?thing ({first}(?value) AS ?place) {{
  {pattern} OPTIONAL {{ ?thing {by} ?value FILTER (ISLITERAL(?value)) }}
}} GROUP BY ?thing ORDER BY DESC(BOUND(?place)) {way}(?place) ?thing
LIMIT {most} OFFSET {start}"""
_COUNTED = """
SELECT ?thing (COUNT(DISTINCT ?value) AS ?place) {{
  {pattern} OPTIONAL {{ ?thing {by} ?value }}
}} GROUP BY ?thing ORDER BY {way}(?place) ?thing
LIMIT {most} OFFSET {start}"""


@dataclass(frozen=True)
class Order:
    """Things in the order of their values by a property, rising or falling."""

    by: NamedNode
    is_down: bool = False
    is_by_count: bool = False
    """Whether it counts how many values a thing has, and not which."""

    @property
    def written(self) -> str:
        """As an address has it."""
        down, count = _DOWN * self.is_down, _COUNT * self.is_by_count
        return f"{down}{count}{self.by.value}"

    def query(self, pattern: str, most: int, start: int) -> str:
        """The query for so many of the things that a pattern finds, from this one on."""
        first, way = ("MAX", "DESC") if self.is_down else ("MIN", "ASC")
        asked = {"by": self.by, "pattern": pattern, "most": most, "start": start}
        if self.is_by_count:
            return _COUNTED.format(way=way, **asked)
        return _ORDERED.format(first=first, way=way, **asked)


def read_order(written: str) -> tuple[str, bool, bool]:
    """The property of an order as an address has it; whether it falls, and is by counts."""
    is_down = written.startswith(_DOWN)
    asked = written.removeprefix(_DOWN)
    return asked.removeprefix(_COUNT), is_down, asked.startswith(_COUNT)


def orders(one: PropertyProfile) -> bool:
    """Whether most values of a property are texts, numbers or days, which have an order.

    Things have that of their names.
    """
    return 2 * sum(one.datatypes.values()) > one.count or leads_to_things(one)


def leads_to_things(one: PropertyProfile) -> bool:
    """Whether most values of a property are things."""
    return 2 * one.iris > one.count
