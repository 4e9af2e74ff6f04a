"""What is taken in of a folder: all of its files, each read once, the first step of a build."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.folder import CATALOG, Bundle, Folder
from diplomatica.model.dataset.release import CONFORMANCE_COLUMNS
from diplomatica.model.kinds import RESERVED
from diplomatica.model.statement import stated_in
from diplomatica.pipeline.admission import refusals_in
from diplomatica.pipeline.articles import read_articles
from diplomatica.pipeline.claims.authorship import Authorship
from diplomatica.pipeline.claims.claims import Claims
from diplomatica.pipeline.deriving.rule import as_rule
from diplomatica.pipeline.files.bringing.broughtfile import (
    Brought,
    read_brought,
)
from diplomatica.pipeline.files.bringing.doubtful import (
    doubtful,
    named_as_ours,
    relative,
)
from diplomatica.pipeline.files.bringing.filegraphs import named_anew, slugs_of
from diplomatica.pipeline.files.bringing.given import Given, complete
from diplomatica.pipeline.files.bringing.oddtags import odd_tags
from diplomatica.pipeline.files.bringing.owncatalog.owncatalog import draw_catalog
from diplomatica.pipeline.files.bringing.owncatalog.selfnamed import local_address
from diplomatica.pipeline.files.bringing.references import references
from diplomatica.pipeline.files.catalogfile import (
    read_catalog,
    reason_faults,
    split,
)
from diplomatica.pipeline.files.illtyped import ill_typed
from diplomatica.pipeline.files.mappingfile import read_mappings
from diplomatica.pipeline.files.queryfile import Query, read_query
from diplomatica.pipeline.files.shapes import has_shapes, terms_among
from diplomatica.pipeline.files.source import Source, in_graph, read
from diplomatica.pipeline.files.tablefile import as_table
from diplomatica.pipeline.files.xmlforms import beyond_xml, unfit_for_xml
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.storing.kept import Together, graphs_below, graphs_of
from diplomatica.pipeline.storing.stored import Quads
from diplomatica.pipeline.workshop.workshop import Workshop

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NOTHING = Given()
_ALONE = Workshop()


def read_folder(
    folder: Folder, given: Given = _NOTHING, workshop: Workshop = _ALONE
) -> Reading:
    """Read a folder. Faults of form are gathered in the reading.

    Files of claims are read in the `workshop`. Of a bundle of files the catalog is drawn,
    but for what is `given`. Raises InvalidInput where no dataset can be made out at all.
    """
    reading = _read_whole(folder, given, workshop)
    if reading.brings_others:
        own, terms = reading.prefixes, reading.terms_by_context
        reading.catalog = replace(reading.catalog, prefixes=own, terms=terms)
        reading.iris = reading.catalog.iris
    return reading


def _read_whole(folder: Folder, given: Given, workshop: Workshop) -> Reading:
    """All that a folder says. Raises InvalidInput where it cannot be read at all."""
    if faults := [*refusals_in(folder)]:
        raise InvalidInput(faults)
    if isinstance(folder, Bundle):
        return _read_bundle(folder, given)
    _check_names(folder)
    catalog, catalog_source = _catalog(folder)
    reading = _begun(catalog, has_claims=folder.has_claims)
    reading.hints += ill_typed(catalog_source)
    reading.shared += in_graph(catalog_source, reading.iris("graph", "catalog"))
    reading.brought.append(catalog_source)
    reading.hints += _unlicensed(catalog)
    _read_vocabulary(reading, folder)
    _read_graphs(reading, folder, given)
    _read_reasons(reading, folder)
    read_articles(reading, folder, workshop)
    _read_queries(reading, folder)
    _read_conformance(reading, folder)
    return reading


def _begun(catalog: Catalog, *, has_claims: bool) -> Reading:
    claims = Claims(catalog.iris, Authorship((), catalog.iris))
    return Reading(catalog, catalog.iris, claims, has_claims=has_claims)


def _read_bundle(folder: Bundle, given: Given) -> Reading:
    """Files without a catalog: what they say, and what is drawn from it."""
    names = {path: folder.name(path) for path in folder.brought}
    address = local_address(folder.called)
    base, contexts = given.base or None, dict(given.contexts)
    escapes = given.escapes_iris
    brought = read_brought(
        names, base, address, contexts, folder.largest, escapes_iris=escapes
    )
    if given.without_faulty:
        brought.leave_out_faulty()
    if brought.faults or not brought.sources:
        nothing = Fault(folder.called, 0, "holds no RDF that can be published")
        faults = brought.faults or [*brought.left_out, nothing]
        raise InvalidInput(faults, brought.how_to_go_on())
    quads = Together([source.quads for source in brought.sources])
    known, choices = complete(given, brought.given)
    drawing = draw_catalog(quads, known, folder.called, address, folder.around)
    reading = replace(_begun(drawing.catalog, has_claims=False), is_drawn=True)
    reading.choices += choices
    reading.choices += drawing.choices
    about = reading.iris("graph", "catalog")
    reading.shared += stated_in(about, drawing.triples)
    _take(reading, brought)
    for source in brought.sources:
        if drawing.seen.relative:
            reading.hints += relative(source, address)
        reading.hints += odd_tags(source, drawing.seen.tags)
    return reading


def _check_names(folder: Folder) -> None:
    """Raise InvalidInput for files whose names cannot become part of an IRI.

    So for those whose names mean something else already. Where nothing is claimed, what
    was brought gets names that fit.
    """
    faults = []
    texts = [*folder.seeds, *folder.claims]
    queries = [*folder.rules, *folder.tables, *folder.queries]
    brought = folder.brought if folder.has_claims else []
    for path in [*texts, *brought, *queries]:
        if not _NAME.fullmatch(path.stem):
            message = "has a name that no IRI can hold"
            signs = "letters, digits, hyphens, underscores and points"
            advice = f"its name becomes part of IRIs: use {signs}"
            faults.append(Fault(folder.name(path), 0, message, advice))
    for path in brought:
        if path.stem in RESERVED:
            advice = f"give it another name: graph/{path.stem} is written by the build"
            fault = Fault(folder.name(path), 0, "has a name that is taken", advice)
            faults.append(fault)
    if faults:
        raise InvalidInput(faults)


def _read(reading: Reading, folder: Folder, path: Path, label: str = "") -> Source:
    """Read a file, and note its faults and hints."""
    source = read(path, folder.name(path), label)
    reading.faults += source.faults
    reading.hints += ill_typed(source)
    if reading.has_claims:
        reading.faults += beyond_xml(source)
    reading.has_gaps |= not source.was_parsed
    return source


def _label(path: Path) -> str:
    """How the labels of a file's blank nodes begin."""
    return f"{path.parent.name}-{path.stem}-"


