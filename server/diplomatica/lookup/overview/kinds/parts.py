"""What the things of a kind are parts of, as steps are of recipes, and what are but numbers.

And what others are of: what they are made of, realize as files do works, or tell about.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from pyoxigraph import Literal, NamedNode

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.model.statement import text_of
from diplomatica.model.terms.works import (
    LEADING_DOWN,
    LEADING_UP,
    says_about,
    says_told_in,
)
from diplomatica.model.vocabulary import RDF

_MOST = 0.75  # of the things that are looked at
_LEADING = f"""
SELECT ?thing ?kind (COUNT(DISTINCT ?other) AS ?count) {{{{
  VALUES ?thing {{{{ {{}} }}}} ?other ?by ?thing ; {RDF("type")} ?kind
  FILTER (?by != {RDF("type")} && ?other != ?thing)
}}}} GROUP BY ?thing ?kind"""

_SAID = (
    "SELECT ?this ?by ?value {{ VALUES ?this {{ {} }} ?this ?by ?value }} LIMIT 1000"
)
_LED = f"""
SELECT DISTINCT ?kind {{{{
  VALUES ?thing {{{{ {{}} }}}} ?other ?by ?thing ; {RDF("type")} ?kind
  FILTER (?by != {RDF("type")} && ?other != ?thing)
}}}}"""
_BESIDE = f"""
SELECT DISTINCT ?thing ?by ?kind ?is_to {{{{ VALUES ?thing {{{{ {{}} }}}}
  {{{{ ?other ?by ?thing BIND (true AS ?is_to) }}}}
  UNION {{{{ ?thing ?by ?other BIND (false AS ?is_to) }}}}
  ?other {RDF("type")} ?kind
  FILTER (?by != {RDF("type")} && ?other != ?thing)
}}}}"""
_COUNTED = f"""
SELECT ?thing (COUNT(DISTINCT ?by) AS ?count) {{{{
  VALUES ?thing {{{{ {{}} }}}} ?thing ?by ?value FILTER (?by != {RDF("type")})
}}}} GROUP BY ?thing"""
_NODES_LED_TO = """
SELECT ?other {{ {{ SELECT ?thing {{ ?thing a {} FILTER (ISBLANK(?thing)) }} LIMIT 20 }}
  ?other ?by ?thing }} LIMIT 1"""
_OF_RECORD = 4  # properties by which one is told
_SORTS = 3  # kinds of works that files are of: records, and sets of records
_NUMBER = re.compile(r"\D{0,12}\d[\dXx .-]{3,}", re.ASCII)  # ISBN: 0002570343


def are_but_numbers(things: Sequence[NamedNode], engine: Engine) -> bool:
    """Whether nothing is said of some things but a number that stands for each."""
    if not things:
        return False
    rows = engine.rows(_SAID.format(values(things)))
    said = [row["value"] for row in rows if row["by"] != RDF("type")]
    texts = [one.value for one in said if isinstance(one, Literal)]
    return len(said) == len(texts) > 0 and all(map(_NUMBER.fullmatch, texts))


def kinds_leading_to(things: Sequence[NamedNode], engine: Engine) -> set[NamedNode]:
    """The kinds of what leads to some things."""
    rows = engine.rows(_LED.format(values(things)))
    return {row["kind"] for row in rows if isinstance(row["kind"], NamedNode)}


def kinds_of_wholes(things: Sequence[NamedNode], engine: Engine) -> list[NamedNode]:
    """The kinds of which just one thing leads to each of nearly all of some things."""
    if not things:
        return []
    rows = engine.rows(_LEADING.format(values(things)))
    alone = (row["kind"] for row in rows if text_of(row["count"]) == "1")
    return _in_most(alone, len(things))


@dataclass(frozen=True)
class Surroundings:
    """The kinds of what stands beside most things of one kind, by how they are linked."""

    working: list[NamedNode]
    """Those of what its things realize, embody or exemplify, as files do works."""
    leading: list[NamedNode]
    """Those of what leads to them."""
    led_to: list[NamedNode]
    """Those of what they lead to."""
    told_of: list[NamedNode]
    """Those of what they tell about, as pages do about persons."""
    of_them: list[NamedNode]
    """Those of what realizes them, or tells about them."""


def kinds_beside_most(things: Sequence[NamedNode], engine: Engine) -> Surroundings:
    """What stands beside some things of one kind."""
    rows = engine.rows(_BESIDE.format(values(things))) if things else []
    links = {
        (row["thing"], row["kind"], text_of(row["by"]), text_of(row["is_to"]) == "true")
        for row in rows
    }

    def most(to: Container[str], away: Container[str], of: int = 1) -> list[NamedNode]:
        found = {
            (thing, kind)
            for thing, kind, by, is_to in links
            if by in (to if is_to else away)
        }
        are_few = len({thing for thing, _ in found}) < _MOST * len(things)
        kinds = () if are_few else (kind for _, kind in found)
        return _in_most(kinds, len(things) / of)

    bys = {by for _, _, by, _ in links}
    told_in, about = set(filter(says_told_in, bys)), set(filter(says_about, bys))
    return Surroundings(
        working=most(LEADING_DOWN, LEADING_UP, _SORTS),
        leading=most(bys, ()),
        led_to=most((), bys),
        told_of=most(told_in, about),
        of_them=most(LEADING_UP | about, LEADING_DOWN | told_in),
    )


def told_of_each(
    things: Mapping[NamedNode, Sequence[NamedNode]], engine: Engine
) -> dict[NamedNode, float]:
    """By how many properties the things of each kind are told, but for that kind."""
    listed = {thing for some in things.values() for thing in some}
    rows = engine.rows(_COUNTED.format(values(sorted(listed, key=str))))
    counts = {row["thing"]: int(text_of(row["count"])) for row in rows}
    return {
        kind: median(counts.get(thing, 0) for thing in some) if some else 0
        for kind, some in things.items()
    }


def records_among(
    things: Mapping[NamedNode, Sequence[NamedNode]], engine: Engine
) -> set[NamedNode]:
    """The kinds of which each thing is told at length, and nothing leads to any."""
    told = told_of_each(things, engine) if things else {}
    long = [kind for kind in told if told[kind] >= _OF_RECORD]
    return {kind for kind in long if not kinds_leading_to(things[kind], engine)}


def _in_most(kinds: Iterable[object], count: float) -> list[NamedNode]:
    found = Counter(kind for kind in kinds if isinstance(kind, NamedNode))
    return sorted(
        (kind for kind, n in found.items() if n >= _MOST * count), key=text_of
    )


def are_led_to(kind: NamedNode, engine: Engine) -> bool:
    """Whether anything leads to the things of a kind that have no addresses."""
    return bool(engine.rows(_NODES_LED_TO.format(kind)))
