"""The query for all that cards tell, of many IRIs at once."""

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from diplomatica.model.claimproperties import OF_CLAIMS
from diplomatica.model.dataset.naming import (
    APPELLATIONS,
    CARRIERS,
    NAMED_BY_ENTITY,
    PREFERRED,
    REALIZING,
    SPELT,
    TITLED,
    TITLED_BY_NODES,
    TYPES_OF_NAMES,
    VALUED,
    may_lead_to_name,
)
from diplomatica.model.vocabulary import (
    DCTERMS,
    DIP,
    NAMES,
    PAV,
    RDFS,
    SCHEMA,
    SSSOM,
)

_TIMES = tuple(
    DIP(name)
    for name in ("time", "startTime", "endTime", "timeWords", "earliest", "latest")
)
_BYLINE = (DCTERMS("publisher"), DCTERMS("issued"), SCHEMA("url"))
_TOLD = (
    *NAMES,
    *_TIMES,
    *_BYLINE,
    DCTERMS("source"),
    PAV("authoredBy"),
    SSSOM("object_label"),
    PAV("sourceLastAccessedOn"),
    *(
        DIP(name)
        for name in (
            "objectDescription",
            "reason",
            "speaker",
            "status",
            "asOf",
            "timeDisputed",
        )
    ),
)
# A filter where there are many properties: with two lists of VALUES the engine compares
# each term with all of them. Of graphs there are more than of properties of a time.
_CARDS = f"""
SELECT ?this ?property ?value ?why {{
  VALUES ?this {{ %s }}
  {{ ?this ?property ?value FILTER (?property IN ({{told}})) }}
  UNION {{
    GRAPH ?record {{ ?this dip:passage ?passage . ?passage dip:paragraph ?value }}
    BIND (dip:paragraph AS ?property)
  }}
  UNION {{
    ?this skosxl:prefLabel / skosxl:literalForm ?value
    BIND (skosxl:literalForm AS ?property)
  }}
  UNION {{
    GRAPH ?this {{ ?remark dip:speaker ?value }}
    BIND (dip:speaker AS ?property)
  }}
  UNION {{
    VALUES ?property {{ {" ".join(map(str, _TIMES))} }}
    GRAPH ?why {{ ?this ?property ?value }}
    FILTER NOT EXISTS {{ ?why a dip:Inference }}
  }}
}}"""
# A name that is a node of its own; the best by which it is spelt counts.
_APPELLED = """
  UNION {{
    VALUES ?property {{ {leading} }}
    {way} FILTER ({is_node})
    {optional}
    BIND (COALESCE({spelt}) AS ?value)
    FILTER (BOUND(?value))
  }}"""
_PREFERRED = f"""
  UNION {{{{
    ?this {{leading}} ?node . ?node {{typed}} ?type
    FILTER (!ISLITERAL(?node) && ?type IN ({{types}}))
    {{optional}}
    BIND (COALESCE({{spelt}}) AS ?value)
    FILTER (BOUND(?value))
    BIND (<{PREFERRED}> AS ?property)
  }}}}"""
# What the entity is called that stands for a property.
_OF_ENTITY = f"""
  UNION {{
    VALUES ?leading {{ {" ".join(f"<{by}>" for by in NAMED_BY_ENTITY)} }}
    ?entity ?leading ?this ; {RDFS("label")} ?value
    BIND ({RDFS("label")} AS ?property)
  }}"""


def card_query(naming: Sequence[NamedNode], naming_types: Iterable[str]) -> str:
    """The query for cards, with a place for the IRIs that are asked for.

    Things are called by the properties `naming`, too, and names of the types
    `naming_types` are preferred to others.
    """
    properties = _sparql_list(dict.fromkeys((*_TOLD, *OF_CLAIMS.on_card, *naming)))
    query = _CARDS.replace("{told}", properties)
    by_node = _by_node([by.value for by in naming], naming_types)
    return f"{query.removesuffix('}')}{by_node}\n}}"


def _by_node(naming: Sequence[str], naming_types: Iterable[str]) -> str:
    """The parts of the query for names that are nodes of their own."""
    parts = []
    for spelt in dict.fromkeys(CARRIERS.values()):
        leading = [by for by in naming if CARRIERS.get(by) == spelt]
        parts.append(_appelled(leading, spelt))
    realizing = [by for by in naming if by in REALIZING]
    parts.append(_appelled(realizing, TITLED, "?node ?property ?this"))
    parts.append(_preferred(naming, naming_types))
    if not set(VALUED).isdisjoint(naming):
        known = dict.fromkeys((*(by.value for by in NAMES), *naming))
        parts.append(_appelled(list(filter(may_lead_to_name, known)), VALUED))
    if not set(NAMED_BY_ENTITY).isdisjoint(naming):
        parts.append(_OF_ENTITY)
    return "".join(parts)


def _preferred(naming: Iterable[str], naming_types: Iterable[str]) -> str:
    """The part of the query for those appellations whose type says that they are the name."""
    types = [f"<{one}>" for one in naming_types]
    leading = [by for by in naming if by in APPELLATIONS]
    if not (types and leading):
        return ""
    return _PREFERRED.format(
        leading=_any(leading),
        typed=_any(TYPES_OF_NAMES),
        types=", ".join(types),
        optional=_optional(map("<{}>".format, SPELT)),
        spelt=_variables(len(SPELT)),
    )


def _appelled(
    leading: Sequence[str], spelt: Sequence[str], way: str = "?this ?property ?node"
) -> str:
    """The part of a query for names that are nodes, by what leads there and spells them."""
    if not leading:
        return ""
    ways = [f"<{by}>" for by in spelt]
    if spelt == TITLED:
        ways += (f"<{by}>/({_any(ends)})" for by, ends in TITLED_BY_NODES.items())
    return _APPELLED.format(
        way=way,
        leading=" ".join(f"<{by}>" for by in leading),
        is_node="!ISLITERAL(?node)" if spelt != TITLED else "ISIRI(?node)",
        optional=_optional(ways),
        spelt=_variables(len(ways)),
    )


def _optional(ways: Iterable[str]) -> str:
    return " ".join(f"OPTIONAL {{ ?node {one} ?v{n} }}" for n, one in enumerate(ways))


def _variables(count: int) -> str:
    return ", ".join(f"?v{n}" for n in range(count))


def _any(properties: Iterable[str]) -> str:
    return "|".join(f"<{by}>" for by in properties)


def _sparql_list(terms: Iterable[NamedNode]) -> str:
    return ", ".join(map(str, terms))
