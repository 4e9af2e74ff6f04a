"""The vocabulary of a release: its RDF, its documentation, and the rules of its shapes."""

from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import cast

from flask import Response, render_template
from markupsafe import Markup, escape
from pyoxigraph import NamedNode, Quad, serialize
from rdflib import DCTERMS, OWL, RDF, SDO, SKOS, VANN, Graph, Literal, Namespace, URIRef

from diplomatica.lookup.usage import Usage, examples, usages
from diplomatica.model.characters import unmarked
from diplomatica.model.formats import NTRIPLES, Format
from diplomatica.web.document.document import OFFERED, Document
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.requestedformat import of_suffix, split_suffix
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase
from diplomatica.web.vocabulary.diagram import Diagram, diagram
from diplomatica.web.vocabulary.shape import ShapeRules, Shapes
from diplomatica.web.vocabulary.term import VocabularyTerm, literals_of, local, terms_in

_BIBO = Namespace("http://purl.org/ontology/bibo/")
_METADATA = (
    (Phrase("Version"), OWL.versionInfo),
    (Phrase("Address of this version"), OWL.versionIRI),
    (Phrase("Before it"), OWL.priorVersion),
    (Phrase("Licence"), DCTERMS.license),
    (Phrase("Creator"), DCTERMS.creator),
    (Phrase("Contributor"), DCTERMS.contributor),
    (Phrase("Publisher"), DCTERMS.publisher),
    (Phrase("Created"), DCTERMS.created),
    (Phrase("Issued"), DCTERMS.issued),
    (Phrase("Modified"), DCTERMS.modified),
    (Phrase("Status"), _BIBO.status),
    (Phrase("Prefix"), VANN.preferredNamespacePrefix),
    (Phrase("Namespace"), VANN.preferredNamespaceUri),
    (Phrase("Source"), DCTERMS.source),
    (Phrase("Used by"), SDO.includedInDataCatalog),
    (Phrase("Builds on"), OWL.imports),
    (Phrase("DOI"), _BIBO.doi),
    (Phrase("To cite it"), DCTERMS.bibliographicCitation),
)
_HEADINGS = (Phrase("Classes"), Phrase("Properties"), Phrase("Values"))

Sections = dict[str, list[VocabularyTerm]]
"""Terms below their headings."""


