"""What the endpoint is and does, in RDF (SPARQL 1.1 Service Description)."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.engine import Engine, Limits
from diplomatica.engine.forms import remarks
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import GRAPHS, RESULTS
from diplomatica.model.vocabulary import DCAT, DCTERMS, RDF, RDFS, VOID, XSD, Vocabulary

SD = Vocabulary("http://www.w3.org/ns/sparql-service-description#")
SCHEMA = Vocabulary("https://schema.org/")
_LIMITS = {
    "time": ("How long a query may run", "seconds"),
    "memory": ("How much memory a query may take", "bytes"),
    "length": ("How long an answer may be, before compression", "bytes"),
    "query-length": ("How long a query may be", "bytes"),
    "at-once": ("How many queries of one client may run or wait at once", "queries"),
}
_COMMENTS = (
    "An answer is whole, or an error that says what to do.",
    "The prefixes of the dataset need not be declared. "
    "?format= chooses a format where Accept cannot.",
    "FROM and FROM NAMED choose among the named graphs below, and load nothing. "
    "SERVICE and updates are refused.",
)
_GRAPHS = """
SELECT ?graph (COUNT(*) AS ?triples) {
  GRAPH ?graph { ?s ?p ?o }
} GROUP BY ?graph ORDER BY ?graph"""


def _licence(this: NamedNode, release: Release) -> Iterator[Triple]:
    if release.license:
        yield Triple(this, DCTERMS("license"), NamedNode(release.license))


def service(
    endpoint: str, release: Release, engine: Engine, limits: Limits
) -> list[Triple]:
    """The description of the service at an address, in the order to read it."""
    this = NamedNode(endpoint)
    dataset = NamedNode(f"{endpoint}#dataset")
    default = NamedNode(f"{endpoint}#default-graph")
    return [
        Triple(this, RDF("type"), SD("Service")),
        Triple(this, SD("endpoint"), this),
        Triple(this, SD("supportedLanguage"), SD("SPARQL11Query")),
        *(_comment(this, comment) for comment in _COMMENTS),
        *_compared_literals(this, release),
        Triple(this, RDF("type"), DCAT("DataService")),
        Triple(this, DCAT("servesDataset"), NamedNode(release.dataset)),
        *_licence(this, release),
        *_formats(this),
        *_limits(this, limits),
        Triple(this, SD("defaultDataset"), dataset),
        Triple(dataset, RDF("type"), SD("Dataset")),
        Triple(dataset, DCTERMS("isPartOf"), NamedNode(release.dataset)),
        Triple(dataset, SD("defaultGraph"), default),
        Triple(default, RDF("type"), SD("Graph")),
        Triple(default, VOID("triples"), Literal(release.triples)),
        *_named_graphs(dataset, engine),
    ]


def _comment(this: NamedNode, text: str) -> Triple:
    return Triple(this, RDFS("comment"), Literal(text, language="en"))


def _formats(this: NamedNode) -> Iterator[Triple]:
    for form in (*RESULTS, *GRAPHS):
        if form.iri:
            yield Triple(this, SD("resultFormat"), NamedNode(form.iri))


def _named_graphs(dataset: NamedNode, engine: Engine) -> Iterator[Triple]:
    """Each named graph; its IRI stands for itself, with what it holds."""
    for row in engine.rows(_GRAPHS):
        graph = row["graph"]
        assert isinstance(graph, NamedNode)
        yield Triple(dataset, SD("namedGraph"), graph)
        yield Triple(graph, RDF("type"), SD("NamedGraph"))
        yield Triple(graph, SD("name"), graph)
        yield Triple(graph, VOID("triples"), row["triples"])


def _compared_literals(this: NamedNode, release: Release) -> Iterator[Triple]:
    """Which literals queries meet in another form than they are published in."""
    if release.compared or release.too_large:
        yield _comment(this, told_of_values(release))


def told_of_values(release: Release) -> str:
    """Which literals queries meet in another form, in sentences."""
    also = remarks(release.compared, release.too_large)
    told = [_by_value(release)] if release.compared else []
    return " ".join([*told, *also])


def _by_value(release: Release) -> str:
    """Which literals stand in answers in another form, and how many."""
    short, compared = release.iris.short, release.compared
    kinds = [f"{count} {short(name)}" for name, count in compared.items()]
    return (
        "The engine compares numbers, truth values and times by value: "
        f"{', '.join(kinds)} stand in answers to queries in its own form, "
        "and in dumps, documents and statements as they are written."
    )


def _limits(this: NamedNode, limits: Limits) -> Iterator[Triple]:
    """What one query may use, each limit as a value with its unit."""
    values = {
        "time": limits.seconds,
        "memory": limits.memory,
        "length": limits.answer,
        "query-length": limits.query,
        "at-once": limits.at_once,
    }
    for name, (label, unit) in _LIMITS.items():
        limit = NamedNode(f"{this.value}#limit-{name}")
        value = Literal(f"{values[name]:.10g}", datatype=XSD("decimal"))
        yield Triple(this, SCHEMA("additionalProperty"), limit)
        yield Triple(limit, RDF("type"), SCHEMA("PropertyValue"))
        yield Triple(limit, RDFS("label"), Literal(label, language="en"))
        yield Triple(limit, SCHEMA("value"), value)
        yield Triple(limit, SCHEMA("unitText"), Literal(unit))
