"""The entries of a timeline, read of cards and of rows, and their order."""

import re
from collections.abc import Iterable, Iterator
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.engine import Row, Term
from diplomatica.lookup.describing.card import Card
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, XSD
from diplomatica.web.timeline.entry import Entry

_DAY = re.compile(r"-?\d{4,6}-\d\d-\d\d")
_DAYS = "earliest", "latest"
_WORDS = DIP("timeWords")
_BOUNDS = {DIP("earliest"), DIP("latest")}


def entry_of_card(card: Card) -> Entry | None:
    """A thing with its first and its last day, if its card has days and it is no remark."""
    firsts, lasts = (_days(card.values(DIP(name))) for name in ("earliest", "latest"))
    if card.is_a(DIP("Remark")) or not (firsts or lasts):
        return None
    earliest = min(firsts, default="", key=_order)
    entry = Entry(card.this, earliest, max(lasts, default="", key=_order))
    entry.following = following_times(card)
    entry.is_disputed = is_disputed(card)
    return entry


def is_disputed(card: Card) -> bool:
    """Whether sources disagree on the time of a thing."""
    return "true" in card.texts(DIP("timeDisputed"))


def following_times(card: Card) -> dict[str, list[Term]]:
    """The times of a card in words, by property; they are derived if none is stated."""
    return {name: card.values(DIP(name)) for name in ("time", "startTime", "endTime")}


def entries_in(rows: Iterable[Row]) -> list[Entry]:
    """The things that have a first or a last day, each once, in the order of the rows."""
    entry_by_thing: dict[NamedNode, Entry] = {}
    for row in rows:
        first, last = (_day(row, name) for name in _DAYS)
        if first or last:
            thing = cast("NamedNode", row["thing"])
            entry_by_thing[thing] = Entry(thing, first, last)
    return list(entry_by_thing.values())


def _day(row: Row, name: str) -> str:
    """The day that a row gives; "" where it gives none."""
    return text_of(row[name]) if name in row else ""


def times_in(row: Row) -> Iterator[Quad]:
    """The time that a row gives, in the graph that states it."""
    if "why" in row:
        yield Quad(row["thing"], row["property"], row["value"], row["why"])  # type: ignore[arg-type]


def derived_times(times: Iterable[Quad]) -> list[Quad]:
    """The times that follow by rules; the first and last day where nothing else does."""
    quads = [one for one in times if one.predicate != _WORDS]
    dated = {quad.subject for quad in quads if quad.predicate not in _BOUNDS}
    return [
        quad
        for quad in quads
        if quad.predicate not in _BOUNDS or quad.subject not in dated
    ]


def years(timed: Iterable[Entry]) -> tuple[str, str] | None:
    """The first and the last year of these; None of none."""
    days = [day for one in timed for day in (one.earliest, one.latest) if day]
    if not days:
        return None
    return _year(min(days, key=_order)), _year(max(days, key=_order))


def _year(day: str) -> str:
    return day.rsplit("-", 2)[0]


def place_in_time(entry: Entry) -> tuple[tuple[int, str], bool, tuple[int, str], str]:
    """Where a thing stands in the order of time; without a last day, before those with one."""
    first = _order(entry.earliest or entry.latest)
    last = entry.latest or entry.earliest
    return first, bool(entry.latest), _order(last), str(entry.thing)


def _order(day: str) -> tuple[int, str]:
    """Where a day stands in the order of time; those of negative years, too."""
    year, month, day_of_month = day.rsplit("-", 2)
    return int(year), f"{month}-{day_of_month}"


def _days(values: Iterable[Term]) -> list[str]:
    """Those of the values that are days, as texts."""
    literals = (value for value in values if isinstance(value, Literal))
    days = (one.value for one in literals if one.datatype == XSD("date"))
    return [day for day in days if _DAY.fullmatch(day)]
