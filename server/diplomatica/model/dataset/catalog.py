"""What a dataset says of itself, as far as the code needs to know it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from diplomatica.model.dataset.citation import (
    bibtex,
    citation,
    is_address,
    with_full_stop,
)
from diplomatica.model.iris import Iris, Term

_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?=T|$)")


@dataclass(frozen=True)
class Catalog:
    """The description of a dataset: its IRI, its base, and which state this is."""

    dataset: str
    base: str
    version: str
    issued: str
    """The day of this release, which is not always that of the first one."""

    title: str
    name: str
    license: str
    rights: str = field(default="", kw_only=True)
    """What is stated of its use in words, where no licence with an address is."""

    creators: tuple[str, ...] = field(default=(), kw_only=True)
    spaces: tuple[str, ...] = field(default=(), kw_only=True)
    """What IRIs of the dataset begin with besides; each is read at its own path."""

    known_as: str = field(default="", kw_only=True)
    """The address by which data that was brought names itself, as a DOI."""

    of_files: bool = field(default=False, kw_only=True)
    """Whether nobody states a version: it is drawn from what the files say, then."""

    is_drawn: bool = field(default=False, kw_only=True)
    """Whether it was drawn from files that bring none: their addresses are others' to keep."""

    is_unaddressed: bool = field(default=False, kw_only=True)
    """Whether its base was drawn from data that names itself nowhere: nobody serves it."""

    prefixes: Mapping[str, str] | None = field(default=None, kw_only=True)
    """The prefixes of the files of data without claims; None where claims are made."""

    terms: tuple[Term, ...] = field(default=(), kw_only=True)
    """What contexts of JSON-LD call kinds and properties that are known by a code."""

    @property
    def iris(self) -> Iris:
        """The IRIs of the dataset."""
        known = self.prefixes
        prefixes = None if known is None else tuple(sorted(known.items()))
        # as a manifest has them, they are lists
        terms = tuple((iri, word, file) for iri, word, file in self.terms)
        return Iris(self.base, prefixes, terms)

    @property
    def edition(self) -> str:
        """The version, or in words that nobody states one."""
        return (
            f"made from the files ({self.version})" if self.of_files else self.version
        )

    @property
    def called(self) -> str:
        """The title, with the version where somebody states one."""
        return self.title if self.of_files else f"{self.title} {self.version}"

    @property
    def remark(self) -> str:
        """What a citation adds to the version."""
        return ""

    @property
    def cited_as(self) -> str:
        """The address by which the dataset is cited, wherever it is served."""
        return self.known_as or self.dataset

    @property
    def citation(self) -> str:
        """The line by which a reader cites the dataset."""
        return self.cited_at(self._address)

    @property
    def authors(self) -> list[str]:
        """The creators that have a name: an address is nobody whom a citation could name."""
        return [one for one in self.creators if not is_address(one)]

    @property
    def _address(self) -> str:
        """Where it is to be had, "" where nobody knows that."""
        return "" if self.is_unaddressed else self.cited_as

    def cited_at(self, address: str) -> str:
        """The citation with the address at which just this release is read.

        What names itself is cited so, whoever serves it.
        """
        edition = f"{self.edition}{self.remark}"
        told = self.authors, self.title, edition, self.issued
        return citation(*told, self.known_as or address)

    def citation_of(self, name: str, address: str) -> str:
        """The line by which a reader cites one thing that it tells of."""
        edition = f"{self.edition}{self.remark}"
        told = self.authors, self.title, edition, self.issued
        return f"{with_full_stop(name)} In: {citation(*told, address)}"

    def bibtex(self, address: str = "") -> str:
        """The citation as an entry of BibTeX, of the dataset or of what is at an address."""
        version = f"{self.version}{self.remark}"
        told = self.authors, self.title, version, self.issued
        return bibtex(
            f"{self.name}-{self.version}",
            *told,
            self.known_as or address or self._address,
        )


def day_of_release(issued: str, modified: Iterable[str], own: Iterable[str]) -> str:
    """The day of a release: its own, where one is stated.

    Else that on which the dataset was modified (dcterms:modified) where it is later than
    that on which the dataset was first issued (dcterms:issued).
    """
    stated = sorted(own)
    if stated:
        return stated[-1]
    if issued and not _DAY.match(issued):
        return issued  # and whoever reads the catalog is told that it is no day
    days = (match[0] for match in map(_DAY.match, modified) if match)
    return max([issued, *days])
