"""The front page."""

from typing import cast

from flask import Flask, Response, render_template
from pyoxigraph import NamedNode

from diplomatica.lookup.browsing.overview import named_in, told_apart
from diplomatica.lookup.byline import bylines
from diplomatica.lookup.distributions import described
from diplomatica.lookup.history.past import Past
from diplomatica.lookup.history.telling import first_reason, notes_of
from diplomatica.lookup.reason import Statement, terms_of
from diplomatica.model.formats import HTML, Format
from diplomatica.model.serialization import rendered
from diplomatica.model.statement import text_of
from diplomatica.web.catalog.dataset import description
from diplomatica.web.document.document import PAGE_FIRST
from diplomatica.web.document.missing import no_release
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import Site, negotiated
from diplomatica.web.speech.speech import Phrase

_KINDS = """
SELECT ?kind (COUNT(?thing) AS ?count) {
  ?thing a ?kind FILTER (STRSTARTS(STR(?thing), "%s"))
} GROUP BY ?kind ORDER BY DESC(?count) ?kind LIMIT 24"""
_COUNT = """
SELECT (COUNT(DISTINCT ?thing) AS ?count) {
  ?thing a ?kind FILTER (STRSTARTS(STR(?thing), "%s"))
}"""
_EXAMPLE = """
SELECT ?dataset ?claim {
  ?dataset void:exampleResource ?claim . ?claim a dip:Claim
} ORDER BY ?claim LIMIT 1"""
_SHOWN = 6
_MOST = 24  # classes and properties
_RELEASES = """
SELECT ?dataset ?release ?version ?issued ?notes {
  ?release dcat:isVersionOf ?dataset ; dcat:version ?version
  OPTIONAL { ?release dcterms:issued ?issued }
  OPTIONAL { ?release adms:versionNotes ?notes }
} ORDER BY DESC(?issued) DESC(?version)"""
_ARTICLES = """
SELECT DISTINCT ?article { ?article a dip:Article ; rdfs:label ?label } ORDER BY ?article"""
_LINKS = """
SELECT ?dataset (SUM(?triples) AS ?count) {
  ?dataset void:subset ?links . ?links a void:Linkset ; void:triples ?triples
} GROUP BY ?dataset"""


def register(app: Flask, site: Site) -> None:
    """The views of /, /dataset and /release/."""

    @app.get("/")
    @app.get("/dataset")
    def front() -> Response:
        """What this is, what it holds, and how to ask.

        For machines the description of the dataset.
        """
        form = negotiated(PAGE_FIRST)
        body = _page(site) if form is HTML else _rdf(site, form)
        return Response(body, content_type=form.content_type)

    @app.get("/release/<version>")
    def release(version: str) -> Response:
        """The release of this version; only the one that is served is here."""
        if version != site.release.version:
            raise no_release(site.release, version) or not_found(f"release/{version}")
        return front()


def _page(site: Site) -> str:
    return _of_claims(site) if site.has_reasons else _of_brought(site)


def _of_brought(site: Site) -> str:
    """The page of data that somebody brings: what is in it, by its own shape."""
    overview = site.overview
    asked = [iri for one in overview.questions for iri in one.about]
    things = [one for some in overview.sample.values() for one in some]
    kinds = [kind for kind, _ in overview.classes[:_MOST]]
    terms = [by for by, _ in overview.properties[:_MOST]]
    names = [*things, *kinds, *terms, *map(NamedNode, asked)]
    labels = {one.value: site.iris.readable(one.value) for one in names}
    labels |= site.describing.labels(names)
    labels |= told_apart(kinds, labels, site.iris)
    return render_template(
        "catalog/overview.html",
        overview=overview,
        labels=labels,
        questions=[
            (Phrase(one.words, about=named_in(one, labels)), one.query)
            for one in overview.questions
        ],
        **_frame(site),
    )


def _frame(site: Site) -> dict[str, object]:
    """What any front page has: what the dataset is, its files and its releases."""
    newest = site.history.served
    return {
        "newest": newest,
        "reason": _first_reason(site, newest) if newest else None,
        "description": site.description,
        "links": _links(site),
        "dumps": [
            one for one in site.distributions if one.form.rdf and not one.is_packed
        ],
        "releases": site.engine.rows(
            _RELEASES, dataset=NamedNode(site.release.dataset)
        ),
    }


def _first_reason(site: Site, newest: Past) -> dict[str, str] | None:
    """Why there is this release, in its editors’ words."""
    if newest.record:
        return first_reason(newest.record.telling)
    release = site.iris("release", newest.entry.version)
    return next(iter(notes_of(site.engine, release)), None)


def _of_claims(site: Site) -> str:
    things = f"{site.release.base}id/"
    examples = site.release.queries
    kinds = site.engine.rows(_KINDS % things)
    rows = site.engine.rows(_ARTICLES)
    articles = [cast("NamedNode", row["article"]) for row in rows]
    told = bylines(site.engine, articles[:1])
    named = [*articles, *(row["kind"] for row in kinds)]
    labels = site.describing.labels(
        [*named, *(who for one in told for who in one.parties)]
    )
    return render_template(
        "catalog/front.html",
        kinds=kinds,
        labels=labels,
        example=_example(site),
        things=site.engine.rows(_COUNT % things)[0]["count"],
        articles=sorted(articles, key=lambda one: labels[one.value]),
        bylines=told,
        examples=examples[:_SHOWN],
        asked=len(examples),
        **_frame(site),
    )


def _example(site: Site) -> dict[str, object] | None:
    """The claim that the catalog names as an example, to show what all claims are."""
    rows = site.engine.rows(_EXAMPLE, dataset=NamedNode(site.release.dataset))
    if not rows:
        return None
    claim = cast("NamedNode", rows[0]["claim"])
    reason = site.describing.reasons([claim])[claim]
    stated = [Statement(quad.triple, []) for quad in site.engine.quads([claim])]
    named = {*terms_of(stated), *reason.parties}
    labels = site.describing.labels(named)
    return {"reason": reason, "statements": stated, "labels": labels}


def _links(site: Site) -> str:
    """How many links to other datasets the catalog counts, whoever states them."""
    rows = site.engine.rows(_LINKS, dataset=NamedNode(site.release.dataset))
    return text_of(rows[0]["count"]) if rows else "0"


def _rdf(site: Site, form: Format) -> bytes:
    """The description of the dataset, with its files.

    Their sizes and checksums are known to no graph.
    """
    return rendered(description(site), described(site.release), form, site.iris)
