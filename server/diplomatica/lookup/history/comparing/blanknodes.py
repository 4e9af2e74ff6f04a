"""Blank nodes under names that any two files give them alike (RDF Dataset Canonicalization).

What hangs together by blank nodes is named by itself, so that a change in one place
renames nothing elsewhere.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from math import factorial
from typing import Any

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad

_MOST = 2000
"""Blank nodes that hang together, of which more are compared by their own names."""
_MOST_ALIKE = 6
"""Blank nodes that nothing near tells apart and that hang together: naming them costs
the factorial of all that are linked alike."""
_MOST_ORDERS = 1000
"""Orders in which more of them may be looked at: long lists have one."""


class NamedBlanks:
    """The quads of a dataset with blank nodes, these under names of their own."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Name them; `by_label` counts those that were left as they are."""
        self.by_label = 0
        self.quads: list[Quad] = []
        self._met: Counter[str] = Counter()
        for part in _parts(list(quads)):
            self.quads += self._canonical(part)

    def _canonical(self, part: list[Quad]) -> list[Quad]:
        """A part with its blank nodes named by what is said of them (RDFC-1.0)."""
        nodes = {node for quad in part for node in _blank(quad)}
        if len(nodes) > _MOST or _is_endless(part):
            self.by_label += len(nodes)
            return part
        dataset = Dataset(part)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        canonical = sorted(dataset, key=str)
        whole = "\n".join(map(str, canonical)).encode()
        digest = hashlib.sha256(whole).hexdigest()[:16]
        # Two parts that say the same are still two.
        self._met[digest] += 1
        prefix = f"b{digest}n{self._met[digest]}"
        return [_renamed(quad, prefix) for quad in canonical]


def _blank(quad: Quad) -> Iterator[BlankNode]:
    for term in (quad.subject, quad.object, quad.graph_name):
        if isinstance(term, BlankNode):
            yield term


def has_blank_node(quad: Quad) -> bool:
    """Whether a quad has a blank node anywhere."""
    return any(True for _ in _blank(quad))


def _parts(quads: list[Quad]) -> Iterator[list[Quad]]:
    """The quads that hang together by blank nodes."""
    above: dict[BlankNode, BlankNode] = {}

    def top(node: BlankNode) -> BlankNode:
        while node != above.setdefault(node, node):
            above[node] = node = above[above[node]]
        return node

    for quad in quads:
        first, *others = _blank(quad)
        for other in others:
            above[top(other)] = top(first)
    parts: defaultdict[BlankNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        parts[top(next(_blank(quad)))].append(quad)
    yield from parts.values()


def _is_endless(part: list[Quad]) -> bool:
    """Whether nobody could wait until these blank nodes have names.

    Those that are known by what stands around them have one at once; of the others each
    order is tried in which those can come that are linked alike (RDF Dataset
    Canonicalization, section 4.8).
    """
    seen = _surroundings(part)
    counts = Counter(seen.values())
    alone = {node for node, around in seen.items() if counts[around] == 1}
    alike = [quad for quad in part if alone.isdisjoint(_blank(quad))]
    linked = [quad for quad in alike if len(set(_blank(quad))) > 1]
    return any(_has_many_orders(one, seen) for one in _parts(linked))


def _has_many_orders(
    part: list[Quad], seen: Mapping[BlankNode, tuple[str, ...]]
) -> bool:
    """Whether too many blank nodes hang together that can come in too many orders."""
    nodes = {node for quad in part for node in _blank(quad)}
    if len(nodes) <= _MOST_ALIKE:
        return False
    if max(Counter(map(seen.__getitem__, nodes)).values()) > _MOST_ALIKE:
        return True
    ways: Counter[object] = Counter()
    for quad in part:
        for node, other in permutations(_blank(quad), 2):
            ways[node, quad.predicate, node == quad.subject, seen[other]] += 1
    orders = 1
    for count in ways.values():
        orders *= factorial(min(count, _MOST_ORDERS))
        if orders > _MOST_ORDERS:
            return True
    return False


def _surroundings(part: list[Quad]) -> dict[BlankNode, tuple[str, ...]]:
    """The quads around each blank node, without the names of others."""
    around: defaultdict[BlankNode, list[str]] = defaultdict(list)
    for quad in part:
        for node in _blank(quad):
            around[node].append(_seen_from(node, quad))
    return {node: tuple(sorted(lines)) for node, lines in around.items()}


def _seen_from(node: BlankNode, quad: Quad) -> str:
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return " ".join(_term_beside(term, node) for term in terms)


def _term_beside(term: object, node: BlankNode) -> str:
    if not isinstance(term, BlankNode):
        return str(term)
    return "this" if term == node else "other"


def _renamed(quad: Quad, prefix: str) -> Quad:
    subject = _under(quad.subject, prefix)
    value, graph = _under(quad.object, prefix), _under(quad.graph_name, prefix)
    return Quad(subject, quad.predicate, value, graph)


def _under(term: Any, prefix: str) -> Any:
    """The term, a blank node under its new name."""
    return BlankNode(prefix + term.value) if isinstance(term, BlankNode) else term
