"""Which IRI an address means: it may be written whole, or with a prefix of the data."""

import re
from contextlib import suppress

from pyoxigraph import NamedNode

from diplomatica.web.http.problem import Problem
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase

_SHORT = re.compile(r"([^\W\d_][\w.-]*)?:(?!//)")
# Of schemes without slashes those that IRIs of data have.
_SCHEMES = ("urn", "tag", "mailto", "tel", "info", "doi", "did", "file", "ark", "ni")


def iri_meant(given: str, site: Site, advice: str) -> NamedNode:
    """The IRI that a value means.

    What the data has as it is written is no short name. Raises Problem 400 for what is
    no IRI, and 404 for what begins with a prefix that is bound to nothing here.
    """
    found = _SHORT.match(given)
    prefix = (found[1] or "") if found else ""
    space = site.iris.prefixes.get(prefix) if found else None
    if found and space and not (prefix and _has(given, site)):
        return _node(space + given[found.end() :], advice)
    this = _node(given, advice)
    if found and not space and prefix.lower() not in _SCHEMES and not _has(given, site):
        raise _unbound(given, prefix, site)
    return this


def as_iri(text: str) -> NamedNode | None:
    """The IRI that a text is; None where it is none."""
    try:
        return NamedNode(text)
    except ValueError:
        return None


def _has(given: str, site: Site) -> bool:
    """Whether the data speaks of an IRI that is written so."""
    with suppress(ValueError):
        return given in site.subjects or site.knows(NamedNode(given))
    return False


def _node(given: str, advice: str) -> NamedNode:
    try:
        return NamedNode(given)
    except ValueError:
        raise Problem(400, f"“{given}” is no IRI", advice) from None


def _unbound(given: str, prefix: str, site: Site) -> Problem:
    """404 that tells which prefixes there are."""
    known = ", ".join(sorted(f"{one}:" for one in site.iris.prefixes if one))
    title = Phrase("Nothing is known here of {what}", what=given)
    detail = Phrase(
        "No prefix {prefix}: is bound here. Write the whole IRI, or one of these: {known}.",
        prefix=prefix,
        known=known,
    )
    return Problem(404, title, detail)


def iri_of_page(site: Site, kind: str, slug: str) -> NamedNode:
    """The IRI of what a page is about; that of a thing begins otherwise than its page.

    Raises Problem 404 for no IRI.
    """
    return site.iri("id" if kind == "doc" else kind, slug)
