"""Which change another one follows from, as rules derive it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from diplomatica.lookup.history.past import Past
from diplomatica.lookup.history.record import Record
from diplomatica.lookup.history.told import Told
from diplomatica.model.statement import text_of
from diplomatica.web.history.memento import address_of_all
from diplomatica.web.history.wording.worded import PREMISES, Worded, grounds
from diplomatica.web.site import Site

_MOST = 50  # derivations whose premises are looked up


@dataclass(frozen=True)
class Cause:
    """A change that somebody made, by the name of what changed, and where it is told."""

    name: str
    address: str


def cause_of(site: Site, past: Past, told: Told) -> Cause | None:
    """The first change that somebody made and that this one follows from, where it is known."""
    record = past.record
    found = next(_causes(site, record, told), None) if record else None
    if found is None:
        return None
    of = urlencode({"of": found.subject})
    address = f"{address_of_all()}release/{past.entry.version}/changes?{of}"
    return Cause(Worded(site, [found]).name(found), address)


def _causes(site: Site, record: Record, told: Told) -> Iterator[Told]:
    """What somebody changed among the premises: things first, then claims by themselves."""
    premises = list(_premises(site, told))
    for why in premises:
        stated = (one for one in record.stating(why) if one.subject != told.subject)
        yield from (one for one in stated if not one.is_following(site.iris))
    yield from filter(None, map(record.of, premises))


def _premises(site: Site, told: Told) -> Iterator[str]:
    """What the derivations of a change rest on, of those that this release has."""
    derived = [iri for iri in grounds(told) if site.iris.kind(iri) == "inference"]
    values = " ".join(f"<{iri}>" for iri in dict.fromkeys(derived[:_MOST]))
    for row in site.engine.rows(PREMISES % values) if values else ():
        yield text_of(row["why"])
