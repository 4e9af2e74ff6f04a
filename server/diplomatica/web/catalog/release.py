"""The reports of a release.

They tell whether it conforms to its shapes, and what claims cover of its articles.
"""

import json
from typing import Any

from flask import Flask, Response, render_template, request
from pyoxigraph import parse

from diplomatica.model.dataset.release import COVERAGE, VALIDATION
from diplomatica.model.formats import HTML, TRIPLES, TURTLE, Format
from diplomatica.model.serialization import bytes_of_statements
from diplomatica.web.http.files import file_response
from diplomatica.web.http.negotiation import wanted_format
from diplomatica.web.http.problem import not_acceptable, not_found
from diplomatica.web.requestedformat import of_suffix
from diplomatica.web.site import Site

_REPORTS = (HTML, Format("json", "JSON", "application/json", "json", "page"))


def register(app: Flask, site: Site) -> None:
    """The views of the reports of a release."""
    reports = _Reports(site)
    app.add_url_rule("/release/<version>/validation", view_func=reports.validation)
    app.add_url_rule("/release/<version>/coverage", view_func=reports.coverage)
    app.add_url_rule(
        "/release/<version>/coverage.<suffix>", "coverage_as", reports.coverage
    )


class _Reports:
    def __init__(self, site: Site) -> None:
        self.site = site

    def coverage(self, version: str, suffix: str = "") -> Response:
        """The report on what claims cover of the articles, as a page or as data."""
        if version != self.site.release.version:
            raise not_found(f"release/{version}/coverage")
        form = of_suffix(f"release/{version}/coverage", suffix, _REPORTS)
        if not self.site.release.articles:
            raise not_found(f"release/{version}/coverage")
        self.site.refuse_closed(*self.site.closed)
        if form is HTML:
            return Response(self._covered_page(), content_type=HTML.content_type)
        file = self.site.release.folder / f"{COVERAGE}.{form.suffix}"
        return file_response(request, self.site.release, file, form.content_type)

    def _covered_page(self) -> str:
        """The sentences of one article; of several, first a list of them."""
        file = self.site.release.folder / f"{COVERAGE}.json"
        articles = {one["article"]: one for one in _articles(file.read_bytes())}
        only = next(iter(articles)) if len(articles) == 1 else ""
        chosen = request.args.get("of") or only
        if chosen and chosen not in articles:
            raise not_found(f"article/{chosen}")
        nodes = [self.site.iris("article", slug) for slug in articles]
        return render_template(
            "catalog/coverage.html",
            articles=list(articles.values()),
            chosen=articles.get(chosen),
            labels=self.site.describing.labels(nodes),
        )

    def validation(self, version: str) -> Response:
        """The report of the validation of this release.

        It is the file itself, or the same in another format of RDF.
        """
        if version != self.site.release.version:
            raise not_found(f"release/{version}")
        name, accept = request.args.get("format"), request.headers.get("Accept")
        form = wanted_format(name, accept, TRIPLES)
        if form is None and name is not None:
            raise not_acceptable(TRIPLES)
        # the file itself, for a browser
        response = self._validation(form or TURTLE)
        response.vary.add("Accept")
        return response

    def _validation(self, form: Format) -> Response:
        file = self.site.release.folder / VALIDATION
        if form is TURTLE:
            return file_response(request, self.site.release, file, TURTLE.content_type)
        triples = [quad.triple for quad in parse(path=file, format=TURTLE.rdf)]
        body = bytes_of_statements(triples, form, self.site.iris)
        return Response(body, content_type=form.content_type)


def _articles(report: bytes) -> list[dict[str, Any]]:
    """What a report tells of each article."""
    found: list[dict[str, Any]] = json.loads(report)["articles"]
    return found
