"""The things that have a date by one property, within some years."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from itertools import accumulate

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Term
from diplomatica.lookup.browsing.led import WAYS, Led, lead_of_row
from diplomatica.lookup.index.dates import (
    DATATYPES,
    IN_EDTF,
    INTEGERS,
    TEXTS,
    has_dates,
    has_times,
    has_years,
    plain_form,
)
from diplomatica.lookup.index.writtenforms import day_in_sparql, told_in_sparql
from diplomatica.model.literals.date import EDTF_FORM

ON_A_PAGE = 100
_FEW = 1_000  # years that a query names
_YEAR = 'xsd:integer(REPLACE(?day, "^(-?[0-9]+).*$", "$1"))'


@cache
def _dated() -> str:
    """The query for dated things, whatever is asked of them."""
    told, day = told_in_sparql("?text"), day_in_sparql("?told")
    return f"""
SELECT * {{
  {{ SELECT ?node ?date ?year ?day {{
    ?node %(by)s ?date
    FILTER (ISLITERAL(?date) && REGEX(STR(?date), "%(years)s"))
    BIND (DATATYPE(?date) AS ?datatype)
    BIND (STR(?date) AS ?text)
    BIND ((?datatype IN (%(plain)s) && REGEX(?text, "%(form)s"))
      || (?datatype IN (%(edtf)s) && REGEX(?text, "%(edtf_form)s")) AS ?is_plain)
    BIND (?datatype IN (%(texts)s) && !?is_plain AS ?is_other)
    BIND (IF(?is_other, {told}, ?text) AS ?told)
    BIND (IF(?is_other, {day}, ?text) AS ?day)
    FILTER (?datatype IN (%(dates)s) || ?is_plain || (?is_other && ?day != ?told))
    BIND ({_YEAR} AS ?year)
    FILTER (?year >= %(since)d && ?year <= %(until)d)
    FILTER NOT EXISTS {{ GRAPH %(catalog)s {{ ?node %(by)s ?date }} }}
  }} ORDER BY ?year ?day ?node LIMIT %(most)d OFFSET %(start)d }}
  {WAYS}
}} ORDER BY ?year ?day ?node"""


class Dated:
    """The things of one page, in the order of their dates."""

    def __init__(
        self,
        engine: Engine,
        catalog: NamedNode,
        by: NamedNode,
        counts: Mapping[int, int],
        page: int,
    ) -> None:
        """Take the property, how many dates each year has, and the number of the page.

        Only dates of the years that are on the page are looked at closely. What
        describes the dataset itself, in the graph `catalog`, is none of its things.
        """
        self._engine, self._catalog, self._by = engine, catalog, by
        start = (page - 1) * ON_A_PAGE
        before = list(accumulate(counts[year] for year in sorted(counts)))
        first, last = (
            bisect_right(before, start),
            bisect_left(before, start + ON_A_PAGE),
        )
        self._years = sorted(counts)[first : last + 1]
        self._start = start - (before[first - 1] if first else 0)

    @cached_property
    def things(self) -> list[tuple[Led, Term]]:
        """Each thing with its date.

        What has the date may be a blank node, as an instant of OWL-Time: then it is told
        as what leads to that.
        """
        if not self._years:
            return []
        by, years = self._by.value, self._years
        numbers = (
            INTEGERS if has_years(by) or has_dates(by) or has_times(by) else frozenset()
        )
        asked = {
            "by": self._by,
            "catalog": self._catalog,
            "form": plain_form(by),
            "plain": _sparql_list(TEXTS | numbers),
            "texts": _sparql_list(TEXTS),
            "edtf": _sparql_list(IN_EDTF),
            "edtf_form": EDTF_FORM,
            "dates": _sparql_list(DATATYPES),
            "years": "|".join(str(abs(year)) for year in years)
            if len(years) < _FEW
            else "",
            "since": years[0],
            "until": years[-1],
            "most": ON_A_PAGE,
            "start": self._start,
        }
        rows = self._engine.rows(_dated() % asked)
        return [(lead_of_row(row), row["date"]) for row in rows]


def _sparql_list(datatypes: Iterable[str]) -> str:
    return ", ".join(f"<{one}>" for one in sorted(datatypes))
