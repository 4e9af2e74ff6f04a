"""Edits of the text of a query."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Edit:
    """A stretch of the query, and what is to stand there."""

    start: int
    end: int
    text: str


def apply_edits(query: str, edits: Iterable[Edit]) -> str:
    """The query with its edits, of which no two overlap."""
    parts, at = [], 0
    for edit in sorted(edits):
        parts += [query[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, query[at:]])
