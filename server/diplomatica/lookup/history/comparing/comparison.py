"""Two states of a dataset side by side, wherever their quads come from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from diplomatica.lookup.history.changes import Change, changes
from diplomatica.lookup.history.comparing.difference import Difference, difference
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS
from diplomatica.model.iris import Iris


@dataclass(frozen=True)
class DatasetState:
    """One state of a dataset: what it is called, and its quads as lines of N-Quads."""

    name: str
    iri: str
    lines: Callable[[], Iterable[str]]
    iris: Iris


def state_of(release: Release) -> DatasetState:
    """The state that a release fixes."""
    iri = release.iris("release", release.version).value

    def lines() -> Iterator[str]:
        # Only a line feed ends a line: a literal may hold other ends.
        with release.dump(NQUADS).open(encoding="utf-8", newline="\n") as file:
            yield from file

    return DatasetState(release.version, iri, lines, release.iris)


@dataclass(frozen=True)
class Comparison:
    """What changed from one state to another."""

    before: DatasetState
    after: DatasetState

    @cached_property
    def difference(self) -> Difference:
        """The quads that only one of them has."""
        return difference(self.before.lines(), self.after.lines())

    @cached_property
    def changes(self) -> list[Change]:
        """What changed, by subject."""
        told = self.before.lines(), self.after.lines()
        return changes(self.difference, *told, self.after.iris)
