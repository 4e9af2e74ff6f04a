"""What would narrow the results of a search: values of its facets, and years."""

from functools import cached_property

from diplomatica.lookup.index.days import first_number, last_number
from diplomatica.lookup.index.thing import Value
from diplomatica.model.vocabulary import SAYS_NOTHING
from diplomatica.web.search.names import Names
from diplomatica.web.search.parting import parting, spans
from diplomatica.web.search.sought import FACETS

_AT_ONCE = 8  # values of a facet that a page shows before it is asked for more
_OPTIONS = 100  # values of a facet that a page offers, those with the most things

_SAYS_NOTHING = frozenset(kind.value for kind in SAYS_NOTHING)
Option = tuple[str, str, int]
"""A value of a facet: its name, its label, and how many things have it."""


class Facets:
    """What would leave less of some things that were found."""

    def __init__(
        self, numbers: list[int], names: Names, has_remarks: bool, has_bounds: bool
    ) -> None:
        """Take the numbers of the things, whether remarks stand apart, and whether years bound."""
        self._numbers, self._names, self._index = numbers, names, names.index
        self._has_remarks, self._has_bounds = has_remarks, has_bounds

    @cached_property
    def options(self) -> dict[str, list[Option]]:
        """By facet the values that would leave less, those with the most first."""
        return {facet: self._of(facet) for facet in FACETS}

    def _of(self, facet: str) -> list[Option]:
        """The values of a facet to choose from, the most frequent first."""
        options = self._counted_options(facet)
        everything = len(self._numbers)
        if facet == "kind" or all(count == everything for *_, count in options):
            options = [option for option in options if option[2] < everything]
        options.sort(key=lambda option: (-option[2], option[1]))
        return options[:_OPTIONS]

    @cached_property
    def first(self) -> dict[str, list[Option]]:
        """By facet the values that a page shows at once; of kinds those that part."""
        shown = {**self.options, "kind": self._parting(self.options["kind"])}
        return {facet: shown[facet][:_AT_ONCE] for facet in FACETS}

    def _parting(self, kinds: list[Option]) -> list[Option]:
        """The kinds that part these things, by what they have beside the others."""
        iris = {one.name: one.iri for one in self._counts("kind")}
        counts = {iris[name]: count for name, _, count in kinds}
        kept = parting(counts, self._index.above, is_one_remark=self._has_remarks)
        return [one for one in kinds if iris[one[0]] in kept]

    def _counted_options(self, facet: str) -> list[Option]:
        """The values of a facet that some of these things have."""
        values = self._counts(facet)
        labels = self._names.labels(values)
        return [(one.name, labels[one.name], one.count) for one in values]

    def _counts(self, facet: str) -> list[Value]:
        """The values of a facet; of kinds none that says nothing, but where it is alone."""
        counts = self._index.facets.counted(facet, self._numbers, 2 * _OPTIONS)
        return [one for one in counts if one.iri not in _SAYS_NOTHING] or counts

    @cached_property
    def years(self) -> list[tuple[int, int, int]]:
        """The years, or longer spans, that would leave less.

        Each has its first and its last year and how many things there are.
        """
        if self._has_bounds:
            return []
        counted = []
        for first, last in spans(set(self._index.facets.years)):
            count = self._count_within(first, last)
            if 0 < count < len(self._numbers):
                counted.append((first, last, count))
        return counted

    def _count_within(self, first: int, last: int) -> int:
        bounds = first_number((first,)), last_number((last,))
        return self._index.facets.count_within(self._numbers, *bounds)
