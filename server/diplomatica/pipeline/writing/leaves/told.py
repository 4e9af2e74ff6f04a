"""What is told of each reason: its words, and who says them.

It is carried as lines, and put into words only where a dump does not hold it yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from pyoxigraph import NamedNode, parse

from diplomatica.model.formats import NTRIPLES
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import REASONS
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DCTERMS, DIP
from diplomatica.pipeline.storing.lines import place_of
from diplomatica.pipeline.storing.stored import Triples

_OF_REASONS = (DIP("quote"), DIP("voice"), DIP("reason"), DCTERMS("description"))
_TOLD = frozenset(str(one).encode() for one in _OF_REASONS)
_VOICE = b" %b " % str(DIP("voice")).encode()
_END = b" ."
_LAST = chr(0x10FFFF)  # comes after all places


@dataclass(frozen=True)
class GraphReason:
    """Why a graph is there: lines of N-Triples, and the names of the voices in them."""

    lines: bytes = b""
    names: tuple[str, ...] = ()

    @property
    def comment(self) -> bytes:
        """The comment above the graph."""
        return as_comment(self._words)

    @property
    def _words(self) -> Iterator[str]:
        """The words of a graph and who says them, or its reason."""
        said = values_in(self.lines)
        yield from (f"“{words}”" for words in said[DIP("quote")])
        if self.names:
            yield f"— {', '.join(self.names)}"
        yield from said[DIP("reason")]
        yield from said[DCTERMS("description")]


def values_in(lines: bytes) -> defaultdict[object, list[str]]:
    """The values of each property in lines of N-Triples, in their order."""
    said = defaultdict[object, list[str]](list)
    if b"\\" in lines:
        for quad in parse(lines, format=NTRIPLES.rdf, lenient=True):
            said[quad.predicate].append(text_of(quad.object))
        return said
    # Without escapes each text stands as it is: a parser takes longer to begin.
    for line in filter(None, lines.decode().split("\n")):
        _, predicate, term = line.split(" ", 2)
        said[_node(predicate)].append(_plain_text(term))
    return said


@lru_cache(maxsize=256)
def _node(text: str) -> NamedNode:
    return NamedNode(text[1:-1])


def _plain_text(term: str) -> str:
    """The text of a term without escapes, behind which a line ends."""
    if term.startswith('"'):
        return term[1 : term.rindex('"')]
    return term[: term.index(" ")].strip("<>")


def voices_in(lines: Sequence[bytes]) -> list[bytes]:
    """Who says what lines tell, as they name them."""
    told = (line.partition(_VOICE)[2] for line in lines)
    return [one.removesuffix(_END) for one in told if one]


def as_comment(texts: Iterable[str]) -> bytes:
    """Each of these texts as a comment of one line."""
    comments = [f"# {' '.join(text.split())}\n" for text in texts]
    return "".join(comments).encode()


class ReasonWords:
    """Tells of reasons in the order in which they stand in a dump.

    The default graph has them in the same order, and is read beside: memory holds one.
    """

    def __init__(self, triples: Triples, iris: Iris) -> None:
        """`triples` are those of the default graph, which are read when one is asked for."""
        self._triples, self._iris = triples, iris
        self.below = tuple(f"<{iris.base}{kind}/".encode() for kind in REASONS)
        """How lines begin that tell of reasons."""
        self._rest = self._in_order()
        self._subject, self._lines = b"", list[bytes]()
        self._asked, self._is_met = b"", True

    def of(self, reason: bytes) -> list[bytes]:
        """The lines that tell of a reason; whoever goes back lets all be read again."""
        # Mostly it is the next of which something is told.
        if reason != self._subject and self._is_met:
            self._go_on()
        if reason != self._subject:
            self._seek(self._place(reason))
        self._asked, self._is_met = reason, reason == self._subject
        return self._lines if self._is_met else []

    def _seek(self, place: str) -> None:
        """Go to a place, or to the first behind it of which something is told."""
        if place < self._place(self._asked):
            self._rest = self._in_order()
            self._go_on()
        while self._subject and self._place(self._subject) < place:
            self._go_on()

    def _go_on(self) -> None:
        self._subject, self._lines = next(self._rest, (b"", []))

    def _place(self, reason: bytes) -> str:
        return place_of(reason[1:-1].decode(), self._iris) if reason else ""

    def _in_order(self) -> Iterator[tuple[bytes, list[bytes]]]:
        """Each reason with the lines that tell of it."""
        for subject, some in groupby(self._lines_told(), _subject_of):
            yield subject, list(some)

    def _lines_told(self) -> Iterator[bytes]:
        below = self.below
        for piece in self._triples.pieces():
            for line in piece.split(b"\n"):
                if line.startswith(below) and line.split(b" ", 2)[1] in _TOLD:
                    yield line


def _subject_of(line: bytes) -> bytes:
    return line[: line.index(b" ")]
