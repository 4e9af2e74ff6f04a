"""What is wrong with the syntax of a document, and where."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from html import escape
from urllib.parse import quote
from xml.parsers.expat import ExpatError, ParserCreate

from pyoxigraph import NamedNode, Quad, QuadParser, RdfFormat, parse

from diplomatica.errors import Fault
from diplomatica.model.statement import text_of
from diplomatica.pipeline.files.jsonld.advice import GIVE_IT, advice_on
from diplomatica.pipeline.files.syntax.lines import line_at
from diplomatica.pipeline.files.syntax.marks.preceding import is_of_mark, with_cause
from diplomatica.pipeline.files.syntax.unnamespaced import (
    REQUIRED,
    without_namespace,
)

_GOES_ON = (
    RdfFormat.TURTLE,
    RdfFormat.TRIG,
    RdfFormat.N_TRIPLES,
    RdfFormat.N_QUADS,
)
"""The formats whose parser goes on behind what it could not read."""
_MOST_TOLD = 20  # kinds of faults of a document
# The place, which the fault tells by itself.
_PLACE = re.compile(r"^Parser error [^:]*: ")
_IRI = re.compile("error while parsing IRI '")
_UNCLOSED = "Line jumps"
_END_OF_BLOCK = "} is not a valid subject"
_NO_SCHEME = "No scheme found"
_USED_TWICE = re.compile("<([^<>]*)> has already been used as rdf:ID")
_CODE_POINT = re.compile(r"Invalid IRI code point '(.)'")
# What a parser names of the document: in quotation marks, or a keyword of JSON-LD.
_QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"|(@[a-z]+)")
_REMOTE = "has an @context at another address, and nothing is fetched here"
_UNDECLARED = re.compile(r"The prefix ([^\s:]*): has not been declared")
_DECLARED = re.compile(
    rb"(?:@prefix|PREFIX)\s+([^\s:<]*):\s*<([^<>\s]*)>", re.IGNORECASE
)
_DECLARE = "declare it with @prefix at the head of the file"
_IN_SMALL = "write @prefix and @base in small letters"
_LARGE = re.compile(r"@(?!prefix|base)(?i:prefix|base) is not")
_ALIKE = 0.75  # of two prefixes, one of which is meant
_HINTS = {
    _UNCLOSED: "close its quotation mark, or put three around a text of several lines",
    "has not been declared": _DECLARE,
    _NO_SCHEME: "write the whole IRI, or a prefix and a name: "
    "a relative IRI has no fixed meaning",
    "end of file": "something is not closed: a brace, a bracket or a quotation mark",
    "Unexpected end": "something is not closed: a brace, a bracket or a quotation mark",
    "LoadDocumentCallback": GIVE_IT,
    "must not be rdf:langString": "a text has a language or a datatype, and not both: "
    'write "…"@fr with its tag, or "…" alone',
    "True is not a valid": "write true in small letters",
    "False is not a valid": "write false in small letters",
    "'“' is not allowed": "write straight quotation marks around texts",
    "'”' is not allowed": "write straight quotation marks around texts",
    "'„' is not allowed": "write straight quotation marks around texts",
    "{ is not a valid": "of Notation3 only what is Turtle is read: "
    "take formulas and rules out",
}


_IN_BRACKETS = re.compile("<([^<>]*)>")
_LONGEST_TOLD = 200  # characters of an IRI
_LONGEST = 16 << 20  # bytes of a term, the parser's own bound


def syntax_faults(
    error: SyntaxError, data: bytes, name: str, form: RdfFormat, base: str | None
) -> list[Fault]:
    """All that a parser complains of in a document, of which it first told an `error`.

    What is alike is told once, with how often; of very many the first ones are.
    """
    found: list[Fault] = []
    if form in _GOES_ON:
        errors = _causes(_errors(parse(data, format=form, base_iri=base)))
        met = ((_fault(name, one, data, form), one) for one in errors)
        told = _together(met, lambda fault, error: with_cause(fault, error, data))
        meant = (_with_prefix_meant(one, data) for one in told)
        found = [_with_iri(one, data, form) for one in meant]
    if form == RdfFormat.RDF_XML and _IRI.search(str(error.msg)):
        found = _together((one, None) for one in _faulty_iris(data, name, base))
    if form == RdfFormat.RDF_XML and REQUIRED in str(error.msg):
        found = without_namespace(data, name)
    # Of an IRI that nothing is stated of nothing is found.
    if found:
        return found
    fault = _fault(name, error, data, form)
    if twice := _USED_TWICE.search(fault.message):
        return [_used_twice(fault, twice[1], data)]
    if not fault.line:
        last = _last_of(parse(data, format=form, base_iri=base))
        fault = replace(fault, line=_line_near(data, fault.message, last))
    return [fault]


def _used_twice(fault: Fault, iri: str, data: bytes) -> Fault:
    """The fault of an rdf:ID that two elements have, at the second of them."""
    name = re.escape(iri.rpartition("#")[2].encode())
    places = list(re.finditer(rb"""rdf:ID\s*=\s*(["'])%b\1""" % name, data))
    line = line_at(data, places[1].start()) if len(places) > 1 else 0
    advice = 'say rdf:about="#…" where the same is meant, or give one another rdf:ID'
    return replace(fault, line=line, advice=advice)


