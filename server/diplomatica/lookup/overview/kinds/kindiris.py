"""What IRIs tell of kinds: their own, and those of their things."""

import re
from collections.abc import Sequence

from pyoxigraph import NamedNode

from diplomatica.lookup.index.index import Index
from diplomatica.model.terms.bookkeeping import CONTAINERS
from diplomatica.model.terms.wording import local_name
from diplomatica.model.vocabulary import LANGUAGES, SCHEMAS

_WORDS = re.compile(r"[^\W\d_]{3,}([ .'-]+[^\W\d_]+)*")  # of a name; no code
_OF_SCHEMAS = frozenset(
    f"{space}{name}"
    for space in SCHEMAS
    for name in ("domainIncludes", "rangeIncludes", "inverseOf", "supersededBy")
)
_PAGE = re.compile("(About|Collection|Contact|FAQ|Item|Profile|QA|Web)Page")


def _is_made_of_others(iri: str) -> bool:
    """Whether a tool made an IRI of others, for an expression without a name."""
    return "://" in iri.partition("://")[2]


def stands_behind(iri: str, *, is_named: bool) -> bool:
    """Whether a kind is of pages of the web without names, or a tool made its IRI.

    Such pages are noted by whoever reads from them what else there is.
    """
    is_page = iri.startswith(SCHEMAS) and _PAGE.fullmatch(local_name(iri))
    return _is_made_of_others(iri) or bool(is_page and not is_named)


def is_of_terms(iri: str) -> bool:
    """Whether a term is of the languages of vocabularies, or tells of the terms of schema.org."""
    is_of_language = iri.startswith(LANGUAGES) and iri not in CONTAINERS
    return is_of_language or iri in _OF_SCHEMAS


def end_in_words(things: Sequence[NamedNode], index: Index) -> bool:
    """Whether the IRIs of a kind's things end in words, as “Egon_Schiele” does."""
    ends = [index.iris.readable(thing.value) for thing in things]
    worded = [end for end in ends if _WORDS.fullmatch(end)]
    owned = index.owners([thing.value for thing in things])
    return 2 * len(worded) > len(things) > len(owned)
