"""The application: one release, its views, and the one place where an error becomes a response."""

import logging

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from diplomatica.engine import Embedded, Engine
from diplomatica.errors import DiplomaticaError
from diplomatica.model.release import Release
from diplomatica.web import documents, endpoint, front
from diplomatica.web.problem import Problem, response
from diplomatica.web.site import Site, as_problem

_LOG = logging.getLogger(__name__)
_MEBIBYTE = 1 << 20


def create_app(release: Release, engine: Engine | None = None) -> Flask:
    """The site of a release, answered by an engine, or by one in this process."""
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=_MEBIBYTE, MAX_FORM_MEMORY_SIZE=_MEBIBYTE)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    site = Site(release, engine or Embedded(release))
    for part in (front, documents, endpoint):
        app.register_blueprint(part.blueprint(site))
    app.jinja_env.globals.update(site=site, release=release)
    app.register_error_handler(Problem, response)
    app.register_error_handler(DiplomaticaError, lambda error: response(as_problem(error)))
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(Exception, _unforeseen)
    app.after_request(_finish)
    return app


def _http_problem(error: HTTPException) -> Response:
    answer = response(Problem(error.code or 500, error.name, error.description or ""))
    if error.response is None:
        for name, value in error.get_headers():
            if name not in ("Content-Type", "Content-Length"):
                answer.headers[name] = value
    return answer


def _unforeseen(error: Exception) -> Response:
    """A fault of ours: the log gets the traceback, the client does not."""
    _LOG.error("%s %s failed", request.method, request.path, exc_info=error)
    return response(
        Problem(500, "This server made a mistake", "It was written to its log; other requests are unharmed.")
    )


def _finish(answer: Response) -> Response:
    """What every answer has: it may be read from any site, and can be asked for again only if it changed."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if request.method in ("GET", "HEAD") and answer.status_code == 200 and not answer.is_streamed:
        answer.add_etag()
        answer.make_conditional(request)
    return answer
