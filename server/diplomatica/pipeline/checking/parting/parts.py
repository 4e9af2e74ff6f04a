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

# A part of what belongs to no article has about so many nodes.
_NODES = 512


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
    """All that was taken up in parts: of each article, and of what belongs to none.

    Memory holds one part at a time.
    """
    for article, owned in groupby(around.owners(), itemgetter(0)):
        nodes = [node for _, node in owned]
        for some in [nodes] if article else _pieces(nodes):
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


def _pieces(nodes: Iterable[str]) -> Iterator[list[str]]:
    """Sorted nodes in pieces of which most stay as they are when a node comes or goes."""
    piece: list[str] = []
    for node in nodes:
        piece.append(node)
        if crc32(node.encode()) % _NODES == 0:
            yield piece
            piece = []
    if piece:
        yield piece
