"""Things on a map, which is drawn here: no other site learns what somebody looks at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Flask, render_template, request
from pyoxigraph import NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.browsing.blots import Box, blots, box_of, middle_of
from diplomatica.lookup.browsing.coordinatelists import Point
from diplomatica.lookup.browsing.located import Located, all_located
from diplomatica.lookup.browsing.spread import dots
from diplomatica.lookup.browsing.twins import twins_apart
from diplomatica.web.document.drawnmap import Map
from diplomatica.web.document.pagenumber import last_page, page_number
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import Site

_MOST_DOTS = 2_000
_ON_A_PAGE = 300
_LEFT = 12  # things that are named of those that cannot be drawn


def register(app: Flask, site: Site) -> None:
    """The view of /browse/places."""
    app.add_url_rule("/browse/places", "places", partial(_places, site))


def _places(site: Site) -> str:
    """The map, and its things as a list, page by page."""
    if not site.profile.has_places:
        raise not_found("places")
    places = site.overview.places
    box = _box()
    located = _within(places.located, box)
    drawn = dots(located, _MOST_DOTS)
    closer = _closer(located)
    named = _in_order([one.thing for one in located], site)
    page, shown = _page(named)
    turned = list(map(NamedNode, sorted(site.overview.turned)))
    left_out = [one for one in places.left if isinstance(one, NamedNode)][:_LEFT]
    on_map = [one.thing for one in drawn if isinstance(one.thing, NamedNode)]
    queries = all_located(site.profile)
    middles = [one.middle for one in closer]
    told = [*on_map, *shown, *left_out, *turned, *queries, *middles]
    labels = site.describing.labels(told)
    labels |= twins_apart(shown, labels, site.describing)
    return render_template(
        "browse/places.html",
        map=Map(drawn) if drawn else None,
        box=box,
        closer=closer,
        near=_near(closer, located),
        named=shown,
        total=len(named),
        page=page,
        pages=last_page(len(named), _ON_A_PAGE),
        stated=places.stated,
        queries=queries if places.stated else {},
        left_out=left_out,
        left_count=len(places.left),
        labels=labels,
        turned=turned,
    )


@dataclass(frozen=True)
class Closer:
    """A part of the map where many things lie, with the one in its middle."""

    box: Box
    count: int
    middle: Term

    @property
    def corner(self) -> Point:
        """Its upper left, as it is drawn."""
        return self.box.west, -self.box.north

    @property
    def sides(self) -> Point:
        """How wide and how high it is."""
        return self.box.east - self.box.west, self.box.north - self.box.south


def _box() -> Box | None:
    """The part of the earth that is asked for. Raises Problem 404 for none."""
    written = request.args.get("box", "")
    try:
        return box_of(written) if written else None
    except ValueError:
        raise not_found(f"browse/places, {written}") from None


def _within(located: Sequence[Located], box: Box | None) -> Sequence[Located]:
    """What lies in a box, or all. Raises Problem 404 where nothing does."""
    if not box:
        return located
    inner = [one for one in located if box.holds(one.centre)]
    if not inner:
        raise not_found(f"browse/places, {box.written}")
    return inner


def _closer(located: Sequence[Located]) -> list[Closer]:
    return [
        Closer(some, count, middle_of(located, some).thing)
        for some, count in blots(located)
    ]


def _near(closer: Sequence[Closer], located: Sequence[Located]) -> Map | None:
    """A closer view of where most of all lie, if most do so in one part."""
    if not closer or 2 * closer[0].count < len(located):
        return None
    box = closer[0].box
    inner = [one for one in located if box.holds(one.centre)]
    return Map(dots(inner, _MOST_DOTS))


def _page(named: list[NamedNode]) -> tuple[int, list[NamedNode]]:
    """The number of the page that is asked for, and what is on it."""
    asked = request.args.get("page", "1")
    last = last_page(len(named), _ON_A_PAGE)
    page = page_number(asked, "browse/places", last)
    start = (page - 1) * _ON_A_PAGE
    return page, named[start : start + _ON_A_PAGE]


def _in_order(things: Iterable[Term], site: Site) -> list[NamedNode]:
    """Those of some things that have an IRI, in the order of what they are called."""
    iris = list(
        dict.fromkeys(one.value for one in things if isinstance(one, NamedNode))
    )
    language = next(iter(site.asked_languages()), "")
    known = site.index.listing.in_order(iris, language)
    return list(map(NamedNode, dict.fromkeys([*known, *iris])))
