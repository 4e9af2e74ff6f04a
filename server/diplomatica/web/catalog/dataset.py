"""The description of the dataset: what of it stands in the catalog, where programs look for it, and how to cite it."""

from typing import cast

from flask import Flask, Response, redirect, request
from pyoxigraph import NamedNode, Quad

from diplomatica.model.formats import GRAPHS, HTML
from diplomatica.model.statement import text_of
from diplomatica.web.site import Site, negotiated


def register(app: Flask, site: Site) -> None:
    """The views of /.well-known/void and /cite.bib."""

    @app.get("/.well-known/void")
    def void() -> Response:
        """303 to the description, in the format asked for (VoID, section 7.2)."""
        form = negotiated((*GRAPHS, HTML))  # a browser gets the page
        return cast(
            "Response", redirect(f"{request.url_root}dataset?format={form.name}", 303)
        )

    @app.get("/cite.bib")
    def bibtex() -> Response:
        """The citation in BibTeX."""
        return Response(
            site.release.bibtex, content_type="application/x-bibtex; charset=utf-8"
        )


def description(site: Site) -> list[Quad]:
    """What the catalog says of the dataset, without the cards of its graphs."""
    graph = site.iris("graph", "catalog")
    return [
        quad
        for quad in site.engine.quads([graph])
        if quad.subject == graph or not _is_card(quad, site)
    ]


def _is_card(quad: Quad, site: Site) -> bool:
    return isinstance(quad.subject, NamedNode) and site.iris.kind(
        text_of(quad.subject)
    ) in ("note", "link", "graph")
