"""The graphs of derivations as text, which travels and is kept sooner than terms are.

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
from diplomatica.pipeline.deriving.inference import Derivation, derive
from diplomatica.pipeline.deriving.rule import Rule
from diplomatica.pipeline.storing.kept import SharedFolder, Together, on_disk
from diplomatica.pipeline.storing.stored import Quads
from diplomatica.pipeline.workshop.workshop import Workshop

_AT_ONCE = 1_000  # graphs
_DERIVED = "derived"


@dataclass(frozen=True)
class DerivedGraph:
    """The graph of a derivation, with all that is told of it but for its words."""

    name: str
    """As N-Quads write it."""
    rule: str
    reason: str
    """What the rule says, as a literal."""
    premises: tuple[str, ...]
    """Their IRIs."""
    triples: tuple[tuple[str, str, str], ...]


def graph_of(derivation: Derivation, iris: Iris) -> DerivedGraph:
    """The graph of a derivation."""
    rule = derivation.rule
    premises = tuple(one.value for one in derivation.premises)
    triples = tuple((str(a), str(b), str(c)) for a, b, c in derivation.triples)
    name = str(derivation.iri(iris))
    return DerivedGraph(name, rule.name, rule.reason, premises, triples)


@dataclass(frozen=True)
class Inferring:
    """Derives what follows by some rules from what files state."""

    rules: list[Rule]
    stated: tuple[Path, ...]
    known: dict[str, str]
    """The prefixes that a rule need not declare."""
    iris: Iris

    def write(self, path: Path) -> None:
        """Write what is derived to a file."""
        stated = Together([Quads(one) for one in self.stated])
        graphs = derive_graphs(self.rules, stated, self.known, self.iris)
        with path.open("wb") as file:
            while some := list(islice(graphs, _AT_ONCE)):
                pickle.dump(some, file)
        give_back()


def derive_graphs(
    rules: list[Rule], stated: Together, known: dict[str, str], iris: Iris
) -> Iterator[DerivedGraph]:
    """What the rules derive, one by one."""
    for one in derive(rules, stated, known, iris):
        yield graph_of(one, iris)
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
    inferring = Inferring(rules, tuple(one.path for one in files), known, iris)
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
