"""With what the addresses of things begin."""

from dataclasses import dataclass

from diplomatica.lookup.index.index import Index

_NEARLY_ALL = 0.95
_FEW = 200_000  # things of which all are looked at
_SHOWN = 3
_BELOW = "SELECT COUNT(*) FROM thing WHERE iri BETWEEN ? AND ?"
# What a tool calls something that has no name is no address to begin with (RDF 1.1, 3.5).
_NAMED = "iri NOT LIKE '%/.well-known/genid/%'"
# What is left of an IRI without the signs at its end that are no / or #.
_STARTS = f"""
SELECT rtrim(iri, replace(replace(iri, '/', ''), '#', '')) AS start, COUNT(*) AS count
FROM thing WHERE (iri LIKE '%/%' OR iri LIKE '%#%') AND {_NAMED}
GROUP BY start ORDER BY count DESC, start LIMIT ?"""


@dataclass(frozen=True)
class Beginnings:
    """How most IRIs of things begin, each with how many these are."""

    starts: list[tuple[str, int]]
    are_all: bool = False
    """Whether nothing begins otherwise."""


def beginnings(index: Index, base: str) -> Beginnings:
    """The base where nearly all begin so; else up to three beginnings of more than half."""
    ((below,),) = index.ask(_BELOW, base, f"{base}\U0010ffff")
    is_by_far_most = below >= _NEARLY_ALL * index.count
    if not is_by_far_most and index.count <= _FEW:
        rows = index.ask(_STARTS, _SHOWN + 2)
        # What has no path is no beginning: of it no more than its scheme is left.
        known = [(str(start), count) for start, count in rows]
        starts = [one for one in known if not one[0].endswith("://")][:_SHOWN]
        together = sum(count for _, count in starts)
        if 2 * together > index.count:
            return Beginnings(starts)
    return Beginnings([(base, below)], below == index.count)
