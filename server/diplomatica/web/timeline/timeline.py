"""The timeline: what took place and what is planned, in the order of time.

It comes as a picture, as a table and as files.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import cast

from flask import Flask, Response, redirect, render_template, request
from pyoxigraph import Literal, NamedNode, Quad, Triple
from werkzeug.wrappers import Response as WerkzeugResponse

from diplomatica.engine import Row, Term
from diplomatica.engine.sparql.binding import declaring, values
from diplomatica.errors import LimitReached
from diplomatica.lookup.cards import Card
from diplomatica.lookup.reason import Statement, terms_of
from diplomatica.model.formats import CSV
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, XSD, prefixes
from diplomatica.web.document.called import chosen
from diplomatica.web.document.missing import missing
from diplomatica.web.http.policy import policy_of
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import Site
from diplomatica.web.timeline.chart import Chart
from diplomatica.web.timeline.colours import parted
from diplomatica.web.timeline.entry import Entry
from diplomatica.web.timeline.selection import KINDS, NEIGHBOURS, Selection

Choices = tuple[dict[str, int], dict[str, list[Triple]]]
"""What can be chosen, by IRI: how many things it has, and its names."""
ON_A_PAGE = 50
ON_A_STRIP = 8
_NUMBER = re.compile("[1-9][0-9]{0,5}")  # of a page
_DAY = re.compile(r"-?\d{4,6}-\d\d-\d\d")


# What follows by rules, of what has no time that is stated.
_DERIVED = """
SELECT ?thing ?property ?value ?why {
  VALUES ?thing { %s }
  VALUES ?property { dip:time dip:startTime dip:endTime dip:earliest dip:latest }
  GRAPH ?why { ?thing ?property ?value }
}"""
_BOUNDS = {DIP("earliest"), DIP("latest")}


class Timeline:
    """What a release says of times."""

    def __init__(self, site: Site) -> None:
        """Take the site, whose engine answers."""
        self.site = site

    def entries(self, selection: Selection) -> list[Entry]:
        """The things of a selection's page, in the order of time.

        Raises Problem 404 behind the last page.
        """
        offset = ON_A_PAGE * (selection.page - 1)
        entries = self._entries(f"{selection.listed} LIMIT {ON_A_PAGE} OFFSET {offset}")
        if offset and not entries and self.count(selection):
            raise not_found(f"timeline, page {selection.page}")
        return entries

    def timed(self, things: Iterable[NamedNode]) -> list[Entry]:
        """Those of these things that have a time, in its order."""
        cards = self.site.describing.cards.of(things)
        timed = [entry for entry in map(_of_card, cards.values()) if entry]
        return sorted(timed, key=_place)

    def strip(self, timed: Sequence[Entry]) -> Chart | None:
        """A small picture of the first few of these; None of none."""
        first = list(timed[: ON_A_STRIP + 1])
        if not first:
            return None
        entries = self._told(first)
        return Chart(entries[:ON_A_STRIP], is_cut=len(entries) > ON_A_STRIP)

    def coloured(self, entries: list[Entry], is_file: bool = False) -> Chart | None:
        """The picture of some entries, coloured by their kinds; None of none."""
        if not entries:
            return None
        chosen = parted({entry.thing: entry.wide_kinds for entry in entries})
        kinds = list(dict.fromkeys(chosen.values()))
        for entry in entries if kinds else ():
            kind = chosen.get(entry.thing)
            entry.colour = kinds.index(kind) + 1 if kind else 0
        labels, words = self.site.describing.labels(kinds), self.site.iris.words
        meanings = [labels.get(kind.value) or words(kind.value) for kind in kinds]
        return Chart(entries, is_file=is_file, colours=dict(enumerate(meanings, 1)))

    def count(self, selection: Selection) -> int:
        """How many things a selection has on all its pages."""
        rows = self.site.engine.rows(selection.counted)
        return int(text_of(rows[0]["count"]))

    def undated(self, selection: Selection) -> list[tuple[NamedNode, str]]:
        """The events and plans of a selection of which no time is told, by their names."""
        rows = self.site.engine.rows(selection.undated)
        found = (row["thing"] for row in rows)
        things = [one for one in found if isinstance(one, NamedNode)]
        labels, words = self.site.describing.labels(things), self.site.iris.words
        named = [(one, labels.get(one.value) or words(one.value)) for one in things]
        return sorted(named, key=lambda one: one[1].casefold())

    def _entries(self, query: str) -> list[Entry]:
        found = map(_entry, self.site.engine.rows(query))
        timed = [one for one in found if one.earliest or one.latest]
        return self._told(timed, and_derived=True)

    def _told(self, entries: list[Entry], and_derived: bool = False) -> list[Entry]:
        """These things with all that their cards say of their times.

        What rules derive is asked for where a page tells times in words.
        """
        describing, short = self.site.describing, self.site.iris.short
        things = [entry.thing for entry in entries]
        describing.cards.gather(things)
        cards, labels = describing.cards.of(things), describing.labels(things)
        stated = [time for thing in things for time in cards[thing].times]
        if and_derived:
            stated += self._derived(thing for thing in things if not cards[thing].times)
        times = defaultdict[object, list[Statement]](list)
        for one in describing.statements(stated):
            times[one.triple.subject].append(one)
        for entry in entries:
            iri, card = entry.thing.value, cards[entry.thing]
            entry.times = times[entry.thing]
            entry.following = {} if entry.times else _following(card)
            entry.kinds = describing.cards.kinds(card)
            entry.wide_kinds = describing.cards.telling(card)
            entry.label = labels.get(iri) or short(iri)
            entry.is_plan = card.is_a(DIP("Prospect"))
            entry.is_disputed = "true" in card.texts(DIP("timeDisputed"))
        return entries

    def _derived(self, things: Iterable[NamedNode]) -> list[Quad]:
        """The times that follow by rules; the first and last day where nothing else does."""
        rows = self.site.engine.rows(_DERIVED % values(things))
        found = [
            Quad(row["thing"], row["property"], row["value"], row["why"])  # type: ignore[arg-type]
            for row in rows
        ]
        dated = {quad.subject for quad in found if quad.predicate not in _BOUNDS}
        return [
            quad
            for quad in found
            if quad.predicate not in _BOUNDS or quad.subject not in dated
        ]

    @property
    def kinds(self) -> list[tuple[str, str, int]]:
        """The kinds to choose from.

        Each has what an address calls it, its label, and how many things it has.
        """
        return self._labelled(*self._kinds)

    @property
    def things(self) -> list[tuple[str, str, int]]:
        """The things that most of all have to do with, in the same way."""
        return self._labelled(*self._things)

    @cached_property
    def _kinds(self) -> Choices:
        return self._choices(KINDS)

    @cached_property
    def _things(self) -> Choices:
        return self._choices(NEIGHBOURS)

    def _choices(self, query: str) -> Choices:
        """A choice is a comfort: a dataset too large for it does without."""
        rows: Sequence[Row] = []
        with suppress(LimitReached):
            rows = self.site.engine.rows(query)
        named = [row for row in rows if isinstance(row["of"], NamedNode)]
        counts = {text_of(row["of"]): int(text_of(row["count"])) for row in named}
        return counts, self.site.describing.names(row["of"] for row in named)

    def _labelled(
        self,
        counts: dict[str, int],
        names: dict[str, list[Triple]],
    ) -> list[tuple[str, str, int]]:
        """Choices in the reader's language."""
        iris, labels = self.site.iris, self.site.describing.labels_from(names)
        named = [
            (iris.name(iri), labels.get(iri) or iris.short(iri), count)
            for iri, count in counts.items()
        ]
        return sorted(named, key=lambda one: (one[1].casefold(), one[0]))

    def selected(self) -> Selection:
        """The selection that a request asks for. Raises Problem 404 for what cannot be one."""
        given = [request.args.get(name, "") for name in ("kind", "of", "page")]
        kind, of, page = map(str.strip, given)
        if page and not _NUMBER.fullmatch(page):
            raise not_found(f"timeline, page {page}")
        try:
            return Selection(
                self._kind(kind) if kind else None,
                self._thing(of) if of else None,
                int(page or 1),
            )
        except ValueError as error:
            raise not_found(kind or of) from error

    def _kind(self, given: str) -> NamedNode:
        """The kind that an address means.

        Raises ValueError, and Problem 404 with the nearest that have a time.
        """
        iris = self.site.iris
        this = iris.named(given)
        if self.site.knows(this):
            return this
        names = map(iris.name, self._kinds[0])
        return iris.named(chosen(given, "kind", names, iris))

    def _thing(self, given: str) -> NamedNode:
        """The thing that an address means. Raises ValueError, and Problem 404 with the nearest."""
        is_whole = "://" in given
        this = NamedNode(given) if is_whole else self.site.iri("id", given)
        if self.site.knows(this):
            return this
        raise not_found(given) if is_whole else missing(self.site, "id", given)


