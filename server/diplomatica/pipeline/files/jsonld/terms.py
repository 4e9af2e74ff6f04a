"""The terms of a context: which of them a parser refuses, each looked at by itself.

A parser tells of one at a time, now of this and now of that. Each is looked at here with
no more around it than it is defined by, so that all are told, and always the same.
"""

from collections.abc import Callable, Iterator
from typing import Any

_NAMING = ("@id", "@type", "@reverse", "@index", "@nest")
"""What of a definition may name other terms."""
Context = dict[str, Any]
Why = Callable[[Context], str]
"""Why a context is refused, "" where it is not."""


def faulty_terms(context: Context, why: Why) -> dict[str, str]:
    """The terms that are refused, each with the reason, in the order of the context."""
    found: dict[str, str] = {}
    while why(_without(context, found)):
        more = dict(_refused(_without(context, found), why))
        if not more:
            break
        found |= more
    return {term: found[term] for term in context if term in found}


def needed_part(context: object, part: object) -> object:
    """No more of a context than a part of a document needs; null is as it is."""
    if not isinstance(context, dict):
        return context
    names = set(_texts(part))
    names |= {name.partition(":")[0] for name in names}
    found = {*names}
    for name in names & context.keys():
        found.update(_around(name, context))
    return {
        one: told for one, told in context.items() if one in found or not _is_term(one)
    }


def _texts(part: object) -> Iterator[str]:
    """The names of members and the texts in a part, however deep they stand."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]


def _without(context: Context, terms: dict[str, str]) -> Context:
    return {one: told for one, told in context.items() if one not in terms}


def _refused(context: Context, why: Why) -> Iterator[tuple[str, str]]:
    """Terms that are refused where all that they are defined by is not."""
    faulty = set[str]()
    for term in sorted(context, key=_is_term):
        names = _around(term, context) - faulty
        around = {one: told for one, told in context.items() if one in names}
        reason = why({**around, term: context[term]})
        if reason and not why(around):
            faulty.add(term)
            yield term, reason


def _around(term: str, context: Context) -> set[str]:
    """What a term is defined by: keywords, and what it names, which names others."""
    found = {one for one in context if not _is_term(one)}
    waiting = [term]
    while waiting:
        for one in _named_by(waiting.pop(), context):
            if one in context and one not in found:
                found.add(one)
                waiting.append(one)
    return found - {term}


def _named_by(term: str, context: Context) -> Iterator[str]:
    """What may be other terms in the name of one, and in what it is defined by."""
    told = context[term]
    values = [told.get(one) for one in _NAMING] if isinstance(told, dict) else [told]
    for value in (term, *values):
        if isinstance(value, str):
            yield value
            yield value.partition(":")[0]


def _is_term(name: str) -> bool:
    """Whether that is no keyword: those hold for all terms, and are looked at first."""
    return not name.startswith("@")
