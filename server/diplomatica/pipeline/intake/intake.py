"""What is taken in of a folder: all of its files, each read once, the first step of a build."""

import re
from dataclasses import replace
from pathlib import Path

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
    read_brought,
)
from diplomatica.pipeline.files.bringing.doubtful import (
    relative,
)
from diplomatica.pipeline.files.bringing.given import Given, complete
from diplomatica.pipeline.files.bringing.oddtags import odd_tags
from diplomatica.pipeline.files.bringing.owncatalog.owncatalog import draw_catalog
from diplomatica.pipeline.files.bringing.owncatalog.selfnamed import local_address
from diplomatica.pipeline.files.catalogfile import (
    read_catalog,
)
from diplomatica.pipeline.files.illtyped import ill_typed
from diplomatica.pipeline.files.queryfile import Query, read_query
from diplomatica.pipeline.files.source import Source, in_graph, read
from diplomatica.pipeline.files.tablefile import as_table
from diplomatica.pipeline.intake.graphs import read_graphs, take_brought
from diplomatica.pipeline.intake.onefile import label_of
from diplomatica.pipeline.intake.reasons import read_reasons
from diplomatica.pipeline.intake.vocabulary import read_vocabulary
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.storing.kept import Together
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
    read_vocabulary(reading, folder)
    read_graphs(reading, folder, given)
    read_reasons(reading, folder)
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
    reading = _begun(drawing.catalog, has_claims=False)
    reading.choices += [brought.in_a_line(), *choices, *drawing.choices]
    about = reading.iris("graph", "catalog")
    reading.shared += stated_in(about, drawing.triples)
    take_brought(reading, brought)
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


def _catalog(folder: Folder) -> tuple[Catalog, Source]:
    """The catalog of a folder and its file. Raises InvalidInput for none, or a wrong one."""
    path = folder.root / CATALOG
    if not path.is_file():
        advice = "write one: `diplomatica init FOLDER` gives the shortest, to fill in"
        raise InvalidInput([Fault(CATALOG, 0, f"is not in {folder.root}", advice)])
    source = read(path, CATALOG, label_of(path))
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
        source = read(path, folder.name(path), label_of(path))
        faults += source.faults
    names = {path: folder.name(path) for path in folder.brought}
    brought = read_brought(names, None, largest=folder.largest)
    return faults + brought.faults


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