def _of_card(card: Card) -> Entry | None:
    """A thing with its first and its last day, if its card has days and it is no remark."""
    firsts, lasts = (_days(card.values(DIP(name))) for name in ("earliest", "latest"))
    if card.is_a(DIP("Remark")) or not (firsts or lasts):
        return None
    earliest = min(firsts, default="", key=_order)
    return Entry(card.this, earliest, max(lasts, default="", key=_order))


def _following(card: Card) -> dict[str, list[Term]]:
    """The times of a card in words, by property; they are derived if none is stated."""
    return {name: card.values(DIP(name)) for name in ("time", "startTime", "endTime")}


def years(timed: Iterable[Entry]) -> tuple[str, str] | None:
    """The first and the last year of these; None of none."""
    days = [day for one in timed for day in (one.earliest, one.latest) if day]
    in_order = sorted(days, key=_order)
    return (_year(in_order[0]), _year(in_order[-1])) if in_order else None


def _year(day: str) -> str:
    return day.rsplit("-", 2)[0]


def _days(values: Iterable[Term]) -> list[str]:
    """Those of the values that are days, as texts."""
    literals = (value for value in values if isinstance(value, Literal))
    days = (one.value for one in literals if one.datatype == XSD("date"))
    return [day for day in days if _DAY.fullmatch(day)]


