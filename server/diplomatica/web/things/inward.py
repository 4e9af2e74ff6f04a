"""What leads to a thing: how many others do, by section, and these page by page."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import cast

from cachetools import LRUCache
from flask import Request
from pyoxigraph import BlankNode, NamedNode, Quad

from diplomatica.engine import Row, Term
from diplomatica.engine.sparql.binding import values
from diplomatica.errors import LimitReached
from diplomatica.lookup.describing.card import Card
from diplomatica.lookup.describing.description import Around
from diplomatica.model.vocabulary import DIP
from diplomatica.web.document.pagenumber import page_number
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.site import Site

MOST_AROUND = 2_000
"""How many quads that lead to a thing are asked for with what is said of it."""
ON_A_PAGE = 80
"""How many things a page tells of, some 250 kB; any number of them may lead to one."""
_KEPT = 200_000
"""Things that lead to what was asked for last, whose order is kept."""
_BY_KIND = {"remarks": "Remark", "plans": "Prospect", "events": "Event"}
SECTIONS = ("events", "plans", "also", "remarks", "says")
"""The sections in which they stand, in order."""
# The catalog counts and records speak of reasons: neither says anything of the thing itself.
_LEADING = """
GRAPH ?why { ?thing ?predicate %(this)s }
FILTER (?why != %(catalog)s && ?why != %(inferences)s && !STRSTARTS(STR(?why), "%(record)s"))"""
_PART = "LIMIT %(most)d OFFSET %(start)d"
_ALL = f"SELECT DISTINCT ?thing {{ {_LEADING} }}"
_ANY = f"{_ALL} {_PART}"
_QUOTED = "SELECT DISTINCT ?thing { ?thing dip:speaker %(this)s }"
# Asked apart from the things: the engine would join the two in seconds.
_QUADS = (
    f"SELECT ?thing ?predicate ?why {{ VALUES ?thing {{ %(things)s }} {_LEADING} }}"
)
_OF_NODES = f"SELECT ?thing ?predicate ?why {{ {_LEADING} FILTER (ISBLANK(?thing)) }}"


@dataclass(frozen=True)
class PageAsked:
    """Which page of a long document is asked for."""

    path: str
    number: int

    @classmethod
    def of(cls, request: Request) -> "PageAsked":
        """That of a request. Raises Problem 404 for what is no number of a page."""
        path = request.path.lstrip("/")
        return cls(path, page_number(request.args.get("page", ""), path))

    @property
    def missing(self) -> Problem:
        """404, as there is no such page."""
        return not_found(f"{self.path}, page {self.number}")


class Orders:
    """In which order pages tell what leads to a thing, kept for those asked for last.

    Of what very many lead to, all pages would ask the same again.
    """

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._kept: LRUCache[NamedNode, dict[Term, str]] = LRUCache(_KEPT, len)
        self._lock = Lock()

    def of(
        self, this: NamedNode, find: Callable[[], dict[Term, str]]
    ) -> dict[Term, str]:
        """That of one thing, found if it is not kept."""
        with self._lock:
            if this in self._kept:
                return self._kept[this]
        found = find()
        if len(found) <= _KEPT:
            with self._lock:
                self._kept[this] = found
        return found


class Inward:
    """What leads to one thing, of which a page is asked."""

    def __init__(
        self,
        site: Site,
        this: NamedNode,
        around: Around,
        asked: PageAsked,
        orders: Orders,
    ) -> None:
        """Take what is around the thing, and which page is asked for.

        Where all that leads to the thing is around it already, nothing more is asked.
        """
        self._site, self.this, self._around = site, this, around
        self._orders = orders
        self._asked, self.page = asked, asked.number

    def _rows(self, query: str, things: str = "") -> list[Row]:
        """The rows of a query about what leads here, one page of them."""
        graphs = {
            name: self._site.iris("graph", name) for name in ("catalog", "inferences")
        }
        record, start = (
            self._site.iris("graph", "record").value,
            (self.page - 1) * ON_A_PAGE,
        )
        asked = query % {
            "this": self.this,
            "things": things,
            "record": record,
            "most": ON_A_PAGE,
            "start": start,
            **graphs,
        }
        return self._site.engine.rows(asked)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many things each section has on all pages; empty where they are too many to count."""
        counted = Counter(self._order.values())
        return {name: counted[name] for name in SECTIONS if name in counted}

    @cached_property
    def _order(self) -> dict[Term, str]:
        """Each thing that leads here, with its section, in the order of the pages.

        Empty where they are too many.
        """
        if self._around.is_whole:
            return self._sections
        with suppress(LimitReached):
            return self._orders.of(self.this, self._order_of_all)
        return {}

    def _order_of_all(self) -> dict[Term, str]:
        """The order of more things than are around it; the index knows of which kinds they are."""
        things = [row["thing"] for row in self._rows(_ALL)]
        quoted = {row["thing"] for row in self._rows(_QUOTED)}
        named = (thing for thing in things if isinstance(thing, NamedNode))
        kinds = self._site.index.kinds_among(named, map(DIP, _BY_KIND.values()))
        found: dict[Term, str] = {
            thing: _section_of_kinds(kinds.get(cast("NamedNode", thing)))
            for thing in things
        }
        found |= dict.fromkeys(quoted & found.keys(), "says")
        return _in_order(found)

    @cached_property
    def _sections(self) -> dict[Term, str]:
        """The order of things that are all around it."""
        predicates: dict[Term, set[NamedNode]] = {}
        for quad in self._around.to:
            predicates.setdefault(quad.subject, set()).add(quad.predicate)
        cards = self._site.describing.cards.of(predicates)
        found: dict[Term, str] = {
            thing: _section_of(cards.get(cast("NamedNode", thing)), said)
            for thing, said in predicates.items()
        }
        return _in_order(found)

    @property
    def total(self) -> int:
        """How many things lead here."""
        return sum(self.counts.values())

    @property
    def pages(self) -> int:
        """How many pages they fill."""
        return -(-self.total // ON_A_PAGE)

    @property
    def first(self) -> int:
        """The number of the first thing of this page."""
        return (self.page - 1) * ON_A_PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last thing of this page."""
        return min(self.page * ON_A_PAGE, self.total)

    def page_of(self, section: str) -> int:
        """The page on which a section begins."""
        before = sum(
            self.counts.get(one, 0) for one in SECTIONS[: SECTIONS.index(section)]
        )
        return before // ON_A_PAGE + 1

    @cached_property
    def quads(self) -> list[Quad]:
        """What the things of this page say to it, in the graphs that say so.

        Raises Problem 404 for a page behind the last.
        """
        start = (self.page - 1) * ON_A_PAGE
        if self._order or self._around.is_whole:
            things = set(islice(self._order, start, start + ON_A_PAGE))
        else:
            # Too many to count are too many to sort.
            things = {row["thing"] for row in self._rows(_ANY)}
        if not things and self.page > 1:
            raise self._asked.missing
        if self._around.is_whole:
            return [quad for quad in self._around.to if quad.subject in things]
        named = values(thing for thing in things if isinstance(thing, NamedNode))
        rows = self._rows(_QUADS, named) if named else []
        if any(isinstance(thing, BlankNode) for thing in things):
            rows += [row for row in self._rows(_OF_NODES) if row["thing"] in things]
        return [self._quad(row) for row in rows]

    def _quad(self, row: Row) -> Quad:
        thing, predicate, why = row["thing"], row["predicate"], row["why"]
        return Quad(thing, predicate, self.this, why)  # type: ignore[arg-type]


def _section_of(card: Card | None, predicates: set[NamedNode]) -> str:
    """The section of a thing that says this of another."""
    if DIP("speaker") in predicates:
        return "says"
    if card is None:
        return "also"
    return _section_of_kinds(card.types)


def _section_of_kinds(kinds: Iterable[NamedNode] | None) -> str:
    """The section of a thing that is of these kinds."""
    known = set(kinds or ())
    found = (section for section, kind in _BY_KIND.items() if DIP(kind) in known)
    return next(found, "also")


def _in_order(found: dict[Term, str]) -> dict[Term, str]:
    """Things with their sections, these in their order."""
    places = {section: place for place, section in enumerate(SECTIONS)}
    order = sorted(found, key=lambda thing: (places[found[thing]], str(thing)))
    return {thing: found[thing] for thing in order}
