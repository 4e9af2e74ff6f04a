"""The catalog: what the dataset says of itself, and the reason of each graph that has no quote."""

import re
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.errors import Fault
from diplomatica.model.catalog import Catalog
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in, text_of
from diplomatica.model.vocabulary import DCAT, DCTERMS, DIP, NAMES, RDF, VOID
from diplomatica.pipeline.files.source import Source

CATALOG = "dataset/catalog.ttl"
_KINDS = {"note": DIP("Note"), "link": DIP("Link")}
_OF_CLAIMS = {
    DIP(name)
    for name in (
        "quote",
        "voice",
        "article",
        "passage",
        "mention",
        "saidIn",
        "calledHere",
        "text",
        "sha256",
        "premise",
        "rule",
    )
}
_REASONS = {
    "catalog": "The description of the dataset, and of those of its graphs that quote no words.",
    "names": "The editors’ file of names: what things are called and of what kind they are.",
    "unlinked": "The editors’ file of things that they looked for in other datasets and did not find.",
    "queries": "The example queries: what each asks, and the prefixes that they use.",
    "ontology": "The vocabulary: what its terms mean, as its makers define them.",
    "shapes": "The shapes: what must hold of the data before it may be published.",
    "inferences": "The record of the build: which rule derived what, and from which reasons.",
}
_STATED = {
    "void:uriSpace": VOID("uriSpace"),
    "dcat:version": DCAT("version"),
    "dcterms:issued": DCTERMS("issued"),
    "dcterms:title": DCTERMS("title"),
    "dcterms:identifier": DCTERMS("identifier"),
    "dcterms:license": DCTERMS("license"),
}
_BASE = re.compile(r"https?://[A-Za-z0-9.:-]+/([A-Za-z0-9._~-]+/)*")
_NAME = re.compile(r"(?!validation$)[A-Za-z0-9]([A-Za-z0-9.-]{0,60}[A-Za-z0-9])?")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
RESERVED = {*_REASONS, "record"} - {"catalog", "names", "unlinked"}


def read_catalog(source: Source) -> tuple[Catalog | None, list[Fault]]:
    """The catalog, or the faults that keep a build from knowing which dataset this is."""
    datasets = [
        quad.subject
        for quad in source.quads
        if (quad.predicate, quad.object) == (RDF("type"), DCAT("Dataset"))
    ]
    if len(datasets) != 1 or not isinstance(datasets[0], NamedNode):
        message = f"describes {len(datasets)} of dcat:Dataset"
        return None, [
            Fault(
                source.name,
                0,
                message,
                "describe exactly one: it is the dataset that is published",
            )
        ]
    said = [quad for quad in source.quads if quad.subject == datasets[0]]
    found = {
        name: [quad.object for quad in said if quad.predicate == term]
        for name, term in _STATED.items()
    }
    wrong = {name: _wrong(name, values) for name, values in found.items()}
    faults = [
        source.fault("", *told, _STATED[name].value)
        for name, told in wrong.items()
        if told
    ]
    if faults:
        return None, faults
    value = {
        name: text_of(values[0]) if values else "dataset"
        for name, values in found.items()
    }
    catalog = Catalog(
        dataset=datasets[0].value,
        base=value["void:uriSpace"],
        version=value["dcat:version"],
        issued=value["dcterms:issued"],
        title=value["dcterms:title"],
        name=value["dcterms:identifier"],
        license=value["dcterms:license"],
        creators=tuple(sorted(_names(DCTERMS("creator"), said, source))),
    )
    return catalog, list(_form_faults(catalog, source))


def _names(relation: NamedNode, said: Iterable[Quad], source: Source) -> Iterator[str]:
    """What those are called that the dataset has this relation to; many write a name only."""
    for node in (quad.object for quad in said if quad.predicate == relation):
        if isinstance(node, Literal):
            yield node.value
        else:
            names = [
                quad.object
                for quad in source.quads
                if quad.subject == node and quad.predicate in NAMES
            ]
            yield min(map(text_of, names), default=text_of(node))


def _wrong(name: str, values: Sequence[object]) -> tuple[str, str] | tuple[()]:
    """What is wrong with the values of a property of the dataset, and what would be right; () if nothing is."""
    if not values and name == "dcterms:identifier":
        return ()
    if len(values) != 1:
        return f"states {len(values)} of {name} of the dataset", "state exactly one"
    kind, words = (
        (NamedNode, "an IRI") if name == "dcterms:license" else (Literal, "a string")
    )
    return (
        ()
        if isinstance(values[0], kind)
        else (f"has a {name} of the wrong kind", f"write {words}")
    )


