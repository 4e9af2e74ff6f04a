"""What is written otherwise in the expressions of a query, and what is told of them."""

from collections.abc import Iterator, Sequence

from diplomatica.engine.rewriting.columns import TokenizedQuery
from diplomatica.engine.rewriting.edits import apply_edits
from diplomatica.engine.rewriting.expressions.calls import FunctionCall, calls
from diplomatica.engine.rewriting.expressions.casts import cast, may_cast
from diplomatica.engine.rewriting.expressions.matching import matching, may_match
from diplomatica.engine.rewriting.expressions.numbers import (
    may_be_too_large,
    too_large,
)
from diplomatica.engine.rewriting.expressions.positions import in_expressions
from diplomatica.engine.rewriting.expressions.products import (
    may_multiply,
    products,
    signs,
)
from diplomatica.engine.rewriting.expressions.spans import (
    TokenSpan,
    are_too_many,
    edits_of,
)
from diplomatica.engine.rewriting.expressions.sums import may_add, sums
from diplomatica.engine.rewriting.expressions.truths import ill_typed, may_be_true
from diplomatica.engine.rewriting.having import may_have, unnamed
from diplomatica.engine.rewriting.literals import declared_prefixes
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase

# Nobody writes more by hand, and to read them takes longer the more there are.
_MOST = 200
_LEFT = Notice(
    "numbers",
    Phrase(
        "There are so many products or casts here that they are left to the engine: it "
        "gives nothing for a product of more than 18 digits after the point, nor for a "
        "text with white space around a number. Compute in steps, by BIND, or with "
        "doubles, as in ?x * 1e0 * ?y."
    ),
)


def may_be_mended(query: str) -> bool:
    """Whether there may be an expression to be written otherwise; most queries have none."""
    if may_multiply(query) or may_match(query) or may_cast(query):
        return True
    if may_be_too_large(query):
        return True
    return may_have(query) or may_be_true(query) or may_add(query)


def mend_expressions(tokenized: TokenizedQuery) -> tuple[str, list[Notice]]:
    """The query with its expressions as the engine is to be given them, and what is told."""
    expressions = in_expressions(tokenized.read)
    inside = [one for one in calls(tokenized.read) if expressions[one.start + 1]]
    notices = [*_notices(tokenized, expressions)]
    places = signs(tokenized.read, expressions)
    multiplied = products(tokenized.read, places[:_MOST])
    repeating = [*_casts(tokenized, inside), *multiplied]
    if len(places) > _MOST or are_too_many(repeating):
        repeating = []
        notices.append(_LEFT)
    spans = [*repeating, *sums(tokenized.read, expressions)]
    for call in inside:
        if one := matching(call, tokenized.read):
            spans = [*spans, *one.spans()]
            notices += one.notices()
    edits = edits_of(tokenized.query, tokenized.read, spans)
    return apply_edits(tokenized.query, edits), notices


def _notices(
    tokenized: TokenizedQuery, expressions: Sequence[bool]
) -> Iterator[Notice]:
    """What is told of expressions that stay as they are."""
    if may_be_too_large(tokenized.query):
        yield from too_large(tokenized, expressions)
    if may_be_true(tokenized.query):
        yield from ill_typed(tokenized.read, expressions)
    if may_have(tokenized.query):
        yield from unnamed(tokenized.read)


def _casts(
    tokenized: TokenizedQuery, inside: Sequence[FunctionCall]
) -> Iterator[TokenSpan]:
    prefixes = {**tokenized.prefixes, **declared_prefixes(tokenized.read)}
    for call in inside:
        if span := cast(call, tokenized.read, prefixes):
            yield span
