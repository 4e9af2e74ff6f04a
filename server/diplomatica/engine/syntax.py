"""What is wrong with a query that is not SPARQL, told to the person who wrote it."""

import re

from diplomatica.engine.query import declared_prefixes, tokens
from diplomatica.errors import InvalidQuery

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
# What the engine tells among the tokens that it expected.
_CAUSES = {
    "The SELECT contains a variable that is unbound": "With GROUP BY, what SELECT names is grouped by or aggregated",
    "IRI parsing failed": "What stands between < and > is no IRI: it may hold no space, and is percent-encoded",
}
_SHOWN = 40


def explained(query: str, fault: str, known: set[str]) -> InvalidQuery:
    """The error for a query that the engine could not read, from what the engine says of it.

    `known` are the prefixes that need no declaration, without their colon.
    """
    place = _PLACE.match(fault)
    if not place:
        return InvalidQuery(f"This is not SPARQL: {fault}.")
    line, column, expected = int(place[1]), int(place[2]), place[3]
    cause = next((f"{cause}." for hint, cause in _CAUSES.items() if hint in expected), "")
    if "Prefix not found" in expected:
        cause = _undeclared(query, known)
    where = f"It was read as far as line {line}, column {column}{_before(query, line, column)}."
    return InvalidQuery(
        " ".join(filter(None, ("This is not SPARQL.", cause, where, _expected(expected)))), line, column
    )


def _undeclared(query: str, known: set[str]) -> str:
    read = tokens(query)
    declared = {prefix.removesuffix(":") for prefix in declared_prefixes(read)} | known
    used = (token.text.partition(":")[0] for token in read if token.kind == "name")
    missing = [f"{prefix}:" for prefix in dict.fromkeys(used) if prefix not in declared]
    if not missing:
        return ""
    return f"Nothing declares the prefix {', '.join(missing)} Begin the query with PREFIX {missing[0]} <…>."


def _before(query: str, line: int, column: int) -> str:
    """The last words that could be read."""
    lines = query.split("\n")
    words = lines[line - 1][: column - 1].strip() if line <= len(lines) else ""
    return f", after “{'…' if len(words) > _SHOWN else ''}{words[-_SHOWN:]}”" if words else ""


def _expected(expected: str) -> str:
    """What could stand there, unless that is half of the grammar."""
    choices = [part for part in expected.replace("\n", " ").split(", ") if re.fullmatch(r'[A-Z_]{2,}|"[^"\w]+"', part)]
    whole = len(choices) == len(expected.split(", ")) or ("[_]" in expected and len(choices) < 9)
    return f"There could be {' or '.join(choices)}." if choices and whole else ""
