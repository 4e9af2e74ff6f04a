"""The unions in whose place statements with paths are answered as section 18.4 says."""

from collections.abc import Sequence
from dataclasses import dataclass

from diplomatica.engine.rewriting.paths.node import Node
from diplomatica.engine.rewriting.paths.path import Branch, Path
from diplomatica.engine.rewriting.scopes import is_label
from diplomatica.engine.sparql.query import Token


@dataclass(frozen=True)
class GroupPlace:
    """Where a group stands: in GRAPH with a variable, or in EXISTS."""

    of_any_graph: bool = False
    in_exists: bool = False


class Unions:
    """Writes statements as unions, and takes down what cannot be written so.

    `counts` tells whether the number of equal rows can be seen in the answer. `left` tells whether
    there is a path that the engine answers otherwise and that could not be written as a union.
    """

    def __init__(self, counts: bool) -> None:
        """Begin with a query of which no statement is written yet."""
        self._counts = counts
        self.left = False
        self.resting: set[str] = set()
        """The variables within EXISTS at which a way of no length may begin."""
        self.beyond: set[str] = set()
        """The variables that may be bound to what is no node of the data."""

    def look_within(self, inside: Sequence[Token]) -> None:
        """Paths within brackets are left as they are."""
        marks = {token.text for token in inside if token.kind == "other"}
        if marks & {"*", "?"} or (self._counts and "|" in marks):
            self.left = True

    def of(
        self, subject: Node, path: Path | None, node: Node, place: GroupPlace
    ) -> str:
        """The union that a statement is written as; empty where it is not."""
        if path is None:
            return ""
        if place.in_exists and path.stays:
            ends = (end for end in (subject, node) if end.is_variable)
            self.resting.update(end.name for end in ends)
        groups = self._groups(subject, path, node, place)
        if len(groups) < 2:
            return ""
        if node.has_label:
            self.left = True
            return ""
        return " UNION ".join(groups)

    def _groups(
        self, subject: Node, path: Path, node: Node, place: GroupPlace
    ) -> list[str]:
        """The groups whose union is a path: each branch, and the ways of no length."""
        branches = self._branches(path)
        groups = []
        for branch in branches:
            groups.append(f"{{ {subject.text} {branch.text} {node.text} }}")
            groups += self._of_no_length(subject, branch, node, place)
        return groups

    def _branches(self, path: Path) -> Sequence[Branch]:
        """The branches that are answered one by one, or the whole path as one."""
        if self._counts and path.branches:
            return path.branches
        self.left |= self._counts
        return [Branch(path.text, path.stays)]

    def _of_no_length(
        self, subject: Node, branch: Branch, node: Node, place: GroupPlace
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
        back = f"{constant.text} {branch.text} {constant.text}"
        unknown = f"FILTER NOT EXISTS {{ {back} }}"
        if other.is_constant:
            return [f"{{ FILTER (sameTerm({constant.text}, {other.text})) {unknown} }}"]
        if other.is_variable:
            self.beyond.add(other.name)
            return [f"{{ {_binding(other, constant, place)} {unknown} }}"]
        self.left |= is_label(other.first)
        # A blank node with properties has triples, and so has what it stands for.
        return [f"{{ {unknown} }}"] if other.text.strip("[] \t\r\n") == "" else []


def _binding(variable: Node, constant: Node, place: GroupPlace) -> str:
    """What gives a variable the value of a constant, within a graph of any name or not."""
    if place.of_any_graph:
        return f"BIND ({constant.text} AS {variable.text})"
    return f"VALUES {variable.text} {{ {constant.text} }}"
