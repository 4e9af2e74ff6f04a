"""The front page."""

import re
from collections.abc import Iterable

from flask import Flask, Response, render_template
from pyoxigraph import NamedNode, Quad

from diplomatica.lookup.byline import bylines, held_original
from diplomatica.lookup.distributions import distribution_statements
from diplomatica.lookup.history.past import Past
from diplomatica.lookup.history.telling import first_reason, texts
from diplomatica.lookup.reason import Statement, terms_of
from diplomatica.model.formats import CSV, HTML, Format
from diplomatica.model.serialization import document_bytes
from diplomatica.model.statement import text_of
from diplomatica.model.text.order import natural
from diplomatica.model.vocabulary import DIP
from diplomatica.web.catalog.overviewpage import OverviewPage
from diplomatica.web.catalog.void import description
from diplomatica.web.document.document import PAGE_FIRST
from diplomatica.web.document.missing import no_release
from diplomatica.web.http.problem import not_found
from diplomatica.web.requestedformat import requested_format
from diplomatica.web.site import Site

_SHOWN = 6
_KINDS = 24
_SUGGESTED = 60  # names that a field proposes
_WHO_AND_WHEN = re.compile(r"Who\b.*\bwhen\?")


def register(app: Flask, site: Site) -> None:
    """The views of /, /dataset and /release/."""

    @app.get("/")
    @app.get("/dataset")
    def front() -> Response:
        """What this is, what it holds, and how to ask.

        For machines the description of the dataset.
        """
        form = requested_format(PAGE_FIRST)
        body = _page(site) if form is HTML else _rdf(site, form)
        return Response(body, content_type=form.content_type)

    @app.get("/release/<version>")
    def release(version: str) -> Response:
        """The release of this version; only the one that is served is here."""
        if version != site.release.version:
            raise no_release(site.release, version) or not_found(f"release/{version}")
        return front()


def _page(site: Site) -> str:
    if site.has_claims:
        return _of_claims(site)
    return OverviewPage(site).html(**_frame(site))


def _frame(site: Site) -> dict[str, object]:
    """What any front page has: what the dataset is, its files and its releases."""
    newest = site.history.served
    return {
        "newest": newest,
        "reason": _first_reason(site, newest) if newest else None,
        "description": site.description,
        "links": site.stated.links,
        "dumps": [
            one for one in site.distributions if one.form.rdf and not one.is_packed
        ],
        "releases": site.stated.releases,
    }


def _first_reason(site: Site, newest: Past) -> dict[str, str] | None:
    """Why there is this release, in its editors’ words."""
    if newest.record:
        return first_reason(newest.record.telling)
    release = site.iris("release", newest.entry.version)
    return next(iter(texts(site.stated.notes(release))), None)


def _of_claims(site: Site) -> str:
    """The front page of a dataset with claims."""
    questions = site.release.queries
    articles = [site.iris("article", slug) for slug in site.release.articles]
    kinds = site.index.facets.values("kind", _KINDS)
    named = [*articles, *(NamedNode(one.iri) for one in kinds)]
    claim = site.stated.example
    within = site.engine.quads([claim]) if claim else []
    _gather(site, [*named, claim] if claim else named, within)
    example = _example(site, claim, within) if claim else None
    told = bylines(site.describing.cards, articles[:1])
    parties = [who for one in told for who in one.parties]
    labels = site.describing.labels([*named, *parties])
    return render_template(
        "catalog/front.html",
        kinds=kinds,
        labels=labels,
        example=example,
        things=site.index.count,
        articles=sorted(
            articles, key=lambda one: natural(labels.get(one.value, one.value))
        ),
        bylines=told,
        held=held_original(site.engine, articles[0]) if len(articles) == 1 else [],
        examples=questions[:_SHOWN],
        asked=len(questions),
        question=_first_question(questions),
        suggested=_suggested_names(site),
        tables=[one.path.stem for one in site.distributions if one.form is CSV],
        remarks=_opinions(site, articles, {one.iri for one in kinds}),
        **_frame(site),
    )


def _first_question(examples: Iterable[tuple[str, str]]) -> str:
    """The first of the known questions that asks both who and when; empty where none does."""
    asking = (title for title, _ in examples if _WHO_AND_WHEN.fullmatch(title))
    return next(asking, "")


def _suggested_names(site: Site) -> list[str]:
    """What the things with the most others beside them are called."""
    found = site.index.names(site.index.best_linked[:_SUGGESTED])
    named = {text_of(names[0].subject): names for names in found.values()}
    labels = site.describing.labels_from(named)
    return sorted({*labels.values()}, key=natural)


def _opinions(site: Site, articles: list[NamedNode], kinds: set[str]) -> str:
    """Where opinions are told with who says them; empty where there is none."""
    if DIP("Remark").value not in kinds:
        return ""
    if len(articles) == 1:
        return f"{site.href(articles[0].value)}?show=remarks"
    return f"{site.root}/search?kind=Remark"


def _gather(site: Site, named: Iterable[NamedNode], within: Iterable[Quad]) -> None:
    """Ask at once for the cards of all that the page names at first sight."""
    seen: set[object] = {NamedNode(site.release.dataset), *named}
    for quad in within:
        seen.update(quad.triple)
    for values in site.stated.said.values():
        seen.update(values)
    known = site.describing.cards.of(seen)
    parties = (each for one in named for each in known[one].named())
    site.describing.cards.of(parties)


def _example(site: Site, claim: NamedNode, within: Iterable[Quad]) -> dict[str, object]:
    """The claim that the catalog names as an example, to show what all claims are."""
    reason = site.describing.reasons([claim])[claim]
    stated = [Statement(quad.triple, []) for quad in within]
    labels = site.describing.labels({*terms_of(stated), *reason.parties})
    return {"reason": reason, "statements": stated, "labels": labels}


def _rdf(site: Site, form: Format) -> bytes:
    """The description of the dataset, with its files.

    Their sizes and checksums are known to no graph.
    """
    return document_bytes(
        description(site), distribution_statements(site.release), form, site.iris
    )
