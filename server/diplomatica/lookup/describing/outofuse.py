"""What nobody should use any more, and what replaces it."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.model.dataset.profile import Profile
from diplomatica.model.statement import text_of
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
    is_status = by == TERM_STATUS and value.casefold() in ABANDONED
    return is_status or (by == OWL("deprecated") and value in _TRUE)


def out_of_use(
    things: Iterable[object], engine: Engine, profile: Profile
) -> frozenset[str]:
    """Those of some things that nobody should use any more, by their IRIs.

    Nothing is asked where the data has no word for that.
    """
    named = [one for one in dict.fromkeys(things) if isinstance(one, NamedNode)]
    known = profile.properties.keys() | profile.classes.keys()
    if not named or known.isdisjoint(one.value for one in _TERMS):
        return frozenset()
    rows = engine.rows(_AMONG % values(named))
    return frozenset(text_of(row["thing"]) for row in rows)
