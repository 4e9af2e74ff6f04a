"""Names that must not be seen elsewhere: variables of EXISTS, and labels of blank nodes.

A filter sees what its own group binds (SPARQL 1.1 Query, sections 8.1 and 18.2.1). The engine lets
EXISTS see what the groups around bind, too: so what it must not see gets a name that nothing has.

Within a pattern a blank node is a variable that is not in the answer (section 4.1.4), but its label
holds in one basic graph pattern only, and a union would cut that in two: so it gets
such a name, too.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from diplomatica.engine.rewriting.edits import Edit
from diplomatica.engine.rewriting.paths.path import Unreadable
from diplomatica.engine.sparql.query import NOTHING, Token, start_of_pattern

Names = frozenset[str]
_NONE: Names = frozenset()
# EXISTS within a group within a group has as many.
_FEWEST_GROUPS = 3


def may_leak(query: str) -> bool:
    """Whether there may be an EXISTS in a group within another."""
    return query.count("{") >= _FEWEST_GROUPS and "EXISTS" in query.upper()


def kept_apart(query: str, read: Sequence[Token]) -> list[Edit]:
    """What gives the variables of EXISTS that are its own names of their own."""
    stem, everywhere = unused(query, "own"), _variable_counts(read)
    edits: dict[int, Edit] = {}
    for place, body in enumerate(_GroupParser(read).bodies):
        inside = read[body.start : body.end]
        here = _variable_counts(inside)
        own = {name for name in here if here[name] < everywhere[name]} - body.scope
        for token in inside if own else ():
            if token.kind == "variable" and token.text[1:] in own:
                name = f"?{stem}{place}_{token.text[1:]}"
                edits[token.start] = Edit(token.start, token.end, name)
    return list(edits.values())


def _variable_counts(read: Sequence[Token]) -> Counter[str]:
    return Counter(token.text[1:] for token in read if token.kind == "variable")


def _names(read: Sequence[Token]) -> Names:
    return frozenset(_variable_counts(read))


@dataclass(frozen=True)
class _Body:
    """The group of an EXISTS: its first token, the one after its last, and what it may see."""

    start: int
    end: int
    scope: Names


class _GroupParser:
    """Reads the groups of a query; `bodies` are those of EXISTS, the outer before the inner."""

    def __init__(self, read: Sequence[Token]) -> None:
        """Take the tokens of a query. Raises Unreadable for what is none."""
        self._read, self._at = read, start_of_pattern(read)
        self.bodies: list[_Body] = []
        self._select(_NONE)

    def _select(self, given: Names) -> Names:
        """A query from its first word to the end of its modifiers, and the names that it gives."""
        start = self._at
        head = list(self._until_group())
        projected = _projected(self._read[start : self._at])
        names = self._group(given)
        after = self._at
        tail = list(self._until_end())
        seen = names | _names_after_as(self._read[start : self._at])
        seen |= _names(self._read[after : self._at])
        self._look_into([*head, *tail], given | seen)
        return seen if projected is None else projected

    def _group(self, given: Names, left: Names = _NONE) -> Names:
        """A group in braces.

        `given` is what an EXISTS around it gives, `left` what OPTIONAL adds to.
        """
        self._must_take("{")
        names, filters = set[str](), list[range]()
        if self._word == "SELECT":
            names |= self._select(given)
        while self._token.text != "}":
            filters += self._element(names, given)
        self._at += 1
        self._look_into(filters, given | left | names)
        return frozenset(names)

    def _element(self, names: set[str], given: Names) -> list[range]:
        """One step on in a group.

        The bodies of a filter wait until all names of the group are known.
        """
        token, word = self._token, self._word
        if token.text == "{" and token.kind == "other":
            names |= self._group(given)
            return []
        self._step()
        if word == "FILTER":
            return self._constraint()
        if word == "BIND":
            self._bind(names, given)
        elif word == "MINUS":
            self._group(given)
        elif word == "OPTIONAL":
            names |= self._group(given, frozenset(names))
        elif word == "VALUES":
            names |= self._values()
        elif token.kind == "variable":
            names.add(token.text[1:])
        return []

    def _constraint(self) -> list[range]:
        while self._token.text not in ("(", "{"):
            self._step()
        return [self._skipped()] if self._token.text == "{" else self._brackets()

    def _bind(self, names: set[str], given: Names) -> None:
        start = self._at
        self._look_into(self._brackets(), given | names)
        names |= _names_after_as(self._read[start : self._at])

    def _values(self) -> Names:
        """The variables of VALUES, whose rows are skipped."""
        start = self._at
        while self._token.text != "{":
            self._step()
        names = _names(self._read[start : self._at])
        self._skipped()
        return names

    def _brackets(self) -> list[range]:
        """The groups within an expression in brackets."""
        ranges = []
        depth = self._token.depth
        self._must_take("(")
        while self._token.depth > depth:
            if self._token.text == "{" and self._token.kind == "other":
                ranges.append(self._skipped())
            else:
                self._step()
        return ranges

    def _until_group(self) -> Iterator[range]:
        while self._token.text != "{" or self._token.kind != "other":
            yield from self._modifier()

    def _until_end(self) -> Iterator[range]:
        while self._at < len(self._read) and self._token.text != "}":
            if self._word == "VALUES":
                self._values()
            else:
                yield from self._modifier()

    def _modifier(self) -> list[range]:
        if self._token.text == "(" and self._token.kind == "other":
            return self._brackets()
        self._step()
        return []

    def _look_into(self, bodies: Sequence[range], scope: Names) -> None:
        """Read the groups of EXISTS: what each is given stays the same in all of it."""
        after = self._at
        for body in bodies:
            self.bodies.append(_Body(body.start, body.stop, scope))
            self._at = body.start
            self._group(scope)
        self._at = after

    def _skipped(self) -> range:
        """Past a group, whatever is in it."""
        start, depth = self._at, self._token.depth
        self._must_take("{")
        while self._token.depth > depth:
            self._step()
        return range(start, self._at)

    @property
    def _token(self) -> Token:
        return self._read[self._at] if self._at < len(self._read) else NOTHING

    @property
    def _word(self) -> str:
        return self._token.text.upper() if self._token.kind == "keyword" else ""

    def _step(self) -> None:
        if self._at >= len(self._read):
            raise Unreadable("the query ends too soon")
        self._at += 1

    def _must_take(self, text: str) -> None:
        if self._token.text != text:
            raise Unreadable(f"a {text} is missing")
        self._at += 1


def _projected(head: Sequence[Token]) -> Names | None:
    """What a SELECT gives by its head; None for all that its pattern has."""
    depth = head[0].depth if head else 0
    if any(token.text == "*" and token.depth == depth for token in head):
        return None
    plain = [token for token in head if token.depth == depth]
    return _names(plain) | _names_after_as(head)


def _names_after_as(read: Sequence[Token]) -> Names:
    """The variables after AS."""
    after_as = (name for word, name in pairwise(read) if word.text.upper() == "AS")
    return _names(list(after_as))


def as_variables(query: str, read: Sequence[Token]) -> list[Edit]:
    """What makes a variable of each label; a label in the template of CONSTRUCT is another."""
    labels = [token for token in read[start_of_pattern(read) :] if is_label(token)]
    stem = unused(query, "blank")
    places = {text: place for place, text in enumerate(_each(labels))}
    return [
        Edit(label.start, label.end, f"?{stem}{places[label.text]}") for label in labels
    ]


def is_label(token: Token) -> bool:
    """Whether a token is the label of a blank node."""
    return token.kind == "name" and token.text.startswith("_:")


def unused(query: str, stem: str) -> str:
    """The beginning of a name that no variable of a query has."""
    while stem in query:
        stem += "_"
    return stem


def _each(labels: Sequence[Token]) -> list[str]:
    return list(dict.fromkeys(label.text for label in labels))
