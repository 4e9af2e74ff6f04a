"""The example queries as a page offers them: some to learn from in steps, the rest grouped."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diplomatica.engine.sparql.query import tokens
from diplomatica.model.vocabulary import DIP, NAMES
from diplomatica.web.site import Site

_ASKED = ("Event", "Person", "State", "Organisation")
"""The kinds that one asks for first where claims are made; else the largest are."""
_ANYTHING = """\
SELECT ?thing ?property ?value {{
  GRAPH ?file {{ ?thing ?property ?value }}
  FILTER (?file != {})
}} LIMIT 20"""
_FIRST = 10  # queries that teach, in the order of their files
_LEARNT = (
    *("DISTINCT", "GRAPH", "OPTIONAL", "FILTER", "EXISTS", "VALUES", "BIND"),
    *("UNION", "COUNT", "MIN", "MAX", "SUM", "GROUP", "HAVING", "ORDER", "LIMIT"),
)
_KIND = re.compile(r"(?<= a )[^\s;}]+")
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


def first_queries(site: Site) -> dict[str, str]:
    """The plainest queries, by the kind that each asks for; the first is there to be run."""
    known = site.profile.classes
    suggested = [kind for kind in map(DIP, _ASKED) if kind.value in known]
    most_used = [kind for kind, _ in site.overview.kinds.all[: len(_ASKED)]]
    kinds = suggested or most_used
    if not kinds:
        return {"": _ANYTHING.format(site.iris("graph", "catalog"))}
    terms = [site.overview.term(kind.value) for kind in kinds]
    names = (by for by in NAMES if by.value in site.profile.properties)
    name = next((site.overview.term(by.value) for by in names), "")
    return {term: _listing(term, name) for term in terms}


def kind_listed(query: str, start: Mapping[str, str]) -> str:
    """The kind that a query lists as plainly as the first ones do; "" for another query."""
    form = _asked_of(query)
    known = any(form == _asked_of(text) for text in start.values())
    kind = _KIND.search(query)
    return kind[0] if known and kind else ""


def _asked_of(query: str) -> str:
    """A query without the kind, in whatever lines."""
    return " ".join(_KIND.sub("…", query).split())


def _listing(kind: str, name: str) -> str:
    """The query for all things of a kind, with what they are called where that is said."""
    if not name:
        return f"SELECT ?thing {{\n  ?thing a {kind}\n}}"
    return f"SELECT ?thing ?label {{\n  ?thing a {kind} ; {name} ?label\n}} ORDER BY ?label"


def lessons(examples: Sequence[Example]) -> list[Lesson]:
    """The first queries, the plainest before others, each with what is new in it."""
    known: set[str] = set()
    left, lessons = list(examples[:_FIRST]), []
    while left:
        plainest = min(left, key=lambda one: len(_new(one, known)))
        new = _new(plainest, known)
        lessons.append(Lesson(*plainest, new))
        known.update(new)
        left.remove(plainest)
    return lessons


def _new(example: Example, known: set[str]) -> list[str]:
    """The words of SPARQL in a query that nobody knows yet."""
    words = {one.text.upper() for one in tokens(example[1])}
    return [word for word in _LEARNT if word in words - known]


def group_examples(examples: Iterable[Example]) -> dict[str, list[Example]]:
    """Queries by the first word in them that asks; the rest by themselves."""
    groups: dict[str, list[Example]] = {name: [] for name in (*_GROUPS, _OTHERS)}
    for title, text in examples:
        asking = _ASKING.search(title)
        group = asking[1].capitalize() if asking else _OTHERS
        groups[group].append((title, text))
    return {name: queries for name, queries in groups.items() if queries}


def others(examples: Sequence[Example]) -> Sequence[Example]:
    """The queries behind those that are lessons."""
    return examples[_FIRST:]
