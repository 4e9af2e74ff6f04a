"""Texts that were taken out of pages of HTML with the references of these, as “&eacute;”."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, Quad

from diplomatica.errors import Fault
from diplomatica.model.characters import has_reference
from diplomatica.model.dataset.naming import cut
from diplomatica.model.statement import text_of
from diplomatica.pipeline.files.source import Source, graph_of
from diplomatica.pipeline.storing.stored import Quads

_MARK = b"&"
_ADVICE = (
    "pages show the signs that are meant, and others show what is written: "
    "write the signs; it is published as it is written"
)


def references(source: Source) -> Iterator[Fault]:
    """A hint at them, with how many there are."""
    count, first = 0, None
    for quad in _quads(source):
        if isinstance(quad.object, Literal) and has_reference(quad.object.value):
            count, first = count + 1, first or quad
    if first:
        words = text_of(first.object)
        verb = "holds" if count == 1 else "hold"
        what = f"{count:,} of its texts {verb} references of HTML, as “{cut(words)}”"
        yield source.fault(graph_of(first), what, _ADVICE, words)


def _quads(source: Source) -> Iterable[Quad]:
    """The statements that may have some."""
    if isinstance(source.quads, Quads):
        return source.quads.holding([_MARK], lambda line: b";" in line)
    return source.quads
