"""What one document says that was brought: in whichever format of RDF it is written."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from pyoxigraph import RdfFormat

from diplomatica.errors import Fault
from diplomatica.model.statement import each_once
from diplomatica.pipeline.files.bringing.packed import BroughtDocument
from diplomatica.pipeline.files.jsonld.contexts import Contexts
from diplomatica.pipeline.files.jsonld.losses import left_out
from diplomatica.pipeline.files.jsonld.refusals import Refusals
from diplomatica.pipeline.files.jsonld.usedterms import (
    with_keys_passed,
    with_used_terms,
)
from diplomatica.pipeline.files.jsonld.words import words_for_codes
from diplomatica.pipeline.files.source import (
    FILE_FORMATS,
    Source,
    parse_document,
    stream_document,
    text_from,
)
from diplomatica.pipeline.files.syntax.encoding import xml_in_utf8
from diplomatica.pipeline.files.syntax.escaping import Escaping
from diplomatica.pipeline.files.syntax.laterblocks import Blocks
from diplomatica.pipeline.files.syntax.nesting import unfit
from diplomatica.pipeline.files.tokens import Block

_BY_STATEMENTS = {
    RdfFormat.TURTLE,
    RdfFormat.TRIG,
    RdfFormat.N_TRIPLES,
    RdfFormat.N_QUADS,
}
"""What is read piece by piece from a file of more bytes than a small one has."""
_SMALL, _LONG = 1 << 20, 1 << 26


def read_document(
    document: BroughtDocument,
    base: str | None,
    contexts: Contexts,
    escaping: Escaping | None = None,
) -> Source:
    """What a document says; its faults are gathered, never raised."""
    source = _read(document, base, contexts, escaping)
    return replace(source, syntax=FILE_FORMATS[document.suffix].name)


def _read(
    document: BroughtDocument,
    base: str | None,
    contexts: Contexts,
    escaping: Escaping | None,
) -> Source:
    form = FILE_FORMATS[document.suffix]
    if form in _BY_STATEMENTS and _size(document) > _SMALL and not escaping:
        source = None
        with suppress(SyntaxError), document.opened() as file:
            source = stream_document(file, document.name, form, _parts(document), base)
        if source:
            return source
        # what is wrong, and where, is told by the whole
    data = document.data()
    if form == RdfFormat.RDF_XML:
        data = xml_in_utf8(data)
    text = text_from(data, document.name)
    if isinstance(text, Fault):
        return Source(document.name, faults=[text])
    if form == RdfFormat.JSON_LD:
        return _of_json(text, document, base, contexts, escaping)
    parts = Blocks(document.name, document.data)
    return parse_document(text.encode(), document.name, form, parts, base, escaping)


def _of_json(
    text: str,
    document: BroughtDocument,
    base: str | None,
    contexts: Contexts,
    escaping: Escaping | None,
) -> Source:
    """What a document of JSON-LD says, or all that is wrong with it and its contexts."""
    if not text.strip():
        empty = Fault(document.name, 0, "is empty", "save it again from where it came")
        return Source(document.name, faults=[empty])
    name, placed = document.name, contexts.placed(text)
    if too_deep := unfit(placed.encode(), name, RdfFormat.JSON_LD):
        return Source(name, faults=[too_deep])
    whole = contexts.readable(name, placed, base)
    if isinstance(whole, Fault):
        source = Source(name, faults=[whole])
    else:
        whole = with_keys_passed(with_used_terms(whole))
        parts, form = Blocks(name, document.data), RdfFormat.JSON_LD
        passes = [each_once, *contexts.directions.passes_of(whole)]
        data = whole.encode()
        source = parse_document(data, name, form, parts, base, escaping, passes)
    if isinstance(whole, Fault) or not source.was_parsed:
        faults = Refusals(name, text, contexts, base).faults()
        return replace(source, faults=faults or source.faults)
    if not escaping:  # what was left out is known then from the first reading
        count, known = len(source.quads), contexts.lost_values
        contexts.left_out = left_out(whole, base, count, placed, known)
    prefixes = {**contexts.prefixes, **source.prefixes}
    terms = words_for_codes(contexts.distinct.values())
    return replace(source, terms=terms, prefixes=prefixes)


def _size(document: BroughtDocument) -> int:
    return document.path.stat().st_size if document.path else 0


def _parts(document: BroughtDocument) -> Sequence[Block]:
    """The blocks of a document; in one that is very long no line is looked for."""
    is_long = _size(document) >= _LONG
    return [Block("", 0)] if is_long else Blocks(document.name, document.data)
