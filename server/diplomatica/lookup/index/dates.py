"""Dates in data of any vocabulary: what counts as one, and what it is a date of."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import Literal

from diplomatica.lookup.index.days import day_of
from diplomatica.lookup.index.writtenforms import written_date
from diplomatica.model.dataset.naming import OWN, STRONG, WHOLE, rank_of
from diplomatica.model.literals.date import EDTF, EDTF_FORM, EDTF_LEVELS
from diplomatica.model.vocabulary import (
    DCTERMS,
    OWL,
    PROV,
    SCHEMA,
    SCHEMAS,
    TEXT_TYPES,
    XSD,
)

_XSD_DAYS = ("date", "dateTime", "dateTimeStamp")
_SCHEMA_DATES = {f"{space}{name}" for space in SCHEMAS for name in ("Date", "DateTime")}
_DAYS = {XSD(name).value for name in _XSD_DAYS}
DATATYPES = frozenset(
    _DAYS | _SCHEMA_DATES | {XSD(name).value for name in ("gYearMonth", "gYear")}
)
"""Those of dates, months and years."""
IN_EDTF = frozenset(one.value for one in (EDTF, *EDTF_LEVELS))
"""Those of dates in the notation of the Library of Congress."""
_EDTF_DAY = re.compile(EDTF_FORM, re.ASCII)
_WHOLE = ("integer", "int", "short", "long", "nonNegativeInteger", "positiveInteger")
INTEGERS = frozenset(XSD(name).value for name in _WHOLE)
# A year may have more digits than four (XML Schema 1.1, part 2, section 3.3.12).
_DAY = re.compile(
    r"(-?\d{4,12}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?:T.*|Z|[+-]\d\d:\d\d)?"
)
_NUMBER = re.compile(r"(-?)(\d{1,12})")
# A text that is written as a day is one, whoever forgot its datatype.
_WRITTEN_DAY = "-?[0-9]{4,12}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_WRITTEN = f"({_WRITTEN_DAY})(T[0-9]{{2}}:[0-9]{{2}}.*|Z)?"
_NUMBERED = "-?[0-9]{1,12}"
_SHORT = "[0-9]{4}(-(0[1-9]|1[0-2]))?"
_IS_WRITTEN, _IS_SHORT = re.compile(_WRITTEN), re.compile(_SHORT)
TEXTS = frozenset(one.value for one in TEXT_TYPES)
"""The datatypes of texts, which may be written as dates."""
_LONGEST = 40
_DIGITS = 4  # of a year, where no property says that it is one
_DIGIT = re.compile("-?[0-9]")
# By their names properties tell that their numbers are years: `year`, `birthYear`.
_OF_YEARS = re.compile(
    r"(?:.*[/#:])?(?:year|(?:\w*[a-z])?(?<!Per)(?<!per)(?:Year|_year))"
)
# And that their texts are dates, be it only a year: `date`, `birthDate`, `datePublished`.
_OF_DATES = re.compile(
    r"(?:.*[/#:])?(?:date(?:[A-Z_]\w*)?|(?:\w*[a-z])?(?:Date|_date)(?:Time)?)"
)
# Of these the texts may be years, if they are no times of a day, as 1030 is.
_OF_TIMES = re.compile(r"(?:.*[/#:])?(?:has)?_?(?:[Ss]tart|[Ee]nd|[Bb]egin)_?[Tt]ime")
_QUARTER = 5  # minutes, by which times of a day are told from years
_PLAUSIBLE = range(1, 2200)
_SURE = 1000  # the first year that is written as no other number is
_TIME = "http://www.w3.org/2006/time#"
_OF_MOMENTS = (
    _TIME,
    *(f"http://www.cidoc-crm.org/cidoc-crm/P8{n}" for n in ("1", "2")),
    *(f"http://www.europeana.eu/schemas/edm/{end}" for end in ("begin", "end")),
)
_MOMENTS = (
    _TIME,
    "http://www.cidoc-crm.org/cidoc-crm/E52",
    "http://www.europeana.eu/schemas/edm/TimeSpan",
)
_CRM_BOUNDS = re.compile(r"http://www\.cidoc-crm\.org/cidoc-crm/P8[12][ab]?_.*")
_DATED_WITHOUT_A_WORD = {
    *(DCTERMS(name).value for name in ("created", "modified", "issued", "valid")),
    *_OF_MOMENTS[-2:],
}
_OF_CHANGES = {
    DCTERMS("modified").value,
    SCHEMA("dateModified").value,
    "http://schema.org/dateModified",
    PROV("generatedAtTime").value,
    OWL("versionInfo").value,
    "http://www.geneontology.org/formats/oboInOwl#creation_date",
    *(f"http://purl.org/pav/{name}" for name in ("createdOn", "lastUpdateOn")),
}
# Of one day they tell when a script ran, and not what it told of.
_OF_RUNS = {PROV(f"{name}AtTime").value for name in ("started", "ended")}
# Vocabularies of any publisher say so by a name like these.
_CHANGED = re.compile(
    r"(?:.*[/#:])?(?:last[A-Z_]?)?(?:[Mm]odified|[Uu]pdated?|(?<=last)[Rr]eviewed)(?:On)?"
)
# When something ends or can be had, and when it was put somewhere.
_OF_ENDS = re.compile(
    r"(?:.*[/#:])?[^/#:]*?(?:valid|expir|[Ee]nds?(?=[A-Z_]|$)|until|through|death|died|last"
    r"|deadline|price|avail|upload|publi|post(?:ed|ing)|access|retriev|crawl|scrap|check"
    r"|review|verif|import|regist|record)[^/#:]*",
    re.IGNORECASE,
)
# Since when and until when something is offered, which is not when it is.
_OF_OFFERS = re.compile(
    r"(?:.*[/#:])?(?:(?:priceV|v)alid(?:From|Through|Until)|availability(?:Starts|Ends)\w*)"
)
_FIRST_RECORDS = 1970
"""What was created before that year was none that computers keep."""
_OF_RECORDS = {
    *(DCTERMS(name).value for name in ("created", "modified", "issued")),
    *(DCTERMS(f"date{name}").value for name in ("Accepted", "Submitted")),
    *(f"http://schema.org/{name}" for name in ("dateCreated", "dateModified")),
    *(SCHEMA(name).value for name in ("dateCreated", "dateModified")),
    *_OF_CHANGES,
}


def date_of(by: str, value: Literal) -> str:
    """The year, month or day that a literal is by a property; "" where it is none.

    A number is a year where the name of the property says so; whether all of its numbers
    are, are_years tells.
    """
    return date_by(by, value.datatype.value, value.value)


def date_by(by: str, datatype: str, text: str) -> str:
    """The year, month or day that a text of some datatype is by a property; "" for none."""
    if datatype in TEXTS:
        is_date = may_be_date(text) and not names_things(by)
        return _written_form(by, text) if is_date else ""
    if datatype in INTEGERS:
        is_of_dates = (
            (has_dates(by) or has_times(by))
            and len(text) == _DIGITS
            and text.isdecimal()
        )
        return text if is_of_dates else _year(by, text)
    if datatype in IN_EDTF:
        found = _EDTF_DAY.fullmatch(text)
        return found[1] if found else ""
    if datatype not in DATATYPES:
        return ""
    match = _DAY.fullmatch(text)
    day = match[1] if match else ""
    is_short = datatype in _DAYS and "-" not in day[5:]
    return "" if is_short else day


def names_things(by: str) -> bool:
    """Whether the texts of a property are names, be they “6 March 1941” as of a letter."""
    return rank_of(by) in (STRONG, WHOLE, OWN)


def may_be_date(text: str) -> bool:
    """Whether a text holds a number, as dates do, and is no longer than one."""
    return 0 < len(text) < _LONGEST and bool(_DIGIT.search(text))


def _written_form(by: str, text: str) -> str:
    """The date that a text is, in the form of XML Schema; "" for none."""
    if not _DIGIT.match(text):
        return written_date(text)
    if match := _IS_WRITTEN.fullmatch(text):
        return match[1]
    if (has_dates(by) or has_times(by)) and _IS_SHORT.fullmatch(text):
        return text
    return _year(by, text) or written_date(text)


def _year(by: str, number: str) -> str:
    """The year that a number is, with the digits that it has in a date."""
    match = _NUMBER.fullmatch(number) if has_years(by) else None
    return f"{match[1]}{match[2].zfill(4)}" if match else ""


def are_years(by: str, years: Mapping[str, int], datatypes: Iterable[str]) -> bool:
    """Whether the numbers of a property that is named so are years of the calendar.

    So they are where the data says it, by a datatype or by OWL-Time. Else a number may be
    of a story’s years, of which -200 is not 201 BCE, or of studies, which begin with 1. It
    is taken for a year of ours only where all by its property can be and most look so:
    a date that is not drawn is missed less than a wrong one.
    """
    if by.startswith(_TIME) or not DATATYPES.isdisjoint(datatypes):
        return True
    counts = {int(year): count for year, count in years.items()}
    if has_times(by) and not any(year % _QUARTER for year in counts):
        return False
    sure = sum(count for year, count in counts.items() if year >= _SURE)
    is_plausible = all(year in _PLAUSIBLE for year in counts)
    return is_plausible and 2 * sure >= sum(counts.values())


def plain_form(by: str) -> str:
    """What texts of a property look like that begin with the year, for Python and SPARQL."""
    forms = [_WRITTEN]
    forms += [_SHORT] if has_dates(by) or has_times(by) else []
    forms += [_NUMBERED] if has_years(by) else []
    return f"^({'|'.join(forms)})$"


# Of a dataset a few properties say most.
@lru_cache(1 << 12)
def has_years(by: str) -> bool:
    """Whether the numbers of a property are years, by its name."""
    return bool(_OF_YEARS.fullmatch(by))


@lru_cache(1 << 12)
def has_dates(by: str) -> bool:
    """Whether the texts of a property are dates, by its name."""
    is_named_so = _OF_DATES.fullmatch(by) or _CRM_BOUNDS.fullmatch(by)
    return bool(is_named_so) or by in _DATED_WITHOUT_A_WORD


@lru_cache(1 << 12)
def has_times(by: str) -> bool:
    """Whether a property says when something began or ended, by its name.

    Its texts may be years as well as times of a day.
    """
    return bool(_OF_TIMES.fullmatch(by))


@lru_cache(1 << 12)
def tells_an_end(by: str) -> bool:
    """Whether a property says when something ends or can be had, rather than when it is."""
    return bool(_OF_ENDS.fullmatch(by))


def is_of_moment(by: str) -> bool:
    """Whether a property says when something is that is but a time (OWL-Time, CIDOC CRM)."""
    return by.startswith(_OF_MOMENTS)


def is_moment(kind: str) -> bool:
    """Whether what is of a kind is but a time."""
    return kind.startswith(_MOMENTS)


SURELY = 2
"""What tells of a date that it is that of a description, and can be no other."""


def of_record(by: str) -> int:
    """Whether a date is that of a description or offer, where there is one of what that is of.

    SURELY where it can be no other: a person is not modified.
    """
    is_changed = _tells_changes(by)
    return (is_changed or by in _OF_RECORDS or _tells_offers(by)) + is_changed


@lru_cache(1 << 12)
def _tells_changes(by: str) -> bool:
    """Whether a property says when something was described anew, as lastModified does."""
    return by in _OF_CHANGES or bool(_CHANGED.fullmatch(by))


@lru_cache(1 << 12)
def _tells_offers(by: str) -> bool:
    """Whether a property says when something can be had."""
    return bool(_OF_OFFERS.fullmatch(by))


def are_of_records(by: str, first: str, last: str) -> bool:
    """Whether all dates of a property, from the first to the last, are those of records.

    What was created is a thing as often as its record, but for things of former times.
    """
    is_late = day_of(first)[:1] >= (_FIRST_RECORDS,)
    is_run = by in _OF_RUNS and first == last
    is_created = by == DCTERMS("created").value and is_late
    return _tells_changes(by) or is_run or is_created
