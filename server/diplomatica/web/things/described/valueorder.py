"""In which order a page tells the values of one property."""

from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, NamedNode, Quad

from diplomatica.model.statement import text_of
from diplomatica.model.terms.hierarchies import OF_PARTS
from diplomatica.model.text.order import of_value
from diplomatica.web.site import Site


def in_reading_order(site: Site, quads: Sequence[Quad]) -> list[Quad]:
    """Statements of one property by the names of their values, blank nodes last.

    Parts of a whole, as the entries of a diary, come as they followed each other.
    """
    named = (one.object for one in quads if isinstance(one.object, NamedNode))
    called = site.describing.labels(named)
    timed = _places_in_time(site, quads)

    def place(quad: Quad) -> tuple[bool, int, bool, float, str]:
        text = text_of(quad.object)
        is_blank = isinstance(quad.object, BlankNode)
        name = "" if is_blank else called.get(text) or text
        at = timed.get(text, len(timed))
        return is_blank, at, *of_value(quad.object, name)

    return sorted(quads, key=place)


def _places_in_time(site: Site, quads: Iterable[Quad]) -> dict[str, int]:
    """Where the values stand in time, if they are parts."""
    parts = [text_of(one.object) for one in quads if one.predicate in OF_PARTS]
    timed = site.index.listing.in_time(parts) if parts else []
    return {iri: place for place, iri in enumerate(timed)}
