"""The one table of formats: for negotiation, `?format=`, dumps and documentation."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pyoxigraph import Quad, QueryResultsFormat, RdfFormat, Triple

Writer = Callable[[Iterable[Triple | Quad], Mapping[str, str]], bytes]
"""What writes statements, with the prefixes that may be used."""
TableWriter = Callable[[bytes], bytes]
"""What makes of an answer in SPARQL JSON one in another format."""
Holds = Literal["triples", "quads", "results", "page"]


@dataclass(frozen=True, eq=False)
class Format:
    """One way to write an answer: its names, its suffix, and what it can hold."""

    name: str
    label: str
    media_type: str
    suffix: str
    holds: Holds
    rdf: RdfFormat | None = None
    results: QueryResultsFormat | None = None
    also: tuple[str, ...] = ()
    charset: bool = False
    uses_prefixes: bool = False
    """Whether it names the namespaces of IRIs at its head."""
    writer: Writer | None = None
    """What writes statements in it where the engine cannot; dumps are made by the engine."""
    table_writer: TableWriter | None = None
    """What writes tables in it where the engine cannot."""
    w3c: str = ""
    """By which W3C names it, as in http://www.w3.org/ns/formats/Turtle."""

    def __reduce__(self) -> tuple[object, ...]:
        """Send it to another process by its name: the engine's part is not pickled."""
        return _format_of, (self.name,)

    @property
    def engine_format(self) -> "Format":
        """In which the engine is asked for what is to be written in this one."""
        return JSON if self.table_writer else self

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header."""
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type

    @property
    def media_types(self) -> tuple[str, ...]:
        """All names under which a client may ask for it."""
        return (self.media_type, *self.also)

    @property
    def iri(self) -> str:
        """The IRI that W3C gives the format (Unique URIs for File Formats), if any."""
        return f"http://www.w3.org/ns/formats/{self.w3c}" if self.w3c else ""


HTML = Format(
    name="html",
    label="HTML",
    media_type="text/html",
    suffix="html",
    holds="page",
    also=("application/xhtml+xml",),
    charset=True,
)
TURTLE = Format(
    name="turtle",
    label="Turtle",
    media_type="text/turtle",
    suffix="ttl",
    holds="triples",
    rdf=RdfFormat.TURTLE,
    uses_prefixes=True,
    also=("application/x-turtle", "application/turtle"),
    charset=True,
    w3c="Turtle",
)
NTRIPLES = Format(
    name="ntriples",
    label="N-Triples",
    media_type="application/n-triples",
    suffix="nt",
    holds="triples",
    rdf=RdfFormat.N_TRIPLES,
    w3c="N-Triples",
)
RDFXML = Format(
    name="rdfxml",
    label="RDF/XML",
    media_type="application/rdf+xml",
    suffix="rdf",
    holds="triples",
    rdf=RdfFormat.RDF_XML,
    uses_prefixes=True,
    also=("application/xml", "text/xml"),
    w3c="RDF_XML",
)
JSONLD = Format(
    name="jsonld",
    label="JSON-LD",
    media_type="application/ld+json",
    suffix="jsonld",
    holds="triples",
    rdf=RdfFormat.JSON_LD,
    also=("application/json",),
    w3c="JSON-LD",
)
TRIG = Format(
    name="trig",
    label="TriG",
    media_type="application/trig",
    suffix="trig",
    holds="quads",
    rdf=RdfFormat.TRIG,
    uses_prefixes=True,
    also=("application/x-trig",),
    w3c="TriG",
)
NQUADS = Format(
    name="nquads",
    label="N-Quads",
    media_type="application/n-quads",
    suffix="nq",
    holds="quads",
    rdf=RdfFormat.N_QUADS,
    w3c="N-Quads",
)
JSON = Format(
    name="json",
    label="SPARQL JSON",
    media_type="application/sparql-results+json",
    suffix="srj",
    holds="results",
    results=QueryResultsFormat.JSON,
    also=("application/json",),
    w3c="SPARQL_Results_JSON",
)
XML = Format(
    name="xml",
    label="SPARQL XML",
    media_type="application/sparql-results+xml",
    suffix="srx",
    holds="results",
    results=QueryResultsFormat.XML,
    also=("application/xml", "text/xml"),
    w3c="SPARQL_Results_XML",
)
CSV = Format(
    name="csv",
    label="CSV",
    media_type="text/csv",
    suffix="csv",
    holds="results",
    results=QueryResultsFormat.CSV,
    charset=True,
    w3c="SPARQL_Results_CSV",
)
TSV = Format(
    name="tsv",
    label="TSV",
    media_type="text/tab-separated-values",
    suffix="tsv",
    holds="results",
    results=QueryResultsFormat.TSV,
    charset=True,
    w3c="SPARQL_Results_TSV",
)

# A file of the release only: nothing else is answered in it.
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX = Format(
    name="xlsx",
    label="Excel",
    media_type=_SHEET,
    suffix="xlsx",
    holds="results",
)

FORMATS = (HTML, TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS, JSON, XML, CSV, TSV)
GRAPHS = tuple(form for form in FORMATS if form.holds in ("triples", "quads"))
READ = tuple(form for form in GRAPHS if form.rdf)
"""Those that the engine reads, too."""
DUMPED = READ
"""Those that hold a whole release, which the engine writes part by part."""
TRIPLES = tuple(form for form in FORMATS if form.holds == "triples")
RESULTS = tuple(form for form in FORMATS if form.results or form.table_writer)
_BY_NAME = {form.name: form for form in (*FORMATS, XLSX)}
_ALIASES = {
    "json-ld": "jsonld",
    "n-triples": "ntriples",
    "n-quads": "nquads",
    "rdf+xml": "rdfxml",
    "n3": "turtle",
}


def _format_of(name: str) -> Format | None:
    return _BY_NAME.get(name)


def by_name(name: str, offered: tuple[Format, ...] = FORMATS) -> Format | None:
    """The format of this name, suffix or media type among those offered.

    In an address that is not percent-encoded + means a space, and comes back as +.
    """
    name = name.lower().replace(" ", "+")
    name = _ALIASES.get(name, name)
    for form in offered:
        if name in (form.name, form.suffix):
            return form
    # As with Accept, "json" gives JSON-LD where there are graphs only.
    types = {name, f"application/{name}"}
    return next((form for form in offered if types & {*form.media_types}), None)
