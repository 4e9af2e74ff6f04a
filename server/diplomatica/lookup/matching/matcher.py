"""The matcher: from a name to the things that it may mean."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from diplomatica.engine import Engine
from diplomatica.lookup.matching import ways
from diplomatica.lookup.matching.abbreviations import Abbreviations
from diplomatica.lookup.matching.candidate import (
    NAMESAKES,
    Candidate,
    Feature,
    Sought,
    Wanted,
)
from diplomatica.lookup.matching.classes import KindsOfThings
from diplomatica.lookup.matching.hit import Hit, Hits, best
from diplomatica.lookup.matching.keptnames import name_index
from diplomatica.lookup.matching.likeness.resembling import Resembling
from diplomatica.lookup.matching.nameindex import number_of, question_marks
from diplomatica.lookup.matching.names.identifier import item_of
from diplomatica.lookup.matching.names.spelling import words_of
from diplomatica.lookup.matching.names.writing import WrittenName, taken_apart, year_in
from diplomatica.lookup.matching.namesakes import Namesakes
from diplomatica.lookup.matching.properties import (
    AGREES,
    DIFFERS,
    UNKNOWN,
    Properties,
)
from diplomatica.lookup.matching.suggesting import Suggesting, Suggestion
from diplomatica.lookup.matching.table.row import Linked
from diplomatica.model.dataset.release import Release
from diplomatica.model.vocabulary import DIP

_THINGS = "SELECT number, iri, label FROM thing WHERE number IN (%s)"
_THING = "SELECT iri, label FROM thing WHERE number = ?"
_LINKS = "SELECT iri FROM same WHERE thing = ? AND is_sure ORDER BY iri"
_UNLINKED = """
SELECT number, iri, label FROM thing
WHERE label <> '' AND iri NOT GLOB ? AND NOT EXISTS (
  SELECT 1 FROM same WHERE same.thing = number AND is_sure AND same.iri GLOB ?)
