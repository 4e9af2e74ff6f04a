"""Literals that are asked for a truth value (SPARQL 1.1 Query, section 17.2.2).

A number or boolean whose text is none is false there; to the engine it is an error.
"""

import re
from collections.abc import Iterator, Sequence

from diplomatica.engine.rewriting.expressions.positions import at
from diplomatica.engine.sparql.query import Token
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase

_DECIMAL = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_DOUBLE = re.compile(rf"{_DECIMAL}(?:[eE][+-]?\d+)?|[+-]?INF|NaN")
_FORMS = {
    "boolean": re.compile(r"true|false|[01]"),
    "integer": re.compile(r"[+-]?\d+"),
    "decimal": re.compile(_DECIMAL),
    "double": _DOUBLE,
    "float": _DOUBLE,
}
_KIND = re.compile(rf"\^\^\s*[^\s^]*[:#]({'|'.join(_FORMS)})\b")
_LOCAL = re.compile(r"[:#](\w+)>?$")
_LOGICAL = ("!", "&", "|")


def may_be_true(query: str) -> bool:
    """Whether there may be such a literal in a query."""
    return "^^" in query and _KIND.search(query) is not None


def ill_typed(read: Sequence[Token], expressions: Sequence[bool]) -> list[Notice]:
    """A notice for each literal that is false by the standard."""
    literals = dict.fromkeys(_ill_typed_literals(read, expressions))
    return list(map(_notice, literals))


def _notice(literal: str) -> Notice:
    """That a literal is false by the standard, and an error in the engine."""
    text = Phrase(
        "{literal} is none of its datatype: as a truth value it is false by the "
        "standard, and an error here.",
        literal=literal,
    )
    return Notice("truth-values", text)


def _ill_typed_literals(
    read: Sequence[Token], expressions: Sequence[bool]
) -> Iterator[str]:
    """Literals that stand as a condition, with a text that their datatype does not have."""
    for place, token in enumerate(read):
        is_text = token.kind == "string" and expressions[place]
        if not (is_text and _is_asked(read, place)):
            continue
        name = _LOCAL.search(at(read, place + 3).text)
        form = _FORMS.get(name[1]) if name else None
        if form and not form.fullmatch(token.text[1:-1]):
            yield "".join(one.text for one in read[place : place + 4])


def _is_asked(read: Sequence[Token], place: int) -> bool:
    """Whether a literal with a datatype stands where a truth value is asked."""
    before, after = at(read, place - 1).text, at(read, place + 4).text
    if at(read, place + 1).text != "^":
        return False
    if before in _LOGICAL or after in _LOGICAL:
        return True
    is_condition = before == "(" and at(read, place - 2).text.upper() == "IF"
    return is_condition and after == ","
