"""Things, and the document of each: the RDF about it and the page."""

from typing import cast
from urllib.parse import quote

from flask import Flask, Response, redirect, request
from pyoxigraph import NamedNode, Triple

from diplomatica.model.formats import HTML
from diplomatica.web.document.document import OFFERED, Document
from diplomatica.web.document.missing import refuse_missing
from diplomatica.web.http.problem import Problem
from diplomatica.web.site import Site, negotiated
from diplomatica.web.things.inward import Inward
from diplomatica.web.things.thing import ThingPage

_NODES = (
    "It is a blank node, as whoever wrote it meant: it is described in the document of what refers to it, "
    "and in the dumps."
)


def register(app: Flask, site: Site) -> None:
    """The views of things."""
    documents = _Documents(site)
    app.add_url_rule("/id/<path:slug>", view_func=documents.thing)
    app.add_url_rule("/doc/<path:slug>", view_func=documents.doc)
    app.add_url_rule("/.well-known/genid/<path:slug>", view_func=documents.genid)


class _Documents:
    def __init__(self, site: Site) -> None:
        self.site, self.describing, self.iris = site, site.describing, site.iris

    def thing(self, slug: str) -> Response:
        """A thing is no document: 303 to the document about it (httpRange-14)."""
        this = self.site.iri("id", slug)
        slug = self.iris.slug(this.value)
        refuse_missing(
            self.site,
            this,
            self.describing.quads_of(this) or self.describing.quads_to(this),
            "id",
            slug,
        )
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        return cast(
            "Response", redirect(f"{request.url_root}doc/{quote(slug)}{query}", 303)
        )

    def doc(self, slug: str) -> Response:
        """The document about a thing."""
        this, form = self.site.named("id", slug, OFFERED)
        slug = self.iris.slug(this.value)
        form = form or negotiated(OFFERED)
        inward = Inward(self.site, this)
        of = self.describing.quads_of(this)
        to = inward.quads if form is HTML else self.describing.quads_to(this)
        refuse_missing(self.site, this, of or to, "id", slug)
        document = self.iris("doc", slug)
        about = Triple(
            document, NamedNode("http://xmlns.com/foaf/0.1/primaryTopic"), this
        )
        found = Document(document, of + to, [about], f"/doc/{slug}")
        page = ThingPage(self.site, this, of, inward)
        return found.response(self.site, form, lambda: page.html(slug))

    def genid(self, slug: str) -> Response:
        """410: the first releases gave blank nodes an address, which they have no more."""
        raise Problem(410, f"The node {slug} has no address any more", _NODES)
