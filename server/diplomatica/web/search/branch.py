"""The kinds of a dataset as a tree.

Each kind has how many things are of it, and the narrower ones below it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from diplomatica.web.search.index import Index

Above = dict[str, set[str]]
"""The kinds that something has, each with the broader ones that something has, too."""


@dataclass(frozen=True)
class KindBranch:
    """A kind with those below it."""

    name: str
    label: str
    count: int
    below: list["KindBranch"]


def tree(index: Index) -> list[KindBranch]:
    """The kinds that something has: the broadest first, the narrower ones below them.

    Of those side by side, the ones with the most things stand first.
    """
    used = index.above.keys()
    above = {kind: broader & used for kind, broader in index.above.items()}
    broadest = [kind for kind in above if _is_broadest(kind, above)]
    return _in_order(_branch(kind, above, index) for kind in broadest)


def _is_broadest(kind: str, above: Above) -> bool:
    """Whether nothing is above a kind but what is below it as well: a circle."""
    return all(kind in above[broader] for broader in above[kind])


def _branch(kind: str, above: Above, index: Index) -> KindBranch:
    closest = [one for one in above if _is_next_below(one, kind, above)]
    narrower = [one for one in closest if one not in above[kind]]
    below = _in_order(_branch(one, above, index) for one in narrower)
    name = index.iris.name(kind)
    things = index.facets["kind"][name]
    return KindBranch(name, index.label(name), len(things), below)


def _is_next_below(narrow: str, kind: str, above: Above) -> bool:
    """Whether a kind is broader than another, and no third one stands between them."""
    if kind not in above[narrow]:
        return False
    return not any(kind in above[between] for between in above[narrow])


def _in_order(branches: Iterable[KindBranch]) -> list[KindBranch]:
    return sorted(branches, key=lambda one: (-one.count, one.label))
