"""What an unfinished word may become: things, kinds and properties, some at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from diplomatica.lookup.matching.classes import KindsOfThings
from diplomatica.lookup.matching.nameindex import HIDDEN, NameIndex
from diplomatica.lookup.matching.names.spelling import folded, words_of

_BEGINNING = f"""
SELECT thing.number, thing.iri, thing.label FROM words
JOIN name ON name.number = words.rowid JOIN thing ON thing.number = name.thing
WHERE words MATCH ? AND name.rank <= {HIDDEN}
GROUP BY thing.number ORDER BY min(length(name.text)), thing.iri LIMIT ? OFFSET ?"""
_FIRST = "SELECT number, iri, label FROM thing ORDER BY label, iri LIMIT ? OFFSET ?"
_PROPERTIES = """
SELECT property.iri, COALESCE(kind_label.label, '') FROM property
LEFT JOIN kind_label USING (iri) ORDER BY property.uses DESC, property.iri"""


@dataclass(frozen=True)
class Suggestion:
    """Something that may be meant, and what it is."""

    iri: str
    label: str
    kinds: tuple[tuple[str, str], ...] = ()
    description: str = ""


class Suggesting:
    """Completes what somebody types."""

    def __init__(self, index: NameIndex, kinds: KindsOfThings) -> None:
        """Take a finished index."""
        self._index, self._kinds = index, kinds

    def things(self, prefix: str, most: int, start: int = 0) -> list[Suggestion]:
        """Things with a name that has these words, the last perhaps unfinished."""
        words = words_of(prefix)
        if words:
            match = " ".join(f'"{word}"' for word in words) + "*"
            rows = self._index.ask(_BEGINNING, match, most, start)
        else:
            rows = self._index.ask(_FIRST, most, start)
        return [self.thing(*row) for row in rows]

    def thing(self, number: int, iri: str, label: str) -> Suggestion:
        """A thing with its narrowest kinds, which tell namesakes apart."""
        kinds = self._kinds.narrowest(number)
        described = ", ".join(name for _, name in kinds)
        return Suggestion(iri, label, tuple(kinds), described)

    def kinds(self, prefix: str, most: int, start: int = 0) -> list[Suggestion]:
        """Kinds that are called so, those with most things first."""
        told = [
            Suggestion(iri, label, description=f"{count} of them here")
            for iri, label, count in self._kinds.all()
        ]
        return _beginning(told, prefix)[start : start + most]

    def properties(self, prefix: str, most: int, start: int = 0) -> list[Suggestion]:
        """Properties of things that are called so, the most frequent first."""
        rows = self._index.ask(_PROPERTIES)
        told = [
            Suggestion(iri, label or _local(iri), description=iri)
            for iri, label in rows
        ]
        return _beginning(told, prefix)[start : start + most]


def _beginning(told: Iterable[Suggestion], prefix: str) -> list[Suggestion]:
    """Those of which a word, or the IRI, begins as it is written."""
    sought = folded(prefix).strip()
    return [one for one in told if _has(one, sought, prefix.strip())]


def _has(one: Suggestion, sought: str, written: str) -> bool:
    return f" {folded(one.label)}".find(f" {sought}") >= 0 or one.iri == written


def _local(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
