"""What a build has come to before it is written."""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.engine.forms import (
    engine_form,
    is_rewritten,
    rewritten_counts,
)
from diplomatica.model.dataset.profile import Profile
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP
from diplomatica.pipeline.checking.covering.coverage import coverage
from diplomatica.pipeline.checking.covering.coveragereport import Coverage
from diplomatica.pipeline.checking.report import Violation
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.storing.stored import Quads, Triples
from diplomatica.pipeline.writing.profiling.profile import profile


@dataclass(frozen=True)
class Built:
    """A dataset that was checked and can be written.

    `quads` are those of its named graphs, and `triples` their merge. What is told of them
    is found once: much of it by a look at all lines.
    """

    reading: Reading
    quads: Quads
    triples: Triples
    warnings: list[Violation]
    rewritten: list[Quad]
    """The quads from which the engine's own cannot be told."""
    too_large: int = 0
    """How many numbers are too long for the engine to compute with."""

    @property
    def iris(self) -> Iris:
        """The IRIs of the dataset."""
        return self.reading.iris

    @property
    def coverage(self) -> Coverage:
        """The report on what of the articles claims cover, and what they do not."""
        return coverage(self.reading, self.quads)

    @cached_property
    def profile(self) -> Profile:
        """What the data is made of, but for the description of the dataset itself.

        Beside claims it is what was brought there.
        """
        if self.reading.has_claims and self.reading.brings_others:
            return self._profile_of_brought()
        catalog = self.iris("graph", "catalog")
        told = {f"{one.triple} .\n" for one in self.quads.of_graph(catalog)}
        return profile(line for line in self.triples.texts() if line not in told)

    def _profile_of_brought(self) -> Profile:
        """What the files are made of that stand beside claims, which a build holds in memory."""
        graphs = map(NamedNode, self.reading.files)
        quads = chain.from_iterable(map(self.quads.of_graph, graphs))
        brought = {f"{one.triple} .\n" for one in quads}
        return profile(line for line in self.triples.texts() if line in brought)

    @cached_property
    def compared(self) -> dict[str, int]:
        """How many literals of each datatype the engine rewrites."""
        return rewritten_counts(self.rewritten)

    @property
    def forms(self) -> dict[Literal, Literal]:
        """Those literals with the form that the engine gives them."""
        terms = [quad.object for quad in self.rewritten if is_rewritten(quad.object)]
        literals = [term for term in terms if isinstance(term, Literal)]
        return {term: engine_form(term) for term in literals}

    @property
    def mentions(self) -> tuple[int, int]:
        """How many mentions there are, and how many of them an editor declared."""
        said = [one.object for one in self.quads.saying(DIP("declared"))]
        return len(said), said.count(Literal(True))
