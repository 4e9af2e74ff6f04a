"""Quads from all over a release, by which a server is known to hold it."""

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, Quad, RdfFormat, parse

from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS

_SAMPLES = 20


def samples(release: Release) -> Iterator[Quad]:
    """Some quads of named graphs, such as every engine keeps as they are."""
    dump = release.dump(NQUADS)
    size = dump.stat().st_size
    with dump.open("rb") as lines:
        for number in range(_SAMPLES):
            lines.seek(size * number // _SAMPLES)
            lines.readline()
            quads = parse(lines.readline(), format=RdfFormat.N_QUADS)
            yield from filter(_is_kept, quads)


def _is_kept(quad: Quad) -> bool:
    is_named = not isinstance(quad.graph_name, DefaultGraph)
    # what it states of numbers and times, an engine may keep in another form
    return is_named and not isinstance(quad.object, Literal)
