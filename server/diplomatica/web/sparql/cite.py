"""How to cite a query with its answer, and whether it still answers as it was cited.

The address holds all of it: nothing is stored here.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, render_template, request

from diplomatica.engine import Engine
from diplomatica.engine.sparql.query import is_volatile, normalised
from diplomatica.lookup.history.canonical import Canonical, canonical
from diplomatica.model.dataset.answercitation import AnswerCitation
from diplomatica.model.formats import HTML, JSON, NTRIPLES
from diplomatica.web.http.problem import Problem
from diplomatica.web.site import ELSEWHERE, Elsewhere, Site

_SHOWN = 100  # rows that came, and that went
_CSL = "application/vnd.citationstyles.csl+json"


def register(app: Flask, site: Site) -> None:
    """The view of /cite."""

    @app.get("/cite")
    def cite() -> Response:
        """The citation of a query's answer, as a page or in a form of citations."""
        query = _query(site)
        found = _answer(site.engine, query)
        citation = _citation(site, query, found)
        form = request.args.get("format", "html")
        if form == "bib":
            return _as(citation.bibtex, "application/x-bibtex; charset=utf-8")
        if form == "txt":
            return _as(f"{citation.text}\n", "text/plain; charset=utf-8")
        if form == "csl":
            answer = jsonify(citation.csl)
            answer.content_type = _CSL
            return answer
        verdict = _verdict(query, found)
        page = {
            "query": query,
            "found": found,
            "citation": citation,
            "verdict": verdict,
        }
        return _as(render_template("sparql/cite.html", **page), HTML.content_type)


@dataclass(frozen=True)
class Verdict:
    """How an answer compares with the one that was cited."""

    is_same: bool
    since: str
    rows: str
    came: list[str] | None
    """The rows that came since; None where the release that was cited is not to be had."""
    went: list[str] | None


def _query(site: Site) -> str:
    query = request.args.get("query", "").strip()
    if not query:
        detail = "Ask with the parameter “query”, as at /sparql."
        raise Problem(400, "No query is to be cited", detail)
    if is_volatile(query):
        detail = "It asks for the time, for chance or for new names: leave that out."
        raise Problem(400, "This query has another answer each time", detail)
    if site.release.draft:
        detail = "A draft promises nothing. Cite a release: /releases lists them."
        raise Problem(409, "What is served here is a draft", detail)
    return normalised(query)


def _answer(engine: Engine, query: str) -> Canonical:
    found = engine.answer(query, JSON, NTRIPLES, client=request.remote_addr or "")
    assert found is not None
    return canonical(found)


def _citation(site: Site, query: str, found: Canonical) -> AnswerCitation:
    release = site.release
    told = {"query": query, "rows": found.rows, "checksum": found.checksum}
    root = f"{request.host_url.rstrip('/')}{_root(release.version)}"
    address = f"{root}/release/{release.version}/cite?{urlencode(told)}"
    return AnswerCitation(release, found.rows, found.checksum, address)


def _root(version: str) -> str:
    """Where the site of all releases begins."""
    return request.script_root.removesuffix(f"/release/{version}")


def _verdict(query: str, found: Canonical) -> Verdict | None:
    """Whether the answer is the one that was cited; None where none was."""
    checksum = request.args.get("checksum", "")
    if not checksum:
        return None
    since, rows = request.args.get("since", ""), request.args.get("rows", "")
    is_same = checksum == found.checksum
    before = None if is_same or not since else _before(query, since)
    came = found.without(before)[:_SHOWN] if before else None
    went = before.without(found)[:_SHOWN] if before else None
    return Verdict(is_same, since, rows, came, went)


def _before(query: str, version: str) -> Canonical | None:
    """What the release that was cited answers."""
    environ = request.environ
    scope = environ.get("asgi.scope", {})
    elsewhere: Elsewhere | None = environ.get(ELSEWHERE) or scope.get(ELSEWHERE)
    engine = elsewhere(version) if elsewhere else None
    return _answer(engine, query) if engine else None


def _as(body: str, kind: str) -> Response:
    return Response(body, content_type=kind)
