"""What the rows of an answer rest on: the statements that the patterns of a query match in each of them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import Literal as Written
from rdflib import URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from diplomatica.engine.query import tokens
from diplomatica.model.statement import digest
from diplomatica.web.digests import Digests

Cell = NamedNode | BlankNode | Literal
Cells = Mapping[str, Cell]
Pattern = Sequence[object]

# In the algebra (SPARQL 1.1, section 18), each solution of these is made of one of each of these parts.
_PARTS = {
    **dict.fromkeys(("SelectQuery", "Project", "Distinct", "Reduced", "Slice", "OrderBy"), ("p",)),
    **dict.fromkeys(("Filter", "Extend", "Graph"), ("p",)),
    **dict.fromkeys(("LeftJoin", "Minus"), ("p1",)),
    "Join": ("p1", "p2"),
}
# Beyond this a query is not read a second time: the parser is slow where brackets stand in brackets.
_LONG, _TOKENS, _DEEP = 20_000, 300, 4


def patterns(query: str, prefixes: Mapping[str, str]) -> list[Pattern]:
    """The triple patterns that are matched in each row of a SELECT: none where that is in doubt.

    What is only perhaps matched, or by several triples, is passed over: alternatives, paths, subqueries, aggregates.
    """
    read = tokens(query[:_LONG])
    if len(query) > _LONG or len(read) > _TOKENS or any(token.depth > _DEEP for token in read):
        return []
    try:
        return list(_matched(translateQuery(parseQuery(query), initNs=dict(prefixes)).algebra))
    except Exception:  # the parser of rdflib raises whatever it meets, and the engine's own has read the query
        return []


def _matched(part: CompValue) -> Iterator[Pattern]:
    if part.name == "BGP":
        yield from part.triples
    for name in _PARTS.get(part.name, ()):
        yield from _matched(part[name])


def statements(found: Sequence[Pattern], row: Cells, digests: Digests) -> dict[str, Triple]:
    """The statements of the release that these patterns match in a row, by their digests."""
    triples = {digest(triple): triple for pattern in found for triple in _filled(pattern, row)}
    return {name: triple for name, triple in triples.items() if digests.quads(name)}


def _filled(pattern: Pattern, row: Cells) -> Iterator[Triple]:
    with suppress(ValueError):
        subject, predicate, this = (_term(term, row) for term in pattern)
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and this is not None:
            yield Triple(subject, predicate, this)


def _term(term: object, row: Cells) -> Cell | None:
    match term:
        case Variable():
            return row.get(str(term))
        case URIRef():
            return NamedNode(str(term))
        case Written():
            datatype = None if term.language or term.datatype is None else NamedNode(str(term.datatype))
            return Literal(str(term), language=term.language, datatype=datatype)
    return None
