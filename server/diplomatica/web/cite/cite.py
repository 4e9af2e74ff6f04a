"""How to cite a query with its answer, and whether it still answers as it was cited.

The address holds all of it: nothing is stored here.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import cast
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, render_template, request
from pyoxigraph import NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.codepoints import decode_codepoints
from diplomatica.engine.sparql.query import is_volatile, normalised
from diplomatica.errors import QueryError
from diplomatica.lookup.history.comparing.canonical import Canonical, canonical
from diplomatica.model.dataset.answercitation import AnswerCitation
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import HTML, JSON, NTRIPLES
from diplomatica.model.text.host import is_of_this_network
from diplomatica.web.cite.answerlines import AnswerLines, Turned, parted, read_lines
from diplomatica.web.cite.causes import Causes, causes
from diplomatica.web.cite.counted import ASKED, counted_things, kinds_of
from diplomatica.web.cite.went import went_for
from diplomatica.web.http.problem import Problem, problem_of
from diplomatica.web.site import ELSEWHERE, Elsewhere, Site
from diplomatica.web.speech.speech import Phrase

_SHOWN = 20  # rows that came, and that went
_FIRST = 10  # rows of the answer
_CSL = "application/vnd.citationstyles.csl+json"


def register(app: Flask, site: Site) -> None:
    """The view of /cite, and where pages of queries learn what went."""
    app.jinja_env.globals["went_for"] = partial(went_for, site)

    @app.get("/cite")
    def cite() -> Response:
        """The citation of a query's answer, as a page or in a form of citations."""
        _refuse_draft(site)
        given = request.args
        if not given.get("query", "").strip() and "format" not in given:
            return (
                _to_counted_citation(site)
                if any(map(given.get, ASKED))
                else _choosing(site)
            )
        try:
            query = _query()
            answer = _answer(site.engine, query)
        except (Problem, QueryError) as error:
            fault = _as_problem(error)
            if fault.status != 400 or not _is_form():
                raise
            return _choosing(site, fault, of_query=True)
        form = given.get("format", "html")
        return _citation_file(site, query, answer, form) or _page(site, query, answer)


def _citation_file(
    site: Site, query: str, cited: Canonical, form: str
) -> Response | None:
    """The citation in a form that is taken along; None where a page is asked for."""
    citation = _citation(site, site.release, query, cited)
    if form == "bib":
        return _as(citation.bibtex, "application/x-bibtex; charset=utf-8")
    if form == "txt":
        return _as(f"{citation.text}\n", "text/plain; charset=utf-8")
    if form == "csl":
        answer = jsonify(citation.csl)
        answer.content_type = _CSL
        return answer
    return None


