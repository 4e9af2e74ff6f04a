"""What the engine does otherwise than SPARQL 1.1, and what no other text of a query mends."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from diplomatica.engine.sparql.query import NOTHING, Token, end_of_level
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase

_ONCE = {"SELECT", "MINUS", "GRAPH"}
_GRAPH = Notice(
    "graph-variable",
    Phrase(
        "Within GRAPH and a variable, the engine takes that variable for known from the "
        "start, and evaluates VALUES, SELECT, MINUS and another GRAPH once and not graph "
        "by graph: write them outside of its braces."
    ),
)
_BNODE = Notice(
    "bnode",
    Phrase(
        "BNODE of one text is the same blank node in all rows here, and not a new one in "
        "each: take BNODE() without a text, or make the text differ by row."
    ),
)
EXISTS = Notice(
    "exists",
    Phrase(
        "Within EXISTS, the engine does not put what a row has found into MINUS, nor into "
        "a path of no length whose end is no subject or object in the data: write what is "
        "meant without EXISTS."
    ),
)
"""For an EXISTS into which the engine does not put all that it should."""


def may_deviate(capitals: str) -> bool:
    """Whether a query in capitals may have any of this; most queries have no such word."""
    return (
        "GRAPH" in capitals
        or "BNODE" in capitals
        or ("MINUS" in capitals and "EXISTS" in capitals)
    )


def deviations(read: Sequence[Token]) -> list[Notice]:
    """The notices for the tokens of a query."""
    due_by_notice = {
        _GRAPH: any(_is_mixed(read, place) for place in _places(read, "GRAPH")),
        _BNODE: any(_has_text(read, place) for place in _places(read, "BNODE")),
        EXISTS: any(_subtracts(read, place) for place in _places(read, "EXISTS")),
    }
    return [notice for notice, is_due in due_by_notice.items() if is_due]


def _places(read: Sequence[Token], word: str) -> Iterator[int]:
    return (
        place
        for place, token in enumerate(read)
        if token.kind == "keyword" and token.text.upper() == word
    )


def _is_mixed(read: Sequence[Token], place: int) -> bool:
    """Whether the group of GRAPH has what should be evaluated anew for each graph."""
    name = _at(read, place + 1)
    if name.kind != "variable":
        return False
    inside = _group(read, place + 2)
    words = {token.text.upper() for token in inside if token.kind == "keyword"}
    if words & _ONCE or ("VALUES" in words and not _has_statement(inside)):
        return True
    # As a subject or an object of the group itself, it is joined as it should be.
    return any(_is_deeper(token, inside, name.text[1:]) for token in inside)


def _has_statement(inside: Sequence[Token]) -> bool:
    """Whether a group has a term that is not listed by VALUES, and so gives its graph."""
    listed = set[str]()
    for place in _places(inside, "VALUES"):
        listed |= _variables_before_brace(inside, place + 1)
    terms = (token for token in inside if token.depth == inside[0].depth)
    return any(
        token.kind in ("variable", "iri", "name") and token.text[1:] not in listed
        for token in terms
    )


def _is_deeper(token: Token, inside: Sequence[Token], name: str) -> bool:
    is_it = token.kind == "variable" and token.text[1:] == name
    return is_it and token.depth > inside[0].depth


def _has_text(read: Sequence[Token], place: int) -> bool:
    return _at(read, place + 1).text == "(" and _at(read, place + 2).text != ")"


def _subtracts(read: Sequence[Token], place: int) -> bool:
    return next(_places(_group(read, place + 1), "MINUS"), None) is not None


def _group(read: Sequence[Token], start: int) -> Sequence[Token]:
    """The tokens within the braces that open at a token; none where none does."""
    if _at(read, start).text != "{":
        return []
    inside = start + 1
    end = end_of_level(read, inside, read[start].depth)
    return read[inside:end]


def _at(read: Sequence[Token], place: int) -> Token:
    return read[place] if place < len(read) else NOTHING


def bound_beyond_triples(read: Sequence[Token]) -> set[str]:
    """The variables that AS, VALUES or GRAPH gives a value, which need be no node of the data."""
    names = {name.text[1:] for word, name in pairwise(read) if _gives(word)}
    for place in _places(read, "VALUES"):
        names |= _variables_before_brace(read, place + 1)
    return names


def _gives(word: Token) -> bool:
    return word.kind == "keyword" and word.text.upper() in ("AS", "GRAPH")


def _variables_before_brace(read: Sequence[Token], start: int) -> set[str]:
    places = range(start, len(read))
    end = next((place for place in places if read[place].text == "{"), start)
    before = read[start:end]
    return {token.text[1:] for token in before if token.kind == "variable"}
