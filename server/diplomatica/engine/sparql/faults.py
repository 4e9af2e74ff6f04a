"""What a query does that the grammar allows and SPARQL 1.1 Query does not (section 19.8)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from diplomatica.engine.sparql.query import NOTHING, Token, end_of_level

_HEADS = ("SELECT", "DISTINCT", "REDUCED", "")
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
# To look through more takes longer than anybody waits for a fault.
_MOST = 5000
_CONDITIONS = ("FILTER", "BIND")


def fault_of(read: Sequence[Token]) -> str:
    """The first of these faults, in words; "" where there is none."""
    if len(read) > _MOST:
        return ""
    faults = (
        *_unbracketed(read),
        *_misplaced(read),
        *_named_twice(read),
        *_bound_again(read),
        *_uneven_values(read),
    )
    return next(iter((*faults, *_overridden(read))), "")


def blank_fault(read: Sequence[Token]) -> str:
    """What is wrong with a label of a blank node, where the engine says no more than that."""
    labels = Counter(token.text for token in read if token.text.startswith("_:"))
    label = next((text for text, count in labels.items() if count > 1), "")
    if not label:
        return ""
    return (
        f"The label {label} stands in two patterns: it holds in one only, up to the next "
        f"OPTIONAL, UNION, GRAPH or brace. Take a variable, such as ?{label[2:]}."
    )


def _unbracketed(read: Sequence[Token]) -> Iterator[str]:
    """An expression in the head of a SELECT without brackets, or without a name."""
    for head, _ in _selects(read):
        outside = [one for one in head if one.depth == head[0].depth]
        for before, token in pairwise(outside):
            is_call = _word(before) not in _HEADS and token.text == "("
            if _word(token) == "AS" or (is_call and _word(before)):
                yield (
                    "An expression in SELECT stands in brackets, with its name, as in "
                    "(COUNT(?x) AS ?count)."
                )
        if head[-1:] and head[-1].text == ")" and "AS" not in map(_word, head):
            yield "An expression in SELECT needs a name, as in (STR(?x) AS ?text)."


def _misplaced(read: Sequence[Token]) -> Iterator[str]:
    """An aggregate in FILTER or BIND."""
    for place, token in enumerate(read):
        if _word(token) in _CONDITIONS:
            inside = _bracket(read, place + 1)
            words = [_word(one) for one in inside if one.depth > token.depth]
            aggregate = next((word for word in words if word in _AGGREGATES), "")
            if aggregate and "SELECT" not in words:
                yield (
                    f"{aggregate} stands in {_word(token)}: aggregates stand in the head "
                    f"of SELECT, in HAVING and in ORDER BY, as in HAVING ({aggregate}(?x) > 1)."
                )


def _named_twice(read: Sequence[Token]) -> Iterator[str]:
    """A name that a SELECT gives twice."""
    for head, _ in _selects(read):
        shown = [*_plain(head), *_names_after_as(head)]
        for name, count in Counter(shown).items():
            if count > 1 and name in _names_after_as(head):
                yield f"SELECT names ?{name} twice: give what stands before AS another name."


def _overridden(read: Sequence[Token]) -> Iterator[str]:
    """A name after AS that the pattern has already."""
    for head, pattern in _selects(read):
        inside = {one.text[1:] for one in pattern if one.kind == "variable"}
        for name in _names_after_as(head):
            if name in inside:
                yield (
                    f"AS ?{name} names what the pattern has already: take a name that is not in "
                    "it."
                )


def _bound_again(read: Sequence[Token]) -> Iterator[str]:
    """A variable that BIND gives a value, and that has one."""
    opened: list[int] = [0]
    for place, token in enumerate(read):
        if token.text == "{":
            opened.append(place)
        elif token.text == "}" and len(opened) > 1:
            opened.pop()
        elif _word(token) == "BIND":
            (name, *_) = [*_names_after_as(_bracket(read, place + 1)), ""]
            before = read[opened[-1] : place]
            if name and any(
                one.text[1:] == name for one in before if _is_variable(one)
            ):
                yield (
                    f"BIND gives ?{name} a value, and it has one before in the same group: take "
                    f"another name, or compare, as in FILTER (?{name} = …)."
                )


def _uneven_values(read: Sequence[Token]) -> Iterator[str]:
    """A row of VALUES that has not as many values as there are variables."""
    for place, token in enumerate(read):
        if _word(token) == "VALUES":
            start = next(
                (at for at in range(place, len(read)) if read[at].text == "{"), place
            )
            count = sum(map(_is_variable, read[place:start]))
            is_bracketed = (
                read[place + 1 : place + 2] != [] and read[place + 1].text == "("
            )
            yield from _rows(_bracket(read, start), count, is_bracketed)


def _rows(inside: Sequence[Token], count: int, is_bracketed: bool) -> Iterator[str]:
    """Faults of the rows of VALUES: without their brackets, or of another length."""
    first = inside[1] if len(inside) > 1 else NOTHING
    if not is_bracketed and first.text == "(":
        yield "VALUES ?x { … } has no brackets around its values, or else also around ?x."
    if not is_bracketed:
        return
    for place, token in enumerate(inside):
        values = _terms(_bracket(inside, place)) if token.text == "(" else count
        if values != count:
            yield (
                f"VALUES names {count} variables, and a row has {values}: write UNDEF where there "
                "is no value."
            )


def _terms(row: Sequence[Token]) -> int:
    """How many values stand in a row."""
    count = 0
    for before, token in pairwise([NOTHING, *row]):
        is_term = token.kind in ("iri", "name", "string", "number", "keyword")
        count += is_term and before.text != "^"
    return count


def _selects(
    read: Sequence[Token],
) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """The head and the pattern of each SELECT."""
    for place, token in enumerate(read):
        if _word(token) == "SELECT":
            here = (at for at in range(place, len(read)) if read[at].text == "{")
            start = next(here, len(read))
            yield read[place:start], _bracket(read, start)


def _plain(head: Sequence[Token]) -> list[str]:
    depth = head[0].depth if head else 0
    return [one.text[1:] for one in head if _is_variable(one) and one.depth == depth]


def _names_after_as(head: Sequence[Token]) -> list[str]:
    """The variables after AS."""
    return [
        name.text[1:]
        for word, name in pairwise(head)
        if _word(word) == "AS" and _is_variable(name)
    ]


def _bracket(read: Sequence[Token], start: int) -> Sequence[Token]:
    """The tokens of a bracket, or of a call, from where it begins."""
    if start >= len(read):
        return []
    end = end_of_level(read, start + 2, read[start].depth)
    return read[start:end]


def _word(token: Token) -> str:
    return token.text.upper() if token.kind == "keyword" else ""


def _is_variable(token: Token) -> bool:
    return token.kind == "variable"
