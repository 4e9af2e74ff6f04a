"""The groups of things of no kind, told by the properties that they share.

Which properties a thing has is counted with all others that have just these
(characteristic sets, as engines call them): of many things there are few such sets.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from diplomatica.model.dataset.profile import Group
from diplomatica.model.vocabulary import RDF

_TYPE = RDF("type").value
_SETS = 5_000  # sets of properties that are counted apart
_A_DOZEN = 12
_COMPARED = 200  # the largest of them, of which groups are made
_GROUPS = 12
_FEWEST = 3  # things of a group
_ALIKE = 0.5  # properties of two sets that both have, of all that either has
_NEARLY_ALL, _MOST = 0.9, 0.5  # of the things of a group
_TELLING = 3  # properties that a group is told by
Properties = frozenset[str]


class GroupCount:
    """What was counted so far, with no more memory for many things than for few."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sets = Counter[Properties]()
        self._looked_at: Properties | None = None

    def add(self, subject: str, told: AbstractSet[str]) -> None:
        """Count a subject by the properties that it has, if it has no kind."""
        if _TYPE in told or not subject.startswith("<"):
            return
        looked_at = self._looked_at
        self._sets[Properties(told if looked_at is None else looked_at & told)] += 1
        if len(self._sets) > _SETS:
            self._look_at_fewer()

    def _look_at_fewer(self) -> None:
        """Tell the sets apart by half of their properties, those that most things have.

        Of a dozen properties there are not too many sets.
        """
        uses = _uses(self._sets)
        often = sorted(uses, key=lambda by: (-uses[by], by))
        looked_at = Properties(often[: max(_A_DOZEN, len(often) // 2)])
        sets = Counter[Properties]()
        for properties, count in self._sets.items():
            sets[properties & looked_at] += count
        self._sets, self._looked_at = sets, looked_at

    @property
    def of_none(self) -> int:
        """How many things have no kind."""
        return self._sets.total()

    def groups(self) -> Iterator[Group]:
        """The largest groups, none of them for the most part within one before it."""
        found: list[Properties] = []
        for like in self._alike():
            having = self._telling(_shared(like, _NEARLY_ALL))
            shared = _shared(like, _MOST)
            count = self._having(having)
            within = max((self._having(having | one) for one in found), default=0)
            if having and count >= _FEWEST and 2 * within <= count:
                found.append(having)
                yield Group(count, sorted(having), sorted(shared))

    def _alike(self) -> list[Counter[Properties]]:
        """The sets that are alike, each with how many things have it, the most first."""
        some: list[tuple[Properties, Counter[Properties]]] = []

        def rank(one: Properties) -> tuple[int, list[str]]:
            return -self._sets[one], sorted(one)

        for properties in sorted(self._sets, key=rank)[:_COMPARED]:
            near = (like for first, like in some if _are_alike(first, properties))
            like = next(near, None)
            if like is None:
                like = Counter()
                some.append((properties, like))
            like[properties] = self._sets[properties]
        found = sorted((like for _, like in some), key=lambda one: -one.total())
        return found[:_GROUPS]

    def _telling(self, shared: Properties) -> Properties:
        """The fewest of some properties that few things have beside those that share all."""
        having = Properties()
        while len(having) < _TELLING and having != shared:
            left = sorted(shared - having)
            best = min(left, key=lambda by: self._having(having | {by}))
            is_better = self._having(having | {best}) < self._having(having)
            if having and not is_better:
                break
            having |= {best}
        return having

    def _having(self, properties: Properties) -> int:
        """How many things of no kind have all of some properties."""
        return sum(count for one, count in self._sets.items() if properties <= one)


def _shared(like: Counter[Properties], part: float) -> Properties:
    """The properties that at least such a part of the things has that have some sets."""
    least = part * like.total()
    return Properties(by for by, count in _uses(like).items() if count >= least)


def _are_alike(one: Properties, other: Properties) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)


def _uses(sets: Counter[Properties]) -> Counter[str]:
    """How many things have each of the properties of some sets."""
    uses = Counter[str]()
    for properties, count in sets.items():
        uses.update(dict.fromkeys(properties, count))
    return uses
