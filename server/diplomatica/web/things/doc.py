"""The documents of a release: for each IRI of the dataset, the RDF about it and the page."""

from collections.abc import Iterator, Sequence
from typing import cast
from urllib.parse import quote

from flask import Flask, Response, redirect, render_template, request
from pyoxigraph import NamedNode, Quad, Triple, parse

from diplomatica.lookup.description import Statement, terms_of
from diplomatica.model.formats import HTML, TRIPLES, TURTLE, Format
from diplomatica.model.release import COVERAGE, VALIDATION
from diplomatica.model.serialization import written
from diplomatica.model.statement import digest, text_of
from diplomatica.model.vocabulary import DCTERMS, DIP, OWL, RDFS, SH
from diplomatica.web.document.document import OFFERED, Document
from diplomatica.web.document.missing import missing, withdrawn
from diplomatica.web.http.files import file_response
from diplomatica.web.http.negotiation import wanted
from diplomatica.web.http.problem import Problem, not_acceptable, not_found
from diplomatica.web.site import Site, asked, negotiated
from diplomatica.web.things.inward import ON_A_PAGE, Inward
from diplomatica.web.things.thing import ThingPage

_REPORTS = (HTML, Format("json", "JSON", "application/json", "json", "page"))
_RECORDED = """
CONSTRUCT { ?this ?p ?o . ?o ?q ?x } WHERE {
  GRAPH ?record { ?this ?p ?o OPTIONAL { ?o ?q ?x } } FILTER (?record != ?this)
}"""


def register(app: Flask, site: Site) -> None:
    """The views of things, and of reasons and graphs."""
    documents = _Documents(site)
    app.add_url_rule("/id/<path:slug>", view_func=documents.thing)
    app.add_url_rule("/doc/<path:slug>", view_func=documents.doc)
    for kind in ("claim", "note", "link", "inference", "rule", "query", "prefix", "graph"):
        app.add_url_rule(f"/{kind}/<path:slug>", kind, documents.reason, defaults={"kind": kind})
    app.add_url_rule("/.well-known/genid/<path:slug>", view_func=documents.genid)
    app.add_url_rule("/release/<version>/validation", view_func=documents.validation)
    app.add_url_rule("/release/<version>/coverage", view_func=documents.coverage)
    app.add_url_rule("/release/<version>/coverage.<suffix>", "coverage_as", documents.coverage)


