"""What was checked of this release against the standards, and how that went."""

from collections import Counter
from itertools import groupby

from flask import Blueprint, Response, render_template

from diplomatica.model.formats import CSV, HTML
from diplomatica.model.release import CONFORMANCE
from diplomatica.web.problem import Problem, not_found
from diplomatica.web.site import Site, file_response, negotiated

_OFFERED = (HTML, CSV)


def blueprint(site: Site) -> Blueprint:
    """The views of /conformance."""
    views = Blueprint("conformance", __name__)

    @views.get("/conformance")
    def conformance() -> Response:
        """The table, as a page or as CSV."""
        _check(site)
        form = negotiated(_OFFERED)
        response = _page(site) if form is HTML else _file(site)
        response.vary.add("Accept")
        return response

    @views.get("/conformance.<suffix>")
    def conformance_as(suffix: str) -> Response:
        """The same at an address for each format."""
        _check(site)
        answers = {HTML.suffix: _page, CSV.suffix: _file}
        if suffix not in answers:
            raise not_found(f"conformance.{suffix}")
        return answers[suffix](site)

    return views


def _check(site: Site) -> None:
    if not site.release.conformance:
        raise Problem(404, "This release has no table of conformance", "Nobody has checked it yet, or said so.")


def _page(site: Site) -> Response:
    rows = site.release.conformance
    standards = [(name, list(found)) for name, found in groupby(rows, key=lambda row: row["standard"])]
    counts = Counter(row["outcome"] for row in rows)
    body = render_template("conformance.html", standards=standards, counts=counts, total=len(rows))
    return Response(body, content_type=HTML.content_type)


def _file(site: Site) -> Response:
    return file_response(site.release, site.release.folder / CONFORMANCE, CSV.content_type)
