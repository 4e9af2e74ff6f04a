"""Days that are told and chosen by their years, where a page has no room for each of them.

Where there are many years, by their decades.
"""

import re

from pyoxigraph import Literal

from diplomatica.engine import Term
from diplomatica.lookup.browsing.narrowed.way import Way
from diplomatica.model.dataset.profile import Profile
from diplomatica.model.literals.date import EDTF
from diplomatica.model.vocabulary import XSD

FEW_DAYS = 12
"""The days of a property that are offered one by one."""
_MANY_YEARS = 30  # a page has room for so many
_TRIED = 4  # properties of dates
_DAYS = {XSD(name).value for name in ("date", "dateTime", "dateTimeStamp")}
_YEARS = {*_DAYS, XSD("gYear").value}
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
    """Whether all values of a property are days, or moments within them."""
    one = profile.properties.get(by)
    return (
        one is not None
        and one.is_date
        and not one.iris
        and one.datatypes.keys() <= _DAYS
    )


def of_days(profile: Profile) -> list[Way]:
    """The ways to days, the most used first."""
    found = (by for by in profile.dates if has_days(profile, by))
    return [Way.named(by) for by in found][:_TRIED]


def of_decades(profile: Profile) -> list[Way]:
    """The ways to days and years of which there are many, the most used first."""
    known = profile.properties
    many = (by for by in profile.dates if len(known[by].years) > _MANY_YEARS)
    found = (by for by in many if not known[by].iris)
    return [Way.named(by) for by in found if known[by].datatypes.keys() <= _YEARS][
        :_TRIED
    ]


def year_of(profile: Profile, by: Way, value: Term) -> str:
    """The year that a value is of the days of a property; "" where it is a value of it."""
    if not isinstance(value, Literal) or value.datatype != XSD("gYear"):
        return ""
    is_one = _YEAR.fullmatch(value.value) and has_days(profile, by.steps[-1].value)
    return value.value if is_one else ""
