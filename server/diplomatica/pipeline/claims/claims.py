"""The claims of all articles: what is noted of their files, and those that are asked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from diplomatica.model.iris import Iris
from diplomatica.pipeline.claims.authorship import Authorship
from diplomatica.pipeline.claims.claim import Claim, claims_of
from diplomatica.pipeline.claims.claimfile import ClaimFile, Noted
from diplomatica.pipeline.files.source import Source
from diplomatica.pipeline.storing.kept import kept_texts
from diplomatica.pipeline.storing.stored import Quads


@dataclass
class Claims(Mapping[str, list[Claim]]):
    """The claims of each article, which are read whenever they are asked for.

    What they state lies on disk: neither grows memory with the articles.
    """

    iris: Iris
    authorship: Authorship
    """Who wrote those that do not say so."""
    files: dict[str, ClaimFile] = field(default_factory=dict)
    noted: dict[str, Noted] = field(default_factory=dict)
    """What is noted of each file, but for its facts."""
    facts: Quads | None = None
    """What all of them state, each in its graph."""

    def take(self, noted: Iterable[tuple[ClaimFile, Noted]]) -> None:
        """Take up files, with what is noted of each."""
        self.facts = kept_texts(self._facts(noted))

    def _facts(self, noted: Iterable[tuple[ClaimFile, Noted]]) -> Iterator[str]:
        for file, one in noted:
            self.files[file.slug] = file
            self.noted[file.slug] = replace(one, facts="")
            yield one.facts

    def __getitem__(self, slug: str) -> list[Claim]:
        """The claims of an article, signed."""
        claims, _ = claims_of(self.files[slug].source, slug, self.iris)
        self.authorship.sign(claims)
        return claims

    def __contains__(self, slug: object) -> bool:
        """Whether an article has a file of claims, which is not read for that."""
        return slug in self.files

    def __iter__(self) -> Iterator[str]:
        """The names of the articles that have a file of claims."""
        return iter(self.files)

    def __len__(self) -> int:
        """How many of them there are."""
        return len(self.files)

    @property
    def named(self) -> Iterator[NamedNode]:
        """The claims of all articles by their names alone."""
        return (NamedNode(iri) for one in self.noted.values() for iri in one.claims)

    @property
    def first_told(self) -> dict[str, str]:
        """The article that is the first to speak of a thing, and that of each claim."""
        told: dict[str, str] = {}
        for slug, one in self.noted.items():
            for iri in chain(one.claims, one.spoken):
                told.setdefault(iri, slug)
        return told

    @property
    def sources(self) -> Iterator[Source]:
        """What each file says, and where."""
        return (file.source for file in self.files.values())

    def source_of(self, block: str) -> Source | None:
        """The first file with a block of this name."""
        slugs = (slug for slug, one in self.noted.items() if block in one.blocks)
        slug = next(slugs, None)
        return None if slug is None else self.files[slug].source

    @property
    def said_in(self) -> list[Quad]:
        """In what remark each claim was said, as the records of the articles tell it."""
        lines = "".join(one.said_in for one in self.noted.values())
        return list(parse(lines, format=RdfFormat.N_QUADS, lenient=True))
