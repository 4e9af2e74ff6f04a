"""What a paper counted, chosen without SPARQL: things of a kind, dated to a time."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from diplomatica.lookup.index.days import is_day
from diplomatica.model.text.order import natural
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.site import Site
from diplomatica.web.speech.speech import Phrase, months
from diplomatica.web.speech.writtendate import read_date

_KINDS = 200
ASKED = ("kind", "dated")
"""The parameters of an address that say what was counted."""


@dataclass(frozen=True)
class Counted:
    """Things of a kind, or of any, whose time is stated as one within a year, month or day."""

    kind: NamedNode | None
    dated: str

    @property
    def query(self) -> str:
        """The query that lists them; what is of a kind needs no time."""
        if self.kind and not self.dated:
            return f"SELECT ?thing {{ ?thing a {self.kind} }} ORDER BY ?thing"
        kind = f"a {self.kind} ; " if self.kind else ""
        within = f" FILTER (STRSTARTS(STR(?time), {Literal(self.dated)}))"
        pattern = f"?thing {kind}dip:time ?time{within if self.dated else ''}"
        return f"SELECT ?thing ?time {{ {pattern} }} ORDER BY ?time ?thing"


def counted_things(site: Site, given: Mapping[str, str]) -> Counted:
    """What an address says was counted. Raises Problem for what is no kind or no day."""
    kind, dated = (given.get(name, "").strip() for name in ASKED)
    day = _day(dated)
    if dated and not day:
        detail = Phrase("Write it as 10 June 2015, June 2015 or 2015.")
        title = Phrase("“{dated}” is no year, month or day.", dated=dated)
        raise Problem(400, title, detail)
    if not kind:
        return Counted(None, day)
    value = site.index.facets.value("kind", kind)
    if not value:
        raise not_found(kind)
    return Counted(NamedNode(value.iri), day)


def _day(given: str) -> str:
    """A year, month or day as times begin, however it is written; "" for none."""
    if is_day(given):
        return given
    read = getattr(read_date(given, months()), "value", "")
    return read if is_day(read) else ""


def kinds_of(site: Site) -> list[tuple[str, str]]:
    """The kinds to choose from, each as addresses name it and as it is called."""
    values = site.index.facets.values("kind", _KINDS)
    labels = site.describing.labels(NamedNode(one.iri) for one in values)
    named = []
    for one in values:
        label = labels.get(one.iri) or site.iris.words(one.iri)
        named.append((one.name, label))
    return sorted(named, key=lambda one: natural(one[1]))
