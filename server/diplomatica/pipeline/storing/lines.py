"""Statements as lines of text that sort in the order in which they are published."""

import re
from collections.abc import Callable, Iterable, Iterator, Set
from functools import lru_cache
from io import BytesIO
from itertools import takewhile
from typing import BinaryIO

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.model.iris import Iris
from diplomatica.model.serialization import FIRST, rank_of

Row = tuple[str, str, str, str]
"""A quad as the text of its terms, which is read and told apart sooner than terms are."""
# Places are kept of so many nodes at a time.
_MOST = 100_000
_BETWEEN = "\0"  # comes before all signs of a term, in which it is always escaped
_END = " .\n"
_MANY_MARKS = 8
_PIECE = 1 << 20  # bytes


def row_of(quad: Quad) -> Row:
    """A quad as text."""
    term, graph = str(quad.object), str(quad.graph_name)
    return str(quad.subject), str(quad.predicate), term, graph


def row_of_text(text: str) -> Row:
    """The line of a quad in N-Quads as it is written here: with single spaces."""
    subject, predicate, rest = text.split(" ", 2)
    term, graph, _ = rest.rsplit(" ", 2)
    return subject, predicate, term, graph


def terms_of(text: str) -> Row:
    """The terms of a line; one that stands outside of all graphs has "" for its graph."""
    subject, predicate, rest = text.split(" ", 2)
    # No IRI has a quotation mark.
    at = rest.rindex('"') if rest.startswith('"') else 0
    end = rest.index(" ", at)
    return subject, predicate, rest[:end], rest[end + 1 : -len(_END)]


def line_of(row: Row) -> bytes:
    """The line of N-Quads for a quad that is given as text."""
    return f"{' '.join(row)}{_END}".encode()


def lines_by_subject(
    lines: Iterable[bytes], *, has_graphs: bool
) -> Iterator[tuple[bytes, bytes, list[bytes]]]:
    """What comes together of a subject in a graph, below the names of graph and subject.

    The lines are of N-Quads all in named graphs, or else of N-Triples: no graph is b"".
    """
    some: list[bytes] = []
    begin, end = b"", b""
    for line in lines:
        # Most lines are of the subject before, and nothing is made of those.
        if some and line.startswith(begin) and line.endswith(end):
            some.append(line)
            continue
        if some:
            yield end[1:-3], begin[:-1], some
        some = [line]
        begin = line.partition(b" ")[0] + b" "
        end = b" %b .\n" % line.rsplit(b" ", 2)[1] if has_graphs else b" .\n"
    if some:
        yield end[1:-3], begin[:-1], some


def place_of(value: str, iris: Iris) -> str:
    """The place of an IRI or a blank node among others, in the order of a dump."""
    return f"{rank_of(value, iris):02}{value}"