def _form_faults(catalog: Catalog, source: Source) -> Iterator[Fault]:
    if not _BASE.fullmatch(catalog.base):
        advice = (
            "write what all its IRIs begin with, such as https://example.org/my-news/"
        )
        yield source.fault(
            "",
            f"has a void:uriSpace that is no base, “{catalog.base}”",
            advice,
            VOID("uriSpace").value,
        )
    elif not catalog.dataset.startswith(catalog.base):
        message = f"describes {catalog.dataset}, which does not begin with the dataset’s void:uriSpace"
        yield source.fault(
            "", message, f"call it {catalog.base}dataset", catalog.dataset
        )
    if not catalog.license.startswith(("http://", "https://")):
        yield source.fault(
            "",
            "has a dcterms:license that is no address of the web",
            "",
            DCTERMS("license").value,
        )
    if not _DAY.fullmatch(catalog.issued):
        yield source.fault(
            "",
            "has a dcterms:issued that is no day",
            'write "2026-11-24"^^xsd:date',
            DCTERMS("issued").value,
        )
    for name, value in (
        ("dcat:version", catalog.version),
        ("dcterms:identifier", catalog.name),
    ):
        if not _NAME.fullmatch(value):
            advice = "use letters, digits, points and hyphens: it is part of the names of files"
            yield source.fault(
                "",
                f"has a {name} that cannot be a name, “{value}”",
                advice,
                _STATED[name].value,
            )


def split(source: Source) -> tuple[list[Quad], list[Quad]]:
    """Of a file of notes or links: what its graphs state, and what is said of the graphs themselves."""
    facts = [quad for quad in source.quads if quad.subject != quad.graph_name]
    return facts, [quad for quad in source.quads if quad.subject == quad.graph_name]


def reason_faults(source: Source, iris: Iris) -> Iterator[Fault]:
    """The faults of a file of notes or links: a graph without a reason, a reason without a graph."""
    facts, about = split(source)
    reasons = [
        quad
        for quad in about
        if quad.predicate == DIP("reason") and _is_sentence(quad.object)
    ]
    reasoned = {quad.graph_name for quad in reasons}
    for graph, block in source.named_blocks():
        if iris.kind(block.iri) not in _KINDS or not iris.slug(block.iri):
            advice = f"name it below {iris.base}note/ or {iris.base}link/"
            yield source.fault(block.iri, "is neither a note nor a link", advice)
        if graph not in reasoned:
            yield source.fault(
                block.iri,
                "has no dip:reason",
                "say in a sentence why its triples are there",
            )
        if not any(quad.graph_name == graph for quad in facts):
            yield source.fault(
                block.iri, "states nothing", "write the triples that it is about"
            )
    for quad in source.quads:
        yield from _on_records(quad, source, iris)
    if any(not isinstance(quad.graph_name, NamedNode) for quad in source.quads):
        yield source.fault(
            "",
            "has triples outside of all blocks",
            "put each into the block of its reason",
        )


def _on_records(quad: Quad, source: Source, iris: Iris) -> Iterator[Fault]:
    """Faults for what only claims and the build may say: words, voices, places, and what is about other reasons."""
    graph = text_of(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else ""
    subject = text_of(quad.subject) if isinstance(quad.subject, NamedNode) else ""
    if quad.predicate in _OF_CLAIMS:
        message = f"states {iris.short(quad.predicate.value)}, which only a claim or the build may"
        yield source.fault(
            graph,
            message,
            "state facts about things, each with a reason",
            quad.predicate.value,
        )
    elif subject != graph and iris.kind(subject) in (
        *_KINDS,
        "claim",
        "inference",
        "rule",
        "graph",
    ):
        message = f"speaks of {iris.short(subject)}, which is a reason itself"
        yield source.fault(
            graph,
            message,
            "say what is about a claim, note or link in its own block",
            subject,
        )


def _is_sentence(term: object) -> bool:
    return isinstance(term, Literal) and bool(term.value.strip())


def cards(about: Iterable[Quad], graphs: Iterable[NamedNode], iris: Iris) -> list[Quad]:
    """What `graph/catalog` says of the graphs without a quote: their kind and their reason."""
    catalog = iris("graph", "catalog")
    said = [Quad(quad.subject, quad.predicate, quad.object, catalog) for quad in about]
    kinds = dict.fromkeys(
        quad.subject for quad in said if isinstance(quad.subject, NamedNode)
    )
    said += [
        Quad(this, RDF("type"), _KINDS.get(iris.kind(this.value), DIP("File")), catalog)
        for this in kinds
    ]
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
