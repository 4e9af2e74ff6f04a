"""The notations of concepts, before their names: “215 Other health professionals”."""

from collections.abc import Mapping

from pyoxigraph import NamedNode

from diplomatica.lookup.browsing.notated import begins_with_notation
from diplomatica.web.site import Site

_MOST = 1_000  # things of a page


def with_notations(
    site: Site, labels: Mapping[str, str], this: NamedNode
) -> dict[str, str]:
    """The names of those that have notations, with these before them, but for this.

    A name that begins with its notation stays as it is.
    """
    named = [
        NamedNode(iri) for iri in sorted(labels) if ":" in iri and iri != this.value
    ][:_MOST]
    codes = site.overview.notations(named)
    return {
        iri: f"{code} {labels[iri]}"
        for iri, code in codes.items()
        if not begins_with_notation(labels[iri], code)
    }
