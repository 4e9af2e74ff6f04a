"""Regular expressions of a query that are none by the standard, though the engine reads them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from diplomatica.engine.rewriting.expressions.calls import calls, quote_text
from diplomatica.engine.rewriting.expressions.matching import matching, may_match
from diplomatica.engine.sparql.query import tokens
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase

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
        if one and one.pattern is not None:
            yield from _fault_notices(one.pattern, one.flags or "")


def _fault_notices(pattern: str, flags: str) -> Iterator[Notice]:
    """A notice of a pattern that is no regular expression by XPath."""
    if "q" not in flags and (fault := _fault(pattern, "x" in flags)):
        text = Phrase(
            "By XPath, {pattern} is no regular expression: {fault}. The engine reads it as "
            "its own kind, and another store may give no rows.",
            pattern=quote_text(pattern),
            fault=fault,
        )
        yield Notice("regex", text)


@lru_cache(256)
def _fault(pattern: str, drops_white: bool) -> str:
    """What is wrong with a regular expression (Functions and Operators, section 7.6.1)."""
    # It takes a quarter of a second, and few queries have such a pattern.
    from elementpath.regex import RegexError, translate_pattern

    try:
        translate_pattern(pattern, re.VERBOSE if drops_white else 0)
    except RegexError as error:
        return str(error).partition(": ")[0]
    return ""
