"""What the engine is asked instead of a query, so that it answers as SPARQL 1.1 Query says.

Each rewriting means the same by the standard. A query that needs none is passed on as it is, and
costs a search for a few characters.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from diplomatica.engine.rewriting.aggregates import (
    joined_as_texts,
    may_nest,
    refuse_nested,
)
from diplomatica.engine.rewriting.columns import (
    TokenizedQuery,
    columns,
    counts_all,
    is_query,
    named_columns,
    star_of,
)
from diplomatica.engine.rewriting.counts import counts, may_count
from diplomatica.engine.rewriting.deviations import EXISTS, deviations, may_deviate
from diplomatica.engine.rewriting.edits import Edit, apply_edits
from diplomatica.engine.rewriting.expressions.expressions import (
    may_be_mended,
    mend_expressions,
)
from diplomatica.engine.rewriting.literals import forms, may_have_forms
from diplomatica.engine.rewriting.paths.path import Unreadable
from diplomatica.engine.rewriting.paths.pattern import PathRewriter
from diplomatica.engine.rewriting.scopes import (
    as_variables,
    is_label,
    kept_apart,
    may_leak,
)
from diplomatica.engine.sparql.query import (
    Token,
    end_of_prologue,
    start_of_pattern,
    tokens,
)
from diplomatica.errors import RefusedQuery
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase

_LOG = logging.getLogger(__name__)
_ALTERNATIVE = re.compile(r"(?<!\|)\|(?!\|)|!\s*\(")
_OPTION = re.compile(r"\?(?!\w)")
# Not the star of COUNT(*).
_STAR = re.compile(r"(?<![(\s])\s*\*|\*(?!\s*\))")
_BOOLEAN = re.compile(r"\b(?!true\b|false\b)(?i:true|false)\b")
# Nobody writes more by hand, and reading them would take seconds.
_MOST_TOKENS = 100_000
_COUNTING = {"COUNT", "SUM", "AVG", "SAMPLE", "GROUP_CONCAT", "GROUP", "HAVING"}
# What makes rows differ that were alike.
_NEW_EACH_TIME = {"BNODE", "UUID", "STRUUID", "RAND"}
UNREAD = Notice(
    "unread",
    Phrase(
        "This query is left to the engine as it stands, without what else is mended in a "
        "query: paths, booleans in capitals, GROUP_CONCAT of numbers, products, casts, "
        "regular expressions and the order of columns."
    ),
)
"""For a query that cannot be rewritten at all."""
_LEFT = Notice(
    "paths",
    Phrase(
        "A property path here is left to the engine, which drops rows that an alternative "
        "(p|q) finds twice, and finds no way of no length at an IRI that is not in the "
        "data. Write it as { … } UNION { … }, without blank nodes, to be sure."
    ),
)


@dataclass(frozen=True)
class Rewritten:
    """The query that the engine is asked, and what its reader should know."""

    query: str
    notices: tuple[Notice, ...] = ()


def rewrite_query(query: str, prefixes: Mapping[str, str], base: str) -> Rewritten:
    """The query as the engine is to be asked it. What cannot be read here is left as it is.

    Raises RefusedQuery for what the engine cannot answer.
    """
    try:
        return _rewritten(query, prefixes, base)
    except (MemoryError, RefusedQuery):
        raise
    except Exception:  # a fault of ours is no fault of the query
        _LOG.exception(
            "A query could not be read, and is asked as it stands: %.500s", query
        )
        return Rewritten(query, (UNREAD,))


def _rewritten(query: str, prefixes: Mapping[str, str], base: str) -> Rewritten:
    """A query as the engine is to be given it; looked through only for what it may hold."""
    has_paths, has_literals = _may_have_paths(query), may_have_forms(query, prefixes)
    leaks, deviates = may_leak(query), may_deviate(query.upper())
    computes = may_count(query) or may_be_mended(query)
    nests = may_nest(query)
    causes = (nests, has_paths, computes, has_literals, leaks, deviates)
    if not (any(causes) or _has_words(query)):
        return Rewritten(query)
    read = tokens(query)
    if len(read) > _MOST_TOKENS:
        notice = _LEFT if has_paths else UNREAD
        return Rewritten(query, (notice,))
    if nests:
        refuse_nested(read)
    tokenized = TokenizedQuery(query, read, dict(prefixes), base)
    edits, notices = joined_as_texts(read)
    edits += _booleans(read)
    if leaks:
        more, untold = _scopes(tokenized)
        edits, notices = edits + more, notices + untold
    if has_literals:
        notices += forms(tokenized)
    if deviates:
        notices += deviations(read)
    tokenized = tokenized.but(apply_edits(query, edits))
    if may_count(query):
        tokenized = tokenized.but(apply_edits(tokenized.query, counts(tokenized)))
    rewritten = Rewritten(tokenized.query)
    if computes:
        text, told = mend_expressions(tokenized)
        rewritten, notices = Rewritten(text), notices + told
    if has_paths and _are_paths(read):
        rewritten = _mended_paths(tokenized.but(rewritten.query))
    return replace(
        rewritten, notices=tuple(dict.fromkeys((*notices, *rewritten.notices)))
    )


def _may_have_paths(query: str) -> bool:
    """Whether there may be a path or a SELECT * that is to be read.

    Most queries have no such sign.
    """
    has_alternative = ("|" in query or "!" in query) and _ALTERNATIVE.search(query)
    return bool(
        has_alternative
        or _OPTION.search(query)
        or ("*" in query and _STAR.search(query))
    )


def _are_paths(read: Sequence[Token]) -> bool:
    """Whether there is a star of columns, or what may be a path."""
    if star_of(read) is not None:
        return True
    return any(_is_of_path(token, follows) for token, follows in pairwise(read))


def _has_words(query: str) -> bool:
    capitals = query.upper()
    if "CONCAT" in capitals:
        return True
    return ("TRUE" in capitals or "FALSE" in capitals) and bool(_BOOLEAN.search(query))


def _mended_paths(tokenized: TokenizedQuery) -> Rewritten:
    """A query with its columns, and with its paths as unions that mean the same (section 18.4)."""
    plain = apply_edits(tokenized.query, columns(tokenized))
    if not any(
        _is_of_path(token, follows) for token, follows in pairwise(tokenized.read)
    ):
        return Rewritten(plain)
    text = _without_labels(tokenized) or plain
    try:
        pattern = PathRewriter(text, tokenized.but(text).read, _counts(tokenized.read))
    except (Unreadable, RecursionError):
        return Rewritten(plain, (_LEFT,))
    told = (_LEFT,) * pattern.left + (EXISTS,) * pattern.stays_unseen
    if not pattern.edits:
        return Rewritten(plain, told)
    mended = tokenized.but(apply_edits(text, pattern.edits))
    if is_query(mended):
        return Rewritten(mended.query, told)
    return Rewritten(plain, (_LEFT,))


def _without_labels(tokenized: TokenizedQuery) -> str:
    """The query with variables for the labels of its blank nodes; "" where that is not the same."""
    if not any(map(is_label, tokenized.read)) or counts_all(tokenized.read):
        return ""
    # A label in two patterns is a fault, and is to stay one.
    named = named_columns(tokenized) if is_query(tokenized) else None
    if named is None:
        return ""
    return apply_edits(
        tokenized.query, [*named, *as_variables(tokenized.query, tokenized.read)]
    )


def _is_of_path(token: Token, sign: Token) -> bool:
    """Whether a sign may be one of a path's, and is none of an expression by what is before it."""
    if sign.kind != "other" or sign.text not in ("|", "?", "*", "("):
        return False
    if sign.text == "(":
        return token.text == "!"
    return token.kind in ("iri", "name") or token.text in (")", "a", "*", "+", "?")


