"""What is noted of leaves before they are written, of which their style follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import parse

from diplomatica.model.formats import JSONLD, NQUADS, NTRIPLES, TRIG, Format
from diplomatica.model.iris import Iris
from diplomatica.model.kinds import PREFIXED
from diplomatica.model.quoting import needs_quotes
from diplomatica.model.serialization import used
from diplomatica.pipeline.writing.leaves.leaf import Leaf
from diplomatica.pipeline.writing.leaves.proof import prove
from diplomatica.pipeline.writing.leaves.style import READABLE, Style


@dataclass(frozen=True)
class Note:
    """What was noted of some statements."""

    prefixes: frozenset[str] = frozenset()
    has_quotes: bool = False

    def __or__(self, other: "Note") -> "Note":
        """The same of both together."""
        has_quotes = self.has_quotes or other.has_quotes
        return Note(self.prefixes | other.prefixes, has_quotes)


@dataclass(frozen=True)
class Noting:
    """Reads leaves once as they stand, so that no other format is tried in vain."""

    iris: Iris
    has_graphs: bool

    @property
    def name(self) -> str:
        """What it comes to follows from this, and from the leaves."""
        return f"notes {self.iris} {self.has_graphs}"

    def __call__(self, leaves: Sequence[Leaf]) -> list[Note]:
        """A note of each leaf. Raises DiplomaticaError where one cannot be read."""
        return list(map(self._noted, leaves))

    def _noted(self, leaf: Leaf) -> Note:
        prove(leaf.lines, leaf.lines, NQUADS if self.has_graphs else NTRIPLES)
        statements = list(parse(leaf.lines, format=NQUADS.rdf))
        needed = used(statements, TRIG, self.iris)
        return Note(frozenset(needed), needs_quotes(statements))


def style(form: Format, note: Note, iris: Iris) -> Style:
    """The style of a format for all that was noted."""
    names = frozenset() if form is JSONLD else note.prefixes
    if form in READABLE:
        # Names of several parts need no escapes below a base, as they would after a prefix.
        names -= frozenset(PREFIXED)
    known = tuple(one for one in iris.prefixes.items() if one[0] in names)
    return Style(form, iris.base, known, note.has_quotes and form in READABLE)
