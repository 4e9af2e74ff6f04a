"""The files that were brought to a folder, each as a graph."""

from collections.abc import Iterator

from pyoxigraph import NamedNode

from diplomatica.errors import Fault
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.files.bringing.broughtfile import Brought, read_brought
from diplomatica.pipeline.files.bringing.doubtful import doubtful, named_as_ours
from diplomatica.pipeline.files.bringing.filegraphs import (
    NamedAnew,
    named_anew,
    slugs_of,
)
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.files.bringing.references import references
from diplomatica.pipeline.files.illtyped import ill_typed
from diplomatica.pipeline.files.source import Source, in_graph
from diplomatica.pipeline.files.xmlforms import beyond_xml, unfit_for_xml
from diplomatica.pipeline.intake.onefile import note_shapes, read_noted
from diplomatica.pipeline.intake.reasons import has_reasons
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.storing.kept import Together, graphs_below, graphs_of
from diplomatica.pipeline.storing.stored import Quads


def read_graphs(reading: Reading, folder: Folder, given: Given) -> None:
    """Read what was brought; the names of claims are written by hand, as these are."""
    names = folder.root / "dataset" / "names.ttl"
    paths = {path: folder.name(path) for path in folder.brought}
    if reading.has_claims and names in paths:
        source = read_noted(reading, folder, names)
        reading.shared += in_graph(source, reading.iris("graph", "names"))
        reading.beside_claims.append(source)
        del paths[names]
    for path in folder.reasons:
        if not has_reasons(reading, path):
            paths[path] = folder.name(path)
    base = None if reading.has_claims else reading.catalog.base
    contexts = dict(given.contexts)
    brought = read_brought(
        paths,
        base,
        contexts=contexts,
        largest=folder.largest,
        escapes_iris=given.escapes_iris,
    )
    take_brought(reading, brought)


def take_brought(reading: Reading, brought: Brought) -> None:
    """Take up what was brought: each file as a graph, and its own graphs as they are."""
    reading.faults += brought.faults
    reading.left_out += brought.left_out
    reading.hints += brought.hints
    reading.tables_brought |= {name: one.data for name, one in brought.tables.items()}
    reading.has_gaps |= bool(brought.faults)
    space, held = reading.iris("graph", "").value, set[str]()
    for source in brought.sources:
        own = graphs_below(space, source.quads)
        held |= own
        reading.hints += [] if reading.has_claims else named_as_ours(source, own, space)
    slugs = slugs_of([source.name for source in brought.sources], held)
    for source, slug in zip(brought.sources, slugs, strict=True):
        _take_source(reading, source, slug)
    if not reading.has_claims:
        named = [*reading.shared, *reading.ontology, *reading.shapes]
        stated = Together([named, *reading.large])
        reading.unfit_for_xml = unfit_for_xml(stated.pieces())


def _graphs_without_iri(anew: NamedAnew, graph: NamedNode) -> Iterator[Fault]:
    """Hints at graphs that are named by blank nodes, and at what is said of these."""
    if anew.graphs:
        what = f"{anew.graphs} of its graphs are named by blank nodes"
        where = f"they are published as {graph.value}/1 and so on"
        if anew.parted:
            where += f"; what is said of {anew.parted} of these stays with a blank node"
            where += ", apart from the graph: give them IRIs"
        yield Fault(anew.source.name, 0, what, where)


def _take_source(reading: Reading, source: Source, slug: str) -> None:
    """Take a file that was brought, its graphs named below that of its own."""
    graph = reading.iris("graph", slug)
    reading.hints += ill_typed(source)
    reading.hints += doubtful(source)
    reading.hints += references(source)
    if reading.has_claims:
        reading.faults += beyond_xml(source)
    label = f"dataset-{slug.replace('/', '.')}-"
    anew = named_anew(source, label, graph)
    named = anew.source
    reading.hints += _graphs_without_iri(anew, graph)
    for name in graphs_of(named.quads):
        reading.files.setdefault(name, source.name)
    if not reading.has_claims:
        note_shapes(reading, named, reading.brought_shapes)
    reading.originals[slug] = named.quads
    if isinstance(named.quads, Quads) and not reading.has_claims:
        reading.large.append(named.quads)
    else:
        reading.shared += named.quads
    reading.brought.append(source if reading.has_claims else named)
