"""The profile of the data, tallied in one pass with little memory for each property."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.lookup.index.dates import date_of
from diplomatica.lookup.index.days import day_of, first_number
from diplomatica.model.dataset.profile import FEW_VALUES, Profile, PropertyProfile
from diplomatica.model.vocabulary import RDF

_TYPE = RDF("type").value
_LONGEST = 200  # characters of a value by which things can be narrowed


def profile(triples: Iterable[Triple]) -> Profile:
    """The profile of triples that come subject by subject."""
    found, subject = Profile(), None
    told = set[str]()
    for triple in triples:
        if triple.subject != subject:
            subject, told = triple.subject, set()
            found.things += isinstance(subject, NamedNode)
        found.triples += 1
        by = triple.predicate.value
        one = found.properties.get(by)
        if one is None:
            one = found.properties[by] = PropertyProfile()
        one.subjects += by not in told
        told.add(by)
        _tally(one, by, triple.object, found)
        if by == _TYPE and isinstance(triple.object, NamedNode):
            kind = triple.object.value
            found.classes[kind] = found.classes.get(kind, 0) + 1
            if isinstance(subject, NamedNode):
                found.named[kind] = found.named.get(kind, 0) + 1
    return found


def _tally(one: PropertyProfile, by: str, value: object, whole: Profile) -> None:
    one.count += 1
    if isinstance(value, NamedNode):
        one.iris += 1
    elif isinstance(value, Literal):
        _tally_literal(one, value, whole)
        _tally_date(one, date_of(by, value))
    if not one.has_many_values:
        _tally_value(one, value)


def _tally_literal(one: PropertyProfile, value: Literal, whole: Profile) -> None:
    datatype = value.datatype.value
    one.datatypes[datatype] = one.datatypes.get(datatype, 0) + 1
    if value.language:
        tags = whole.languages
        tags[value.language] = tags.get(value.language, 0) + 1


def _tally_date(one: PropertyProfile, day: str) -> None:
    if day:
        year = str(day_of(day)[0])
        one.years[year] = one.years.get(year, 0) + 1
        one.first = min(one.first or day, day, key=_place)
        one.last = max(one.last or day, day, key=_place)


def _place(day: str) -> int:
    return first_number(day_of(day))


def _tally_value(one: PropertyProfile, value: object) -> None:
    term = str(value)
    one.values[term] = one.values.get(term, 0) + 1
    if len(one.values) > FEW_VALUES or len(term) > _LONGEST:
        one.has_many_values = True
        one.values.clear()
