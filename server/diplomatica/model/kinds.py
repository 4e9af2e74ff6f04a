"""The one table of the kinds of IRIs that a dataset has.

A new kind is a row here, and a view that answers at its addresses.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of IRIs, known by the first part of their path: `claim/…`."""

    name: str
    heading: str = ""
    """The heading under which its IRIs stand in dumps; without one, they stand among the rest."""
    page: str = ""
    """The first part of the address of its documents; empty where it has none of its own."""
    has_prefix: bool = False
    """Whether dumps and queries abbreviate its IRIs."""
    is_reason: bool = False
    """Whether it says why triples are there: its IRIs are graphs that hold them."""
    is_cited: bool = False
    """Whether its documents are such as people cite."""


KINDS = (
    Kind("dataset", "The dataset"),
    Kind("article", "Articles", "article", has_prefix=True, is_cited=True),
    Kind("id", "Things", "doc", is_cited=True),
    Kind(
        "claim",
        "Claims: what some exact words of an article state",
        "claim",
        has_prefix=True,
        is_reason=True,
        is_cited=True,
    ),
    Kind(
        "note",
        "Notes: what editors add, and why",
        "note",
        has_prefix=True,
        is_reason=True,
        is_cited=True,
    ),
    Kind(
        "link",
        "Links to other datasets, and why",
        "link",
        has_prefix=True,
        is_reason=True,
        is_cited=True,
    ),
    Kind(
        "inference",
        "Inferences: what a rule derives",
        "inference",
        has_prefix=True,
        is_reason=True,
        is_cited=True,
    ),
    Kind("rule", "Rules", "rule", has_prefix=True),
    Kind("graph", "Files and records", "graph", has_prefix=True),
    Kind("query", page="query"),
    Kind("prefix", page="prefix"),
    Kind(".well-known", page=".well-known"),
)
"""In the order of dumps: first what is published, then what is read about, then why."""

PREFIXED = tuple(sorted(kind.name for kind in KINDS if kind.has_prefix))
REASONS = tuple(kind.name for kind in KINDS if kind.is_reason)
CITED = tuple(kind.page for kind in KINDS if kind.is_cited)
PAGES = {kind.name: kind.page for kind in KINDS if kind.page}
"""The first part of the address of documents, by kind."""
HEADINGS = {kind.name: kind.heading for kind in KINDS if kind.heading}
"""The headings of dumps, by kind and in their order."""
ABOUT = ("catalog", "inferences", "ontology", "queries", "record", "shapes")
"""The graphs below `graph/` in which the publisher tells of the rest.

Those are told by the first part of their names; all other graphs describe things.
"""
