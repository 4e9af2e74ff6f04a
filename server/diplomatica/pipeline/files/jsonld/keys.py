"""The keys of a document that no context gives a meaning."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from json import dumps

from diplomatica.pipeline.files.syntax.lines import line_of

_KEYS_TOLD, _LONGEST_TOLD = 6, 60


def first_of(counts: Mapping[str, int], text: str) -> tuple[int, str] | None:
    """That keys of a text mean nothing, in words, with the line of the first."""
    if not counts:
        return None
    keys = list(counts)
    found = re.search(rf"{re.escape(dumps(keys[0], ensure_ascii=False))}\s*:", text)
    more = len(keys) - _KEYS_TOLD
    named = ", ".join(_with_count(key, counts[key]) for key in keys[:_KEYS_TOLD])
    named += f" and {more:,} more" if more > 0 else ""
    what = "1 key means" if len(keys) == 1 else f"{len(keys):,} keys mean"
    return line_of(found), f"{what} nothing here: {named}"


def _with_count(key: str, count: int) -> str:
    return in_words(key) if count == 1 else f"{in_words(key)} ({count:,} times)"


def in_words(key: str) -> str:
    """A key as it can stand in a line: no breaks, no halves of letters, not too long."""
    short = f"{key[:_LONGEST_TOLD]}…" if len(key) > _LONGEST_TOLD else key
    return dumps(short, ensure_ascii=False)[1:-1].encode("utf-8", "replace").decode()


def meaningless(document: object) -> Counter[str]:
    """The keys that no context of a document knows, counted; none where that is unsure.

    What one context knows is taken to be known in all of the document.
    """
    known = _known_terms(document)
    found = Counter[str]()
    if known is None:
        return found
    for key, value, waiting in members(document):
        if key.startswith("@") or ":" in key:
            is_opaque = key in ("@context", "@value")
        else:
            found[key] += key not in known
            is_opaque = key not in known or not _has_nodes(known[key])
        if not is_opaque:
            waiting.append(value)
    return +found


def passed_over(document: object) -> set[str]:
    """The keys of nodes that no context of a document knows: all below them is passed over.

    None where a vocabulary stands for all others, nor any that is the name of a kind.
    """
    contexts = [value for key, value, _ in _all_members(document) if key == "@context"]
    known: dict[str, list[object]] = {}
    for term, meaning in terms_within(contexts):
        known.setdefault(term, []).append(meaning)
    if any(one is not None for one in known.get("@vocab", ())) or "@import" in known:
        return set()
    found, named = set[str](), set[str]()
    for key, value, waiting in members(document):
        named |= {one for one in _values(value) if isinstance(one, str)}
        is_own = key.startswith("@") or ":" in key
        if not is_own and key not in known:
            found |= (
                {key} if any(isinstance(one, dict) for one in _values(value)) else set()
            )
        elif key not in ("@context", "@value") and all(
            map(_has_nodes, known.get(key, ()))
        ):
            waiting.append(value)
    return found - named


def _values(value: object) -> list[object]:
    """The values of a key, of which there may be one or several."""
    return value if isinstance(value, list) else [value]


def _all_members(document: object) -> Iterator[tuple[str, object, list[object]]]:
    """All members of objects, but for those of contexts."""
    for key, value, waiting in members(document):
        yield key, value, waiting
        if key != "@context":
            waiting.append(value)


def terms_within(contexts: Iterable[object]) -> Iterator[tuple[str, object]]:
    """The terms of some contexts, and of those within terms, each with what it means."""
    waiting = list(contexts)
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            yield from one.items()
            parts = (part for part in one.values() if isinstance(part, dict))
            waiting += [part["@context"] for part in parts if "@context" in part]


def _known_terms(document: object) -> dict[str, object] | None:
    """The terms of all contexts in a document; None where one cannot be told.

    So it is with those at other addresses, of a vocabulary, or within terms.
    """
    known: dict[str, object] = {}
    for key, value, waiting in members(document):
        if key != "@context":
            waiting.append(value)
            continue
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict | None) or _is_wide(one or {}):
                return None
            known |= one or {}
    return known


def _is_wide(context: dict[str, object]) -> bool:
    """Whether a context gives a meaning to more than its own terms, or in other places."""
    if context.get("@vocab") is not None or "@import" in context:
        return True
    return any(isinstance(one, dict) and "@context" in one for one in context.values())


def _has_nodes(term: object) -> bool:
    """Whether the value of a term has keys that are terms: no map, and no text of JSON."""
    if isinstance(term, dict):
        container = term.get("@container", "@set")
        kinds = container if isinstance(container, list) else [container]
        is_map = any(kind not in ("@list", "@set") for kind in kinds)
        return not is_map and term.get("@type") != "@json"
    return term not in (None, "@value")


def members(document: object) -> Iterator[tuple[str, object, list[object]]]:
    """The members of objects, outermost first, each with where to put what is to follow."""
    level = [document]
    while level:
        below: list[object] = []
        for one in level:
            if isinstance(one, list):
                below += one
            elif isinstance(one, dict):
                yield from ((key, value, below) for key, value in one.items())
        level = below
