"""The default graph: the RDF merge of all facts and of each reason's card."""

from collections.abc import Iterable, Iterator

from diplomatica.model.claimproperties import OF_CLAIMS
from diplomatica.model.iris import Iris

_END = b" .\n"


def merged_rows(lines: Iterable[bytes], iris: Iris) -> Iterator[bytes]:
    """Of lines of N-Quads, graph by graph, those that are of the default graph, as triples.

    What stands in several graphs comes several times.
    """
    shapes, records = str(iris("graph", "shapes")), f"<{iris.base}graph/record/"
    of_record = _OfRecord(iris)
    end, is_record, is_left_out = b"", False, False
    for line in lines:
        if not end or not line.endswith(end):
            graph = line.rsplit(b" ", 2)[1].decode()
            end = f" {graph} .\n".encode()
            is_record, is_left_out = graph.startswith(records), graph == shapes
        if not (is_left_out or (is_record and not of_record.is_merged(line))):
            yield line[: -len(end)] + _END


class _OfRecord:
    """What of the record of an article is told in the default graph."""

    def __init__(self, iris: Iris) -> None:
        self._claims = f"<{iris.base}claim/".encode()
        self._below = (f"<{iris.base}article/".encode(), self._claims)
        self._on_card = frozenset(str(by).encode() for by in OF_CLAIMS.on_card)

    def is_merged(self, line: bytes) -> bool:
        """Whether a line is of the card of a claim, or of the article."""
        if not line.startswith(self._below):
            return False
        subject, predicate, _ = line.split(b" ", 2)
        is_of_card = predicate in self._on_card or not subject.startswith(self._claims)
        return is_of_card and b"#" not in subject
