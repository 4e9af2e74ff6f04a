"""The default graph: the RDF merge of all facts and of each reason's card."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from diplomatica.model.claimproperties import OF_CLAIMS
from diplomatica.model.iris import Iris
from diplomatica.pipeline.storing.lines import Row, row_of_text
from diplomatica.pipeline.storing.stored import Quads, Storage, Triples
from diplomatica.pipeline.workshop.workshop import Workshop


def merged_beside(
    quads: Quads, storage: Storage, workshop: Workshop
) -> Callable[[], Triples]:
    """What gives the default graph of quads, which another process begins to merge."""
    path = storage.free_path()
    merging = workshop.begun(partial(_merge, quads.path, path, storage.iris))
    return lambda: Triples(path, merging(), storage)


def _merge(quads: Path, path: Path, iris: Iris) -> int:
    """Write the default graph of quads to a file; how many triples it has."""
    rows = merged(Quads(quads).texts(), iris)
    triples = Storage(iris).triples_of(rows)
    triples.path.replace(path)
    return len(triples)


def merged(texts: Iterable[str], iris: Iris) -> Iterator[Row]:
    """Of N-Quads, graph by graph, those whose triples are those of the default graph.

    What stands in several graphs comes several times.
    """
    shapes, records = str(iris("graph", "shapes")), f"<{iris.base}graph/record/"
    of_record = (f"<{iris.base}article/", f"<{iris.base}claim/")
    on_card = frozenset(map(str, OF_CLAIMS.on_card))
    end, is_record, is_left_out = "", False, False
    for text in texts:
        if not end or not text.endswith(end):
            graph = text.rsplit(" ", 2)[1]
            end = f" {graph} .\n"
            is_record, is_left_out = graph.startswith(records), graph == shapes
        if is_left_out or (is_record and not text.startswith(of_record)):
            continue
        row = row_of_text(text)
        if not is_record or _is_merged(row, of_record[1], on_card):
            yield row


def _is_merged(row: Row, claims: str, on_card: frozenset[str]) -> bool:
    """Whether a row of a record is of the card of a claim, or of the article."""
    is_of_card = row[1] in on_card or not row[0].startswith(claims)
    return is_of_card and "#" not in row[0]
