"""The groups of a query, read for paths that the engine does not answer as section 18.4 says.

A statement with such a path is written as a union that means the same. All else stays as it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from diplomatica.engine.rewriting.deviations import bound_beyond_triples
from diplomatica.engine.rewriting.edits import Edit
from diplomatica.engine.rewriting.paths import Branch, Path, Unreadable, read_path
from diplomatica.engine.rewriting.scopes import is_label
from diplomatica.engine.sparql.query import Token, end_of_prologue

_AFTER_BLOCK = {
    "OPTIONAL",
    "MINUS",
    "UNION",
    "GRAPH",
    "SERVICE",
    "FILTER",
    "BIND",
    "VALUES",
}
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_END = Token("other", "", 0, 0)


@dataclass(frozen=True)
class _Node:
    """A subject or an object: its text, and what kind of a term it is."""

    text: str
    first: Token
    has_label: bool = False

    @property
    def is_variable(self) -> bool:
        return self.first.kind == "variable"

    @property
    def is_anonymous(self) -> bool:
        return self.first.text in ("[", "(")

    @property
    def is_constant(self) -> bool:
        return not (self.is_variable or self.is_anonymous or self.has_label)


@dataclass(frozen=True)
class _Place:
    """Where a group stands: in GRAPH with a variable, or in EXISTS."""

    of_any_graph: bool = False
    in_exists: bool = False


Pair = tuple[Path | None, _Node, str]
"""A verb that is a path, or none; its object; and both as text."""


class Pattern:
    """Reads a query once, and gathers the edits that its paths need.

    `counts` tells whether the number of equal rows can be seen in the answer. `left` tells whether
    there is a path that the engine answers otherwise and that could not be written as a union.
    """

    def __init__(self, query: str, read: Sequence[Token], counts: bool) -> None:
        """Take the query and its tokens. Raises Unreadable for what is not read here."""
        self._query, self._read, self._counts = query, read, counts
        self._at = end_of_prologue(list(read))
        self.edits: list[Edit] = []
        self.left = False
        self._resting, self._beyond = set[str](), set[str]()
        self._whole()

    @property
    def stays_unseen(self) -> bool:
        """Whether a way of no length within EXISTS may begin at what is no node of the data."""
        if not self._resting:
            return False
        given = self._beyond | bound_beyond_triples(self._read)
        return not self._resting.isdisjoint(given)

    def _whole(self) -> None:
        if self._word == "CONSTRUCT":
            self._at += 1
            if self._token.text != "{":
                return  # CONSTRUCT WHERE has no paths
            self._skip()
        self._to_group()
        self._group(_Place())
        while self._at < len(self._read):
            self._rest(_Place())

    def _to_group(self) -> None:
        while self._token.text != "{":
            self._rest(_Place())

    def _rest(self, place: _Place) -> None:
        """One step on through what is no pattern; there may be EXISTS within brackets."""
        if self._token is _END:
            raise Unreadable("the query ends too soon")
        if self._token.text == "(" and self._token.kind == "other":
            self._brackets(place)
        elif self._token.text == "{" and self._token.kind == "other":
            self._skip()
        else:
            self._at += 1

    def _group(self, place: _Place) -> None:
        self._must_take("{")
        if self._word == "SELECT":
            self._to_group()
            self._group(place)
            while self._token.text != "}":
                self._rest(place)
        while self._token.text != "}":
            self._element(place)
        self._at += 1

    def _element(self, place: _Place) -> None:
        word, text = self._word, self._token.text
        if text == "{":
            self._group(place)
        elif text == ".":
            self._at += 1
        elif word not in _AFTER_BLOCK:
            self._block(place)
        else:
            self._at += 1
            self._after(word, place)

    def _after(self, word: str, place: _Place) -> None:
        """What follows a keyword of a group."""
        if word == "GRAPH":
            self._group(replace(place, of_any_graph=self._node().is_variable))
        elif word == "FILTER":
            self._constraint(place)
        elif word == "BIND":
            self._brackets(place)
        elif word == "VALUES":
            self._to_group()
            self._skip()
        elif word == "SERVICE":
            raise Unreadable("SERVICE is not run here")

    def _constraint(self, place: _Place) -> None:
        while self._token.text not in ("(", "{"):
            if self._token is _END:
                raise Unreadable("a FILTER without its end")
            self._at += 1
        if self._token.text == "{":
            self._group(replace(place, in_exists=True))
        else:
            self._brackets(place)

    def _brackets(self, place: _Place) -> None:
        """An expression in brackets; the groups in it are those of EXISTS."""
        self._must_take("(")
        while self._token.text != ")":
            if self._token.text == "{" and self._token.kind == "other":
                self._group(replace(place, in_exists=True))
            else:
                self._rest(place)
        self._at += 1

    def _block(self, place: _Place) -> None:
        """Statements up to the next keyword or bracket of a group.

        What becomes a union is put after all others: so their blank nodes stay in one pattern.
        """
        start = self._token.start
        kept: list[str] = []
        unions: list[str] = []
        while self._word not in _AFTER_BLOCK and self._token.text not in ("{", "}"):
            self._statement(place, kept, unions)
            if self._token.text != ".":
                break
            self._at += 1
        if unions:
            end = self._read[self._at - 1].end
            text = "".join(f"{statement} . " for statement in kept) + " . ".join(unions)
            self.edits.append(Edit(start, end, f"{text} . "))

    def _statement(self, place: _Place, kept: list[str], unions: list[str]) -> None:
        start = self._token.start
        subject = self._node()
        pairs = self._pairs()
        written = [self._union(subject, path, node, place) for path, node, _ in pairs]
        shares_blank = subject.has_label or (subject.is_anonymous and len(pairs) > 1)
        if any(written) and shares_blank:
            self.left = True
        if not any(written) or shares_blank:
            kept.append(self._query[start : self._read[self._at - 1].end])
            return
        for union, (_, _, text) in zip(written, pairs, strict=True):
            if union:
                unions.append(union)
            else:
                kept.append(f"{subject.text} {text}")

    def _pairs(self) -> list[Pair]:
        """The verbs and objects of one subject."""
        found: list[Pair] = []
        while (
            self._token.text not in (".", "{", "}") and self._word not in _AFTER_BLOCK
        ):
            if self._token.text == ";":
                self._at += 1
                continue
            path, verb = self._verb()
            node = self._node()
            found.append((path, node, f"{verb} {node.text}"))
            while self._token.text == ",":
                self._at += 1
                node = self._node()
                found.append((path, node, f"{verb} {node.text}"))
        return found

    def _verb(self) -> tuple[Path | None, str]:
        if self._token.kind == "variable":
            self._beyond.add(self._token.text[1:])
            self._at += 1
            return None, self._read[self._at - 1].text
        path = read_path(self._query, self._read, self._at)
        self._at = path.end
        return (None if path.is_simple else path), path.text

    def _node(self) -> _Node:
        first, start = self._token, self._at
        if first.text in ("[", "(") and first.kind == "other":
            self._skip()
            self._look_within(self._read[start + 1 : self._at - 1])
        else:
            self._term()
        inside = self._read[start : self._at]
        has_label = any(map(is_label, inside))
        return _Node(self._query[first.start : inside[-1].end], first, has_label)

    def _term(self) -> None:
        if self._token.text in ("+", "-"):
            self._at += 1
        token = self._token
        is_boolean = token.text in ("true", "false")
        if (
            token.kind not in ("iri", "name", "variable", "string", "number")
            and not is_boolean
        ):
            raise Unreadable(f"“{token.text}” is no term")
        self._at += 1
        if token.kind == "string" and self._token.kind == "language":
            self._at += 1
        elif token.kind == "string" and self._token.text == "^":
            self._at += 3

    def _look_within(self, inside: Sequence[Token]) -> None:
        """Paths within brackets are left as they are."""
        marks = {token.text for token in inside if token.kind == "other"}
        if marks & {"*", "?"} or (self._counts and "|" in marks):
            self.left = True

    def _union(
        self, subject: _Node, path: Path | None, node: _Node, place: _Place
    ) -> str:
        """The union that a statement is written as; empty where it is not."""
        if path is None:
            return ""
        if place.in_exists and path.stays:
            ends = (end for end in (subject, node) if end.is_variable)
            self._resting.update(end.text[1:] for end in ends)
        if self._counts and not path.branches:
            self.left = True
        is_split = self._counts and bool(path.branches)
        groups = []
        for branch in path.branches if is_split else (Branch(path.text, path.stays),):
            groups.append(f"{{ {subject.text} {branch.text} {node.text} }}")
            groups += self._of_no_length(subject, branch, node, place)
        if len(groups) > 1 and node.has_label:
            self.left = True
            return ""
        return " UNION ".join(groups) if len(groups) > 1 else ""

    def _of_no_length(
        self,
        subject: _Node,
        branch: Branch,
        node: _Node,
        place: _Place,
    ) -> list[str]:
        """The way of no length from or to a constant that is not in the data; the engine has none.

        Within EXISTS, only VALUES takes part in the substitution; within GRAPH with a variable,
        the engine tries the graphs one by one only for BIND.
        """
        given = subject.is_constant + node.is_constant
        if not branch.stays or branch.stays > given:
            return []
        if place.of_any_graph and place.in_exists:
            self.left = True
            return []
        constant, other = (subject, node) if subject.is_constant else (node, subject)
        if other.is_variable:
            self._beyond.add(other.text[1:])
        unknown = (
            f"FILTER NOT EXISTS {{ {constant.text} {branch.text} {constant.text} }}"
        )
        if other.is_constant:
            return [f"{{ FILTER (sameTerm({constant.text}, {other.text})) {unknown} }}"]
        if other.is_variable and place.of_any_graph:
            return [f"{{ BIND ({constant.text} AS {other.text}) {unknown} }}"]
        if other.is_variable:
            return [f"{{ VALUES {other.text} {{ {constant.text} }} {unknown} }}"]
        self.left |= is_label(other.first)
        # A blank node with properties has triples, and so has what it stands for.
        return [f"{{ {unknown} }}"] if other.text.strip("[] \t\r\n") == "" else []

    def _skip(self) -> None:
        """Past what is in brackets, whatever it is."""
        opened = [_CLOSING[self._token.text]]
        self._at += 1
        while opened:
            token = self._token
            if token is _END:
                raise Unreadable("a bracket is not closed")
            text = token.text if token.kind == "other" else ""
            if text in _CLOSING:
                opened.append(_CLOSING[text])
            elif text in _CLOSING.values() and text != opened.pop():
                raise Unreadable("brackets do not match")
            self._at += 1

    @property
    def _token(self) -> Token:
        return self._read[self._at] if self._at < len(self._read) else _END

    @property
    def _word(self) -> str:
        return self._token.text.upper() if self._token.kind == "keyword" else ""

    def _must_take(self, text: str) -> None:
        if self._token.text != text:
            raise Unreadable(f"a {text} is missing")
        self._at += 1
