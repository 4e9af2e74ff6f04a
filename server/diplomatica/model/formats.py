"""The one table of formats, which feeds negotiation, `?format=`, dumps and documentation."""

from dataclasses import dataclass
from typing import Literal

from pyoxigraph import QueryResultsFormat, RdfFormat

Holds = Literal["triples", "quads", "results", "page"]


@dataclass(frozen=True, eq=False)
class Format:
    """One way to write an answer: its name, media type and suffix, and what it can hold."""

    name: str
    label: str
    media_type: str
    suffix: str
    holds: Holds
    rdf: RdfFormat | None = None
    results: QueryResultsFormat | None = None
    also: tuple[str, ...] = ()
    charset: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        """It is sent to another process by its name: what the engine has of it cannot be pickled."""
        return by_name, (self.name,)

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
        """What W3C calls it (Unique URIs for File Formats)."""
        return f"http://www.w3.org/ns/formats/{_UNIQUE[self.name]}"


_UNIQUE = {
    "turtle": "Turtle", "ntriples": "N-Triples", "rdfxml": "RDF_XML", "jsonld": "JSON-LD", "trig": "TriG",
    "nquads": "N-Quads", "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
}  # fmt: skip

HTML = Format(
    "html",
    "HTML",
    "text/html",
    "html",
    "page",
    also=("application/xhtml+xml",),
    charset=True,
)
TURTLE = Format(
    "turtle", "Turtle", "text/turtle", "ttl", "triples", RdfFormat.TURTLE,
    also=("application/x-turtle", "application/turtle"), charset=True,
)  # fmt: skip
NTRIPLES = Format(
    "ntriples",
    "N-Triples",
    "application/n-triples",
    "nt",
    "triples",
    RdfFormat.N_TRIPLES,
)
RDFXML = Format(
    "rdfxml", "RDF/XML", "application/rdf+xml", "rdf", "triples", RdfFormat.RDF_XML,
    also=("application/xml", "text/xml"),
)  # fmt: skip
JSONLD = Format(
    "jsonld",
    "JSON-LD",
    "application/ld+json",
    "jsonld",
    "triples",
    RdfFormat.JSON_LD,
    also=("application/json",),
)
TRIG = Format(
    "trig",
    "TriG",
    "application/trig",
    "trig",
    "quads",
    RdfFormat.TRIG,
    also=("application/x-trig",),
)
NQUADS = Format(
    "nquads", "N-Quads", "application/n-quads", "nq", "quads", RdfFormat.N_QUADS
)
JSON = Format(
    "json", "SPARQL JSON", "application/sparql-results+json", "srj", "results",
    results=QueryResultsFormat.JSON, also=("application/json",),
)  # fmt: skip
XML = Format(
    "xml", "SPARQL XML", "application/sparql-results+xml", "srx", "results",
    results=QueryResultsFormat.XML, also=("application/xml", "text/xml"),
)  # fmt: skip
CSV = Format(
    "csv",
    "CSV",
    "text/csv",
    "csv",
    "results",
    results=QueryResultsFormat.CSV,
    charset=True,
)
TSV = Format(
    "tsv",
    "TSV",
    "text/tab-separated-values",
    "tsv",
    "results",
    results=QueryResultsFormat.TSV,
    charset=True,
)

# A file of the release only: nothing else is answered in it.
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX = Format("xlsx", "Excel", _SHEET, "xlsx", "results")

FORMATS = (HTML, TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS, JSON, XML, CSV, TSV)
GRAPHS = tuple(form for form in FORMATS if form.rdf)
TRIPLES = tuple(form for form in FORMATS if form.holds == "triples")
RESULTS = tuple(form for form in FORMATS if form.results)
_ALIASES = {
    "json-ld": "jsonld",
    "n-triples": "ntriples",
    "n-quads": "nquads",
    "rdf+xml": "rdfxml",
    "n3": "turtle",
}
BY_NAME = {form.name: form for form in FORMATS}


def by_name(name: str, offered: tuple[Format, ...] = FORMATS) -> Format | None:
    """The format of this name, suffix or media type among those offered.

    In an address that is not percent-encoded + means a space, and comes back as +.
    """
    name = name.lower().replace(" ", "+")
    name = _ALIASES.get(name, name)
    names = (
        name,
        f"application/{name}",
    )  # as Accept does, "json" gives JSON-LD where there are graphs only
    exact = (form for form in offered if name in (form.name, form.suffix))
    return next(exact, None) or next(
        (form for form in offered for one in names if one in form.media_types), None
    )
