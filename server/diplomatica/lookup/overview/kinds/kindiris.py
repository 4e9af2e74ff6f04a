"""What the IRI of a kind tells of it."""

from diplomatica.model.terms.bookkeeping import CONTAINERS
from diplomatica.model.vocabulary import LANGUAGES


def is_made_of_others(iri: str) -> bool:
    """Whether a tool made an IRI of others, for an expression without a name."""
    return "://" in iri.partition("://")[2]


def is_of_terms(iri: str) -> bool:
    """Whether a term is of the languages of vocabularies."""
    return iri.startswith(LANGUAGES) and iri not in CONTAINERS
