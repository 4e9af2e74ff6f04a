"""What was checked of this release against the standards, and how that went."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from flask import Flask, Response, render_template

from diplomatica.model.formats import CSV, HTML
from diplomatica.model.release import CONFORMANCE
from diplomatica.web.http.files import file_response
from diplomatica.web.http.problem import Problem
from diplomatica.web.site import Site, asked

_OFFERED = (HTML, CSV)
_PASSED = "passed"
# Of a standard with more checks than this, as a test suite has, what passed is counted by group.
_IN_FULL = 100

Row = dict[str, str]


def register(app: Flask, site: Site) -> None:
    """The views of /conformance."""

    @app.get("/conformance")
    @app.get("/conformance.<suffix>")
    def conformance(suffix: str = "") -> Response:
        """The table, as a page or as CSV, each at an address of its own as well."""
        if not site.release.conformance:
            raise Problem(
                404,
                "This release has no table of conformance",
                "Nobody has checked it yet, or said so.",
            )
        return (
            _page(site)
            if asked("conformance", suffix, _OFFERED) is HTML
            else _file(site)
        )


@dataclass(frozen=True)
class _Standard:
    """The checks against one standard: those that did not pass, and those that did, if few."""

    name: str
    counts: Counter[str]
    others: list[Row]
    passed: list[Row]
    groups: Counter[str]


def _standard(name: str, rows: list[Row]) -> _Standard:
    others = [row for row in rows if row["outcome"] != _PASSED]
    passed = [row for row in rows if row["outcome"] == _PASSED]
    groups = (
        Counter(row["clause"] for row in passed) if len(rows) > _IN_FULL else Counter()
    )
    return _Standard(name, _counted(rows), others, [] if groups else passed, groups)


def _counted(rows: list[Row]) -> Counter[str]:
    return Counter(row["outcome"] for row in rows)


def _page(site: Site) -> Response:
    rows = site.release.conformance
    by_name = groupby(rows, key=lambda row: row["standard"])
    standards = [_standard(name, list(found)) for name, found in by_name]
    outcomes = _counted(rows)
    body = render_template(
        "catalog/conformance.html", standards=standards, counts=outcomes
    )
    return Response(body, content_type=HTML.content_type)


def _file(site: Site) -> Response:
    return file_response(
        site.release, site.release.folder / CONFORMANCE, CSV.content_type
    )
