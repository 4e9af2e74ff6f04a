"""XML within RDF/XML (rdf:XMLLiteral), which is to be XML once more."""

import re
from collections.abc import Iterable

from pyoxigraph import Literal, Quad

from diplomatica.model.vocabulary import RDF

_XML = RDF("XMLLiteral")
_TAG = re.compile(r'<[^\s<>/!?"][^\s<>"]*(?:\s+[^\s<>="]+="[^"]*")+')
_ATTRIBUTE = re.compile(r'\s+([^\s<>="]+)="[^"]*"')


def declared_once(quads: Iterable[Quad]) -> Iterable[Quad]:
    """Quads whose XML declares no namespace twice in a tag, which no XML may (section 3.1).

    The parser gives an element the namespaces that hold for it, and its own once more.
    """
    return map(_with_sound_tags, quads)


def _with_sound_tags(quad: Quad) -> Quad:
    text = quad.object
    if not isinstance(text, Literal) or text.datatype != _XML:
        return quad
    words = _TAG.sub(_each_once, text.value)
    if words == text.value:
        return quad
    sound = Literal(words, datatype=_XML)
    return Quad(quad.subject, quad.predicate, sound, quad.graph_name)


def _each_once(tag: re.Match[str]) -> str:
    """A tag with the first of the attributes of each name."""
    first: dict[str, str] = {}
    attributes = list(_ATTRIBUTE.finditer(tag[0]))
    for one in attributes:
        first.setdefault(one[1], one[0])
    return tag[0][: attributes[0].start()] + "".join(first.values())
