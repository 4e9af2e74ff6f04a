"""The columns that are added to a table of names, and what stands in them."""

from collections.abc import Sequence

ADDED = (
    "thing",
    "label",
    "kind",
    "score",
    "match",
    "why",
    "wikidata",
    "wikidata_label",
    "wikidata_missing",
    "iso_code",
    "others",
)
"""The columns that are added to a table."""
_AGAIN = "matched_"  # begins the name of a column that is added where one is so called


def headings(columns: Sequence[str]) -> list[str]:
    """The columns of a table, with those that are added, none twice."""
    found = list(columns)
    for name in ADDED:
        found.append(f"{_AGAIN}{name}" if name in found else name)
    return found


def are_added(columns: Sequence[str]) -> bool:
    """Whether these are the columns that are added, each by whichever of its names."""
    return tuple(name.removeprefix(_AGAIN) for name in columns) == ADDED
