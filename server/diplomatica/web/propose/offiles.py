"""What a page is about that tells of brought files, which no editor here changes."""

from urllib.parse import parse_qs

from pyoxigraph import NamedNode

from diplomatica.web.site import Site


def thing_of_files(site: Site, address: str) -> NamedNode | None:
    """The thing of whose page this is the address; None where files say nothing of it.

    An IRI below no base of this site is asked for: `about?iri=…`.
    """
    if not site.has_brought:
        return None
    path, _, asked = address.partition("?")
    iris = (
        parse_qs(asked).get("iri", []) if path == "about" else _iris_below(site, path)
    )
    things = map(NamedNode, filter(None, iris))
    return next((this for this in things if site.describing.quads_of(this)), None)


def _iris_below(site: Site, path: str) -> list[str]:
    kind, _, slug = path.partition("/")
    own = [site.iris("id", slug).value] if kind == "doc" and slug else []
    return [*own, *site.addresses.meant(path)] if path else []
