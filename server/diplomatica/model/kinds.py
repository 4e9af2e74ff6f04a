"""The one table of the kinds of IRIs that a dataset has, and that of its own graphs.

A new kind is a row here, and a view that answers at its addresses. The graphs are those
whose names mean the same in every dataset; others below `graph/` are files.
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


@dataclass(frozen=True)
class OwnGraph:
    """A graph whose name means the same in every dataset."""

    name: str
    reason: str = ""
    """Why it is there, as the catalog says; of a record, each claim says so itself."""
    is_file: bool = False
    """Whether editors write it, as a file that has its name; the others the build makes."""
    is_about: bool = True
    """Whether it tells of the dataset; the others tell of things."""
    is_checked: bool = True
    """Whether the shapes are held to it. Some are many, and the build alone writes them."""


OWN_GRAPHS = (
    OwnGraph(
        "catalog",
        "The description of the dataset, and of those of its graphs that quote no words.",
        is_file=True,
    ),
    OwnGraph(
        "names",
        "The editors’ file of names: what things are called and of what kind they are.",
        is_file=True,
        is_about=False,
    ),
    OwnGraph(
        "unlinked",
        "The editors’ file of things that they looked for in other datasets "
        "and did not find.",
        is_file=True,
        is_about=False,
    ),
    OwnGraph(
        "queries",
        "The example queries: what each asks, and the prefixes that they use.",
        is_checked=False,
    ),
    OwnGraph(
        "ontology",
        "The vocabulary: what its terms mean, as its makers define them.",
    ),
    OwnGraph(
        "shapes",
        "The shapes: what must hold of the data before it may be published.",
        is_checked=False,
    ),
    OwnGraph(
        "inferences",
        "The record of the build: which rule derived what, and from which reasons.",
        is_checked=False,
    ),
    OwnGraph("record"),
)

NAMES_OF_ALL = tuple(graph.name for graph in OWN_GRAPHS)
ABOUT = tuple(graph.name for graph in OWN_GRAPHS if graph.is_about)
"""Those that tell of the dataset: by the first part of their names, as `record/…` has more."""
UNCHECKED = tuple(graph.name for graph in OWN_GRAPHS if not graph.is_checked)
WHY_THERE = {graph.name: graph.reason for graph in OWN_GRAPHS if graph.reason}
RESERVED = {graph.name for graph in OWN_GRAPHS if not graph.is_file}
"""What no file of the editors may be called."""
TAKEN = {*RESERVED, "catalog"}
"""What no file that somebody brings may be called."""
