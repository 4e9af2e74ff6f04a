"""Days that are told and chosen by their years, where a page has no room for each of them.

Where there are many years, by their decades.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.browsing.narrowed.facets import Facet
from diplomatica.lookup.browsing.narrowed.way import Way
from diplomatica.lookup.index.dates import IN_EDTF, INTEGERS, TEXTS
from diplomatica.model.dataset.profile import Profile, PropertyProfile
from diplomatica.model.literals.date import EDTF, EDTF_LEVELS, decade
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import XSD

FEW_DAYS = 12
"""The days of a property that are offered one by one."""
_MANY_YEARS = 30  # a page has room for so many
_TRIED = 4  # properties of dates
_DATES = ("gYear", "gYearMonth", "date", "dateTime", "dateTimeStamp")
_DATED = {*(XSD(name).value for name in _DATES), *INTEGERS}
_SIGNS = (XSD("gYear"), EDTF, *EDTF_LEVELS)
_YEAR = re.compile(r"-?\d{4,12}", re.ASCII)
_END = "([^0-9]|$)"
_ANY = "^-?[0-9]"
# Of texts some are dates that begin with the day; years of numbers may have few digits.
_BEGINS = 'ISLITERAL({0}) && (ISNUMERIC({0}) || REGEX(STR({0}), "^-?[0-9]{{4}}"))'
_MEANT = f'{_BEGINS} && REGEX(STR({{0}}), "{{1}}")'
_COUNTED = """
{{{{ SELECT ("{{by.value}}" AS ?by) ?value (COUNT(DISTINCT ?thing) AS ?count) {{{{
  {{{{ SELECT DISTINCT ?thing {{{{ {{pattern}} }}}} LIMIT {{most}} }}}} ?thing {{by}} ?date
  FILTER ({{dates}})
  BIND (xsd:integer(REPLACE(STR(?date), "^(-?[0-9]+).*$", "$1")) AS ?year)
  BIND ({} AS ?value)
}}}} GROUP BY ?value ORDER BY DESC(?count) ?value LIMIT {{values}} }}}}"""
VALUES = _COUNTED.format("?year")
"""The part of a query that counts things by the years of their dates, as numbers."""
# Before the year 1 there is that which is zero, and 1 BCE.
_DECADE = "IF(?year > 0, 10 * FLOOR(?year / 10), -9 - 10 * FLOOR(-?year / 10))"
VALUES_BY_DECADE = _COUNTED.format(f"xsd:integer({_DECADE})")
"""The same by their decades, as numbers: 1990 is 1990–1999, -9 is 10–1 BCE."""


def _are_dates(one: PropertyProfile) -> bool:
    """Whether all values of a property are dates, by their datatypes or as they are written.

    So may texts be that nobody gave a datatype, and what else EDTF writes than dates.
    """
    are_texts = not one.datatypes.keys() <= _DATED
    is_known = one.datatypes.keys() <= {*_DATED, *TEXTS, *IN_EDTF}
    are_all = one.count == sum(one.years.values()) or not are_texts
    return one.is_date and not one.iris and is_known and are_all


SEEN_AT_ONCE = 24
"""So many dates, years or decades are told as time goes; of more those first that most have."""


def dated_ways(
    direct: Iterable[str], within: Iterable[Way], profile: Profile
) -> list[Way]:
    """The ways to dates: by properties of things, then through their spans of time."""
    places = {by: place for place, by in enumerate(profile.dates)}
    inner = [way for way in within if way.steps[-1].value in places]
    inner.sort(key=lambda way: (places[way.steps[-1].value], way.value))
    return [*map(Way.named, direct), *inner]


def of_years(profile: Profile, ways: Iterable[Way]) -> list[Way]:
    """Those of some ways that lead to dates."""
    known = profile.properties
    return [way for way in ways if _are_dates(known[way.steps[-1].value])][:_TRIED]


def of_decades(profile: Profile, ways: Iterable[Way]) -> list[Way]:
    """Those of some ways that lead to dates of many years."""
    found = []
    for way in ways:
        one = profile.properties[way.steps[-1].value]
        if len(one.years) > _MANY_YEARS and _are_dates(one):
            found.append(way)
    return found[:_TRIED]


def by_decades(counted: Facet) -> Facet:
    """The facet that VALUES_BY_DECADE counts, with decades as EDTF writes them, 199X."""
    values: list[tuple[Term, int]] = [
        (_sign_of_decade(number), count) for number, count in _in_time(counted)
    ]
    return replace(counted, values=values, is_of_years=True)


def by_years(profile: Profile, counted: Facet) -> Facet:
    """The facet that VALUES counts, with a sign of each year.

    It stands for all dates by the property that are within the year, and has a datatype
    that no value of the property has, as that would be meant itself.
    """
    kind = _kind_of_years(profile.properties[counted.by.steps[-1].value])
    values: list[tuple[Term, int]] = [
        (Literal(_with_digits(number), datatype=kind), count)
        for number, count in _in_time(counted)
    ]
    return replace(counted, values=values, is_of_years=True)


def _in_time(counted: Facet) -> list[tuple[int, int]]:
    """Years with their counts, as time goes; of very many those first that most have."""
    found = [(int(text_of(number)), count) for number, count in counted.values]
    return sorted(found) if len(found) <= SEEN_AT_ONCE else found


def _sign_of_decade(number: int) -> Literal:
    tens = f"-{-number // 10:03}" if number < 0 else f"{number // 10:03}"
    return Literal(f"{tens}X", datatype=EDTF)


def _with_digits(year: int) -> str:
    """A year as XML Schema writes it, with at least four digits."""
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def _kind_of_years(profile: PropertyProfile) -> NamedNode:
    return next(one for one in _SIGNS if one.value not in profile.datatypes)


def form_of(profile: Profile, by: Way, value: Term) -> str:
    """What dates by a property begin with that a value stands for, as an expression.

    "" where it is a value of it, and stands for itself.
    """
    one = profile.properties.get(by.steps[-1].value)
    if one is None or not isinstance(value, Literal) or not _are_dates(one):
        return ""
    if years := decade(value):
        return _form_of_decade(*years)
    is_year = value.datatype == _kind_of_years(one) and _YEAR.fullmatch(value.value)
    return _form_of_year(int(value.value)) if is_year else ""


def _form_of_decade(first: int, last: int) -> str:
    if last == 0:
        return f"^(-0*[0-9]|0+){_END}"
    if first == 1:
        return f"^0*[1-9]{_END}"
    sign, tens = ("-", -last // 10) if last < 0 else ("", first // 10)
    return f"^{sign}0*{tens}[0-9]{_END}"


def _form_of_year(year: int) -> str:
    if year == 0:
        return f"^-?0+{_END}"
    return f"^{'-' if year < 0 else ''}0*{abs(year)}{_END}"


def dates_of(date: str, form: str = _ANY) -> str:
    """The condition of a query that a variable is a date which begins so."""
    return _MEANT.format(date, form)
