"""Where each statement stands in a release: found by its digest, in the dump of quads."""

from collections.abc import Callable
from typing import Any

from pyoxigraph import Quad, parse

from diplomatica.lookup.indexing.digesting import short
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS
from diplomatica.model.statement import digest

_PLACES = """
SELECT start + place FROM digest JOIN block ON number = block WHERE short = ?
ORDER BY start, place"""


class Digests:
    """The statements of a release by their digest."""

    def __init__(
        self, release: Release, ask: Callable[..., list[tuple[Any, ...]]]
    ) -> None:
        """`ask` asks the index of the release."""
        self._file, self._ask = release.dump(NQUADS), ask

    def quads(self, wanted: str) -> list[Quad]:
        """The triple of this digest in each graph that states it; none where there is none."""
        try:
            beginning = short(wanted)
        except ValueError:
            return []
        found: list[Quad] = []
        with self._file.open("rb") as lines:
            for (place,) in self._ask(_PLACES, beginning):
                lines.seek(place)
                found += parse(lines.readline(), format=NQUADS.rdf)
        return [quad for quad in found if digest(quad.triple) == wanted]
