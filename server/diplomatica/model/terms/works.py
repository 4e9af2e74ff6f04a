"""The properties between works, their expressions, the files of these, and single copies.

What is realized, embodied or exemplified is found by the work that it is of (IFLA LRM).
"""

import re

from diplomatica.model.dataset.naming import REALIZED, REALIZING
from diplomatica.model.terms.wording import local_name
from diplomatica.model.vocabulary import SCHEMAS

_ELI = "http://data.europa.eu/eli/ontology#"
_FRBR = "http://purl.org/vocab/frbr/core#"
_FRBRER = "http://iflastandards.info/ns/fr/frbr/frbrer/"
_FRBROO = "http://iflastandards.info/ns/fr/frbr/frbroo/"
_LRMOO = ("http://www.cidoc-crm.org/lrmoo/", "http://iflastandards.info/ns/lrm/lrmoo/")
_BIBFRAME = "http://id.loc.gov/ontologies/bibframe/"
_CDM = "http://publications.europa.eu/ontology/cdm#"
_RDA = "http://rdaregistry.info/Elements/"
_RICO = "https://www.ica.org/standards/RiC/ontology#"

LEADING_DOWN = frozenset(
    (
        *REALIZED,
        *(f"{_ELI}{name}" for name in ("is_embodied_by", "is_exemplified_by")),
        *(f"{_FRBR}{name}" for name in ("embodiment", "exemplar")),
        *(f"{_FRBRER}{name}" for name in ("P2003", "P2005")),
        *(f"{space}R4i_is_embodied_in" for space in _LRMOO),
        *(f"{space}R7i_is_exemplified_by" for space in _LRMOO),
        f"{_FRBROO}R4_carriers_provided_by",
        f"{_BIBFRAME}hasItem",
        f"{_CDM}work_has_expression",
        f"{_CDM}expression_manifested_by_manifestation",
        *(f"{_RDA}{name}" for name in ("e/P20059", "m/P30103")),
        f"{_RICO}hasOrHadInstantiation",
        *(schema("workExample").value for schema in SCHEMAS),
    )
)
"""From a work to its expressions, from these to files, from files to copies."""
LEADING_UP = frozenset(
    (
        *REALIZING,
        *(f"{_ELI}{name}" for name in ("embodies", "exemplifies")),
        *(f"{_FRBR}{name}" for name in ("embodimentOf", "exemplarOf")),
        *(f"{_FRBRER}{name}" for name in ("P2004", "P2006")),
        *(f"{space}R4_embodies" for space in _LRMOO),
        *(f"{space}R7_exemplifies" for space in _LRMOO),
        f"{_FRBROO}R4i_comprises_carriers_of",
        f"{_BIBFRAME}itemOf",
        f"{_CDM}expression_belongs_to_work",
        f"{_CDM}manifestation_manifests_expression",
        f"{_CDM}item_belongs_to_manifestation",
        *(f"{_RDA}{name}" for name in ("m/P30139", "i/P40049")),
        f"{_RICO}isOrWasInstantiationOf",
        *(schema("exampleOfWork").value for schema in SCHEMAS),
    )
)
"""The way back."""
# Of a page, a record or a note: what it is about; and the way back.
_ABOUT = re.compile(
    r"(P\d+_)?((is_?)?about|primaryTopic|mainEntity|documents|describes)", re.IGNORECASE
)
_TOLD_IN = re.compile(
    r"(P\d+i_)?(isPrimaryTopicOf|mainEntityOfPage|(is)?subjectOf|"
    r"is_?(documented|described)_?(in|by)|page)",
    re.IGNORECASE,
)


def says_about(by: str) -> bool:
    """Whether a property leads from a document to what it tells of."""
    return bool(_ABOUT.fullmatch(local_name(by)))


def says_told_in(by: str) -> bool:
    """Whether a property leads from something to a document that tells of it."""
    return bool(_TOLD_IN.fullmatch(local_name(by)))
