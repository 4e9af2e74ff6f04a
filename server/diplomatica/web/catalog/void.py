"""The description of the dataset: what stands in the catalog, where programs look for it."""

from typing import cast

from flask import Flask, Response, redirect, request
from pyoxigraph import NamedNode, Quad

from diplomatica.model.formats import GRAPHS, HTML
from diplomatica.model.statement import text_of
from diplomatica.web.requestedformat import requested_format
from diplomatica.web.site import Site

_CARDS = ("note", "link", "graph")
"""The kinds of graphs that have cards in the catalog."""


def register(app: Flask, site: Site) -> None:
    """The view of /.well-known/void."""

    @app.get("/.well-known/void")
    def void() -> Response:
        """303 to the description, in the format asked for (VoID, section 7.2)."""
        # a browser gets the page
        form = requested_format((*GRAPHS, HTML))
        address = f"{request.url_root}dataset?format={form.name}"
        return cast("Response", redirect(address, 303))


def description(site: Site) -> list[Quad]:
    """What the catalog says of the dataset, without the cards of its graphs."""
    graph = site.iris("graph", "catalog")
    quads = site.engine.quads([graph])
    return [quad for quad in quads if quad.subject == graph or not _is_card(quad, site)]


def _is_card(quad: Quad, site: Site) -> bool:
    if not isinstance(quad.subject, NamedNode):
        return False
    return site.iris.kind(text_of(quad.subject)) in _CARDS
