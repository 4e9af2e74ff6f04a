"""What has no address of its own, told as what leads to it: “Roman period, ends”."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from pyoxigraph import BlankNode, NamedNode

from diplomatica.engine import Engine, Row, Term
from diplomatica.lookup.index.index import Index

_FURTHEST = 6  # steps from a node to what has an address
_STEPS = ("one", "two", "three")
# Each within the one before, so that only what leads to these nodes is looked at.
WAYS = """
OPTIONAL { ?one ?by_one ?node FILTER (ISBLANK(?node))
  OPTIONAL { ?two ?by_two ?one FILTER (ISBLANK(?one))
    OPTIONAL { ?three ?by_three ?two FILTER (ISBLANK(?two)) } } }"""
"""The part of a query that finds what leads to a `?node` that is blank."""


@dataclass(frozen=True)
class Led:
    """A thing, and by which properties something inside of it is reached."""

    thing: Term
    by: tuple[Term, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether it has an address."""
        return isinstance(self.thing, NamedNode)


def lead_of_row(row: Row) -> Led:
    """What leads to the node of a row."""
    thing, by = row["node"], list[Term]()
    for step in _STEPS:
        if step in row:
            thing = row[step]
            by.insert(0, row[f"by_{step}"])
    return Led(thing, tuple(by))


def led_to(engine: Engine, node: BlankNode) -> Led:
    """What leads to a blank node, by the first of the ways that there are."""
    thing: Term = node
    by: list[Term] = []
    for _ in range(_FURTHEST):
        if not isinstance(thing, BlankNode):
            break
        above = engine.leading_to(thing)
        if not above:
            break
        first = min(above, key=str)
        thing = cast("Term", first.subject)
        by.insert(0, first.predicate)
    return Led(thing, tuple(by))


def owners_of(found: Iterable[Led], index: Index) -> dict[Led, Led]:
    """What these are told as: what is but a place or a time, as the thing that has it."""
    known = list(dict.fromkeys(found))
    iris = [one.thing.value for one in known if isinstance(one.thing, NamedNode)]
    owners = index.owners(iris)

    def told(one: Led) -> Led:
        owner = owners.get(getattr(one.thing, "value", ""))
        return replace(one, thing=NamedNode(owner)) if owner else one

    return {one: told(one) for one in known}
