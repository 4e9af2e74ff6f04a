"""All files that were brought, page by page: for people, and as DCAT for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from flask import Flask, Response, g, render_template, request
from pyoxigraph import Literal, NamedNode, Quad, Triple
from werkzeug.urls import iri_to_uri

from diplomatica.lookup.distributions import media_type
from diplomatica.model.formats import GRAPHS, HTML, RDFXML, Format
from diplomatica.model.vocabulary import DCAT, DCTERMS, RDF, TREE
from diplomatica.web.document.document import PAGE_FIRST, Document
from diplomatica.web.document.link import Link
from diplomatica.web.document.pagenumber import page_number
from diplomatica.web.http.problem import not_found
from diplomatica.web.requestcontext import request_context
from diplomatica.web.requestedformat import requested_format
from diplomatica.web.site import Site

ON_A_PAGE = 200
_WHERE = "dumps/brought/"


def register(app: Flask, site: Site) -> None:
    """The view of /dumps/brought/."""

    @app.get("/dumps/brought/")
    def brought_files() -> Response:
        """The files whose names have the words of `?q=`, on the page of `?page=`."""
        if not (site.has_brought and site.release.brought):
            raise not_found(_WHERE)
        sought = request.args.get("q", "").strip()
        number = page_number(request.args.get("page", ""), _WHERE)
        listed = BroughtFiles(site, sought, number)
        if number > max(1, listed.pages):
            raise not_found(f"{_WHERE}, page {number}")
        return listed.response()


@dataclass(frozen=True)
class BroughtFiles:
    """One page of the files: those of RDF by their slugs, and tables by their names."""

    site: Site
    sought: str
    number: int

    @cached_property
    def found(self) -> list[str]:
        """All that are sought, whatever page they are on."""
        release = self.site.release
        words = self.sought.casefold().split()
        known = [*release.brought, *release.brought_tables]
        return [name for name in known if all(one in name.casefold() for one in words)]

    @property
    def listed(self) -> list[str]:
        """Those of this page."""
        start = (self.number - 1) * ON_A_PAGE
        return self.found[start : start + ON_A_PAGE]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-len(self.found) // ON_A_PAGE)

    @property
    def formats(self) -> list[Format]:
        """Those of RDF that each file of RDF can be had in."""
        can_be_xml = self.site.release.can_be_xml
        return [form for form in GRAPHS if form is not RDFXML or can_be_xml]

    def response(self) -> Response:
        """The page in the format that is negotiated, with the links to those beside it."""
        chosen = requested_format(PAGE_FIRST)
        g.links = links = list(self._links())
        if chosen is HTML:
            body: str | bytes = render_template("downloads/brought.html", files=self)
        else:
            quads = [Quad(*one) for one in self._triples()]
            body = Document(self._iri(self.number), quads).rdf(self.site, chosen)
        answer = Response(body, content_type=chosen.content_type)
        for link in links:
            answer.headers.add("Link", str(link))
        return answer

    def address(self, number: int) -> str:
        """Where another page is, below /dumps/brought/."""
        asked = f"q={quote(self.sought, safe='')}&" if self.sought else ""
        return f"?{asked}page={number}"

    def _links(self) -> Iterator[Link]:
        here = f"{request_context().base}dumps/brought/"
        this = here + self.address(self.number)
        if self.number > 1:
            yield Link(this, "prev", here + self.address(self.number - 1))
        if self.number < self.pages:
            yield Link(this, "next", here + self.address(self.number + 1))

    def _iri(self, number: int) -> NamedNode:
        here = self.site.iris("dumps", "brought").value
        return NamedNode(f"{here}/{self.address(number)}")

    def _triples(self) -> Iterator[Triple]:
        """Each file in each format, and the page that follows."""
        this = self._iri(self.number)
        yield Triple(this, RDF("type"), TREE("Node"))
        if self.number < self.pages:
            relation = NamedNode(f"{this.value}#next")
            yield Triple(this, TREE("relation"), relation)
            yield Triple(relation, RDF("type"), TREE("Relation"))
            yield Triple(relation, TREE("node"), self._iri(self.number + 1))
        tables = self.site.release.brought_tables
        for name in self.listed:
            if name in tables:
                yield from self._file(name, name)
            else:
                for form in self.formats:
                    yield from self._file(name, f"{name}.{form.suffix}", form)

    def _file(
        self, title: str, path: str, form: Format | None = None
    ) -> Iterator[Triple]:
        """What DCAT 3 has of one file: what it is called, and where it is on this host."""
        here = quote(path)
        this = NamedNode(f"{self.site.iris('dumps', 'brought').value}/{here}")
        at = f"{iri_to_uri(request_context().base)}dumps/brought/{here}"
        yield Triple(NamedNode(self.site.release.dataset), DCAT("distribution"), this)
        yield Triple(this, RDF("type"), DCAT("Distribution"))
        yield Triple(this, DCTERMS("title"), Literal(title))
        yield Triple(this, DCAT("downloadURL"), NamedNode(at))
        if form:
            yield Triple(this, DCAT("mediaType"), media_type(form.media_type))
