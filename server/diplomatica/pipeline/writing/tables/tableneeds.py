"""What each table can look at, as its queries tell: read once, and kept with them.

The parser that tells it takes as long as two articles do.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from diplomatica.pipeline.files.tablefile import Table
from diplomatica.pipeline.storing.needed import Needed
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.workshop.workshop import Workshop


@dataclass(frozen=True)
class Queries:
    """All that is asked for a table, with the prefixes that it need not declare."""

    texts: tuple[str, ...]
    known: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        whole = repr((self.texts, sorted(self.known.items())))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def size(self) -> int:
        """About how many bytes it has."""
        return sum(map(len, self.texts))


def needs_of_tables(
    tables: Iterable[Table], known: Mapping[str, str], keep: Keep | None
) -> Iterator[Needed | None]:
    """What the queries of each table can look at; None where that may be anything."""
    asked = (Queries(table.queries, known) for table in tables)
    return Workshop(keep=keep).made("needs of tables", _needs, asked)


def _needs(asked: Sequence[Queries]) -> list[Needed | None]:
    return list(map(_needs_of_one, asked))


def _needs_of_one(asked: Queries) -> Needed | None:
    # The parser takes long to be read in, and where all is kept nobody needs it.
    from diplomatica.pipeline.storing.looking import Anything, needs_of

    try:
        return needs_of(asked.texts, asked.known)
    except Anything:
        return None
