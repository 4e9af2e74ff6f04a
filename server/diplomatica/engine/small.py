"""Queries that are small by their shape, answered without another process.

What is known of one subject by one pattern is a short walk in an index: it takes less
than to hand the query over. Nothing else is answered here, and nothing that turns out
to be long. Each answer is the same as that of the workers, which ask the same engine:
none of what they refuse, rewrite or tell is met in one pattern without a literal.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from time import sleep
from typing import TypeVar

from pyoxigraph import RdfFormat, Store, parse

from diplomatica.engine.embedded import Embedded
from diplomatica.engine.engine import WHOLE, Answer, Asked
from diplomatica.engine.limits import Limits
from diplomatica.engine.storage import Place, chosen
from diplomatica.errors import QueryError
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS, Format

One = TypeVar("One")
_LONGEST = 2000  # characters of a query
_ANSWER = 1 << 16  # bytes of an answer: some hundred rows, in less than a millisecond
_LARGEST = 32 << 20  # bytes of a dump that is held here in memory once more
_PART = 500  # quads that are loaded before others have their turn
_IRI = r"<[^<>\"{}|^`\\\s]*>"
_NAME = r"(?:[A-Za-z][\w-]*)?:[\w-]*"
_VARIABLE = r"[?$]\w+"
_VARIABLE_OF_PREDICATE = r"[?$](?P<predicate>\w+)"
# Where both are one, all triples of the subject are compared, and none may be found.
_OTHER_VARIABLE = r"[?$](?!(?P=predicate)\b)\w+"
_SHAPE = re.compile(
    rf"""
    \s*(?:PREFIX\s+(?:[A-Za-z][\w-]*)?:\s*{_IRI}\s*)*
    (?:SELECT\s*(?:{_VARIABLE}\s*)+(?:WHERE\s*)?|ASK\s*(?:WHERE\s*)?)
    \{{\s*
      (?:{_IRI}\s*|{_NAME}\s+)
      (?:{_IRI}\s*|{_NAME}\s+|a\s+|{_VARIABLE_OF_PREDICATE}\s+)
      (?:{_IRI}|{_NAME}|{_OTHER_VARIABLE})
    \s*\.?\s*\}}\s*
    (?:LIMIT\s+\d+\s*)?
    (?:\#[^\n\r]*)?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def is_small(query: str, asked: Asked) -> bool:
    """Whether a query asks one pattern of one subject, and of the dataset as it is."""
    if len(query) > _LONGEST or asked is not WHOLE:
        return False
    return _SHAPE.fullmatch(query) is not None


def can_hold(release: Release, place: Place) -> bool:
    """Whether a release is so small that it is held in memory once more."""
    size = release.dump(NQUADS).stat().st_size
    return size <= _LARGEST and chosen(place, release) == "memory"


class Small:
    """A release of which small queries are asked in the process that serves it."""

    def __init__(self, release: Release) -> None:
        """Load it; others have their turn meanwhile. Raises OSError and SyntaxError."""
        store, limits = _loaded(release), Limits(answer=_ANSWER)
        self._engine = Embedded(release, store, limits)

    def answer(self, query: str, results: Format | None) -> Answer | None:
        """The answer to a small query; None where it is for the workers to answer.

        That is what is long after all, what no asked format can hold, and each error.
        """
        if results is None:
            return None
        try:
            return self._engine.plain(query, results)
        except QueryError:
            return None


def _loaded(release: Release) -> Store:
    store = Store()
    for part in _parts(parse(path=release.dump(NQUADS), format=RdfFormat.N_QUADS)):
        store.extend(part)
        sleep(0)
    return store


def _parts(found: Iterable[One]) -> Iterator[list[One]]:
    each = iter(found)
    while part := list(islice(each, _PART)):
        yield part
