"""What somebody brings: any file of RDF, as it is, or why it is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from os.path import normpath
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from pyoxigraph import RdfFormat

from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.dataset.folder import LARGEST, is_apart
from diplomatica.pipeline.files.bringing.describedtables import (
    TABLES,
    Tables,
    read_tables,
    why_undescribed,
)
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.files.bringing.packed import (
    BroughtDocument,
    documents,
)
from diplomatica.pipeline.files.bringing.readdocument import read_document
from diplomatica.pipeline.files.bringing.syntaxes import (
    EMPTY,
    as_written,
    root_of,
    why_empty,
    why_unread,
    wider,
)
from diplomatica.pipeline.files.jsonld.contexts import ContextFile, Contexts
from diplomatica.pipeline.files.source import (
    FILE_FORMATS,
    Source,
    text_from,
    within,
)
from diplomatica.pipeline.files.syntax.encoding import xml_in_utf8
from diplomatica.pipeline.files.syntax.escaping import Escaping, is_mended
from diplomatica.pipeline.files.syntax.wrapping import Wrapping

# What is in documents of these that are RDF: other XML and JSON lies beside much data.
_SIGNS = {".xml": b"www.w3.org/1999/02/22-rdf-syntax-ns#", ".json": b'"@'}
_NONE: Mapping[str, ContextFile] = {}
_FEW = 3  # files that are named
_UNREAD = {
    ".hdt": (
        "is HDT, which no library reads here that needs no compiler",
        "bring it as N-Triples: hdt2rdf of the HDT project writes them",
    ),
    ".tar": ("is an archive of tar", "unpack it, or bring a .zip"),
    ".tgz": ("is an archive of tar", "unpack it, or bring a .zip"),
}


@dataclass
class Brought:
    """The files that were brought: what was read, and what was left out, and why."""

    sources: list[Source] = field(default_factory=list)
    left_out: list[Fault] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    hints: list[Fault] = field(default_factory=list)
    given: Given = field(default_factory=Given)
    """What the description of tables says of the whole, if they are all there is."""
    tables: dict[str, BroughtDocument] = field(default_factory=dict)
    """The tables that are described, and what describes them."""
    contexts: Mapping[str, ContextFile] = field(default_factory=dict)
    """The files of contexts of JSON-LD, by their addresses."""
    documents: dict[str, BroughtDocument] = field(default_factory=dict)
    """All of them by their names, read or not."""
    escapes_iris: bool = False
    """Whether IRIs with signs that none may have are read, with these escaped."""

    def in_a_line(self) -> str:
        """Which files were read, with how many statements, in which syntaxes."""
        sources = self.sources
        names = ", ".join(source.name for source in sources)
        files = names if len(sources) <= _FEW else f"{len(sources):,} files"
        count = sum(len(source.quads) for source in sources)
        statements = "1 statement" if count == 1 else f"{count:,} statements"
        syntaxes = dict.fromkeys(source.syntax for source in sources)
        return f"Read: {files}: {statements} ({', '.join(syntaxes)})"

    def leave_out_faulty(self) -> None:
        """Leave out the files that have faults: the first of each is the reason."""
        first: dict[str, Fault] = {}
        for fault in sorted(self.faults):
            first.setdefault(fault.file, fault)
        self.left_out += [_as_reason(fault) for fault in first.values()]
        self.sources = [one for one in self.sources if one.name not in first]
        self.faults = []

    def how_to_go_on(self) -> str:
        """What to do with faults that an option mends or passes over; else nothing."""
        return " ".join(filter(None, (self._by_escaping(), self._without_faulty())))

    def _by_escaping(self) -> str:
        if self.escapes_iris or not any(map(is_mended, self.faults)):
            return ""
        return "--escape-iris reads IRIs with such signs, written as %20 and so on."

    def _without_faulty(self) -> str:
        """What to do where some files have faults and others have none."""
        faulty = {one.file for one in self.faults}
        sound = sum(one.name not in faulty for one in self.sources)
        if not faulty or not sound:
            return ""
        files = "1 other file has" if sound == 1 else f"{sound:,} other files have"
        them = "it" if sound == 1 else "them"
        return f"{files} no fault: --without-faulty publishes {them} alone."


def _as_reason(fault: Fault) -> Fault:
    """A fault as the reason why its file is left out."""
    place = f"line {fault.line}: " if fault.line else ""
    advice = f" → {fault.advice}" if fault.advice else ""
    reason = f"is left out: {place}{fault.message}{advice}"
    return Fault(fault.file, 0, reason)


def read_brought(
    paths: dict[Path, str],
    base: str | None,
    address: str = "",
    contexts: Mapping[str, ContextFile] = _NONE,
    largest: int = LARGEST,
    *,
    escapes_iris: bool = False,
) -> Brought:
    """Read files, each known by a name. Relative IRIs are resolved against `base`.

    Without it against the document's own name below an `address` (RFC 3986, section
    5.1), where there is one. `contexts` are those of JSON-LD that are at hand. No file
    may have more than the `largest` number of bytes, unpacked. What is no IRI is a
    fault, unless its signs that none may have are escaped.
    """
    found = Brought(contexts=contexts, escapes_iris=escapes_iris)
    known = _documents(found, paths, largest)
    own = {name: address and address + quote(name) for name in known}
    try:
        tables = _take_tables(found, known, {name: base or own[name] for name in known})
    except InvalidInput as error:
        found.faults += error.faults
        return found
    for name, document in known.items():
        if name not in tables.taken:
            try:
                _take(found, document, base or own[name] or None)
            except InvalidInput as error:
                found.faults += error.faults
    found.given = tables.of_whole(found.sources)
    found.hints += tables.hints
    return found


def _documents(
    found: Brought, paths: dict[Path, str], largest: int
) -> dict[str, BroughtDocument]:
    """The documents in some files, by name; what cannot be opened is a fault."""
    known = found.documents
    for path, name in paths.items():
        if path.is_dir() and path.suffix not in FILE_FORMATS:
            found.left_out.append(Fault(name, 0, _why_apart(path)))
            continue
        try:
            inside = documents(path, name, largest)
            known |= {document.name: document for document in inside}
        except InvalidInput as error:
            found.faults += error.faults
    return known


def _take_tables(
    found: Brought, known: dict[str, BroughtDocument], bases: dict[str, str]
) -> Tables:
    """Take up tables with their descriptions."""
    tables = read_tables(known, bases)
    found.faults += tables.faults
    found.tables = tables.kept
    for source in tables.sources:
        _take_source(found, source)
    return tables


def _why_apart(path: Path) -> str:
    """Why a folder is passed over."""
    if path.is_symlink():
        return "is left out: it is a link to a folder"
    if not is_apart(path):
        return "is left out: it is an empty folder"
    if path.name.startswith("."):
        return "is left out: it is hidden"
    return "is left out: it is made by tools, a release perhaps"


def _take(found: Brought, document: BroughtDocument, base: str | None) -> None:
    """Read one document, or tell why it is left out."""
    if document.suffix in FILE_FORMATS and not _is_hidden(document):
        document, hints = as_written(document)
        found.hints += hints
    reason = _left_out(document)
    if reason:
        found.left_out.append(Fault(document.name, 0, f"is left out: {reason}"))
    elif document.suffix in _UNREAD:
        found.faults.append(Fault(document.name, 0, *_UNREAD[document.suffix]))
    else:
        _take_read(found, document, base)


def _take_read(found: Brought, document: BroughtDocument, base: str | None) -> None:
    """Read a document of RDF as what it is written in."""
    contexts = Contexts(found.contexts, partial(_beside, found, document.name))
    source = read_document(document, base, contexts)
    if source.faults:
        source = _read_otherwise(found, document, base, contexts) or source
    if found.escapes_iris and (source.faults or contexts.left_out):
        source = _with_escaped(found, document, base, contexts) or source
    _take_source(found, source, _why_empty(source, document, contexts))
    found.hints += contexts.hints(document.name) if source.was_parsed else ()


def _beside(found: Brought, name: str, address: str) -> ContextFile | None:
    """What was brought and is what a relative address in a file of this name means."""
    there = normpath(PurePosixPath(name).parent / address)
    other = found.documents.get(there)
    text = text_from(other.data(), there) if other else None
    return ContextFile(there, text) if isinstance(text, str) else None


def _why_empty(source: Source, document: BroughtDocument, contexts: Contexts) -> str:
    """Why a document without a statement is left out; "" of any other."""
    if source.quads or not source.was_parsed:
        return ""
    if contexts.losses:
        return f"{EMPTY}: {contexts.losses[0][1]}"
    if contexts.left_out and contexts.left_out.loss:
        return contexts.left_out.loss[1]
    return why_empty(document)


def _read_otherwise(
    found: Brought, document: BroughtDocument, base: str | None, contexts: Contexts
) -> Source | None:
    """A document with faults as what it may be else, if that it is."""
    if FILE_FORMATS[document.suffix] != RdfFormat.RDF_XML:
        return _of_quads(found, document, base, contexts)
    wrapping = Wrapping(xml_in_utf8(document.data()))
    if not wrapping.parts:
        return None
    found.hints.append(wrapping.told(document.name))
    return within(wrapping, document.name, base)


def _of_quads(
    found: Brought, document: BroughtDocument, base: str | None, contexts: Contexts
) -> Source | None:
    """A document with faults as one of quads, if it has none so."""
    other = wider(document)
    source = other and read_document(other[0], base, contexts)
    if not other or not source or source.faults:
        return None
    found.hints.append(other[1])
    return source


def _with_escaped(
    found: Brought, document: BroughtDocument, base: str | None, contexts: Contexts
) -> Source | None:
    """A document whose IRIs are escaped; None where that does not mend it."""
    escaping = Escaping()
    source = read_document(document, base, contexts, escaping)
    if source.faults or escaping.hopeless or not escaping.escaped:
        return None
    contexts.left_out = None
    text = text_from(document.data(), document.name)
    told = escaping.told(document.name, text if isinstance(text, str) else "")
    found.hints.append(told)
    return source


def _take_source(found: Brought, source: Source, why_empty: str = EMPTY) -> None:
    found.faults += source.faults
    if source.was_parsed and not source.quads:
        found.left_out.append(Fault(source.name, 0, f"is left out: {why_empty}"))
    elif source.was_parsed:
        found.sources.append(source)


def _left_out(document: BroughtDocument) -> str:
    """Why a document is no RDF; "" where it is, or should be."""
    if _is_hidden(document):
        return "it is hidden"
    if document.suffix in _UNREAD:
        return ""
    if document.suffix in TABLES:
        return why_undescribed(document)
    if document.suffix not in FILE_FORMATS:
        return why_unread(document)
    sign = _SIGNS.get(document.suffix)
    if sign and sign not in document.data():
        what = f"it is {document.suffix[1:].upper()} without RDF"
        return what + (root_of(document.data()) if document.suffix == ".xml" else "")
    return ""


def _is_hidden(document: BroughtDocument) -> bool:
    return document.name.rpartition("/")[2].startswith(".")
