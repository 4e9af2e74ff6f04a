"""What things say that they are in, and whether something is but one of many alike."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Quad

from diplomatica.model.statement import text_of
from diplomatica.model.terms.wording import local_name
from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.files.bringing.owncatalog.calling import TITLES
from diplomatica.pipeline.storing.kept import Together

_BELONGING = (
    *("inScheme", "inDataset", "isDefinedBy"),
    *("isPartOf", "is_part_of", "partOf", "part_of"),
    *("includedInDataCatalog", "inDataCatalog"),
)
"""By which a part leads to its whole, as any vocabulary calls it."""
_NEARLY_ALL, _MOST, _MANY = 0.95, 0.5, 0.3
_WORK = re.compile(
    "Collection|CreativeWork|Database|Directory|InformationObject|Web[Ss]ite"
)
_ALIKE = 0.8  # of the properties of both
_NAMELESS_READ = 1_000
_HOLDERS_READ = 10_000


def is_one_of_many(
    head: NamedNode, heads: Collection[NamedNode], about: Iterable[Quad]
) -> bool:
    """Whether most of the others have the same properties: that one has more is chance."""
    said: dict[object, set[object]] = defaultdict(set)
    for quad in about:
        said[quad.subject].add(quad.predicate)
    own, others = said[head], {*heads} - {head}
    alike = (
        one for one in others if len(own & said[one]) >= _ALIKE * len(own | said[one])
    )
    return bool(others) and sum(1 for _ in alike) >= _MOST * len(others)


@dataclass(frozen=True)
class _Holder:
    """What most of some things say they are in, by one property."""

    this: object = None
    """A node; None for nodes without an IRI, which are told together."""
    count: int = 0
    nodes: frozenset[object] = frozenset()
    """The first of these."""

    def said(self, enough: float, quads: Together) -> list[Quad]:
        """What is said of it, if so many are in it."""
        if not self.count or self.count < enough:
            return []
        if self.this is None:
            return _said_alike(self.nodes, quads)
        is_named = isinstance(self.this, NamedNode)
        return list(quads.about({self.this})) if is_named else []


def holder_of_all(heads: Collection[NamedNode], quads: Together) -> list[Quad]:
    """What is said of the one thing that nearly all of these say they are in."""
    known = {*heads}
    found = (quad for quad in quads.saying_as(*_BELONGING) if quad.subject in known)
    return _holder(found).said(_NEARLY_ALL * len(known), quads)


def holder_of_most(things: int, quads: Together) -> list[Quad]:
    """What is said of what most things say they are in, as of a scheme without its kind.

    Else of what they are in through others: pages in volumes, and these in a periodical;
    else of the one work that many are in.
    """
    holder = _holder(quads.saying_as(*_BELONGING))
    return (
        holder.said(_MOST * things, quads)
        or _said_of_outer(_MOST * things, quads)
        or _if_work(holder.said(_MANY * things, quads))
    )


def _if_work(said: list[Quad]) -> list[Quad]:
    """What is said of a work, as a directory is one of its entries; nothing of a country."""
    kinds = {text_of(one.object) for one in said if one.predicate == RDF("type")}
    return said if any(_WORK.fullmatch(local_name(kind)) for kind in kinds) else []


def _said_of_outer(enough: float, quads: Together) -> list[Quad]:
    """What is said of the nearest in which most things are, by one property all the way."""
    counts: dict[NamedNode, Counter[object]] = defaultdict(Counter)
    for quad in quads.saying_as(*_BELONGING):
        counts[quad.predicate][quad.object] += 1
        if len(counts[quad.predicate]) > _HOLDERS_READ:
            return []
    for by, held in counts.items():
        outer = _in_outer(held, _holders_of(held, by, quads))
        holders = [(n, one) for one, n in outer.items() if n >= enough]
        _, nearest = min(
            holders, key=lambda one: (one[0], str(one[1])), default=(0, None)
        )
        if isinstance(nearest, NamedNode):
            return list(quads.about({nearest}))
    return []


def _holders_of(
    held: Collection[object], by: NamedNode, quads: Together
) -> Mapping[object, set[object]]:
    """What each of these is in itself, by a property."""
    found: dict[object, set[object]] = defaultdict(set)
    for quad in quads.about({one for one in held if isinstance(one, NamedNode)}):
        if quad.predicate == by:
            found[quad.subject].add(quad.object)
    return found


def _in_outer(
    held: Mapping[object, int], holders: Mapping[object, set[object]]
) -> Counter[object]:
    """How much is in each holder, and in those within it."""
    outer = Counter[object]()
    for holder, count in held.items():
        reached, waiting = {holder}, [holder]
        while waiting:
            fresh = holders.get(waiting.pop(), set()) - reached
            reached |= fresh
            waiting += fresh
        outer.update(dict.fromkeys(reached, count))
    return outer


def _holder(found: Iterable[Quad]) -> _Holder:
    """That which most are in, of what leads to holders."""
    # Of each property for itself, as some are in two vocabularies and state all twice.
    counts = Counter[tuple[NamedNode, object]]()
    nameless: dict[NamedNode, set[object]] = defaultdict(set)
    for quad in found:
        if not isinstance(quad.object, BlankNode):
            counts[quad.predicate, quad.object] += 1
            continue
        counts[quad.predicate, None] += 1
        if len(nameless[quad.predicate]) < _NAMELESS_READ:
            nameless[quad.predicate].add(quad.object)
    if not counts:
        return _Holder()
    (((by, this), count),) = counts.most_common(1)
    return _Holder(this, count, frozenset(nameless[by]))


def _said_alike(nodes: Collection[object], quads: Together) -> list[Quad]:
    """What is said of one of these nodes without an IRI, if all have one title.

    JSON-LD states the catalog of each dataset where it stands, as another node each time.
    """
    said = list(quads.about({*nodes}))
    titled = [quad for quad in said if quad.predicate in TITLES]
    titles = {text_of(quad.object) for quad in titled}
    if len(titles) != 1 or {quad.subject for quad in titled} != {*nodes}:
        return []
    return [quad for quad in said if quad.subject == titled[0].subject]
