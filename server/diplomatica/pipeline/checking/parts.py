"""The data in parts: some nodes, each with all that the shapes look at of it.

What a part comes to follows from its lines alone. So parts are validated side by side,
and again only where something of theirs changed.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from zlib import crc32

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import RDF, RDFS
from diplomatica.pipeline.checking.reach import Level, Reach

_TYPE, _NARROWER = RDF("type"), RDFS("subClassOf")
# A part of what belongs to no article has about so many nodes.
_NODES = 512
_Leading = dict[object, dict[NamedNode, list[Triple]]]


@dataclass(frozen=True)
class Part:
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


def parts(quads: list[Quad], reach: Reach, iris: Iris) -> list[Part]:
    """The data of these quads in parts: of each article, and of what belongs to none."""
    said = dict.fromkeys(quad.triple for quad in quads)
    around = _Around(said, reach)
    nodes = _nodes(quads, reach, iris)
    return [Part(frozenset(map(str, some)), around.lines(some)) for some in nodes]


def _nodes(quads: Iterable[Quad], reach: Reach, iris: Iris) -> Iterator[list[object]]:
    """The nodes of each part: each node belongs to the first article that tells of it."""
    owners: dict[object, str] = {}
    article = _articles(iris)
    for quad in quads:
        owner = article(quad.graph_name)
        owners[quad.subject] = owners.get(quad.subject) or owner
        if quad.predicate in reach.targets:
            owners[quad.object] = owners.get(quad.object) or owner
    by_owner: dict[str, list[object]] = defaultdict(list)
    for node, owner in owners.items():
        by_owner[owner].append(node)
    yield from _pieces(by_owner.pop("", []))
    yield from by_owner.values()


def _articles(iris: Iris) -> Callable[[object], str]:
    """Tells the article of a claim's graph or a record, and "" for any other graph."""
    known: dict[object, str] = {}
    record = iris("graph", "record").value + "/"

    def article(graph: object) -> str:
        if graph not in known:
            iri = graph.value if isinstance(graph, NamedNode) else ""
            is_claim = iris.kind(iri) == "claim"
            name = iris.slug(iri) if is_claim else iri.removeprefix(record)
            is_of_article = is_claim or iri.startswith(record)
            known[graph] = name.partition("/")[0] if is_of_article else ""
        return known[graph]

    return article


def _pieces(nodes: list[object]) -> Iterator[list[object]]:
    """Sorted nodes in pieces of which most stay as they are when a node comes or goes."""
    piece: list[object] = []
    for node in sorted(nodes, key=str):
        piece.append(node)
        if crc32(str(node).encode()) % _NODES == 0:
            yield piece
            piece = []
    if piece:
        yield piece


class _Around:
    """What stands around each node, as far as shapes look."""

    def __init__(self, said: Iterable[Triple], reach: Reach) -> None:
        """Look up once what leads away from each node, and to it."""
        self._reach = reach
        ahead = frozenset({_TYPE}).union(*reach.ahead)
        back = frozenset[NamedNode]().union(*reach.back)
        self._away: _Leading = defaultdict(dict)
        self._here: _Leading = defaultdict(dict)
        self._classes: list[Triple] = []
        for triple in said:
            subject, predicate, term = triple
            if predicate in ahead:
                self._away[subject].setdefault(predicate, []).append(triple)
            if predicate in back:
                self._here[term].setdefault(predicate, []).append(triple)
            if predicate == _NARROWER:
                self._classes.append(triple)

    def lines(self, nodes: Iterable[object]) -> tuple[str, ...]:
        """All that is looked at of some nodes, with the classes of all."""
        found, now = dict.fromkeys(self._classes), dict.fromkeys(nodes)
        for ahead, back in zip(self._reach.ahead, self._reach.back, strict=True):
            away = list(self._led(self._away, now, ahead))
            here = list(self._led(self._here, now, back))
            found |= dict.fromkeys([*away, *here, *self._types(now)])
            others = chain((one.object for one in away), (one.subject for one in here))
            now = dict.fromkeys(others)
        found |= dict.fromkeys(self._types(now))
        return tuple(sorted(f"{triple} .\n" for triple in found))

    def _led(
        self, leading: _Leading, nodes: Iterable[object], along: Level
    ) -> Iterator[Triple]:
        for node in nodes:
            by_predicate = leading.get(node, {})
            for predicate in along & by_predicate.keys():
                yield from by_predicate[predicate]

    def _types(self, nodes: Iterable[object]) -> Iterator[Triple]:
        for node in nodes:
            yield from self._away.get(node, {}).get(_TYPE, [])