def too_long(data: bytes, name: str, form: RdfFormat, base: str | None) -> Fault:
    """The fault of a document with a term beyond the parser's own bound."""
    read = _last_of(parse(data, format=form, base_iri=base))
    lines = enumerate(data.split(b"\n"), start=1)
    near = _line_near(data, "", read)
    line = next((line for line, text in lines if len(text) > _LONGEST), near)
    what = "holds a name or text of more than 16 MiB, which the parser does not take"
    advice = "keep it in a file of its own, and state the address of that"
    return Fault(name, line, what, advice)


def _errors(parser: QuadParser) -> Iterator[SyntaxError]:
    """What a parser complains of, as it goes on behind each.

    Behind a text that is not closed nothing is read as it was meant.
    """
    while True:
        try:
            deque(parser, maxlen=0)
        except SyntaxError as error:
            yield error
            if _UNCLOSED in str(error.msg):
                return
        except MemoryError:
            return
        else:
            return


def _causes(errors: Iterable[SyntaxError]) -> Iterator[SyntaxError]:
    """The first on each line: what comes behind it may be of its making.

    So is the end of a block in which something was lacking.
    """
    known = set[int]()
    for error in errors:
        line = error.lineno or 0
        if line not in known and not (known and _END_OF_BLOCK in str(error.msg)):
            known.add(line)
            yield error


def _faulty_iris(data: bytes, name: str, base: str | None) -> Iterator[Fault]:
    """A fault for each IRI in RDF/XML that is none."""
    known = set[str]()
    lenient = parse(data, format=RdfFormat.RDF_XML, base_iri=base, lenient=True)
    with suppress(SyntaxError):
        for quad in lenient:
            for term in (quad.subject, quad.predicate, quad.object):
                if isinstance(term, NamedNode) and term.value not in known:
                    known.add(term.value)
                    if wrong := _wrong_with(term.value):
                        line = _line_of(data, escape(term.value, quote=False))
                        advice = _advice(wrong, RdfFormat.RDF_XML)
                        what = f"<{term.value}> is no IRI: {wrong}"
                        yield Fault(name, line, what, advice)


def _wrong_with(iri: str) -> str:
    """What keeps a text from being an IRI; "" where nothing does."""
    try:
        NamedNode(iri)
    except ValueError as error:
        return str(error)
    return ""


def _is_complaint(message: str, iri: str, form: RdfFormat) -> bool:
    """Whether that is what a parser says of an IRI as a document writes it.

    Where a document has a base, that which is relative is none of the faulty ones.
    """
    has_base = form in (RdfFormat.TURTLE, RdfFormat.TRIG) and _NO_SCHEME not in message
    base = "https://example.org/" if has_base else None
    try:
        deque(parse(f"<x:x> <x:x> <{iri}> .", format=form, base_iri=base), maxlen=0)
    except SyntaxError as error:
        return _PLACE.sub("", str(error.msg)) in message
    return False


def _line_of(data: bytes, words: str) -> int:
    """The first line with these words; 0 where there is none."""
    return line_at(data, data.find(words.encode()))


def _together(
    met: Iterable[tuple[Fault, SyntaxError | None]],
    explained: Callable[[Fault, SyntaxError | None], Fault] = lambda fault, _: fault,
) -> list[Fault]:
    """Of faults that are alike the first with how often there are such; not too many.

    What takes long to be `explained` by its error is that for those that are told alone.
    """
    first: dict[tuple[str, int], Fault] = {}
    counts = Counter[tuple[str, int]]()
    beyond: list[Fault] = []
    more = 0
    for fault, error in met:
        kind = _kind(fault)
        if kind in first:
            counts[kind] += 1
        elif len(first) < _MOST_TOLD:
            first[kind] = explained(fault, error)
            counts[kind] = 1
        else:
            beyond = beyond or [fault]
            more += 1
    told = [_with_count(fault, counts[kind]) for kind, fault in first.items()]
    what, advice = f"{more:,} more faults are in it from here on", "mend those first"
    return told + [replace(one, message=what, advice=advice) for one in beyond]


