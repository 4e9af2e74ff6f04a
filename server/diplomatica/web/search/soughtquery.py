"""What is sought, in SPARQL: a search by facets as a query that anybody may change."""

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from diplomatica.lookup.index.index import Index
from diplomatica.lookup.index.thing import Value
from diplomatica.web.search.sought import Search

# Whoever is quoted is heard in a claim, else whoever tells it.
_HEARD = """
{{ ?why dip:voice {this} FILTER NOT EXISTS {{ GRAPH ?why {{ ?a dip:speaker ?b }} }} }}
UNION {{ GRAPH ?why {{ ?remark dip:speaker {this} }} }}"""
_EITHER_WAY = """\
{{ SELECT DISTINCT ?thing {{ {{ {one} }} UNION {{ {two} }} }} }}"""
_QUERY = """\
SELECT DISTINCT ?thing ?label {{
  {patterns}
}} ORDER BY ?label"""
_BELOW = "FILTER (STRSTARTS(STR(?thing), STR(:)))"
_ANYWHERE = "FILTER (ISIRI(?thing))"


def query_for(
    search: Search, chosen: Mapping[str, Sequence[Value]], index: Index
) -> str:
    """The query for things that have the values that are chosen of each facet.

    It is "" where more is asked than kinds, organisations and speakers.
    """
    if search.q or search.since or search.until:
        return ""
    patterns = [
        *(f"?thing a {kind} ." for kind in _nodes(chosen["kind"])),
        *map(_linked_to, _nodes(chosen["organisation"])),
        *map(_spoken_of_by, _nodes(chosen["speaker"])),
        _BELOW if _are_below(index) else _ANYWHERE,
        "OPTIONAL { ?thing rdfs:label ?label }",
    ]
    return _QUERY.format(patterns="\n  ".join(patterns))


def _are_below(index: Index) -> bool:
    """Whether all things have IRIs below that of the empty prefix."""
    iris = index.iris
    is_known = iris.prefixes.get("") == iris("id", "").value
    return is_known and index.are_all_below


def _nodes(values: Sequence[Value]) -> list[NamedNode]:
    return [NamedNode(one.iri) for one in values]


def _linked_to(this: NamedNode) -> str:
    return _EITHER_WAY.format(one=f"?thing ?to {this}", two=f"{this} ?from ?thing")


def _spoken_of_by(this: NamedNode) -> str:
    heard = _HEARD.format(this=this)
    as_subject = f"{heard} GRAPH ?why {{ ?thing ?p ?o }}"
    as_object = f"{heard} GRAPH ?why {{ ?s ?p ?thing }}"
    return _EITHER_WAY.format(one=as_subject, two=as_object)