def _catalog(folder: Folder) -> tuple[Catalog, Source]:
    """The catalog of a folder and its file. Raises InvalidInput for none, or a wrong one."""
    path = folder.root / CATALOG
    if not path.is_file():
        advice = "write one: `diplomatica init FOLDER` gives the shortest, to fill in"
        raise InvalidInput([Fault(CATALOG, 0, f"is not in {folder.root}", advice)])
    source = read(path, CATALOG, _label(path))
    catalog, faults = None, source.faults
    if not faults:
        catalog, faults = read_catalog(source, needs_licence=folder.has_claims)
    if not catalog or faults:
        raise InvalidInput([*faults, *_syntax_faults_elsewhere(folder)])
    return catalog, source


def _unlicensed(catalog: Catalog) -> list[Fault]:
    if catalog.license:
        return []
    advice = "state dcterms:license: without one nobody may use the data"
    return [Fault(CATALOG, 0, "states no licence", advice)]


def _syntax_faults_elsewhere(folder: Folder) -> list[Fault]:
    faults: list[Fault] = []
    for path in [*folder.vocabulary, *folder.reasons, *folder.claims]:
        source = read(path, folder.name(path), _label(path))
        faults += source.faults
    names = {path: folder.name(path) for path in folder.brought}
    brought = read_brought(names, None, largest=folder.largest)
    return faults + brought.faults


def _read_vocabulary(reading: Reading, folder: Folder) -> None:
    """Read the terms and shapes of a folder, its own and those that it brings."""
    graph = reading.iris("graph", "ontology")
    for path in folder.vocabulary:
        source = _read(reading, folder, path, _label(path))
        if path.stem == "shapes":
            reading.shape_prefixes |= source.prefixes
            reading.shapes += in_graph(source, reading.iris("graph", "shapes"))
            reading.ontology += stated_in(
                graph, map(_triple, terms_among(source.quads))
            )
        else:
            reading.ontology += in_graph(source, graph)
            _note_shapes(reading, source, reading.own_shapes)
    names = {path: folder.name(path) for path in folder.vocabulary_brought}
    brought = read_brought(names, reading.catalog.base, largest=folder.largest)
    reading.faults += brought.faults
    reading.left_out += brought.left_out
    reading.hints += brought.hints
    for number, source in enumerate(brought.sources):
        reading.hints += ill_typed(source)
        named, _ = named_anew(source, f"ontology-{number}-", graph)
        triples = [quad.triple for quad in named.quads]
        reading.ontology += stated_in(graph, triples)


def _triple(quad: Quad) -> Triple:
    return quad.triple


def _note_shapes(reading: Reading, source: Source, among: list[Quad]) -> None:
    """Shapes run wherever they stand, with all that stands beside them."""
    if has_shapes(source.quads):
        reading.shape_prefixes |= source.prefixes
        among += source.quads


