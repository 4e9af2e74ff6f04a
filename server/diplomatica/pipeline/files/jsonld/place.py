"""Where in the text of a document of JSON a part of it stands."""

import re
from collections.abc import Sequence
from itertools import count
from json import JSONDecoder, dumps

from diplomatica.pipeline.files.syntax.lines import line_at

_BETWEEN = re.compile(r"[\s,]*")
_COLON = re.compile(r"\s*:\s*")
_DECODER = JSONDecoder()
Step = str | int
Steps = tuple[Step, ...]
"""The way to a part from the outermost: names of members, and numbers in lists."""


def path_of(steps: Sequence[Step]) -> str:
    """A way as people write it, such as @graph[12].name."""
    written = (f"[{one}]" if isinstance(one, int) else f".{one}" for one in steps)
    return "".join(written).removeprefix(".")


def line_and_column(text: str, steps: Sequence[Step]) -> tuple[int, int]:
    """Where the value begins to which some steps lead."""
    at = _offset(text, steps)
    return line_at(text, at), at - text.rfind("\n", 0, at)


def line_of(text: str, words: str) -> int:
    """The line on which a text stands first; 0 where it is nowhere written so."""
    return line_at(text, text.find(dumps(words, ensure_ascii=False)))


def _offset(text: str, steps: Sequence[Step]) -> int:
    at = _after(_BETWEEN, text, 0)
    for step in steps:
        at = _member(text, at, step)
    return at


def _member(text: str, at: int, step: Step) -> int:
    """Where a member begins of the list or the object that begins at a place."""
    at += 1
    for number in count():
        at = _after(_BETWEEN, text, at)
        found: Step = number
        if isinstance(step, str):
            found, at = _DECODER.raw_decode(text, at)
            at = _after(_COLON, text, at)
        if found == step:
            break
        _, at = _DECODER.raw_decode(text, at)
    return at


def _after(form: re.Pattern[str], text: str, at: int) -> int:
    found = form.match(text, at)
    return found.end() if found else at
