"""Numbers in Turtle and TriG that stand in quotes.

Bare, some readers would take them for the same in another form.

The serializer writes 007 bare, and rdflib reads that as 7. So where a dataset has such
a number, all that is of XML Schema gets a namespace that the serializer knows nothing
of, and the prefix `xsd` stands for that until it is written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.model.formats import TRIG, TURTLE, Format
from diplomatica.model.vocabulary import TEXT_TYPES, XSD

_NUMBERS = {
    XSD("integer"): re.compile(r"0|-?[1-9]\d*"),
    XSD("decimal"): re.compile(r"-?(?:[1-9]\d*\.\d+|0\.(?!0{6})\d+)"),
}
_BARE = {
    XSD("boolean"): re.compile("true|false"),
    XSD("double"): re.compile(".*[eE].*"),
}
_DIGITS = tuple("0123456789")
_VEIL = "urn:in-quotes:"
_LOCAL = re.compile(r"\w+")

Statements = Iterable[Triple] | Iterable[Quad]
"""Read more than once."""
Prefixes = dict[str, str]


def quoting(
    statements: Statements, form: Format, prefixes: Prefixes
) -> tuple[Statements, Prefixes]:
    """What to give the serializer for statements in a format, so that it quotes what needs it."""
    if form not in (TURTLE, TRIG) or not needs_quotes(statements):
        return statements, prefixes
    veiled = cast("Statements", map(_veiled, statements))
    return veiled, {**prefixes, "xsd": _VEIL}


def quote_numbers(
    statements: Iterable[Triple | Quad], form: Format
) -> tuple[Iterator[Triple | Quad], Prefixes]:
    """Statements that come one by one, given so that the serializer quotes what needs it."""
    if form not in (TURTLE, TRIG):
        return iter(statements), {}
    return map(_veiled, statements), {"xsd": _VEIL}


def is_veiled(prefixes: Mapping[str, str]) -> bool:
    """Whether what is written with these prefixes has to be unveiled."""
    return prefixes.get("xsd") == _VEIL


def unveiled(text: bytes) -> bytes:
    """What the serializer wrote, with the namespace of `xsd` in its head."""
    return text.replace(f"xsd: <{_VEIL}>".encode(), f"xsd: <{XSD}>".encode(), 1)


def needs_quotes(statements: Statements) -> bool:
    """Whether a number is not to stand bare.

    Most texts are seen by their end to be none, which costs least.
    """
    for statement in statements:
        term = statement.object
        if isinstance(term, Literal) and term.value.endswith(_DIGITS):
            bare = _NUMBERS.get(term.datatype)
            if bare and not bare.fullmatch(term.value):
                return True
    return False


def needs_quotes_in(pieces: Iterable[bytes]) -> bool:
    """Whether lines of N-Quads, many at a time, have a number that is not to stand bare."""
    return any(map(_has_unfit, pieces))


def _has_unfit(lines: bytes) -> bool:
    """Whether such a number is among these; they are found by what stands behind them."""
    for datatype, bare in _NUMBERS.items():
        *parts, _ = lines.split(f'"^^{datatype}'.encode())
        # Before a literal is a space, and within one each quotation mark is escaped.
        texts = {part[part.rindex(b' "') + 2 :].decode() for part in parts}
        if any(one.endswith(_DIGITS) and not bare.fullmatch(one) for one in texts):
            return True
    return False


def _veiled(statement: Triple | Quad) -> Triple | Quad:
    """A statement with what is of XSD in its object veiled from the serializer."""
    term = statement.object
    if isinstance(term, Literal):
        veiled = _veiled_literal(term)
        return statement if veiled is term else _with_object(statement, veiled)
    if not isinstance(term, NamedNode) or not term.value.startswith(XSD):
        return statement
    local = term.value.removeprefix(XSD)
    if not _LOCAL.fullmatch(local):
        return statement
    return _with_object(statement, NamedNode(_VEIL + local))


def _veiled_literal(term: Literal) -> Literal:
    """A literal that the serializer has to quote: all but numbers that may stand bare."""
    datatype = term.datatype
    if datatype in TEXT_TYPES:
        return term
    bare = _NUMBERS.get(datatype) or _BARE.get(datatype)
    local = datatype.value.removeprefix(XSD)
    if not _LOCAL.fullmatch(local) or (bare and bare.fullmatch(term.value)):
        return term
    return Literal(term.value, datatype=NamedNode(_VEIL + local))


def _with_object(statement: Triple | Quad, term: Literal | NamedNode) -> Triple | Quad:
    if isinstance(statement, Quad):
        return Quad(statement.subject, statement.predicate, term, statement.graph_name)
    return Triple(statement.subject, statement.predicate, term)
