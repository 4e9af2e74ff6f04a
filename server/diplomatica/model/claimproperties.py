"""The one table of the properties of a claim: who gives each, and who tells of it.

A new property is a row here and a term in the ontology. What editors write of it stands
in the record of the article as they wrote it, and from there in all that is published.
"""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.model.vocabulary import DCTERMS, DIP, PAV, RDF, RDFS, SKOS


@dataclass(frozen=True)
class ClaimProperty:
    """A property whose subject is a claim itself, and not what the claim states."""

    iri: NamedNode
    is_written: bool = False
    """Whether editors write it inside the block of a claim; the others the build finds."""
    is_link: bool = False
    """Whether its values are IRIs; those of the others are texts."""
    is_copied: bool = True
    """Whether the record has it as it is written; of the others the build makes more."""
    is_on_card: bool = False
    """Whether the default graph repeats it from the record."""
    is_shared: bool = False
    """Whether a derivation has the values that its premises have."""
    is_told: bool = False
    """Whether pages have words of their own for it; others stand in a list on the claim's."""


AUTHORSHIP = {
    DCTERMS("creator"): True,
    DCTERMS("created"): False,
    PAV("curatedBy"): True,
    PAV("curatedOn"): False,
}
"""Who wrote and who checked a claim, and when; notes and links say it alike.

Each with whether its values are IRIs.
"""

PROPERTIES = (
    ClaimProperty(RDF("type"), is_link=True, is_on_card=True),
    ClaimProperty(
        DIP("quote"), is_written=True, is_copied=False, is_on_card=True, is_told=True
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
    ClaimProperty(DIP("prefix"), is_written=True, is_copied=False),
    ClaimProperty(DIP("suffix"), is_written=True, is_copied=False),
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
        is_copied=False,
        is_on_card=True,
        is_told=True,
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

WRITTEN = tuple(one.iri for one in PROPERTIES if one.is_written)
LINKS = tuple(one.iri for one in PROPERTIES if one.is_link)
COPIED = tuple(one.iri for one in PROPERTIES if one.is_written and one.is_copied)
CARD = tuple(one.iri for one in PROPERTIES if one.is_on_card)
"""What the default graph repeats of a record: places and mentions would swamp the facts."""
TOLD = tuple(one.iri for one in PROPERTIES if one.is_told)
SHARED = tuple(one.iri for one in PROPERTIES if one.is_shared)
VOICES = {DIP("voice"), DIP("perhapsVoice")}
"""Who tells what a reason holds, and who else may."""
