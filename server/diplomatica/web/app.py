"""The application: one release, its views, and the one place where an error becomes a response."""

import logging
from functools import partial
from importlib import import_module
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound

from diplomatica.engine import Embedded, Engine, Limits
from diplomatica.errors import DiplomaticaError
from diplomatica.lookup.browsing.notated import begins_with_notation
from diplomatica.lookup.language import Languages
from diplomatica.model.characters import page_for_html, plain
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.model.formats import CSV, HTML
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import TO_COME
from diplomatica.web.catalog.licences import licence_name, licences
from diplomatica.web.catalog.schemaorg import SchemaOrg
from diplomatica.web.document.document import with_suffix
from diplomatica.web.document.drawing import Drawing
from diplomatica.web.document.templates import compiled_templates
from diplomatica.web.history.mounted import Archived
from diplomatica.web.http.address import to_root, too_long
from diplomatica.web.http.conditions import conditional_reply, conditions_of
from diplomatica.web.http.files import for_spreadsheet
from diplomatica.web.http.languages import TAG
from diplomatica.web.http.policy import policy
from diplomatica.web.http.problem import Problem, not_found, problem_of, response
from diplomatica.web.http.reply import EVERYWHERE, FRESH, TABLES, reply_of, saved_as
from diplomatica.web.requestcontext import note_request
from diplomatica.web.routes import Route
from diplomatica.web.sections import SECTIONS
from diplomatica.web.site import SITE, Site
from diplomatica.web.speech.carrying import carry_language
from diplomatica.web.speech.speech import Phrase, speak
from diplomatica.web.things.about import or_described

_VIEWS = [
    import_module(f"diplomatica.web.{view}")
    for section in SECTIONS
    for view in section.views
]
_LOG = logging.getLogger(__name__)
_FORM = 1 << 20  # bytes that a request's body may have beside the query in it
_DRAWN = (HTML.media_type, "image/svg+xml")
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, QUERY, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


def create_app(
    release: Release,
    engine: Engine | None = None,
    limits: Limits | None = None,
    languages: Languages | None = None,
) -> Flask:
    """The site of a release, answered by an engine, or by one in this process.

    Its languages are read from the engine where they are not known yet.
    """
    limits = limits or Limits()
    app = _app_without_views(limits)
    site = Site(release, engine or Embedded(release, limits=limits), limits, languages)
    for part in _VIEWS:
        part.register(app, site)
    app.jinja_env.filters.update(plain=plain, with_suffix=with_suffix, digest=digest)
    Drawing(site).register(app.jinja_env)
    app.jinja_env.globals.update(
        site=site,
        release=release,
        schema_org=SchemaOrg(site),
        licence_name=partial(licence_name, iris=site.iris),
        licences_of_things=partial(licences, site.profile, site.iris),
        begins_with_notation=begins_with_notation,
        to_come=TO_COME,
    )
    app.extensions[SITE] = site
    _answer_errors(app, site)
    for_pages = policy(release)
    app.before_request(lambda: note_request(request))
    app.before_request(_refuse_long)
    app.after_request(_finish)
    app.after_request(_clean)
    app.after_request(_carry)
    app.after_request(lambda answer: _table(answer, release.name))
    app.after_request(lambda answer: _guard(answer, for_pages))
    return app


def _app_without_views(limits: Limits) -> Flask:
    """The application of any site."""
    app = Flask(__name__)
    app.url_rule_class = Route
    longest = 3 * limits.query + _FORM  # each byte may be percent-encoded
    app.config.update(MAX_CONTENT_LENGTH=longest, MAX_FORM_MEMORY_SIZE=longest)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.bytecode_cache = compiled_templates()
    speak(app.jinja_env)
    return app