def _kind(fault: Fault) -> tuple[str, int]:
    """What faults have in common that are told once.

    Marks are lacking behind different words: each is one of its own.
    """
    return fault.message, fault.line if is_of_mark(fault.message) else 0


def _with_prefix_meant(fault: Fault, data: bytes) -> Fault:
    """The fault of an undeclared prefix with one that is declared and looks like it."""
    named = _UNDECLARED.search(fault.message)
    if not named:
        return fault
    for found in _DECLARED.finditer(data):
        if found[1].decode("utf-8", "replace") == named[1]:
            return replace(fault, advice=_advice_on(found, fault, data))
    declared = {one.decode(): iri.decode() for one, iri in _DECLARED.findall(data)}
    for meant in get_close_matches(named[1], declared, 1, _ALIKE):
        advice = f"did you mean {meant}: ({declared[meant]})? Else {_DECLARE}"
        return replace(fault, advice=advice)
    return fault


def _advice_on(found: re.Match[bytes], fault: Fault, data: bytes) -> str:
    """Advice on a prefix that a document declares where it does not count."""
    line = line_at(data, found.start())
    if found[0].startswith(b"@") and not found[0].startswith(b"@prefix"):
        return f"mend line {line}: {_IN_SMALL}"
    if line > fault.line:
        return f"put line {line}, which declares it, before the first name with it"
    return f"line {line} does not declare it, as it is faulty or a comment: mend that"


def _with_iri(fault: Fault, data: bytes, form: RdfFormat) -> Fault:
    """The fault of what is no IRI with its text."""
    if "IRI" not in fault.message or not fault.line:
        return fault
    line = data.split(b"\n", fault.line)[fault.line - 1].decode("utf-8", "replace")
    written = _IN_BRACKETS.findall(line)
    faulty = (iri for iri in written if _is_complaint(fault.message, iri, form))
    for iri in faulty:
        shown = f"{fault.message}: <{iri[:_LONGEST_TOLD]}>"
        is_node = iri.startswith("_:")
        advice = "write a blank node without < and >" if is_node else fault.advice
        return replace(fault, message=shown, advice=advice)
    return fault


def _with_count(fault: Fault, count: int) -> Fault:
    if count == 1:
        return fault
    return replace(fault, message=f"{fault.message} ({count:,} times)")


def _fault(name: str, error: SyntaxError, data: bytes, form: RdfFormat) -> Fault:
    what = _PLACE.sub("", str(error.msg))
    line = error.lineno or _line_in_xml(data, form)
    if "LoadDocumentCallback" in what:
        return Fault(name, _line_of(data, '"@context"'), _REMOTE, _advice(what, form))
    if form == RdfFormat.JSON_LD and error.lineno:
        what = f"{what} (column {error.offset})"
    return Fault(name, line, what, _advice(what, form))


def _line_in_xml(data: bytes, form: RdfFormat) -> int:
    """The line on which a document ceases to be XML, 0 where it does not."""
    if form == RdfFormat.RDF_XML:
        try:
            ParserCreate().Parse(data, True)
        except ExpatError as error:
            return error.lineno
    return 0


def _line_near(data: bytes, what: str, read: list[Quad]) -> int:
    """The line of what a parser complains of without one; 0 where it cannot be found.

    That is the first that comes after what could be read.
    """
    last = text_of(read[-1].subject).encode() if read else b""
    start = max(data.rfind(last), 0) if last else 0
    words = last
    if named := _QUOTED.search(what):
        words = next(filter(None, named.groups()), "").encode()
    if not words:
        return 0
    return line_at(data, data.find(words.lstrip(b"#"), start))


def _last_of(parser: Iterable[Quad]) -> list[Quad]:
    """The last quad that can be read, if there is any."""
    last: deque[Quad] = deque(maxlen=1)
    with suppress(SyntaxError, MemoryError):
        last.extend(parser)
    return list(last)


def _advice(what: str, form: RdfFormat) -> str:
    for sign, advice in _HINTS.items():
        if sign in what:
            return advice
    if found := _CODE_POINT.search(what):
        return f"write it as {quote(found[1], safe='')} where it stands in the IRI"
    if _LARGE.match(what):
        return _IN_SMALL
    known = advice_on(what) if form == RdfFormat.JSON_LD else ""
    return known or f"see the W3C Recommendation of {form.name}"
