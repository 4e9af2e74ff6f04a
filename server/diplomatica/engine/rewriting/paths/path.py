"""Property paths (SPARQL 1.1 Query, section 9), read as the branches that they are a union of.

The engine gives what two branches of `p|q` find alike only once, where section 18.4 wants it twice.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from diplomatica.engine.sparql.query import Token

_REPEATS = ("*", "+", "?")
# A sequence of alternatives has the product of their numbers as branches.
_MOST_BRANCHES = 32


class Unreadable(Exception):
    """What stands there is not read here: the query is left as it is."""


@dataclass(frozen=True)
class Branch:
    """One path without an alternative at its top.

    `stays` tells from where it has a way of no length: by how many steps of a sequence, each of
    none; 0 where it has no such way. By section 18.4, what lies between two steps is a variable,
    and a variable is a node of the data: so a term that is no node gets past one step only from an
    end that is given.
    """

    text: str
    stays: int = 0


@dataclass(frozen=True)
class Path:
    """A path: its text, and the branches that it is a union of; none where they are too many."""

    text: str
    branches: tuple[Branch, ...]
    stays: int
    end: int

    @property
    def is_simple(self) -> bool:
        """Whether it is one branch, and no end of it needs care."""
        return len(self.branches) == 1 and not self.stays


def read_path(query: str, read: Sequence[Token], start: int) -> Path:
    """The path that begins at a token. Raises Unreadable where none does."""
    reader = _PathParser(query, read, start)
    branches = reader.alternative()
    text = query[read[start].start : read[reader.at - 1].end]
    kept = tuple(branches) if len(branches) <= _MOST_BRANCHES else ()
    return Path(text, kept, _fewest(branches), reader.at)


def _fewest(branches: Sequence[Branch]) -> int:
    """In how few steps any of them stays where it is."""
    return min((branch.stays for branch in branches if branch.stays), default=0)


class _PathParser:
    """Reads a path by the grammar's rules [89] to [96]: each gives the branches of what it read."""

    def __init__(self, query: str, read: Sequence[Token], at: int) -> None:
        self._query, self._read, self.at = query, read, at

    def alternative(self) -> list[Branch]:
        branches = self._sequence()
        while self._takes("|"):
            branches += self._sequence()
        return branches

    def _sequence(self) -> list[Branch]:
        """The branches of steps that follow each other, joined as far as they are few."""
        parts = [self._directed()]
        while self._takes("/"):
            parts.append(self._directed())
        if len(parts) == 1:
            return parts[0]
        if math.prod(len(part) for part in parts) > _MOST_BRANCHES:
            return _too_many(parts)
        return [_joined_branch(chosen) for chosen in product(*parts)]

    def _directed(self) -> list[Branch]:
        if not self._takes("^"):
            return self._repeated()
        branches = self._repeated()
        return [Branch(f"^({branch.text})", branch.stays) for branch in branches]

    def _repeated(self) -> list[Branch]:
        """The branches of a step with *, + or ? after it, or without."""
        start = self._token.start
        branches = self._primary()
        sign = self._token.text
        if sign not in _REPEATS:
            return branches
        self.at += 1
        stays = sign != "+" or _fewest(branches) == 1
        end = self._read[self.at - 1].end
        return [Branch(self._query[start:end], int(stays))]

    def _primary(self) -> list[Branch]:
        """The branches of a predicate, of a path in brackets, or of what is negated."""
        if self._takes("("):
            inner = self.alternative()
            self._must_take(")")
            return [Branch(f"({branch.text})", branch.stays) for branch in inner]
        if self._takes("!"):
            return self._negated()
        return [Branch(self._predicate())]

    def _negated(self) -> list[Branch]:
        """A negated set: its forward and its backward part are two branches."""
        signs: dict[bool, list[str]] = {False: [], True: []}
        is_set = self._takes("(")
        while True:
            is_backward = self._takes("^")
            signs[is_backward].append("^" * is_backward + self._predicate())
            if not (is_set and self._takes("|")):
                break
        if is_set:
            self._must_take(")")
        return [Branch(f"!({'|'.join(signs[way])})") for way in signs if signs[way]]

    def _predicate(self) -> str:
        token = self._token
        if token.kind not in ("iri", "name") and token.text != "a":
            raise Unreadable(f"“{token.text}” is no predicate")
        self.at += 1
        return token.text

    @property
    def _token(self) -> Token:
        if self.at >= len(self._read):
            raise Unreadable("the query ends within a path")
        return self._read[self.at]

    def _takes(self, text: str) -> bool:
        is_there = self._token.kind == "other" and self._token.text == text
        self.at += is_there
        return is_there

    def _must_take(self, text: str) -> None:
        if not self._takes(text):
            raise Unreadable(f"a {text} is missing")


def _joined_branch(chosen: Sequence[Branch]) -> Branch:
    text = "/".join(branch.text for branch in chosen)
    return Branch(text, _steps_of_all([branch.stays for branch in chosen]))


def _steps_of_all(steps: Sequence[int]) -> int:
    """How many steps these are together; none where one of them has none."""
    return sum(steps) if all(steps) else 0


def _too_many(parts: list[list[Branch]]) -> list[Branch]:
    """So many branches that they are given up: only their number, and whether one stays, counts."""
    branch = Branch("", _steps_of_all([_fewest(part) for part in parts]))
    return [branch] * (_MOST_BRANCHES + 1)
