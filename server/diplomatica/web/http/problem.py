"""What went wrong, told to a client (RFC 9457) or to a person."""

import json
from typing import Any

from flask import Response, render_template

from diplomatica.errors import (
    DiplomaticaError,
    EndedQuery,
    InvalidQuery,
    LimitReached,
    LostQuery,
    QueryError,
    TooManyQueries,
)
from diplomatica.model.formats import HTML, Format
from diplomatica.web.http.negotiation import choose
from diplomatica.web.requestcontext import request_context
from diplomatica.web.speech.speech import Phrase

PROBLEM = Format(
    "problem",
    "Problem details",
    "application/problem+json",
    "json",
    "page",
    also=("application/json",),
)
_SOON = "1"


class Problem(Exception):
    """An answer other than the one that was asked for."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        members: dict[str, Any] | None = None,
        **headers: str,
    ) -> None:
        """`detail` says what to do about it.

        `members` tell programs more (RFC 9457, section 3.2).
        """
        self.status, self.title, self.detail = status, title, detail
        self.members = members or {}
        fields = headers.items()
        self.headers = {name.replace("_", "-"): value for name, value in fields}
        super().__init__(title)

    @property
    def body(self) -> bytes:
        """The problem details."""
        told = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        return json.dumps({**told, **self.members}, ensure_ascii=False).encode() + b"\n"


def not_acceptable(offered: tuple[Format, ...], why: str = "") -> Problem:
    """406, with the list of what there is (RFC 9110, section 15.5.7), and why it is no more."""
    forms = dict.fromkeys(offered)
    told = [f"{form.media_type} (?format={form.name})" for form in forms]
    title = Phrase("None of these formats is to be had here")
    detail = f"{why}There is: {'; '.join(told)}."
    return Problem(406, title, detail, Vary="Accept")


def not_found(what: str) -> Problem:
    """404 for a thing that this release does not know."""
    detail = Phrase(
        "Look for it on the front page, or ask the SPARQL endpoint at /sparql for its label."
    )
    title = Phrase("Nothing is known here of {what}", what=what)
    return Problem(404, title, detail)


def precondition_failed() -> Problem:
    """412 for what is not what a client has (RFC 9110, section 15.5.13)."""
    detail = (
        "It is no longer, or never was, what If-Match or If-Unmodified-Since name: "
        "ask again without them."
    )
    return Problem(412, "This is not what you have", detail)


def problem_of(error: DiplomaticaError, to_root: str = "") -> Problem:
    """The problem that tells a client of an error in what it asked, or of a limit that it met.

    A query that is past a limit is not the server's failure: asked again, it would end
    there again. So it is 422, and 503 is left for what may well be answered the next
    time. `to_root` leads to the root of this site.
    """
    told = str(error)
    match error:
        case LimitReached(limit="query length"):
            title = "This query is too long"
            return Problem(413, title, told, _limit(error, to_root))
        case LimitReached():
            title = "This query needs more than one query may use"
            return Problem(422, title, told, _limit(error, to_root))
        case TooManyQueries(is_clients=True):
            return Problem(429, "Too many queries at once", told, Retry_After=_SOON)
        case TooManyQueries() | LostQuery():
            return Problem(503, "This query was not answered", told, Retry_After=_SOON)
        case EndedQuery():
            return Problem(503, "This query was ended", told)
        case InvalidQuery():
            place = {"line": error.line, "column": error.column} if error.line else {}
            return Problem(400, "This is not a SPARQL query", told, place)
        case QueryError():
            return Problem(400, "This query is not run here", told)
    return Problem(400, "This cannot be answered", told)


def _limit(error: LimitReached, to_root: str) -> dict[str, Any]:
    """Which limit it was, for programs, and where the whole dataset is.

    The latter is relative to the address that was asked.
    """
    return {
        "limit": error.limit,
        "allowed": error.allowed,
        "unit": error.unit,
        "dumps": f"{to_root}dumps/",
    }


def response(problem: Problem) -> Response:
    """The response for a problem: a page where a browser asks, else problem details."""
    if choose(request_context().accept, (PROBLEM, HTML)) is HTML:
        body = render_template("problem.html", problem=problem)
        answer = Response(body, problem.status, content_type=HTML.content_type)
    else:
        answer = Response(problem.body, problem.status, content_type=PROBLEM.media_type)
    answer.headers.update(problem.headers)
    answer.vary.add("Accept")
    return answer
