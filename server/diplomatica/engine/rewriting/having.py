"""HAVING (SPARQL 1.1 Query, section 18.2.4.3): it comes before what SELECT names by AS."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from diplomatica.engine.sparql.query import Token
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase

_MADE = re.compile(r"\bAS\s+[?$](\w+)", re.IGNORECASE)
_NAME = re.compile(r"[?$](\w+)")
_CONDITION = re.compile(
    r"HAVING(.*?)(?:ORDER|LIMIT|OFFSET|VALUES|\}|$)", re.IGNORECASE | re.DOTALL
)
_AFTER = ("ORDER", "LIMIT", "OFFSET", "VALUES", "}")


def may_have(query: str) -> bool:
    """Whether there may be a HAVING that asks for a name of SELECT; most queries have none."""
    if "HAVING" not in query.upper():
        return False
    made = set(_MADE.findall(query))
    conditions = _CONDITION.findall(query)
    return any(not made.isdisjoint(_NAME.findall(one)) for one in conditions)


def unnamed(read: Sequence[Token]) -> list[Notice]:
    """A notice for each variable in HAVING that is named only after it."""
    return [_notice(name) for name in dict.fromkeys(_unnamed(read))]


def _notice(name: str) -> Notice:
    """That HAVING asks for a name that is given only after it."""
    text = Phrase(
        "HAVING does not know ?{name}, which SELECT names after it: no group passes. "
        "Write the expression itself, as in HAVING (COUNT(?x) > 1).",
        name=name,
    )
    return Notice("having", text)


def _unnamed(read: Sequence[Token]) -> Iterator[str]:
    """The names that HAVING uses and only SELECT gives, which is evaluated later."""
    for place, token in enumerate(read):
        if token.kind == "keyword" and token.text.upper() == "HAVING":
            head, rest = _head(read, place)
            condition = takewhile(_is_of_condition, read[place + 1 :])
            used = {one.text[1:] for one in condition if one.kind == "variable"}
            yield from sorted(used & _names_after_as(head) - _names(rest))


def _head(
    read: Sequence[Token], having: int
) -> tuple[Sequence[Token], Sequence[Token]]:
    """The head of the SELECT of a HAVING, and what stands between the two."""
    depth = read[having].depth
    beside = [place for place in range(having) if read[place].depth == depth]
    selects = [place for place in beside if read[place].text.upper() == "SELECT"]
    start = selects[-1] if selects else 0
    groups = [place for place in beside if read[place].text == "{"]
    group = next((place for place in groups if place >= start), having)
    return read[start:group], read[group:having]


def _is_of_condition(token: Token) -> bool:
    return token.text.upper() not in _AFTER


def _names_after_as(head: Sequence[Token]) -> set[str]:
    """What a SELECT names by AS."""
    after_as = (name for word, name in pairwise(head) if word.text.upper() == "AS")
    return _names(list(after_as))


def _names(read: Sequence[Token]) -> set[str]:
    return {token.text[1:] for token in read if token.kind == "variable"}
