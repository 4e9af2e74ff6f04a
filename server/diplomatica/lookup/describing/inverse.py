"""What leads to an IRI: by which properties, how often, and from where, page by page."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from pyoxigraph import BlankNode, NamedNode

from diplomatica.engine import Engine, Node, Term
from diplomatica.errors import LimitReached
from diplomatica.model.statement import text_of
from diplomatica.model.text.order import natural
from diplomatica.model.vocabulary import VOID

FEW = 12
"""How many a page shows of each property where it shows all properties."""
LONGER = 60
"""How many of what tells most, as of what stands below it."""
MANY = 100
"""How many where it shows one."""
_SORTED = 50_000  # more than these come as the engine has them
_IN_ORDER = 2_000  # no more than these come in the order of their names
_PROPERTIES = 24  # of which few are shown at once; the rest are counted
_STEPS = 12  # from a blank node to what it is inside of
_COUNTS = """
SELECT ?property (COUNT(*) AS ?count) { ?thing ?property %s } GROUP BY ?property"""
_SOME = """
{ SELECT (%s AS ?property) ?thing { ?thing %s %s %s } %s LIMIT %d OFFSET %d }"""
_OTHERS = "SELECT (COUNT(*) AS ?count) { ?thing %s %s %s }"
_ANY = "SELECT DISTINCT ?property { ?thing ?property %s } LIMIT 24"
# By which the catalog counts the terms of a dataset.
_COUNTING = {VOID("class"), VOID("property")}


@dataclass(frozen=True)
class Origin:
    """A thing that says something of another, perhaps through blank nodes."""

    thing: Term
    owner: NamedNode | None


@dataclass(frozen=True)
class Inverse:
    """The things that say one thing of another."""

    by: NamedNode
    count: int | None
    """How many there are; None where they are too many to count."""
    start: int
    origins: list[Origin]

    @property
    def last(self) -> int:
        """The number of the last that is shown."""
        return self.start + len(self.origins)

    @property
    def has_nodes(self) -> bool:
        """Whether some of these have no address, and are shown with what they say."""
        return any(isinstance(one.thing, BlankNode) for one in self.origins)

    @property
    def has_more(self) -> bool:
        """Whether there are more than are shown."""
        return self.count is None or self.last < self.count


class Inverses:
    """What leads to one IRI."""

    def __init__(
        self,
        engine: Engine,
        this: NamedNode,
        dataset: str,
        in_order: Callable[[NamedNode, Iterable[str]], list[str]],
    ) -> None:
        """Take the IRI; what the catalog of the dataset counts does not lead to it.

        `in_order` puts the IRIs of things in the order of a list by a property.
        """
        self._in_order = in_order
        self._engine, self._this, self._dataset = engine, this, dataset
        self._said: Mapping[NamedNode, Iterable[NamedNode]] = {}

    def counts(self) -> dict[NamedNode, int | None]:
        """How often each property leads to it, the most frequent first."""
        try:
            found = self._found_counts()
        except LimitReached:
            rows = self._engine.rows(_ANY % self._this)
            return dict.fromkeys(cast("NamedNode", row["property"]) for row in rows)
        order = sorted(found, key=lambda by: (-found[by], str(by)))
        return {by: found[by] for by in order if found[by]}

    def _found_counts(self) -> dict[NamedNode, int]:
        """How often each property leads to it, statistics of the data left out."""
        found: dict[NamedNode, int] = {}
        for row in self._engine.rows(_COUNTS % self._this):
            by = cast("NamedNode", row["property"])
            of_counts = self._counts_it(by) if by in _COUNTING else 0
            found[by] = int(text_of(row["count"])) - of_counts
        return found

    def _counts_it(self, by: NamedNode) -> int:
        rows = self._engine.rows(f"SELECT ?thing {{ ?thing {by} {self._this} }}")
        return sum(map(self._is_count, (row["thing"] for row in rows)))

    def _is_count(self, thing: Term) -> bool:
        return text_of(thing).startswith(f"{self._dataset}#")

    def few(
        self,
        said: Mapping[NamedNode, Iterable[NamedNode]],
        telling: Container[NamedNode] = (),
    ) -> list[Inverse]:
        """The first things of each property; of very many properties only the counts.

        `said` are the properties by which this says the same of things as they of it:
        what is said so stands on the page already. Of those `telling` more are shown.
        """
        self._said = said
        counts = self._unsaid(self.counts())
        shown = list(counts)[:_PROPERTIES]
        most = {by: LONGER if by in telling else FEW for by in shown}
        things = self._things({by: counts[by] for by in shown}, most, 0)
        return [
            Inverse(by, count, 0, self._origins(things.get(by, ())))
            for by, count in counts.items()
        ]

    def _unsaid(
        self, counts: dict[NamedNode, int | None]
    ) -> dict[NamedNode, int | None]:
        """How often each leads here, but for what this says itself by another property."""
        found = dict(counts)
        for by, count in counts.items():
            but = self._but(by, count)
            if but:
                (row,) = self._engine.rows(_OTHERS % (by, self._this, but))
                found[by] = int(text_of(row["count"]))
        return {by: count for by, count in found.items() if count != 0}

    def _but(self, by: NamedNode, count: int | None) -> str:
        """What leaves those out in a query; of very many all are told."""
        if count is None or count > _SORTED:
            return ""
        others = self._said.get(by, ())
        same = (f"FILTER NOT EXISTS {{ {self._this} {one} ?thing }}" for one in others)
        return " ".join(same)

    def one(self, by: NamedNode, page: int) -> Inverse:
        """A page of the things of one property."""
        count = self.counts().get(by, 0)
        start = (page - 1) * MANY
        things = self._things({by: count}, {by: MANY}, start)
        return Inverse(by, count, start, self._origins(things.get(by, ())))

    def _things(
        self,
        counts: Mapping[NamedNode, int | None],
        most: Mapping[NamedNode, int],
        start: int,
    ) -> dict[NamedNode, list[Term]]:
        """The things of each property from `start` on; by name where they are few."""
        parts = []
        whole = {by for by, count in counts.items() if count and count <= _IN_ORDER}
        for by, count in counts.items():
            but = self._but(by, count)
            if by in whole:
                wanted = ("", _IN_ORDER, 0)
            else:
                order = "ORDER BY ?thing" if count and count <= _SORTED else ""
                wanted = (order, most[by], start)
            parts.append(_SOME % (by, by, self._this, but, *wanted))
        found: dict[NamedNode, list[Term]] = {}
        query = f"SELECT ?property ?thing {{ {' UNION '.join(parts)} }}"
        for row in self._engine.rows(query) if parts else ():
            if not self._is_count(row["thing"]):
                by = cast("NamedNode", row["property"])
                found.setdefault(by, []).append(row["thing"])
        return {
            by: self._ordered(by, some)[start : start + most[by]]
            if by in whole
            else some
            for by, some in found.items()
        }

    def _ordered(self, by: NamedNode, things: list[Term]) -> list[Term]:
        """Things by name, parts of a whole by time; those without an IRI come last."""
        in_order = self._in_order(by, map(text_of, things))
        place = {iri: place for place, iri in enumerate(in_order)}
        last = len(place)
        return sorted(
            things,
            key=lambda one: (place.get(text_of(one), last), natural(text_of(one))),
        )

    def _origins(self, things: Iterable[Term]) -> list[Origin]:
        return [Origin(*self._whole(thing)) for thing in things]

    def _whole(self, thing: Term) -> tuple[Term, NamedNode | None]:
        """A thing with the named one that it is inside of.

        Where there is none, it is the outermost of the blank nodes around it.
        """
        owner, outermost = self._owner(thing)
        return (thing if owner else outermost), owner

    def _owner(self, thing: Term) -> tuple[NamedNode | None, Term]:
        """The named thing that a blank node is inside of, over whatever ways.

        With it goes the outermost blank node on the way.
        """
        node: Node | None = thing if isinstance(thing, BlankNode) else None
        outermost = thing
        for _ in range(_STEPS):
            if node is None:
                return None, outermost
            outermost = node
            above = [quad.subject for quad in self._engine.leading_to(node)]
            named = [one for one in above if isinstance(one, NamedNode)]
            if named:
                return min(named, key=str), outermost
            node = cast("Node", above[0]) if above else None
        return None, outermost
