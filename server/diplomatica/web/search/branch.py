"""The kinds of a dataset as a tree: each with how many things are of it, and the narrower ones below it."""

from collections.abc import Iterable
from dataclasses import dataclass

from diplomatica.web.search.index import Index


@dataclass(frozen=True)
class Branch:
    """A kind with those below it."""

    name: str
    label: str
    count: int
    below: list["Branch"]


def tree(index: Index) -> list[Branch]:
    """The kinds that something has: the broadest with the most things first, below them the narrower ones."""
    above = {
        kind: broader & index.above.keys() for kind, broader in index.above.items()
    }

    def branch(kind: str) -> Branch:
        closest = [
            one
            for one, over in above.items()
            if kind in over and not any(kind in above[mid] for mid in over)
        ]
        name = index.iris.name(kind)
        below = _in_order(branch(one) for one in closest if one not in above[kind])
        return Branch(name, index.label(name), len(index.facets["kind"][name]), below)

    return _in_order(
        branch(kind)
        for kind, over in above.items()
        if all(kind in above[one] for one in over)
    )


def _in_order(branches: Iterable[Branch]) -> list[Branch]:
    return sorted(branches, key=lambda one: (-one.count, one.label))