class StoredLines:
    """Makes the lines, each of places that tell their terms as well."""

    def __init__(self, iris: Iris) -> None:
        """No place is known yet."""
        self._iris = iris
        # First it is told what all this is.
        catalog = iris("graph", "catalog").value
        first = {f"<{catalog}>": f"00{catalog}"}
        self._nodes, self._graphs = _Known(self._node), _Known(self._node, first)
        self._predicates = _Known(_predicate)
        self._node_text = _Known(_node_text)

    def node_place(self, node: str) -> str:
        """The place of a node among others."""
        return self._nodes[node]

    def graph_place(self, graph: str) -> str:
        """The place of a named graph among others."""
        return self._graphs[graph]

    def of_quad(self, quad: Quad) -> str:
        """The line of a quad, which begins with its graph."""
        graph = self._graphs[str(quad.graph_name)]
        return f"{graph}{_BETWEEN}{self.of_triple(quad)}"

    def of_triple(self, triple: Quad | Triple) -> str:
        """The line of a triple."""
        subject, predicate, term = triple.subject, triple.predicate, triple.object
        return self._line(str(subject), str(predicate), str(term))

    def of_row(self, row: Row) -> str:
        """The line of a quad that is given as text."""
        return f"{self._graphs[row[3]]}{_BETWEEN}{self._line(*row[:3])}"

    def of_quad_text(self, text: str) -> str:
        """The line of a quad that `statement` wrote."""
        return self.of_row(row_of_text(text))

    def of_triple_text(self, text: str) -> str:
        """The line of a triple that `statement` wrote."""
        subject, predicate, rest = text.split(" ", 2)
        return self._line(subject, predicate, rest.removesuffix(_END))

    def statement(self, line: str) -> str:
        """The line of N-Quads or N-Triples for one of these lines."""
        *graph, subject, predicate, term, _ = line.split(_BETWEEN)
        about, written = self._node_text[subject], self._node_text
        if graph:
            return f"{about} {predicate[1:]} {term} {written[graph[0]]}{_END}"
        return f"{about} {predicate[1:]} {term}{_END}"

    def in_order(self, graphs: Iterable[tuple[NamedNode, Iterable[Triple]]]) -> str:
        """Triples of graphs as N-Quads, each once, in the order in which they are published."""
        lines = set[str]()
        for graph, triples in graphs:
            begin = self._graphs[str(graph)] + _BETWEEN
            lines.update(begin + self.of_triple(one) for one in triples)
        return "".join(map(self.statement, sorted(lines)))

    def _line(self, subject: str, predicate: str, term: str) -> str:
        about, by = self._nodes[subject], self._predicates[predicate]
        return f"{about}{_BETWEEN}{by}{_BETWEEN}{term}{_BETWEEN}\n"

    def _node(self, text: str) -> str:
        """The place of a node: by its kind, and then by what it is."""
        return place_of(text[1:-1] if text.startswith("<") else text, self._iris)


class _Known(dict[str, str]):
    """What was found of texts, kept of those that were asked for lately."""

    def __init__(
        self, find: Callable[[str], str], known: dict[str, str] | None = None
    ) -> None:
        self._find, self._known = find, known or {}
        super().__init__(self._known)

    def __missing__(self, text: str) -> str:
        """Find it of a text that was not asked for lately."""
        if len(self) > _MOST:
            self.clear()
            self.update(self._known)
        self[text] = line = self._find(text)
        return line


def _predicate(text: str) -> str:
    firsts = list(map(str, FIRST))
    rank = firsts.index(text) if text in firsts else len(firsts)
    return f"{rank}{text}"


def _node_text(place: str) -> str:
    value = place[2:]
    return value if value.startswith("_:") else f"<{value}>"


def lines_with(piece: bytes, marks: Iterable[bytes]) -> list[bytes]:
    """The lines that hold a mark, in their order; they are found by their marks."""
    lines: list[bytes] = []
    find = _finder(tuple(marks))
    at = find(piece, 0)
    while at >= 0:
        end = piece.find(b"\n", at)
        end = end if end >= 0 else len(piece)
        lines.append(piece[piece.rfind(b"\n", 0, at) + 1 : end])
        at = find(piece, end)
    return lines


@lru_cache(1 << 8)
def _finder(marks: tuple[bytes, ...]) -> Callable[[bytes, int], int]:
    """What finds the next of some marks in lines; -1 where there is none.

    Of one, that is quickest as it is; of several, all at once.
    """
    if len(marks) <= 1:
        return lambda piece, start: piece.find(marks[0], start) if marks else -1
    search = re.compile(b"|".join(map(re.escape, marks))).search

    def next_of(piece: bytes, start: int) -> int:
        found = search(piece, start)
        return found.start() if found else -1

    return next_of


def common_beginning(one: bytes, other: bytes) -> bytes:
    """What two nodes, and all between them in order, begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return bytes(first for first, _ in same)


def lines_saying(piece: bytes, predicates: Set[bytes]) -> list[bytes]:
    """The lines with one of these predicates, in their order."""
    # To look for many takes longer than to look at each line.
    if len(predicates) > _MANY_MARKS:
        lines = piece.rstrip(b"\n").split(b"\n") if piece else []
    else:
        lines = lines_with(piece, [b" %b " % one for one in predicates])
    return [one for one in lines if one.split(b" ", 2)[1] in predicates]


def first_lines(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The first lines of a file, which have so many bytes; the file is left behind them."""
    while size > 0:
        piece = file.read(min(size, _PIECE))
        if not piece.endswith(b"\n"):
            piece += file.readline()
        size -= len(piece)
        yield from BytesIO(piece)
