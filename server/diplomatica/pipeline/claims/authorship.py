"""Who wrote and who checked claims, notes and links, where the catalog says it of all.

What the catalog says of an address that ends with a slash, such as `…/note/` or
`…/claim/NAME/`, holds for each of those below that says nothing else; no clock is asked.
"""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.model.claimproperties import AUTHORSHIP
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in
from diplomatica.model.vocabulary import DCTERMS, PAV
from diplomatica.pipeline.claims.claim import Claim

_OF = ("claim", "note", "link")
_CREATOR, _AUTHORED = DCTERMS("creator"), PAV("authoredBy")


class Authorship:
    """What holds of claims, notes and links that say nothing of it themselves."""

    def __init__(self, catalog: Iterable[Quad], iris: Iris) -> None:
        """`catalog` holds what the catalog says."""
        self._below: dict[str, list[Triple]] = {}
        for quad in catalog:
            this = quad.subject
            if not isinstance(this, NamedNode) or quad.predicate not in AUTHORSHIP:
                continue
            if iris.kind(this.value) in _OF and this.value.endswith("/"):
                self._below.setdefault(this.value, []).append(quad.triple)

    def __repr__(self) -> str:
        """All that it knows, in an order that no run changes."""
        below = [
            (above, list(map(str, triples))) for above, triples in self._below.items()
        ]
        return f"Authorship({sorted(below)})"

    def within(self, address: str) -> "Authorship":
        """What of it may hold of what is below an address."""
        part = Authorship((), Iris(""))
        for above, triples in self._below.items():
            if above.startswith(address) or address.startswith(above):
                part._below[above] = triples
        return part

    def sign(self, claims: Iterable[Claim]) -> None:
        """Add to claims who wrote and checked them and when, where they do not say."""
        for claim in claims:
            claim.about += self._missing(claim.iri, claim.about)

    def signed(self, about: Sequence[Quad]) -> list[Quad]:
        """What is said of notes and links, with who wrote and checked those that do not say."""
        by_reason: dict[NamedNode, list[Triple]] = {}
        for quad in about:
            if isinstance(quad.subject, NamedNode):
                by_reason.setdefault(quad.subject, []).append(quad.triple)
        quads = [*about]
        for this, triples in by_reason.items():
            quads += stated_in(this, self._missing(this, triples))
        return quads

    def _missing(self, this: NamedNode, triples: Iterable[Triple]) -> Iterator[Triple]:
        """What the nearest address above states, and this does not state itself."""
        stated = {triple.predicate for triple in triples}
        # who made a link is its creator, too
        stated |= {_CREATOR} if _AUTHORED in stated else set()
        for triple in self._inherited(this.value):
            if triple.predicate not in stated:
                yield Triple(this, triple.predicate, triple.object)

    def _inherited(self, iri: str) -> list[Triple]:
        """What is said of the nearest address that an IRI is below."""
        above = iri
        while above.count("/") > 3 and self._below:
            above = above[: above.rstrip("/").rfind("/") + 1]
            if above in self._below:
                return self._below[above]
        return []
