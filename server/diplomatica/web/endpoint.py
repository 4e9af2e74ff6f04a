"""The SPARQL endpoint (SPARQL 1.1 Protocol, section 2.1) and its page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.engine import WHOLE, Asked
from diplomatica.errors import InvalidQuery, QueryError
from diplomatica.model.formats import GRAPHS, HTML, JSON, RESULTS, TRIPLES, TURTLE, Format, by_name
from diplomatica.model.serialization import in_order, written
from diplomatica.model.vocabulary import RDF, Vocabulary, prefixes
from diplomatica.web.negotiation import choose
from diplomatica.web.problem import Problem, not_acceptable
from diplomatica.web.site import Site

SD = Vocabulary("http://www.w3.org/ns/sparql-service-description#")
_FORMAT = Vocabulary("http://www.w3.org/ns/formats/")
_QUERY_TYPE = "application/sparql-query"
_SAFE = ("GET", "HEAD")
_FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """What a client asks: a query, perhaps of a dataset of its own choice."""

    query: str
    asked: Asked = WHOLE


def blueprint(site: Site) -> Blueprint:
    """The views of /sparql."""
    views = Blueprint("endpoint", __name__)

    @views.route("/sparql", methods=["GET", "POST"])
    def sparql() -> Response:
        """Answer a query; without one, show the page or describe the service."""
        if request.method in _SAFE and "query" not in request.args and "update" not in request.args:
            return _description(site)
        return _answer(site, _request())

    return views


def _request() -> Request:
    """The request in any of the three ways of the protocol. Raises Problem 400 or 415."""
    if request.method in _SAFE:
        return _from_parameters(request.args.to_dict(flat=False))
    if request.mimetype == _FORM_TYPE:
        return _from_parameters({**request.args.to_dict(flat=False), **request.form.to_dict(flat=False)})
    if request.mimetype == _QUERY_TYPE:
        return Request(_text(request.get_data()), _asked(request.args.to_dict(flat=False)))
    detail = f"POST a query as {_QUERY_TYPE}, or as {_FORM_TYPE} with the parameter “query”."
    if request.mimetype == "application/sparql-update":
        detail = "This endpoint is read-only: it takes no updates."
    raise Problem(415, "A query cannot be sent in this media type", detail, Accept_Post=f"{_QUERY_TYPE}, {_FORM_TYPE}")


def _from_parameters(parameters: dict[str, list[str]]) -> Request:
    if "update" in parameters:
        raise Problem(400, "This endpoint is read-only", "It takes no updates.")
    queries = parameters.get("query", [])
    if len(queries) != 1:
        raise Problem(400, "One query is needed", f"The parameter “query” was sent {len(queries)} times.")
    return Request(queries[0], _asked(parameters))


def _asked(parameters: dict[str, list[str]]) -> Asked:
    return Asked(tuple(parameters.get("default-graph-uri", ())), tuple(parameters.get("named-graph-uri", ())))


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "The query is not UTF-8", f"Its byte {error.start} cannot be read.") from error


def _answer(site: Site, asked: Request) -> Response:
    name = request.args.get("format") or request.form.get("format")
    results, graphs = _wanted(name, (JSON, *RESULTS, HTML)), _wanted(name, (TURTLE, *TRIPLES, HTML))
    if results is None and graphs is None:
        raise not_acceptable((*RESULTS, *TRIPLES, HTML))
    try:
        answer = site.engine.answer(asked.query, _written_as(results, JSON), _written_as(graphs, TURTLE), asked.asked)
    except QueryError as error:
        if HTML in (results, graphs):
            return Response(_page(site, asked.query, error=str(error)), 400, content_type=HTML.content_type)
        title = "This is not a SPARQL query" if isinstance(error, InvalidQuery) else "This query is not run here"
        raise Problem(400, title, str(error)) from error
    if answer is None:
        raise not_acceptable((*RESULTS, HTML) if results is None else (*TRIPLES, HTML))
    is_page = (results if answer.format in RESULTS else graphs) is HTML
    body: str | bytes = _page(site, asked.query, answer.body, answer.format) if is_page else answer.body
    response = Response(body, content_type=HTML.content_type if is_page else answer.format.content_type)
    response.vary.add("Accept")
    return response


def _wanted(name: str | None, offered: Sequence[Format]) -> Format | None:
    return by_name(name, tuple(offered)) if name else choose(request.headers.get("Accept"), offered)


def _written_as(form: Format | None, for_page: Format) -> Format | None:
    return for_page if form is HTML else form


def _page(site: Site, query: str, body: bytes = b"", form: Format | None = None, error: str = "") -> str:
    table = json.loads(body) if form is JSON else None
    turtle = body.decode() if form is TURTLE else ""
    page = {"query": query, "table": table, "turtle": turtle, "error": error}
    return render_template("sparql.html", **page, prefixes=sorted(prefixes(site.release.base)))


def _description(site: Site) -> Response:
    """The page for a browser; for others what this service is and does (SPARQL 1.1 Service Description)."""
    offered = (TURTLE, *TRIPLES[1:], HTML)
    form = _wanted(request.args.get("format"), offered)
    if form is None:
        raise not_acceptable(offered)
    if form is HTML:
        response = Response(_page(site, request.args.get("example", "")), content_type=HTML.content_type)
    else:
        triples = in_order(_service(request.base_url, site.release.triples), site.iris)
        response = Response(written(triples, form, site.iris), content_type=form.content_type)
    response.vary.add("Accept")
    return response


def _service(endpoint: str, triples: int) -> list[Triple]:
    this, dataset, graph = (NamedNode(endpoint + part) for part in ("", "#dataset", "#default-graph"))
    void = Vocabulary("http://rdfs.org/ns/void#")
    formats = [form for form in (*RESULTS, *GRAPHS) if form.holds != "quads"]
    names = {"turtle": "Turtle", "ntriples": "N-Triples", "rdfxml": "RDF_XML", "jsonld": "JSON-LD"}
    names |= {"json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML"}
    names |= {"csv": "SPARQL_Results_CSV", "tsv": "SPARQL_Results_TSV"}
    return [
        Triple(this, RDF("type"), SD("Service")),
        Triple(this, SD("endpoint"), this),
        Triple(this, SD("supportedLanguage"), SD("SPARQL11Query")),
        *(Triple(this, SD("resultFormat"), _FORMAT(names[form.name])) for form in formats),
        Triple(this, SD("defaultDataset"), dataset),
        Triple(dataset, RDF("type"), SD("Dataset")),
        Triple(dataset, SD("defaultGraph"), graph),
        Triple(graph, RDF("type"), SD("Graph")),
        Triple(graph, void("triples"), Literal(triples)),
    ]
