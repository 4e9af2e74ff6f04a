"""Statements as lines of text that sort in the order in which they are published."""

from collections.abc import Callable

from pyoxigraph import Quad, Triple

from diplomatica.model.iris import Iris
from diplomatica.model.serialization import FIRST, rank_of

# Places are kept of so many nodes at a time.
_MOST = 100_000
_BETWEEN = "\0"  # comes before all signs of a term, in which it is always escaped
_END = " .\n"


class Lines:
    """Makes the lines, each of places that tell their terms as well."""

    def __init__(self, iris: Iris) -> None:
        """No place is known yet."""
        self._iris = iris
        # First it is told what all this is.
        catalog = iris("graph", "catalog").value
        first = {f"<{catalog}>": f"00{catalog}"}
        self._nodes, self._graphs = _Places(self._node), _Places(self._node, first)
        self._predicates = _Places(_predicate)

    def of_quad(self, quad: Quad) -> str:
        """The line of a quad, which begins with its graph."""
        graph = self._graphs[str(quad.graph_name)]
        return f"{graph}{_BETWEEN}{self.of_triple(quad)}"

    def of_triple(self, said: Quad | Triple) -> str:
        """The line of a triple."""
        subject, predicate, term = said.subject, said.predicate, said.object
        return self._line(str(subject), str(predicate), str(term))

    def of_quad_text(self, text: str) -> str:
        """The line of a quad that `statement` wrote."""
        subject, predicate, rest = text.removesuffix(_END).split(" ", 2)
        term, _, graph = rest.rpartition(" ")
        return f"{self._graphs[graph]}{_BETWEEN}{self._line(subject, predicate, term)}"

    def of_triple_text(self, text: str) -> str:
        """The line of a triple that `statement` wrote."""
        return self._line(*text.removesuffix(_END).split(" ", 2))

    def _line(self, subject: str, predicate: str, term: str) -> str:
        about, by = self._nodes[subject], self._predicates[predicate]
        return f"{about}{_BETWEEN}{by}{_BETWEEN}{term}{_BETWEEN}\n"

    def _node(self, text: str) -> str:
        """The place of a node: by its kind, and then by what it is."""
        value = text[1:-1] if text.startswith("<") else text
        return f"{rank_of(value, self._iris):02}{value}"


class _Places(dict[str, str]):
    """The places of terms as they are written, kept of those that were asked for lately."""

    def __init__(
        self, find: Callable[[str], str], known: dict[str, str] | None = None
    ) -> None:
        self._find, self._known = find, known or {}
        super().__init__(self._known)

    def __missing__(self, text: str) -> str:
        """Find the place of a term."""
        if len(self) > _MOST:
            self.clear()
            self.update(self._known)
        self[text] = place = self._find(text)
        return place


def _predicate(text: str) -> str:
    firsts = list(map(str, FIRST))
    rank = firsts.index(text) if text in firsts else len(firsts)
    return f"{rank}{text}"


def statement(line: str) -> str:
    """The line of N-Quads or N-Triples for one of these lines."""
    *graph, subject, predicate, term, _ = line.split(_BETWEEN)
    named = "".join(f" {_written(one)}" for one in graph)
    return f"{_written(subject)} {predicate[1:]} {term}{named}{_END}"


def _written(place: str) -> str:
    value = place[2:]
    return value if value.startswith("_:") else f"<{value}>"
