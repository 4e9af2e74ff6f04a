"""The SPARQL endpoint (SPARQL 1.1 Protocol, section 2.1) and its page."""

import json
import re
import time
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask, Response, after_this_request, jsonify, render_template, request

from diplomatica.engine import Answer, QueryDataset
from diplomatica.errors import InvalidQuery, QueryError
from diplomatica.lookup.advice.questions import questions
from diplomatica.model.formats import GRAPHS, HTML, JSON, RESULTS, TURTLE, Format
from diplomatica.model.serialization import bytes_of_statements
from diplomatica.web.http.address import to_root
from diplomatica.web.http.problem import Problem, problem_of, response
from diplomatica.web.requestedformat import requested_format
from diplomatica.web.site import Site
from diplomatica.web.sparql.answers import Answering
from diplomatica.web.sparql.examples import (
    first_queries,
    group_examples,
    kind_listed,
    lessons,
    others,
)
from diplomatica.web.sparql.notices import EXPLAINED
from diplomatica.web.sparql.protocol import (
    ACCEPTED,
    METHODS,
    OF_GRAPHS,
    WITH_BODY,
    Question,
    Request,
    not_offered,
    read,
)
from diplomatica.web.sparql.servicedescription import service, told_of_values

# What stands in the box before anything is asked.
# A page shows so many bytes of Turtle: the downloads beside it hold all.
_BYTES = 200_000
_BEFORE, _AFTER = 30, 15  # characters of a line that are shown around its fault
# The editor is packed at set-up; where that could not be, the page has a plain text box.
_EDITOR = Path(__file__).parents[1] / "static" / "vendor" / "editor.js"

ANSWERING = "answering"
"""The extension of the application by which the server before it answers as well."""


@dataclass(frozen=True)
class Outcome:
    """What came of a query before its page is made: an answer or an error, and how soon."""

    answer: Answer | None
    error: QueryError | None
    seconds: float


OUTCOME: ContextVar[Outcome | None] = ContextVar("OUTCOME", default=None)
"""The outcome of the query whose page is made, if the server before this has asked it."""


def register(app: Flask, site: Site) -> None:
    """The views of /sparql."""
    endpoint = _Endpoint(site)
    app.extensions[ANSWERING] = endpoint.answering
    for path in ("/sparql", "/sparql/"):
        app.add_url_rule(path, view_func=endpoint.sparql, methods=METHODS)
    app.add_url_rule("/sparql/help", view_func=endpoint.help)
    app.add_url_rule("/sparql/terms.json", view_func=endpoint.terms)


class _Endpoint:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.answering = Answering(site.release, site.advice)

    @cached_property
    def known(self) -> dict[str, str]:
        """What the queries ask that are known: a release never changes."""
        return questions(self.site.release, self.site.terms)

    def sparql(self) -> Response:
        """Answer a query; without one, show the page or describe the service."""
        after_this_request(_add_accepted)
        question = read(_request(), self.site.limits)
        if question is None:
            return self._description()
        if question.wants_page:
            return self._answer_page(question)
        return self._response(question, self._engine_answer(question))

    def help(self) -> str:
        """What the notices mean that stand beside answers, each at an anchor of its name."""
        return render_template("sparql/help.html", explained=EXPLAINED)

    def terms(self) -> Response:
        """What an editor completes names from."""
        known = self.site.release.iris.prefixes
        used = [asdict(term) for term in self.site.terms.used]
        return jsonify(prefixes=known, terms=used)

    def _engine_answer(self, question: Question) -> Answer | None:
        """What the engine answers; for a page, in the format that it is made from."""
        return self.site.engine.answer(*for_page(question), _client())

    def _outcome(self, question: Question) -> Outcome:
        begun = time.monotonic()
        try:
            answer, error = self._engine_answer(question), None
        except QueryError as raised:
            answer, error = None, raised
        return Outcome(answer, error, time.monotonic() - begun)

    def _response(self, question: Question, answer: Answer | None) -> Response:
        """The response that holds an answer, with advice where there is some."""
        etag = self.answering.etag(question)
        try:
            reply = self.answering.reply(question, answer, etag)
        except Problem as problem:
            # A graph that is not there, or a format that cannot hold the answer: what
            # the data says of the endpoint would be no answer in its place.
            return response(problem)
        return Response(reply.body, reply.status, reply.pairs)

    def _answer_page(self, question: Question) -> Response:
        """The page with an answer, or with what is wrong with the query."""
        query = question.query
        outcome = OUTCOME.get() or self._outcome(question)
        answer, error = outcome.answer, outcome.error
        if error:
            problem = problem_of(error, question.to_root)
            message = str(error)
            told = {"error": message, "is_too_long": "limit of length" in message}
            page = self._page(query, fault=_fault(query, error), **told)
            return _as_page(page, problem.status, problem.headers)
        if answer is None:
            raise not_offered(question)
        if not _is_of_page(question, answer):
            return self._response(question, answer)
        shown = self._answer_for_page(question, answer, outcome.seconds)
        response = _as_page(self._page(query, **shown))
        response.vary.add("Accept")
        return response

    def _answer_for_page(
        self,
        question: Question,
        answer: Answer,
        seconds: float,
    ) -> dict[str, Any]:
        """What a page shows of an answer."""
        if answer.format is JSON:
            shown = _rows(self.site, question, answer, seconds, _client())
        else:
            shown = _graph(answer)
        if answer.is_empty:
            shown["hints"] = self.site.terms.hints(question.query)
        beside = self.site.advice.beside_names(question.query, answer)
        shown["notices"] = (*answer.notices, *beside)
        return shown

    def _page(self, query: str, **shown: Any) -> str:
        """The page with a query and what came of it.

        Above one that is known stands its question.
        """
        release, start = self.site.release, first_queries(self.site)
        first = next(iter(start.values()))
        return render_template(
            "sparql/sparql.html",
            query=query,
            start=start,
            kind=kind_listed(query or first, start),
            question=self.known.get(query.strip()),
            examples=release.queries,
            lessons=lessons(release.queries),
            groups=group_examples(others(release.queries)),
            prefixes=sorted(release.iris.prefixes),
            results=RESULTS,
            graphs=GRAPHS,
            has_editor=_EDITOR.is_file(),
            compared=told_of_values(release),
            **shown,
        )

    def _description(self) -> Response:
        """The page for a browser; for others what this service is and does."""
        form = requested_format(OF_GRAPHS)
        if form is HTML:
            page = self._page(request.args.get("example", ""))
            return _as_page(page)
        site = self.site
        told = (quad.triple for quad in site.describing.quads_of(site.iris("sparql")))
        described = service(request.base_url, site.release, site.engine, site.limits)
        body = bytes_of_statements([*described, *told], form, site.iris)
        return Response(body, content_type=form.content_type)