def _counts(read: Sequence[Token]) -> bool:
    """Whether the answer can tell how often a row was found."""
    start = end_of_prologue(list(read))
    words = [token.text.upper() for token in read[start:] if token.kind == "keyword"]
    if _COUNTING.intersection(words) or "SELECT" in words[1:]:
        return True
    if _NEW_EACH_TIME.intersection(words) or _has_blank_template(read):
        return True
    if words[:1] == ["SELECT"]:
        return words[1:2] not in (["DISTINCT"], ["REDUCED"])
    is_cut = "LIMIT" in words or "OFFSET" in words
    return words[:1] != ["ASK"] and is_cut


def _has_blank_template(read: Sequence[Token]) -> bool:
    """Whether CONSTRUCT makes blank nodes, which are others for each row (section 16.2.1)."""
    template = read[end_of_prologue(list(read)) : start_of_pattern(read)]
    return any(is_label(token) or token.text in ("[", "(") for token in template)


def _scopes(tokenized: TokenizedQuery) -> tuple[list[Edit], list[Notice]]:
    """The edits for EXISTS, and a notice where it cannot be read."""
    try:
        return kept_apart(tokenized.query, tokenized.read), []
    except (Unreadable, RecursionError):
        return [], [UNREAD]


def _booleans(read: Sequence[Token]) -> list[Edit]:
    """Keywords are matched in any case (section 19.8); the engine knows these in small letters."""
    words = (
        token
        for token in read
        if token.kind == "keyword" and _BOOLEAN.fullmatch(token.text)
    )
    return [Edit(token.start, token.end, token.text.lower()) for token in words]
