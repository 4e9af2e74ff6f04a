"""ORDER BY as one order of all terms (SPARQL 1.1 Query, section 15.1).

The standard leaves open how a number and a text are ordered. The engine compares these by
their letters, and numbers by value: 2, 10 and "1a" then go round in a circle, at which it
may end its process. Here like is compared with like, and kinds stand one after the other.
"""

from collections.abc import Iterator, Sequence

from diplomatica.engine.rewriting.edits import Edit, apply_edits
from diplomatica.engine.sparql.codepoints import decode_codepoints
from diplomatica.engine.sparql.query import Token, tokens

_ENDS = ("LIMIT", "OFFSET", "VALUES", "HAVING")
_DIRECTIONS = ("ASC", "DESC")
# First the kind of term; then, of literals, the datatype; then whether a time has a zone.
_KEYS = (
    "COALESCE(IF(isBlank({0}), 1, IF(isIRI({0}), 2, 3)), 0)",
    'COALESCE(IF(isNumeric({0}), IF({0} = {0}, "0", "1"), CONCAT("2", STR(DATATYPE({0})))), "")',
    'COALESCE(IF(TZ({0}) = "", "0", "1"), "")',
    "{0}",
)


def may_be_ordered(query: str) -> bool:
    """Whether a query may have an ORDER BY."""
    return "ORDER" in decode_codepoints(query).upper()


def order_fully(query: str) -> str:
    """The query with each ORDER BY as one order of all terms; the same where that is not read."""
    query = decode_codepoints(query)
    read = tokens(query)
    edits: list[Edit] = []
    for place in _orders(read):
        # an order inside of an expression of another goes with it as it is
        if not edits or read[place].start >= edits[-1].end:
            edits += _conditions(query, read, place)
    return apply_edits(query, edits)


def _orders(read: Sequence[Token]) -> Iterator[int]:
    """Where the conditions of each ORDER BY begin."""
    for place, token in enumerate(read[:-2]):
        if token.word == "ORDER" and read[place + 1].word == "BY":
            yield place + 2


def _conditions(query: str, read: Sequence[Token], place: int) -> Iterator[Edit]:
    """The edits of one ORDER BY, condition by condition."""
    depth = read[place].depth
    while place < len(read) and not _is_end(read[place], depth):
        start = place
        direction = read[place].word if read[place].word in _DIRECTIONS else "ASC"
        place += read[place].word in _DIRECTIONS
        first = place
        place = _end(read, place)
        if place == first:
            return
        end = read[place - 1].end
        inner = query[read[first].start : end]
        expression = f"({inner})"
        keys = (f"{direction}({key.format(expression)})" for key in _KEYS)
        yield Edit(read[start].start, end, " ".join(keys))


def _is_end(token: Token, depth: int) -> bool:
    return token.depth < depth or token.text == "}" or token.word in _ENDS


def _end(read: Sequence[Token], place: int) -> int:
    """Where an expression ends that is a variable, stands in brackets, or is a call.

    Its own beginning where it is none of these.
    """
    if read[place].kind == "variable":
        return place + 1
    opening = place if read[place].text == "(" else place + 1
    if opening >= len(read) or read[opening].text != "(":
        return place
    depth = read[opening].depth
    for at in range(opening + 1, len(read)):
        if read[at].text == ")" and read[at].depth == depth + 1:
            return at + 1
    return place
