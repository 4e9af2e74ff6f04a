"""The kinds of things in an index: which are narrowest, and which things are of one."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from diplomatica.lookup.matching.nameindex import NameIndex
from diplomatica.lookup.matching.names.spelling import is_acronym, key_of, words_of
from diplomatica.model.vocabulary import DIP

Kind = tuple[str, str]
"""The IRI of a kind, and what it is called."""

_LABELLED = """
SELECT kind.iri, COALESCE(kind_label.label, thing.label, '') FROM kind
LEFT JOIN kind_label ON kind_label.iri = kind.iri LEFT JOIN thing ON thing.iri = kind.iri
WHERE kind.thing = ?"""
_ABOVE = """
WITH RECURSIVE above (iri) AS (
  SELECT wider FROM broader WHERE iri = ?1
  UNION SELECT wider FROM broader JOIN above USING (iri))
SELECT iri FROM above WHERE iri <> ?1"""
_OF = """
WITH RECURSIVE below (iri) AS (
  SELECT value FROM json_each(?)
  UNION SELECT broader.iri FROM broader JOIN below ON broader.wider = below.iri)
SELECT DISTINCT kind.thing FROM kind JOIN below USING (iri)
WHERE kind.thing IN (SELECT value FROM json_each(?))"""
_ALL = """
SELECT kind.iri, COALESCE(kind_label.label, thing.label, ''), count(*) FROM kind
LEFT JOIN kind_label ON kind_label.iri = kind.iri LEFT JOIN thing ON thing.iri = kind.iri
GROUP BY kind.iri ORDER BY count(*) DESC, kind.iri LIMIT ?"""
_LABELS = """
SELECT DISTINCT kind.iri, COALESCE(kind_label.label, thing.label, '') FROM kind
LEFT JOIN kind_label ON kind_label.iri = kind.iri LEFT JOIN thing ON thing.iri = kind.iri"""
_SHORT_NAMES = """
SELECT kind.iri, name.text FROM name JOIN kind USING (thing)
WHERE length(name.text) <= 12 AND name.text = upper(name.text)"""
_PERSON = re.compile(r".*(person|human|Q5)", re.IGNORECASE)
# What only says whether a thing took place is no kind that tells what it is.
_WHETHER = {DIP(name).value for name in ("Occurrence", "Event", "Prospect", "Thing")}
_KEPT = 20_000  # things whose kinds are kept
_MOST = 2_000  # kinds that are told


class KindsOfThings:
    """The kinds of the things of one index."""

    def __init__(self, index: NameIndex) -> None:
        """Take a finished index."""
        self._index = index
        self.of = lru_cache(_KEPT)(self._kinds_of)
        self.narrowest = lru_cache(_KEPT)(self._narrowest)
        self.is_person = lru_cache(_KEPT)(self._is_person)
        self.above = lru_cache(_KEPT)(self._above)
        self.all = lru_cache(1)(self._all)
        self.all_keys = lru_cache(1)(self._all_keys)
        self._having_acronyms = lru_cache(1)(self._find_having_acronyms)

    def _kinds_of(self, thing: int) -> list[Kind]:
        """All kinds of a thing."""
        return [
            (iri, label or _local(iri))
            for iri, label in self._index.ask(_LABELLED, thing)
        ]

    def _narrowest(self, thing: int) -> list[Kind]:
        """The kinds of a thing that tell most."""
        kinds = self.of(thing)
        wider = {above for iri, _ in kinds for above in self.above(iri)}
        return [kind for kind in kinds if kind[0] not in wider | _WHETHER]

    def _above(self, kind: str) -> frozenset[str]:
        """The kinds that are wider than one."""
        return frozenset(iri for (iri,) in self._index.ask(_ABOVE, kind))

    def _all(self) -> list[tuple[str, str, int]]:
        """All kinds, with what they are called and how many things they have."""
        found = self._index.ask(_ALL, _MOST)
        return [(iri, label or _local(iri), count) for iri, label, count in found]

    def those_of(self, things: Iterable[int], kinds: Iterable[str]) -> set[int]:
        """Those of some things that are of one of some kinds, or of a narrower one."""
        asked = json.dumps(list(kinds)), json.dumps(list(things))
        return {thing for (thing,) in self._index.ask(_OF, *asked)}

    def keys(self, thing: int) -> set[str]:
        """What the kinds of a thing are called, as names are compared."""
        return {key_of(words_of(label)) for _, label in self.of(thing)}

    def _all_keys(self) -> frozenset[str]:
        """What all kinds are called, as names are compared."""
        labels = (label or _local(iri) for iri, label in self._index.ask(_LABELS))
        return frozenset(key_of(words_of(label)) for label in labels)

    def _is_person(self, thing: int) -> bool:
        """Whether a thing is a person, whose name may follow a title."""
        return any(_PERSON.fullmatch(iri) for iri, _ in self.of(thing))

    def has_acronyms(self, thing: int) -> bool:
        """Whether a thing is of a kind of which something has an acronym."""
        return any(iri in self._having_acronyms() for iri, _ in self.narrowest(thing))

    def _find_having_acronyms(self) -> frozenset[str]:
        found = self._index.ask(_SHORT_NAMES)
        return frozenset(iri for iri, text in found if is_acronym(text))


def _local(iri: str) -> str:
    return re.split("[/#]", iri.rstrip("/#"))[-1]
