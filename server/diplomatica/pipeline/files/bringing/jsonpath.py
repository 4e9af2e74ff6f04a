"""Where in a document of JSON-LD something is that a parser refuses without a place.

Its parts are parsed alone below the contexts that hold for them, half by half and from
the outermost inward. Each level takes no longer than the whole.
"""

import re
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from json import JSONDecoder, dumps, loads
from typing import Any

from pyoxigraph import RdfFormat, parse

_LARGEST = 64 << 20  # bytes of a document that is looked through
_BETWEEN = re.compile(r"[\s,]*")
_COLON = re.compile(r"\s*:\s*")
_DECODER = JSONDecoder()
_CONTEXT, _GRAPH, _VALUE = "@context", "@graph", "@value"
Step = str | int
Json = object
Refuses = Callable[[Json], bool]
"""Whether a document is refused for the same reason."""


@dataclass(frozen=True)
class JsonPlace:
    """A place in a document: its path, such as @graph[12].name, its line and column."""

    path: str
    line: int
    column: int


def place_of(data: bytes, why: str, base: str | None) -> JsonPlace | None:
    """The innermost part that is refused with this message; None where none is alone."""
    if len(data) > _LARGEST:
        return None
    with suppress(ValueError, RecursionError):
        text = data.decode()
        steps = _inward(loads(text), [], _GRAPH, _refuses(why, base))
        at = _offset(text, steps)
        line = text.count("\n", 0, at) + 1
        return (
            JsonPlace(_path(steps), line, at - text.rfind("\n", 0, at))
            if steps
            else None
        )
    return None


def _refuses(why: str, base: str | None) -> Refuses:
    """What tells whether a document is refused with the same message."""

    def refuses(document: Json) -> bool:
        try:
            text = dumps(document).encode()
            deque(parse(text, format=RdfFormat.JSON_LD, base_iri=base), maxlen=0)
        except SyntaxError as error:
            return error.msg == why
        return False

    return refuses


def _inward(
    node: Json, contexts: Sequence[Json], key: str, refuses: Refuses
) -> list[Step]:
    """The steps from a node, which is a value of `key`, to what is refused in it."""
    if isinstance(node, list):
        at = _first(node, lambda some: refuses({_CONTEXT: contexts, key: some}))
        return [] if at is None else [at, *_inward(node[at], contexts, key, refuses)]
    if not isinstance(node, dict) or _VALUE in node:
        return []
    if _CONTEXT in node:
        own = node[_CONTEXT]
        contexts = [*contexts, *(own if isinstance(own, list) else [own])]
        if refuses({_CONTEXT: contexts}):
            return [_CONTEXT, *_in_context(own, refuses)]
    said = [(by, value) for by, value in node.items() if by != _CONTEXT]
    at = _first(said, lambda some: refuses({_CONTEXT: contexts, **dict(some)}))
    if at is None:
        return []
    by, value = said[at]
    return [by, *_inward(value, contexts, by, refuses)]


def _first(parts: list[Any], refuses: Callable[[list[Any]], bool]) -> int | None:
    """Which of some parts is refused, by halves; None where none is by itself."""
    start, end = 0, len(parts)
    while end - start > 1:
        middle = (start + end) // 2
        start, end = (start, middle) if refuses(parts[start:middle]) else (middle, end)
    return start if refuses(parts[start:end]) else None


def _in_context(context: Json, refuses: Refuses) -> list[Step]:
    """The steps in a context to the term whose definition is refused."""
    if isinstance(context, list):
        for at, one in enumerate(context):
            if refuses({_CONTEXT: one}):
                return [at, *_in_context(one, refuses)]
    terms = context.items() if isinstance(context, dict) else ()
    return [term for term, told in terms if refuses({_CONTEXT: {term: told}})][:1]


def _path(steps: Sequence[Step]) -> str:
    written = (f"[{one}]" if isinstance(one, int) else f".{one}" for one in steps)
    return "".join(written).removeprefix(".")


def _offset(text: str, steps: Sequence[Step]) -> int:
    """Where the value begins to which some steps lead."""
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
