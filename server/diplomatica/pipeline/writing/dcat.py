"""The description of the dataset (DCAT 3), as far as it follows from its files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.engine.engine import Term
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.formats import Format
from diplomatica.model.vocabulary import (
    DCAT,
    DCTERMS,
    DIP,
    DQV,
    OWL,
    PROV,
    RDF,
    VOID,
    XSD,
)
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.storing.stored import Triples
from diplomatica.pipeline.writing.lineage import lineage
from diplomatica.pipeline.writing.statistics import entity_space, statistics

_FOAF_TOPIC = NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
_SPARQL_PROTOCOL = NamedNode("http://www.w3.org/TR/sparql11-protocol/")
_REPORTS = "https://www.w3.org/community/reports/reconciliation"
_RECONCILIATION = NamedNode(f"{_REPORTS}/CG-FINAL-specs-0.2-20230410/")
_STREAM = NamedNode("https://w3id.org/ldes/specification")
# Since when, until when and where something takes place.
_COVERED = (DIP("earliest"), DIP("latest"), DIP("location"))
_SERVICES = (
    ("sparql", "The SPARQL endpoint", _SPARQL_PROTOCOL),
    ("reconcile", "The reconciliation service", _RECONCILIATION),
    ("feed", "The event stream of changes", _STREAM),
)
"""The path of each service, what it is called, and what it conforms to."""


@dataclass(frozen=True)
class ReleaseContents:
    """What a release is made of beside its triples; small, so that it can travel."""

    catalog: Catalog
    folder: Folder
    formats: tuple[Format, ...]
    articles: list[NamedNode]
    left_out: frozenset[str]
    """The names of files that could not be read."""


def contents_of(reading: Reading, folder: Folder) -> ReleaseContents:
    """What a release of a folder that was read is made of."""
    return ReleaseContents(
        reading.catalog,
        folder,
        reading.formats,
        [reading.iris("article", one.slug) for one in reading.articles],
        frozenset(one.file for one in reading.left_out),
    )


def description(contents: ReleaseContents, triples: Triples) -> list[Triple]:
    """What `graph/catalog` says beyond dataset/catalog.ttl.

    `triples` are those of the default graph, subject by subject, and are read more than
    once. What a human states of the dataset with some property is not said otherwise.
    """
    catalog = contents.catalog
    dataset = NamedNode(catalog.dataset)
    made = lineage(catalog, contents.folder, contents.left_out)
    described = dict.fromkeys((*_description(contents, triples), *made))
    stated: set[NamedNode] = set()
    titles: list[Literal] = []
    for triple in triples.about({dataset, *(one.subject for one in described)}):
        described.pop(triple, None)
        if triple.subject == dataset:
            stated.add(triple.predicate)
        if triple.subject == dataset and triple.predicate == DCTERMS("title"):
            titles += [triple.object] if isinstance(triple.object, Literal) else []
    described[_title_of_release(catalog, titles)] = None
    stated.discard(RDF("type"))
    followed = [
        one
        for one in described
        if one.subject != dataset or one.predicate not in stated
    ]
    return [*followed, *statistics(catalog, triples, followed)]


def _description(contents: ReleaseContents, triples: Triples) -> Iterator[Triple]:
    """What the build says of a dataset, beside what its catalog states."""
    catalog = contents.catalog
    yield from _dataset(catalog, contents.formats, triples)
    yield from _coverage(catalog, triples)
    yield from _release(catalog)
    yield from _service(catalog)
    dataset = NamedNode(catalog.dataset)
    for article in contents.articles:
        yield Triple(dataset, DCTERMS("source"), article)
        yield Triple(dataset, PROV("wasDerivedFrom"), article)


def _dataset(
    catalog: Catalog, formats: tuple[Format, ...], triples: Triples
) -> Iterator[Triple]:
    """What a dataset is as VoID and DCAT have it: its space, endpoint and dumps."""
    dataset, iris = NamedNode(catalog.dataset), catalog.iris
    space = entity_space(catalog, triples)
    pattern = "^" + space.replace(".", r"\.")
    yield Triple(dataset, RDF("type"), VOID("Dataset"))
    yield Triple(dataset, DCAT("landingPage"), NamedNode(catalog.base))
    yield Triple(dataset, DCTERMS("bibliographicCitation"), Literal(catalog.citation))
    yield Triple(dataset, VOID("sparqlEndpoint"), iris("sparql"))
    yield Triple(dataset, VOID("uriRegexPattern"), Literal(pattern))
    for form in formats:
        dump = iris("dumps", f"{catalog.name}.{form.suffix}")
        yield Triple(dataset, VOID("dataDump"), dump)
        yield Triple(dataset, VOID("feature"), NamedNode(form.iri))


def _coverage(catalog: Catalog, triples: Triples) -> Iterator[Triple]:
    """When and where what the data tells of takes place."""
    dataset = NamedNode(catalog.dataset)
    found: dict[NamedNode, set[Term]] = {by: set() for by in _COVERED}
    for one in triples.saying(*_COVERED):
        found[one.predicate].add(one.object)
    first, last, places = (found[by] for by in _COVERED)
    if first and last:
        period = NamedNode(f"{catalog.iris('dataset').value}#period")
        yield Triple(dataset, DCTERMS("temporal"), period)
        yield Triple(period, RDF("type"), DCTERMS("PeriodOfTime"))
        yield Triple(period, DCAT("startDate"), min(first, key=str))
        yield Triple(period, DCAT("endDate"), max(last, key=str))
    for place in sorted(places, key=str):
        yield Triple(dataset, DCTERMS("spatial"), place)


def _release(catalog: Catalog) -> Iterator[Triple]:
    """This release, and whose release it is (DCAT 3, section 11)."""
    dataset = NamedNode(catalog.dataset)
    release = catalog.iris("release", catalog.version)
    validation = NamedNode(f"{release.value}/validation")
    yield Triple(dataset, DCAT("hasVersion"), release)
    yield Triple(dataset, DCAT("hasCurrentVersion"), release)
    yield Triple(release, RDF("type"), DCAT("Dataset"))
    yield Triple(release, DCAT("isVersionOf"), dataset)
    yield Triple(release, DCTERMS("isVersionOf"), dataset)
    yield Triple(release, DQV("hasQualityMetadata"), validation)
    yield from _licensed(release, catalog)
    if catalog.issued:
        issued = Literal(catalog.issued, datatype=XSD("date"))
        yield Triple(release, DCTERMS("issued"), issued)
    yield Triple(release, DCAT("version"), Literal(catalog.version))
    yield Triple(release, OWL("versionInfo"), Literal(catalog.version))
    if not catalog.of_files:
        # So whoever raises the version does it in one place.
        yield Triple(dataset, OWL("versionInfo"), Literal(catalog.version))


def _title_of_release(catalog: Catalog, titles: Iterable[Literal]) -> Triple:
    """The title of the dataset with the version, in the language of that title."""
    tags = (one.language for one in titles if one.value == catalog.title)
    title = Literal(f"{catalog.title} {catalog.version}", language=next(tags, None))
    release = catalog.iris("release", catalog.version)
    return Triple(release, DCTERMS("title"), title)


def _licensed(this: NamedNode, catalog: Catalog) -> Iterator[Triple]:
    """The licence of the dataset for what describes it, if somebody states one."""
    if catalog.license:
        yield Triple(this, DCTERMS("license"), NamedNode(catalog.license))


def _service(catalog: Catalog) -> Iterator[Triple]:
    """The catalog itself, and the services that it lists.

    What each can do, it tells at its own address.
    """
    this = catalog.iris("graph", "catalog")
    title = Literal(f"The catalog of {catalog.title}", language="en")
    yield Triple(this, RDF("type"), DCAT("Catalog"))
    yield Triple(this, DCTERMS("title"), title)
    yield from _licensed(this, catalog)
    yield Triple(this, DCAT("dataset"), NamedNode(catalog.dataset))
    yield Triple(this, _FOAF_TOPIC, NamedNode(catalog.dataset))
    for path, name, protocol in _SERVICES:
        service = catalog.iris(path)
        title = Literal(f"{name} of {catalog.title}", language="en")
        yield Triple(this, DCAT("service"), service)
        yield Triple(service, RDF("type"), DCAT("DataService"))
        yield Triple(service, DCTERMS("title"), title)
        yield from _licensed(service, catalog)
        yield Triple(service, DCTERMS("conformsTo"), protocol)
        yield Triple(service, DCAT("endpointURL"), service)
        yield Triple(service, DCAT("endpointDescription"), service)
        yield Triple(service, DCAT("servesDataset"), NamedNode(catalog.dataset))
