"""The SPARQL endpoint (SPARQL 1.1 Protocol, section 2.1) and its page."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, after_this_request, jsonify, render_template, request

from diplomatica.engine import Answer
from diplomatica.errors import InvalidQuery, QueryError
from diplomatica.lookup.advice import is_empty
from diplomatica.lookup.questions import questions
from diplomatica.model.formats import GRAPHS, HTML, JSON, RESULTS, TURTLE, Format
from diplomatica.model.serialization import written
from diplomatica.model.vocabulary import prefixes
from diplomatica.web.http.problem import problem_of
from diplomatica.web.site import Site, negotiated
from diplomatica.web.sparql.answers import answered, etag_of
from diplomatica.web.sparql.body import unpacked
from diplomatica.web.sparql.protocol import (
    ACCEPTED,
    METHODS,
    OF_GRAPHS,
    WITH_BODY,
    Question,
    is_query,
    not_offered,
    parameters_of,
    read,
)
from diplomatica.web.sparql.rows import Rows
from diplomatica.web.sparql.service import service, told_of_values

# A page shows so many bytes of Turtle: the downloads beside it hold all.
_BYTES = 200_000
_BEFORE, _AFTER = 30, 15  # characters of a line that are shown around its fault
# The editor is packed at set-up; where that could not be, the page has a plain text box.
_EDITOR = Path(__file__).parents[1] / "static" / "vendor" / "editor.js"

Known = Callable[[], dict[str, str]]
"""What the queries ask that are known."""


def register(app: Flask, site: Site) -> None:
    """The views of /sparql."""
    known = cache(
        lambda: questions(site.release, site.terms)
    )  # a release never changes

    @app.route("/sparql", methods=METHODS)
    @app.route("/sparql/", methods=METHODS)
    def sparql() -> Response:
        """Answer a query; without one, show the page or describe the service."""
        after_this_request(_told)
        parameters = parameters_of(request.query_string)
        if not is_query(request.method, parameters):
            return _description(site, known)
        content_type, accept = (
            request.headers.get("Content-Type", ""),
            request.headers.get("Accept"),
        )
        body = b""
        if request.method in WITH_BODY:
            encoding = request.headers.get("Content-Encoding", "")
            body = unpacked(request.get_data(), encoding, site.limits)
        asked = request.method, parameters, content_type, body, accept
        return _answer(site, known, read(*asked, site.limits))

    @app.get("/sparql/help")
    def sparql_help() -> str:
        """What the notices mean that stand beside answers, each at an anchor of its name."""
        return render_template("sparql/help.html")

    @app.get("/sparql/terms.json")
    def terms() -> Response:
        """What an editor completes names from."""
        return jsonify(
            prefixes=prefixes(site.release.base),
            terms=[asdict(term) for term in site.terms.used],
        )


def _told(answer: Response) -> Response:
    answer.headers.update(ACCEPTED)
    return answer


def _answer(site: Site, known: Known, question: Question) -> Response:
    try:
        begun = time.monotonic()
        results, graphs = (
            _written_as(question.results, JSON),
            _written_as(question.graphs, TURTLE),
        )
        answer = site.engine.answer(
            question.query,
            results,
            graphs,
            question.asked,
            request.remote_addr or "unknown",
        )
    except QueryError as error:
        problem = problem_of(error)
        if not question.wants_page:
            raise problem from error
        page = _page(
            site,
            known,
            question.query,
            error=str(error),
            fault=_fault(question.query, error),
        )
        return Response(
            page, problem.status, problem.headers, content_type=HTML.content_type
        )
    if answer is None:
        raise not_offered(question)
    if (question.results if answer.format is results else question.graphs) is HTML:
        seconds = time.monotonic() - begun
        shown = (
            _rows(site, question, answer, seconds)
            if answer.format is JSON
            else _graph(answer)
        )
        if is_empty(question.query, answer):
            shown["hints"] = site.terms.hints(question.query)
        shown["notices"] = (
            *answer.notices,
            *site.advice.beside_names(question.query, answer),
        )
        response = Response(
            _page(site, known, question.query, **shown), content_type=HTML.content_type
        )
        response.vary.add("Accept")
        return response
    if site.advice.is_due(question.query, answer):
        answer = replace(answer, notices=site.advice.notices(question.query, answer))
    etag = etag_of(site.release.checksum, question)
    reply = answered(answer, etag, site.release.name, question.is_marked)
    return Response(reply.body, reply.status, reply.pairs)


def _written_as(form: Format | None, for_page: Format) -> Format | None:
    return for_page if form is HTML else form


def _rows(
    site: Site, question: Question, answer: Answer, seconds: float
) -> dict[str, Any]:
    told = json.loads(answer.body)
    boolean, names = told.get("boolean"), told["head"].get("vars", [])
    bindings = told.get("results", {}).get("bindings", [])
    table = Rows(site, question, names, bindings, seconds) if boolean is None else None
    return {"table": table, "boolean": boolean}


def _graph(answer: Answer) -> dict[str, Any]:
    shown = answer.body[:_BYTES].decode(errors="ignore")
    return {"turtle": shown, "is_cut": len(answer.body) > _BYTES}


def _fault(query: str, error: QueryError) -> dict[str, Any] | None:
    """Where a query cannot be read on: the line and column, and the words around with a caret below."""
    if not isinstance(error, InvalidQuery) or not error.line:
        return None
    line, column = (
        [*query.split("\n"), ""][error.line - 1].rstrip("\r"),
        error.column - 1,
    )
    start = max(0, column - _BEFORE)
    words = line[start : column + _AFTER]
    caret = re.sub(r"[^\t]", " ", line[start:column]) + "^"
    return {"line": error.line, "column": error.column, "words": words, "caret": caret}


def _page(site: Site, known: Known, query: str, **shown: Any) -> str:
    """The page with a query and what came of it; a query that is known has its question above it."""
    page = {
        "question": known().get(query.strip()),
        "examples": site.release.queries,
        "results": RESULTS,
        "graphs": GRAPHS,
        "has_editor": _EDITOR.is_file(),
        "compared": told_of_values(site.release) if site.release.compared else "",
    }
    return render_template(
        "sparql/sparql.html",
        query=query,
        prefixes=sorted(prefixes(site.release.base)),
        **page,
        **shown,
    )


def _description(site: Site, known: Known) -> Response:
    """The page for a browser; for others what this service is and does."""
    form = negotiated(OF_GRAPHS)
    if form is HTML:
        body: str | bytes = _page(site, known, request.args.get("example", ""))
    else:
        told = (quad.triple for quad in site.describing.quads_of(site.iris("sparql")))
        triples = [
            *service(request.base_url, site.release, site.engine, site.limits),
            *told,
        ]
        body = written(triples, form, site.iris)
    return Response(body, content_type=form.content_type)