def _request() -> Request:
    """The request as the protocol reads it; only some methods have a body that counts."""
    fields = request.headers
    body = request.get_data() if request.method in WITH_BODY else b""
    return Request(
        request.method,
        request.query_string,
        fields.get("Accept"),
        fields.get("Content-Type", ""),
        fields.get("Content-Encoding", ""),
        body,
        to_root(request.path),
    )


def _add_accepted(answer: Response) -> Response:
    answer.headers.update(ACCEPTED)
    return answer


def _as_page(
    page: str,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    return Response(page, status, headers, content_type=HTML.content_type)


def _is_of_page(question: Question, answer: Answer) -> bool:
    """Whether the answer is the one that is wanted as a page.

    A client may take another as it is.
    """
    is_table = answer.format is _written_as(question.results, JSON)
    return (question.results if is_table else question.graphs) is HTML


def for_page(
    question: Question,
) -> tuple[str, Format | None, Format | None, QueryDataset]:
    """What an engine is asked: for a page, in the formats that it is made from."""
    results = _written_as(question.results, JSON)
    graphs = _written_as(question.graphs, TURTLE)
    return question.query, results, graphs, question.asked


def _written_as(form: Format | None, for_page: Format) -> Format | None:
    return for_page if form is HTML else form


def _client() -> str:
    return request.remote_addr or "unknown"


def _rows(
    site: Site, question: Question, answer: Answer, seconds: float, client: str
) -> dict[str, Any]:
    """What a page shows of a table, or of a yes or no."""
    told = json.loads(answer.body)
    boolean, names = told.get("boolean"), told["head"].get("vars", [])
    bindings = told.get("results", {}).get("bindings", [])
    # It reads queries with rdflib, which takes half a second to be read in.
    from diplomatica.web.sparql.rows import Rows

    if boolean is not None:
        return {"table": None, "boolean": boolean}
    table = Rows(site, question, names, bindings, seconds, client)
    return {"table": table, "boolean": None}


def _graph(answer: Answer) -> dict[str, Any]:
    shown = answer.body[:_BYTES].decode(errors="ignore")
    return {"turtle": shown, "is_cut": len(answer.body) > _BYTES}


def _fault(query: str, error: QueryError) -> dict[str, Any] | None:
    """Where a query cannot be read on: the line and column.

    With it go the words around with a caret below.
    """
    if not isinstance(error, InvalidQuery) or not error.line:
        return None
    lines = [*query.split("\n"), ""]
    line, column = lines[error.line - 1].rstrip("\r"), error.column - 1
    start = max(0, column - _BEFORE)
    words = line[start : column + _AFTER]
    caret = re.sub(r"[^\t]", " ", line[start:column]) + "^"
    return {"line": error.line, "column": error.column, "words": words, "caret": caret}
