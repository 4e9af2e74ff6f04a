"""What nobody should use any more, and what replaces it."""

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from diplomatica.engine import Engine, Row
from diplomatica.engine.sparql.binding import values
from diplomatica.model.dataset.profile import Profile
from diplomatica.model.statement import term_of, text_of
from diplomatica.model.terms.wording import local_name
from diplomatica.model.vocabulary import (
    ABANDONED,
    DCTERMS,
    OWL,
    RDF,
    SCHEMAS,
    TERM_STATUS,
)

_KINDS = (OWL("DeprecatedClass"), OWL("DeprecatedProperty"))
_TRUE = ("true", "1")
REPLACED_BY = (
    DCTERMS("isReplacedBy"),
    NamedNode("http://purl.obolibrary.org/obo/IAO_0100001"),
    NamedNode("http://www.geneontology.org/formats/oboInOwl#replacedBy"),
    *(schema("supersededBy") for schema in SCHEMAS),
)
"""By which something leads to what is to be used in its place."""
REPLACES = DCTERMS("replaces")
_VALUES = {
    "true": ", ".join(f'"{one}"' for one in _TRUE),
    "abandoned": ", ".join(f'"{one}"' for one in sorted(ABANDONED)),
}
# Registers of codes tell it by a status of their own: reg:status, adms:status.
_STATUS = re.compile(r"(?:.*[/#:])(?:\w*[a-z]_?)?[Ss]tatus")
_UNUSED = ABANDONED | {"obsolete", "superseded"}
_BY_STATUS = """
SELECT DISTINCT ?thing {{
  VALUES (?by ?status) {{ {} }} VALUES ?thing {{ {} }} ?thing ?by ?status
}}"""
_TERMS = {*_KINDS, OWL("deprecated"), TERM_STATUS}
_AMONG = f"""
SELECT DISTINCT ?thing {{
  VALUES ?thing {{ %s }}
  {{ ?thing {OWL("deprecated")} ?value FILTER (STR(?value) IN ({_VALUES["true"]})) }}
  UNION {{ VALUES ?kind {{ {_KINDS[0]} {_KINDS[1]} }} ?thing {RDF("type")} ?kind }}
  UNION {{ ?thing {TERM_STATUS} ?status
    FILTER (LCASE(STR(?status)) IN ({_VALUES["abandoned"]})) }}
}}"""


def deprecates(quad: Quad) -> bool:
    """Whether a statement says that nobody should use its subject any more."""
    by, value = quad.predicate, text_of(quad.object)
    if by == RDF("type"):
        return quad.object in _KINDS
    is_status = bool(_STATUS.fullmatch(by.value)) and _is_unused(value)
    return is_status or (by == OWL("deprecated") and value in _TRUE)


def out_of_use(
    things: Iterable[object], engine: Engine, profile: Profile
) -> frozenset[str]:
    """Those of some things that nobody should use any more, by their IRIs.

    Nothing is asked where the data has no word for that.
    """
    named = [one for one in dict.fromkeys(things) if isinstance(one, NamedNode)]
    if not named:
        return frozenset()
    known = profile.properties.keys() | profile.classes.keys()
    rows: list[Row] = []
    if not known.isdisjoint(one.value for one in _TERMS):
        rows += engine.rows(_AMONG % values(named))
    if pairs := _statuses(profile):
        rows += engine.rows(_BY_STATUS.format(" ".join(pairs), values(named)))
    return frozenset(text_of(row["thing"]) for row in rows)


def _statuses(profile: Profile) -> list[str]:
    """The statuses that say so, each with its property, as a query lists them."""
    return [
        f"({NamedNode(by)} {value})"
        for by, one in sorted(profile.properties.items())
        if _STATUS.fullmatch(by)
        for value in sorted(one.values)
        if not value.startswith("_:") and _is_unused(text_of(term_of(value)))
    ]


def _is_unused(status: str) -> bool:
    """Whether a status is the word for what is out of use, be it at the end of an IRI."""
    return local_name(status.rstrip("/#")).casefold() in _UNUSED