def _answer_errors(app: Flask, site: Site) -> None:
    """Let each error become a response."""
    described = or_described(site)
    app.register_error_handler(Problem, described)
    app.register_error_handler(
        DiplomaticaError,
        lambda error: response(problem_of(error, to_root(request.path))),
    )
    app.register_error_handler(
        NotFound, lambda _: described(not_found(request.path.lstrip("/")))
    )
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(Exception, _unforeseen)


def app_of(folder: str) -> Flask:
    """The site of the release in a folder, for servers of WSGI: Flask's own, gunicorn.

    Raises BrokenRelease.
    """
    release = open_release(Path(folder))
    app = _ready(release)
    app.wsgi_app = Archived(app.wsgi_app, app.extensions[SITE], _ready)  # type: ignore[assignment,method-assign]
    return app


def _ready(release: Release) -> Flask:
    app = create_app(release)
    make_ready(app)
    return app


def make_ready(app: Flask) -> None:
    """Do at the start what else the first reader would wait for."""
    app.extensions[SITE].make_ready()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


def _http_problem(error: HTTPException) -> Response:
    """An error of HTTP as a problem, with its own headers."""
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
        Problem(
            500,
            Phrase("This server made a mistake"),
            Phrase("It was written to its log; other requests are unharmed."),
        )
    )


def _finish(answer: Response) -> Response:
    """What every answer has: it may be read from any site, and is known by an ETag.

    A file goes out as it is: its tag, ranges and checksums are those of its bytes.
    """
    answer.headers.update(EVERYWHERE)
    if request.method == "OPTIONS":
        answer.headers.update(_PREFLIGHT)
    if answer.direct_passthrough:
        return answer
    answer.vary.add("Accept-Encoding")
    if request.method in ("GET", "HEAD") and answer.status_code == 200:
        answer.headers.setdefault("Cache-Control", FRESH)
        if not answer.cache_control.no_store:
            answer.add_etag()
    return _reply_to_conditions(answer)


def _clean(answer: Response) -> Response:
    """Of a page and a picture what HTML can hold, whatever the data holds."""
    if answer.mimetype in _DRAWN and not answer.direct_passthrough:
        drawn = answer.get_data()
        fit = page_for_html(drawn)
        if fit is not drawn:
            answer.set_data(fit)
    return answer


def _carry(answer: Response) -> Response:
    """Go on in the language that an address asks for."""
    tag = request.args.get("lang", "")
    if answer.mimetype == HTML.media_type and TAG.fullmatch(tag):
        answer.set_data(carry_language(answer.get_data(as_text=True), tag))
    return answer


def _reply_to_conditions(answer: Response) -> Response:
    reply = reply_of(answer.status_code, answer.headers, answer.get_data())
    fields = request.headers
    conditions = conditions_of(request.method, lambda name: fields.get(name, ""))
    chosen = conditional_reply(reply, conditions)
    return Response(chosen.body, chosen.status, chosen.pairs)


def _refuse_long() -> None:
    target = len(request.environ.get("PATH_INFO", "")) + len(request.query_string)
    if problem := too_long(target):
        raise problem


def _table(answer: Response, name: str) -> Response:
    """What a table has: a name to be saved by, and what is asked for a spreadsheet."""
    form = next((form for form in TABLES if form.media_type == answer.mimetype), None)
    if form is None:
        return answer
    stem = request.path.rstrip("/").rpartition("/")[2].removesuffix(f".{form.suffix}")
    if not answer.headers.get("Content-Disposition", "").startswith("attachment"):
        answer.headers.update(saved_as(f"{name}-{stem}", form))
    if form is CSV and not answer.direct_passthrough:
        parameters = request.args.to_dict(flat=False)
        answer.data = for_spreadsheet(answer.data, parameters)
    return answer


def _guard(answer: Response, headers: dict[str, str]) -> Response:
    """A page may do what its policy lets it, unless it has one of its own."""
    if answer.mimetype == HTML.media_type:
        own = {name: answer.headers[name] for name in headers if name in answer.headers}
        answer.headers.update({**headers, **own})
    return answer
