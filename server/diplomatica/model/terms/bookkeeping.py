"""Kinds and properties by which data keeps its books: nobody looks for what they hold.

An identifier, a name that is a thing of its own, the span in which something was: each of
these only says something of another thing.
"""

import re

from diplomatica.model.dataset.profile import GEOMETRIES
from diplomatica.model.terms.wording import local_name
from diplomatica.model.vocabulary import LABELLING, RDF

_ALWAYS = re.compile(
    r"[\w-]*(Identifier|Appellation|AgentName|PlaceName|Time[-_]?Span|PropertyValue|QuantitativeValue|"
    r"ListItem|CollectionItem|DateTimeDescription|DurationDescription)"
)
# An address is a thing as any other in a register of addresses.
_MAY = re.compile(
    r"([\w-]*[a-z_])?(Address|ContactPoint|Coordinates|Dimension|Duration|Extent|"
    r"Geometry|Instant|Interval|Measurement|Quantity)|"
    r"(E\d+_)?(Date|DateRange|Name|Note|Title)|"
    r"ImageObject|MediaObject|WebResource|D1_Digital_Object"
)
# What tells of a description and not of what is described.
_OF_RECORDS = re.compile(
    r"(date|last)?_?(modified|changed|updated)(On|Date)?|(access)?_?rights(Holder)?|"
    r"licen[cs]e|seeAlso|isDefinedBy|inScheme|versionInfo|provenance|isReferencedBy|"
    r"wasGeneratedBy|generatedAtTime|(change|history|editorial)Note|creation_date",
    re.IGNORECASE,
)
# What is noted at things, and how their pictures are made (Web Annotation, Exif, IIIF).
_AT_THINGS = (
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/2003/12/exif/ns#",
    "http://iiif.io/api/image/",
)
# The kinds of geometries of Simple Features and of GML, whatever else is put there.
_OF_GEOMETRIES = (
    "http://www.opengis.net/ont/sf#",
    "http://www.opengis.net/ont/gml#",
)
# A figure is of what was counted, and the rest tells in which columns it stands.
_CUBE = "http://purl.org/linked-data/cube#"
_OF_CUBES = frozenset(
    f"{_CUBE}{name}"
    for name in (
        "Observation",
        "ObservationGroup",
        "Slice",
        "SliceKey",
        "ComponentSet",
        "ComponentSpecification",
        "DataStructureDefinition",
    )
)
CUBE = f"{_CUBE}DataSet"
"""What figures are told to be parts of (RDF Data Cube)."""
CONTAINERS = frozenset(RDF(name).value for name in ("Seq", "Bag", "Alt"))
"""What only puts others in a row (RDF Schema, section 5.1)."""
_KNOWN = frozenset((*GEOMETRIES, *CONTAINERS, *(kind.value for kind in LABELLING)))


def keeps_books(kind: str) -> bool:
    """Whether all of a kind only say something of others, whatever leads to them."""
    is_known = kind in _KNOWN or kind.startswith(_OF_GEOMETRIES)
    return is_known or bool(_ALWAYS.fullmatch(local_name(kind)))


def may_keep_books(kind: str) -> bool:
    """Whether those of a kind do so that hang on another thing each."""
    return bool(_MAY.fullmatch(local_name(kind)))


def stands_at_others(kind: str) -> bool:
    """Whether those of a kind are notes at other things, or figures of them."""
    return kind in _OF_CUBES or kind.startswith(_AT_THINGS)


def tells_of_record(by: str) -> bool:
    """Whether a property says something of a description, as when it was changed."""
    return bool(_OF_RECORDS.fullmatch(local_name(by)))
