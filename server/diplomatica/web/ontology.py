"""The vocabulary of a release: its RDF, its documentation, and the rules of its shapes."""

from functools import cached_property
from itertools import groupby
from typing import cast

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup, escape
from pyoxigraph import DefaultGraph, NamedNode, Triple, serialize
from rdflib import DCTERMS, OWL, RDF, SDO, SKOS, VANN, Graph, Literal, Namespace, URIRef

from diplomatica.model.formats import HTML, JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from diplomatica.model.serialization import in_order, quads_in_order, written
from diplomatica.model.statement import stated_in
from diplomatica.model.vocabulary import VOID
from diplomatica.web.diagram import Diagram, diagram
from diplomatica.web.problem import Problem
from diplomatica.web.shape import Shapes
from diplomatica.web.site import Site, negotiated, split_suffix
from diplomatica.web.term import Term, said, terms_in
from diplomatica.web.usage import Usage, usages

OFFERED = (TURTLE, HTML, JSONLD, NTRIPLES, RDFXML, TRIG, NQUADS)
_BIBO = Namespace("http://purl.org/ontology/bibo/")
_METADATA = (
    ("Version", OWL.versionInfo), ("Address of this version", OWL.versionIRI), ("Before it", OWL.priorVersion),
    ("Licence", DCTERMS.license), ("Creator", DCTERMS.creator), ("Contributor", DCTERMS.contributor),
    ("Publisher", DCTERMS.publisher), ("Created", DCTERMS.created), ("Issued", DCTERMS.issued),
    ("Modified", DCTERMS.modified), ("Status", _BIBO.status), ("Prefix", VANN.preferredNamespacePrefix),
    ("Namespace", VANN.preferredNamespaceUri), ("Made for", DCTERMS.source), ("Used by", SDO.includedInDataCatalog),
    ("Builds on", OWL.imports), ("DOI", _BIBO.doi), ("To cite it", DCTERMS.bibliographicCitation),
)  # fmt: skip
_HEADINGS = ("Classes", "Properties", "Values")


def blueprint(site: Site) -> Blueprint:
    """The views of the vocabulary and of the shapes, each format at an address of its own as well."""
    views = Blueprint("ontology", __name__)
    ontology = Ontology(site)
    views.add_url_rule("/ontology", view_func=ontology.current)
    views.add_url_rule("/ontology.<suffix>", "in_format", ontology.current)
    views.add_url_rule("/ontology/<version>", view_func=ontology.version)
    return views


