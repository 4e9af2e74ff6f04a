"""The kinds of a dataset as a tree.

Each kind has how many things are of it, and the narrower ones below it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from diplomatica.lookup.index.thing import Value
from diplomatica.web.search.names import Names

_SOUGHT = ("Agent", "Occurrence", "Initiative", "Place", "Document")

Above = dict[str, set[str]]
"""The kinds that something has, each with the broader ones that something has, too."""


@dataclass(frozen=True)
class KindBranch:
    """A kind with those below it."""

    name: str
    label: str
    count: int
    below: list["KindBranch"]


def tree(names: Names) -> list[KindBranch]:
    """The kinds that something has: the broadest first, the narrower ones below them.

    Who and what acts is looked for most, and stands first; of the others side by side,
    those with the most things do.
    """
    used = names.index.above.keys()
    above = {kind: broader & used for kind, broader in names.index.above.items()}
    branches = _GrowingTree(above, names).branches(_broadest(above))
    return sorted(branches, key=lambda one: _place(one.name))


def _place(kind: str) -> int:
    return _SOUGHT.index(kind) if kind in _SOUGHT else len(_SOUGHT)


def _broadest(above: Above) -> list[str]:
    """The kinds above which nothing is but what is below them as well: a circle."""
    return [kind for kind in above if _is_broadest(kind, above)]


def _is_broadest(kind: str, above: Above) -> bool:
    return all(kind in above[one] for one in above[kind])


class _GrowingTree:
    """A tree that grows from its broadest branches."""

    def __init__(self, above: Above, names: Names) -> None:
        values = names.index.facets.values("kind")
        self._above, self._labels = above, names.labels(values)
        self._values: dict[str, Value] = {one.iri: one for one in values}
        self._next: dict[str, list[str]] = defaultdict(list)
        for kind, broader in above.items():
            for one in _closest(broader, above):
                self._next[one].append(kind)

    def branches(self, kinds: Iterable[str]) -> list[KindBranch]:
        """The branches of these kinds, in order."""
        grown = map(self._branch, kinds)
        return sorted(grown, key=lambda one: (-one.count, one.label))

    def _branch(self, kind: str) -> KindBranch:
        value = self._values[kind]
        narrower = [one for one in self._next[kind] if one not in self._above[kind]]
        label = self._labels[value.name]
        return KindBranch(value.name, label, value.count, self.branches(narrower))


def _closest(broader: set[str], above: Above) -> list[str]:
    """Those of some broader kinds that are above none of the others."""
    further = set[str]().union(*(above[one] for one in broader))
    return [kind for kind in broader if kind not in further]
