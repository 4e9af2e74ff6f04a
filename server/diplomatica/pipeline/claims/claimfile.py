"""A file of claims, and what is noted of it, so that memory need not hold the claims.

What is noted follows from the file alone. So files are read side by side, and again only
where one changed.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in
from diplomatica.model.vocabulary import DIP, RDF
from diplomatica.pipeline.claims.claim import Claim, claims_of, outside
from diplomatica.pipeline.files.illtyped import ill_typed
from diplomatica.pipeline.files.source import Source, from_text, text_of_file
from diplomatica.pipeline.files.xmlforms import beyond_xml

_LEVEL = 1  # of packing: an article takes a millisecond, and a tenth of its bytes


@dataclass(frozen=True)
class ClaimFile:
    """The text of a file of claims, packed; what it says is read whenever somebody asks.

    Memory holds the files of all articles.
    """

    slug: str
    """The article of which it speaks."""
    name: str
    packed: bytes
    digest: str
    """The SHA-256 of all of it."""
    size: int
    """How many bytes it has."""
    unread: Fault | None = None
    """Why it could not be read."""

    @classmethod
    def at(cls, path: Path, name: str) -> "ClaimFile":
        """The file as it lies on disk."""
        text = text_of_file(path, name)
        unread = text if isinstance(text, Fault) else None
        data = b"" if isinstance(text, Fault) else text.encode()
        head = repr((path.stem, name, unread)).encode()
        digest = hashlib.sha256(head + data).hexdigest()
        packed = zlib.compress(data, _LEVEL)
        return cls(path.stem, name, packed, digest, len(data), unread)

    @property
    def source(self) -> Source:
        """What it says, and where."""
        if self.unread:
            return Source(self.name, faults=[self.unread])
        return from_text(zlib.decompress(self.packed).decode(), self.name, ".trig")


@dataclass(frozen=True)
class Packed:
    """Names as one text, in memory a third of what a set of them takes."""

    text: str

    @classmethod
    def of(cls, names: Iterable[str]) -> "Packed":
        """Pack them, each once. No IRI holds a line feed."""
        return cls("\n".join(sorted(set(names))))

    def __iter__(self) -> Iterator[str]:
        """Each of them."""
        return iter(self.text.split("\n") if self.text else ())


@dataclass(frozen=True)
class UndeclaredTerms:
    """Those terms of a file that may be declared nowhere, as they are written."""

    nodes: Packed
    """Terms of our own vocabulary, and things."""
    kinds: frozenset[str]
    properties: frozenset[str]


def terms_of(quads: Iterable[Quad], iris: Iris) -> UndeclaredTerms:
    """The terms of these quads."""
    nodes, kinds, properties = set[str](), set[str](), set[str]()
    for quad in quads:
        by = quad.predicate
        properties.add(str(by))
        if by == RDF("type"):
            kinds.add(str(quad.object))
        named = (quad.subject, by, quad.object)
        nodes.update(str(one) for one in named if _may_lack_declaration(one, iris))
    return UndeclaredTerms(Packed.of(nodes), frozenset(kinds), frozenset(properties))


def _may_lack_declaration(term: object, iris: Iris) -> bool:
    if not isinstance(term, NamedNode):
        return False
    return term.value.startswith(DIP) or iris.is_thing(term)


@dataclass(frozen=True)
class Noted:
    """What is known of a file of claims without reading it again."""

    was_parsed: bool
    form_faults: list[Fault]
    """Those that any file may have."""
    claim_faults: list[Fault]
    hints: list[Fault]
    head: list[Triple]
    """What it says of its article, outside of all claims."""
    claims: dict[str, int]
    """The IRI of each claim, with how many triples it states."""
    blocks: list[str]
    things: Packed
    """The IRIs of what its facts speak of, and of what its words are said to mean."""
    spoken: Packed
    """Those of its facts alone."""
    terms: UndeclaredTerms
    facts: str
    """What the claims state, as N-Quads."""
    said_in: str
    """In what remark each was said, as N-Quads."""


@dataclass(frozen=True)
class Noting:
    """Notes what files of claims say."""

    iris: Iris

    @property
    def name(self) -> str:
        """What it comes to follows from this, and from the files."""
        return f"files of claims {self.iris}"

    def __call__(self, files: Sequence[ClaimFile]) -> list[Noted]:
        """What is noted of each file."""
        return list(map(self._noted, files))

    def _noted(self, file: ClaimFile) -> Noted:
        """What the build needs of a file of claims, so that it need not be kept in memory."""
        source, iris = file.source, self.iris
        claims, faults = claims_of(source, file.slug, iris)
        head = [quad.triple for quad in outside(source)]
        spoken = frozenset(_iris(_spoken(claims)))
        called = (thing for claim in claims for thing in claim.called)
        return Noted(
            was_parsed=source.was_parsed,
            form_faults=[*source.faults, *beyond_xml(source)],
            claim_faults=[*faults, *_beside(head, source, file.slug, iris)],
            hints=list(ill_typed(source)),
            head=head,
            claims={claim.iri.value: len(set(claim.facts)) for claim in claims},
            blocks=[block.iri for block in source.blocks[1:]],
            things=Packed.of(chain(spoken, _iris(called))),
            spoken=Packed.of(spoken),
            terms=terms_of(source.quads, iris),
            facts=_text(_facts(claims, iris)),
            said_in=_text(_said_in(claims, file.slug, iris)),
        )


def _spoken(claims: list[Claim]) -> Iterator[object]:
    for claim in claims:
        for fact in claim.facts:
            yield fact.subject
            yield fact.object


def _iris(terms: Iterable[object]) -> Iterator[str]:
    return (term.value for term in terms if isinstance(term, NamedNode))


def _facts(claims: list[Claim], iris: Iris) -> Iterator[Quad]:
    for claim in claims:
        yield from stated_in(claim.iri, claim.stated(iris))


def _said_in(claims: list[Claim], slug: str, iris: Iris) -> Iterator[Quad]:
    record = iris("graph", "record", slug)
    for claim in claims:
        for remark in claim.nodes("saidIn"):
            yield Quad(claim.iri, DIP("saidIn"), remark, record)


def _text(quads: Iterable[Quad]) -> str:
    return "".join(f"{quad} .\n" for quad in quads)


def _beside(
    head: list[Triple], source: Source, slug: str, iris: Iris
) -> Iterator[Fault]:
    """Faults for what stands outside of all claims, and is not about the article."""
    this = iris("article", slug)
    for triple in head:
        if triple.subject != this:
            subject = str(triple.subject).strip("<>")
            message = f"speaks of {iris.short(subject)} outside of all claims"
            advice = f"there stands only what is about the article, {this.value}"
            yield source.fault("", message, advice, subject)
