"""The timeline: what took place and what is planned, in the order of time.

It comes as a picture, as a table and as files.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from flask import Flask, Response, redirect, render_template, request
from pyoxigraph import NamedNode, Quad
from werkzeug.wrappers import Response as WerkzeugResponse

from diplomatica.engine import Row
from diplomatica.engine.sparql.binding import declaring
from diplomatica.lookup.reason import Statement, terms_of
from diplomatica.model.formats import CSV
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.text.order import natural
from diplomatica.model.vocabulary import DIP, prefixes
from diplomatica.web.document.chosen import chosen_name
from diplomatica.web.document.missing import missing
from diplomatica.web.document.pagenumber import page_number
from diplomatica.web.http.policy import policy_of
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import Site
from diplomatica.web.timeline.bar import ABOVE, BESIDE, Layout
from diplomatica.web.timeline.chart import Chart
from diplomatica.web.timeline.choices import Choices
from diplomatica.web.timeline.colours import colour_kinds
from diplomatica.web.timeline.entries import (
    derived_times,
    entries_in,
    entry_of_card,
    following_times,
    is_disputed,
    place_in_time,
    times_in,
)
from diplomatica.web.timeline.entry import Entry
from diplomatica.web.timeline.selection import Selection

ON_A_PAGE = 50
ON_A_STRIP = 8
UNDATED = 200
"""How many things without a time a page lists."""

_OF_A_TIME = "thing", "property", "value", "why"


@dataclass(frozen=True)
class TimelinePage:
    """What a page of a timeline shows: things in the order of time, and some without one."""

    entries: list[Entry]
    total: int
    """How many things have a time, on all pages."""
    undated: list[tuple[NamedNode, str]]
    without: int
    """How many events and plans have none that is told; the first are `undated`."""


class Timeline:
    """What a release says of times."""

    def __init__(self, site: Site) -> None:
        """Take the site, whose engine answers."""
        self.site, self.choices = site, Choices(site)

    def shown(self, selection: Selection) -> TimelinePage:
        """What the page of a selection shows.

        Raises Problem 404 behind the last page, and for a thing that nothing tells of.
        """
        rows = self.site.engine.rows(selection.shown(ON_A_PAGE, UNDATED))
        total, without = _count(rows, "count"), _count(rows, "without")
        entries, undated = entries_in(rows), _nodes(rows, "undated")
        if not (total or without):
            self._must_be_known(selection)
        if total and not entries and selection.page > 1:
            raise not_found(f"timeline, page {selection.page}")
        self._gather(rows, [*undated, *selection.chosen])
        told = self._with_times(
            entries, [time for row in rows for time in times_in(row)]
        )
        return TimelinePage(told, total, self._things_by_name(undated), without)

    def _gather(self, rows: Iterable[Row], beside: Iterable[NamedNode]) -> None:
        """Ask for the cards of all that a page shows, and for what its times name."""
        cards, choices = self.site.describing.cards, self.choices
        times = [row[name] for row in rows for name in _OF_A_TIME if name in row]
        cards.of([*times, *beside, *choices.kinds, *choices.things])
        cards.gather(times)

    def timed(self, things: Iterable[NamedNode]) -> list[Entry]:
        """Those of these things that have a time, in its order."""
        cards = self.site.describing.cards.of(things)
        timed = [entry for entry in map(entry_of_card, cards.values()) if entry]
        return sorted(timed, key=place_in_time)

    def strip(self, timed: Sequence[Entry]) -> Chart | None:
        """A small picture of the first few of these; None of none."""
        first = list(timed[: ON_A_STRIP + 1])
        if not first:
            return None
        entries = self._with_times(first)
        return Chart(entries[:ON_A_STRIP], is_cut=len(entries) > ON_A_STRIP)

    def coloured(
        self, entries: list[Entry], is_file: bool = False, layout: Layout = ABOVE
    ) -> Chart | None:
        """The picture of some entries, coloured by their kinds; None of none."""
        if not entries:
            return None
        chosen = colour_kinds({entry.thing: entry.wide_kinds for entry in entries})
        kinds = list(dict.fromkeys(chosen.values()))
        numbers = {kind: number for number, kind in enumerate(kinds, 1)}
        if kinds:
            for entry in entries:
                kind = chosen.get(entry.thing)
                entry.colour = numbers[kind] if kind else 0
        labels = self.site.describing.labels(kinds)
        words = self.site.iris.words
        colours = {
            number: labels.get(kind.value) or words(kind.value)
            for kind, number in numbers.items()
        }
        return Chart(entries, is_file=is_file, colours=colours, layout=layout)

    def _things_by_name(
        self, things: Collection[NamedNode]
    ) -> list[tuple[NamedNode, str]]:
        """These things with what each is called, in the order of that."""
        labels = self.site.describing.labels(things)
        named: list[tuple[NamedNode, str]] = []
        for thing in things:
            name = labels.get(thing.value) or self.site.iris.words(thing.value)
            named.append((thing, name))
        return sorted(named, key=lambda one: natural(one[1]))

    def _with_times(
        self, entries: list[Entry], given: Sequence[Quad] = ()
    ) -> list[Entry]:
        """These things with all that their cards say of their times.

        What rules derive stands among what is given, where a page tells times in words.
        """
        describing, short = self.site.describing, self.site.iris.short
        things = [entry.thing for entry in entries]
        describing.cards.gather(things)
        cards, labels = describing.cards.of(things), describing.labels(things)
        stated = [time for thing in things for time in cards[thing].times]
        timed = {time.subject for time in stated}
        stated += derived_times(time for time in given if time.subject not in timed)
        times = defaultdict[object, list[Statement]](list)
        for one in describing.statements(stated):
            times[one.triple.subject].append(one)
        for entry in entries:
            iri, card = entry.thing.value, cards[entry.thing]
            entry.times = times[entry.thing]
            entry.following = {} if entry.times else following_times(card)
            entry.kinds = describing.cards.kinds(card)
            entry.wide_kinds = describing.cards.telling(card)
            entry.label = labels.get(iri) or short(iri)
            entry.is_plan = card.is_a(DIP("Prospect"))
            entry.is_disputed = is_disputed(card)
        return entries

    def selected(self) -> Selection:
        """The selection that a request asks for. Raises Problem 404 for what cannot be one."""
        given = [request.args.get(name, "") for name in ("kind", "of", "page")]
        kind, of, page = map(str.strip, given)
        number = page_number(page, "timeline")
        try:
            of_kind = self._kind(kind) if kind else None
            of_thing = self._thing(of) if of else None
            return Selection(of_kind, of_thing, number)
        except ValueError as error:
            raise not_found(kind or of) from error

    def _kind(self, given: str) -> NamedNode:
        """The kind that an address means.

        Raises ValueError, and Problem 404 with the nearest that have a time.
        """
        iris, kinds = self.site.iris, self.choices.kinds
        this = iris.named(given)
        if this in kinds or self.site.knows(this):
            return this
        names = (iris.name(kind.value) for kind in kinds)
        return iris.named(chosen_name(given, "kind", names, iris))

    def _thing(self, given: str) -> NamedNode:
        """The thing that an address means. Raises ValueError, and Problem 404 for no IRI."""
        return NamedNode(given) if "://" in given else self.site.iri("id", given)

    def _must_be_known(self, selection: Selection) -> None:
        """Raise Problem 404 with the nearest if nothing tells of the thing of a selection."""
        this = selection.of
        if this is None or this in self.choices.things or self.site.knows(this):
            return
        given = request.args["of"].strip()
        raise not_found(given) if "://" in given else missing(self.site, "id", given)

    def table_query(self, selection: Selection) -> str:
        """The query for all times of a selection. Raises Problem 404 for an unknown thing."""
        self._must_be_known(selection)
        return _whole(selection.table, self.site.iris)


def _count(rows: Iterable[Row], name: str) -> int:
    return sum(int(text_of(row[name])) for row in rows if name in row)


def _nodes(rows: Iterable[Row], name: str) -> list[NamedNode]:
    values = (row.get(name) for row in rows)
    return [one for one in values if isinstance(one, NamedNode)]


def _whole(query: str, iris: Iris) -> str:
    """The query as the endpoint takes it.

    It declares what the prefixes of brought files leave out.
    """
    offered, own = iris.prefixes, prefixes(iris.base)
    missing = {name: own[name] for name in own if offered.get(name) != own[name]}
    return declaring(query, missing)


def _page(timeline: "Timeline", site: Site, filters: dict[str, str]) -> str:
    """The picture with all that stands beside it."""
    selection = timeline.selected()
    shown, choices = timeline.shown(selection), timeline.choices
    terms = terms_of(time for entry in shown.entries for time in entry.times)
    kinds = {kind for entry in shown.entries for kind in entry.kinds}
    return render_template(
        "timeline/timeline.html",
        **vars(shown),
        chart=timeline.coloured(shown.entries),
        beside=timeline.coloured(shown.entries, layout=BESIDE),
        labels=site.describing.labels({*terms, *kinds, *selection.chosen}),
        kinds=choices.labelled(choices.kinds),
        things=choices.labelled(choices.things),
        selection=selection,
        asked=filters,
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
        if site.profile.dates and not site.has_claims:
            return redirect(f"{request.script_root}/browse/dates")
        given = request.args
        filters = {name: given[name] for name in ("kind", "of") if given.get(name)}
        return _page(timeline, site, filters)

    @app.get("/timeline.svg")
    def picture() -> Response:
        """The picture as a file, which has its style in it and may do nothing else."""
        shown = timeline.shown(timeline.selected())
        chart = timeline.coloured(shown.entries, is_file=True)
        body = render_template("timeline/timeline.svg", chart=chart)
        return Response(body, content_type="image/svg+xml", headers=policy_of(body))

    @app.get("/timeline.csv")
    def table() -> Response:
        """All times of the selection, one row each; whole, or a LimitReached."""
        query = timeline.table_query(timeline.selected())
        answer = site.engine.answer(query, CSV, None)
        assert answer is not None
        return Response(answer.body, content_type=CSV.content_type)
