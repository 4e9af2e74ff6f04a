"""What a timeline can be narrowed to: kinds of things, and things that most have to do with."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from pyoxigraph import NamedNode

from diplomatica.engine import Row
from diplomatica.errors import LimitReached
from diplomatica.model.statement import text_of
from diplomatica.model.text.order import natural
from diplomatica.web.site import Site
from diplomatica.web.timeline.selection import KINDS, NEIGHBOURS

Counts = Mapping[NamedNode, int]
"""How many things each choice has."""
_BOTH = f"SELECT ?kind ?of ?count {{ {{ {KINDS} }} UNION {{ {NEIGHBOURS} }} }}"


class Choices:
    """The choices of one release, which never change."""

    def __init__(self, site: Site) -> None:
        """Take the site, whose engine counts."""
        self.site = site

    @property
    def kinds(self) -> Counts:
        """The kinds of what has a time."""
        return self._counts["kind"]

    @property
    def things(self) -> Counts:
        """The things that most of all have to do with."""
        return self._counts["of"]

    @cached_property
    def _counts(self) -> dict[str, dict[NamedNode, int]]:
        counts_by_choice: dict[str, dict[NamedNode, int]] = {"kind": {}, "of": {}}
        for row in self._rows():
            for name, counts in counts_by_choice.items():
                choice = row.get(name)
                if isinstance(choice, NamedNode):
                    counts[choice] = int(text_of(row["count"]))
        return counts_by_choice

    def _rows(self) -> Sequence[Row]:
        """A choice is a comfort: a dataset too large for one, or both, does without."""
        with suppress(LimitReached):
            return self.site.engine.rows(_BOTH)
        return list(self._each())

    def _each(self) -> Iterator[Row]:
        for query in (KINDS, NEIGHBOURS):
            with suppress(LimitReached):
                yield from self.site.engine.rows(query)

    def labelled(self, counts: Counts) -> list[tuple[str, str, int]]:
        """Choices in the reader's language.

        Each has what an address calls it, its label, and how many things it has.
        """
        iris, labels = self.site.iris, self.site.describing.labels(counts)
        named = [
            (
                iris.name(one.value),
                labels.get(one.value) or iris.short(one.value),
                count,
            )
            for one, count in counts.items()
        ]
        return sorted(named, key=lambda one: (natural(one[1]), one[0]))
