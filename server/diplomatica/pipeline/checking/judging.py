"""Judging data by shapes: part by part where the shapes let that be, else all at once."""

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain

from pyoxigraph import RdfFormat, Triple, parse

from diplomatica.errors import DiplomaticaError
from diplomatica.model.iris import Iris
from diplomatica.pipeline.checking.parting.around import Neighbourhood
from diplomatica.pipeline.checking.parting.parts import (
    GraphPart,
    article_by_graph,
    parts,
)
from diplomatica.pipeline.checking.parting.reach import reach
from diplomatica.pipeline.checking.report import Violation
from diplomatica.pipeline.storing.lines import Row
from diplomatica.pipeline.workshop.workshop import Workshop


class Judgement:
    """Judges data by shapes once all of it is taken up, which may be done bit by bit.

    It lies in a database meanwhile where shapes let it be judged part by part. Raises
    DiplomaticaError.
    """

    def __init__(
        self, shapes: list[Triple], prefixes: dict[str, str], iris: Iris
    ) -> None:
        """Nothing is taken up yet."""
        self.shapes, self._prefixes, self._iris = shapes, prefixes, iris
        looked_at = reach(shapes)
        self._around = None if looked_at is None else Neighbourhood(looked_at)
        self._lines: dict[str, None] = {}

    def take(self, rows: Iterable[Row]) -> None:
        """Take up quads, be they there already or not."""
        if self._around is None:
            self._lines |= dict.fromkeys(f"{' '.join(row[:3])} .\n" for row in rows)
        else:
            with _room():
                self._around.take(rows, article_by_graph(self._iris))

    def violations(self, workshop: Workshop) -> list[Violation]:
        """All violations in what was taken up, sorted; after that nothing is known."""
        if self._around is None:
            return _validated(_read(self._lines), self.shapes, self._prefixes)
        # Shapes that are none are told even where there is nothing to judge.
        pieces = chain(parts(self._around), [GraphPart(frozenset(), ())])
        judging = Judging(tuple(f"{one} .\n" for one in self.shapes), self._prefixes)
        name = f"violations {judging.digest}"
        with _room(), closing(self._around):
            return sorted(chain.from_iterable(workshop.made(name, judging, pieces)))


@contextmanager
def _room() -> Iterator[None]:
    """Raise DiplomaticaError where there is no room for data."""
    try:
        yield
    except sqlite3.OperationalError as error:
        what = f"the data could not be kept for validation: {error}"
        raise DiplomaticaError(f"{what} → make room for temporary files") from error


@dataclass(frozen=True)
class Judging:
    """Validates parts against shapes, which it carries to wherever it is called."""

    shapes: tuple[str, ...]
    prefixes: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The SHA-256 of the shapes and prefixes."""
        prefixes = repr(sorted(self.prefixes.items()))
        whole = "".join([*sorted(self.shapes), prefixes])
        return hashlib.sha256(whole.encode()).hexdigest()

    def __call__(self, pieces: Sequence[GraphPart]) -> list[list[Violation]]:
        """The violations of each part; that others say more of a node changes none."""
        lines = dict.fromkeys(chain(*(piece.lines for piece in pieces)))
        violations_by_node: dict[str, list[Violation]] = defaultdict(list)
        shapes = _read(self.shapes)
        for one in _validated(_read(lines), shapes, self.prefixes):
            violations_by_node[str(one.focus)].append(one)
        return [_of_nodes(piece, violations_by_node) for piece in pieces]


def _of_nodes(
    piece: GraphPart, violations_by_node: dict[str, list[Violation]]
) -> list[Violation]:
    return [
        one
        for node in sorted(piece.nodes & violations_by_node.keys())
        for one in violations_by_node[node]
    ]


def _read(lines: Iterable[str]) -> list[Triple]:
    quads = parse("".join(lines), format=RdfFormat.N_TRIPLES, lenient=True)
    return [quad.triple for quad in quads]


def _validated(
    data: Collection[Triple], shapes: list[Triple], prefixes: dict[str, str]
) -> list[Violation]:
    # pySHACL takes long to be read in, and where all is kept nobody needs it.
    from diplomatica.pipeline.checking.validation import validate

    return validate(data, shapes, prefixes)
