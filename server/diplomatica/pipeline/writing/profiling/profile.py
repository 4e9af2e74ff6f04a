"""The profile of the data, tallied in one pass with little memory for each property."""

from collections.abc import Iterable, Mapping, Set

from diplomatica.lookup.index.dates import (
    DATATYPES,
    INTEGERS,
    are_years,
    date_by,
    has_dates,
    has_times,
    has_years,
    names_things,
)
from diplomatica.lookup.index.days import day_of, first_number
from diplomatica.model.dataset.profile import FEW_VALUES, Profile, PropertyProfile
from diplomatica.model.literals.date import FIRST_DAY, LAST_DAY
from diplomatica.model.terms.places import is_place
from diplomatica.model.vocabulary import RDF, RDFS, SAYS_NOTHING, XSD
from diplomatica.pipeline.writing.profiling.groupcount import GroupCount
from diplomatica.pipeline.writing.profiling.termcount import TermCount

_TYPE = RDF("type").value
_RANGE, _OF_DATES = f"<{RDFS('range').value}>", {f"<{one}>" for one in DATATYPES}
_VAGUE = frozenset(kind.value for kind in SAYS_NOTHING)
_STRING, _IN_LANGUAGE = XSD("string").value, RDF("langString").value
_END = " .\n"
_LONGEST = 200  # characters of a value by which things can be narrowed


def profile(lines: Iterable[str]) -> Profile:
    """The profile of lines of N-Triples that come subject by subject.

    They are told apart as texts, which takes a fraction of what terms take.
    """
    found, subject = Profile(), ""
    told, kinds, dated = set[str](), set[str](), set[str]()
    begun: dict[str, tuple[str, PropertyProfile, str]] = {}
    terms, groups = TermCount(), GroupCount()

    def end() -> None:
        _tally_vague(found, subject, kinds)
        terms.add(subject, kinds, told)
        groups.add(subject, told)

    for line in lines:
        this, predicate, rest = line.split(" ", 2)
        term = rest.removesuffix(_END)
        if this != subject:
            end()
            subject, told, kinds = this, set(), set()
            found.things += _is_iri(subject)
        if predicate not in begun:
            begun[predicate] = predicate[1:-1], PropertyProfile(), term
        by, one, _ = begun[predicate]
        one.subjects += by not in told
        told.add(by)
        if predicate == _RANGE and term in _OF_DATES:
            dated.add(this[1:-1])
        _tally(one, by, term, found)
        if by == _TYPE and _is_iri(term):
            kinds.add(term[1:-1])
            _tally_kind(found, term[1:-1], _is_iri(subject))
    end()
    found.properties = {by: one for by, one, _ in begun.values()}
    found.triples = sum(one.count for one in found.properties.values())
    terms.tell(found)
    found.of_none, found.groups = groups.of_none, list(groups.groups())
    _tell_dates(found, dated, {by: term for by, _, term in begun.values()})
    return found


def _tell_dates(whole: Profile, dated: Set[str], begun: Mapping[str, str]) -> None:
    """Take for dates what is one: what is said to be, else as all values of a property are."""
    for by, one in whole.properties.items():
        if by not in dated:
            _leave_numbers(one, by, begun[by])
            _leave_slips(one, by)
        _forget_unread(one, by)


def _forget_unread(one: PropertyProfile, by: str) -> None:
    """Tell of no value that it is no date where nothing says that there are any."""
    if not (one.is_date or has_dates(by) or has_years(by)):
        one.unread = ""


def _tally_vague(whole: Profile, subject: str, kinds: Set[str]) -> None:
    """Count a thing that has no kinds but such as say nothing."""
    if kinds and kinds <= _VAGUE and _is_iri(subject):
        for kind in kinds:
            whole.vague[kind] = whole.vague.get(kind, 0) + 1


