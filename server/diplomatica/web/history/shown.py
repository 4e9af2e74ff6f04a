"""What a page is of, and what a release changed of that.

A page of a thing, of a reason or of a statement is of one of these; so is a proposal
about it, and an article where the words of a claim are chosen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from pyoxigraph import NamedNode

from diplomatica.lookup.history.changedsubject import (
    CAME,
    ChangedSubject,
    Row,
    value_of,
)
from diplomatica.lookup.history.changerecord import Record
from diplomatica.model.kinds import REASONS
from diplomatica.model.statement import text_of
from diplomatica.web.document.missing import gone_problem
from diplomatica.web.history.timemap import address_of_all
from diplomatica.web.history.wording.caused import because_of
from diplomatica.web.history.wording.worded import Worded
from diplomatica.web.http.problem import Problem
from diplomatica.web.site import Site

_MOST = 50  # things of which a claim states something that are looked up
THING, STATEMENT, REASON = "thing", "statement", "reason"


@dataclass(frozen=True)
class Pair:
    """A statement that a release put in the place of another: the rows of both."""

    went: Row
    came: Row


@dataclass(frozen=True)
class Happened:
    """What a release changed of what a page is of."""

    told: ChangedSubject
    pairs: list[Pair] = field(default_factory=list)
    inward: list[Row] = field(default_factory=list)
    """What came or went that is said of other things, and names it.

    Of a statement that has only other reasons, it is the statement itself.
    """


@dataclass(frozen=True)
class Shown:
    """The thing, reason or statement that a page is of."""

    sort: str
    this: str
    """Its IRI; of a statement its digest."""
    subjects: list[str]
    """The things that are told of in the statement, or in what the reason states."""
    derived: str = ""
    """What the IRIs of derivations begin with."""

    def happened(self, record: Record) -> Happened | None:
        """What a release changed of it; None where it changed nothing."""
        if self.sort == STATEMENT:
            return self._of_statement(record)
        own = record.of(self.this)
        return (
            self._of_thing(record, own)
            if self.sort == THING
            else self._of_reason(record, own)
        )

    def _of_thing(self, record: Record, own: ChangedSubject | None) -> Happened | None:
        """What a release changed of this thing, or of what leads to it."""
        inward = list(record.naming(self.this))
        rows = [row for one in inward for row in one.rows]
        if own:
            return Happened(own, stated_of(pairs_of(own.rows), self.derived), rows)
        if not rows:
            return None
        first = next(one for one in inward if one.rows)
        return Happened(replace(first, outcome="changed"), [], rows)

    def _of_statement(self, record: Record) -> Happened | None:
        """What a release changed of this statement, if anything."""
        for told in filter(None, map(record.of, self.subjects)):
            rows = [row for row in told.rows if self._is_it(row)]
            if rows:
                beside = [row for row in rows if row["besides"]]
                pairs = [one for one in pairs_of(told.rows) if self._is_of(one)]
                outcome = "changed" if pairs or beside else _outcome(rows)
                return Happened(
                    replace(told, outcome=outcome, rows=rows), pairs, beside
                )
        return None

    def _of_reason(self, record: Record, own: ChangedSubject | None) -> Happened | None:
        """What a release changed of this reason, or of what it states."""
        changes = list(filter(None, map(record.of, self.subjects)))
        told = own or self._first_of(changes)
        if told is None:
            return None
        turned = chain.from_iterable(pairs_of(one.rows) for one in changes)
        pairs = list(filter(self._is_of, turned))
        still = self._still(changes) if told.outcome == "withdrawn" else []
        if (pairs or still) and self.is_derived:
            told = replace(told, outcome="changed")
        is_turned = self._is_turned(told)
        beside = self._unpaired_rows(changes, pairs) if is_turned else []
        return Happened(told, pairs, beside or still)

    def _first_of(self, changes: Iterable[ChangedSubject]) -> ChangedSubject | None:
        """The first subject of which this reason states something that changed."""
        for one in changes:
            rows = [row for row in one.rows if self._is_it(row)]
            if rows:
                return replace(one, outcome="changed", rows=rows)
        return None

    def _still(self, some: Iterable[ChangedSubject]) -> list[Row]:
        """What a derivation that went stated, where that stands there still; else nothing."""
        rows = [row for row in _rows_of(some) if self._is_it(row)]
        return rows if self.is_derived and all(row["besides"] for row in rows) else []

    def _is_turned(self, told: ChangedSubject) -> bool:
        """Whether it is still there and states more or less, or another thing."""
        return told.outcome == "changed" and not self.is_derived

    def _unpaired_rows(
        self, some: Iterable[ChangedSubject], pairs: list[Pair]
    ) -> list[Row]:
        """What this reason states more or less now, with nothing in its place."""
        paired = [row for pair in pairs for row in (pair.went, pair.came)]
        rows = chain.from_iterable(one.rows for one in some)
        own = [row for row in rows if self._is_it(row) and not row["besides"]]
        return [row for row in own if row not in paired]

    def _is_it(self, row: Row) -> bool:
        """Whether a row is of this statement, or of what this reason states."""
        if self.sort == STATEMENT:
            return row["statement"] == self.this
        return self.this in row["reasons"].split()

    def _is_of(self, pair: Pair) -> bool:
        return self._is_it(pair.went) or self._is_it(pair.came)

    @property
    def is_derived(self) -> bool:
        """Whether rules made it: another value makes another one."""
        return self.sort == REASON and self.this.startswith(self.derived)

    def after(self, happened: Happened) -> "Shown":
        """What stands in its place then: another statement, or another derivation.

        In that of a derivation that only others make still, it is what it stated.
        """
        if self.is_derived and happened.inward and not happened.pairs:
            row = happened.inward[0]
            return Shown(STATEMENT, row["statement"], [row["subject"]])
        return self._instead([(one.went, one.came) for one in happened.pairs])

    def before(self, happened: Happened) -> "Shown":
        """What stood in its place until then."""
        return self._instead([(one.came, one.went) for one in happened.pairs])

    def _instead(self, turned: list[tuple[Row, Row]]) -> "Shown":
        """What stands in the place of this: itself where nothing does."""
        other = next((there for here, there in turned if self._is_it(here)), None)
        if other is None or not (self.sort == STATEMENT or self.is_derived):
            return self
        if self.sort == STATEMENT:
            return replace(self, this=other["statement"])
        derived = [
            iri for iri in other["reasons"].split() if iri.startswith(self.derived)
        ]
        return replace(self, this=derived[0]) if derived else self


def pairs_of(rows: Iterable[Row]) -> Iterator[Pair]:
    """Of each property that lost one value and gained one, these."""
    rows_by_property: defaultdict[str, tuple[list[Row], list[Row]]]
    rows_by_property = defaultdict(lambda: ([], []))
    for row in rows:
        if not row["besides"]:
            rows_by_property[row["predicate"]][row["change"] == CAME].append(row)
    for went, came in rows_by_property.values():
        if len(went) == len(came) == 1:
            yield Pair(went[0], came[0])


def stated_of(pairs: Iterable[Pair], derived: str) -> list[Pair]:
    """Those that somebody stated, and else what was derived of them."""
    all_pairs = list(pairs)
    stated = [one for one in all_pairs if not one.came["reasons"].startswith(derived)]
    return stated or all_pairs


def _outcome(rows: Iterable[Row]) -> str:
    is_there = any(row["change"] == CAME for row in rows)
    return "added" if is_there else "withdrawn"


def shown_of(site: Site, kind: str, slug: str) -> Shown | None:
    """A thing, a reason or a statement by its kind and name; None for others."""
    if kind == "statement":
        quads = site.digests.quads(slug)
        subjects = {text_of(quad.subject) for quad in quads}
        return Shown(STATEMENT, slug, sorted(subjects))
    try:
        if kind == "doc":
            return Shown(THING, site.iri("id", slug).value, [], _inference_prefix(site))
        return _reason(site, site.iri(kind, slug)) if kind in REASONS else None
    except Problem:
        return None


def _reason(site: Site, this: NamedNode) -> Shown:
    """A claim, note, link or derivation, with the things of which it states something."""
    stated = {quad.subject for quad in site.engine.quads([this])}
    subjects = sorted(one.value for one in stated if isinstance(one, NamedNode))
    return Shown(REASON, this.value, subjects[:_MOST], _inference_prefix(site))


def _inference_prefix(site: Site) -> str:
    return site.iris("inference", "").value


def gone_statement(site: Site, digest: str) -> Problem | None:
    """410 for a statement that an earlier release had, with the one in its place, and why."""
    went = site.gone.statement(digest)
    past = site.history.of(went.version) if went else None
    record = past.record if past else None
    if went is None or record is None:
        return None
    this = Shown(STATEMENT, digest, [went.subject])
    happened = this.happened(record)
    problem = gone_problem(went, _statement_name(site, happened), f"statement/{digest}")
    if problem and happened:
        problem.members |= {
            **because_of(site, past, happened.told),
            **_instead(site, this.after(happened), this, happened),
        }
    return problem


@dataclass(frozen=True)
class StatementChange:
    """A statement that a reason makes more or less, in words, and where it is read."""

    words: str
    address: str
    is_now: bool
    """Whether it came, and did not go."""
    is_besides: bool
    """Whether it is stated besides, then and now."""
    now: str = ""
    """The value that stands in its place, in words."""


def stated_by(site: Site, reason: str, version: str) -> list[StatementChange]:
    """What a release made of what a claim, note, link or derivation states.

    What nothing else states comes first.
    """
    past = site.history.of(version)
    record = past.record if past else None
    told = list(record.stating(reason)) if record else []
    worded = Worded(site, told)
    came = dict(_replacements(record, told)) if record else {}
    before = record.summary["before"]["version"] if record else ""
    return [
        _stated_row(worded, row, before, came.get(row["statement"]))
        for row in sorted(_rows_of(told), key=lambda row: bool(row["besides"]))
    ]


def _rows_of(some: Iterable[ChangedSubject]) -> Iterator[Row]:
    return (row for one in some for row in one.rows)


def _replacements(
    record: Record, some: Iterable[ChangedSubject]
) -> Iterator[tuple[str, Row]]:
    """What came in the place of the statements of some subjects, by the digests of these."""
    for told in filter(None, (record.of(one.subject) for one in some)):
        yield from ((one.went["statement"], one.came) for one in pairs_of(told.rows))


def _stated_row(
    worded: Worded, row: Row, before: str, came: Row | None
) -> StatementChange:
    is_now, is_besides = row["change"] == CAME, bool(row["besides"])
    below = "" if is_now or is_besides else f"release/{before}/"
    address = f"{address_of_all()}{below}statement/{row['statement']}"
    now = worded.value(value_of(came)) if came else ""
    return StatementChange(worded.words(row), address, is_now, is_besides, now)


def _statement_name(site: Site, happened: Happened | None) -> str:
    """What a statement said, by which it is called."""
    if happened is None or not happened.told.rows:
        return "This statement"
    row = happened.told.rows[0]
    return f"“{Worded(site, [happened.told]).words(row)}”"


def _instead(
    site: Site, other: Shown, this: Shown, happened: Happened
) -> dict[str, str]:
    """The statement in the place of one, in words, and where it is read."""
    if other == this:
        return {}
    came = next(
        one.came for one in happened.pairs if one.came["statement"] == other.this
    )
    told = replace(happened.told, rows=[came])
    iri = site.iri("statement", other.this)
    return {
        "replaced_by": iri.value,
        "replacing": Worded(site, [told]).words(came),
        "replaced_at": f"/statement/{other.this}",
    }
