"""Texts that were taken out of pages of HTML with what was written there: “&eacute;”, “<i>”."""

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, Quad

from diplomatica.errors import Fault
from diplomatica.model.characters import has_reference, has_tag
from diplomatica.model.dataset.naming import LONGEST
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.files.source import Source, graph_of
from diplomatica.pipeline.storing.stored import Quads

_REFERENCE, _TAG = b"&", b"</"
_SHORT_TAGS = (b"<br", b"<p", b"<hr")
_OF_HTML = (RDF("HTML"), RDF("XMLLiteral"))
_ADVICE = (
    "pages show the signs that are meant, and others show what is written: "
    "write the signs; it is published as it is written"
)


_WITHOUT_TAGS = (
    "pages show the words without them, and others show what is written: "
    "write the words alone, or give them the datatype rdf:HTML; "
    "it is published as it is written"
)


def references(source: Source) -> Iterator[Fault]:
    """A hint at references, and one at tags, each with how many texts have such."""
    yield from _hints(source, "references", [_REFERENCE], has_reference, _ADVICE)
    yield from _hints(source, "tags", [_TAG, *_SHORT_TAGS], has_tag, _WITHOUT_TAGS)


def _hints(
    source: Source,
    of: str,
    marks: list[bytes],
    has_some: Callable[[str], bool],
    advice: str,
) -> Iterator[Fault]:
    """A hint at the texts that have some, if there are such."""
    count, first = 0, None
    for quad in _quads(source, marks):
        text = quad.object
        is_plain = isinstance(text, Literal) and text.datatype not in _OF_HTML
        if is_plain and has_some(text_of(text)):
            count, first = count + 1, first or quad
    if first:
        words = text_of(first.object)
        verb = "holds" if count == 1 else "hold"
        shown = " ".join(words.split())[:LONGEST]
        what = f"{count:,} of its texts {verb} {of} of HTML, as “{shown}”"
        yield source.fault(graph_of(first), what, advice, words)


def _quads(source: Source, marks: list[bytes]) -> Iterable[Quad]:
    """The statements that may have some."""
    if isinstance(source.quads, Quads):
        return source.quads.holding(marks, lambda line: b'"' in line)
    return source.quads
