"""The diagram of a vocabulary's classes.

It is a tree from left to right, drawn as SVG, and the same tree to read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_ROW, _GAP, _LETTER, _MARGIN = 22, 36, 8, 12


@dataclass
class ClassNode:
    """A class in the tree: where it is drawn, and what is below it.

    It may be a kind of other classes besides.
    """

    iri: str
    label: str
    also: list[str] = field(default_factory=list)
    below: list["ClassNode"] = field(default_factory=list)
    x: float = 0
    y: float = 0

    @property
    def end(self) -> float:
        """Where its label ends, about."""
        return self.x + _LETTER * len(self.label) + 6


@dataclass
class Diagram:
    """The trees, the lines between their nodes as SVG paths, and the size."""

    roots: list[ClassNode]
    nodes: list[ClassNode]
    lines: list[str]
    others: list[str]
    width: float
    height: float


def _among(labels: Mapping[str, str], iris: Sequence[str]) -> list[str]:
    return [iri for iri in iris if iri in labels]


def diagram(labels: Mapping[str, str], broader: Mapping[str, Sequence[str]]) -> Diagram:
    """The diagram of some classes, each placed once.

    It stands below the first of its broader ones that can be reached.
    """
    placed: dict[str, ClassNode] = {}
    above = {iri: _among(labels, broader.get(iri, ())) for iri in labels}
    narrower: dict[str, list[str]] = {iri: [] for iri in labels}
    for iri, ups in above.items():
        for up in ups:
            narrower[up].append(iri)
    tops = [iri for iri in labels if not above[iri]]
    roots: list[ClassNode] = []
    # What is its own broader class, over whatever way, has no top: then any of them is one.
    for iri in (*tops, *labels):
        if iri not in placed:
            roots.append(_tree_of(iri, labels, narrower, placed))
    roots.sort(key=_size, reverse=True)
    _lay_out(roots)
    nodes = list(placed.values())
    besides = [(placed[up], node) for node in nodes for up in node.also]
    right = max((node.end for node in nodes), default=0)
    bottom = max((node.y for node in nodes), default=0)
    return Diagram(
        roots=roots,
        nodes=nodes,
        lines=[_lines(node) for node in nodes if node.below],
        others=[_curve(up, node) for up, node in besides],
        width=right + _MARGIN,
        height=bottom + _ROW,
    )


def _tree_of(
    iri: str,
    labels: Mapping[str, str],
    narrower: Mapping[str, list[str]],
    placed: dict[str, ClassNode],
) -> ClassNode:
    """A class with all below it; where one has several above, the first holds it."""
    node = placed[iri] = ClassNode(iri, labels[iri])
    for one in narrower[iri]:
        if one in placed:
            placed[one].also.append(iri)
        else:
            node.below.append(_tree_of(one, labels, narrower, placed))
    return node


def _lay_out(roots: list[ClassNode]) -> None:
    """A column for each depth, as wide as its longest label; a row for each leaf."""
    column, level = float(_MARGIN), roots
    while level:
        for node in level:
            node.x = column
        column = max(node.end for node in level) + _GAP
        level = [one for node in level for one in node.below]
    leaves = [leaf for root in roots for leaf in _leaves(root)]
    for row, leaf in enumerate(leaves):
        leaf.y = _ROW * (row + 0.75)
    for root in roots:
        _centre(root)


def _leaves(node: ClassNode) -> Iterator[ClassNode]:
    if not node.below:
        yield node
    for one in node.below:
        yield from _leaves(one)


def _size(node: ClassNode) -> int:
    return 1 + sum(map(_size, node.below))


def _centre(node: ClassNode) -> None:
    """Put a node in the middle of what is below it."""
    for one in node.below:
        _centre(one)
    if node.below:
        node.y = (node.below[0].y + node.below[-1].y) / 2


def _lines(node: ClassNode) -> str:
    """From a node to a trunk, along it, and from it to each node below."""
    trunk = node.below[0].x - _GAP / 2
    top, bottom = node.below[0].y, node.below[-1].y
    to_trunk = f"M{node.end:.0f} {node.y:.0f}H{trunk:.0f}"
    along = f"M{trunk:.0f} {top:.0f}V{bottom:.0f}"
    branches = [f"M{trunk:.0f} {one.y:.0f}H{one.x - 4:.0f}" for one in node.below]
    return "".join((to_trunk, along, *branches))


def _curve(left: ClassNode, right: ClassNode) -> str:
    bend = f"{left.end + _GAP:.0f} {left.y:.0f} {right.x - _GAP:.0f} {right.y:.0f}"
    return f"M{left.end:.0f} {left.y:.0f}C{bend} {right.x - 4:.0f} {right.y:.0f}"
