"""Regular expressions of a query that are none by the standard, though the engine reads them."""

import re
from collections.abc import Iterator
from itertools import islice

from elementpath.regex import RegexError, translate_pattern

from diplomatica.engine.rewriting.expressions.calls import calls, quoted
from diplomatica.engine.rewriting.expressions.matching import (
    Matching,
    matching,
    may_match,
)
from diplomatica.engine.sparql.query import tokens
from diplomatica.model.notice import Notice

_MOST = 20  # that are told


def are_due(query: str) -> bool:
    """Whether a query may have such a regular expression, told without reading it."""
    return may_match(query)


def notices(query: str) -> list[Notice]:
    """A notice for each of them, with what is wrong in it."""
    if not are_due(query):
        return []
    return list(dict.fromkeys(islice(_notices(query), _MOST)))


def _notices(query: str) -> Iterator[Notice]:
    read = tokens(query)
    for call in calls(read):
        one = matching(call, read)
        fault = _fault(one) if one else ""
        if one and one.pattern is not None and fault:
            yield Notice(
                "regex",
                f"By XPath, {quoted(one.pattern)} is no regular expression: {fault}. The engine "
                "reads it as its own kind, and another store may give no rows.",
            )


def _fault(one: Matching) -> str:
    """What is wrong with a regular expression (Functions and Operators, section 7.6.1)."""
    flags = one.flags or ""
    if one.pattern is None or "q" in flags:
        return ""
    kept = re.VERBOSE if "x" in flags else 0
    try:
        translate_pattern(one.pattern, kept)
    except RegexError as error:
        return str(error).partition(": ")[0]
    return ""
