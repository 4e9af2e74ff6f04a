"""What only belongs to something else, called by that: “Baker Street: geometry”."""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from diplomatica.model.dataset.naming import is_code
from diplomatica.model.terms.wording import local_name
from diplomatica.web.site import Site

_MOST = 200  # things of a page that are looked at


def names_of_owned(
    things: Iterable[object], labels: Mapping[str, str], site: Site
) -> dict[str, str]:
    """What those of some things are called by that have no names, but belong to one that has."""
    nameless = [
        one.value
        for one in things
        if isinstance(one, NamedNode) and not labels.get(one.value)
    ][:_MOST]
    if not nameless:
        return {}
    owners = site.index.owners(nameless)
    named = site.describing.labels([NamedNode(one) for one in owners.values()])
    return {
        iri: f"{named[owner]}: {_end(iri, site)}"
        for iri, owner in owners.items()
        if owner in named
    }


def _end(iri: str, site: Site) -> str:
    """The end of an IRI in words, or as much of it as tells it from others."""
    return site.iris.readable(iri) if is_code(iri) else local_name(iri)
