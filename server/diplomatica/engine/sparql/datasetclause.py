"""The dataset that a query itself asks for (SPARQL 1.1, section 13.2)."""

import re
from dataclasses import dataclass
from itertools import pairwise

from diplomatica.engine.sparql.query import (
    NOTHING,
    Token,
    declared_prefixes,
    end_of_prologue,
    start_of_pattern,
    tokens,
)
from diplomatica.errors import RefusedQuery

_WITH_AUTHORITY = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_BLANK = (
    "After FROM, or FROM NAMED, stands the IRI of a graph, with white space "
    "around it, as in: FROM NAMED <…>."
)


@dataclass(frozen=True)
class DatasetClause:
    """What stands after FROM and FROM NAMED, and the prologue that it is read with."""

    prologue: str
    default: tuple[str, ...]
    named: tuple[str, ...]


def dataset_clause(query: str) -> DatasetClause | None:
    """The dataset that a query itself asks for; None where it asks for none.

    Raises RefusedQuery.
    """
    if "FROM" not in query.upper():
        return None
    read = tokens(query)
    start, end = end_of_prologue(read), _end_of_head(read)
    declared = declared_prefixes(read)
    _refuse_ambiguous(read[start:end], declared)
    padded = [*read, NOTHING, NOTHING]
    default: list[str] = []
    named: list[str] = []
    for number, token in enumerate(read[start:end], start):
        if (
            token.depth == 0
            and "FROM" in token.word
            and not token.has_prefix_of(declared)
        ):
            is_named = padded[number + 1].text.upper() == "NAMED"
            (named if is_named else default).append(
                _graph(token, padded[number + 1 + is_named])
            )
    prologue = query[: read[start].start] if start < len(read) else query
    return (
        DatasetClause(prologue, tuple(default), tuple(named))
        if default or named
        else None
    )


def _end_of_head(read: list[Token]) -> int:
    """How many tokens stand before the group of a query; no FROM comes after that."""
    start = start_of_pattern(read)
    groups = (
        place
        for place, token in enumerate(read[start:], start)
        if token.depth == 0 and token.text == "{"
    )
    return next(groups, len(read))


def _refuse_ambiguous(head: list[Token], declared: set[str]) -> None:
    """Raise RefusedQuery where only the engine could tell whether FROM is a keyword."""
    if any(
        token.depth == 0
        and token.has_prefix_of(declared)
        and _may_be_from(token, before)
        for before, token in pairwise([NOTHING, *head])
    ):
        raise RefusedQuery(
            "A prefix that ends like the keyword FROM cannot be told from it: declare "
            "it by another name."
        )
    if any(
        token.kind == "iri" and _may_be_none(token) and "FROM" in token.text.upper()
        for token in head
    ):
        raise RefusedQuery(
            "Write white space around < and >: what stands between them looks like an IRI here."
        )


def _may_be_none(iri: Token) -> bool:
    """Whether < may be a sign in what looks like an IRI.

    No expression goes on after it with a word and ://.
    """
    return ")" in iri.text and _WITH_AUTHORITY.match(iri.text) is None


def _may_be_from(token: Token, before: Token) -> bool:
    """Whether FROM begins in the prefix of a name.

    ASK may be glued to it, and DESCRIBE needs a name first.
    """
    if token.kind != "name":
        return False
    is_first = before is NOTHING
    is_from = token.word == "FROM" and before.word != "DESCRIBE"
    return is_from or (is_first and token.word.endswith("FROM"))


def _graph(token: Token, graph: Token) -> str:
    """The IRI after FROM. Raises RefusedQuery where none stands there."""
    if (
        token.text.upper() != "FROM"
        or graph.kind not in ("iri", "name")
        or graph.word == "NAMED"
    ):
        raise RefusedQuery(_BLANK)
    return graph.text
