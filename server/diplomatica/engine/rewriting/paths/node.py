"""The ends of a path: the subject or the object of a statement."""

from collections.abc import Sequence
from dataclasses import dataclass

from diplomatica.engine.rewriting.paths.path import Unreadable
from diplomatica.engine.rewriting.paths.walk import Walk
from diplomatica.engine.rewriting.scopes import is_label
from diplomatica.engine.sparql.query import Token

_TERMS = ("iri", "name", "variable", "string", "number")


@dataclass(frozen=True)
class Node:
    """A subject or an object: its text, its first token, and those between its brackets."""

    text: str
    first: Token
    has_label: bool = False
    within: Sequence[Token] = ()

    @property
    def is_variable(self) -> bool:
        """Whether it is a variable."""
        return self.first.kind == "variable"

    @property
    def is_anonymous(self) -> bool:
        """Whether it stands in brackets: a blank node without a label, or a list."""
        return self.first.text in ("[", "(")

    @property
    def is_constant(self) -> bool:
        """Whether it is one term, known before anything is asked."""
        return not (self.is_variable or self.is_anonymous or self.has_label)

    @property
    def name(self) -> str:
        """The name of a variable."""
        return self.first.text[1:]


def read_node(walk: Walk) -> Node:
    """The node that comes next. Raises Unreadable where none does."""
    first, start = walk.token, walk.at
    within: Sequence[Token] = ()
    if walk.is_at("[") or walk.is_at("("):
        walk.skip()
        within = walk.read[start + 1 : walk.at - 1]
    else:
        _pass_term(walk)
    has_label = any(map(is_label, walk.read[start : walk.at]))
    return Node(walk.since(start), first, has_label, within)


def _pass_term(walk: Walk) -> None:
    """Step over one term: of a literal also its sign, language or datatype."""
    if walk.text in ("+", "-"):
        walk.step()
    is_boolean = walk.text in ("true", "false")
    if walk.token.kind not in _TERMS and not is_boolean:
        raise Unreadable(f"“{walk.text}” is no term")
    if walk.step().kind != "string":
        return
    if walk.token.kind == "language":
        walk.step()
    elif walk.text == "^":
        for _ in ("^", "^", "datatype"):
            walk.step()
