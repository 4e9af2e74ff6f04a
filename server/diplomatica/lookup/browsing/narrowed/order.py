"""The order of things by what they say by one property."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.model.dataset.profile import PropertyProfile

DOWN = "-"
"""What stands before a property by which things are in falling order."""
# Where a thing has several values, that counts which comes first; those with none are last.
_ORDERED = """
SELECT ?thing ({first}(?value) AS ?place) {{
  {pattern} OPTIONAL {{ ?thing {by} ?value FILTER (ISLITERAL(?value)) }}
}} GROUP BY ?thing ORDER BY DESC(BOUND(?place)) {way}(?place) ?thing
LIMIT {most} OFFSET {start}"""


@dataclass(frozen=True)
class Order:
    """Things in the order of their values by a property, rising or falling."""

    by: NamedNode
    is_down: bool = False

    @property
    def written(self) -> str:
        """As an address has it."""
        return f"{DOWN if self.is_down else ''}{self.by.value}"

    def query(self, pattern: str, most: int, start: int) -> str:
        """The query for so many of the things that a pattern finds, from this one on."""
        first, way = ("MAX", "DESC") if self.is_down else ("MIN", "ASC")
        return _ORDERED.format(
            first=first, way=way, pattern=pattern, by=self.by, most=most, start=start
        )


def orders(one: PropertyProfile) -> bool:
    """Whether most values of a property are texts, numbers or days, which have an order."""
    return 2 * sum(one.datatypes.values()) > one.count
