"""Which things a timeline tells of, as queries."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

_CHOICES = 200  # things to choose from in the form
_SEEN = 20_000  # things that were looked at for them
_ARE_DATES = (
    "FILTER (DATATYPE(COALESCE(?first, ?last)) = xsd:date && "
    "DATATYPE(COALESCE(?last, ?first)) = xsd:date)"
)
_WRITTEN = "^-?[0-9]{4,6}-[0-9][0-9]-[0-9][0-9]$"
# What has a day, whatever it is; what somebody says is no event.
_TIMED = f"""{{
    {{ ?thing dip:earliest ?first OPTIONAL {{ ?thing dip:latest ?last }} }}
    UNION {{ ?thing dip:latest ?last FILTER NOT EXISTS {{ ?thing dip:earliest ?any }} }}
    {_ARE_DATES}
    FILTER (REGEX(STR(COALESCE(?first, ?last)), "{_WRITTEN}"))
    FILTER (REGEX(STR(COALESCE(?last, ?first)), "{_WRITTEN}"))
    FILTER NOT EXISTS {{ ?thing a dip:Remark }}
  }}"""
# The order stands outside of the groups: Virtuoso cannot compute with what they give.
_LISTED = f"""
SELECT ?thing ?earliest ?latest {{ {{
  SELECT ?thing (MIN(?first) AS ?earliest) (MAX(?last) AS ?latest) {{ %s {_TIMED} }} GROUP BY ?thing
}} }} ORDER BY COALESCE(?earliest, ?latest) ?latest ?thing"""
_COUNTED = f"SELECT (COUNT(DISTINCT ?thing) AS ?count) {{ %s {_TIMED} }}"
_OF = """{ SELECT DISTINCT ?thing {
  { ?thing ?to %(of)s } UNION { %(of)s ?from ?thing } UNION { BIND (%(of)s AS ?thing) }
} }"""
_UNDATED = """{
  %s ?thing a dip:Occurrence
  FILTER NOT EXISTS { ?thing dip:earliest ?first }
  FILTER NOT EXISTS { ?thing dip:latest ?last }
}"""
# In whatever graph: also what follows by rules.
_TOLD = """
VALUES ?property { dip:time dip:startTime dip:endTime dip:timeWords dip:earliest dip:latest }
GRAPH ?why { ?thing ?property ?value }"""
KINDS = f"""
SELECT ?kind (COUNT(DISTINCT ?thing) AS ?count) {{
  {_TIMED} ?thing a ?kind
}} GROUP BY ?kind"""
NEIGHBOURS = f"""
SELECT ?of (COUNT(DISTINCT ?thing) AS ?count) {{
  {{ SELECT ?thing {_TIMED} LIMIT {_SEEN} }}
  {{ ?thing ?to ?of }} UNION {{ ?of ?from ?thing }}
  FILTER (STRSTARTS(STR(?of), STR(:)))
}} GROUP BY ?of ORDER BY DESC(?count) ?of LIMIT {_CHOICES}"""
# One row for each stated time, with its reason.
_TABLE = f"""
SELECT ?thing ?label ?planned ?property ?stated ?why ?words ?earliest ?latest {{
  {{ {_LISTED} }}
  OPTIONAL {{ ?thing rdfs:label ?label }}
  BIND (EXISTS {{ ?thing a dip:Prospect }} AS ?planned)
  OPTIONAL {{
    VALUES ?property {{ dip:time dip:startTime dip:endTime dip:timeWords }}
    GRAPH ?why {{ ?thing ?property ?stated }} FILTER NOT EXISTS {{ ?why a dip:Inference }}
    OPTIONAL {{ ?why dip:quote ?words }}
  }}
}} ORDER BY COALESCE(?earliest, ?latest) ?latest ?thing ?property ?stated ?why"""


@dataclass(frozen=True)
class Selection:
    """Which things are asked for, and which of many.

    They are those of a kind, or those that have to do with one thing.
    """

    kind: NamedNode | None = None
    of: NamedNode | None = None
    page: int = 1

    @property
    def chosen(self) -> list[NamedNode]:
        """The kind and the thing that are asked for."""
        return [one for one in (self.kind, self.of) if one]

    @property
    def pattern(self) -> str:
        """What is asked for, in SPARQL."""
        patterns = []
        if self.of:
            patterns.append(_OF % {"of": self.of})
        if self.kind:
            patterns.append(f"?thing a {self.kind} .")
        return " ".join(patterns)

    @property
    def listed(self) -> str:
        """The query for these things with their days, in the order of time."""
        return _LISTED % self.pattern

    def shown(self, most: int, undated: int) -> str:
        """The query for what a page shows: so many things, each with all that tells its time.

        With them, how many there are, and how many events and plans of which no time is
        told, with the first of these.
        """
        without = _UNDATED % self.pattern
        return f"""
SELECT ?thing ?earliest ?latest ?property ?value ?why ?count ?without ?undated {{
  {{
    {{ {self.listed} LIMIT {most} OFFSET {most * (self.page - 1)} }}
    OPTIONAL {{ {_TOLD} }}
  }}
  UNION {{ {_COUNTED % self.pattern} }}
  UNION {{ SELECT (COUNT(DISTINCT ?thing) AS ?without) {without} }}
  UNION {{ SELECT DISTINCT (?thing AS ?undated) {without} ORDER BY ?thing LIMIT {undated} }}
}} ORDER BY COALESCE(?earliest, ?latest) ?latest ?thing"""

    @property
    def table(self) -> str:
        """The query for all their times, a row for each that is stated."""
        return _TABLE % self.pattern
