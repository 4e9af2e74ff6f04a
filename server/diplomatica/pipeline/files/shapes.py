"""Shapes of SHACL wherever they stand, and what is a shape and a class at once."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from diplomatica.model.vocabulary import OWL, RDF, RDFS, SH
from diplomatica.pipeline.storing.kept import Kept
from diplomatica.pipeline.storing.stored import Quads

_SHAPES = {SH("NodeShape"), SH("PropertyShape")}
_TERMS = {
    OWL("Class"),
    RDFS("Class"),
    RDF("Property"),
    OWL("ObjectProperty"),
    OWL("DatatypeProperty"),
    OWL("AnnotationProperty"),
}


def has_shapes(quads: Kept) -> bool:
    """Whether a shape is declared here (SHACL, section 2.1)."""
    if isinstance(quads, Quads):
        return any(one.object in _SHAPES for one in quads.saying(RDF("type")))
    return any(_is_typed(quad) and quad.object in _SHAPES for quad in quads)


def terms_among(shapes: Iterable[Quad]) -> list[Quad]:
    """What a file of shapes says of classes and properties, but for the shapes of these."""
    stated = list(shapes)
    typed = [quad for quad in stated if _is_typed(quad) and quad.object in _TERMS]
    terms = {quad.subject for quad in typed}
    return [one for one in stated if one.subject in terms and not _is_of_shacl(one)]


def _is_typed(quad: Quad) -> bool:
    return quad.predicate == RDF("type")


def _is_of_shacl(quad: Quad) -> bool:
    said = quad.object if _is_typed(quad) else quad.predicate
    return isinstance(said, NamedNode) and said.value.startswith(SH)
