"""The SPARQL endpoint (SPARQL 1.1 Protocol, section 2.1) and its page."""

import json
from pathlib import Path

from flask import Blueprint, Response, render_template, request

from diplomatica.errors import QueryError
from diplomatica.model.formats import GRAPHS, HTML, JSON, RESULTS, TURTLE, Format
from diplomatica.model.serialization import written
from diplomatica.model.vocabulary import prefixes
from diplomatica.web.problem import problem_of
from diplomatica.web.protocol import OF_GRAPHS, Question, is_query, not_offered, parameters_of, read
from diplomatica.web.reply import answered, etag_of
from diplomatica.web.service import service
from diplomatica.web.site import Site, negotiated

# A page shows so many rows, or bytes of Turtle, and says how many there are: the downloads beside it hold them all.
_ROWS = 1000
_BYTES = 200_000
# The editor is packed at set-up; where that could not be, the page has a plain text box.
_EDITOR = Path(__file__).parent / "static" / "vendor" / "editor.js"


def blueprint(site: Site) -> Blueprint:
    """The views of /sparql."""
    views = Blueprint("endpoint", __name__)

    @views.route("/sparql", methods=["GET", "POST"])
    @views.route("/sparql/", methods=["GET", "POST"])
    def sparql() -> Response:
        """Answer a query; without one, show the page or describe the service."""
        parameters = parameters_of(request.query_string)
        if not is_query(request.method, parameters):
            return _description(site)
        content_type, accept = request.headers.get("Content-Type", ""), request.headers.get("Accept")
        body = request.get_data() if request.method == "POST" else b""
        return _answer(site, read(request.method, parameters, content_type, body, accept, site.limits))

    return views


def _answer(site: Site, question: Question) -> Response:
    try:
        results, graphs = _written_as(question.results, JSON), _written_as(question.graphs, TURTLE)
        answer = site.engine.answer(question.query, results, graphs, question.asked, request.remote_addr or "")
    except QueryError as error:
        problem = problem_of(error)
        if not question.wants_page:
            raise problem from error
        page = _page(site, question.query, error=str(error))
        return Response(page, problem.status, problem.headers, content_type=HTML.content_type)
    if answer is None:
        raise not_offered(question)
    is_page = (question.results if answer.format is results else question.graphs) is HTML
    if is_page:
        response = Response(_page(site, question.query, answer.body, answer.format), content_type=HTML.content_type)
        response.vary.add("Accept")
        return response
    reply = answered(answer, etag_of(site.release.checksum, question))
    return Response(reply.body, reply.status, reply.headers)


def _written_as(form: Format | None, for_page: Format) -> Format | None:
    return for_page if form is HTML else form


def _page(site: Site, query: str, body: bytes = b"", form: Format | None = None, error: str = "") -> str:
    table = json.loads(body) if form is JSON else None
    rows = len(table["results"]["bindings"]) if table and "results" in table else 0
    if table and rows > _ROWS:
        del table["results"]["bindings"][_ROWS:]
    turtle = body[:_BYTES].decode(errors="ignore") if form is TURTLE else ""
    page = {
        "query": query,
        "table": table,
        "rows": rows,
        "turtle": turtle,
        "is_cut": len(body) > _BYTES,
        "error": error,
        "has_editor": _EDITOR.is_file(),
    }
    page["examples"] = site.release.queries()
    formats = {"results": RESULTS, "graphs": GRAPHS}
    return render_template("sparql.html", **page, **formats, prefixes=sorted(prefixes(site.release.base)))


def _description(site: Site) -> Response:
    """The page for a browser; for others what this service is and does."""
    form = negotiated(OF_GRAPHS)
    if form is HTML:
        body: str | bytes = _page(site, request.args.get("example", ""))
    else:
        told = (quad.triple for quad in site.describing.quads_of(site.iris("sparql")))
        triples = [*service(request.base_url, site.release, site.engine, site.limits), *told]
        body = written(triples, form, site.iris)
    response = Response(body, content_type=form.content_type)
    response.vary.add("Accept")
    return response
