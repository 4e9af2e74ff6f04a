"""What pySHACL settles for each node anew, settled once: most of its time goes there."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

import pyshacl.constraints
import rdflib
from pyshacl.constraints.core.shape_based_constraints import PropertyConstraintComponent
from rdflib.term import Node

_OF_ONE = "_evaluate_property_shape"
_Evaluation = Callable[..., tuple[bool, list[Any]]]
# It is a part of pySHACL that another version may have under another name.
_usual: _Evaluation | None = getattr(PropertyConstraintComponent, _OF_ONE, None)


def settle_sooner() -> None:
    """Let pySHACL find parameters at once, and hold all nodes to a shape together.

    A version of it that does the latter in another way does it in its own.
    """
    known = _Parameters(pyshacl.constraints.ALL_CONSTRAINT_PARAMETERS)
    pyshacl.constraints.ALL_CONSTRAINT_PARAMETERS = known
    if _usual is not None:
        setattr(PropertyConstraintComponent, _OF_ONE, _evaluate_together)


class _Parameters(list[rdflib.URIRef]):
    """The parameters of constraints (SHACL, section 4), found without looking at each.

    pySHACL looks for each property of each shape among them.
    """

    def __init__(self, parameters: Iterable[rdflib.URIRef]) -> None:
        super().__init__(parameters)
        self._known = frozenset(self)

    def __contains__(self, term: object) -> bool:
        return term in self._known


def _evaluate_together(
    constraint: PropertyConstraintComponent,
    executor: Any,
    shape: Node,
    graph: rdflib.Graph,
    nodes: Mapping[Node, Iterable[Node]],
    *rest: Any,
) -> tuple[bool, list[Any]]:
    """Whether nodes break a shape of a property, and what is reported of it.

    pySHACL holds one after the other to it, and reads all that the shape asks anew for
    each; it may be given many in the place of one.
    """
    assert _usual is not None
    together = {None: rounds(chain.from_iterable(nodes.values()))}
    return _usual(constraint, executor, shape, graph, together, *rest)


def rounds(nodes: Iterable[Node]) -> list[list[Node]]:
    """Nodes in as few parts as can be of which each has none twice.

    What is met twice is reported twice.
    """
    parts, met = list[list[Node]](), Counter[Node]()
    for node in nodes:
        if met[node] == len(parts):
            parts.append([])
        parts[met[node]].append(node)
        met[node] += 1
    return parts
