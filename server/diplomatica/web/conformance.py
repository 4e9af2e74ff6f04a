"""What was checked of this release against the standards, and how that went."""

from collections import Counter
from itertools import groupby

from flask import Flask, Response, render_template

from diplomatica.model.formats import CSV, HTML
from diplomatica.model.release import CONFORMANCE
from diplomatica.web.problem import Problem
from diplomatica.web.site import Site, asked, file_response

_OFFERED = (HTML, CSV)


def register(app: Flask, site: Site) -> None:
    """The views of /conformance."""

    @app.get("/conformance")
    @app.get("/conformance.<suffix>")
    def conformance(suffix: str = "") -> Response:
        """The table, as a page or as CSV, each at an address of its own as well."""
        if not site.release.conformance:
            raise Problem(404, "This release has no table of conformance", "Nobody has checked it yet, or said so.")
        return _page(site) if asked("conformance", suffix, _OFFERED) is HTML else _file(site)


def _page(site: Site) -> Response:
    rows = site.release.conformance
    standards = [(name, list(found)) for name, found in groupby(rows, key=lambda row: row["standard"])]
    counts = Counter(row["outcome"] for row in rows)
    body = render_template("conformance.html", standards=standards, counts=counts, total=len(rows))
    return Response(body, content_type=HTML.content_type)


def _file(site: Site) -> Response:
    return file_response(site.release, site.release.folder / CONFORMANCE, CSV.content_type)
