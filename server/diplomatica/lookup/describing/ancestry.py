"""The ways from the top of a tree to a thing: what it is a part of, or a narrower one of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import cast

from pyoxigraph import NamedNode, Quad

from diplomatica.engine import Engine
from diplomatica.lookup.describing.inverse import Inverse
from diplomatica.model.terms.hierarchies import HIERARCHIES, Hierarchy, is_some
from diplomatica.model.vocabulary import SKOS

_MOST = 300  # steps that are looked at
_WAYS = 3
_ABOVE = f"""
SELECT DISTINCT ?below ?above {{{{
  {{}} ({{}})* ?below . ?below ({{}}) ?above
  FILTER ({is_some("?above")} && ?below != ?above)
}}}} LIMIT {_MOST}"""
_IN_SCHEME = (SKOS("topConceptOf"), SKOS("inScheme"))
Ancestors = Sequence[NamedNode]
"""What stands above a thing, the topmost first, without the thing itself."""


def hierarchy_of(quads: Sequence[Quad], inverse: Sequence[Inverse]) -> Hierarchy | None:
    """The first in which a thing stands below another, by what is said of it or to it."""
    said = {one.predicate for one in quads if isinstance(one.object, NamedNode)}
    to = {one.by for one in inverse}
    for one in HIERARCHIES:
        if said & one.up or to & one.down:
            return one
    return None


def ways_to(engine: Engine, this: NamedNode, step: str) -> list[Ancestors]:
    """A few ways down to a thing, the shortest first; a circle is gone round once."""
    above: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for row in engine.rows(_ABOVE.format(this, step, step)):
        below = cast("NamedNode", row["below"])
        above[below].append(cast("NamedNode", row["above"]))
    found = islice(_ways(this, above, ()), _MOST)
    return sorted(found, key=_by_length)[:_WAYS]


def _by_length(way: Ancestors) -> tuple[int, list[str]]:
    """A way among others: the shortest first, of these in the order of their IRIs."""
    return len(way), list(map(str, way))


def _ways(
    this: NamedNode, above: Mapping[NamedNode, list[NamedNode]], gone: Ancestors
) -> Iterator[Ancestors]:
    """All ways to a thing, behind which lies the way that is gone."""
    passed = (this, *gone)
    over = [one for one in above.get(this, ()) if one not in passed]
    for one in over:
        for way in _ways(one, above, passed):
            yield [*way, one]
    if not over:
        yield []


def scheme_of(quads: Sequence[Quad]) -> NamedNode | None:
    """The one scheme that a concept says it is in, if it is in just one."""
    said = {one.object for one in quads if one.predicate in _IN_SCHEME}
    schemes = [one for one in said if isinstance(one, NamedNode)]
    return schemes[0] if len(schemes) == 1 else None
