"""What became since of what a page of an old release shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from flask import Flask, request
from pyoxigraph import NamedNode

from diplomatica.lookup.history.past import Past
from diplomatica.lookup.history.record import Record, Row, Told
from diplomatica.model.dataset.ledger import Entry
from diplomatica.model.kinds import REASONS
from diplomatica.model.statement import text_of
from diplomatica.web.history.asof import MOUNT
from diplomatica.web.history.memento import address_of_all
from diplomatica.web.http.problem import Problem
from diplomatica.web.site import Site

_MOST = 50  # things of which a claim states something that are looked up
_MOST_STEPS = 5
_IN_PATHS = "/:@!$&'()*+,;=~"


@dataclass(frozen=True)
class Step:
    """What a later release did to what a page shows, and why."""

    past: Past
    told: Told
    reason: Mapping[str, str] | None


@dataclass(frozen=True)
class Later:
    """The releases after the one that a page is of."""

    newest: Entry
    address: str
    """Where the newest has the same page."""
    is_of_something: bool
    """Whether the page is of one thing, reason or statement, and not of many."""
    steps: list[Step]
    """What they did to it, the newest first."""

    @property
    def is_gone(self) -> bool:
        """Whether the newest release has it no longer."""
        return bool(self.steps) and self.steps[0].told.outcome == "withdrawn"

    @property
    def shown(self) -> list[Step]:
        """The last few steps."""
        return self.steps[:_MOST_STEPS]

    @property
    def left(self) -> int:
        """How many steps more there are."""
        return len(self.steps[_MOST_STEPS:])


def register(app: Flask, site: Site) -> None:
    """Let pages tell what became of what they show."""
    app.jinja_env.globals.update(later=lambda: _later(site))


def _later(site: Site) -> Later | None:
    """What came after the release that a page is of; None on pages of the newest."""
    if not request.environ.get(MOUNT):
        return None
    entries = site.history.to_be_had
    if not entries or entries[-1].version == site.release.version:
        return None
    shown = _shown(site)
    steps = list(_steps(site, shown)) if shown else []
    return Later(entries[-1], _address(), shown is not None, steps)


def _address() -> str:
    """The address that was asked, without what of it leads to a release."""
    asked = request.args.to_dict(flat=False)
    asked.pop("release", None)
    query = f"?{urlencode(asked, doseq=True)}" if asked else ""
    return f"{address_of_all()}{quote(request.path.lstrip('/'), safe=_IN_PATHS)}{query}"


@dataclass(frozen=True)
class _Shown:
    """The IRI that a page is of, or those whose rows tell of it."""

    this: str
    subjects: list[str]
    column: str = ""
    """The column that says of a row whether it is about `this`; "" where all rows are."""

    def told(self, record: Record) -> Told | None:
        """What a release changed of it."""
        own = None if self.column == "statement" else record.of(self.this)
        if own or not self.column:
            return own
        found = filter(None, map(record.of, self.subjects))
        some = ((one, [row for row in one.rows if self._is_of(row)]) for one in found)
        changed = next(((one, rows) for one, rows in some if rows), None)
        return self._changed(*changed) if changed else None

    def _is_of(self, row: Row) -> bool:
        is_only_of_reasons = self.column == "statement" and row["besides"]
        return not is_only_of_reasons and self.this in row[self.column].split()

    def _changed(self, one: Told, rows: list[Row]) -> Told:
        changes = {row["change"] for row in rows}
        is_gone = self.column == "statement" and changes == {"removed"}
        return replace(one, outcome="withdrawn" if is_gone else "changed", rows=rows)


def _shown(site: Site) -> _Shown | None:
    """What a page is of; None of a page of many things, or of none."""
    kind, _, slug = request.path.lstrip("/").removesuffix(".html").partition("/")
    if kind == "statement":
        subjects = {text_of(quad.subject) for quad in site.digests.quads(slug)}
        return _Shown(slug, sorted(subjects), "statement")
    try:
        if kind == "doc":
            return _Shown(site.iri("id", slug).value, [])
        return _reason(site, site.iri(kind, slug)) if kind in REASONS else None
    except Problem:
        return None


def _reason(site: Site, this: NamedNode) -> _Shown:
    """A claim, note or link, with the things of which it states something."""
    stated = {quad.subject for quad in site.engine.quads([this])}
    subjects = sorted(one.value for one in stated if isinstance(one, NamedNode))
    return _Shown(this.value, subjects[:_MOST], "reasons")


def _steps(site: Site, shown: _Shown) -> Iterator[Step]:
    for past in reversed(site.history.after(site.release.version)):
        told = shown.told(past.record) if past.record else None
        if told and past.record:
            yield Step(past, told, past.record.reason_for(told))
