"""Things of no kind in a table, with what most of them say in columns."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import BlankNode, Literal, NamedNode

from diplomatica.engine import Engine, Term
from diplomatica.engine.sparql.binding import values
from diplomatica.model.dataset.profile import Group, Profile, PropertyProfile
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.terms.wording import local_name
from diplomatica.model.text.beginnings import beginnings_first
from diplomatica.model.vocabulary import RDF

_SHOWN, MOST_COLUMNS = 6, 12
_OF_ONE = 3  # values of one property in a cell
_SAID = (
    "SELECT ?thing ?by ?value {{ {} {} ?thing ?by ?value FILTER (!ISBLANK(?value)) }}"
)
_NODES_SAID = """
SELECT ?thing ?by (COUNT(DISTINCT ?value) AS ?count) {{
  VALUES ?thing {{ {} }} VALUES ?by {{ {} }} ?thing ?by ?value FILTER (ISBLANK(?value))
}} GROUP BY ?thing ?by"""
_SHARED = """
SELECT ?by {{ VALUES ?thing {{ {} }} ?thing ?by ?value
FILTER (!ISBLANK(?value) && ?by != {}) }}
GROUP BY ?by HAVING (2 * COUNT(DISTINCT ?thing) >= {})"""
_NODES = "SELECT DISTINCT ?thing {{ ?thing a {} FILTER (ISBLANK(?thing)) }} LIMIT 5"
_NO_NAME = re.compile(r"[^A-Za-z0-9]+")

_Said = dict[tuple[Term, NamedNode], list[Term]]


@dataclass(frozen=True)
class Columns:
    """Some properties, and the values that some things have by each of them."""

    by: list[NamedNode]
    rows: list[tuple[Term, list[list[Term]]]]
    more: dict[tuple[Term, NamedNode], int] = field(default_factory=dict)
    """How many values a thing has by a property beyond those that are shown."""

    @property
    def has_addresses(self) -> bool:
        """Whether any of the things has a page that a row can lead to."""
        return any(isinstance(thing, NamedNode) for thing, _ in self.rows)

    def read_once(self, labels: Mapping[str, str]) -> "Columns":
        """The same without texts that are but the names of things that stand beside them."""
        rows = [
            (thing, [_without_names(some, labels) for some in cells])
            for thing, cells in self.rows
        ]
        return replace(self, rows=rows)

    @property
    def terms(self) -> list[Term]:
        """All that a page gives a name."""
        cells = (value for _, cells in self.rows for some in cells for value in some)
        return [*self.by, *(thing for thing, _ in self.rows), *cells]


def _without_names(values: list[Term], labels: Mapping[str, str]) -> list[Term]:
    names = {labels.get(one.value) for one in values if isinstance(one, NamedNode)}
    return [
        one for one in values if not isinstance(one, Literal) or one.value not in names
    ]


def columns_of(group: Group, profile: Profile) -> list[NamedNode]:
    """What the things of a group say, that first by which a reader tells them apart."""
    return _told_first(group.shared, group.count, profile)


def shared_by(
    things: Sequence[NamedNode], count: int, engine: Engine, profile: Profile
) -> list[NamedNode]:
    """What most of some things say, of which there are so many, but for their kind."""
    asked = _SHARED.format(values(things), RDF("type"), len(things))
    said = [text_of(row["by"]) for row in engine.rows(asked)] if things else []
    return _told_first(said, count, profile)


def nodes_of_kind(kind: NamedNode, engine: Engine) -> list[BlankNode]:
    """A few things of a kind that have no address."""
    found = (row["thing"] for row in engine.rows(_NODES.format(kind)))
    return [one for one in found if isinstance(one, BlankNode)]


def shared_by_nodes(
    nodes: Sequence[BlankNode], count: int, engine: Engine, profile: Profile
) -> list[NamedNode]:
    """What most of some things without an address say, of which there are so many."""
    said = Counter(by.value for _, by in _said_of_nodes(nodes, engine))
    del said[RDF("type").value]
    shared = [by for by, things in said.items() if 2 * things >= len(nodes)]
    return _told_first(shared, count, profile)


def _told_first(
    properties: Iterable[str], count: int, profile: Profile
) -> list[NamedNode]:
    known = profile.properties

    def place(by: str) -> tuple[object, ...]:
        one = known[by]
        return not one.divides(count), one.worth, _are_long(one), by

    told = (by for by in properties if by in known)
    return beginnings_first(NamedNode(by) for by in sorted(told, key=place))


def _are_long(one: PropertyProfile) -> bool:
    """Whether the values are texts of which each thing has its own."""
    return one.has_many_values and not one.iris and not one.has_numbers


def columns(
    things: Iterable[Term],
    by: Sequence[NamedNode],
    engine: Engine,
    most: int = _SHOWN,
    always: Collection[NamedNode] = (),
) -> Columns:
    """Some things with what they say by the first of some properties, by so many at most.

    What is the same of all of them tells none from another, and stands last, but for what
    is `always` shown. What another vocabulary says alike is left out.
    """
    listed, asked = [*things], by[:MOST_COLUMNS]
    if not listed or not asked:
        return Columns([], [])
    named = [one for one in listed if isinstance(one, NamedNode)]
    nodes = [one for one in listed if isinstance(one, BlankNode)]
    said = _values_said(named, asked, engine) | _said_of_nodes(nodes, engine)

    def is_alike(one: NamedNode) -> bool:
        return one not in always and _is_of_all(one, listed, said)

    told = _without_doubles(sorted(asked, key=is_alike), listed, said, always)
    shown = told[:most]
    rows = [
        (thing, [said.get((thing, one), [])[:_OF_ONE] for one in shown])
        for thing in listed
    ]
    more = _beyond(said) | _nodes_said(named, always, engine)
    return Columns(shown, [*rows], more)


def _without_doubles(
    by: Sequence[NamedNode],
    things: Sequence[Term],
    said: _Said,
    always: Collection[NamedNode],
) -> list[NamedNode]:
    """Columns without those that say the same of all as one before that is named alike.

    Such are the given names of schema.org beside those of FOAF.
    """
    seen = set[tuple[str, tuple[tuple[Term, ...], ...]]]()
    told: list[NamedNode] = []
    for one in by:
        cells = tuple(tuple(said.get((thing, one), ())) for thing in things)
        named = local_name(one.value), cells
        is_double = len(things) > 1 and any(cells) and named in seen
        if one in always or not is_double:
            told.append(one)
            seen.add(named)
    return told


def _said_of_nodes(nodes: Sequence[BlankNode], engine: Engine) -> _Said:
    """What things without an address say, which no query can name."""
    said: _Said = defaultdict(list)
    for quad in engine.about(nodes) if nodes else ():
        if isinstance(quad.object, NamedNode | Literal):
            said[quad.subject, quad.predicate].append(quad.object)
    return _in_order(said)


def _values_said(
    things: Sequence[NamedNode], by: Sequence[NamedNode], engine: Engine
) -> _Said:
    """What things say by some properties."""
    if not things:
        return {}
    asked = _SAID.format(
        f"VALUES ?thing {{ {values(things)} }}", f"VALUES ?by {{ {values(by)} }}"
    )
    said: _Said = defaultdict(list)
    for row in engine.rows(asked):
        said[row["thing"], NamedNode(text_of(row["by"]))].append(row["value"])
    return _in_order(said)


def _nodes_said(
    things: Sequence[NamedNode], by: Collection[NamedNode], engine: Engine
) -> dict[tuple[Term, NamedNode], int]:
    """How many values without an address things have by properties, which no cell can tell."""
    if not things or not by:
        return {}
    asked = _NODES_SAID.format(values(things), values(sorted(by, key=str)))
    return {
        (row["thing"], NamedNode(text_of(row["by"]))): int(text_of(row["count"]))
        for row in engine.rows(asked)
        if "thing" in row
    }


def _in_order(said: _Said) -> _Said:
    """The values of each in their order, each once."""
    return {place: sorted({*some}, key=text_of) for place, some in said.items()}


def _is_of_all(by: NamedNode, things: Sequence[Term], said: _Said) -> bool:
    """Whether several things all say the same by a property."""
    first, *others = (said.get((thing, by), []) for thing in things)
    return bool(others) and all(some == first for some in others)


def _beyond(said: _Said) -> dict[tuple[Term, NamedNode], int]:
    return {
        place: len(some) - _OF_ONE
        for place, some in said.items()
        if len(some) > _OF_ONE
    }


def query_of_columns(pattern: str, by: Sequence[NamedNode], iris: Iris) -> str:
    """The query for a table of things that a pattern finds, with what they say in columns.

    What a thing has several values of makes several rows.
    """
    names = variables(by, iris)
    parts = [f"OPTIONAL {{ ?thing {one} {name} }}" for one, name in names.items()]
    shown = " ".join(("?thing", *names.values()))
    return f"SELECT {shown} {{ {pattern} {' '.join(parts)} }}"


def variables(by: Iterable[NamedNode], iris: Iris) -> dict[NamedNode, str]:
    """A variable of SPARQL for each property, named as the property is."""
    seen, names = Counter(("thing",)), dict[NamedNode, str]()
    for one in by:
        end = iris.readable(one.value).rpartition(":")[2]
        name = _NO_NAME.sub("_", end).strip("_") or "value"
        seen[name] += 1
        names[one] = f"?{name}{seen[name]}" if seen[name] > 1 else f"?{name}"
    return names