def _order(day: str) -> tuple[int, str]:
    """Where a day stands in the order of time; those of negative years, too."""
    year, month, day_of_month = day.rsplit("-", 2)
    return int(year), f"{month}-{day_of_month}"


def _place(entry: Entry) -> tuple[tuple[int, str], bool, tuple[int, str], str]:
    """Where a thing stands in the order of time; without a last day, before those with one."""
    first = _order(entry.earliest or entry.latest)
    last = entry.latest or entry.earliest
    return first, bool(entry.latest), _order(last), str(entry.thing)


def _entry(row: Row) -> Entry:
    earliest = text_of(row["earliest"]) if "earliest" in row else ""
    latest = text_of(row["latest"]) if "latest" in row else ""
    return Entry(cast("NamedNode", row["thing"]), earliest, latest)


def _whole(query: str, iris: Iris) -> str:
    """The query as the endpoint takes it.

    It declares what the prefixes of brought files leave out.
    """
    offered, own = iris.prefixes, prefixes(iris.base)
    missing = {name: own[name] for name in own if offered.get(name) != own[name]}
    return declaring(query, missing)


def _page(timeline: "Timeline", site: Site, asked: dict[str, str]) -> str:
    """The picture with all that stands beside it."""
    selection = timeline.selected()
    entries, total = timeline.entries(selection), timeline.count(selection)
    terms = terms_of(time for entry in entries for time in entry.times)
    kinds = {kind for entry in entries for kind in entry.kinds}
    chosen = [one for one in (selection.kind, selection.of) if one]
    return render_template(
        "timeline/timeline.html",
        entries=entries,
        chart=timeline.coloured(entries),
        labels=site.describing.labels({*terms, *kinds, *chosen}),
        timeline=timeline,
        selection=selection,
        asked=asked,
        total=total,
        undated=timeline.undated(selection),
        before=ON_A_PAGE * (selection.page - 1),
        query=_whole(selection.listed, site.iris),
    )


def register(app: Flask, site: Site) -> None:
    """The views of /timeline."""
    timeline = Timeline(site)

    @app.get("/timeline")
    def page() -> str | WerkzeugResponse:
        """The picture, and the same as a table.

        Of data of other vocabularies, what their dates put in order.
        """
        if site.profile.dates and not site.has_reasons:
            return redirect(f"{request.script_root}/browse/dates")
        given = request.args
        asked = {name: given[name] for name in ("kind", "of") if given.get(name)}
        return _page(timeline, site, asked)

    @app.get("/timeline.svg")
    def picture() -> Response:
        """The picture as a file, which has its style in it and may do nothing else."""
        entries = timeline.entries(timeline.selected())
        chart = timeline.coloured(entries, is_file=True)
        body = render_template("timeline/timeline.svg", chart=chart)
        return Response(body, content_type="image/svg+xml", headers=policy_of(body))

    @app.get("/timeline.csv")
    def table() -> Response:
        """All times of the selection, one row each; whole, or a LimitReached."""
        query = _whole(timeline.selected().table, site.iris)
        answer = site.engine.answer(query, CSV, None)
        assert answer is not None
        return Response(answer.body, content_type=CSV.content_type)
