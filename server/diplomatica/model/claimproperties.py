"""The one table of the properties of a claim: who gives each, and who tells of it.

A new property is a row here and a term in the ontology. What editors write of it stands
in the record of the article as they wrote it, and from there in all that is published.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from diplomatica.model.text.phrase import Phrase
from diplomatica.model.vocabulary import DCTERMS, DIP, PAV, RDF, RDFS, SKOS


@dataclass(frozen=True)
class ClaimProperty:
    """A property whose subject is a claim itself, and not what the claim states."""

    iri: NamedNode
    is_written: bool = False
    """Whether editors write it inside the block of a claim; the others the build finds."""
    is_link: bool = False
    """Whether its values are IRIs; those of the others are texts."""
    is_quoted: bool = False
    """Whether its values are words of the article, which are in no language but its own."""
    is_copied: bool = True
    """Whether the record has it as it is written; of the others the build makes more."""
    is_on_card: bool = False
    """Whether the default graph repeats it from the record; so it does where it has `words`."""
    is_shared: bool = False
    """Whether a derivation has the values that its premises have."""
    is_told: bool = False
    """Whether a page has a place of its own for it; others stand in a list on the claim's."""
    words: Phrase | None = None
    """In what words pages tell a value, as “{value}”, wherever they quote the claim."""
    column: str = ""
    """The column of the table of claims, such as “tone string*: in what tone it is said”.

    Where there is none, the query of the table may ask for the property itself.
    """


class ClaimProperties:
    """The rows of the table, and which of them somebody asks for."""

    def __init__(self, *rows: ClaimProperty) -> None:
        """Take the rows in the order in which they are told."""
        self.rows = rows

    def _where(self, holds: Callable[[ClaimProperty], object]) -> tuple[NamedNode, ...]:
        return tuple(row.iri for row in self.rows if holds(row))

    @cached_property
    def all(self) -> tuple[NamedNode, ...]:
        """All of them."""
        return self._where(lambda row: True)

    @cached_property
    def written(self) -> tuple[NamedNode, ...]:
        """Those that editors write inside the block of a claim."""
        return self._where(lambda row: row.is_written)

    @cached_property
    def links(self) -> tuple[NamedNode, ...]:
        """Those whose values are IRIs."""
        return self._where(lambda row: row.is_link)

    @cached_property
    def quoted(self) -> tuple[NamedNode, ...]:
        """Those whose values are words of the article."""
        return self._where(lambda row: row.is_quoted)

    @cached_property
    def copied(self) -> tuple[NamedNode, ...]:
        """Those that the record has as editors write them."""
        return self._where(lambda row: row.is_written and row.is_copied)

    @cached_property
    def on_card(self) -> tuple[NamedNode, ...]:
        """What the default graph repeats of a record.

        Places and mentions would swamp the facts.
        """
        return self._where(lambda row: row.is_on_card or row.words)

    @cached_property
    def told(self) -> tuple[NamedNode, ...]:
        """Those that pages tell elsewhere than in the list on the page of a claim."""
        return self._where(lambda row: row.is_told or row.words)

    @cached_property
    def shared(self) -> tuple[NamedNode, ...]:
        """Those of which a derivation has the values of its premises."""
        return self._where(lambda row: row.is_shared)

    def in_words(self) -> Iterator[tuple[NamedNode, Phrase]]:
        """Those that pages tell in the words of their row, with these."""
        return ((row.iri, row.words) for row in self.rows if row.words)

    def columns(self) -> Iterator[tuple[NamedNode, str]]:
        """Those that have a column of the table of claims, with its description."""
        return ((row.iri, row.column) for row in self.rows if row.column)


AUTHORSHIP = {
    DCTERMS("creator"): True,
    DCTERMS("created"): False,
    PAV("curatedBy"): True,
    PAV("curatedOn"): False,
}
"""Who wrote and who checked a claim, and when; notes and links say it alike.

Each with whether its values are IRIs.
"""

OF_CLAIMS = ClaimProperties(
    ClaimProperty(RDF("type"), is_link=True, is_on_card=True),
    ClaimProperty(
        DIP("quote"),
        is_written=True,
        is_quoted=True,
        is_copied=False,
        is_on_card=True,
        is_told=True,
    ),
    ClaimProperty(
        DIP("voice"),
        is_written=True,
        is_copied=False,
        is_link=True,
        is_on_card=True,
        is_told=True,
        is_shared=True,
    ),
    ClaimProperty(
        DIP("perhapsVoice"),
        is_written=True,
        is_link=True,
        is_on_card=True,
        is_told=True,
        is_shared=True,
    ),
    ClaimProperty(
        DIP("article"), is_link=True, is_on_card=True, is_told=True, is_shared=True
    ),
    ClaimProperty(DIP("prefix"), is_written=True, is_quoted=True, is_copied=False),
    ClaimProperty(DIP("suffix"), is_written=True, is_quoted=True, is_copied=False),
    ClaimProperty(
        DIP("saidIn"),
        is_written=True,
        is_link=True,
        is_on_card=True,
        is_told=True,
    ),
    ClaimProperty(DIP("contentOf"), is_written=True, is_link=True, is_copied=False),
    ClaimProperty(
        DIP("contextQuote"),
        is_written=True,
        is_quoted=True,
        is_copied=False,
        words=Phrase("next to “{value}”"),
    ),
    ClaimProperty(RDFS("comment"), is_written=True),
    ClaimProperty(SKOS("changeNote"), is_written=True, is_on_card=True, is_told=True),
    *(
        ClaimProperty(
            one,
            is_written=True,
            is_link=is_link,
            is_on_card=True,
            is_told=True,
        )
        for one, is_link in AUTHORSHIP.items()
    ),
)

VOICES = {DIP("voice"), DIP("perhapsVoice")}
"""Who tells what a reason holds, and who else may."""
