"""The example queries as a page offers them: some to learn from in steps, the rest grouped."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diplomatica.engine.sparql.query import tokens

_FIRST = 10  # queries that teach, in the order of their files
_LEARNT = (
    *("DISTINCT", "GRAPH", "OPTIONAL", "FILTER", "EXISTS", "VALUES", "BIND"),
    *("UNION", "COUNT", "MIN", "MAX", "SUM", "GROUP", "HAVING", "ORDER", "LIMIT"),
)
_GROUPS = ("Who", "Whose", "What", "Which", "When", "Where", "Why", "How")
_ASKING = re.compile(rf"\b({'|'.join(_GROUPS)})\b", re.IGNORECASE)
_OTHERS = "Others"

Example = tuple[str, str]
"""What a query asks, and its text."""


@dataclass(frozen=True)
class Lesson:
    """A query to learn from, and the words of SPARQL that it has and none before it."""

    title: str
    text: str
    learnt: Sequence[str]


def lessons(examples: Sequence[Example]) -> list[Lesson]:
    """The first queries, the plainest before others, each with what is new in it."""
    known: set[str] = set()
    left, found = list(examples[:_FIRST]), []
    while left:
        plainest = min(left, key=lambda one: len(_new(one, known)))
        new = _new(plainest, known)
        found.append(Lesson(*plainest, new))
        known.update(new)
        left.remove(plainest)
    return found


def _new(example: Example, known: set[str]) -> list[str]:
    """The words of SPARQL in a query that nobody knows yet."""
    words = {one.text.upper() for one in tokens(example[1])}
    return [word for word in _LEARNT if word in words - known]


def grouped(examples: Iterable[Example]) -> dict[str, list[Example]]:
    """Queries by the first word in them that asks; the rest by themselves."""
    groups: dict[str, list[Example]] = {name: [] for name in (*_GROUPS, _OTHERS)}
    for title, text in examples:
        asking = _ASKING.search(title)
        groups[asking[1].capitalize() if asking else _OTHERS].append((title, text))
    return {name: found for name, found in groups.items() if found}


def others(examples: Sequence[Example]) -> Sequence[Example]:
    """The queries behind those that are lessons."""
    return examples[_FIRST:]
