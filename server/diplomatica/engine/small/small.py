"""Queries that are small by their shape, answered without another process.

What is known of one subject by one pattern, or of a few subjects by several, is a short
walk in an index: it takes less than to hand the query over. Nothing else is answered
here, and nothing that turns out to be long. Each answer is the same as that of the
workers, which ask the same engine: none of what they refuse, rewrite or tell is met in
patterns without a literal.
"""

from collections.abc import Iterator
from itertools import islice
from time import sleep

from pyoxigraph import Quad, RdfFormat, Store, parse

from diplomatica.engine.embedded import Embedded
from diplomatica.engine.engine import Answer
from diplomatica.engine.limits import Limits
from diplomatica.engine.memory import Place
from diplomatica.engine.small.breadth import Breadth
from diplomatica.engine.small.onepattern import is_pattern
from diplomatica.engine.small.star import star_of
from diplomatica.engine.storage import place_for
from diplomatica.errors import QueryError
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import HTML, NQUADS, Format

_ANSWER = 1 << 16  # bytes of an answer: some hundred rows, in less than a millisecond
_LARGEST = 32 << 20  # bytes of a dump that is held here in memory once more
_PART = 500  # quads that are loaded before others have their turn


def can_hold(release: Release, place: Place) -> bool:
    """Whether a release is so small that it is held in memory once more."""
    size = release.dump(NQUADS).stat().st_size
    return size <= _LARGEST and place_for(place, release) == "memory"


class Small:
    """A release of which small queries are asked in the process that serves it."""

    def __init__(self, release: Release) -> None:
        """Load it; others have their turn meanwhile. Raises OSError and SyntaxError."""
        store = Store()
        self._breadth = Breadth(store)
        for part in _parts(release):
            store.extend(part)
            self._breadth.count(part)
            sleep(0)
        self._breadth.complete()
        self._offered = tuple(release.iris.prefixes.items())
        self._engine = Embedded(release, store, Limits(answer=_ANSWER))

    def answer(
        self, query: str, results: Format | None, graphs: Format | None
    ) -> Answer | None:
        """The answer to a small query; None where it is for the workers to answer.

        That is what is not small, or is long after all, what no asked format can hold,
        a page, and each error.
        """
        if HTML in (results, graphs) or not self._is_small(query):
            return None
        try:
            return self._engine.plain(query, results, graphs)
        except QueryError:
            return None

    def _is_small(self, query: str) -> bool:
        if is_pattern(query):
            return True
        star = star_of(query, self._offered)
        return bool(star and self._breadth.holds(star))


def _parts(release: Release) -> Iterator[list[Quad]]:
    quads = parse(path=release.dump(NQUADS), format=RdfFormat.N_QUADS)
    while part := list(islice(quads, _PART)):
        yield part
