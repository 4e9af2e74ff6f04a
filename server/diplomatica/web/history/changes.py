"""What changed in a release since the one before: as a page, a table, and a patch."""

from collections.abc import Iterable
from functools import partial
from itertools import groupby, islice
from pathlib import Path

from flask import Flask, Response, render_template, request

from diplomatica.lookup.history.changedsubject import ChangedSubject
from diplomatica.lookup.history.changerecord import ADDED, REMOVED, TABLE, Record
from diplomatica.lookup.history.changes import BESIDE, GROUPS
from diplomatica.lookup.history.past import DRAFT, History, Past
from diplomatica.model.formats import CSV, GRAPHS, HTML, NQUADS
from diplomatica.web.document.missing import no_release
from diplomatica.web.document.pagenumber import page_number
from diplomatica.web.history.feed import page_of
from diplomatica.web.history.shown import stated_by
from diplomatica.web.history.wording.worded import Worded
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.http.reply import FRESH
from diplomatica.web.site import Site

_PATCH = "application/rdf-patch; charset=utf-8"
_ON_A_PAGE = 200  # subjects
_MOST_OPEN = 20  # subjects of a group, beyond which it is folded
_VOCABULARY = "terms"
_FILES = {
    "csv": (TABLE, CSV.content_type),
    "added.nq": (ADDED, NQUADS.content_type),
    "removed.nq": (REMOVED, NQUADS.content_type),
}


def register(app: Flask, site: Site) -> None:
    """The views of /release/{version}/changes."""
    history = site.history
    app.jinja_env.globals["stated_by"] = partial(stated_by, site)

    @app.get("/release/<version>/changes")
    @app.get("/release/<version>/changes.<path:suffix>")
    def changes(version: str, suffix: str = "html") -> Response:
        """What changed, in the form that the suffix names."""
        past = _past(history, version)
        record = past.record
        if record is None:
            return _first(past)
        if suffix == "html":
            return _page(site, past, record)
        if suffix == "rdfp":
            return _answer(Response(record.patch(), content_type=_PATCH))
        for form in GRAPHS:
            if suffix == form.suffix:
                return page_of(site, past, record, form)
        if suffix in _FILES:
            name, kind = _FILES[suffix]
            return _answer(_file(record.folder / name, kind))
        raise not_found(f"release/{version}/changes.{suffix}")


def _past(history: History, version: str) -> Past:
    """The release of a version, or the draft. Raises Problem 404."""
    past = history.of(version)
    if past is not None and past is history.draft:
        return past
    if problem := no_release(history.newest, version):
        raise problem
    if past is None:
        raise not_found(f"release/{version}/changes")
    return past


def _first(past: Past) -> Response:
    title = f"Nothing is told of what changed in {past.entry.version}"
    raise Problem(404, title, "No release that is to be had was published before it.")


def _page(site: Site, past: Past, record: Record) -> Response:
    """The subjects that were asked for: one, those of a group, or all, some at once.

    What follows from a change of the vocabulary is another matter than what is said in
    it, so its terms are told by themselves.
    """
    of, group = request.args.get("of", ""), request.args.get("group", "")
    path = request.path.lstrip("/")
    number = page_number(request.args.get("page", ""), path)
    start = (number - 1) * _ON_A_PAGE
    subjects = _subjects_asked_for(record, of, group)
    # One more tells whether there is a page after this one.
    told = list(islice(subjects, start, start + _ON_A_PAGE + 1))
    shown = told[:_ON_A_PAGE]
    if number > 1 and not shown:
        raise not_found(f"{path}, page {number}")
    worded = Worded(site, shown)
    is_draft = past is site.history.draft
    is_of_group = group in GROUPS
    body = render_template(
        "history/changes.html",
        past=past,
        named=DRAFT if is_draft else past.entry.version,
        summary=record.summary,
        counts=record.told_counts,
        telling=record.telling,
        worded=worded,
        beside_always=BESIDE,
        beside=() if of or is_of_group else BESIDE,
        groups=_groups(shown),
        asked=worded.name(shown[0]) if of and shown else "",
        group=group if is_of_group else "",
        is_narrowed=bool(of or group),
        most_open=_MOST_OPEN,
        number=number,
        has_more=len(told) > len(shown),
    )
    return _answer(Response(body, content_type=HTML.content_type))


def _subjects_asked_for(
    record: Record, of: str, group: str
) -> Iterable[ChangedSubject]:
    if of:
        return filter(None, [record.of(of)])
    if group in GROUPS:
        return (one for one in record.told() if one.group == group)
    return (one for one in record.told() if one.group != _VOCABULARY)


def _groups(told: list[ChangedSubject]) -> list[tuple[str, list[ChangedSubject]]]:
    by_group = groupby(told, lambda one: one.group)
    return [(group, list(ones)) for group, ones in by_group]


def _file(path: Path, kind: str) -> Response:
    return Response(path.read_bytes(), content_type=kind)


def _answer(response: Response) -> Response:
    response.headers["Cache-Control"] = FRESH
    return response