def _read_graphs(reading: Reading, folder: Folder, given: Given) -> None:
    """Read what was brought; the names of claims are written by hand, as these are."""
    names = folder.root / "dataset" / "names.ttl"
    paths = {path: folder.name(path) for path in folder.brought}
    if reading.has_claims and names in paths:
        source = _read(reading, folder, names)
        reading.shared += in_graph(source, reading.iris("graph", "names"))
        reading.beside_claims.append(source)
        del paths[names]
    for path in folder.reasons:
        if not _has_reasons(reading, path):
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
    _take(reading, brought)


def _has_reasons(reading: Reading, path: Path) -> bool:
    """Whether a file names notes or links of this dataset; else it is brought as it is."""
    if reading.has_claims:
        return True
    text, base = path.read_bytes(), reading.catalog.base.encode()
    return any(base + kind in text for kind in (b"note/", b"link/"))


def _take(reading: Reading, brought: Brought) -> None:
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


def _take_source(reading: Reading, source: Source, slug: str) -> None:
    """Take a file that was brought, its graphs named below that of its own."""
    graph = reading.iris("graph", slug)
    reading.hints += ill_typed(source)
    reading.hints += doubtful(source)
    reading.hints += references(source)
    if reading.has_claims:
        reading.faults += beyond_xml(source)
    label = f"dataset-{slug.replace('/', '.')}-"
    named, unnamed = named_anew(source, label, graph)
    if unnamed:
        what = f"{unnamed} of its graphs are named by blank nodes"
        where = f"they are published as {graph.value}/1 and so on"
        reading.hints.append(Fault(source.name, 0, what, where))
    for name in graphs_of(named.quads):
        reading.files.setdefault(name, source.name)
    if not reading.has_claims:
        _note_shapes(reading, named, reading.brought_shapes)
    reading.originals[slug] = named.quads
    if isinstance(named.quads, Quads) and not reading.has_claims:
        reading.large.append(named.quads)
    else:
        reading.shared += named.quads
    reading.brought.append(source if reading.has_claims else named)


def _read_reasons(reading: Reading, folder: Folder) -> None:
    """Read notes and links, and tables of mappings."""
    for path in folder.reasons:
        if _has_reasons(reading, path):
            _read_reason(reading, folder, path)
    for path in folder.mappings:
        source, left_out = read_mappings(path, folder.name(path), reading.iris)
        reading.faults += source.faults
        reading.faults += _named_twice(source, reading.beside_claims)
        reading.hints += left_out
        reading.has_gaps |= not source.was_parsed
        _take_reasons(reading, source)


def _named_twice(source: Source, others: list[Source]) -> Iterator[Fault]:
    """Faults for links of a table that another file names alike."""
    taken = {block.iri: one.name for one in others for block in one.blocks[1:]}
    for block in source.blocks[1:]:
        if block.iri in taken:
            message = f"the link {block.iri} stands in {taken[block.iri]}, too"
            advice = "give the row a record_id of its own, or take one of the two away"
            yield Fault(source.name, block.line, message, advice)


def _read_reason(reading: Reading, folder: Folder, path: Path) -> None:
    source = _read(reading, folder, path)
    reading.faults += reason_faults(source, reading.iris)
    _take_reasons(reading, source)


def _take_reasons(reading: Reading, source: Source) -> None:
    facts, about = split(source)
    named = [quad for quad in facts if isinstance(quad.graph_name, NamedNode)]
    reading.shared += named
    reading.about += about
    reading.beside_claims.append(source)


def _read_conformance(reading: Reading, folder: Folder) -> None:
    """The table of conformance, if there is one; it is published as it is."""
    file = folder.conformance
    if not file.is_file():
        return
    reading.conformance = file.read_bytes()
    head = ",".join(CONFORMANCE_COLUMNS)
    lines = reading.conformance.decode("utf-8", "replace").splitlines()
    if lines[:1] != [head]:
        message = "has other columns than a table of conformance"
        advice = f"let its first line be {head}"
        reading.faults.append(Fault(folder.name(file), 1, message, advice))


def _read_queries(reading: Reading, folder: Folder) -> None:
    """Read the example queries, the rules, and the queries of tables."""

    def queries(paths: list[Path]) -> list[Query]:
        base = reading.catalog.base
        return [read_query(path, folder.name(path), base) for path in paths]

    reading.examples = queries(folder.queries)
    reading.rule_queries = queries(folder.rules)
    reading.table_queries = queries(folder.tables)
    for query in reading.examples:
        reading.faults += query.faults
    for query in reading.rule_queries:
        rule, faults = as_rule(query)
        reading.faults += faults
        if rule:
            reading.rules.append(rule)
    for query in reading.table_queries:
        table, faults = as_table(query)
        reading.faults += faults
        if table:
            reading.tables.append(table)
