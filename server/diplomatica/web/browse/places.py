"""Things on a map, which is drawn here: no other site learns what somebody looks at."""

from collections.abc import Iterable, Sequence
from functools import partial

from flask import Flask, render_template, request
from pyoxigraph import NamedNode

from diplomatica.engine import Term
from diplomatica.lookup.browsing.coordinatelists import Point
from diplomatica.lookup.browsing.located import all_located
from diplomatica.lookup.browsing.spread import Dot, dots
from diplomatica.lookup.browsing.twins import twins_apart
from diplomatica.web.document.pagenumber import last_page, page_number
from diplomatica.web.http.problem import not_found
from diplomatica.web.site import Site

_AROUND = 0.1  # of what is shown, left free at its sides
_SMALLEST = 0.02  # degrees
_NARROWEST = 4  # times a side may be longer than the other
_MOST_DOTS = 2_000
_MANY = 300  # dots, of which each is smaller
_ON_A_PAGE = 300
_LEFT = 12  # things that are named of those that cannot be drawn
_WITH_NAMES = 12  # things at the most whose names stand on the map
_LINES = (30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005)
_LABEL = 7  # letters' heights that a longitude in figures is wide at most


def register(app: Flask, site: Site) -> None:
    """The view of /browse/places."""
    app.add_url_rule("/browse/places", "places", partial(_places, site))


def _places(site: Site) -> str:
    """The map, and its things as a list, page by page."""
    if not site.profile.has_places:
        raise not_found("places")
    places = site.overview.places
    drawn = dots(places.located, _MOST_DOTS)
    named = _in_order([one.thing for one in places.located], site)
    page, shown = _page(named)
    turned = list(map(NamedNode, sorted(site.overview.turned)))
    left_out = [one for one in places.left if isinstance(one, NamedNode)][:_LEFT]
    on_map = [one.thing for one in drawn if isinstance(one.thing, NamedNode)]
    queries = all_located(site.profile)
    labels = site.describing.labels([*on_map, *shown, *left_out, *turned, *queries])
    labels |= twins_apart(shown, labels, site.describing)
    return render_template(
        "browse/places.html",
        map=Map(drawn) if drawn else None,
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
        wants_world="world" in request.args,
    )


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


class Map:
    """What is drawn: the window on the earth, its lines, and the things in it."""

    def __init__(self, things: Sequence[Dot], smallest: float = _SMALLEST) -> None:
        """Take the things; the window is as large as they need, or has so many degrees."""
        self.things = things
        points = [point for thing in things for point in thing.points]
        east = [x for x, _ in points]
        south = [-y for _, y in points]
        lengths = (max(side) - min(side) for side in (east, south))
        least = max(smallest, max(lengths) / _NARROWEST)
        self.left, self.width = _side(east, 180, least)
        self.top, self.height = _side(south, 90, least)

    @property
    def box(self) -> str:
        """The window, as the viewBox of an SVG."""
        sides = (self.left, self.top, self.width, self.height)
        return " ".join(f"{side:.9g}" for side in sides)

    @property
    def dot(self) -> float:
        """The radius of a point: smaller where there are many."""
        return self.size / (9 if len(self.things) > _MANY else 3)

    @property
    def are_grouped(self) -> bool:
        """Whether a dot stands for several things."""
        return any(one.count > 1 for one in self.things)

    @property
    def meridians(self) -> list[float]:
        """Where lines of longitude are drawn."""
        return _lines(self.left, self.width, self.size * _LABEL)

    @property
    def parallels(self) -> list[float]:
        """Where lines of latitude are drawn, southern ones below."""
        return _lines(self.top, self.height, self.size * 2)

    @property
    def meridians_told(self) -> list[float]:
        """Those with room for their longitude, beside the latitudes on the left."""
        first, last = self.left + self.size * _LABEL, self.left + self.width
        return [
            x for x in self.meridians if first <= x <= last - self.size * _LABEL / 2
        ]

    @property
    def parallels_told(self) -> list[float]:
        """Those with room for their latitude, above the longitudes."""
        last = self.top + self.height - self.size * 2
        return [y for y in self.parallels if self.top + self.size <= y <= last]

    @property
    def labelled(self) -> list[Dot]:
        """The first things with room for their names beside them, where they are few."""
        told: list[Dot] = []
        for one in self.things if len(self.things) <= _WITH_NAMES else ():
            if all(self._is_apart(one, other) for other in told):
                told.append(one)
        return told

    def is_left(self, one: Dot) -> bool:
        """Whether there is more room on the right of a thing than on its left."""
        return one.centre[0] < self.left + self.width / 2

    def _is_apart(self, one: Dot, other: Dot) -> bool:
        """Whether the names of two things do not cross."""
        (x, y), (other_x, other_y) = one.centre, other.centre
        is_beside = abs(x - other_x) > self.size * 2 * _LABEL
        return is_beside or abs(y - other_y) > self.size

    @property
    def size(self) -> float:
        """The height of the letters at the lines."""
        return max(self.width, self.height) / 140 * 3

    @staticmethod
    def longitude(x: float) -> str:
        """A longitude as readers write it."""
        return f"{abs(x):g}°{' E' if x > 0 else ' W' if x < 0 else ''}"

    @staticmethod
    def latitude(y: float) -> str:
        """A latitude as readers write it; southern ones are drawn below 0, as positive."""
        return f"{abs(y):g}°{' S' if y > 0 else ' N' if y < 0 else ''}"

    def path(self, points: tuple[Point, ...]) -> str:
        """The line around a shape."""
        return "M" + " ".join(f"{x:.9g},{-y:.9g}" for x, y in points)


def _side(values: list[float], most: int, least: float) -> tuple[float, float]:
    """Where a side of the window begins, and how long it is."""
    first, last = min(values), max(values)
    with_margins = max(last - first, least) * (1 + 2 * _AROUND)
    length = min(with_margins, 2.0 * most)
    middle = (last + first) / 2
    # It is moved rather than go beyond the edge of the map.
    start = min(most - length, middle - length / 2)
    return round(max(-most, start), 5), round(length, 5)


def _lines(start: float, length: float, gap: float) -> list[float]:
    """Where lines are drawn along a side: some three, or fewer that their labels part."""
    fitting = [step for step in _LINES if step >= gap] or list(_LINES[:1])
    with_three = (step for step in fitting if length / step >= 3)
    step = next(with_three, fitting[-1])
    first = -(-start // step) * step
    end = start + length
    count = int((end - first) // step) + 1
    return [round(first + step * number, 3) for number in range(count)]
