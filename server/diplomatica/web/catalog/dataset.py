"""The description of the dataset, and how to cite it.

The description is what stands in the catalog, where programs look for it.
"""

from typing import cast

from flask import Flask, Response, redirect, request
from pyoxigraph import NamedNode, Quad

from diplomatica.model.formats import GRAPHS, HTML
from diplomatica.model.statement import text_of
from diplomatica.web.site import Site, negotiated

_BIBTEX = "application/x-bibtex; charset=utf-8"
_CARDS = ("note", "link", "graph")
"""The kinds of graphs that have cards in the catalog."""


def register(app: Flask, site: Site) -> None:
    """The views of /.well-known/void and /cite.bib."""

    @app.get("/.well-known/void")
    def void() -> Response:
        """303 to the description, in the format asked for (VoID, section 7.2)."""
        # a browser gets the page
        form = negotiated((*GRAPHS, HTML))
        address = f"{request.url_root}dataset?format={form.name}"
        return cast("Response", redirect(address, 303))

    app.jinja_env.globals.update(release_address=lambda: _release_address(site))

    @app.get("/cite.bib")
    def bibtex() -> Response:
        """The citation in BibTeX."""
        return Response(
            site.release.bibtex(_release_address(site)), content_type=_BIBTEX
        )


def description(site: Site) -> list[Quad]:
    """What the catalog says of the dataset, without the cards of its graphs."""
    graph = site.iris("graph", "catalog")
    quads = site.engine.quads([graph])
    return [quad for quad in quads if quad.subject == graph or not _is_card(quad, site)]


def _is_card(quad: Quad, site: Site) -> bool:
    if not isinstance(quad.subject, NamedNode):
        return False
    return site.iris.kind(text_of(quad.subject)) in _CARDS


def _release_address(site: Site) -> str:
    """Where the release is read that was asked for by its version; "" where none was."""
    root = request.url_root.rstrip("/")
    return root if root.endswith(f"/release/{site.release.version}") else ""
