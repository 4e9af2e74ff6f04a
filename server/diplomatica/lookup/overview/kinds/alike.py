"""Kinds that have the very same things, as those of two vocabularies do: one stands for all."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from diplomatica.lookup.index.index import Index


def kinds_alike(
    kinds: Iterable[tuple[NamedNode, int]], index: Index
) -> dict[NamedNode, list[NamedNode]]:
    """Each of some kinds with their counts, with those behind it that have the same things."""
    found: dict[NamedNode, list[NamedNode]] = {}
    counts: dict[NamedNode, int] = {}
    for kind, count in kinds:
        many = [one for one in found if counts[one] == count > 1]
        same = (one for one in many if index.are_alike(one.value, kind.value))
        if first := next(same, None):
            found[first].append(kind)
        else:
            found[kind], counts[kind] = [], count
    return found
