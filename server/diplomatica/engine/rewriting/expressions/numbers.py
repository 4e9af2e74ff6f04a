"""Numbers of a query with which the engine does not compute."""

import re
from collections.abc import Iterator, Sequence

from diplomatica.engine.forms import is_too_large
from diplomatica.engine.rewriting.columns import TokenizedQuery
from diplomatica.engine.rewriting.expressions.positions import at
from diplomatica.engine.rewriting.literals import declared_prefixes, literal
from diplomatica.engine.sparql.query import Token
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase

_LONG = re.compile(r"\d{19}")


def may_be_too_large(query: str) -> bool:
    """Whether there may be a number of so many digits; few queries have one."""
    return _LONG.search(query) is not None


def too_large(tokenized: TokenizedQuery, expressions: Sequence[bool]) -> list[Notice]:
    """A notice of the numbers in expressions that are too long."""
    known = {**tokenized.prefixes, **declared_prefixes(tokenized.read)}
    numbers: dict[str, None] = {}
    for written in _literals(tokenized.read, expressions):
        term = literal(written, known)
        if term is not None and is_too_large(term):
            start, end = written[0].start, written[-1].end
            numbers[tokenized.query[start:end]] = None
    return [_notice(numbers)] if numbers else []


def _literals(
    read: Sequence[Token], expressions: Sequence[bool]
) -> Iterator[Sequence[Token]]:
    """The tokens of each number of the expressions, and of each typed literal."""
    for place, token in enumerate(read):
        if token.kind == "number" and expressions[place]:
            yield read[place : place + 1]
        elif token.kind == "string" and at(read, place + 1).text == "^":
            yield read[place : place + 4]


def _notice(numbers: dict[str, None]) -> Notice:
    """That the engine passes over these numbers."""
    text = Phrase(
        "The engine does not compute or compare with {numbers}: integers have 64 bits "
        "here, decimals 18 digits after the point. Take a double, as in 1.5e20.",
        numbers=", ".join(numbers),
    )
    return Notice("numbers", text)
