"""What earlier releases changed of what somebody finds wrong, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from diplomatica.lookup.history.past import Past
from diplomatica.lookup.history.told import Told
from diplomatica.model.vocabulary import DIP
from diplomatica.web.history.wording.worded import Worded
from diplomatica.web.propose.form import Form
from diplomatica.web.site import Site

_VOICES = (DIP("voice").value, DIP("perhapsVoice").value)


@dataclass(frozen=True)
class Earlier:
    """What a release changed of a statement, or of the voice of a claim."""

    past: Past
    told: Told
    worded: Worded
    reason: Mapping[str, str] | None


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
            reason = past.record.reason_for(some, site.iris)
            yield Earlier(past, some, Worded(site, [some]), reason)
