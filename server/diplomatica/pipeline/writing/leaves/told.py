"""What is told of each reason: its words, and who says them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from pyoxigraph import NamedNode

from diplomatica.model.iris import Iris
from diplomatica.model.kinds import REASONS
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DCTERMS, DIP
from diplomatica.pipeline.storing.lines import place_of
from diplomatica.pipeline.storing.stored import Triples

Said = Mapping[NamedNode, list[object]]
"""The values of each property of something."""
_OF_REASONS = (DIP("quote"), DIP("voice"), DIP("reason"), DCTERMS("description"))
_NOTHING: Said = {}
_LAST = chr(0x10FFFF)  # comes after all places


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
        self._place, self._said = "", _NOTHING

    def of(self, reason: str) -> Said:
        """What is told of a reason; whoever goes back lets all be read again."""
        place = place_of(reason, self._iris)
        if place < self._place:
            self._rest, self._place = self._in_order(), ""
        while self._place < place:
            self._place, self._said = next(self._rest, (_LAST, _NOTHING))
        return self._said if self._place == place else _NOTHING

    def _in_order(self) -> Iterator[tuple[str, Said]]:
        """The place of each reason, and what is told of it."""
        below, marks = self.below, {str(one).encode() for one in _OF_REASONS}

        def is_told(line: bytes) -> bool:
            return line.startswith(below) and line.split(b" ", 2)[1] in marks

        told = self._triples.holding([b" %b " % one for one in marks], is_told)
        for subject, triples in groupby(told, attrgetter("subject")):
            said: dict[NamedNode, list[object]] = defaultdict(list)
            for triple in triples:
                said[triple.predicate].append(triple.object)
            yield place_of(text_of(subject), self._iris), said
