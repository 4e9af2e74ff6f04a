"""The part of a text in which the words stand that were sought."""

import re
from collections.abc import Collection

from diplomatica.lookup.index.folding import bare

_BEFORE, _LONGEST = 60, 160
_WORD = re.compile(r"[^\W_]+")
_FORM = re.compile(r'"((?:[^"]|"")+)"')


def part_with(text: str, match: str) -> str:
    """A text from a little before the first word on that a query to the index has.

    A short one is whole.
    """
    at = _place(text, _forms_in(match)) if len(text) > _LONGEST else 0
    if at <= _LONGEST - _BEFORE:
        return text
    start = text.rfind(" ", at - 2 * _BEFORE, at - _BEFORE) + 1 or at - _BEFORE
    return f"…{text[start:]}"


def _forms_in(match: str) -> set[str]:
    """The words of a query to the index, in all their forms."""
    return {bare(form.replace('""', '"')) for form in _FORM.findall(match)}


def _place(text: str, forms: Collection[str]) -> int:
    begins = tuple(filter(None, forms))
    for word in _WORD.finditer(text):
        if bare(word[0]).startswith(begins):
            return word.start()
    return 0
