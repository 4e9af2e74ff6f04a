"""Literals that are none of their datatype.

They are published as they are written, and warned of.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.model.literals.lexical import is_well_typed
from diplomatica.model.vocabulary import XSD
from diplomatica.pipeline.files.source import Source, graph_of
from diplomatica.pipeline.storing.stored import Quads

_ADVICE = "correct it, or give it the datatype that it is of; it is published as it is written"


def ill_typed(source: Source) -> Iterator[Fault]:
    """Warnings of those literals of a file that are none of their datatype."""
    told: set[Quad] = set()
    quads = source.quads
    for quad in quads.typed.doubtful if isinstance(quads, Quads) else quads:
        term = quad.object
        if isinstance(term, Literal) and not is_well_typed(term) and quad not in told:
            told.add(quad)
            yield _warning(source, quad, term)


def _warning(source: Source, quad: Quad, term: Literal) -> Fault:
    name = term.datatype.value.removeprefix(XSD)
    message = f"“{term.value}” is no xsd:{name}"
    nodes = (quad.predicate, quad.subject)
    near = [node.value for node in nodes if isinstance(node, NamedNode)]
    return source.fault(graph_of(quad), message, _ADVICE, term.value, *near)
