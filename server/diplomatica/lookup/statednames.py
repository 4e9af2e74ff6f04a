"""What a thing is called by what is said of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.engine import Term
from diplomatica.model.dataset.naming import (
    APPELLATIONS,
    PARTED,
    PARTS,
    STRONG,
    is_family,
    is_given,
    rank_of,
    together,
)
from diplomatica.model.vocabulary import NAMES

Said = Mapping[NamedNode, Sequence[Term]]


def called(this: NamedNode, said: Said) -> list[Triple]:
    """All names that a thing has by the best of the properties that name things."""
    ranks = {by: rank_of(by.value) for by in said}
    for best in sorted({rank for rank in ranks.values() if rank is not None}):
        bys = NAMES if best == STRONG else _of_rank(ranks, best)
        found = _parted(this, said) if best == PARTS else _stated_names(this, said, bys)
        if names := list(found):
            return names
    return []


def _of_rank(ranks: Mapping[NamedNode, int | None], best: int) -> list[NamedNode]:
    """The properties that name so well; of what is a node of its own, titles first."""
    found = [by for by in ranks if ranks[by] == best]
    places = {by: place for place, by in enumerate(APPELLATIONS)}
    return sorted(found, key=lambda by: places.get(by.value, -1))


def _stated_names(
    this: NamedNode, said: Said, bys: Sequence[NamedNode]
) -> Iterator[Triple]:
    for by in bys:
        for name in said.get(by, ()):
            if isinstance(name, Literal):
                yield Triple(this, by, name)


def _parted(this: NamedNode, said: Said) -> Iterator[Triple]:
    """The name of a person of which the parts are stated."""
    name = together(_texts(said, is_given), _texts(said, is_family))
    if name:
        yield Triple(this, NamedNode(PARTED), Literal(name))


def _texts(said: Said, is_part: Callable[[str], bool]) -> Iterator[str]:
    for by, values in said.items():
        if is_part(by.value):
            yield from (one.value for one in values if isinstance(one, Literal))
