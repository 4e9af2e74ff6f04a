"""The catalog: what the dataset says of itself and of its graphs without a quote."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.engine import Term
from diplomatica.errors import Fault
from diplomatica.model.claimproperties import AUTHORSHIP, OF_CLAIMS
from diplomatica.model.dataset.catalog import Catalog, day_of_release
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import REASONS, WHY_THERE
from diplomatica.model.statement import stated_in, text_of
from diplomatica.model.vocabulary import (
    DC,
    DCAT,
    DCTERMS,
    DIP,
    NAMES,
    OWL,
    PAV,
    PROV,
    RDF,
    RDFS,
    SCHEMAS,
    VOID,
)
from diplomatica.pipeline.files.source import Source, graph_of

_KINDS = {"note": DIP("Note"), "link": DIP("Link")}
_PLAINLY = PROV("Entity"), DCTERMS("description")
_DESCRIBING = {
    str(by)
    for by in (
        *(DCTERMS("description"), DC("description"), RDFS("comment")),
        *(schema("description") for schema in SCHEMAS),
    )
}
"""By which the data says what a graph is."""
_OF_CATALOG = Literal("The description of the dataset and of its graphs.")
_OF_REASONS = (*REASONS, "rule", "graph")
_OF_ALL = {RDF("type"), RDFS("comment"), DIP("prefix"), DIP("suffix"), *AUTHORSHIP}
"""The properties of claims that others may have, too."""
_OF_RECORDS = {
    DIP(name)
    for name in (
        "passage",
        "mention",
        "calledHere",
        "text",
        "sha256",
        "premise",
        "rule",
    )
}
_STATED = {
    "void:uriSpace": VOID("uriSpace"),
    "dcat:version": DCAT("version"),
    "dcterms:issued": DCTERMS("issued"),
    "dcterms:title": DCTERMS("title"),
    "dcterms:identifier": DCTERMS("identifier"),
    "dcterms:license": DCTERMS("license"),
}
_VERSIONS = {"owl:versionInfo": OWL("versionInfo"), "pav:version": PAV("version")}
"""What states a version as dcat:version does."""
BASE = re.compile(r"https?://[A-Za-z0-9.:-]+/([A-Za-z0-9._~-]+/)*")
"""What the IRIs of a dataset can begin with."""
_NAME = re.compile(r"(?!validation$)[A-Za-z0-9]([A-Za-z0-9.-]{0,60}[A-Za-z0-9])?")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def read_catalog(
    source: Source, needs_licence: bool = True
) -> tuple[Catalog | None, list[Fault]]:
    """The catalog, or the faults that hide which dataset this is."""
    kind = (RDF("type"), DCAT("Dataset"))
    quads = source.quads
    datasets = [one.subject for one in quads if (one.predicate, one.object) == kind]
    if len(datasets) != 1 or not isinstance(datasets[0], NamedNode):
        message = f"describes {len(datasets)} of dcat:Dataset"
        advice = "describe exactly one: it is the dataset that is published"
        return None, [Fault(source.name, 0, message, advice)]
    dataset = datasets[0]
    said = [quad for quad in quads if quad.subject == dataset]
    optional = {"dcterms:identifier": "dataset"}
    if not needs_licence:
        optional["dcterms:license"] = ""
    value, faults = _stated_values(said, source, optional)
    if faults:
        return None, faults
    iri = f"{value['void:uriSpace']}release/{value['dcat:version']}"
    of_release = [quad for quad in quads if text_of(quad.subject) == iri]
    catalog = Catalog(
        dataset=dataset.value,
        base=value["void:uriSpace"],
        version=value["dcat:version"],
        issued=day_of_release(
            value["dcterms:issued"],
            _texts(DCTERMS("modified"), said),
            _texts(DCTERMS("issued"), of_release),
        ),
        title=value["dcterms:title"],
        name=value["dcterms:identifier"],
        license=value["dcterms:license"],
        creators=tuple(sorted(_names(DCTERMS("creator"), said, source))),
        spaces=_other_spaces(said, value["void:uriSpace"]),
    )
    other = _version_faults(said, catalog.version, source)
    return catalog, [*_form_faults(catalog, source), *other]


def _stated_values(
    said: list[Quad], source: Source, optional: Mapping[str, str]
) -> tuple[dict[str, str], list[Fault]]:
    """The values of the properties that a dataset must have, and what is wrong with them.

    What is optional need not be stated, and has the value given there then.
    """
    value: dict[str, str] = {}
    faults: list[Fault] = []
    for name, term in _STATED.items():
        values = [quad.object for quad in said if quad.predicate == term]
        if term == VOID("uriSpace") and said:
            values = _bases(values, text_of(said[0].subject))
        if not values and name in optional:
            value[name] = optional[name]
            continue
        told = _wrong(name, values)
        if told:
            faults.append(source.fault("", *told, term.value))
        else:
            value[name] = text_of(values[0])
    return value, faults


def _texts(relation: NamedNode, said: Iterable[Quad]) -> list[str]:
    return [text_of(one.object) for one in said if one.predicate == relation]


def _bases(spaces: list[Term], dataset: str) -> list[Term]:
    """Of several spaces the one that the dataset itself is in: that is its base."""
    around = [space for space in spaces if dataset.startswith(text_of(space))]
    return [max(around, key=_length)] if around and len(spaces) > 1 else spaces


def _length(term: Term) -> int:
    return len(text_of(term))


def _other_spaces(said: Iterable[Quad], base: str) -> tuple[str, ...]:
    spaces = [text_of(one.object) for one in said if one.predicate == VOID("uriSpace")]
    return tuple(sorted(space for space in spaces if space != base))


def _names(relation: NamedNode, said: Iterable[Quad], source: Source) -> Iterator[str]:
    """What those are called that the dataset has this relation to.

    Many catalogs write a name only.
    """
    nodes = [quad.object for quad in said if quad.predicate == relation]
    for node in nodes:
        if isinstance(node, Literal):
            yield node.value
        else:
            about = [quad for quad in source.quads if quad.subject == node]
            names = [text_of(one.object) for one in about if one.predicate in NAMES]
            yield min(names, default=text_of(node))


def _wrong(name: str, values: Sequence[object]) -> tuple[str, str] | tuple[()]:
    """What is wrong with the values of a property of the dataset, and what to do.

    () where nothing is wrong.
    """
    if len(values) != 1:
        return f"states {len(values)} of {name} of the dataset", "state exactly one"
    kind: type[Literal | NamedNode] = Literal
    words = "a string"
    if name == "dcterms:license":
        kind, words = NamedNode, "an IRI"
    if isinstance(values[0], kind):
        return ()
    return f"has a {name} of the wrong kind", f"write {words}"


def _form_faults(catalog: Catalog, source: Source) -> Iterator[Fault]:
    """What is wrong with the values that a catalog states."""
    yield from _base_faults(catalog, source)
    if catalog.license and not catalog.license.startswith(("http://", "https://")):
        message = "has a dcterms:license that is no address of the web"
        yield source.fault("", message, "", DCTERMS("license").value)
    if not _DAY.fullmatch(catalog.issued):
        message = "has a dcterms:issued that is no day"
        advice = 'write "2026-11-24"^^xsd:date'
        yield source.fault("", message, advice, DCTERMS("issued").value)
    yield from _name_faults("dcat:version", catalog.version, source)
    yield from _name_faults("dcterms:identifier", catalog.name, source)


def _base_faults(catalog: Catalog, source: Source) -> Iterator[Fault]:
    """What is wrong with the base of a dataset, and with its own IRI."""
    base, dataset = catalog.base, catalog.dataset
    if not BASE.fullmatch(base):
        message = f"has a void:uriSpace that is no base, “{base}”"
        example = "https://example.org/my-news/"
        advice = f"write what all its IRIs begin with, such as {example}"
        yield source.fault("", message, advice, VOID("uriSpace").value)
    elif not dataset.startswith(base):
        what = "which does not begin with the dataset’s void:uriSpace"
        message = f"describes {dataset}, {what}"
        yield source.fault("", message, f"call it {base}dataset", dataset)


def _version_faults(
    said: Iterable[Quad], version: str, source: Source
) -> Iterator[Fault]:
    """Other properties of the dataset that state another version: it has one."""
    for name, term in _VERSIONS.items():
        for stated in _texts(term, said):
            if stated != version:
                message = f"has {name} “{stated}”, and dcat:version “{version}”"
                advice = "state the same version in both, or leave one away"
                yield source.fault("", message, advice, term.value)


def _name_faults(name: str, value: str, source: Source) -> Iterator[Fault]:
    if not _NAME.fullmatch(value):
        message = f"has a {name} that cannot be a name, “{value}”"
        why = "it is part of the names of files"
        advice = f"use letters, digits, points and hyphens: {why}"
        yield source.fault("", message, advice, _STATED[name].value)


def split(source: Source) -> tuple[list[Quad], list[Quad]]:
    """What the graphs of a file of notes or links state, and what is said of them."""
    facts = [quad for quad in source.quads if quad.subject != quad.graph_name]
    about = [quad for quad in source.quads if quad.subject == quad.graph_name]
    return facts, about


def reason_faults(source: Source, iris: Iris) -> Iterator[Fault]:
    """The faults of a file of notes or links, such as a graph without a reason."""
    facts, about = split(source)
    reasons = [quad for quad in about if quad.predicate == DIP("reason")]
    reasoned = {quad.graph_name for quad in reasons if _is_sentence(quad.object)}
    stating = {quad.graph_name for quad in facts}
    for graph, block in source.named_blocks():
        if iris.kind(block.iri) not in _KINDS or not iris.slug(block.iri):
            advice = f"name it below {iris.base}note/ or {iris.base}link/"
            yield source.fault(block.iri, "is neither a note nor a link", advice)
        if graph not in reasoned:
            advice = "say in a sentence why its triples are there"
            yield source.fault(block.iri, "has no dip:reason", advice)
        if graph not in stating:
            advice = "write the triples that it is about"
            yield source.fault(block.iri, "states nothing", advice)
    for quad in source.quads:
        yield from _on_records(quad, source, iris)
    if not all(isinstance(quad.graph_name, NamedNode) for quad in source.quads):
        message = "has triples outside of all blocks"
        yield source.fault("", message, "put each into the block of its reason")


def _on_records(quad: Quad, source: Source, iris: Iris) -> Iterator[Fault]:
    """Faults for what only claims and the build may say.

    That are words, voices and places, and what is about other reasons.
    """
    graph = graph_of(quad)
    subject = text_of(quad.subject) if isinstance(quad.subject, NamedNode) else ""
    if _is_reserved(quad.predicate):
        name = quad.predicate.value
        message = f"states {iris.short(name)}, which only a claim or the build may"
        advice = "state facts about things, each with a reason"
        yield source.fault(graph, message, advice, name)
    elif subject != graph and iris.kind(subject) in _OF_REASONS:
        message = f"speaks of {iris.short(subject)}, which is a reason itself"
        advice = "say what is about a claim, note or link in its own block"
        yield source.fault(graph, message, advice, subject)


def _is_reserved(property_: NamedNode) -> bool:
    """Whether only a claim or the build may state a property."""
    is_of_claims = property_ in OF_CLAIMS.all and property_ not in _OF_ALL
    return is_of_claims or property_ in _OF_RECORDS


def _is_sentence(term: object) -> bool:
    return isinstance(term, Literal) and bool(term.value.strip())


def cards(
    about: Iterable[Quad],
    graphs: Iterable[NamedNode],
    files: Mapping[str, str],
    iris: Iris,
    *,
    has_claims: bool,
    contents: Mapping[NamedNode, NamedNode] | None = None,
    told_of: Mapping[str, Collection[str]] | None = None,
) -> list[Quad]:
    """What `graph/catalog` says of graphs without a quote: their kind and reason.

    `files` names the file that a graph was brought in, `contents` the remark of which
    a graph is the content. Where no claims are made, it says so in words of others, and
    only what the data does not say: by `told_of` it tells of some graphs by which properties.
    """
    contents = contents or {}
    kind, by = (DIP("File"), DIP("reason")) if has_claims else _PLAINLY
    triples = [quad.triple for quad in about]
    reasons = dict.fromkeys(triple.subject for triple in triples)
    for this in reasons:
        if isinstance(this, NamedNode):
            of_reason = _KINDS.get(iris.kind(this.value), DIP("File"))
            triples.append(Triple(this, RDF("type"), of_reason))
    for graph, remark in contents.items():
        triples += _of_content(graph, remark, iris)
    for graph in sorted(set(graphs) - contents.keys(), key=str):
        said = () if has_claims else (told_of or {}).get(str(graph), ())
        if not said:
            triples.append(Triple(graph, RDF("type"), kind))
        is_plain = not has_claims and graph == iris("graph", "catalog")
        reason = _OF_CATALOG if is_plain else _reason(graph, files, iris)
        if _DESCRIBING.isdisjoint(said):
            triples.append(Triple(graph, by, reason))
    return stated_in(iris("graph", "catalog"), triples)


def _of_content(graph: NamedNode, remark: NamedNode, iris: Iris) -> Iterator[Triple]:
    """The card of what a remark says: no file, and no fact."""
    said = f"What {iris.short(remark.value)} says: it is quoted, and not stated."
    yield Triple(graph, RDF("type"), DIP("Content"))
    yield Triple(graph, DIP("contentOf"), remark)
    yield Triple(graph, DIP("reason"), Literal(said))


def _reason(graph: NamedNode, files: Mapping[str, str], iris: Iris) -> Literal:
    """Why a graph is there, in a sentence, where no claim gives a reason."""
    name = iris.slug(graph.value)
    article = name.removeprefix("record/")
    if article != name:
        where = f"where the words of claims stand in the article {article}"
        return Literal(f"The record of the build: {where}, and who says them.")
    file = files.get(graph.value, f"dataset/{name}.ttl")
    brought = f"The file {file}, as it was brought."
    if iris.kind(graph.value) != "graph":
        end = iris.readable(graph.value)
        brought = f"The named graph “{end}” of the file {file}, as it was brought."
    return Literal(WHY_THERE.get(name, brought))
