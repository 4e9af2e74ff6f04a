"""What is wrong with a query that is not SPARQL, told to the person who wrote it."""

import re

from diplomatica.engine.sparql.faults import blank_fault, fault_of
from diplomatica.engine.sparql.query import (
    Token,
    declared_prefixes,
    end_of_prologue,
    tokens,
)
from diplomatica.errors import InvalidQuery

_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
# What the engine tells among the hundred tokens that it expected; those themselves
# would only mislead.
_CAUSES = {
    "The SELECT contains a variable that is unbound": "With GROUP BY, or an aggregate, what "
    "SELECT names is grouped by or aggregated.",
    "The SELECT contains an expression with a variable that is unbound": "With GROUP BY, an "
    "expression in SELECT is made of what is grouped by, and of aggregates: name what is grouped "
    "by, as in GROUP BY (STR(?x) AS ?name), and select ?name.",
    "SELECT * is not authorized with GROUP BY": "With GROUP BY, SELECT names its columns, and "
    "not *; CONSTRUCT and DESCRIBE group in a SELECT within their pattern.",
    "IRI parsing failed": "What stands between < and > is no IRI: it may hold no "
    "space, and is percent-encoded.",
}
# All that it says of a label in two patterns.
_UNTOLD = "<unreported>"
_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_BRACKETED = {
    "FILTER": "its whole condition, as in FILTER (?x > 3)",
    "HAVING": "its whole condition, as in HAVING (COUNT(?x) > 3)",
    "BIND": "its expression and variable, as in BIND (?x + 1 AS ?y)",
}
_SIGNS = ("=", "!", "<", ">", "+", "-", "*", "/", "&", "|", "IN", "NOT")
_SHOWN = 40


def explain_syntax(query: str, fault: str, known: set[str]) -> InvalidQuery:
    """The error for a query that the engine could not read, from what the engine says of it.

    `known` are the prefixes that need no declaration, without their colon.
    """
    place = _PLACE.match(fault)
    if not place:
        return InvalidQuery(f"This is not SPARQL: {fault}.")
    line, column = int(place[1]), int(place[2])
    after = _before(query, line, column)
    where = f"It was read as far as line {line}, column {column}{after}."
    cause = _cause(tokens(query), place[3], known)
    told = filter(None, ("This is not SPARQL.", cause, where))
    return InvalidQuery(" ".join(told), line, column)


def _cause(read: list[Token], expected: str, known: set[str]) -> str:
    """What is most likely wrong, where that can be told."""
    for fault in (_no_form, _open_text, _open_bracket, _bare):
        if cause := fault(read):
            return cause
    if "Prefix not found" in expected and (cause := _undeclared(read, known)):
        return cause
    if cause := fault_of(read):
        return cause
    if _UNTOLD in expected and (cause := blank_fault(read)):
        return cause
    return next((cause for hint, cause in _CAUSES.items() if hint in expected), "")


def _no_form(read: list[Token]) -> str:
    """That a query begins with no form of query, in words; else ""."""
    start = end_of_prologue(read)
    word = read[start].text if start < len(read) else ""
    if word.upper() in _FORMS:
        return ""
    return (
        f"A query begins with {', '.join(_FORMS[:-1])} or "
        f"ASK{f', and not with “{word}”' if word else ''}."
    )


def _open_text(read: list[Token]) -> str:
    quotes = [
        token.text
        for token in read
        if token.kind == "other" and token.text in ("'", '"')
    ]
    return f"A text that begins with {quotes[0]} does not end." if quotes else ""


def _open_bracket(read: list[Token]) -> str:
    """The innermost bracket that is not closed, or is closed by another."""
    opened: list[str] = []
    for text in (token.text for token in read if token.kind == "other"):
        if text in _CLOSING:
            opened.append(text)
        elif text in _CLOSING.values() and (
            not opened or _CLOSING[opened.pop()] != text
        ):
            return f"A {text} closes nothing that is open there."
    return f"A {opened[-1]} is not closed." if opened else ""


def _bare(read: list[Token]) -> str:
    """A condition or expression without the brackets that it needs (SPARQL 1.1, section 19.8)."""
    for number, token in enumerate(read):
        word = token.text.upper() if token.kind == "keyword" else ""
        if word in _BRACKETED and not _is_bracketed(read[number + 1 :], word):
            return f"{word} needs brackets around {_BRACKETED[word]}."
    return ""


def _is_bracketed(rest: list[Token], word: str) -> bool:
    """Whether what follows is in brackets as a whole, or is a pattern or the call of a function."""
    named = [one for one in rest[:2] if one.kind in ("keyword", "name", "iri")]
    if not rest or "EXISTS" in {one.text.upper() for one in named}:
        return True
    is_call = rest[0] in named and word != "BIND"
    opening = rest[is_call] if len(rest) > is_call else rest[0]
    if opening.text != "(":
        return False
    # A closing bracket is as deep as what it closes, so the next that is no deeper comes after it.
    after = (one for one in rest[is_call + 1 :] if one.depth <= opening.depth)
    return next((one.text.upper() for one in after), "") not in _SIGNS


def _undeclared(read: list[Token], known: set[str]) -> str:
    """Which prefixes nobody declares, in words; "" where all are."""
    written = {prefix.removesuffix(":") for prefix in declared_prefixes(read)}
    declared = written | known
    names = (token.text for token in read if token.kind == "name")
    used = dict.fromkeys(name.partition(":")[0] for name in names)
    missing = [f"{one}:" for one in used if one not in declared]
    if not missing:
        return ""
    return (
        f"Nothing declares the prefix {', '.join(missing)} Begin the query with "
        f"PREFIX {missing[0]} <…>."
    )


def _before(query: str, line: int, column: int) -> str:
    """The last words that could be read."""
    lines = query.split("\n")
    if line > len(lines):
        return ""
    words = lines[line - 1][: column - 1].strip()
    if not words:
        return ""
    cut = "…" if len(words) > _SHOWN else ""
    return f", after “{cut}{words[-_SHOWN:]}”"
