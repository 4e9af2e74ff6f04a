"""Facets: by which property things divide, and which of these a reader can choose by."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.browsing.narrowed.way import Way
from diplomatica.model.dataset.naming import UUID
from diplomatica.model.statement import text_of
from diplomatica.model.text.order import is_numeric, of_value

MOST_VALUES = 200
"""The values of a property that are offered; where there are more, a query has all."""
_COVER = 5  # a facet is what at least one thing in so many has
_COVER_OF_ONE = 10  # the same where it has but one value, as what is deprecated
_LEAST = 5  # things that a single value is said of
_LONG = 60  # characters of a text that is none to choose by
_ALIKE = 5  # things on an average that have the same of these
_UUID = re.compile(UUID, re.IGNORECASE)


@dataclass(frozen=True)
class Facet:
    """A property, and how many of the things have which of its values."""

    by: Way
    values: list[tuple[Term, int]]
    is_of_years: bool = False
    """Whether these are the years of its values."""

    @property
    def is_cut(self) -> bool:
        """Whether there are more values than are offered."""
        return len(self.values) > MOST_VALUES

    @property
    def covered(self) -> int:
        """How many things have a value; one of several values counts with each."""
        return sum(count for _, count in self.values)

    def divides(self, things: int) -> bool:
        """Whether enough things have values, and not all have one alike.

        A single value divides what has it from the rest.
        """
        if len(self.values) == 1:
            is_enough = self.covered >= max(_LEAST, things / _COVER_OF_ONE)
            return is_enough and things - self.covered >= things / _COVER_OF_ONE
        least = min(count for _, count in self.values)
        return self.covered * _COVER >= things and least < things

    def repeats(self, times: float) -> bool:
        """Whether its values are those of several things, as names are not."""
        return self.covered >= times * len(self.values)

    def is_told(self, labels: Mapping[str, str]) -> bool:
        """Whether a reader can tell its values: most have names, or are words themselves.

        Texts of many words that hardly anything has alike are for reading.
        """
        mute = [one for one, _ in self.values if _is_mute(one, labels)]
        return 2 * len(mute) <= len(self.values) and not self._is_of_texts

    @property
    def _is_of_texts(self) -> bool:
        """Whether most values are long texts, each of few things."""
        long = [one for one, _ in self.values if _is_long(one)]
        return 2 * len(long) > len(self.values) and not self.repeats(_ALIKE)

    def codes_last(
        self, labels: Mapping[str, str], is_code: Callable[[str], bool]
    ) -> "Facet":
        """The same, those values behind the others that are codes without a name."""

        def is_bare(one: tuple[Term, int]) -> bool:
            value = one[0]
            is_named = not isinstance(value, NamedNode) or value.value in labels
            return not is_named and is_code(text_of(value))

        return replace(self, values=sorted(self.values, key=is_bare))


def _is_mute(value: Term, labels: Mapping[str, str]) -> bool:
    """Whether a value is only an identifier of a machine's making."""
    if isinstance(value, NamedNode | Literal):
        return value.value not in labels and bool(_UUID.search(value.value))
    return True


def _is_long(value: Term) -> bool:
    """Whether a value is a text of more words than a name has."""
    is_text = isinstance(value, Literal) and not is_numeric(value.datatype.value)
    return is_text and len(text_of(value)) > _LONG


def often(value: tuple[Term, int]) -> tuple[int, bool, float, str]:
    """What values with their counts are ordered by: the most frequent first."""
    return -value[1], *of_value(value[0], text_of(value[0]))


def without_doubles(facets: Iterable[Facet]) -> Iterator[Facet]:
    """The facets, of those with the same values and counts only the first."""
    seen = set[tuple[tuple[str, int], ...]]()
    for one in facets:
        counts = tuple((text_of(value), count) for value, count in one.values)
        if counts not in seen:
            seen.add(counts)
            yield one
