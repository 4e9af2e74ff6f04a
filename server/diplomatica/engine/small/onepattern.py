"""Queries of one pattern: the smallest that there are."""

import re

LONGEST = 2000
"""The characters that a small query has at most."""
_IRI = r"<[^<>\"{}|^`\\\s]*>"
_NAME = r"(?:[A-Za-z][\w-]*)?:[\w-]*"
_VARIABLE = r"[?$]\w+"
_VARIABLE_OF_PREDICATE = r"[?$](?P<predicate>\w+)"
# Where both are one, all triples of the subject are compared, and none may be found.
_OTHER_VARIABLE = r"[?$](?!(?P=predicate)\b)\w+"
_SHAPE = re.compile(
    rf"""
    \s*(?:PREFIX\s+(?:[A-Za-z][\w-]*)?:\s*{_IRI}\s*)*
    (?:SELECT\s*(?:{_VARIABLE}\s*)+(?:WHERE\s*)?|ASK\s*(?:WHERE\s*)?)
    \{{\s*
      (?:{_IRI}\s*|{_NAME}\s+)
      (?:{_IRI}\s*|{_NAME}\s+|a\s+|{_VARIABLE_OF_PREDICATE}\s+)
      (?:{_IRI}|{_NAME}|{_OTHER_VARIABLE})
    \s*(?:\.\s*)?\}}\s*
    (?:LIMIT\s+\d+\s*)?
    (?:\#[^\n\r]*)?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def is_pattern(query: str) -> bool:
    """Whether a query asks one pattern of one subject."""
    return len(query) <= LONGEST and _SHAPE.fullmatch(query) is not None
