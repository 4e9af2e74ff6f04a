"""Casts of texts (XPath and XQuery Functions and Operators, section 17.1.1).

White space around the text is dropped before it is read; the engine reads it with the rest.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from diplomatica.engine.rewriting.expressions.calls import FunctionCall, quote_text
from diplomatica.engine.rewriting.expressions.spans import TokenSpan
from diplomatica.engine.sparql.query import Token
from diplomatica.model.vocabulary import XSD

_NAMES = (
    "boolean|decimal|integer|float|double|dateTime|date|time|gYear|gYearMonth|gMonth|gMonthDay"
    "|gDay|duration|dayTimeDuration|yearMonthDuration"
)
# Not of a text that begins and ends with another character.
_CAST = re.compile(
    rf"""[:#](?:{_NAMES})>?\s*\((?!\s*(["'])[^"'\\\s](?:[^"'\\]*[^"'\\\s])?\1\s*\))"""
)
_DATATYPES = {XSD(name).value for name in _NAMES.split("|")}
_WHITE = " \t\n\r"
_AROUND = quote_text(f"^[{_WHITE}]+|[{_WHITE}]+$")


def may_cast(query: str) -> bool:
    """Whether there may be a cast that drops white space."""
    return _CAST.search(query) is not None


def cast(
    call: FunctionCall, read: Sequence[Token], prefixes: Mapping[str, str]
) -> TokenSpan | None:
    """How a cast is written that drops white space; None where there is none to drop."""
    if _iri(call.function, prefixes) not in _DATATYPES or len(call.arguments) != 1:
        return None
    text, name = call.text(read, 0), call.function.text
    if text is None:
        return TokenSpan(call.start, call.end, call.arguments, partial(_trimmed, name))
    stripped = text.strip(_WHITE)
    if stripped == text:
        return None
    constant = f"{name}({quote_text(stripped)})"
    return TokenSpan(call.start, call.end, (), lambda: constant)


def _trimmed(name: str, text: str) -> str:
    """A cast of what is no constant: only a text that cannot be cast as it is, is trimmed."""
    cut = f'REPLACE({text},{_AROUND},"")'
    return f"COALESCE({name}({text}),{name}({cut}))"


def _iri(function: Token, prefixes: Mapping[str, str]) -> str:
    if function.kind == "iri":
        return function.text[1:-1]
    prefix, _, name = function.text.partition(":")
    return f"{prefixes.get(prefix, '')}{name}"
