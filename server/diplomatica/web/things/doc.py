"""Things, and the document of each: the RDF about it and the page."""

from typing import cast
from urllib.parse import quote

from flask import Flask, Response, redirect, request
from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.model.formats import HTML
from diplomatica.web.document.document import OFFERED, Document
from diplomatica.web.document.missing import refuse_missing
from diplomatica.web.http.problem import Problem
from diplomatica.web.requestedformat import requested_format
from diplomatica.web.site import Site
from diplomatica.web.things.about import LEADING, About, DocumentSubject, left_out
from diplomatica.web.things.inward import MOST_AROUND, Orders, PageAsked
from diplomatica.web.things.thing import thing_page

_NODES = (
    "It is a blank node, as whoever wrote it meant: "
    "it is described in the document of what refers to it, and in the dumps."
)

# The graphs of claims, and that of the names of what they speak of.
_TOLD = """
SELECT ?why {{
  GRAPH ?why {{ ?this ?property ?value }}
  FILTER (STRSTARTS(STR(?why), "{0}claim/") || STR(?why) = "{0}graph/names")
}} LIMIT 1"""


def register(app: Flask, site: Site) -> None:
    """The views of things."""
    documents = _Documents(site)
    app.add_url_rule("/id/<path:slug>", view_func=documents.thing)
    app.add_url_rule("/doc/<path:slug>", view_func=documents.doc)
    app.add_url_rule("/.well-known/genid/<path:slug>", view_func=documents.genid)


class _Documents:
    def __init__(self, site: Site) -> None:
        self.site, self.describing, self.iris = site, site.describing, site.iris
        self.about, self.orders = About(site), Orders()

    def thing(self, slug: str) -> Response:
        """A thing is no document: 303 to the document about it (httpRange-14)."""
        this = self.site.iri("id", slug)
        slug = self.iris.slug(this.value)
        self._refuse_missing(self.about.found(this), slug)
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        address = f"{request.url_root}doc/{quote(slug)}{query}"
        return cast("Response", redirect(address, 303))

    def doc(self, slug: str) -> Response:
        """The document about a thing."""
        this, form = self.site.named("id", slug, OFFERED)
        slug = self.iris.slug(this.value)
        form = form or requested_format(OFFERED)
        found = self.about.found(this)
        if found.parts or self._is_brought(this):
            self._refuse_missing(found, slug)
            iri = self.iris("doc", slug)
            return self.about.document(found, f"/doc/{quote(slug)}", form, iri)
        if form is HTML:
            return self._page(this, slug)
        around = self.describing.around(this, LEADING)
        refuse_missing(self.site, this, around.of or around.to, "id", slug)
        to = self.describing.quads_to(this) if around.is_whole else []
        document = self._document(this, slug, around.of + to, around.is_whole)
        return document.response(self.site, form, str)

    def _is_brought(self, this: NamedNode) -> bool:
        """Whether files that were brought tell of a thing, and claims say nothing of it."""
        if not self.site.has_claims:
            return True
        return (
            self.site.has_brought
            and this.value in self.site.subjects
            and not (self.site.engine.rows(_TOLD.format(self.iris.base), this=this))
        )

    def _refuse_missing(self, found: DocumentSubject, slug: str) -> None:
        """Raise Problem 404 or 410 where nothing is said of a thing or of parts of it."""
        if not found.parts:
            this = found.this
            said = self.describing.quads_of(this) or self.describing.quads_to(this)
            refuse_missing(self.site, this, said, "id", slug)

    def _page(self, this: NamedNode, slug: str) -> Response:
        """The page of a thing: what is around it is asked at once, and then what that names."""
        around = self.describing.around(this, MOST_AROUND)
        refuse_missing(self.site, this, around.of or around.to, "id", slug)
        asked = PageAsked.of(request)
        page = thing_page(self.site, this, around, asked, self.orders)
        quads = around.of + page.inward.quads
        document = self._document(this, slug, quads)
        return document.response(self.site, HTML, lambda: page.html(slug))

    def _document(
        self, this: NamedNode, slug: str, quads: list[Quad], is_whole: bool = True
    ) -> Document:
        """The document of a thing; what leads to it is left out where it is too much."""
        iri = self.iris("doc", slug)
        about = Triple(iri, NamedNode("http://xmlns.com/foaf/0.1/primaryTopic"), this)
        also = [about] if is_whole else [about, left_out(iri)]
        return Document(iri, quads, also, f"/doc/{slug}", subject=this)

    def genid(self, slug: str) -> Response:
        """410: the first releases gave blank nodes an address, which they have no more.

        Data that was brought may name things so itself.
        """
        if self.iris.brought is not None and (own := self.about.at_own_path()):
            return own
        raise Problem(410, f"The node {slug} has no address any more", _NODES)
