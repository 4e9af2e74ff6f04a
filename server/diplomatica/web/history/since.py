"""What changed since a day or a release, summed over all the releases that came after."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from diplomatica.lookup.history.changedsubject import CAME, ChangedSubject, Row
from diplomatica.lookup.history.changes import BESIDE, GROUPS
from diplomatica.lookup.history.past import Past
from diplomatica.model.dataset.ledger import PublishedVersion
from diplomatica.model.iris import Iris
from diplomatica.web.http.problem import Problem
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase

_DAY = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?")
# More than this is not summed on a page: each release tells its own.
_MOST_QUADS = 50_000
_MOST_SHOWN = 200  # subjects
_ASIDE = (*BESIDE, "terms")
Said = tuple[str, str]
"""What is said of a subject: a property, and a value as N-Triples writes it."""


@dataclass(frozen=True)
class Course:
    """How one subject changed over several releases, and in which."""

    told: ChangedSubject
    versions: list[str]
    steps: Sequence[ChangedSubject] = ()
    """How it changed in each of these releases, as that tells it."""


@dataclass(frozen=True)
class Since:
    """The releases that came after one."""

    iris: Iris
    entry: PublishedVersion
    """The release that they are compared with."""
    day: str
    """The day that was asked for; "" where it was a release."""
    later: list[Past]
    """Those that came after it, the newest first."""
    first: Past | None = None
    """The release that they are compared with, where it came after the day, too."""
    most: int = _MOST_SHOWN

    @property
    def is_too_much(self) -> bool:
        """Whether more changed than can be summed here."""
        summaries = [one.record.summary for one in self.later if one.record]
        quads: int = sum(one["added"] + one["removed"] for one in summaries)
        return quads > _MOST_QUADS

    def courses(self) -> list[Course]:
        """The subjects that changed, but for what follows from that, and for terms."""
        if self.is_too_much:
            return []
        steps: dict[str, list[tuple[str, ChangedSubject]]] = {}
        for past in reversed(self.later):
            for told in past.record.told() if past.record else ():
                if told.group not in _ASIDE:
                    step = past.entry.version, told
                    steps.setdefault(told.subject, []).append(step)
        courses = [_course(some) for some in steps.values()]
        order = list(GROUPS)
        return sorted(courses, key=lambda one: order.index(one.told.group))

    def reasons(self, course: Course) -> list[dict[str, str] | None]:
        """Why it changed, each reason once; None alone where none was given."""
        records = {one.entry.version: one.record for one in self.later}
        reasons: dict[str, dict[str, str] | None] = {}
        for version, step in zip(course.versions, course.steps, strict=True):
            record = records[version]
            reason = record.reason_for(step, self.iris) if record else None
            if reason:
                reasons[reason["text"]] = reason
        return [*reasons.values()] or [None]


def since(site: Site, release_or_day: str) -> Since:
    """What came after a release, or after a day such as 2026-10-24 or 2026-10.

    A day before all releases is that of the first one. Raises Problem 400 for neither,
    and 404 where no release was published.
    """
    entries = site.history.to_be_had
    if not entries:
        detail = "Publish one first: what changed is told from one to the next."
        raise Problem(404, "No release is to be had", detail)
    by_version = {entry.version: entry for entry in entries}
    day = "" if release_or_day in by_version else _day(release_or_day)
    entry = by_version[release_or_day] if not day else _as_of(entries, day)
    later = site.history.after(entry.version)[::-1]
    is_after = bool(day) and bool(entry.issued) and entry.issued[:10] > day
    first = site.history.of(entry.version) if is_after else None
    return Since(site.iris, entry, day, later, first)


def _day(release_or_day: str) -> str:
    """A day as its author may write it, such as 2026-10. Raises Problem 400."""
    match = _DAY.fullmatch(release_or_day)
    year, month, day = match.groups() if match else ("", None, None)
    told = f"{year}{month or '-01'}{day or '-01'}"
    try:
        return date.fromisoformat(told).isoformat()
    except ValueError as error:
        title = Phrase("“{asked}” is no release and no day", asked=release_or_day)
        detail = Phrase("Write a day as in 2026-10-24, or choose a release.")
        raise Problem(400, title, detail) from error


def _as_of(entries: Sequence[PublishedVersion], day: str) -> PublishedVersion:
    """The release that was the newest at the end of a day; before all, the first."""
    before = [one for one in entries if one.issued and one.issued[:10] <= day]
    return before[-1] if before else entries[0]


def _course(steps: Sequence[tuple[str, ChangedSubject]]) -> Course:
    """How a subject is told that changed in each of these releases."""
    told = [one for _, one in steps]
    rows = list(_net(told))
    last = replace(told[-1], outcome=_outcome(told), rows=rows)
    return Course(last, [version for version, _ in steps], told)


def _outcome(told: Sequence[ChangedSubject]) -> str:
    first, last = told[0].outcome, told[-1].outcome
    if last == "withdrawn":
        return last
    return "added" if first == "added" else "changed"


def _net(told: Iterable[ChangedSubject]) -> Iterator[Row]:
    """The triples that only the first or the last state has, or has for other reasons."""
    before: dict[Said, Row | None] = {}
    after: dict[Said, Row | None] = {}
    for one in told:
        went, came = _by_change(one)
        for triple in {**went, **came}:
            before.setdefault(triple, went.get(triple))
            after[triple] = came.get(triple)
    for triple, old in before.items():
        new = after[triple]
        is_same = old and new and old["reasons"] == new["reasons"]
        if not is_same:
            yield from filter(None, (old, new))


def _by_change(told: ChangedSubject) -> tuple[dict[Said, Row], dict[Said, Row]]:
    """The rows of what went and of what came, by property and value."""
    went: dict[Said, Row] = {}
    came: dict[Said, Row] = {}
    for row in told.rows:
        some = came if row["change"] == CAME else went
        some[(row["predicate"], row["object"])] = row
    return went, came
