"""What things are, in a line beside the name of each: “shopkeeper and poet”.

What no text describes is told by what most of its like say: “gold medal · decathlon”.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine, Term
from diplomatica.engine.sparql.binding import values
from diplomatica.lookup.language import Languages
from diplomatica.model.dataset.naming import cut
from diplomatica.model.dataset.profile import Profile, PropertyProfile
from diplomatica.model.statement import text_of
from diplomatica.model.terms.wording import local_name
from diplomatica.model.vocabulary import RDF, TEXT_TYPES

_TELLING = re.compile(
    r"(short|brief|disambiguating)_?(description|summary|abstract|definition)|"
    r"description|definition|IAO_0000115|abstract|summary|comment",
    re.IGNORECASE,
)
_SHORT = re.compile(r"short|brief|disambiguating", re.IGNORECASE)
_SAID = """
SELECT DISTINCT ?this ?by ?text {
  VALUES ?this { %s } ?this ?by ?text FILTER (ISLITERAL(?text))
}"""
_VALUES = """
SELECT DISTINCT ?this ?by ?value {{
  VALUES ?this {{ {} }} ?this ?by ?value FILTER (!ISBLANK(?value) && ?by NOT IN ({}))
}} LIMIT {}"""
_VALUES_TOLD = 4
_VALUES_OF_ONE = 8  # on average
_READ = 10_000  # values, of a list of fifty things
_LEAST, _LONGEST = 5, 60
_RECURRING = 1.5  # things that have a value, on average
_LIKE = 9  # things of a list that show whether values recur
_Said = dict[str, dict[str, list[Term]]]
"""The values that things say by each property."""


@dataclass(frozen=True)
class Telling:
    """A value that tells a thing from others, and by which property."""

    by: str
    value: Term


def short_notes(
    things: Sequence[NamedNode],
    engine: Engine,
    languages: Languages,
    asked: Sequence[str],
) -> dict[str, str]:
    """The beginning of what describes each of some things, in the language of a reader.

    What is said of more than half of them tells none from another, and is left out; so is
    a long text that several have, for that is no description of any.
    """
    told = _texts(things, engine)
    notes = {
        iri: cut(languages.best_text(_of_best(some), asked).value)
        for iri, some in told.items()
    }
    counts = Counter(notes.values())

    def tells(note: str) -> bool:
        is_of_few = len(note) <= _LONGEST and 2 * counts[note] <= len(notes)
        return counts[note] == 1 or is_of_few

    return {iri: note for iri, note in notes.items() if note and tells(note)}


def _texts(
    things: Sequence[NamedNode], engine: Engine
) -> Mapping[str, Mapping[str, list[Literal]]]:
    """The texts that describe things, by the property of each."""
    told: dict[str, dict[str, list[Literal]]] = defaultdict(lambda: defaultdict(list))
    for row in engine.rows(_SAID % values(things)) if things else ():
        by, text = text_of(row["by"]), cast("Literal", row["text"])
        is_text = text.datatype in TEXT_TYPES and any(map(str.isalnum, text.value))
        if is_text and _TELLING.fullmatch(local_name(by)):
            told[text_of(row["this"])][by].append(text)
    return told


def _of_best(texts: Mapping[str, list[Literal]]) -> list[Literal]:
    """Those by one property: by one that is short, if there is any."""

    def place(by: str) -> tuple[bool, int, str]:
        shortest = min(len(one.value) for one in texts[by])
        return not _SHORT.match(local_name(by)), shortest, by

    return sorted(texts[min(texts, key=place)], key=str)


def telling_values(
    groups: Sequence[Sequence[NamedNode]],
    engine: Engine,
    profile: Profile,
    naming: Sequence[str],
    *,
    own: bool = False,
) -> dict[str, list[Telling]]:
    """What tells the things of each group apart best, such as are listed together.

    A few values of each, of the properties that most of a group have: first of those with
    few values, the most of these before. Neither names, nor numbers, nor long texts, and
    what is their `own`, which no others have, only where that is asked for.
    """
    things = sorted({one for some in groups for one in some}, key=str)
    if not things:
        return {}
    said: _Said = defaultdict(lambda: defaultdict(list))
    query = _VALUES.format(values(things), ", ".join(_leading_to_many(profile)), _READ)
    for row in engine.rows(query):
        value, by = row["value"], text_of(row["by"])
        is_told = by in profile.properties and _may_tell(by, naming)
        if is_told and _is_short(value) and value != row["this"]:
            said[text_of(row["this"])][by].append(value)
    found: dict[str, list[Telling]] = {}
    for some in groups:
        found |= _values_apart([one.value for one in some], said, profile, own=own)
    return found


def _leading_to_many(profile: Profile) -> list[str]:
    """The kind, and the properties by which a thing may have so many values that none tells."""
    known = profile.properties.items()
    many = (by for by, one in known if one.count > _VALUES_OF_ONE * one.subjects)
    return [str(RDF("type")), *(str(NamedNode(by)) for by in sorted(many))]


def _values_apart(
    group: Sequence[str], said: _Said, profile: Profile, *, own: bool
) -> dict[str, list[Telling]]:
    known, told = profile.properties, Counter(by for one in group for by in said[one])
    shared = [
        by
        for by, count in told.items()
        if 2 * count > len(group) and _tells_apart(by, group, said, known[by], own=own)
    ]

    def place(by: str) -> tuple[object, ...]:
        one, apart = known[by], _different(by, group, said)
        # What each has alone comes first where that is asked for.
        is_own = own and 2 * apart > len(group) and not one.values
        return not is_own, not one.values, one.worth, -len(one.values), by

    shared.sort(key=place)
    found = {
        iri: [
            Telling(by, min(said[iri][by], key=text_of))
            for by in shared[:_VALUES_TOLD]
            if by in said[iri]
        ]
        for iri in group
    }
    return {iri: some for iri, some in found.items() if some}


def _different(by: str, group: Sequence[str], said: _Said) -> int:
    """How many different values the things of a group have by a property."""
    return len({frozenset(map(text_of, said[one].get(by, ()))) for one in group})


def _may_tell(by: str, naming: Sequence[str]) -> bool:
    return by not in naming and not _TELLING.fullmatch(local_name(by))


def _is_short(value: Term) -> bool:
    """Whether a value is something else, or a text in a line that is no code."""
    if isinstance(value, NamedNode):
        return True
    if not isinstance(value, Literal) or value.datatype not in TEXT_TYPES:
        return False
    text = value.value
    is_code = len(text) < _LEAST and text == text.upper()
    return len(text) <= _LONGEST and "://" not in text and not is_code


def _tells_apart(
    by: str, group: Sequence[str], said: _Said, known: PropertyProfile, *, own: bool
) -> bool:
    """Whether not all of a group say the same by what parts others as well.

    What is their own, as an address is, does only where that is asked for. Of a thing alone
    it counts whether others say otherwise.
    """
    told = Counter(frozenset(map(text_of, said[one].get(by, ()))) for one in group)
    recurs = own or _RECURRING * len(known.values) <= known.count
    if known.has_many_values:
        recurs = own or len(told) < len(group) > _LIKE
    is_otherwise = known.has_many_values or len(known.values) > 1
    return recurs and (len(told) > 1 or (len(group) == 1 and is_otherwise))
