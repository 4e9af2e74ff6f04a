"""Directions of texts (JSON-LD 1.1, 4.2.4.1), which RDF 1.1 cannot say."""

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, Quad

from diplomatica.errors import Fault

_KEY = '"@direction"'
_HAS = "has a direction for {} of its texts, which RDF 1.1 cannot say"
_AS_HTML = "they are published without; a text of rdf:HTML keeps its own (dir=…)"


class Directions:
    """Takes the directions off the texts of one document, as W3C has it, and counts them."""

    def __init__(self) -> None:
        """No text was met yet."""
        self._count = 0

    def passes_of(self, text: str) -> list[Callable[[Iterable[Quad]], Iterable[Quad]]]:
        """What the quads of a document with this text are to come through."""
        return [self.quads] if _KEY in text else []

    def quads(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Quads whose texts have no direction."""
        for quad in quads:
            subject, predicate, text, graph = quad
            if isinstance(text, Literal) and text.direction:
                self._count += 1
                text = Literal(text.value, language=text.language)
                quad = Quad(subject, predicate, text, graph)
            yield quad

    def hints(self, name: str) -> Iterator[Fault]:
        """That a document of this name is read without them, if it has some."""
        if self._count:
            yield Fault(name, 0, _HAS.format(f"{self._count:,}"), _AS_HTML)
