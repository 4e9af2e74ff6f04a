"""The graphs of derivations, found anew or as they were kept.

They may be found by another process, while this one has other things to do.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from diplomatica.engine.memory import give_back
from diplomatica.model.iris import Iris
from diplomatica.pipeline.deriving.derivedgraph import DerivedGraph, graph_of
from diplomatica.pipeline.deriving.inference import derive
from diplomatica.pipeline.deriving.keptgraphs import kept_graphs
from diplomatica.pipeline.deriving.rule import Rule
from diplomatica.pipeline.storing.kept import SharedFolder, Together, on_disk
from diplomatica.pipeline.storing.stored import Quads
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.workshop.workshop import Workshop

_AT_ONCE = 1_000  # graphs
_DERIVED = "derived"


@dataclass(frozen=True)
class Inferring:
    """Derives what follows by some rules from what files state."""

    rules: list[Rule]
    stated: tuple[Path, ...]
    known: dict[str, str]
    """The prefixes that a rule need not declare."""
    iris: Iris
    keep: Keep | None = None

    def write(self, path: Path) -> None:
        """Write what is derived to a file."""
        stated = Together([Quads(one) for one in self.stated])
        told = self.rules, stated, self.known, self.iris
        graphs = derive_graphs(*told, self.keep)
        with path.open("wb") as file:
            while some := list(islice(graphs, _AT_ONCE)):
                pickle.dump(some, file)
        give_back()


def derive_graphs(
    rules: list[Rule],
    stated: Together,
    known: dict[str, str],
    iris: Iris,
    keep: Keep | None = None,
) -> Iterator[DerivedGraph]:
    """What the rules derive, one by one; what each does is kept, if somebody does."""
    if keep is None:
        yield from (graph_of(one, iris) for one in derive(rules, stated, known, iris))
    else:
        yield from kept_graphs(rules, stated, known, iris, keep)
    # The store that the rules asked is gone.
    give_back()


def derived_beside(
    rules: list[Rule],
    stated: Together,
    known: dict[str, str],
    iris: Iris,
    workshop: Workshop,
) -> Callable[[], Iterator[DerivedGraph]]:
    """What gives all that the rules derive, which another process begins to find."""
    place = SharedFolder()
    files = list(map(on_disk, stated.parts))
    paths = tuple(one.path for one in files)
    inferring = Inferring(rules, paths, known, iris, workshop.keep)
    finish = workshop.begun(partial(inferring.write, place.folder / _DERIVED))

    def graphs() -> Iterator[DerivedGraph]:
        finish()
        files.clear()
        yield from _read(place)

    return graphs


def _read(place: SharedFolder) -> Iterator[DerivedGraph]:
    """The graphs that were written to a file, which stays as long as they are read."""
    with (place.folder / _DERIVED).open("rb") as file:
        while file.peek(1):
            some: Iterable[DerivedGraph] = pickle.load(file)
            yield from some
