"""RDF Patch: a difference that a store can be brought up to date with.

Its form is that of Apache Jena: rows of `A` add a quad, rows of `D` delete one.
"""

from collections.abc import Iterator

from pyoxigraph import Quad

from diplomatica.lookup.history.difference import Difference


def rdf_patch(difference: Difference, before: str, after: str) -> Iterator[str]:
    """The lines of a patch from one state to another, which its header names."""
    yield f"H id <{after}> .\n"
    yield f"H prev <{before}> .\n"
    yield "TX .\n"
    yield from (f"D {_row(quad)}\n" for quad in difference.removed)
    yield from (f"A {_row(quad)}\n" for quad in difference.added)
    yield "TC .\n"


def _row(quad: Quad) -> str:
    return f"{quad} ."
