"""The order in which readers ask for facts: what, when, where and who; then the rest."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from diplomatica.lookup.reason import Statement
from diplomatica.model.vocabulary import DIP

_WHAT = ("category", "kindOf", "abbreviation", "title", "purpose")
_WHEN = (
    "time",
    "startTime",
    "endTime",
    "startDay",
    "endDay",
    "timeWords",
    "during",
    "since",
    "status",
    "asOf",
)
_WHERE = ("location", "country")
_WHO = (
    "holder",
    "office",
    "of",
    "proposer",
    "proposedBy",
    "initiator",
    "agent",
    "party",
    "speaker",
    "chaired",
    "heldOffice",
    "memberOf",
    "founded",
    "signed",
)
_KEY = tuple(DIP(name) for name in (*_WHAT, *_WHEN, *_WHERE, *_WHO))
_LAST = (DIP("isoCode"), DIP("yearsSincePrevious"))
_SPAN = {DIP("earliest"), DIP("latest")}
_TIMES = {DIP("time"), DIP("startTime"), DIP("endTime"), DIP("timeWords")}
_FEWEST, _MOST = 3, 5

Groups = list[list[Statement]]
"""Statements of one thing, by property."""


def in_order_of_questions(groups: Iterable[list[Statement]]) -> Groups:
    """The facts as readers ask for them; codes come last."""
    return sorted(groups, key=lambda group: _rank(_property(group)))


def key_facts(groups: Groups) -> Groups:
    """Three to five facts that tell what a thing is; of one of which less is said, fewer.

    What is stated goes before what is derived.
    """
    told = [group for group in groups if _property(group) not in (*_LAST, *_SPAN)]
    keys = [group for group in told if _property(group) in _KEY]
    chosen = sorted(keys, key=lambda group: group[0].is_derived)[:_MOST]
    others = (group for group in told if group not in chosen)
    for group in others:
        if len(chosen) >= _FEWEST:
            break
        chosen.append(group)
    return in_order_of_questions(chosen)


def is_span_of(statement: Statement, said: Iterable[Statement]) -> bool:
    """Whether it only spells out a time that is stated in words or as a month or year."""
    is_span = statement.is_derived and statement.triple.predicate in _SPAN
    return is_span and any(one.triple.predicate in _TIMES for one in said)


def _property(group: list[Statement]) -> NamedNode:
    return group[0].triple.predicate


def _rank(property_: NamedNode) -> int:
    if property_ in _LAST:
        return len(_KEY) + 1
    return _KEY.index(property_) if property_ in _KEY else len(_KEY)
