"""Names that are things of their own, each with all its spellings and of which type it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.engine.sparql.binding import values
from diplomatica.model.dataset.naming import APPELLATIONS, TYPES_OF_NAMES
from diplomatica.model.statement import text_of
from diplomatica.web.site import Site

_TYPES = f"""
SELECT ?name ?type {{{{
  VALUES ?name {{{{ {{}} }}}} ?name {"|".join(f"<{by}>" for by in TYPES_OF_NAMES)} ?type
  FILTER ISIRI(?type)
}}}}"""


def typed_names(site: Site, quads: Iterable[Quad]) -> dict[str, str]:
    """What the names that these statements lead to are called on a page.

    So a former name is told from a misspelling (CIDOC CRM 7.1, E41 Appellation).
    """
    found = [one.object for one in quads if one.predicate.value in APPELLATIONS]
    nodes = [one for one in dict.fromkeys(found) if isinstance(one, NamedNode)]
    types = _types_of(site, nodes) if nodes else {}
    if not types:
        return {}
    names = site.describing.names(nodes)
    called = site.describing.labels({one for some in types.values() for one in some})
    return {
        iri: _spellings(names[iri], some, called)
        for iri, some in types.items()
        if iri in names
    }


def _types_of(site: Site, nodes: Sequence[NamedNode]) -> Mapping[str, list[NamedNode]]:
    types: dict[str, list[NamedNode]] = defaultdict(list)
    for row in site.engine.rows(_TYPES.format(values(nodes))):
        if isinstance(kind := row["type"], NamedNode):
            types[text_of(row["name"])].append(kind)
    return types


def _spellings(
    names: Sequence[Triple], types: Iterable[NamedNode], called: Mapping[str, str]
) -> str:
    """All spellings of a name, and behind them its types, as far as they have names."""
    texts = [one.object for one in names]
    spelt = sorted({one.value for one in texts if isinstance(one, Literal)})
    said = sorted({called[one.value] for one in types if one.value in called})
    behind = f" ({', '.join(said)})" if said else ""
    return f"{' · '.join(spelt)}{behind}"