AND EXISTS (SELECT 1 FROM kind WHERE kind.thing = number)
AND NOT EXISTS (SELECT 1 FROM kind WHERE kind.thing = number AND kind.iri = ?)
ORDER BY iri"""
_REMARK = DIP("Remark").value
_MISSING = "SELECT words FROM missing WHERE thing = ? ORDER BY words"
_UNASKED = "No id was looked for."
_CODES = "SELECT code FROM code WHERE thing = ? ORDER BY code"
_LABEL = """
SELECT label FROM thing WHERE iri = ? UNION ALL SELECT label FROM kind_label WHERE iri = ?"""
_NAMES_OF = "SELECT text FROM name WHERE thing = ?"
_PARTS = 8  # of names, of which it is kept what is like them
_ADJUSTED = 20  # candidates of which more is known than their names
_LIKE_STATE = 40  # the score of a name that could be taken for a state’s
_OTHER_YEAR = 0.6  # by how much less likely is what is of no such year
_DATED = 5  # candidates of which a year is compared
_LONGEST = 500  # letters of a name that is sought
_LESS = 8  # points, where only a part of what was written is compared
_LIKELY = 60  # the score of a person behind whom other things stand


class Matcher:
    """Finds what names mean in one release."""

    def __init__(
        self, release: Release, engine: Engine | None = None, language: str = "en"
    ) -> None:
        """Open the names, which are read first where none are kept.

        The engine tells what else is said of things; without one, no properties count.
        """
        self.index = name_index(release, language)
        self.kinds = KindsOfThings(self.index)
        self._short = Abbreviations(self.index, language)
        self._calling = Namesakes(self.index, release.iris, self._short, self.kinds)
        resembling = Resembling(self.index, self._short, self.kinds, self._calling)
        self._properties = Properties(engine, self.names) if engine else None
        self.suggesting = Suggesting(self.index, self.kinds)
        # the parts of a name are often the same: “R. Vasilenko” and “Mr R. Vasilenko”
        self._alike = lru_cache(_PARTS)(resembling.names)

    def find(self, sought: Sought) -> list[Candidate]:
        """The things that may be meant, the likeliest first."""
        text = sought.text[:_LONGEST]
        hits = self._calling.identified(text) or self._hits(taken_apart(text))
        if not text.strip():
            hits = self._having(sought.wanted)
        if sought.kinds:
            those = self.kinds.those_of(hits, sought.kinds)
            hits = {thing: hit for thing, hit in hits.items() if thing in those}
        year = year_in(text)
        # what is less likely comes to nothing, unless more is known of it
        least = 0 if year or sought.wanted else ways.LEAST
        likely = [hit for hit in hits.values() if hit.score >= least]
        found = self._candidates(likely, max(sought.limit, _ADJUSTED))
        if year:
            found = self._of_year(found, year)
        if sought.wanted:
            found = self._with_properties(found, sought)
        _decide(found, has_kind=bool(sought.kinds))
        told = [one for one in found if one.score >= ways.LEAST or one.match]
        return told[: sought.limit]

    def _hits(self, written: WrittenName) -> Hits:
        """The things that are called so, and those whose names are like it."""
        if not words_of(written.text):
            return {}
        called = self._calling.called(written)
        alike = chain(self._alike(written.text), self._untitled(written))
        beside = best(self._beside(written))
        named = self._calling.states_named(written)
        hits = best(chain(alike, beside.values())) | called
        if all(hit.score < ways.LEAST for hit in hits.values()):
            hits = hits | best(self._calling.begun(written))
        told = {thing: self._unless_other(hit, named) for thing, hit in hits.items()}
        return self._persons_first(told, {*called, *beside})

    def _untitled(self, written: WrittenName) -> Iterator[Hit]:
        """The things with a name like what stands behind titles.

        “Secretary-General, EEAS” is an office rather than the EEAS: only a person has titles.
        """
        is_other = written.untitled and written.untitled != written.text
        for hit in self._alike(written.untitled) if is_other else ():
            is_person = self.kinds.is_person(hit.thing)
            yield hit if is_person else hit._replace(score=hit.score - _LESS)

    def _beside(self, written: WrittenName) -> Iterator[Hit]:
        """The things with a name like what stands before brackets or a comma."""
        if not written.first:
            return
        most = ways.BESIDE.score
        if written.parts[1:] and self._calling.is_foreign(written.parts[1]):
            most = ways.FOREIGN.score
        for hit in self._alike(written.first):
            if hit.way in _LIKE:
                score = min(hit.score - _LESS, most)
                yield Hit(hit.thing, hit.name, ways.BESIDE, score, hit.similarity)

    def _persons_first(self, hits: Hits, named: set[int]) -> Hits:
        """Hits with what is called after a person behind that person, if he is named.

        “Nursultan Nazarbayev, President of Kazakhstan” is he, and not his tenure.
        """
        persons = [hits[thing] for thing in named if self.kinds.is_person(thing)]
        likely = [person for person in persons if person.score >= _LIKELY]
        return {thing: _behind(hit, likely) for thing, hit in hits.items()}

    def _having(self, wanted: Iterable[Wanted]) -> Hits:
        """The things that have one of what is wanted, for a query without a name."""
        if self._properties is None:
            return {}
        found = [iri for one in wanted for iri in self._properties.having(one)]
        numbers = {number_of(iri) for iri in found if self.label(iri)}
        return {number: Hit(number, "", ways.HAS, ways.HAS.score) for number in numbers}

    def _unless_other(self, hit: Hit, named: frozenset[str]) -> Hit:
        """A hit, but for one by a name that is like it and that of another state."""
        is_like = hit.score >= _LIKE_STATE and hit.way not in _SURE_OF_STATES
        if hit.way.is_safe or not named or not is_like:
            return hit
        if not self._calling.is_other_state(hit.thing, named):
            return hit
        return Hit(hit.thing, hit.name, ways.OTHER_STATE, ways.OTHER_STATE.score)

    def _candidates(self, hits: Iterable[Hit], most: int) -> list[Candidate]:
        """The best of some hits, as candidates in their order."""
        ranked = sorted(hits, key=lambda hit: hit.place, reverse=True)
        best = ranked[:most]
        numbers = [hit.thing for hit in best]
        rows = self.index.ask(_THINGS % question_marks(numbers), *numbers)
        things = {number: told for number, *told in rows}
        found = [self._candidate(hit, *things[hit.thing]) for hit in best]
        return sorted(found, key=_order)

    def _candidate(self, hit: Hit, iri: str, label: str) -> Candidate:
        """A hit with what a client is told of it: its kinds, and why it is one."""
        kinds = self.kinds.narrowest(hit.thing)
        similarity = Feature(
            "name", "how alike the names are", round(hit.similarity, 3)
        )
        way = Feature(hit.way.name, hit.way.words, True)
        return Candidate(
            iri, label, hit.name, hit.way, hit.score, kinds, [similarity, way]
        )

    def _with_properties(
        self, found: list[Candidate], sought: Sought
    ) -> list[Candidate]:
        """Candidates with what else is known of them; those that lack what they must have go."""
        if self._properties is None:
            return found
        said = self._properties.said_of(one.iri for one in found)
        kept = []
        for one in found:
            features = [
                (wanted, self._properties.feature(wanted, said[one.iri]))
                for wanted in sought.wanted
            ]
            if all(
                told and told.value for wanted, told in features if wanted.is_required
            ):
                _adjust(one, [told for _, told in features])
                kept.append(one)
        return sorted(kept, key=_order)

    def _of_year(self, found: list[Candidate], year: str) -> list[Candidate]:
        """Candidates with the edition of a year before the series and other editions."""
        first = found[:_DATED]
        if self._properties is None or any(one.way.is_safe for one in first):
            return found
        years = self._properties.years_of(one.iri for one in first)
        those = [one for one in first if year in years[one.iri]]
        for one in first if those else ():
            if one in those:
                one.score += (100 - one.score) * AGREES
                one.features.append(Feature("year", f"it is of {year}", True))
            elif one.score > ways.LEAST:
                one.score -= (one.score - ways.LEAST) * _OTHER_YEAR
        return sorted(found, key=_order)

    def thing(self, text: str) -> Suggestion | None:
        """The thing that an IRI or id is that of, by whatever form of it."""
        for number in self._calling.identified(text):
            ((iri, label),) = self.index.ask(_THING, number)
            return self.suggesting.thing(number, iri, label)
        return None

    def links(self, iri: str) -> list[str]:
        """The IRIs elsewhere of what is surely the same as a thing."""
        return [other for (other,) in self.index.ask(_LINKS, number_of(iri))]

    def unlinked(self, space: str, kinds: Sequence[str] = ()) -> list[tuple[str, str]]:
        """The things, with their labels, that are surely the same as none of a space.

        Of `kinds` only, or of all but remarks. What is itself of that space is left out.
        """
        within = f"{space}*"
        found = self.index.ask(_UNLINKED, within, within, _REMARK)
        if not kinds:
            return [(iri, label) for _, iri, label in found]
        numbers = [number for number, _, _ in found]
        chosen = self.kinds.those_of(numbers, kinds)
        return [(iri, label) for number, iri, label in found if number in chosen]

    def linked(self, iri: str) -> Linked:
        """What a thing is known as elsewhere."""
        codes = " ".join(self.codes(iri))
        for other in self.links(iri):
            if item := item_of(other):
                return Linked(item, self.label(other), codes)
        rows = self.index.ask(_MISSING, number_of(iri))
        missing = rows[0][0] if rows else _UNASKED
        return Linked(iso_code=codes, missing=missing)

    def codes(self, iri: str) -> list[str]:
        """The codes of two letters that a state has in ISO 3166-1."""
        return [code for (code,) in self.index.ask(_CODES, number_of(iri))]

    def label(self, iri: str) -> str:
        """What a thing, a kind or a property is called; empty where that is not known."""
        found = self.index.ask(_LABEL, iri, iri)
        return str(found[0][0]) if found else ""

    def names(self, iri: str) -> list[str]:
        """All names of a thing."""
        return [text for (text,) in self.index.ask(_NAMES_OF, number_of(iri))]


_SURE_OF_STATES = {ways.SHORT_CODE, ways.QUALIFIED, ways.FOREIGN}
_LIKE = {ways.ALIKE, ways.ORDER}


def _behind(hit: Hit, persons: Iterable[Hit]) -> Hit:
    """A hit; where it is called after one of the persons, less likely than that one."""
    words = {*words_of(hit.name)}
    scores = [one.score for one in persons if {*words_of(one.name)} < words]
    if hit.way.is_safe or not scores or hit.score < max(scores):
        return hit
    return hit._replace(score=max(scores) - 1)


def _order(one: Candidate) -> tuple[float, bool, int, str]:
    return -one.score, not one.way.is_safe, len(one.label), one.iri


def _adjust(one: Candidate, features: list[Feature | None]) -> None:
    """Bring a candidate nearer to certainty for what agrees, and away for what does not."""
    for feature in features:
        if feature is None:
            one.score -= one.score * UNKNOWN
        elif feature.value:
            one.score += (100 - one.score) * AGREES
        else:
            one.score -= one.score * DIFFERS
    one.features += filter(None, features)


def _decide(found: list[Candidate], has_kind: bool) -> None:
    """Match the first if it is safe, and nothing else is called so or known to fit as well.

    A code of two letters is safe where the kind is known.
    """
    safe = [
        one
        for one in found
        if one.way.is_safe or (has_kind and one.way is ways.SHORT_CODE)
    ]
    agreeing = [one for one in safe if _agrees(one)]
    if not agreeing:
        return
    best = agreeing[0]
    rivals = [one for one in safe if one.score > best.score - 5]
    if len(rivals) > 1:
        for one in rivals:
            one.features.append(Feature(NAMESAKES, "others are called so, too", True))
    elif best is found[0]:
        best.match = True


def _agrees(one: Candidate) -> bool:
    """Whether all that is wanted besides the name is so."""
    return all(feature.value for feature in one.features[1:])
