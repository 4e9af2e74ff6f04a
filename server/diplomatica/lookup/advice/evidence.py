"""What the rows of an answer rest on.

That is the statements that the patterns of a query match in each of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import takewhile

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib import Literal as Written
from rdflib import URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from diplomatica.engine.sparql.query import Token, end_of_prologue, tokens
from diplomatica.lookup.describing.description import Describing
from diplomatica.lookup.digests import Digests
from diplomatica.lookup.reason import Reason
from diplomatica.model.statement import digest

Cell = NamedNode | BlankNode | Literal
Cells = Mapping[str, Cell]
Pattern = tuple[Sequence[object], object]
"""A triple pattern, and the graph in which it is matched.

The graph is a variable, an IRI, or None for the whole dataset.
"""

# In the algebra (SPARQL 1.1, section 18), each solution of these is made of one of each
# of these parts.
_PARTS = {
    "SelectQuery": ("p",),
    "Project": ("p",),
    "Distinct": ("p",),
    "Reduced": ("p",),
    "Slice": ("p",),
    "OrderBy": ("p",),
    "Filter": ("p",),
    "Extend": ("p",),
    "Graph": ("p",),
    "LeftJoin": ("p1",),
    "Minus": ("p1",),
    "Join": ("p1", "p2"),
}
# Beyond this a query is not read a second time: the parser is slow where brackets stand
# in brackets.
_LONG, _TOKENS, _DEEP = 20_000, 300, 4
_BELOW = 20  # reasons of what is derived


def patterns(query: str, prefixes: Mapping[str, str]) -> list[Pattern]:
    """The triple patterns that are matched in each row of a SELECT.

    There are none where that is in doubt. What is only perhaps matched, or by several
    triples, is passed over: alternatives, paths, subqueries, aggregates.
    """
    if _is_too_much(query):
        return []
    try:
        algebra = translateQuery(parseQuery(query), initNs=dict(prefixes)).algebra
        return [] if algebra.datasetClause else list(_matched(algebra, None))
    # The parser of rdflib raises whatever it meets, and the engine's own has read the query.
    except Exception:
        return []


def _is_too_much(query: str) -> bool:
    if len(query) > _LONG:
        return True
    read = tokens(query)
    return len(read) > _TOKENS or any(token.depth > _DEEP for token in read)


def variables(patterns: Sequence[Pattern]) -> set[str]:
    """The names of the variables that stand in these patterns, or for their graphs."""
    terms = (term for triple, graph in patterns for term in (*triple, graph))
    return {str(term) for term in terms if isinstance(term, Variable)}


def with_all_variables(query: str) -> str:
    """A SELECT of some variables as one of all its variables.

    It is "" for a query of another form, or one whose rows might be others: DISTINCT,
    expressions, groups, or *.
    """
    read = tokens(query[:_LONG])
    body = read[end_of_prologue(read) :]
    if not body or body[0].word != "SELECT":
        return ""
    columns = list(takewhile(_is_variable, body[1:]))
    rest = body[1 + len(columns) :]
    if not columns or not rest or rest[0].text[0] in "(*":
        return ""
    if any(token.word == "GROUP" and not token.depth for token in rest):
        return ""
    return f"{query[: columns[0].start]}* {query[rest[0].start :]}"


def _is_variable(token: Token) -> bool:
    return token.text[0] in "?$"


def _matched(part: CompValue, graph: object) -> Iterator[Pattern]:
    if part.name == "BGP":
        yield from ((triple, graph) for triple in part.triples)
    within = part.term if part.name == "Graph" else graph
    for name in _PARTS.get(part.name, ()):
        yield from _matched(part[name], within)


def statements(
    patterns: Sequence[Pattern], row: Cells, digests: Digests
) -> dict[str, list[Quad]]:
    """The statements that these patterns match in a row, by digest.

    They are those of the release, in the graphs where the patterns match them.
    """
    stated: dict[str, list[Quad]] = {}
    for pattern, graph in patterns:
        for triple in _filled_triple(pattern, row):
            known = digest(triple)
            quads = digests.quads(known)
            named = None if graph is None else _term(graph, row)
            if named:
                quads = [quad for quad in quads if quad.graph_name == named]
            if quads:
                stated.setdefault(known, []).extend(quads)
    return stated


def reasons_of(
    whys: Iterable[Mapping[str, list[Quad]]], describing: Describing
) -> list[Reason]:
    """The words that rows rest on, in the order of rows.

    They are those that are stated, if any is, else derived.
    """
    stated = [quads for why in whys for quads in why.values()]
    graphs = dict.fromkeys(quad.graph_name for quads in stated for quad in quads)
    named = [graph for graph in graphs if isinstance(graph, NamedNode)]
    reasons = describing.reasons(named)
    quoting = [
        reasons[graph] for graph in named if graph in reasons and reasons[graph].quote
    ]
    told = [reason for reason in quoting if reason.kind != "Inference"] or quoting
    # What several articles give together may have no words but those of its premises.
    return told or list(describing.reasons_below(named, _BELOW).values())


def _filled_triple(pattern: Sequence[object], row: Cells) -> Iterator[Triple]:
    """The triple that a pattern is in a row: none where it has no such triple."""
    with suppress(ValueError):
        subject, predicate, this = (_term(term, row) for term in pattern)
        if not isinstance(subject, NamedNode) or this is None:
            return
        if isinstance(predicate, NamedNode):
            yield Triple(subject, predicate, this)


def _term(term: object, row: Cells) -> Cell | None:
    """The value that a term of a pattern has in a row; None where it has none."""
    match term:
        case Variable():
            return row.get(str(term))
        case URIRef():
            return NamedNode(str(term))
        case Written():
            is_typed = term.datatype is not None and not term.language
            datatype = NamedNode(str(term.datatype)) if is_typed else None
            return Literal(str(term), language=term.language, datatype=datatype)
    return None