def _tally_kind(whole: Profile, kind: str, is_named: bool) -> None:
    """Count a thing of a kind, with an IRI or without."""
    whole.classes[kind] = whole.classes.get(kind, 0) + 1
    if is_named:
        whole.named[kind] = whole.named.get(kind, 0) + 1


def _is_iri(term: str) -> bool:
    return term.startswith("<")


def _tally(one: PropertyProfile, by: str, term: str, whole: Profile) -> None:
    """Count one use of a property with its value."""
    one.count += 1
    sign = term[0]
    if sign == "<":
        one.iris += 1
    elif sign == '"':
        _tally_literal(one, by, term, whole)
    if not one.has_many_values:
        _tally_value(one, term)


def _tally_literal(one: PropertyProfile, by: str, term: str, whole: Profile) -> None:
    """Count a literal by its datatype, language and date."""
    text, _, kind = term[1:].rpartition('"')
    datatype = kind[len("^^<") : -1] if kind else _STRING
    if kind.startswith("@"):
        datatype, tags = _IN_LANGUAGE, whole.languages
        tags[kind[1:]] = tags.get(kind[1:], 0) + 1
    # No date has a character that needs an escape.
    day = date_by(by, datatype, text)
    if day:
        _tally_date(one, day)
    elif not one.unread and len(term) <= _LONGEST:
        one.unread = term
    one.datatypes[datatype] = one.datatypes.get(datatype, 0) + 1
    one.shapes += datatype == _STRING and is_place(text)


def _tally_date(one: PropertyProfile, day: str) -> None:
    year = str(day_of(day)[0])
    one.years[year] = one.years.get(year, 0) + 1
    one.first_days += day.endswith(FIRST_DAY)
    one.last_days += day.endswith(LAST_DAY)
    one.first = min(one.first or day, day, key=_day_number)
    one.last = max(one.last or day, day, key=_day_number)


def _leave_numbers(one: PropertyProfile, by: str, value: str) -> None:
    """Take no number of a property for a year where they are none of the calendar.

    One value is kept to be told.
    """
    are_years_told = has_years(by) or (has_times(by) and _are_bare(one))
    are_no_years = are_years_told and not are_years(by, one.years, one.datatypes)
    if one.is_date and (are_no_years or _has_other_numbers(one)):
        one.unread = one.unread or value
        _forget_dates(one)


def _leave_slips(one: PropertyProfile, by: str) -> None:
    """Take no property for one of dates of which fewer than half are written as such.

    Where neither its name nor a datatype says so, a date among cities is a slip, and the
    bounds of a few would be told for those of all. Names are dates only where most of them
    are, whatever datatype a few have.
    """
    dates = sum(one.years.values())
    if names_things(by):
        are_dates = 2 * dates > one.count
    else:
        is_named_so = has_dates(by) or has_times(by) or has_years(by)
        is_told = is_named_so or not DATATYPES.isdisjoint(one.datatypes)
        are_dates = is_told or 2 * dates >= one.count
    if not are_dates:
        _forget_dates(one)


def _forget_dates(one: PropertyProfile) -> None:
    one.first = one.last = ""
    one.first_days = one.last_days = 0
    one.years.clear()


def _are_bare(one: PropertyProfile) -> bool:
    """Whether the first and the last date are years alone."""
    return all(day.removeprefix("-").isdecimal() for day in (one.first, one.last))


def _has_other_numbers(one: PropertyProfile) -> bool:
    """Whether only numbers are said by a property, and some of them are no years.

    To tell the bounds of those that are would be to tell those of none.
    """
    is_of_numbers = one.datatypes.keys() <= INTEGERS
    return is_of_numbers and sum(one.years.values()) < sum(one.datatypes.values())


def _day_number(day: str) -> int:
    return first_number(day_of(day))


def _tally_value(one: PropertyProfile, term: str) -> None:
    one.values[term] = one.values.get(term, 0) + 1
    if len(one.values) > FEW_VALUES or len(term) > _LONGEST:
        one.has_many_values = True
        one.values.clear()
