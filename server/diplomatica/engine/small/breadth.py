"""How many rows a query may have, told from the data before it is asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from math import prod

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from diplomatica.engine.small.star import Star
from diplomatica.model.vocabulary import RDF

# Rows that are found and not written: with them, an answer costs less here than it
# costs to hand its query to a worker.
_MOST = 200
# Triples that the engine walks through for what is optional: for each such pattern it
# takes all that its predicate has, and not those of the subjects alone.
_WALKED = 1000
_DEFAULT = DefaultGraph()
_TYPE = RDF("type").value
_KEPT = 4096  # counts


class Breadth:
    """The most objects that a subject has by each predicate, and the subjects of an object."""

    def __init__(self, store: Store) -> None:
        """Take a store whose quads will each be counted once."""
        self._store = store
        # By the hash of a subject: where two have the same, too many are counted.
        self._counts: dict[str, Counter[int]] = defaultdict(Counter)
        self._most: dict[str, int] = {}
        self._all: dict[str, int] = {}
        self._subjects = lru_cache(_KEPT)(self._count_subjects)

    def count(self, quads: Iterable[Quad]) -> None:
        """Count some more of the quads."""
        for quad in quads:
            if quad.graph_name == _DEFAULT:
                self._counts[quad.predicate.value][hash(quad.subject)] += 1

    def complete(self) -> None:
        """Keep what is asked for, now that all are counted."""
        self._most = {
            predicate: max(counts.values())
            for predicate, counts in self._counts.items()
        }
        self._all = {
            predicate: counts.total() for predicate, counts in self._counts.items()
        }
        self._counts.clear()

    def holds(self, star: Star) -> bool:
        """Whether a query has few rows, and few on the way to them."""
        objects = prod(self._most.get(predicate, 1) for predicate in star.open)
        of_each = objects * star.weight
        if of_each > _MOST or self._walked(star) > _WALKED:
            return False
        return self._has_subjects(star, _MOST // of_each)

    def _walked(self, star: Star) -> int:
        """The triples that are walked through for what is optional."""
        if star.is_of_one:
            return 0
        return sum(self._all.get(predicate, 0) for predicate in star.optional)

    def _has_subjects(self, star: Star, at_most: int) -> bool:
        """Whether the subjects that a star chooses are no more than that.

        The engine begins with any of the triples that choose, but for types, which it
        takes for the widest.
        """
        if star.is_of_one:
            return True
        narrow = [pair for pair in star.constant if pair[0] != _TYPE]
        chosen = narrow or star.constant
        return bool(chosen) and all(self._subjects(*pair) <= at_most for pair in chosen)

    def _count_subjects(self, predicate: str, value: str) -> int:
        """The subjects with this object, where they are few; else more than few."""
        pattern = None, NamedNode(predicate), NamedNode(value), _DEFAULT
        quads = self._store.quads_for_pattern(*pattern)
        return sum(1 for _ in islice(quads, _MOST + 1))
