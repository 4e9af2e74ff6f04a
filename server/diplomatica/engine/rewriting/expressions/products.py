"""Products of decimals (XPath and XQuery Functions and Operators, section 6.2).

A product that has more digits than a decimal can hold is rounded there; the engine gives no value
where both factors have more than 18 digits after the point together.
"""

import re
from collections.abc import Iterator, Sequence

from diplomatica.engine.rewriting.expressions.positions import (
    at,
    begin_of,
    brackets,
    end_of,
)
from diplomatica.engine.rewriting.expressions.spans import TokenSpan
from diplomatica.engine.sparql.query import Token
from diplomatica.model.vocabulary import XSD

_DECIMAL = f"<{XSD('decimal').value}>"
_PRODUCT = re.compile(
    r"""(?:[?$]\w+|(?<![\w:.-])[\d.]+(?:[eE]\d+)?|[)"']|\^\^\S+)\s*\*\s*[^\s{]"""
)
# Without digits after the point, or no decimal at all: the engine does as it should.
_EXACT = re.compile(r"\d+|.*[eE].*")
# What would be another value, or another pattern, when it is asked again.
_ONCE = {"RAND", "UUID", "STRUUID", "BNODE", "NOW", "EXISTS"}
_SIGNS = ("+", "-")
_FACTORS = ("*", "/")


def may_multiply(query: str) -> bool:
    """Whether there may be a product."""
    return "*" in query and _PRODUCT.search(query) is not None


def signs(read: Sequence[Token], expressions: Sequence[bool]) -> list[int]:
    """Where something is multiplied."""
    places = range(len(read))
    return [at for at in places if read[at].text == "*" and expressions[at]]


def products(read: Sequence[Token], places: Sequence[int]) -> Iterator[TokenSpan]:
    """The products by the signs at some places whose factors may have too many digits."""
    pairs = brackets(read) if places else {}
    for place in places:
        start, end = _start(read, pairs, place), end_of(read, pairs, place + 1)
        if start is None or end is None or at(read, start - 1).text == "!":
            continue
        factors = range(start, place), range(place + 1, end)
        if not any(_is_exact(read, factor) for factor in factors):
            yield TokenSpan(start, end, factors, _rounded)


def _start(read: Sequence[Token], pairs: dict[int, int], sign: int) -> int | None:
    """Where the left factor begins: with all that is multiplied or divided before."""
    start = begin_of(read, pairs, sign - 1)
    while start is not None:
        before = start - 1
        while at(read, before).text in _SIGNS and at(read, before - 1).text in _FACTORS:
            before -= 1
        if at(read, before).text not in _FACTORS:
            break
        start = begin_of(read, pairs, before - 1)
    return start


def _is_exact(read: Sequence[Token], factor: range) -> bool:
    """Whether a factor needs no care, or cannot be written twice."""
    tokens = [read[place] for place in factor]
    if len(tokens) == 1 and tokens[0].kind == "number":
        return _EXACT.fullmatch(tokens[0].text) is not None
    return any(token.text.upper() in _ONCE for token in tokens)


def _rounded(one: str, other: str) -> str:
    """The exact product, else with 18 digits after the point, else with those of a double.

    A product of integers stays none where it is beyond 64 bits.
    """
    cut = f"({one}*1000000000.0)*(({other})*1000000000.0)/1000000000000000000.0"
    as_double = f"{_DECIMAL}({one}*1e0*({other}))"
    is_decimal = f"DATATYPE({one}+({other}))={_DECIMAL}"
    return f"COALESCE({one}*{other},{cut},IF({is_decimal},{as_double},1/0))"
