"""What was checked of this release against the standards, and how that went."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from flask import Flask, Response, render_template, request

from diplomatica.model.dataset.release import CONFORMANCE
from diplomatica.model.formats import CSV, HTML
from diplomatica.web.http.files import file_response
from diplomatica.web.http.problem import Problem
from diplomatica.web.requestedformat import of_suffix
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase

_OFFERED = (HTML, CSV)
_PASSED = "passed"
# Of a standard with more checks than this, as a test suite has, what passed is counted by group.
_IN_FULL = 100

NAMES = {
    _PASSED: Phrase("passed"),
    "failed": Phrase("failed"),
    "deviates": Phrase("deviates"),
    "needs the outside world": Phrase("needs the outside world"),
    "not offered": Phrase("not offered"),
    "not yet": Phrase("not yet"),
}
"""What outcomes are called."""
REASONS = {
    "failed": Phrase("These are faults, and are to be mended."),
    "deviates": Phrase(
        "The query engine or a reader of files has its own way, mostly in the form of a "
        "value, and seldom in what is found; each case says what that means. "
        "What the data states is not touched."
    ),
    "needs the outside world": Phrase(
        "It asks for a public site, a registration or the work of others, "
        "which no test here can show; nothing is wrong."
    ),
    "not offered": Phrase(
        "Such as updates, or queries that are handed on to other servers: "
        "these are refused by a clear message, and on purpose."
    ),
    "not yet": Phrase("It is to come; each case says what is missing."),
}
"""What outcomes mean for whoever uses the data."""

Row = dict[str, str]


def register(app: Flask, site: Site) -> None:
    """The views of /conformance."""

    @app.get("/conformance")
    @app.get("/conformance.<suffix>")
    def conformance(suffix: str = "") -> Response:
        """The table, as a page or as CSV, each at an address of its own as well."""
        if not site.release.conformance:
            title = "This release has no table of conformance"
            raise Problem(404, title, "Nobody has checked it yet, or said so.")
        form = of_suffix("conformance", suffix, _OFFERED)
        return _page(site) if form is HTML else _file(site)


@dataclass(frozen=True)
class _Standard:
    """The checks against one standard: those that did not pass, and those that did, if few."""

    name: str
    counts: Counter[str]
    others: list[Row]
    passed: list[Row]
    groups: Counter[str]


def _standard(name: str, rows: list[Row]) -> _Standard:
    """The checks of one standard; many that passed are only counted."""
    others = [row for row in rows if row["outcome"] != _PASSED]
    passed = [row for row in rows if row["outcome"] == _PASSED]
    groups: Counter[str] = Counter()
    if len(rows) > _IN_FULL:
        groups = Counter(row["clause"] for row in passed)
    in_full = [] if groups else passed
    return _Standard(name, _outcome_counts(rows), others, in_full, groups)


def _outcome_counts(rows: list[Row]) -> Counter[str]:
    return Counter(row["outcome"] for row in rows)


def _page(site: Site) -> Response:
    """The page of all standards, with what became of their checks."""
    rows = site.release.conformance
    by_name = groupby(rows, key=lambda row: row["standard"])
    standards = [_standard(name, list(found)) for name, found in by_name]
    outcomes = _outcome_counts(rows)
    body = render_template(
        "catalog/conformance.html",
        standards=standards,
        counts=outcomes,
        reasons=REASONS,
        named=outcome_name,
    )
    return Response(body, content_type=HTML.content_type)


def outcome_name(outcome: str) -> str:
    """What an outcome is called; one that another table has is called as there."""
    return NAMES.get(outcome, outcome)


def _file(site: Site) -> Response:
    file = site.release.folder / CONFORMANCE
    return file_response(request, site.release, file, CSV.content_type)
