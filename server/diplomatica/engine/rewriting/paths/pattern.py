"""The groups of a query, read for paths that the engine does not answer as section 18.4 says.

A statement with such a path is written as a union that means the same. All else stays as it stands.
"""

from collections.abc import Sequence
from dataclasses import replace

from diplomatica.engine.rewriting.deviations import bound_beyond_triples
from diplomatica.engine.rewriting.edits import Edit
from diplomatica.engine.rewriting.paths.node import Node, read_node
from diplomatica.engine.rewriting.paths.path import Path, Unreadable, read_path
from diplomatica.engine.rewriting.paths.unions import GroupPlace, Unions
from diplomatica.engine.rewriting.paths.walk import Walk
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

Pair = tuple[Path | None, Node, str]
"""A verb that is a path, or none; its object; and both as text."""


class PathRewriter:
    """Reads a query once, and gathers the edits that its paths need.

    `counts` tells whether the number of equal rows can be seen in the answer.
    """

    def __init__(self, query: str, read: Sequence[Token], counts: bool) -> None:
        """Take the query and its tokens. Raises Unreadable for what is not read here."""
        self._read = read
        self._walk = Walk(query, read, end_of_prologue(list(read)))
        self._unions = Unions(counts)
        self.edits: list[Edit] = []
        self._whole()

    @property
    def left(self) -> bool:
        """Whether a path is left that the engine answers otherwise."""
        return self._unions.left

    @property
    def stays_unseen(self) -> bool:
        """Whether a way of no length within EXISTS may begin at what is no node of the data."""
        resting = self._unions.resting
        if not resting:
            return False
        given = self._unions.beyond | bound_beyond_triples(self._read)
        return not resting.isdisjoint(given)

    def _whole(self) -> None:
        """Walk through the pattern of a query, and what follows it."""
        walk = self._walk
        if walk.word == "CONSTRUCT":
            walk.step()
            if walk.text != "{":
                return  # CONSTRUCT WHERE has no paths
            walk.skip()
        self._to_group()
        self._group(GroupPlace())
        while not walk.is_done:
            self._rest(GroupPlace())

    def _to_group(self) -> None:
        while self._walk.text != "{":
            self._rest(GroupPlace())

    def _rest(self, place: GroupPlace) -> None:
        """One step on through what is no pattern; there may be EXISTS within brackets."""
        if self._walk.is_at("("):
            self._brackets(place)
        elif self._walk.is_at("{"):
            self._walk.skip()
        else:
            self._walk.step()

    def _group(self, place: GroupPlace) -> None:
        """Read a group in braces, which may be a query within the query."""
        walk = self._walk
        walk.must_take("{")
        if walk.word == "SELECT":
            self._to_group()
            self._group(place)
            while walk.text != "}":
                self._rest(place)
        while walk.text != "}":
            self._element(place)
        walk.step()

    def _element(self, place: GroupPlace) -> None:
        """Walk over whatever stands next in a group."""
        walk = self._walk
        if walk.text == "{":
            self._group(place)
        elif walk.text == ".":
            walk.step()
        elif walk.word in _AFTER_BLOCK:
            self._after(walk.step().text.upper(), place)
        else:
            self._block(place)

    def _after(self, word: str, place: GroupPlace) -> None:
        """What follows a keyword of a group."""
        if word == "GRAPH":
            self._group(replace(place, of_any_graph=self._node().is_variable))
        elif word == "FILTER":
            self._constraint(place)
        elif word == "BIND":
            self._brackets(place)
        elif word == "VALUES":
            self._to_group()
            self._walk.skip()
        elif word == "SERVICE":
            raise Unreadable("SERVICE is not run here")

    def _constraint(self, place: GroupPlace) -> None:
        """Walk over the condition of FILTER, which may be an EXISTS with a group."""
        while self._walk.text not in ("(", "{"):
            self._walk.step()
        if self._walk.text == "{":
            self._group(replace(place, in_exists=True))
        else:
            self._brackets(place)

    def _brackets(self, place: GroupPlace) -> None:
        """An expression in brackets; the groups in it are those of EXISTS."""
        walk = self._walk
        walk.must_take("(")
        while walk.text != ")":
            if walk.is_at("{"):
                self._group(replace(place, in_exists=True))
            else:
                self._rest(place)
        walk.step()

    def _block(self, place: GroupPlace) -> None:
        """Statements up to the next keyword or bracket of a group.

        What becomes a union is put after all others: so their blank nodes stay in one pattern.
        """
        walk = self._walk
        start = walk.token.start
        kept: list[str] = []
        unions: list[str] = []
        while not self._is_past_block:
            self._statement(place, kept, unions)
            if walk.text != ".":
                break
            walk.step()
        if unions:
            end = walk.read[walk.at - 1].end
            text = "".join(f"{statement} . " for statement in kept) + " . ".join(unions)
            self.edits.append(Edit(start, end, f"{text} . "))

    @property
    def _is_past_block(self) -> bool:
        """Whether no statement comes next, but a keyword or a bracket of a group."""
        return self._walk.word in _AFTER_BLOCK or self._walk.text in ("{", "}")

    def _statement(self, place: GroupPlace, kept: list[str], unions: list[str]) -> None:
        """Read a subject with all that is said of it: what stays, and what becomes a union."""
        start = self._walk.at
        subject = self._node()
        pairs = self._pairs()
        union = self._unions.of
        written = [union(subject, path, node, place) for path, node, _ in pairs]
        shares_blank = subject.has_label or (subject.is_anonymous and len(pairs) > 1)
        if any(written) and shares_blank:
            self._unions.left = True
        if not any(written) or shares_blank:
            kept.append(self._walk.since(start))
            return
        for branches, (_, _, text) in zip(written, pairs, strict=True):
            if branches:
                unions.append(branches)
            else:
                kept.append(f"{subject.text} {text}")

    def _pairs(self) -> list[Pair]:
        """The verbs and objects of one subject."""
        walk = self._walk
        pairs: list[Pair] = []
        while walk.text != "." and not self._is_past_block:
            if walk.text == ";":
                walk.step()
                continue
            path, verb = self._verb()
            pairs.append(self._pair(path, verb))
            while walk.text == ",":
                walk.step()
                pairs.append(self._pair(path, verb))
        return pairs

    def _pair(self, path: Path | None, verb: str) -> Pair:
        node = self._node()
        return path, node, f"{verb} {node.text}"

    def _verb(self) -> tuple[Path | None, str]:
        """Read a property or path: None for what the engine answers as it should."""
        walk = self._walk
        if walk.token.kind == "variable":
            name = walk.step().text
            self._unions.beyond.add(name[1:])
            return None, name
        path = read_path(walk.query, walk.read, walk.at)
        walk.at = path.end
        return (None if path.is_simple else path), path.text

    def _node(self) -> Node:
        node = read_node(self._walk)
        self._unions.look_within(node.within)
        return node
