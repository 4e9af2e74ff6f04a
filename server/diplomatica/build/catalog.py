"""The catalog: what the dataset says of itself, and the reason of each graph that has no quote."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.build.source import Source
from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in
from diplomatica.model.vocabulary import DCAT, DCTERMS, DIP, RDF, VOID

CATALOG = "dataset/catalog.ttl"
_KINDS = {"note": DIP("Note"), "link": DIP("Link")}
_REASONS = {
    "catalog": "The description of the dataset, and of those of its graphs that quote no words.",
    "names": "The editors’ file of names: what things are called and of what kind they are.",
    "ontology": "The vocabulary: what its terms mean, as its makers define them.",
    "shapes": "The shapes: what must hold of the data before it may be published.",
    "inferences": "The record of the build: which rule derived what, and from which reasons.",
}
RESERVED = {*_REASONS, "record"} - {"catalog", "names"}


@dataclass(frozen=True)
class Catalog:
    """The description of the dataset, as written by hand."""

    dataset: NamedNode
    base: str
    version: str
    issued: str
    title: str
    name: str
    license: str


def read_catalog(source: Source) -> tuple[Catalog | None, list[Fault]]:
    """The catalog, or the faults that keep a build from knowing which dataset this is."""
    datasets = [
        quad.subject for quad in source.quads if (quad.predicate, quad.object) == (RDF("type"), DCAT("Dataset"))
    ]
    if len(datasets) != 1 or not isinstance(datasets[0], NamedNode):
        message = f"describes {len(datasets)} of dcat:Dataset"
        return None, [Fault(source.name, 0, message, "describe exactly one: it is the dataset that is published")]
    found = {quad.predicate: quad.object.value for quad in source.quads if quad.subject == datasets[0]}  # type: ignore[union-attr]
    needed = {
        "dcat:version": DCAT("version"),
        "void:uriSpace": VOID("uriSpace"),
        "dcterms:title": DCTERMS("title"),
    }
    needed |= {"dcterms:issued": DCTERMS("issued"), "dcterms:license": DCTERMS("license")}
    missing = [name for name, term in needed.items() if not found.get(term)]
    if missing:
        advice = "a release must tell its version, its day and its licence, and where its IRIs begin"
        return None, [source.fault("", f"does not state {name} of the dataset", advice) for name in missing]
    catalog = Catalog(
        datasets[0], found[VOID("uriSpace")], found[DCAT("version")], found[DCTERMS("issued")],
        found[DCTERMS("title")], found.get(DCTERMS("identifier"), "dataset"), found[DCTERMS("license")],
    )  # fmt: skip
    return catalog, list(_form_faults(catalog, source))


def _form_faults(catalog: Catalog, source: Source) -> Iterator[Fault]:
    if not catalog.base.startswith(("http://", "https://")) or not catalog.base.endswith("/"):
        advice = "write what all its IRIs begin with, such as https://example.org/my-news/"
        yield source.fault("", f"has a void:uriSpace that is no base, “{catalog.base}”", advice, VOID("uriSpace").value)
    for term, value in ((DCAT("version"), catalog.version), (DCTERMS("identifier"), catalog.name)):
        if not value.replace(".", "").replace("-", "").isalnum() or not value.isascii() or value.startswith("."):
            advice = "use letters, digits, points and hyphens: it is part of the names of files"
            yield source.fault("", f"has a {term.value} that cannot be a name, “{value}”", advice, term.value)


def split(source: Source) -> tuple[list[Quad], list[Quad]]:
    """Of a file of notes or links: what its graphs state, and what is said of the graphs themselves."""
    facts = [quad for quad in source.quads if quad.subject != quad.graph_name]
    return facts, [quad for quad in source.quads if quad.subject == quad.graph_name]


def reason_faults(source: Source, iris: Iris) -> Iterator[Fault]:
    """The faults of a file of notes or links: a graph without a reason, a reason without a graph."""
    facts, about = split(source)
    reasoned = {quad.graph_name for quad in about if quad.predicate == DIP("reason")}
    for block in source.blocks[1:]:
        graph = NamedNode(block.iri)
        if iris.kind(block.iri) not in _KINDS or not iris.slug(block.iri):
            advice = f"name it below {iris.base}note/ or {iris.base}link/"
            yield source.fault(block.iri, "is neither a note nor a link", advice)
        if graph not in reasoned:
            yield source.fault(block.iri, "has no dip:reason", "say in a sentence why its triples are there")
        if not any(quad.graph_name == graph for quad in facts):
            yield source.fault(block.iri, "states nothing", "write the triples that it is about")
    if any(not isinstance(quad.graph_name, NamedNode) for quad in source.quads):
        yield source.fault("", "has triples outside of all blocks", "put each into the block of its reason")


def cards(about: Iterable[Quad], graphs: Iterable[NamedNode], iris: Iris) -> list[Quad]:
    """What `graph/catalog` says of the graphs without a quote: their kind and their reason."""
    catalog = iris("graph", "catalog")
    said = [Quad(quad.subject, quad.predicate, quad.object, catalog) for quad in about]
    kinds = {quad.subject for quad in said if isinstance(quad.subject, NamedNode)}
    said += [Quad(this, RDF("type"), _KINDS[iris.kind(this.value)], catalog) for this in sorted(kinds, key=str)]
    for graph in sorted(graphs, key=str):
        said += stated_in(catalog, _file(graph, iris))
    return said


def _file(graph: NamedNode, iris: Iris) -> Iterator[Triple]:
    name = iris.slug(graph.value)
    record = name.removeprefix("record/")
    reason = _REASONS.get(name, f"The file dataset/{name}.ttl, as it was brought.")
    if record != name:
        reason = f"The record of the build: where the words of claims stand in the article {record}, and who says them."
    yield Triple(graph, RDF("type"), DIP("File"))
    yield Triple(graph, DIP("reason"), Literal(reason))
