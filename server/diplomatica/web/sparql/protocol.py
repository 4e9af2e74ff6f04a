"""The query side of the SPARQL 1.1 Protocol (section 2.1).

It leads from a request to the query that it asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode

from diplomatica.engine import WHOLE, Limits, QueryDataset
from diplomatica.engine.sparql.query import form_of
from diplomatica.model.formats import CSV, GRAPHS, HTML, JSON, RESULTS, TSV, XML, Format
from diplomatica.web.http.files import wants_mark, wants_safe
from diplomatica.web.http.negotiation import wanted_format
from diplomatica.web.http.problem import Problem, not_acceptable
from diplomatica.web.sparql.body import check_length, unpacked
from diplomatica.web.sparql.parameters import NOT_UTF8, Parameters, parameters_of

QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"
OF_RESULTS = (*RESULTS, HTML)
OF_GRAPHS = (*GRAPHS, HTML)
# No standard says what the answer to ASK is in CSV or TSV (SPARQL 1.1 Query Results CSV and TSV).
OF_ASK = (JSON, XML, HTML)
WITH_BODY = ("POST", "QUERY")
"""The methods whose body holds the query: QUERY is safe, so answers may be kept (RFC 10008)."""
METHODS = ("GET", "HEAD", *WITH_BODY)
ACCEPTED = {"Accept-Query": f"{QUERY_TYPE}, {FORM_TYPE}"}
"""What every answer of the endpoint tells: what may be sent by QUERY (RFC 10008, section 3)."""

_HOW_TO_POST = (
    f"POST a query as {QUERY_TYPE}, or as {FORM_TYPE} with the parameter “query”, "
    "in UTF-8."
)
_MARK = "\ufeff"  # many editors on Windows write it at the start of a file
_GRAPHS = ("default-graph-uri", "named-graph-uri")
_WHOLE = ("graph", "default")

_LONGEST_KEPT = 1000


class Request(NamedTuple):
    """What of a request may hold a query, or says in which form its answer is wanted."""

    method: str
    query_string: bytes
    accept: str | None = None
    content_type: str = ""
    content_encoding: str = ""
    body: bytes = b""
    to_root: str = ""
    """How the root of the site is reached from the address that was asked."""


@dataclass(frozen=True)
class Question:
    """What a client asks, and how the answer is to be written.

    It asks a query, perhaps of a dataset of its own choice.
    """

    query: str
    asked: QueryDataset
    results: Format | None
    graphs: Format | None
    is_marked: bool = False
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8."""
    is_safe: bool = False
    """Whether no cell of CSV may be one that a spreadsheet takes for a formula."""
    to_root: str = ""
    is_graph: bool = False
    """Whether it asks for one whole graph, which is then there or not."""

    @property
    def asked_of_engine(self) -> tuple[str, Format | None, Format | None, QueryDataset]:
        """What the engine is given to answer it."""
        return self.query, self.results, self.graphs, self.asked

    @property
    def wants_page(self) -> bool:
        """Whether a browser asks."""
        return HTML in (self.results, self.graphs)


# One that is not answered at once is read again a moment later.
@lru_cache(8)
def read(request: Request, limits: Limits) -> Question | None:
    """The question in any of the three ways of the protocol; None where nothing is asked.

    A graph is asked for by `?graph=` or `?default` (Graph Store HTTP Protocol, section 4.2).
    Raises Problem 400, 406 or 415, and LimitReached for a query that is too long.
    """
    parameters = parameters_of(request.query_string)
    is_asked = "query" in parameters or "update" in parameters
    if request.method not in WITH_BODY and not is_asked:
        return _whole(parameters, request)
    direct: list[str] = []
    if request.method in WITH_BODY and (request.body or "query" not in parameters):
        kind, body = _kind(request), _body(request, limits)
        if kind == FORM_TYPE:
            parameters = {**parameters, **_more(parameters, body)}
        else:
            direct = [_text(body)]
    query = _only_query(parameters, direct).removeprefix(_MARK)
    check_length(len(query.encode()), limits)
    return _question(query, parameters, request)


def _whole(parameters: Parameters, request: Request) -> Question | None:
    """The question for a whole graph; None where no graph is named."""
    chosen = [name for name in _WHOLE if name in parameters]
    if not chosen:
        return None
    graphs = parameters.get("graph", [])
    if len(chosen) + len(graphs) > 2:
        detail = "Name it by “graph”, or the default graph by “default”."
        raise Problem(400, "One graph is needed", detail)
    _graphs("graph", graphs)
    where = f"GRAPH <{graphs[0]}> {{ ?s ?p ?o }}" if graphs else "?s ?p ?o"
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}"
    return replace(_question(query, parameters, request), is_graph=True)


def _question(query: str, parameters: Parameters, request: Request) -> Question:
    """What a request asks. Raises Problem 406 where no format suits its client."""
    accept = request.accept
    name = parameters.get("format", [""])[0]
    results, graphs = _formats(name, accept)
    if results in (CSV, TSV) and form_of(query) == "ASK":
        results = _of_ask(name, accept)
    if results is None and graphs is None:
        raise not_acceptable((*OF_RESULTS[:-1], *OF_GRAPHS))
    return Question(
        query,
        _asked_dataset(parameters),
        results,
        graphs,
        wants_mark(parameters),
        wants_safe(parameters),
        request.to_root,
    )


