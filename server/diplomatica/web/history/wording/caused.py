"""Which change another one follows from, as rules derive it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from diplomatica.engine import Row
from diplomatica.lookup.history.changedsubject import CAME, ChangedSubject
from diplomatica.lookup.history.changerecord import FOLLOWS, Record
from diplomatica.lookup.history.past import Past
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP
from diplomatica.web.history.timemap import address_of_all
from diplomatica.web.history.wording.worded import PREMISES, Worded, grounds
from diplomatica.web.site import Site

_MOST = 50  # derivations whose premises are looked up
_PREMISE = DIP("premise").value


@dataclass(frozen=True)
class Cause:
    """A change that somebody made, by the name of what changed, and where it is told."""

    name: str
    address: str


def cause_of(site: Site, past: Past, told: ChangedSubject) -> Cause | None:
    """The first change that somebody made and that this one follows from, where it is known."""
    record = past.record
    cause = next(_causes(site, record, told), None) if record else None
    if cause is None:
        return None
    of = urlencode({"of": cause.subject})
    address = f"{address_of_all()}release/{past.entry.version}/changes?{of}"
    return Cause(Worded(site, [cause]).name(cause), address)


def because_of(
    site: Site, past: Past | None, told: ChangedSubject | None
) -> dict[str, object]:
    """What the problem of something that went says of why: the change that it follows from."""
    record = past.record if past else None
    if past is None or record is None or told is None:
        return {}
    reason = record.reason_for(told, site.iris)
    cause = cause_of(site, past, told) if reason is FOLLOWS else None
    follows = {"follows_from": asdict(cause)} if cause else {}
    return {"reason": reason, **follows}


def _causes(
    site: Site, record: Record, told: ChangedSubject
) -> Iterator[ChangedSubject]:
    """What somebody changed among the premises: things first, then claims by themselves."""
    premises = list(_premises(site, record, told))
    for why in premises:
        stated = (one for one in record.stating(why) if one.subject != told.subject)
        yield from (one for one in stated if not one.is_following(site.iris))
    yield from filter(None, map(record.of, premises))


def _premises(site: Site, record: Record, told: ChangedSubject) -> Iterator[str]:
    """What the derivations of a change rest on, but for other derivations."""
    reasons = dict.fromkeys((told.subject, *grounds(told)))
    derivations = [iri for iri in reasons if _is_derived(site, iri)]
    derived = derivations[:_MOST]
    values = " ".join(f"<{iri}>" for iri in derived)
    there = [text_of(row["why"]) for row in _rows(site, values)]
    recorded = _recorded_premises(site, record, derived)
    for iri in dict.fromkeys([*there, *recorded]):
        if not _is_derived(site, iri):
            yield iri


def _rows(site: Site, values: str) -> Iterable[Row]:
    return site.engine.rows(PREMISES % values) if values else ()


def _recorded_premises(site: Site, record: Record, derived: list[str]) -> Iterator[str]:
    """What derivations rested on that went, which only the record tells still."""
    left, seen = list(derived), set(derived)
    while left and len(seen) <= _MOST:
        for iri in _premises_in(record.of(left.pop(0))):
            if iri not in seen and _is_derived(site, iri):
                left.append(iri)
            seen.add(iri)
            yield iri


def _premises_in(told: ChangedSubject | None) -> Iterator[str]:
    for row in told.rows if told else ():
        if row["predicate"] == _PREMISE and row["change"] != CAME:
            yield row["object"].strip("<>")


def _is_derived(site: Site, iri: str) -> bool:
    return site.iris.kind(iri) == "inference"
