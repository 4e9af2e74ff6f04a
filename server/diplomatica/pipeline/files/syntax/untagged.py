"""Texts of no language within RDF/XML that has one: `xml:lang=""` (XML 1.0, section 2.12)."""

import re
from collections.abc import Iterable
from itertools import count

from pyoxigraph import Literal, Quad

_NONE = re.compile(rb"""(\bxml:lang\s*=\s*)(["'])\2""")


class Untagged:
    """Gives a parser that refuses `xml:lang=""` a tag instead, which no text keeps."""

    def __init__(self, document: bytes) -> None:
        """Take a document in UTF-8."""
        self.data = document
        """The document as the parser is given it."""
        self._tag = ""
        if _NONE.search(document):
            tags = (f"x-none{number}" for number in count())
            self._tag = next(one for one in tags if one.encode() not in document)
            written = rb"\1\g<2>%s\2" % self._tag.encode()
            self.data = _NONE.sub(written, document)

    def quads(self, quads: Iterable[Quad]) -> Iterable[Quad]:
        """What the parser reads, as the document means it."""
        return map(self._as_meant, quads) if self._tag else quads

    def _as_meant(self, quad: Quad) -> Quad:
        term = quad.object
        if not isinstance(term, Literal):
            return quad
        if term.language == self._tag:
            term = Literal(term.value.replace(self._tag, ""))
        elif self._tag in term.value:  # XML within it, or words about XML
            term = _with_words(term, term.value.replace(self._tag, ""))
        return Quad(quad.subject, quad.predicate, term, quad.graph_name)


def _with_words(term: Literal, words: str) -> Literal:
    if term.language:
        return Literal(words, language=term.language, direction=term.direction)
    return Literal(words, datatype=term.datatype)