class Ontology:
    """The vocabulary of one release, read once: a release never changes."""

    def __init__(self, site: Site) -> None:
        """Take the site of the release."""
        self.site, self.iris = site, site.iris

    def current(self, suffix: str, sought: str) -> Response:
        """The vocabulary: its terms hang on this address with a hash.

        A page tells of those that have all the words that are sought. Raises Problem
        404 for an unknown format.
        """
        form = of_suffix("ontology", suffix, OFFERED)
        return self._answer("ontology", "ontology", form, sought)

    def shapes(self, suffix: str = "", sought: str = "") -> Response:
        """The shapes, what must hold of the data.

        Raises Problem 404 for an unknown format.
        """
        form = of_suffix("shapes", suffix, OFFERED)
        return self._answer("shapes", "shapes", form, sought)

    def version(self, version: str, sought: str, home: str) -> Response:
        """The vocabulary under its version; `home` is the address of the front page.

        Raises Problem 404 for another version, with those that are here.
        """
        version, form = split_suffix(version, OFFERED)
        here = self.versions
        if version not in here:
            addresses = [f"{home}ontology/{one}" for one in here]
            there_is = ", ".join(addresses) or "none with a version"
            title = f"This version is not here: {version}"
            raise Problem(404, title, f"There is: {there_is}.", {"versions": here})
        return self._answer("ontology", f"ontology/{version}", form, sought)

    def elsewhere(self, slug: str, sought: str) -> Response:
        """A vocabulary that has another IRI below the base. Raises Problem 404 for all else."""
        path, form = split_suffix(slug, OFFERED)
        if f"{self.iris.base}{path}" == str(self.this):
            return self._answer("ontology", path, form, sought)
        raise not_found(slug)

    @cached_property
    def versions(self) -> list[str]:
        """The versions that are here: the one that the vocabulary says it is.

        It says so in its own words or by its IRI.
        """
        words = self.graph.objects(self.this, OWL.versionInfo)
        if stated := list(map(str, words)):
            return stated
        iris = self.graph.objects(self.this, OWL.versionIRI)
        return [str(iri).rpartition("/")[2] for iri in iris]

    @cached_property
    def graph(self) -> Graph:
        """What the vocabulary's files say."""
        return _graph(self._quads["ontology"])

    @cached_property
    def _quads(self) -> dict[str, list[Quad]]:
        """What the files of the vocabulary say, and those of the shapes."""
        graphs = {name: self.iris("graph", name) for name in ("ontology", "shapes")}
        quads = self.site.engine.quads(graphs.values())
        quads_by_name: dict[str, list[Quad]] = {}
        for name, graph in graphs.items():
            quads_by_name[name] = [quad for quad in quads if quad.graph_name == graph]
        return quads_by_name

    @cached_property
    def this(self) -> URIRef:
        """The vocabulary's own IRI, which another dataset that uses it does not change."""
        stated = self.graph.subjects(RDF.type, OWL.Ontology)
        iris = [one for one in stated if isinstance(one, URIRef)]
        return min(iris, default=URIRef(self.iris("ontology").value))

    @cached_property
    def terms(self) -> dict[str, VocabularyTerm]:
        """Its terms, by IRI."""
        return {term.iri: term for term in terms_in(self.graph)}

    @cached_property
    def rules(self) -> dict[str, list[str]]:
        """What the shapes ask of each term."""
        return self._shapes.rules()

    @cached_property
    def asked(self) -> list[ShapeRules]:
        """What each shape asks."""
        return self._shapes.asked()

    @cached_property
    def _shapes(self) -> Shapes:
        return Shapes(_graph(self._quads["shapes"]), self.iris.short)

    @cached_property
    def usage(self) -> dict[str, Usage] | None:
        """How often this release uses each term."""
        terms = [(term.iri, term.heading) for term in self.terms.values()]
        names = {iri: self.iris.short(iri) for iri in self.terms}
        return usages(self.site.engine, terms, names)

    def _used_by(self, sections: Sections) -> dict[str, list[NamedNode]]:
        """Some things that use each of these terms."""
        shown = [term.iri for terms in sections.values() for term in terms]
        usage = self.usage or {}
        return examples(
            self.site.engine, {iri: usage[iri] for iri in shown if iri in usage}
        )

    @cached_property
    def diagram(self) -> Diagram:
        """The diagram of the classes."""
        classes = [term for term in self.terms.values() if term.heading == "Classes"]
        labels = {term.iri: str(term.label) for term in classes}
        broader = {term.iri: term.relations.get("broader", []) for term in classes}
        return diagram(labels, broader)

    def _answer(
        self, name: str, path: str, form: Format | None, sought: str = ""
    ) -> Response:
        """The vocabulary or its shapes as was asked for.

        Raises Problem 404 where the dataset has none: the data may describe that IRI.
        """
        if name not in self.site.documents:
            raise not_found(path)
        graph = self.iris("graph", name)
        this = NamedNode(self.this) if name == "ontology" else graph
        quads = self._quads[name]
        document = Document(this, quads, path=f"/{path}", is_licensed=False)
        return document.response(
            self.site, form, lambda: self._page(name, path, sought)
        )

    def _page(self, name: str, path: str, sought: str) -> str:
        """The page of the terms or of the shapes, or of those that are sought."""
        page = {"ontology": self, "path": path, "offered": OFFERED}
        if name == "shapes":
            shapes = self._sought_shapes(sought.casefold().split())
            return render_template(
                "vocabulary/shapes.html", **page, shapes=shapes, sought=sought
            )
        sections = self._sections(sought.casefold().split())
        things = self._used_by(sections) if sought else {}
        return render_template(
            "vocabulary/ontology.html",
            **page,
            sections=sections,
            things=things,
            labels=self.site.describing.labels(chain.from_iterable(things.values())),
            sought=sought,
        )

    def _sought_shapes(self, sought: list[str]) -> list[ShapeRules]:
        """The shapes whose targets, rules or messages have all the words."""
        return [one for one in self.asked if _says(one, sought)]

    def _sections(self, sought: list[str]) -> Sections:
        """The terms below their headings; those whose name or definition has all the words."""
        by_heading: Sections = {one: [] for one in _HEADINGS}
        for term in self.terms.values():
            if self._has(term, sought):
                by_heading[term.heading].append(term)
        return {heading: terms for heading, terms in by_heading.items() if terms}

    def _has(self, term: VocabularyTerm, sought: list[str]) -> bool:
        told = f"{term.label} {self.iris.short(term.iri)} {term.definition or ''}"
        return all(word in told.casefold() for word in sought)

    def said(self, *properties: URIRef) -> list[Literal]:
        """What the header says by these properties."""
        return list(literals_of(self.graph, self.this, properties))

    @property
    def title(self) -> str:
        """What it is called."""
        return next(map(str, self.said(DCTERMS.title, SKOS.prefLabel)), "Ontology")

    @property
    def description(self) -> list[Literal]:
        """What it is, in its makers' words."""
        return self.said(DCTERMS.description)

    @property
    def metadata(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What the header says of it, in words, and where each value is read."""
        told: list[tuple[str, list[tuple[str, str]]]] = []
        for words, one in _METADATA:
            values = sorted(map(str, self.graph.objects(self.this, one)))
            if values:
                told.append((words, [self._value(one, value) for value in values]))
        return told

    def _value(self, by: URIRef, value: str) -> tuple[str, str]:
        if by == VANN.preferredNamespaceUri:  # it is what names begin with, and no page
            return value, ""
        shown = local(value) if by == _BIBO.status else value
        return shown, self.site.href(value)

    @property
    def prefix(self) -> tuple[str, str]:
        """The prefix of its names and the namespace that it stands for; empty if untold."""
        values = (VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri)
        prefix, namespace = (
            str(self.graph.value(self.this, one) or "") for one in values
        )
        return (prefix, namespace) if prefix and namespace else ("", "")

    @property
    def version_here(self) -> str:
        """The version that it says it is; empty if it says none."""
        return next(iter(self.versions), "")

    @property
    def licence(self) -> str:
        """The address of its licence; empty if none is told."""
        return str(self.graph.value(self.this, DCTERMS.license) or "")

    @property
    def decisions(self) -> list[str]:
        """Why it is modelled as it is.

        The notes stand in the order of the numbers that they begin with, without these.
        """
        notes = sorted(map(str, self.said(SKOS.scopeNote)), key=_number)
        return list(map(_without_number, notes))

    @property
    def changes(self) -> list[str]:
        """What each version changed, the newest first."""
        return sorted(map(str, self.said(SKOS.changeNote)), key=_version, reverse=True)

    def href(self, iri: str, page: str = "") -> str:
        """Where an IRI is read: on this page, or another, if it is a term of it."""
        if iri in self.terms:
            return f"{page}#{self.terms[iri].anchor}"
        return self.site.href(iri)

    @staticmethod
    def local(iri: str) -> str:
        """The last part of an IRI, which is the anchor of a shape."""
        return local(iri)

    def marked(self, text: str, page: str = "") -> Markup:
        """A text with code where it has backticks, and without tags of HTML.

        A term has a link in its place, to this page or another.
        """
        parts = unmarked(text).split("`")
        pieces = [
            self._code(part, page) if odd % 2 else escape(part)
            for odd, part in enumerate(parts)
        ]
        return Markup().join(pieces)

    def _code(self, text: str, page: str) -> Markup:
        term = self._by_name.get(text)
        if term is None:
            return Markup("<code>{}</code>").format(text)
        return Markup('<a href="{}#{}">{}</a>').format(page, term.anchor, text)

    @cached_property
    def _by_name(self) -> dict[str, VocabularyTerm]:
        return {self.iris.short(iri): term for iri, term in self.terms.items()}


def _graph(quads: Iterable[Quad]) -> Graph:
    triples = serialize((quad.triple for quad in quads), format=NTRIPLES.rdf)
    return Graph().parse(data=cast("bytes", triples), format="nt")


def _number(note: str) -> tuple[int, str]:
    """The number that a note begins with, 0 for none."""
    number, dot, _ = note.partition(". ")
    return (int(number) if dot and number.isdecimal() else 0, note)


def _without_number(note: str) -> str:
    number, _ = _number(note)
    return note.partition(". ")[2] if number else note


def _version(note: str) -> list[tuple[int, str]]:
    """The version that a note begins with, to be compared part by part."""
    before_comma, _, _ = note.partition(",")
    version, _, _ = before_comma.partition(" ")
    return list(map(_part_of_version, version.rstrip(":").split(".")))


def _part_of_version(part: str) -> tuple[int, str]:
    """A part of a version by its number, and then as it stands."""
    return int(part) if part.isdecimal() else 0, part


def _says(shape: ShapeRules, sought: list[str]) -> bool:
    rules = (text for rule in shape.rules for text in rule)
    told = " ".join([*shape.targets, *rules]).casefold()
    return all(word in told for word in sought)
