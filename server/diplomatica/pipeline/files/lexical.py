"""Whether a literal is one of its datatype: "2020-02-31" is no date (RDF 1.1 Concepts, section 5)."""

from collections.abc import Iterator
from functools import lru_cache

from elementpath.datatypes import builtin_atomic_types
from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.model.vocabulary import XSD
from diplomatica.pipeline.files.source import Source, graph_of

_LIKE = {
    "float": "double"
}  # the library's own xs:float takes no text of digits for valid
# RDF has no use for these: they need a document around them (RDF 1.1 Concepts, section 5.1).
_NOT_OF_RDF = {
    "QName",
    "NOTATION",
    "ID",
    "IDREF",
    "ENTITY",
    "anyAtomicType",
    "untypedAtomic",
    "error",
}
_ADVICE = "correct it, or give it the datatype that it is of; it is published as it is written"


def ill_typed(source: Source) -> Iterator[Fault]:
    """What to warn of in a file: the literals that are none of their datatype."""
    for quad in dict.fromkeys(source.quads):
        if isinstance(quad.object, Literal) and not is_well_typed(quad.object):
            yield _warning(source, quad, quad.object)


@lru_cache(1 << 16)
def is_well_typed(term: Literal) -> bool:
    """Whether the text of a literal is in the lexical space of its datatype; of others than XSD's, True."""
    datatype = term.datatype.value
    if not datatype.startswith(XSD) or term.datatype == XSD("string"):
        return True
    name = datatype.removeprefix(XSD)
    kind = builtin_atomic_types.get(f"xs:{_LIKE.get(name, name)}")
    return kind is None or name in _NOT_OF_RDF or _is_of(kind, term.value)


def _is_of(kind: type, text: str) -> bool:
    """Whether a type of XML Schema has such a text, and a value for it: no 31st of February."""
    try:
        return bool(kind.is_valid(text)) and _value(kind, text) is not None  # type: ignore[attr-defined]
    except (ValueError, OverflowError, ArithmeticError):
        return False


def _value(kind: type, text: str) -> object:
    make = getattr(kind, "fromstring", kind)
    return make(text)


def _warning(source: Source, quad: Quad, term: Literal) -> Fault:
    name = term.datatype.value.removeprefix(XSD)
    message = f"“{term.value}” is no xsd:{name}"
    near = [
        one.value
        for one in (quad.predicate, quad.subject)
        if isinstance(one, NamedNode)
    ]
    return source.fault(graph_of(quad), message, _ADVICE, term.value, *near)