class _Documents:
    def __init__(self, site: Site) -> None:
        self.site, self.describing, self.iris = site, site.describing, site.iris

    def thing(self, slug: str) -> Response:
        """A thing is no document: 303 to the document about it (httpRange-14)."""
        this = self.site.iri("id", slug)
        slug = self.iris.slug(this.value)
        self._refuse_missing(this, self.describing.quads_of(this) or self.describing.quads_to(this), "id", slug)
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        return cast("Response", redirect(f"{request.url_root}doc/{quote(slug)}{query}", 303))

    def doc(self, slug: str) -> Response:
        """The document about a thing."""
        this, form = self.site.named("id", slug, OFFERED)
        slug = self.iris.slug(this.value)
        form = form or negotiated(OFFERED)
        inward = Inward(self.site, this)
        of = self.describing.quads_of(this)
        to = inward.quads if form is HTML else self.describing.quads_to(this)
        self._refuse_missing(this, of or to, "id", slug)
        document = self.iris("doc", slug)
        about = Triple(document, NamedNode("http://xmlns.com/foaf/0.1/primaryTopic"), this)
        found = Document(document, of + to, [about], f"/doc/{slug}")
        page = ThingPage(self.site, this, of, inward)
        return found.response(self.site, form, lambda: page.html(slug))

    def _refuse_missing(self, this: NamedNode, said: Sequence[Quad | Triple], kind: str, slug: str) -> None:
        """Raise Problem 404 where nothing is said, 410 where that is all that is said."""
        if not said:
            raise missing(self.site, kind, slug)
        if all(one.predicate in _OF_WITHDRAWN for one in said) and (problem := withdrawn(self.site, this)):
            raise problem

    def genid(self, slug: str) -> Response:
        """410: the first releases gave blank nodes an address, which they have no more."""
        raise Problem(410, f"The node {slug} has no address any more", _NODES)

    def reason(self, kind: str, slug: str) -> Response:
        """The document of a claim, a note, a link, an inference, a rule or a graph: it is a document itself."""
        this, form = self.site.named(kind, slug, OFFERED)
        slug = this.value.removeprefix(self.iris(kind, "").value)
        within = self.site.engine.quads([this])
        recorded = self.site.engine.triples(_RECORDED, this=this)
        self._refuse_missing(this, within or self.describing.quads_of(this) or recorded, kind, slug)
        found = Document(this, within, [*recorded, *self._statements(this, kind, within)], f"/{kind}/{slug}")
        return found.response(self.site, form, lambda: self._reason_page(this, kind, slug, within))

    def _statements(self, this: NamedNode, kind: str, within: list[Quad]) -> Iterator[Triple]:
        """The statements that a reason is made of, each by its own address, so that whoever reads RDF finds them."""
        if kind in _OF_STATEMENTS:
            for quad in within:
                yield Triple(this, DCTERMS("hasPart"), self.iris("statement", digest(quad.triple)))

    def _reason_page(self, this: NamedNode, kind: str, slug: str, quads: list[Quad]) -> str:
        reason = self.describing.reasons([this])[this]
        within = [Statement(quad.triple, []) for quad in quads[:ON_A_PAGE]]
        of = self.describing.quads_of(this)
        said = self.describing.statements([quad for quad in of if quad.predicate not in _SHOWN])
        labels = self.describing.labels({*terms_of([*within, *said]), *reason.voices, *reason.articles})
        page = {"this": this, "kind": kind, "slug": slug, "reason": reason, "within": within, "said": said}
        page["total"] = len(quads)
        page["query"] = next((text_of(q.object) for q in of if q.predicate in _QUERIES), "")
        return render_template("reason.html", **page, labels=labels, offered=OFFERED)

    def coverage(self, version: str, suffix: str = "") -> Response:
        """The report on what claims cover of the articles, as a page or as data."""
        if version != self.site.release.version:
            raise not_found(f"release/{version}/coverage")
        form = asked(f"release/{version}/coverage", suffix, _REPORTS)
        self.site.refuse_closed(*self.site.closed)
        file = self.site.release.folder / f"{COVERAGE}.{form.suffix}"
        return file_response(self.site.release, file, form.content_type)

    def validation(self, version: str) -> Response:
        """The report of the validation of this release: the file itself, or the same in another format of RDF."""
        if version != self.site.release.version:
            raise not_found(f"release/{version}")
        form = wanted(request.args.get("format"), request.headers.get("Accept"), TRIPLES)
        if form is None and "format" in request.args:
            raise not_acceptable(TRIPLES)
        form = form or TURTLE  # the file itself, for a browser
        file = self.site.release.folder / VALIDATION
        if form is TURTLE:
            response = file_response(self.site.release, file, TURTLE.content_type)
        else:
            triples = [quad.triple for quad in parse(path=file, format=TURTLE.rdf)]
            response = Response(written(triples, form, self.iris), content_type=form.content_type)
        response.vary.add("Accept")
        return response


_NODES = (
    "It is a blank node, as whoever wrote it meant: it is described in the document of what refers to it, "
    "and in the dumps."
)
_OF_STATEMENTS = ("claim", "note", "link", "inference")
# What the catalog says of something that was withdrawn: that it was, why, and what stands for it.
_OF_WITHDRAWN = {OWL("deprecated"), RDFS("comment"), DCTERMS("isReplacedBy")}
# By which an example query has its text (SHACL Advanced Features, section 5).
_QUERIES = {SH(form) for form in ("select", "ask", "construct", "describe")}
_SHOWN = {DIP(name) for name in ("quote", "voice", "article", "reason")}
