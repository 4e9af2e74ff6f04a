"""What the rows of an answer rest on: the statements that the patterns of a query match in each of them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import takewhile

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib import Literal as Written
from rdflib import URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from diplomatica.engine.sparql.query import end_of_prologue, tokens
from diplomatica.lookup.digests import Digests
from diplomatica.model.statement import digest

Cell = NamedNode | BlankNode | Literal
Cells = Mapping[str, Cell]
Pattern = tuple[Sequence[object], object]
"""A triple pattern, and the graph in which it is matched: a variable, an IRI, or None for the whole dataset."""

# In the algebra (SPARQL 1.1, section 18), each solution of these is made of one of each of these parts.
_PARTS = {
    **dict.fromkeys(
        ("SelectQuery", "Project", "Distinct", "Reduced", "Slice", "OrderBy"), ("p",)
    ),
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
    if (
        len(query) > _LONG
        or len(read) > _TOKENS
        or any(token.depth > _DEEP for token in read)
    ):
        return []
    try:
        algebra = translateQuery(parseQuery(query), initNs=dict(prefixes)).algebra
        return [] if algebra.datasetClause else list(_matched(algebra, None))
    except Exception:  # the parser of rdflib raises whatever it meets, and the engine's own has read the query
        return []


def variables(found: Sequence[Pattern]) -> set[str]:
    """The names of the variables that stand in these patterns, or for their graphs."""
    terms = (term for triple, graph in found for term in (*triple, graph))
    return {str(term) for term in terms if isinstance(term, Variable)}


def opened(query: str) -> str:
    """A SELECT of some variables as one of all its variables.

    It is "" for a query of another form, or one whose rows might be others: DISTINCT, expressions, groups, or *.
    """
    read = tokens(query[:_LONG])
    select = end_of_prologue(read)
    asked = list(takewhile(lambda token: token.text[0] in "?$", read[select + 1 :]))
    rest = read[select + 1 + len(asked) :]
    is_plain = (
        read[select : select + 1]
        and read[select].word == "SELECT"
        and rest
        and rest[0].text[0] not in "(*"
    )
    if not (asked and is_plain) or any(
        token.word == "GROUP" and not token.depth for token in rest
    ):
        return ""
    return f"{query[: asked[0].start]}* {query[rest[0].start :]}"


def _matched(part: CompValue, graph: object) -> Iterator[Pattern]:
    if part.name == "BGP":
        yield from ((triple, graph) for triple in part.triples)
    for name in _PARTS.get(part.name, ()):
        yield from _matched(part[name], part.term if part.name == "Graph" else graph)


def statements(
    found: Sequence[Pattern], row: Cells, digests: Digests
) -> dict[str, list[Quad]]:
    """The statements of the release that these patterns match in a row, in the graphs where they do, by digest."""
    stated: dict[str, list[Quad]] = {}
    for pattern, graph in found:
        for triple in _filled(pattern, row):
            quads = digests.quads(digest(triple))
            if graph is not None and (named := _term(graph, row)):
                quads = [quad for quad in quads if quad.graph_name == named]
            if quads:
                stated.setdefault(digest(triple), []).extend(quads)
    return stated


def _filled(pattern: Sequence[object], row: Cells) -> Iterator[Triple]:
    with suppress(ValueError):
        subject, predicate, this = (_term(term, row) for term in pattern)
        if (
            isinstance(subject, NamedNode)
            and isinstance(predicate, NamedNode)
            and this is not None
        ):
            yield Triple(subject, predicate, this)


def _term(term: object, row: Cells) -> Cell | None:
    match term:
        case Variable():
            return row.get(str(term))
        case URIRef():
            return NamedNode(str(term))
        case Written():
            datatype = (
                None
                if term.language or term.datatype is None
                else NamedNode(str(term.datatype))
            )
            return Literal(str(term), language=term.language, datatype=datatype)
    return None
