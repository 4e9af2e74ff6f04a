"""What earlier releases changed of what somebody finds wrong, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pyoxigraph import Literal

from diplomatica.lookup.history.past import Past
from diplomatica.lookup.history.record import Record, Told
from diplomatica.lookup.history.telling import first_reason
from diplomatica.model.vocabulary import DIP, SKOS
from diplomatica.web.history.worded import Worded, value_of
from diplomatica.web.propose.form import Form
from diplomatica.web.site import Site

_VOICES = (DIP("voice").value, DIP("perhapsVoice").value)
_NOTE = SKOS("changeNote").value


@dataclass(frozen=True)
class Earlier:
    """What a release changed of a statement, or of the voice of a claim."""

    past: Past
    told: Told
    worded: Worded
    reason: Mapping[str, Any] | None


def earlier(site: Site, form: Form) -> list[Earlier]:
    """What was changed of it before, the newest first."""
    return list(_earlier(site, form))


def _earlier(site: Site, form: Form) -> Iterator[Earlier]:
    triple, about = form.triple, form.about.value
    subject = getattr(triple.subject, "value", "") if triple else about
    properties = (triple.predicate.value,) if triple else _VOICES
    for past, told in site.history.of_subject(subject):
        rows = [row for row in told.rows if row["predicate"] in properties]
        if rows and past.record:
            some = replace(told, rows=rows, outcome="changed")
            reason = _note(past.record, about) or first_reason(past.record.telling)
            yield Earlier(past, some, Worded(site, [some]), reason)


def _note(record: Record, about: str) -> Mapping[str, Any] | None:
    """What the editors noted when they changed a claim, as a proposal that they took."""
    told = record.of(about)
    if told is None:
        return None
    notes = [value_of(row) for row in told.rows if row["predicate"] == _NOTE]
    found = next((one for one in notes if isinstance(one, Literal)), None)
    return {"text": found.value, "language": found.language} if found else None
