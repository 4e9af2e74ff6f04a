"""Sums of a time and a duration (XPath and XQuery Functions and Operators, section 10.8).

The engine changes the order of what is added, by chance as it seems, and knows only a time before
a duration; of a difference it keeps the order.
"""

from collections.abc import Iterator, Sequence

from diplomatica.engine.rewriting.expressions.positions import at
from diplomatica.engine.rewriting.expressions.spans import TokenSpan
from diplomatica.engine.sparql.query import Token

_OPERANDS = ("variable", "string", "name", "iri")


def may_add(query: str) -> bool:
    """Whether a duration may be added to something."""
    return "+" in query and "uration" in query


def sums(read: Sequence[Token], expressions: Sequence[bool]) -> Iterator[TokenSpan]:
    """The signs before a duration, each as one that keeps the order."""
    for place, token in enumerate(read):
        before = at(read, place - 1)
        is_sum = before.kind in _OPERANDS or before.text == ")"
        is_sum = is_sum and token.text == "+" and expressions[place]
        if is_sum and _is_duration(read, place + 1):
            yield TokenSpan(place, place + 1, (), lambda: "- -")


def _is_duration(read: Sequence[Token], place: int) -> bool:
    """Whether a literal of a duration begins at a token, or a cast to one."""
    following, next_but_one = at(read, place + 1).text, at(read, place + 2).text
    if following == next_but_one == "^":
        datatype = at(read, place + 3)
    elif following == "(":
        datatype = at(read, place)
    else:
        return False
    return datatype.text.removesuffix(">").endswith("uration")