class Ontology:
    """The vocabulary of one release, read once: a release never changes."""

    def __init__(self, site: Site) -> None:
        """Take the site of the release."""
        self.site, self.iris = site, site.iris

    def current(self, suffix: str = "") -> Response:
        """The vocabulary: its terms hang on this address with a hash. Raises Problem 404 for an unknown format."""
        form = next((form for form in OFFERED if form.suffix == suffix), None)
        if suffix and form is None:
            there_is = ", ".join(f"ontology.{form.suffix}" for form in OFFERED)
            raise Problem(404, f"There is no ontology.{suffix}", f"There is: {there_is}.")
        return self._answer("/ontology", form)

    def version(self, version: str) -> Response:
        """The vocabulary under its version. Raises Problem 404 for another one, with those that are here."""
        version, form = split_suffix(version, OFFERED)
        here = self.versions
        if version not in here:
            there_is = ", ".join(f"{request.url_root}ontology/{one}" for one in here) or "none with a version"
            raise Problem(404, f"This version is not here: {version}", f"There is: {there_is}.", {"versions": here})
        return self._answer(f"/ontology/{version}", form)

    @cached_property
    def versions(self) -> list[str]:
        """The versions that are here: the one that the vocabulary says it is, in its own words or by its IRI."""
        stated = [str(one) for one in self.graph.objects(self.this, OWL.versionInfo)]
        return stated or [str(one).rpartition("/")[2] for one in self.graph.objects(self.this, OWL.versionIRI)]

    @cached_property
    def graph(self) -> Graph:
        """What the vocabulary's files say."""
        return self._graph("ontology")

    def _graph(self, name: str) -> Graph:
        quads = self.site.engine.quads([self.iris("graph", name)])
        triples = serialize((quad.triple for quad in quads), format=NTRIPLES.rdf)
        return Graph().parse(data=cast("bytes", triples), format="nt")

    @cached_property
    def this(self) -> URIRef:
        """The vocabulary's own IRI, which another dataset that uses it does not change."""
        return min(
            (one for one in self.graph.subjects(RDF.type, OWL.Ontology) if isinstance(one, URIRef)),
            default=URIRef(self.iris("ontology").value),
        )

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Its terms, by IRI."""
        return {term.iri: term for term in terms_in(self.graph)}

    @cached_property
    def rules(self) -> dict[str, list[str]]:
        """What the shapes ask of each term."""
        return Shapes(self._graph("shapes"), self.iris.short).rules()

    @cached_property
    def usage(self) -> dict[str, Usage] | None:
        """How often this release uses each term."""
        terms = [(term.iri, term.heading) for term in self.terms.values()]
        return usages(self.site.engine, terms, {iri: self.iris.short(iri) for iri in self.terms})

    @cached_property
    def labels(self) -> dict[str, str]:
        """What the things are called that use a term."""
        return self.site.describing.labels({one for use in (self.usage or {}).values() for one in use.things})

    @cached_property
    def diagram(self) -> Diagram:
        """The diagram of the classes."""
        classes = [term for term in self.terms.values() if term.heading == "Classes"]
        return diagram(
            {term.iri: str(term.label) for term in classes},
            {term.iri: term.relations.get("broader", []) for term in classes},
        )

    def _answer(self, path: str, form: Format | None) -> Response:
        """The vocabulary in the format that was asked for, with links to all others (RFC 8288)."""
        chosen = form or negotiated(OFFERED)
        body: str | bytes = self._page(path) if chosen is HTML else self._rdf(chosen)
        response = Response(body, content_type=chosen.content_type)
        for one in OFFERED:
            link = f'<{request.script_root}{path}.{one.suffix}>; rel="alternate"; type="{one.media_type}"'
            response.headers.add("Link", link)
        if form is None:
            response.vary.add("Accept")
        return response

    def _rdf(self, form: Format) -> bytes:
        """What its files say, and where that belongs; the dataset's licence only where it states none of its own."""
        graph, document = self.iris("graph", "ontology"), NamedNode(self.this)
        quads, release = self.site.engine.quads([graph]), self.site.release
        beside = [*self.site.describing.cards([graph]), Triple(document, VOID("inDataset"), NamedNode(release.dataset))]
        if (self.this, DCTERMS.license, None) not in self.graph:
            beside.append(Triple(document, NamedNode(DCTERMS.license), NamedNode(release.license)))
        if form.holds == "quads":
            return written(quads_in_order([*quads, *stated_in(DefaultGraph(), beside)], self.iris), form, self.iris)
        return written(in_order([*(quad.triple for quad in quads), *beside], self.iris), form, self.iris)

    def _page(self, path: str) -> str:
        of = {heading: list(terms) for heading, terms in groupby(self._in_sections(), lambda term: term.heading)}
        return render_template("ontology.html", ontology=self, path=path, sections=of, offered=OFFERED)

    def _in_sections(self) -> list[Term]:
        return sorted(self.terms.values(), key=lambda term: _HEADINGS.index(term.heading))

    def said(self, *properties: URIRef) -> list[Literal]:
        """What the header says by these properties."""
        return list(said(self.graph, self.this, properties))

    @property
    def title(self) -> str:
        """What it is called."""
        return next(map(str, self.said(DCTERMS.title, SKOS.prefLabel)), "Ontology")

    @property
    def description(self) -> list[Literal]:
        """What it is, in its makers' words."""
        return self.said(DCTERMS.description)

    @property
    def metadata(self) -> list[tuple[str, list[str]]]:
        """What the header says of it, in words."""
        said = ((words, sorted(map(str, self.graph.objects(self.this, one)))) for words, one in _METADATA)
        return [(words, values) for words, values in said if values]

    @property
    def decisions(self) -> list[str]:
        """Why it is modelled as it is, in the order of the numbers that the notes begin with, without them."""
        notes = sorted(map(str, self.said(SKOS.scopeNote)), key=_number)
        return [note.partition(". ")[2] if _number(note)[0] else note for note in notes]

    @property
    def changes(self) -> list[str]:
        """What each version changed, the newest first."""
        return sorted(map(str, self.said(SKOS.changeNote)), key=_version, reverse=True)

    def href(self, iri: str) -> str:
        """Where an IRI is read: on this page if it is a term of it."""
        return f"#{self.terms[iri].anchor}" if iri in self.terms else self.site.href(iri)

    def marked(self, text: str) -> Markup:
        """A text with code where it has backticks, and with links where that is a term."""
        parts = text.split("`")
        pieces = [self._code(part) if odd % 2 else escape(part) for odd, part in enumerate(parts)]
        return Markup().join(pieces)

    def _code(self, text: str) -> Markup:
        term = self._by_name.get(text)
        code = Markup("<code>{}</code>").format(text)
        return Markup('<a href="#{}">{}</a>').format(term.anchor, code) if term else code

    @cached_property
    def _by_name(self) -> dict[str, Term]:
        return {self.iris.short(iri): term for iri, term in self.terms.items()}


def _number(note: str) -> tuple[int, str]:
    """The number that a note begins with, 0 for none."""
    number, dot, _ = note.partition(". ")
    return (int(number) if dot and number.isdecimal() else 0, note)


def _version(note: str) -> list[tuple[int, str]]:
    """The version that a note begins with, to be compared part by part."""
    version = note.partition(",")[0].partition(" ")[0].rstrip(":")
    return [(int(part) if part.isdecimal() else 0, part) for part in version.split(".")]
