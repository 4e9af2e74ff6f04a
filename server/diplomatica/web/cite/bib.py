"""How to cite the dataset, in BibTeX, and at which address."""

from flask import Flask, Response, request

from diplomatica.model.text.host import is_of_this_network, may_be_somebodys
from diplomatica.web.site import Site

_BIBTEX = "application/x-bibtex; charset=utf-8"


def register(app: Flask, site: Site) -> None:
    """The view of /cite.bib, and for templates the address that is cited."""
    app.jinja_env.globals.update(
        release_address=lambda: _release_address(site),
        citation=lambda: _citation(site),
        citation_of=lambda name, iri: _citation_of(site, name, iri),
    )

    @app.get("/cite.bib")
    def bibtex() -> Response:
        """The citation in BibTeX."""
        cited = site.release.bibtex(_cited_address(site))
        return Response(cited, content_type=_BIBTEX)


def _citation(site: Site) -> str:
    """The line by which a reader of this page cites the dataset."""
    address = _cited_address(site)
    return site.release.cited_at(address) if address else site.release.citation


def _citation_of(site: Site, name: str, iri: str) -> str:
    """The line by which a reader cites one thing, at its IRI where that may lead anywhere.

    Else where this page is read, if others reach that.
    """
    is_read = not is_of_this_network(request.host)
    here = site.addresses.of(iri) if is_read else ""
    address = iri if may_be_somebodys(iri) else here and f"{request.url_root}{here}"
    return site.release.citation_of(name, address)


def _cited_address(site: Site) -> str:
    """The address to cite; of what has none of its own the one at which it is served.

    One that nobody else reaches is none.
    """
    address = _release_address(site)
    is_cited = site.release.is_unaddressed and not is_of_this_network(request.host)
    return address or (request.url_root if is_cited else "")


def _release_address(site: Site) -> str:
    """Where the release is read that was asked for by its version; "" where none was.

    On a host that nobody else reaches it is its own IRI, if its base is somebody's.
    """
    release = site.release
    root, path = request.url_root.rstrip("/"), f"release/{release.version}"
    if not root.endswith(f"/{path}"):
        return ""
    if not is_of_this_network(request.host):
        return root
    return "" if release.is_unaddressed else f"{release.base}{path}"
