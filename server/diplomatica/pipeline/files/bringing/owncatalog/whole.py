"""What stands for the whole of files: an ontology, a scheme, a dataset that they describe."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, product

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from diplomatica.model.characters import is_blank
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import (
    DCAT,
    LICENCES,
    OWL,
    RDF,
    SCHEMAS,
    VOID,
)
from diplomatica.pipeline.files.bringing.owncatalog.belonging import (
    holder_of_all,
    holder_of_most,
)
from diplomatica.pipeline.files.bringing.owncatalog.calling import TITLES
from diplomatica.pipeline.files.bringing.owncatalog.heads import (
    are_spread,
    heads_of,
    held_by_none,
    holders_of,
    holds_most,
    is_but_one,
    likeliest,
    reached_from,
)
from diplomatica.pipeline.files.bringing.owncatalog.seen import (
    Seen,
    base_of,
    is_address,
)
from diplomatica.pipeline.storing.kept import Together

_COUNTED = (VOID("triples"),)
"""What is said of datasets alone."""
_DISTRIBUTIONS = frozenset(
    (DCAT("distribution"), *(schema("distribution") for schema in SCHEMAS))
)
_OF_DOCUMENT = 2_000
"""The most triples of what is looked through for the one thing that it is about."""
_NEARLY_ALL, _FEW = 0.95, 0.25
_VALUES_LOOKED_AT = 1_000


@dataclass(frozen=True)
class Whole:
    """What stands for the whole, and what is said of it."""

    head: NamedNode | None = None
    said: list[Quad] = field(default_factory=list)
    of_document: list[Quad] = field(default_factory=list)
    """What is said of the document that the head is a part of."""
    parts: Sequence[NamedNode] = ()
    """What stands for a part each, where nothing stands for all."""
    of_parts: list[Quad] = field(default_factory=list)
    """What is said of these."""
    is_named_by_parts: bool = False
    """Whether only its parts tell that it is there, and none its IRI."""
    is_typed: bool = False
    """Whether a kind says that the head is a whole."""

    @property
    def typed(self) -> NamedNode | None:
        """The head, where a kind says that it is a whole."""
        return self.head if self.is_typed else None

    @property
    def told(self) -> tuple[list[Quad], list[Quad]]:
        """What is said of it, and then of its document, which may have the licence."""
        return self.said, self.of_document

    @property
    def texts(self) -> list[list[Quad]]:
        """The texts among what is said of it: what has an IRI is none to read, nor a blank."""
        return [[one for one in said if _is_read(one.object)] for said in self.told]

    def translations(self, terms: Iterable[NamedNode]) -> list[Literal]:
        """A text for each language, where the first of these that says anything has some.

        None where another has no language: then which it is said in is not known of all.
        """
        for said, term in product(self.texts, terms):
            texts = [one.object for one in said if one.predicate == term]
            tagged = [one for one in texts if isinstance(one, Literal) and one.language]
            by_tag = {one.language: one for one in sorted(tagged, key=str)[::-1]}
            if texts:
                is_told = len(by_tag) > 1 or len(tagged) == len(texts)
                return list(by_tag.values()) if is_told else []
        return []

    @property
    def name(self) -> str:
        """What the catalog is drawn from, in words."""
        if self.parts:
            return f"all {len(self.parts)} of them"
        if self.is_named_by_parts:
            return "what its things say they are in"
        return str(self.head) if self.head else "the dataset, which has no IRI"


def _is_read(term: object) -> bool:
    return isinstance(term, Literal) and not is_blank(term.value)


def find_whole(quads: Together, seen: Seen) -> Whole:
    """Find what stands for all of these quads, one part of which is from each file."""
    heads = heads_of(seen)
    holders = holders_of(heads, quads)
    known = {*heads, *chain.from_iterable(holders.values())}
    documents = [NamedNode(_document(one)) for one in known]
    about = list(quads.about({*known, *documents}))
    ontologies = seen.of_kind.get(OWL("Ontology"), [])
    head = likeliest(held_by_none(heads, holders, about), about, ontologies)
    holds = head is not None and holds_most(head, heads, about, seen)
    is_alike = len(heads) > 1 and (head is None or is_but_one(head, heads, about, seen))
    if is_alike and (found := _holding_all(heads, quads)):
        return found
    if (is_alike or not holds) and are_spread(heads, quads):
        return Whole(said=_shared(about, heads), parts=heads, of_parts=about)
    if head and not is_alike:
        return _whole(head, about, is_typed=True)
    found = _untyped(quads, seen)
    return replace(found, is_typed=found.head in heads)


def _holding_all(heads: Sequence[NamedNode], quads: Together) -> Whole | None:
    """What all of these say they are in, where that has a title."""
    about = holder_of_all(heads, quads)
    head = _titled(about)
    return _whole(head, about, is_typed=True) if head else _without_iri(about)


def _without_iri(said: Sequence[Quad]) -> Whole | None:
    """The whole without an IRI of which this is said; else None."""
    is_nameless = bool(said) and isinstance(said[0].subject, BlankNode)
    return Whole(said=[*said], is_named_by_parts=True) if is_nameless else None


def _untyped(quads: Together, seen: Seen) -> Whole:
    """What has a title, and lies where most things do, or is told of as a dataset is."""
    if said := _nameless(quads, seen):
        return Whole(said=said)
    about = list(quads.about(_around(seen)))
    head = _titled(about)
    if not head:
        about = holder_of_most(seen.spaces.total(), quads)
        head = _titled(about)
        if found := _without_iri(about):
            return found
    if not head:
        about = list(quads.about(_told_as_datasets(quads)))
        head = _only_titled(about)
    if not head:
        about = list(islice(quads, _OF_DOCUMENT + 1))
        head = _root(about) if len(about) <= _OF_DOCUMENT else None
    return _whole(head, about, is_typed=False) if head else Whole()


def _nameless(quads: Together, seen: Seen) -> list[Quad]:
    """What is said of the one dataset that has a title, and no IRI: nothing leads to it."""
    if len(seen.nameless) != 1:
        return []
    (this,) = seen.nameless
    said = list(quads.about({this}))
    is_titled = any(quad.predicate in TITLES for quad in said)
    mark = f" {this} ".encode()
    is_led_to = any(mark in piece for piece in quads.pieces())
    return said if is_titled and not is_led_to else []


def _told_as_datasets(quads: Together) -> set[NamedNode]:
    """What tells how many triples it has, else what has a licence."""
    for terms in (_COUNTED, LICENCES):
        found = {quad.subject for quad in quads.saying(*terms)}
        if named := {one for one in found if isinstance(one, NamedNode)}:
            return named
    return set()


def _only_titled(about: Sequence[Quad]) -> NamedNode | None:
    """The only one that has a title and no kind: a photo with a licence is no whole."""
    typed = {quad.subject for quad in about if quad.predicate == RDF("type")}
    titled = {quad.subject for quad in about if quad.predicate in TITLES} - typed
    return _titled(
        quad for quad in about if len(titled) == 1 and quad.subject in titled
    )


def agreed_values(
    quads: Together, properties: Iterable[NamedNode], things: int
) -> tuple[list[NamedNode | Literal], int]:
    """What nearly all things state that state any of this, and how many these are.

    Of many different values none is of all, and what few of all `things` state is theirs.
    """
    counts, stating = Counter[object](), set[int]()
    for quad in quads.saying(*properties):
        counts[quad.object] += 1
        # Of subjects no more is kept than tells them apart.
        stating.add(hash(quad.subject))
        if len(counts) > _VALUES_LOOKED_AT:
            return [], 0
    if len(stating) < max(2, _FEW * things):
        return [], 0
    enough = _NEARLY_ALL * len(stating)
    most = [one for one, count in counts.most_common() if count >= enough]
    return [one for one in most if isinstance(one, NamedNode | Literal)], len(stating)


def licence_of_distributions(told: Iterable[Iterable[Quad]], quads: Together) -> str:
    """The address of the licence that each distribution of the whole states; "" for none."""
    said = chain.from_iterable(told)
    parts = {quad.object for quad in said if quad.predicate in _DISTRIBUTIONS}
    stated: dict[object, set[object]] = defaultdict(set)
    for quad in quads.about(parts):
        if quad.predicate in LICENCES:
            stated[quad.subject].add(quad.object)
    licences = set().union(*stated.values())
    only = next(iter(licences)) if len(licences) == 1 else None
    is_of_all = len(stated) == len(parts)
    if not isinstance(only, NamedNode) or not is_of_all:
        return ""
    return only.value if is_address(only.value) else ""


def _root(quads: Sequence[Quad]) -> NamedNode | None:
    """The one thing of a document that all others in it hang on, if it has a title."""
    leading: dict[object, set[NamedNode]] = defaultdict(set)
    subjects = {quad.subject for quad in quads}
    for quad in quads:
        if quad.object in subjects and quad.object != quad.subject:
            leading[quad.subject].add(quad.object)  # type: ignore[arg-type]
    roots = subjects - set().union(*leading.values())
    if len(roots) != 1:
        return None
    head = _titled(quad for quad in quads if quad.subject in roots)
    if not head:
        return None
    holds_all = reached_from(head, leading) | roots == subjects
    return head if holds_all else None


def _whole(head: NamedNode, about: Iterable[Quad], *, is_typed: bool) -> Whole:
    known, document = list(about), _document(head)
    said = [quad for quad in known if quad.subject == head]
    of_document = [quad for quad in known if text_of(quad.subject) == document]
    return Whole(head, said, of_document, is_typed=is_typed)


def _document(head: NamedNode) -> str:
    return head.value.partition("#")[0]


def _around(seen: Seen) -> set[NamedNode]:
    """What most IRIs lie below, with and without the mark at its end."""
    spaces = (space for space, _ in seen.spaces.most_common(1))
    bases = [space for space in spaces if space and base_of(space) == space]
    return {NamedNode(one) for base in bases for one in (base, base[:-1])}


def _shared(about: Iterable[Quad], parts: Sequence[NamedNode]) -> list[Quad]:
    """What is said of each of some parts alike, as said of the first of them."""
    said: dict[tuple[object, object], set[object]] = defaultdict(set)
    known = list(about)
    for quad in known:
        said[quad.predicate, quad.object].add(quad.subject)
    return [
        quad
        for quad in known
        if quad.subject == parts[0]
        and said[quad.predicate, quad.object].issuperset(parts)
    ]


def _titled(about: Iterable[Quad]) -> NamedNode | None:
    """What has a title of its own, of what no kind says that it is the whole."""
    titled = (
        quad.subject
        for quad in about
        if quad.predicate in TITLES and _is_read(quad.object)
    )
    return next((one for one in titled if isinstance(one, NamedNode)), None)
