"""Kinds and properties by which data keeps its books: nobody looks for what they hold.

An identifier, a name that is a thing of its own, the span in which something was: each of
these only says something of another thing.
"""

import re

from diplomatica.model.dataset.profile import GEOMETRIES
from diplomatica.model.terms.wording import local_name
from diplomatica.model.vocabulary import LABELLING

_ALWAYS = re.compile(
    r"[\w-]*(Identifier|Appellation|Time[-_]?Span|PropertyValue|QuantitativeValue|"
    r"ListItem|CollectionItem|DateTimeDescription|DurationDescription)"
)
# An address is a thing as any other in a register of addresses.
_MAY = re.compile(
    r"([\w-]*[a-z_])?(Address|ContactPoint|Coordinates|Dimension|Duration|Extent|"
    r"Geometry|Instant|Interval|Measurement|Quantity)|"
    r"(E\d+_)?(Date|DateRange|Name|Note|Title)"
)
# What tells of a description and not of what is described.
_OF_RECORDS = re.compile(
    r"(date|last)?_?(modified|changed|updated)(On|Date)?|(access)?_?rights(Holder)?|"
    r"licen[cs]e|seeAlso|isDefinedBy|inScheme|versionInfo|provenance|isReferencedBy|"
    r"wasGeneratedBy|generatedAtTime|(change|history|editorial)Note|creation_date",
    re.IGNORECASE,
)
_KNOWN = frozenset((*GEOMETRIES, *(kind.value for kind in LABELLING)))


def keeps_books(kind: str) -> bool:
    """Whether all of a kind only say something of others, whatever leads to them."""
    return kind in _KNOWN or bool(_ALWAYS.fullmatch(local_name(kind)))


def may_keep_books(kind: str) -> bool:
    """Whether those of a kind do so that hang on another thing each."""
    return bool(_MAY.fullmatch(local_name(kind)))


def tells_of_record(by: str) -> bool:
    """Whether a property says something of a description, as when it was changed."""
    return bool(_OF_RECORDS.fullmatch(local_name(by)))
