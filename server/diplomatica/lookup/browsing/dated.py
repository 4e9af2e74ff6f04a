"""The things that have a date by one property, within some years."""

from functools import cached_property

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Term
from diplomatica.lookup.browsing.led import WAYS, Led, led
from diplomatica.lookup.index.dates import DATATYPES, INTEGERS, has_years

ON_A_PAGE = 100
_YEAR = 'xsd:integer(REPLACE(STR(?date), "^(-?[0-9]+).*$", "$1"))'
_DAY = "^-?[0-9]{4,12}-[0-9][0-9]-[0-9][0-9](T.*|Z)?$"
_YEAR_OR_DAY = f"^-?[0-9]{{1,12}}$|{_DAY}"
_WRITTEN = '(DATATYPE(?date) = xsd:string && REGEX(STR(?date), "%s"))'
_DATED = f"""
SELECT * {{
  {{ SELECT ?node ?date ?year {{
    ?node %(by)s ?date
    FILTER (DATATYPE(?date) IN (%(datatypes)s) || %(written)s)
    BIND ({_YEAR} AS ?year)
    FILTER (?year >= %(since)d && ?year <= %(until)d)
    FILTER NOT EXISTS {{ GRAPH %(catalog)s {{ ?node %(by)s ?date }} }}
  }} ORDER BY ?year STR(?date) ?node LIMIT %(most)d OFFSET %(start)d }}
  {WAYS}
}} ORDER BY ?year STR(?date) ?node"""


class Dated:
    """The things of one page, in the order of their dates."""

    def __init__(
        self,
        engine: Engine,
        catalog: NamedNode,
        by: NamedNode,
        years: tuple[int, int],
        page: int,
    ) -> None:
        """Take the property, the first and the last year, and the number of the page.

        What describes the dataset itself, in the graph `catalog`, is none of its things.
        """
        self._engine, self._catalog, self._by = engine, catalog, by
        (self.since, self.until), self.page = years, page

    @cached_property
    def things(self) -> list[tuple[Led, Term]]:
        """Each thing with its date.

        What has the date may be a blank node, as an instant of OWL-Time: then it is told
        as what leads to that.
        """
        is_of_years = has_years(self._by.value)
        of_years = INTEGERS if is_of_years else frozenset()
        datatypes = sorted(DATATYPES | of_years)
        asked = {
            "by": self._by,
            "catalog": self._catalog,
            "written": _WRITTEN % (_YEAR_OR_DAY if is_of_years else _DAY),
            "datatypes": ", ".join(f"<{one}>" for one in datatypes),
            "since": self.since,
            "until": self.until,
            "most": ON_A_PAGE,
            "start": (self.page - 1) * ON_A_PAGE,
        }
        rows = self._engine.rows(_DATED % asked)
        return [(led(row), row["date"]) for row in rows]
