"""The data in parts: some nodes, each with all that the shapes look at of it.

What a part comes to follows from its lines alone. So parts are validated side by side,
and again only where something of theirs changed.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from zlib import crc32

from diplomatica.model.iris import Iris
from diplomatica.pipeline.checking.parting.around import Neighbourhood

# Of an article, a part has about so many nodes; of what belongs to none it has more.
_OF_ARTICLE, _OF_NONE = 64, 512


@dataclass(frozen=True)
class GraphPart:
    """The nodes to judge, as they are written, and sorted lines of N-Triples."""

    nodes: frozenset[str]
    lines: tuple[str, ...]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        whole = "\n".join([*sorted(self.nodes), "", *self.lines])
        return hashlib.sha256(whole.encode()).hexdigest()

    @cached_property
    def size(self) -> int:
        """About how many bytes it has."""
        return sum(map(len, self.lines))


def parts(around: Neighbourhood) -> Iterator[GraphPart]:
    """All that was taken up in parts: of each article some, and of what belongs to none.

    Memory holds one part at a time.
    """
    for article, owned in groupby(around.owners(), itemgetter(0)):
        nodes = (node for _, node in owned)
        for some in _pieces(nodes, _OF_ARTICLE if article else _OF_NONE):
            yield GraphPart(frozenset(some), around.lines(some))


def article_by_graph(iris: Iris) -> Callable[[str], str]:
    """Tells the article of a claim's graph or a record, and "" for any other graph."""
    record = iris("graph", "record").value + "/"

    @lru_cache
    def article(graph: str) -> str:
        iri = graph[1:-1]
        is_claim = iris.kind(iri) == "claim"
        name = iris.slug(iri) if is_claim else iri.removeprefix(record)
        is_of_article = is_claim or iri.startswith(record)
        return name.partition("/")[0] if is_of_article else ""

    return article


def _pieces(nodes: Iterable[str], about: int) -> Iterator[list[str]]:
    """Sorted nodes in pieces of which most stay as they are when a node comes or goes.

    They have about so many nodes.
    """
    piece: list[str] = []
    for node in nodes:
        piece.append(node)
        if crc32(node.encode()) % about == 0:
            yield piece
            piece = []
    if piece:
        yield piece
