"""RDF Patch: a difference that a store can be brought up to date with.

Its form is that of Apache Jena: rows of `A` add a quad, rows of `D` delete one.
"""

from collections.abc import Iterable, Iterator

from diplomatica.lookup.history.comparing.difference import Difference


def rdf_patch(difference: Difference, before: str, after: str) -> Iterator[str]:
    """The lines of a patch from one state to another, which its header names."""
    removed = (f"{quad} .\n" for quad in difference.removed)
    added = (f"{quad} .\n" for quad in difference.added)
    return rdf_patch_of(removed, added, before, after)


def rdf_patch_of(
    removed: Iterable[str], added: Iterable[str], before: str, after: str
) -> Iterator[str]:
    """The lines of a patch whose quads are lines of N-Quads already."""
    yield f"H id <{after}> .\n"
    yield f"H prev <{before}> .\n"
    yield "TX .\n"
    yield from (f"D {line}" for line in removed)
    yield from (f"A {line}" for line in added)
    yield "TC .\n"
