"""What went wrong, told to a client (RFC 9457) or to a person."""

import json

from flask import Response, render_template, request

from diplomatica.model.formats import HTML, Format
from diplomatica.web.negotiation import choose

PROBLEM = Format("problem", "Problem details", "application/problem+json", "json", "page", also=("application/json",))


class Problem(Exception):
    """An answer other than the one that was asked for."""

    def __init__(self, status: int, title: str, detail: str, **headers: str) -> None:
        """`detail` says what to do about it."""
        self.status, self.title, self.detail, self.headers = status, title, detail, headers
        super().__init__(title)


def not_acceptable(offered: tuple[Format, ...]) -> Problem:
    """406, with the list of what there is (RFC 9110, section 15.5.7)."""
    there_is = ", ".join(form.media_type for form in offered)
    return Problem(406, "None of these formats is to be had here", f"There is: {there_is}.", Vary="Accept")


def not_found(what: str) -> Problem:
    """404 for a thing that this release does not know."""
    detail = "Look for it on the front page, or ask the SPARQL endpoint at /sparql for its label."
    return Problem(404, f"Nothing is known here of {what}", detail)


def response(problem: Problem) -> Response:
    """The response for a problem: a page where a browser asks, else problem details."""
    if choose(request.headers.get("Accept"), (PROBLEM, HTML)) is HTML:
        body = render_template("problem.html", problem=problem)
        answer = Response(body, problem.status, content_type=HTML.content_type)
    else:
        told = {"type": "about:blank", "title": problem.title, "status": problem.status, "detail": problem.detail}
        answer = Response(json.dumps(told, ensure_ascii=False) + "\n", problem.status, content_type=PROBLEM.media_type)
    for name, value in problem.headers.items():
        answer.headers[name.replace("_", "-")] = value
    return answer
