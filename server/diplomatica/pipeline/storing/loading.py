"""Loading N-Quads into a store of the engine, part by part."""

from collections.abc import Callable, Iterable
from itertools import islice

from pyoxigraph import Quad, parse

from diplomatica.model.formats import NQUADS


def fill(
    load: Callable[..., None],
    extend: Callable[[Iterable[Quad]], None],
    lines: Iterable[bytes],
    at_once: int,
) -> None:
    """Fill a store with quads, so many lines at a time, by its own ways to take them.

    Only a part of them is there as text as well.
    """
    rest = iter(lines)
    while some := b"".join(islice(rest, at_once)):
        # Loaded from text, blank nodes would get other names.
        if b"_:" in some:
            extend(parse(some, format=NQUADS.rdf, lenient=True))
        else:
            load(some, format=NQUADS.rdf, lenient=True)
