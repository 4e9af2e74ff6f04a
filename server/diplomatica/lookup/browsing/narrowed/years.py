"""Days that are told and chosen by their years, where a page has no room for each of them.

Where there are many years, by their decades.
"""

import re
from collections.abc import Iterable, Set

from pyoxigraph import Literal

from diplomatica.engine import Term
from diplomatica.lookup.browsing.narrowed.way import Way
from diplomatica.lookup.index.dates import INTEGERS, TEXTS
from diplomatica.model.dataset.profile import Profile, PropertyProfile
from diplomatica.model.literals.date import EDTF
from diplomatica.model.vocabulary import XSD

FEW_DAYS = 12
"""The days of a property that are offered one by one."""
_MANY_YEARS = 30  # a page has room for so many
_TRIED = 4  # properties of dates
_DAYS = {XSD(name).value for name in ("date", "dateTime", "dateTimeStamp")}
_YEARS = {*_DAYS, XSD("gYear").value, *INTEGERS}
_YEAR = re.compile(r"\d{4,12}", re.ASCII)
VALUES = """
{{ SELECT ("{by.value}" AS ?by) ?value (COUNT(DISTINCT ?thing) AS ?count) {{
  {{ SELECT DISTINCT ?thing {{ {pattern} }} LIMIT {most} }} ?thing {by} ?date
  FILTER (ISLITERAL(?date) && REGEX(STR(?date), "^[0-9]{{4,}}(-|$)"))
  BIND (STRDT(STRBEFORE(CONCAT(STR(?date), "-"), "-"), xsd:gYear) AS ?value)
}} GROUP BY ?value ORDER BY DESC(?count) ?value LIMIT {values} }}"""
"""The part of a query that counts things by the years of their days."""
VALUES_BY_DECADE = f"""
{{{{ SELECT ("{{by.value}}" AS ?by) ?value (COUNT(DISTINCT ?thing) AS ?count) {{{{
  {{{{ SELECT DISTINCT ?thing {{{{ {{pattern}} }}}} LIMIT {{most}} }}}} ?thing {{by}} ?date
  FILTER (ISLITERAL(?date) && REGEX(STR(?date), "^[0-9]{{{{4}}}}(-|$)"))
  BIND (STRDT(CONCAT(SUBSTR(STR(?date), 1, 3), "X"), {EDTF}) AS ?value)
}}}} GROUP BY ?value ORDER BY DESC(?count) ?value LIMIT {{values}} }}}}"""
"""The same by their decades, as EDTF writes these: 199X."""


def has_days(profile: Profile, by: str) -> bool:
    """Whether all values of a property are days, or moments within them.

    So may texts be that nobody gave a datatype.
    """
    one = profile.properties.get(by)
    return one is not None and _are_dates(one, _DAYS)


def _are_dates(one: PropertyProfile, datatypes: Set[str]) -> bool:
    """Whether all values of a property are dates, of these datatypes or written as such."""
    are_texts = not one.datatypes.keys() <= datatypes
    is_known = one.datatypes.keys() <= {*datatypes, *TEXTS}
    are_all = one.count == sum(one.years.values()) or not are_texts
    return one.is_date and not one.iris and is_known and are_all


def dated_ways(
    direct: Iterable[str], within: Iterable[Way], profile: Profile
) -> list[Way]:
    """The ways to dates: by properties of things, then through their spans of time."""
    places = {by: place for place, by in enumerate(profile.dates)}
    inner = [way for way in within if way.steps[-1].value in places]
    inner.sort(key=lambda way: (places[way.steps[-1].value], way.value))
    return [*map(Way.named, direct), *inner]


def of_days(profile: Profile, ways: Iterable[Way]) -> list[Way]:
    """Those of some ways that lead to days."""
    return [way for way in ways if has_days(profile, way.steps[-1].value)][:_TRIED]


def of_decades(profile: Profile, ways: Iterable[Way]) -> list[Way]:
    """Those of some ways that lead to days and years of which there are many."""
    found = []
    for way in ways:
        one = profile.properties[way.steps[-1].value]
        if len(one.years) > _MANY_YEARS and _are_dates(one, _YEARS):
            found.append(way)
    return found[:_TRIED]


def year_of(profile: Profile, by: Way, value: Term) -> str:
    """The year that a value is of the days of a property; "" where it is a value of it."""
    if not isinstance(value, Literal) or value.datatype != XSD("gYear"):
        return ""
    is_one = _YEAR.fullmatch(value.value) and has_days(profile, by.steps[-1].value)
    return value.value if is_one else ""
