"""How to cite a query with its answer, and whether it still answers as it was cited.

The address holds all of it: nothing is stored here.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, render_template, request
from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.query import is_volatile, normalised
from diplomatica.lookup.history.canonical import Canonical, canonical
from diplomatica.model.dataset.answercitation import AnswerCitation
from diplomatica.model.formats import HTML, JSON, NTRIPLES
from diplomatica.web.http.problem import Problem
from diplomatica.web.site import ELSEWHERE, Elsewhere, Site
from diplomatica.web.sparql.causes import causes
from diplomatica.web.sparql.lines import Lines, read_lines

_SHOWN = 20  # rows that came, and that went
_FIRST = 10  # rows of the answer
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
        first = read_lines(found.head, found.lines[1 : _FIRST + 1])
        between = _between(site, verdict)
        why = (
            causes(site, query, verdict.nodes, between) if verdict and between else None
        )
        page = {
            "query": query,
            "found": found,
            "first": first,
            "citation": citation,
            "verdict": verdict,
            "labels": _labels(site, _nodes(first, verdict)),
            "between": between,
            "why": why,
        }
        return _as(render_template("sparql/cite.html", **page), HTML.content_type)


@dataclass(frozen=True)
class Verdict:
    """How an answer compares with the one that was cited."""

    is_same: bool
    since: str
    rows: int
    """How many were cited; 0 where the address does not tell."""
    came: Lines | None
    """The rows that came since; None where the release that was cited is not to be had."""
    went: Lines | None
    left: int = 0
    """How many more rows came or went than are told."""

    @property
    def nodes(self) -> set[NamedNode]:
        """The IRIs in the rows that came or went."""
        lines = (one for one in (self.came, self.went) if one)
        return {node for one in lines for node in one.nodes}


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
    since = request.args.get("since", "")
    rows = request.args.get("rows", 0, type=int)
    is_same = checksum == found.checksum
    before = None if is_same or not since else _before(query, since)
    if before is None:
        return Verdict(is_same, since, rows, None, None)
    came, went = found.without(before), before.without(found)
    left = len(came[_SHOWN:]) + len(went[_SHOWN:])
    return Verdict(
        is_same,
        since,
        rows,
        read_lines(found.head, came[:_SHOWN]),
        read_lines(before.head, went[:_SHOWN]),
        left,
    )


def _nodes(first: Lines, verdict: Verdict | None) -> set[NamedNode]:
    """All that the page shows by name."""
    return first.nodes | (verdict.nodes if verdict else set())


def _labels(site: Site, nodes: set[NamedNode]) -> dict[str, str]:
    """What they are called now; of what went, what it was called."""
    labels = site.describing.labels(nodes)
    for node in nodes:
        if not labels.get(node.value):
            told = site.history.of_subject(node.value)
            labels |= {one.subject: one.label for _, one in told[:1] if one.label}
    return labels


def _between(site: Site, verdict: Verdict | None) -> list[str]:
    """The releases that came after the one that was cited, up to this one."""
    versions = [entry.version for entry in site.history.to_be_had]
    here, since = site.release.version, verdict.since if verdict else ""
    if since not in versions or here not in versions:
        return []
    return versions[versions.index(since) + 1 : versions.index(here) + 1]


def _before(query: str, version: str) -> Canonical | None:
    """What the release that was cited answers."""
    environ = request.environ
    scope = environ.get("asgi.scope", {})
    elsewhere: Elsewhere | None = environ.get(ELSEWHERE) or scope.get(ELSEWHERE)
    engine = elsewhere(version) if elsewhere else None
    return _answer(engine, query) if engine else None


def _as(body: str, kind: str) -> Response:
    return Response(body, content_type=kind)
