"""What may stand for the whole by its kind: an ontology, a scheme, a dataset, a catalog."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from pyoxigraph import NamedNode, Quad

from diplomatica.model.vocabulary import (
    DCAT,
    DCTERMS,
    KNOWN_SPACES,
    OWL,
    SCHEMAS,
    SKOS,
    VOID,
    WHOLES,
)
from diplomatica.pipeline.files.bringing.owncatalog.belonging import is_one_of_many
from diplomatica.pipeline.files.bringing.owncatalog.calling import TITLES
from diplomatica.pipeline.files.bringing.owncatalog.seen import (
    LOCAL_NAME,
    Seen,
    base_of,
)
from diplomatica.pipeline.storing.kept import Together

_PARTS = (
    OWL("imports"),
    DCTERMS("hasPart"),
    # some write the class for the property
    *map(DCAT, ("dataset", "catalog", "Dataset", "Catalog")),
    *map(VOID, ("subset", "target")),
    *(schema(name) for schema in SCHEMAS for name in ("hasPart", "dataset")),
)
"""By which a whole leads to its parts, or to what it links."""
_GENERATED = re.compile(r"[/#]genid[^/#]*$|/\.well-known/genid/", re.IGNORECASE)
"""What tools call something by that has no name (RDF 1.1, section 3.5)."""
_TARGETS = ("subjectsTarget", "objectsTarget")
"""By which the ends of links tell what they are of, as VoID and what builds on it have it."""
_SCHEME = SKOS("ConceptScheme")


def heads_of(seen: Seen) -> list[NamedNode]:
    """What may stand for the whole: those of the first kind of which there is any.

    Where there are datasets, schemes are none if most things are no concepts.
    """
    named = {kind: list(filter(_is_own, seen.of_kind.get(kind, []))) for kind in WHOLES}
    known = [kind for kind in WHOLES if named[kind]]
    if known[1:] and known[0] == _SCHEME and not _has_mostly_concepts(seen):
        del known[0]
    return list(dict.fromkeys(named[known[0]])) if known else []


def _has_mostly_concepts(seen: Seen) -> bool:
    return 2 * seen.kinds[str(SKOS("Concept"))] >= seen.spaces.total()


def _is_own(head: NamedNode) -> bool:
    """Whether somebody gave it its IRI, as no tool did, nor whoever has a vocabulary.

    An ontology without a name is written as <http://www.w3.org/2002/07/owl#genid1> by some:
    that tells nothing of where the data lies, and nobody can cite it.
    """
    space = LOCAL_NAME.sub("", head.value)
    is_anothers = space in KNOWN_SPACES and space != head.value
    return not is_anothers and not _GENERATED.search(head.value)


def holders_of(
    heads: Sequence[NamedNode], quads: Together
) -> dict[NamedNode, set[NamedNode]]:
    """What leads to each of the heads as to a part of it, through other parts too."""
    if not heads:
        return {}
    direct: dict[object, set[NamedNode]] = defaultdict(set)
    for quad in chain(quads.saying(*_PARTS), quads.saying_as(*_TARGETS)):
        if isinstance(quad.subject, NamedNode) and quad.subject != quad.object:
            direct[quad.object].add(quad.subject)
    return {head: reached_from(head, direct) - {head} for head in heads}


def reached_from(
    this: NamedNode, direct: Mapping[object, set[NamedNode]]
) -> set[NamedNode]:
    """What these ways lead to from it, through others too."""
    found, waiting = set[NamedNode](), [this]
    while waiting:
        fresh = direct.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def held_by_none(
    heads: Sequence[NamedNode],
    holders: Mapping[NamedNode, set[NamedNode]],
    about: Iterable[Quad],
) -> list[NamedNode]:
    """What may stand for all: what has a title and holds all heads, else what none holds.

    Ontologies that import each other hold one another, and each may.
    """
    titled = {quad.subject for quad in about if quad.predicate in TITLES}
    outer = [
        one
        for one in sorted(set().union(*holders.values()) & titled, key=str)
        if all(one == head or one in holders[head] for head in heads)
    ]
    if outer:
        return outer
    free = [head for head in heads if not holders[head]]
    are_held_by_heads = all(holders[head] <= {*heads} for head in heads)
    return free or (list(heads) if are_held_by_heads else [])


def likeliest(
    heads: Sequence[NamedNode], about: Iterable[Quad], ontologies: Collection[NamedNode]
) -> NamedNode | None:
    """The one of which most is said, as of what is only named little is.

    Of several ontologies of which as much is said, the shortest; of schemes of concepts
    or datasets none is the whole: they are parts.
    """
    counts = Counter(quad.subject for quad in about)
    most = max((counts[one] for one in heads), default=0)
    likely = [one for one in heads if counts[one] == most]
    if len(likely) > 1 and not any(one in ontologies for one in likely):
        return None
    return min(likely, key=lambda one: (len(one.value), one.value), default=None)


def is_but_one(
    head: NamedNode, heads: Sequence[NamedNode], about: Sequence[Quad], seen: Seen
) -> bool:
    """Whether it is one of many alike, of which it names none, and others lie below none."""
    below = sum(map(seen.below, (f"{head.value}/", f"{head.value}#")))
    is_above_most = 2 * below >= seen.spaces.total()
    is_ontology = head in seen.of_kind.get(OWL("Ontology"), [])
    is_whole = is_ontology or is_above_most or _names_parts(head, heads, about)
    return not is_whole and is_one_of_many(head, heads, about)


def holds_most(
    head: NamedNode, heads: Sequence[NamedNode], about: Iterable[Quad], seen: Seen
) -> bool:
    """Whether half of all things lie below it, or it names half of the others as parts."""
    base = base_of(head.value)
    if base and 2 * seen.below(base) >= seen.spaces.total():
        return True
    return _names_parts(head, heads, about)


def _names_parts(
    head: NamedNode, heads: Sequence[NamedNode], about: Iterable[Quad]
) -> bool:
    """Whether it names half of the others as its parts."""
    named = {
        quad.object
        for quad in about
        if quad.subject == head and quad.predicate in _PARTS
    }
    others = {*heads} - {head}
    return 2 * len(named & others) >= len(others)


def are_spread(heads: Iterable[NamedNode], quads: Together) -> bool:
    """Whether several files each tell of one."""
    files = (Together([part]).about({*heads}) for part in quads.parts)
    return sum(any(True for _ in said) for said in files) > 1
