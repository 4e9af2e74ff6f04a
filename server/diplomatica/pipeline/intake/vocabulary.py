"""The terms and shapes of a folder."""

from pyoxigraph import Quad, Triple

from diplomatica.model.dataset.folder import Folder
from diplomatica.model.statement import stated_in
from diplomatica.pipeline.files.bringing.broughtfile import read_brought
from diplomatica.pipeline.files.bringing.filegraphs import named_anew
from diplomatica.pipeline.files.illtyped import ill_typed
from diplomatica.pipeline.files.shapes import terms_among
from diplomatica.pipeline.files.source import in_graph
from diplomatica.pipeline.intake.onefile import label_of, note_shapes, read_noted
from diplomatica.pipeline.reading import Reading


def read_vocabulary(reading: Reading, folder: Folder) -> None:
    """Read the terms and shapes of a folder, its own and those that it brings."""
    graph = reading.iris("graph", "ontology")
    for path in folder.vocabulary:
        source = read_noted(reading, folder, path, label_of(path))
        if path.stem == "shapes":
            reading.shape_prefixes |= source.prefixes
            reading.shapes += in_graph(source, reading.iris("graph", "shapes"))
            reading.ontology += stated_in(
                graph, map(_triple, terms_among(source.quads))
            )
        else:
            reading.ontology += in_graph(source, graph)
            note_shapes(reading, source, reading.own_shapes)
    names = {path: folder.name(path) for path in folder.vocabulary_brought}
    brought = read_brought(names, reading.catalog.base, largest=folder.largest)
    reading.faults += brought.faults
    reading.left_out += brought.left_out
    reading.hints += brought.hints
    for number, source in enumerate(brought.sources):
        reading.hints += ill_typed(source)
        named = named_anew(source, f"ontology-{number}-", graph).source
        triples = [quad.triple for quad in named.quads]
        reading.ontology += stated_in(graph, triples)


def _triple(quad: Quad) -> Triple:
    return quad.triple
