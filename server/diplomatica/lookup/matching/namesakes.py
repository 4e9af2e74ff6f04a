"""What is called so: the things that have a name, or a form of it that is known to be one."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from diplomatica.lookup.matching import ways
from diplomatica.lookup.matching.abbreviations import Abbreviations
from diplomatica.lookup.matching.classes import KindsOfThings
from diplomatica.lookup.matching.hit import (
    SHORT,
    Hit,
    Hits,
    best,
    doubted,
    key_in,
    way_of,
)
from diplomatica.lookup.matching.nameindex import (
    HIDDEN,
    INFLECTION,
    KEPT_INITIALS,
    KEPT_NAME,
    KEPT_SOUND,
    LABEL,
    NameIndex,
)
from diplomatica.lookup.matching.names.gazetteer import (
    codes_lettered,
    codes_named,
    unions_named,
)
from diplomatica.lookup.matching.names.identifier import iris_written, slug_written
from diplomatica.lookup.matching.names.person import (
    beside_offices,
    forms,
    without_middle,
    without_years,
)
from diplomatica.lookup.matching.names.spelling import (
    initials_of,
    is_acronym,
    is_latin,
    key_of,
    sound_of,
    telling,
    words_of,
)
from diplomatica.lookup.matching.names.territories import code_written
from diplomatica.lookup.matching.names.writing import (
    WrittenName,
    is_ordinal,
    is_title,
    ordinal_of,
    with_kinds,
    year_in,
)
from diplomatica.lookup.matching.ways import NameWay
from diplomatica.model.iris import Iris

_KEYED = """
SELECT key.thing, name.text, name.rank, thing.label FROM key
JOIN name ON name.number = key.name JOIN thing ON thing.number = key.thing
WHERE key.key = ? AND key.way = ? ORDER BY name.rank, name.number LIMIT 50"""
_BEGUN = f"""
SELECT key.thing, name.text FROM key JOIN name ON name.number = key.name
WHERE key.key > ? AND key.key < ? AND key.way = {KEPT_NAME} AND name.rank <> {INFLECTION}
ORDER BY length(name.text), name.number LIMIT 50"""
_BEGUN_WORDS, _BEGUN_LETTERS, _BEGUN_MOST = 2, 12, 10
"""How much of a name has to be written, and how many names may begin so."""
_WITH_CODE = """
SELECT thing.number, thing.label FROM code JOIN thing ON thing.number = code.thing
WHERE code.code = ?"""
_BY_IRI = "SELECT number, label FROM thing WHERE iri = ?"
_BY_ADDRESS = """
SELECT thing.number, thing.label FROM same JOIN thing ON thing.number = same.thing
WHERE same.address = ? AND same.is_sure"""
_CODES = "SELECT code FROM code WHERE thing = ?"
_BORNE = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
_NAMES_OF = f"SELECT text FROM name WHERE thing = ? AND rank <= {HIDDEN}"
_WITH_ALL = """
SELECT name.thing, name.text FROM words JOIN name ON name.number = words.rowid
WHERE words MATCH ? ORDER BY length(name.text), name.number LIMIT 8"""
_COUNTED = 1  # words for what is counted: “70th session”
_KEPT = 10_000  # names and parts of them: tables repeat them
_FEWEST = 2  # words whose sound tells enough
_FULL = {way for way in ways.every() if way.is_safe}
_FULL |= {ways.SPELLING}
_SURNAME = {ways.SHORT}


class Namesakes:
    """Tells what is called so in one index."""

    def __init__(
        self, index: NameIndex, iris: Iris, short: Abbreviations, kinds: KindsOfThings
    ) -> None:
        """Take a finished index, and the abbreviations that its names use."""
        self._index, self._iris, self._short = index, iris, short
        self._kinds = kinds
        self._hits_by_thing = lru_cache(_KEPT)(self._find_named)

    def identified(self, text: str) -> Hits:
        """The things of which this is an IRI, a page, or an item in Wikidata."""
        return best(self._identified(text))

    def _identified(self, text: str) -> Iterator[Hit]:
        for iri in iris_written(text, self._iris):
            for query in (_BY_IRI, _BY_ADDRESS):
                for thing, label in self._index.ask(query, iri):
                    yield Hit.by(thing, label, ways.ADDRESS)

    def begun(self, written: WrittenName) -> Iterator[Hit]:
        """The things whose names begin as it is written, if these are no more than a few."""
        words = words_of(written.text)
        key = key_of(words)
        if len(words) < _BEGUN_WORDS or len(key) < _BEGUN_LETTERS:
            return
        rows = self._index.ask(_BEGUN, key, f"{key}\U0010ffff")
        begun = [row for row in rows if words_of(row[1])[: len(words)] == words]
        if len({thing for thing, _ in begun}) <= _BEGUN_MOST:
            for thing, name in begun:
                yield Hit.by(thing, name, ways.BEGINNING)

    def called(self, written: WrittenName) -> Hits:
        """The things that are called as it is written, or as a part of it is."""
        hits = [*self._whole(written), *self._other_ways(written)]
        if len(written.parts) > 1:
            hits += self._with_both(*written.parts)
        return best(iter(hits))

    def _whole(self, written: WrittenName) -> Iterator[Hit]:
        """By the name, and by the number before it, as in “13. Bled Strategic Forum”."""
        numbered = f"{written.number} {written.text}" if written.number else ""
        for hit in self._hits_by_thing(numbered).values():
            if hit.way.is_safe:
                yield Hit.by(hit.thing, hit.name, ways.NUMBERED)
        for hit in self._hits_by_thing(written.text).values():
            if numbered and hit.way.is_safe and self._has_editions(hit.name):
                yield Hit.by(hit.thing, hit.name, ways.LISTED)
            else:
                yield hit

    def _other_ways(self, written: WrittenName) -> Iterator[Hit]:
        """By the name turned round, and without its title."""
        for hit in self._hits_by_thing(written.turned).values():
            way = ways.TURNED if hit.way.is_safe else hit.way
            yield Hit.by(hit.thing, hit.name, way)
        for hit in self._hits_by_thing(written.untitled).values():
            if self._kinds.is_person(hit.thing):
                is_borne = self._is_borne(written.titles, hit.name)
                titled = ways.TITLED if is_borne else ways.NOT_TITLED
                yield Hit.by(
                    hit.thing, hit.name, titled if hit.way.is_safe else hit.way
                )
        yield from self._persons(written.text, written.untitled)
        yield from self._of_kind(written.text)

    def _is_borne(self, titles: tuple[str, ...], name: str) -> bool:
        """Whether some name has these titles beside the name of a person."""
        if not titles:
            return True
        words = {*titles, *words_of(name)}
        match = " AND ".join(f'"{word}"' for word in sorted(words))
        return bool(self._index.ask(_BORNE, match))

    def _persons(self, text: str, untitled: str) -> Iterator[Hit]:
        """By the name of a person among years, second names and offices."""
        bare = without_years(text)
        if not bare and text.count(" ") < _FEWEST:
            return
        names = [(ways.DATED, form) for form in forms(bare)] if bare else []
        plain = forms(bare or text)
        names += [(ways.MIDDLE, without_middle(form)) for form in plain]
        for name in {*beside_offices(bare or text)} - {untitled}:
            names += [(ways.OFFICE, name), (ways.OFFICE, without_middle(name))]
        for way, name in names:
            fitting = _FULL if " " in name else _SURNAME
            for hit in self._hits_by_thing(name).values():
                if self._kinds.is_person(hit.thing) and hit.way in fitting:
                    score = way.score if hit.way.is_safe else way.score - 3
                    yield Hit(hit.thing, hit.name, way, score)

    def _of_kind(self, text: str) -> Iterator[Hit]:
        """By a name with its kind: “City of Astana”, “Astana city”."""
        for kind, name in with_kinds(text):
            if kind not in self._kinds.all_keys():
                continue
            for hit in self._hits_by_thing(name).values():
                if hit.way.is_safe and kind in self._kinds.keys(hit.thing):
                    yield Hit.by(hit.thing, hit.name, ways.OF_KIND)

    def _with_both(self, name: str, other: str) -> Iterator[Hit]:
        """By a name, and what stands beside it in brackets."""
        hits, besides = self._hits_by_thing(name), self._hits_by_thing(other)
        others = {key_of(words_of(other))}
        is_acronym_of_it = bool(others & initials_of(name))
        number = ordinal_of(other)
        if number:
            yield from self._editions(number, hits)
        for thing, hit in hits.items():
            if thing in besides or is_acronym_of_it:
                # a code or an acronym that may mean much is sure beside the name
                is_sure = any(
                    one[thing].way.is_safe for one in (hits, besides) if thing in one
                )
                yield Hit.by(thing, hit.name, ways.BOTH if is_sure else hit.way)
            elif hit.way.is_safe and others & self._kinds.keys(thing):
                yield Hit.by(thing, hit.name, ways.KIND)
            else:
                way = self._beside(other)
                yield Hit(thing, hit.name, way, min(hit.score - 8, way.score))
        for thing in besides.keys() - hits.keys():
            yield Hit(thing, besides[thing].name, ways.QUALIFIED, 70)

    def _beside(self, other: str) -> NameWay:
        """What brackets make of a name before them, where they are no name of it."""
        if ordinal_of(other) or year_in(other):
            return ways.SERIES
        return ways.FOREIGN if self.is_foreign(other) else ways.QUALIFIED

    def is_foreign(self, text: str) -> bool:
        """Whether no name here has a word of it, nor is one a title or a state’s name."""
        words = telling(words_of(text))
        is_state = self._index.has_codes and bool(codes_named(words))
        is_known = is_state or any(map(self._index.frequency, words))
        return not (is_known or any(map(is_title, text.split())))

    def _editions(self, number: str, named: Hits) -> Iterator[Hit]:
        """What has a number and a name of these things: a forum, an assembly’s session."""
        for thing in named:
            for (name,) in self._index.ask(_NAMES_OF, thing):
                words = {number, *telling(words_of(name))}
                match = " AND ".join(f'"{word}"' for word in sorted(words))
                for other, text in self._index.ask(_WITH_ALL, match):
                    if len(telling(words_of(text))) <= len(words) + _COUNTED:
                        yield Hit.by(other, text, ways.EDITION)

    def _has_editions(self, name: str) -> bool:
        """Whether some thing is called so with a number: a forum, but hardly a state."""
        words = telling(words_of(name))
        match = " AND ".join(f'"{word}"' for word in sorted(words))
        told = [words_of(text) for _, text in self._index.ask(_WITH_ALL, match)]
        return any(map(is_ordinal, {one for some in told for one in some} - {*words}))

    def _find_named(self, text: str) -> Hits:
        words = words_of(text)
        return best(self._ways(text, words)) if words else {}

    def _ways(self, text: str, words: tuple[str, ...]) -> Iterator[Hit]:
        """What has this name, by each way in which one may be written."""
        yield from self._by_name(text, words)
        yield from self._by_sound(text, words)
        yield from self._by_state(text, words)
        yield from self._by_initials(text, words)
        if slug := slug_written(text):
            for thing, label in self._index.ask(_BY_IRI, f"{self._iris.base}id/{slug}"):
                is_long = len(slug) > SHORT
                yield Hit.by(thing, label, ways.ADDRESS if is_long else ways.SMALL)

    def _by_name(self, text: str, words: tuple[str, ...]) -> Iterator[Hit]:
        """What has this very name, or a shorter form of it."""
        for thing, name, rank, label in self._keyed(key_of(words), KEPT_NAME):
            way = way_of(name, rank, label, words)
            if self._is_another_word(words, name):
                way = ways.JOINED
            yield Hit.by(thing, name, doubted(text, words, name) or way)
        shorter = self._short.shortened(words)
        if shorter != words:
            for thing, name, rank, _ in self._keyed(key_of(shorter), KEPT_NAME):
                way = ways.INFLECTION if rank == INFLECTION else ways.WRITTEN_OUT
                yield Hit.by(thing, name, way)

    def _is_another_word(self, words: tuple[str, ...], name: str) -> bool:
        """Whether a word is a name’s words as one, and stands in other names by itself.

        “Nursultan” is rather a man than Nur-Sultan.
        """
        is_joined = len(words) == 1 and words != words_of(name)
        return is_joined and self._index.frequency(words[0]) > 0

    def _by_sound(self, text: str, words: tuple[str, ...]) -> Iterator[Hit]:
        """What has a name that sounds so, whatever script it is in."""
        tells_enough = len(telling(words)) >= _FEWEST and not is_latin(text)
        way = ways.SOUND if tells_enough else ways.SPELLING
        sounds = {sound_of(words)}
        # surnames come first where many of the other scripts are written
        if tells_enough and len(words) == 2:
            sounds.add(sound_of(words[::-1]))
        for sound in sounds:
            for thing, name, rank, _ in self._keyed(sound, KEPT_SOUND):
                if rank != INFLECTION and key_in(name) != key_of(words):
                    yield Hit.by(thing, name, way)

    def _by_state(self, text: str, words: tuple[str, ...]) -> Iterator[Hit]:
        """By the code of a state, or by any of its names."""
        if code := code_written(text):
            is_long = len(text.strip()) == 3 and text.strip().isalpha()
            way = ways.CODE if is_long else ways.SHORT_CODE
            yield from self._with_code(code, way)
        if self._index.has_codes and len(codes := codes_named(words)) == 1:
            yield from self._with_code(min(codes), ways.STATE)
            for union in unions_named(words):
                for thing, name, rank, _ in self._keyed(key_in(union), KEPT_NAME):
                    if rank == LABEL:
                        yield Hit.by(thing, name, ways.ELSEWHERE)

        if self._index.has_codes and is_acronym(text):
            for code in sorted(codes_lettered(words)):
                yield from self._with_code(code, ways.STATE_LETTERS)

    def _with_code(self, code: str, way: NameWay) -> Iterator[Hit]:
        for thing, label in self._index.ask(_WITH_CODE, code):
            yield Hit.by(thing, label, way)

    def _by_initials(self, text: str, words: tuple[str, ...]) -> Iterator[Hit]:
        """What the letters of an acronym stand for, or whose acronym a name has."""
        if is_acronym(text):
            for thing, name, *_ in self._keyed(key_of(words), KEPT_INITIALS):
                has_acronyms = self._kinds.has_acronyms(thing)
                way = ways.INITIALS if has_acronyms else ways.LETTERS
                yield Hit.by(thing, name, way)
        for initials in initials_of(text):
            for thing, name, *_ in self._keyed(initials, KEPT_NAME):
                if is_acronym(name):
                    yield Hit.by(thing, name, ways.INITIALS)

    def _keyed(self, key: str, way: int) -> list[tuple[int, str, int, str]]:
        return self._index.ask(_KEYED, key, way) if key else []

    def states_named(self, written: WrittenName) -> frozenset[str]:
        """The codes of the states that are called so in some language."""
        if not self._index.has_codes:
            return frozenset()
        texts = (written.text, written.turned, written.parts[0], written.first)
        return frozenset().union(*(codes_named(words_of(text)) for text in texts))

    def is_of_other(self, words: tuple[str, ...], name: tuple[str, ...]) -> bool:
        """Whether one names a state and the other another one, each by a word."""
        if not self._index.has_codes:
            return False
        own = _states(words).difference(name)
        other = _states(name).difference(words) if own else ()
        return bool(other) and _codes_of(own).isdisjoint(_codes_of(other))

    def is_other_state(self, thing: int, named: frozenset[str]) -> bool:
        """Whether a thing is a state, and none of those with these codes."""
        own = {code for (code,) in self._index.ask(_CODES, thing)}
        return bool(own and not own & named)


@lru_cache(_KEPT)
def _states(words: tuple[str, ...]) -> frozenset[str]:
    """Those of some words that name a state."""
    return frozenset(word for word in words if codes_named((word,)))


def _codes_of(words: Iterable[str]) -> frozenset[str]:
    """The codes of all states that one of these words names."""
    return frozenset().union(*(codes_named((word,)) for word in words))