def _body(request: Request, limits: Limits) -> bytes:
    """What the body of a request holds. Raises Problem 400 where that is nothing."""
    body = unpacked(request.body, request.content_encoding, limits)
    if not body:
        detail = f"This request has none. {_HOW_TO_POST}"
        raise Problem(400, "One query is needed", detail)
    return body


def _of_ask(name: str, accept: str | None) -> Format:
    """What a client takes beside CSV and TSV. Raises Problem 406 where that is nothing."""
    if form := wanted_format(name, accept, OF_ASK):
        return form
    why = (
        "This query gives yes or no, as ASK does, "
        "and no standard has that in CSV or TSV. "
    )
    raise not_acceptable(OF_ASK, why)


def not_offered(question: Question) -> Problem:
    """406 for a query whose answer no format that the client takes can hold."""
    if question.graphs is None:
        why = "This query gives a graph, as CONSTRUCT and DESCRIBE do. "
        return not_acceptable(OF_GRAPHS, why)
    why = "This query gives a table, as SELECT and ASK do. "
    return not_acceptable(OF_RESULTS, why)


def _more(parameters: Parameters, body: bytes) -> Parameters:
    more: Parameters = {}
    for name, values in parameters_of(body).items():
        given = parameters.get(name, [])
        more[name] = [*given, *values]
    return more


def _kind(request: Request) -> str:
    """The media type of a body.

    Raises Problem 415 for one that cannot hold a query, or is not in UTF-8.
    """
    has_kind = request.content_type or request.body
    stated = request.content_type if has_kind else QUERY_TYPE
    kind, *parameters = (part.strip().lower() for part in stated.split(";"))
    is_utf8 = _charset(parameters) in ("utf-8", "utf8")
    if kind in (FORM_TYPE, QUERY_TYPE) and is_utf8:
        return kind
    detail = _HOW_TO_POST
    if kind == "application/sparql-update":
        detail = "This endpoint is read-only: it takes no updates."
    title = "A query cannot be sent in this media type"
    raise Problem(415, title, detail, Accept_Post=f"{QUERY_TYPE}, {FORM_TYPE}")


def _charset(parameters: Iterable[str]) -> str:
    """The first charset of a media type; UTF-8 if it has none."""
    for parameter in parameters:
        if parameter.startswith("charset="):
            return parameter.removeprefix("charset=").strip('" ')
    return "utf-8"


def _only_query(parameters: Parameters, direct: list[str]) -> str:
    """The one query of a request. Raises Problem 400 for none, several or an update."""
    if "update" in parameters:
        raise Problem(400, "This endpoint is read-only", "It takes no updates.")
    queries = [*parameters.get("query", []), *direct]
    if direct and len(queries) > 1:
        places = "One stands in its address, and one in its body"
        detail = f"{places}: send only one of them."
        raise Problem(400, "One query is needed", detail)
    if len(queries) != 1:
        detail = f"This request has {len(queries)}. {_HOW_TO_POST}"
        raise Problem(400, "One query is needed", detail)
    return queries[0]


def _asked_dataset(parameters: Parameters) -> QueryDataset:
    if parameters.keys().isdisjoint(_GRAPHS):
        return WHOLE
    default, named = (_graphs(name, parameters.get(name, ())) for name in _GRAPHS)
    return QueryDataset(default, named) if default or named else WHOLE


def _graphs(name: str, graphs: Iterable[str]) -> tuple[str, ...]:
    """The graphs that a parameter chooses. Raises Problem 400 for what is no absolute IRI."""
    for iri in graphs:
        try:
            NamedNode(iri)
        except ValueError as error:
            fault = f"It is “{iri}”" if iri else "It is empty"
            advice = "write the whole IRI of a graph, or leave the parameter out"
            title = f"The parameter {name} is no absolute IRI"
            raise Problem(400, title, f"{fault}: {advice}.") from error
    return tuple(graphs)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"Its byte {error.start} cannot be read."
        raise Problem(400, NOT_UTF8, detail) from error


def _formats(name: str, accept: str | None) -> tuple[Format | None, Format | None]:
    """The formats that a client wants.

    Only what is short is kept, or a client could fill the memory.
    """
    is_short = len(name) + len(accept or "") <= _LONGEST_KEPT
    return (
        _wanted_formats(name, accept)
        if is_short
        else _wanted_formats.__wrapped__(name, accept)
    )


@lru_cache(1024)
def _wanted_formats(
    name: str, accept: str | None
) -> tuple[Format | None, Format | None]:
    """The formats for results and for graphs that a client wants.

    It says so by `?format=`, or else by its Accept header.
    """
    return wanted_format(name, accept, OF_RESULTS), wanted_format(
        name, accept, OF_GRAPHS
    )
