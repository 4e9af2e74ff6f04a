"""The documents of a release: for each IRI of the dataset, the RDF about it and the page."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import cast

from flask import Blueprint, Response, redirect, render_template, request
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from diplomatica.model.formats import HTML, JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format, by_name
from diplomatica.model.release import COVERAGE, VALIDATION
from diplomatica.model.serialization import in_order, quads_in_order, written
from diplomatica.model.statement import stated_in, text_of
from diplomatica.model.vocabulary import DCTERMS, DIP, VOID
from diplomatica.web.description import Statement, terms_of
from diplomatica.web.problem import not_found
from diplomatica.web.site import TEXT, Site, file_response, negotiated, split_suffix

OFFERED = (TURTLE, HTML, JSONLD, NTRIPLES, RDFXML, TRIG, NQUADS)
_REPORTS = (HTML, Format("json", "JSON", "application/json", "json", "page"))
PAGE_FIRST = (HTML, TURTLE, JSONLD, NTRIPLES, RDFXML, TRIG, NQUADS)
_RECORDED = """
CONSTRUCT { ?this ?p ?o . ?o ?q ?x } WHERE {
  GRAPH ?record { ?this ?p ?o OPTIONAL { ?o ?q ?x } } FILTER (?record != ?this)
}"""
_PARAGRAPHS = """
SELECT ?this ?claim ?paragraph {
  GRAPH ?record { ?claim dip:article ?this ; dip:passage [ dip:paragraph ?paragraph ; dip:start ?start ] }
} GROUP BY ?this ?claim ?paragraph ORDER BY MIN(?start) ?claim"""
_TERMS = """
SELECT ?term ?kind ?label ?comment ?example {
  GRAPH <%s> { ?term a ?kind ; rdfs:isDefinedBy ?ontology ; rdfs:label ?label ; rdfs:comment ?comment
               OPTIONAL { ?term skos:example ?example } }
} ORDER BY ?label"""

_RELATED = """
SELECT ?term ?relation ?other {
  GRAPH <%s> { ?term ?relation ?other ; rdfs:isDefinedBy ?ontology }
  VALUES ?relation { rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range }
} ORDER BY ?other ?term"""
_NOTES = """
SELECT ?note { GRAPH <%s> { ?ontology a owl:Ontology ; skos:scopeNote ?note } }
ORDER BY xsd:integer(STRBEFORE(STR(?note), "."))"""


def blueprint(site: Site) -> Blueprint:
    """The views of things, of reasons and graphs, and of articles."""
    views = Blueprint("documents", __name__)
    documents = _Documents(site)
    views.add_url_rule("/id/<path:slug>", view_func=documents.thing)
    views.add_url_rule("/doc/<path:slug>", view_func=documents.doc)
    for kind in ("claim", "note", "link", "inference", "rule", "query", "prefix", "graph", ".well-known/genid"):
        views.add_url_rule(f"/{kind}/<path:slug>", kind.replace(".", ""), documents.reason, defaults={"kind": kind})
    views.add_url_rule("/article/<slug>", view_func=documents.article)
    views.add_url_rule("/article/<slug>/text", view_func=documents.text)
    views.add_url_rule("/ontology", view_func=documents.ontology)
    views.add_url_rule("/ontology/<version>", view_func=documents.ontology_version)
    views.add_url_rule("/shapes", view_func=documents.shapes)
    views.add_url_rule("/release/<version>/validation", view_func=documents.validation)
    views.add_url_rule("/release/<version>/coverage", view_func=documents.coverage)
    views.add_url_rule("/release/<version>/coverage.<suffix>", "coverage_as", documents.coverage)
    return views


class _Documents:
    def __init__(self, site: Site) -> None:
        self.site, self.describing, self.iris = site, site.describing, site.iris

    def thing(self, slug: str) -> Response:
        """A thing is no document: 303 to the document about it (httpRange-14)."""
        if not self.describing.quads_of(self.site.iri("id", slug)):
            raise not_found(f"id/{slug}")
        return cast("Response", redirect(f"{request.url_root}doc/{slug}", 303))

    def doc(self, slug: str) -> Response:
        """The document about a thing."""
        slug, form = split_suffix(slug, OFFERED)
        this = self.site.iri("id", slug)
        of, to = self.describing.quads_of(this), self.describing.quads_to(this)
        if not of:
            raise not_found(f"id/{slug}")
        document = self.iris("doc", slug)
        about = Triple(document, NamedNode("http://xmlns.com/foaf/0.1/primaryTopic"), this)
        return self._answer(form, document, of + to, [about], lambda: self._thing_page(this, slug, of, to))

    def _thing_page(self, this: NamedNode, slug: str, quads_of: list[Quad], quads_to: list[Quad]) -> str:
        of, to = self.describing.statements(quads_of), self.describing.statements(quads_to)
        voice = self.describing.in_voice(this)
        labels = self.describing.labels({this, *terms_of([*of, *to])})
        page = {"this": this, "slug": slug, "of": of, "to": to, "voice": voice, "labels": labels}
        return render_template("thing.html", **page, offered=OFFERED)

    def reason(self, kind: str, slug: str) -> Response:
        """The document of a claim, a note, a link, an inference, a rule or a graph: it is a document itself."""
        slug, form = split_suffix(slug, OFFERED)
        this = self.site.iri(kind, slug)
        within = self.site.engine.quads([this])
        recorded = self.site.engine.triples(_RECORDED, this=this)
        if not within and not recorded:
            raise not_found(f"{kind}/{slug}")
        return self._answer(form, this, within, recorded, lambda: self._reason_page(this, kind, slug, within))

    def _reason_page(self, this: NamedNode, kind: str, slug: str, quads: list[Quad]) -> str:
        reason = self.describing.reasons([this])[this]
        within = [Statement(quad.triple, []) for quad in quads[:_ON_A_PAGE]]
        said = self.describing.statements([q for q in self.describing.quads_of(this) if q.predicate not in _SHOWN])
        labels = self.describing.labels({*terms_of([*within, *said]), *reason.voices, *reason.articles})
        page = {"this": this, "kind": kind, "slug": slug, "reason": reason, "within": within, "said": said}
        page["total"] = len(quads)
        return render_template("reason.html", **page, labels=labels, offered=OFFERED)

    def article(self, slug: str) -> Response:
        """The document about an article: what it is, and its text with the claims beside each paragraph."""
        slug, form = split_suffix(slug, OFFERED)
        this = self.site.iri("article", slug)
        path = self.site.release.articles().get(slug)
        if path is None:
            raise not_found(f"article/{slug}")
        record = self.site.engine.quads([self.iris("graph", "record", slug)])
        text = path.read_bytes().decode("utf-8")
        return self._answer(form, this, record, [], lambda: self._article_page(this, slug, text))

    def _article_page(self, this: NamedNode, slug: str, text: str) -> str:
        rows = self.site.engine.rows(_PARAGRAPHS, this=this)
        reasons = self.describing.reasons({cast("NamedNode", row["claim"]) for row in rows})
        claims = [(int(row["paragraph"].value), reasons[row["claim"]]) for row in rows]  # type: ignore[union-attr,index]
        record = self.iris("graph", "record", slug)
        said = [Statement(quad.triple, []) for quad in self.site.engine.quads([record]) if quad.subject == this]
        labels = self.describing.labels({this, *terms_of(said)} | {v for r in reasons.values() for v in r.voices})
        paragraphs = list(enumerate(text.split("\n"), 1))
        page = {"this": this, "slug": slug, "said": said, "paragraphs": paragraphs, "claims": claims}
        return render_template("article.html", **page, labels=labels, offered=OFFERED)

    def text(self, slug: str) -> Response:
        """The text of an article, byte for byte."""
        path = self.site.release.articles().get(slug)
        if path is None:
            raise not_found(f"article/{slug}/text")
        return file_response(self.site.release, path, TEXT)

    def ontology(self) -> Response:
        """The vocabulary: its terms hang on this address with a hash."""
        this = self.iris("ontology")
        quads = self.site.engine.quads([self.iris("graph", "ontology")])
        return self._answer(None, this, quads, [], self._ontology_page)

    def _ontology_page(self) -> str:
        graph = self.iris("graph", "ontology").value
        related: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in self.site.engine.rows(_RELATED % graph):
            relation = self.iris.short(text_of(row["relation"])).removeprefix("rdfs:")
            related[text_of(row["term"])][relation].append(text_of(row["other"]))
            if relation in ("subClassOf", "subPropertyOf"):
                related[text_of(row["other"])]["narrower"].append(text_of(row["term"]))
        return render_template(
            "ontology.html",
            terms=self.site.engine.rows(_TERMS % graph),
            notes=[text_of(row["note"]) for row in self.site.engine.rows(_NOTES % graph)],
            related=related,
            this=self.iris("ontology"),
            offered=OFFERED,
        )

    def ontology_version(self, version: str) -> Response:
        """The vocabulary under its version; only that of this release is here."""
        query = "SELECT ?version { ?ontology owl:versionInfo ?version ; a owl:Ontology }"
        if version not in {row["version"].value for row in self.site.engine.rows(query)}:  # type: ignore[union-attr]
            raise not_found(f"ontology/{version}")
        return self.ontology()

    def shapes(self) -> Response:
        """The shapes: what must hold of the data."""
        graph = self.iris("graph", "shapes")
        quads = self.site.engine.quads([graph])
        return self._answer(None, graph, quads, [], lambda: self._reason_page(graph, "graph", "shapes", quads))

    def coverage(self, version: str, suffix: str = "") -> Response:
        """The report on what claims cover of the articles, as a page or as data."""
        form = by_name(suffix, _REPORTS) if suffix else negotiated(_REPORTS)
        if version != self.site.release.version or form is None:
            raise not_found(f"release/{version}/coverage" + (suffix and f".{suffix}"))
        file = self.site.release.folder / f"{COVERAGE}.{form.suffix}"
        response = file_response(self.site.release, file, form.content_type)
        response.vary.add("Accept")
        return response

    def validation(self, version: str) -> Response:
        """The report of the validation of this release."""
        if version != self.site.release.version:
            raise not_found(f"release/{version}")
        return file_response(self.site.release, self.site.release.folder / VALIDATION, TURTLE.content_type)

    def _answer(
        self, form: Format | None, document: NamedNode, quads: list[Quad], also: list[Triple], page: Callable[[], str]
    ) -> Response:
        """The document in the format that was asked for: by its own address, by `?format=`, or by negotiation."""
        chosen = form or negotiated(OFFERED)
        body: str | bytes = page() if chosen is HTML else rdf(self.site, chosen, document, quads, also)
        response = Response(body, content_type=chosen.content_type)
        if form is None:
            response.vary.add("Accept")
        return response


def rdf(site: Site, form: Format, document: NamedNode, quads: list[Quad], also: Iterable[Triple] = ()) -> bytes:
    """A document as RDF: what is said, the labels to read it, the reasons, and where the document belongs."""
    terms = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    graphs = {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}
    beside = [
        *also,
        *site.describing.label_triples(terms),
        *site.describing.cards(graphs),
        Triple(document, DCTERMS("license"), NamedNode(site.release.license)),
        Triple(document, VOID("inDataset"), NamedNode(site.release.dataset)),
    ]
    if form.holds == "quads":
        return written(quads_in_order([*quads, *stated_in(DefaultGraph(), beside)], site.iris), form, site.iris)
    return written(in_order([*(quad.triple for quad in quads), *beside], site.iris), form, site.iris)


# More statements than this are for programs: a page tells how many there are, and the downloads hold them all.
_ON_A_PAGE = 500
_SHOWN = {DIP(name) for name in ("quote", "voice", "article", "reason")}
