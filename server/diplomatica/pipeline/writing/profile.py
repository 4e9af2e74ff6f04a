"""The profile of the data, tallied in one pass with little memory for each property."""

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.model.dataset.profile import FEW_VALUES, Profile, PropertyProfile
from diplomatica.model.vocabulary import RDF, XSD

_XSD_DATES = ("date", "dateTime", "dateTimeStamp", "gYearMonth", "gYear")
_DATES = {XSD(name).value for name in _XSD_DATES}
_DATES |= {f"{scheme}://schema.org/Date" for scheme in ("http", "https")}
_DAY = re.compile(r"(\d{4})(-\d\d){0,2}")
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
        _tally(one, triple.object, found)
        if by == _TYPE and isinstance(triple.object, NamedNode):
            kind = triple.object.value
            found.classes[kind] = found.classes.get(kind, 0) + 1
            if isinstance(subject, NamedNode):
                found.named[kind] = found.named.get(kind, 0) + 1
    return found


def _tally(one: PropertyProfile, value: object, whole: Profile) -> None:
    one.count += 1
    if isinstance(value, NamedNode):
        one.iris += 1
    elif isinstance(value, Literal):
        _tally_literal(one, value, whole)
    if not one.has_many_values:
        _tally_value(one, value)


def _tally_literal(one: PropertyProfile, value: Literal, whole: Profile) -> None:
    datatype = value.datatype.value
    one.datatypes[datatype] = one.datatypes.get(datatype, 0) + 1
    if value.language:
        tags = whole.languages
        tags[value.language] = tags.get(value.language, 0) + 1
    day = _DAY.match(value.value) if datatype in _DATES else None
    if day:
        one.years[day[1]] = one.years.get(day[1], 0) + 1
        one.first = min(one.first or day[0], day[0])
        one.last = max(one.last, day[0])


def _tally_value(one: PropertyProfile, value: object) -> None:
    term = str(value)
    one.values[term] = one.values.get(term, 0) + 1
    if len(one.values) > FEW_VALUES or len(term) > _LONGEST:
        one.has_many_values = True
        one.values.clear()
