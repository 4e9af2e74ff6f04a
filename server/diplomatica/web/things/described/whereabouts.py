"""Where something is, by itself or by what belongs to it."""

from collections.abc import Container, Iterable, Sequence

from pyoxigraph import NamedNode, Quad

from diplomatica.lookup.browsing.located import Located, place_of
from diplomatica.model.dataset.profile import GEOMETRIES
from diplomatica.model.terms.places import leads_to_place, longitudes_of
from diplomatica.web.site import Site

_MOST = 6  # that are told on the page of what they belong to
_STATEMENTS = 100  # about them


def belongings(site: Site, this: NamedNode) -> list[tuple[NamedNode, list[Quad]]]:
    """What is but the place or the time of a thing, each with what is said of it."""
    some = site.index.belongings(this.value, _MOST)
    if not some:
        return []
    said: dict[object, list[Quad]] = {one: [] for one in some}
    for quad in site.engine.about(some):
        said[quad.subject].append(quad)
    return [(one, said[one][:_STATEMENTS]) for one in some]


def whereabouts(
    site: Site, this: NamedNode, quads: Iterable[Quad], beside: Sequence[NamedNode]
) -> list[Located]:
    """Where a thing is that has these quads, and what belongs to it."""
    has_geometries = not site.profile.classes.keys().isdisjoint(GEOMETRIES)
    shaped = frozenset(site.profile.shapes)
    if has_geometries or beside or any(_is_of_place(one, shaped) for one in quads):
        return place_of(site.engine, site.profile, this, beside, site.overview.turned)
    return []


def _is_of_place(quad: Quad, shaped: Container[str]) -> bool:
    by = quad.predicate.value
    return by in shaped or leads_to_place(by) or bool(longitudes_of(by))