def _page(site: Site, query: str, answer: Canonical) -> Response:
    """The page of an answer that is cited, and of how it differs from others."""
    verdict = _verdict(answer)
    is_same = verdict is not None and verdict.is_same
    before = None if is_same else _before(site, query, answer)
    first = read_lines(answer.head, answer.in_order[:_FIRST])
    newer = _newer(site, query, answer)
    page = {
        "query": query,
        "found": answer,
        "first": first,
        "citation": _citation(site, site.release, query, answer),
        "is_local": is_of_this_network(request.host),
        "cited": _old_citation(site, query, before),
        "verdict": verdict or _verdict_of(before),
        "holds": before is not None and _is_cited(before.old),
        "before": before,
        "newer": newer,
        "labels": _labels(site, _nodes(first, before, newer)),
    }
    return _as(render_template("cite/cite.html", **page), HTML.content_type)


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is the one that was cited."""

    is_same: bool
    rows: int
    """How many were cited; 0 where the address does not tell."""


@dataclass(frozen=True)
class AnswerDifference:
    """How the answer of a release differs from that of an older one, and why."""

    since: str
    version: str
    is_same: bool
    old: Canonical
    """What the older one answers."""
    rows: int
    """How many the newer one answers with."""
    came: AnswerLines
    went: AnswerLines
    left: int
    """How many more rows came or went than are told."""
    between: list[str]
    """The releases after the older one, up to the newer."""
    why: Causes

    @property
    def parted(self) -> tuple[Turned, AnswerLines, AnswerLines]:
        """The rows that only changed, those that went, and those that came."""
        return parted(self.went, self.came)

    @property
    def nodes(self) -> set[NamedNode]:
        """The IRIs in the rows that came or went."""
        return self.came.nodes | self.went.nodes


def _choosing(
    site: Site, fault: Problem | None = None, of_query: bool = False
) -> Response:
    """The form that asks for what was counted, or for a query.

    What cannot be taken of what was typed is told beside its field, and nothing is lost.
    """
    page = render_template(
        "cite/citing.html",
        kinds=kinds_of(site),
        dated=site.has_claims,
        fault=fault,
        of_query=of_query,
        given=request.args,
    )
    answer = _as(page, HTML.content_type)
    answer.status_code = fault.status if fault else 200
    return answer


def _is_form() -> bool:
    """Whether somebody filled in a form, and did not ask for a form of citations."""
    is_page = request.args.get("format", "html") == "html"
    return is_page and "text/html" in request.headers.get("Accept", "")


def _as_problem(error: Problem | QueryError) -> Problem:
    return error if isinstance(error, Problem) else problem_of(error)


def _to_counted_citation(site: Site) -> Response:
    """To the citation of what was counted: its address holds the query that counts it."""
    kept = {name: request.args[name] for name in ("lang",) if name in request.args}
    try:
        query = counted_things(site, request.args).query
    except Problem as fault:
        if fault.status != 400 or not _is_form():
            raise
        return _choosing(site, fault)
    parameters = urlencode({"query": query, **kept})
    return cast("Response", redirect(f"{request.script_root}/cite?{parameters}", 303))


def _refuse_draft(site: Site) -> None:
    if not site.release.draft:
        return
    detail = Phrase("A draft goes with the next build. Cite a release that stays:")
    citable = [f"/release/{one.version}/cite" for one in site.history.to_be_had]
    if not citable:
        detail = Phrase(
            "A draft goes with the next build, and no release was published yet. Whoever "
            "has the files makes one by `make build`, or by `diplomatica build` without "
            "--draft: its answers stay, and can be cited."
        )
    title = Phrase("What is served here is a draft")
    raise Problem(409, title, detail, {"citable": citable})


def _query() -> str:
    """The query that is to be cited. Raises Problem 400 for none, or a volatile one."""
    query = request.args.get("query", "").strip()
    if not query:
        detail = "Ask with the parameter “query”, as at /sparql."
        raise Problem(400, "No query is to be cited", detail)
    if is_volatile(decode_codepoints(query)):
        detail = "It asks for the time, for chance or for new names: leave that out."
        raise Problem(400, "This query has another answer each time", detail)
    return normalised(query)


def _answer(engine: Engine, query: str) -> Canonical:
    answer = engine.answer(query, JSON, NTRIPLES, client=request.remote_addr or "")
    assert answer is not None
    return canonical(answer)


def _citation(
    site: Site, release: Release, query: str, answer: Canonical
) -> AnswerCitation:
    told = {"query": query, "rows": answer.rows, "checksum": answer.checksum}
    root = f"{request.host_url.rstrip('/')}{_root(site.release.version)}"
    address = f"{root}/release/{release.version}/cite?{urlencode(told)}"
    return AnswerCitation(release, answer.rows, answer.checksum, address)


def _old_citation(
    site: Site, query: str, before: AnswerDifference | None
) -> AnswerCitation | None:
    """How the answer is cited of the older release from which a reader comes."""
    past = site.history.of(before.since) if before else None
    if not before or not past or not past.release:
        return None
    return _citation(site, past.release, query, before.old)


def _root(version: str) -> str:
    """Where the site of all releases begins."""
    return request.script_root.removesuffix(f"/release/{version}")


def _verdict(answer: Canonical) -> Verdict | None:
    """Whether the answer is the one that was cited; None where none was."""
    checksum = request.args.get("checksum", "")
    rows = request.args.get("rows", 0, type=int)
    return Verdict(checksum == answer.checksum, rows) if checksum else None


def _verdict_of(before: AnswerDifference | None) -> Verdict | None:
    """Whether an answer is that of the release from which a reader comes, who cites none yet."""
    return Verdict(before.is_same, before.old.rows) if before else None


def _is_cited(answer: Canonical) -> bool:
    """Whether the address cites this answer, or no other."""
    return request.args.get("checksum", answer.checksum) == answer.checksum


def _before(site: Site, query: str, answer: Canonical) -> AnswerDifference | None:
    """How the answer differs from that of the release that was cited."""
    since = request.args.get("since", "")
    old = _answer_of(query, since) if since else None
    versions = since, site.release.version
    return _comparison(site, query, old, answer, versions) if old else None


def _newer(site: Site, query: str, answer: Canonical) -> AnswerDifference | None:
    """How the answer of the newest release differs from that of an old one.

    None on pages of the newest, and where that one cannot answer: its own page says why.
    """
    here, entries = site.release.version, site.history.to_be_had
    is_old = request.script_root != _root(here) and entries[-1:] != []
    if not is_old or entries[-1].version == here:
        return None
    newest = entries[-1].version
    with suppress(QueryError):
        new = _answer_of(query, newest)
        return _comparison(site, query, answer, new, (here, newest)) if new else None
    return None


def _comparison(
    site: Site, query: str, old: Canonical, new: Canonical, versions: tuple[str, str]
) -> AnswerDifference:
    """The answers of an older release and of a newer one."""
    came, went = new.without(old), old.without(new)
    first_new = read_lines(new.head, came[:_SHOWN])
    first_old = read_lines(old.head, went[:_SHOWN])
    left = len(came[_SHOWN:]) + len(went[_SHOWN:])
    is_same = old.checksum == new.checksum
    between = [] if is_same else _between(site, *versions)
    why = causes(site, query, first_new.nodes | first_old.nodes, between)
    first = first_new, first_old
    return AnswerDifference(
        *versions, is_same, old, new.rows, *first, left, between, why
    )


def _nodes(first: AnswerLines, *compared: AnswerDifference | None) -> set[NamedNode]:
    """All that the page shows by name."""
    return first.nodes.union(*(one.nodes for one in compared if one))


def _labels(site: Site, nodes: set[NamedNode]) -> dict[str, str]:
    """What they are called now; of what went, what it was called."""
    labels = site.describing.labels(nodes)
    for node in nodes:
        if not labels.get(node.value):
            told = site.history.of_subject(node.value)
            labels |= {one.subject: one.label for _, one in told[:1] if one.label}
    return labels


def _between(site: Site, since: str, version: str) -> list[str]:
    """The releases that came after one, up to another."""
    versions = [entry.version for entry in site.history.to_be_had]
    if since not in versions or version not in versions:
        return []
    return versions[versions.index(since) + 1 : versions.index(version) + 1]


def _answer_of(query: str, version: str) -> Canonical | None:
    """What another release answers; None where that is not to be had."""
    environ = request.environ
    scope = environ.get("asgi.scope", {})
    elsewhere: Elsewhere | None = environ.get(ELSEWHERE) or scope.get(ELSEWHERE)
    engine = elsewhere(version) if elsewhere else None
    return _answer(engine, query) if engine else None


def _as(body: str, kind: str) -> Response:
    return Response(body, content_type=kind)
