"""What earlier releases changed of what somebody finds wrong, and why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from diplomatica.lookup.history.changedsubject import ChangedSubject, Row
from diplomatica.lookup.history.past import Past
from diplomatica.model.vocabulary import DIP
from diplomatica.web.history.wording.worded import Worded
from diplomatica.web.propose.form import Form
from diplomatica.web.site import Site

_VOICES = (DIP("voice").value, DIP("perhapsVoice").value)


@dataclass(frozen=True)
class Earlier:
    """What a release changed of a statement, or of the voice of a claim."""

    past: Past
    told: ChangedSubject
    worded: Worded
    reason: Mapping[str, str] | None


def earlier(site: Site, form: Form) -> list[Earlier]:
    """What was changed of it before, the newest first."""
    return list(_earlier(site, form))


def _earlier(site: Site, form: Form) -> Iterator[Earlier]:
    for past, told in _changes_before(site, form):
        if told.rows and past.record:
            some = replace(told, outcome="changed")
            reason = past.record.reason_for(some, site.iris)
            yield Earlier(past, some, Worded(site, [some]), reason)


def _changes_before(site: Site, form: Form) -> Iterator[tuple[Past, ChangedSubject]]:
    """What earlier releases changed of what a proposal is about."""
    triple, about = form.triple, form.about.value
    if triple is None:
        voices = _of(site, about, lambda row: row["predicate"] in _VOICES)
        yield from (one for one in voices if not _is_added(one[0], about))
        yield from _of_stated(site, form)
        return
    subject, by = getattr(triple.subject, "value", ""), triple.predicate.value
    yield from _of(site, subject, lambda row: row["predicate"] == by)


def _of_stated(site: Site, form: Form) -> Iterator[tuple[Past, ChangedSubject]]:
    """What a claim came to state, or states no more; not that it came with all it states."""
    about = form.about.value
    for subject in dict.fromkeys(str(quad.subject) for quad in form.stated):
        changes = _of(site, subject.strip("<>"), lambda row: _is_stated(row, about))
        for change in changes:
            if not _is_added(change[0], about):
                yield change


def _is_stated(row: Row, by: str) -> bool:
    return by in row["reasons"].split() and not row["besides"]


def _is_added(past: Past, iri: str) -> bool:
    told = past.record.of(iri) if past.record else None
    return told is not None and told.outcome == "added"


def _of(
    site: Site, subject: str, is_about: Callable[[Row], bool]
) -> Iterator[tuple[Past, ChangedSubject]]:
    """How what is stated of a subject changed: of each release, these rows of it."""
    for past, told in site.history.of_subject(subject):
        yield past, replace(told, rows=[row for row in told.rows if is_about(row)])
