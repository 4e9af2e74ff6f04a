"""Everything that a folder says, read once: the first step of a build."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.errors import Fault, InvalidInput
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import CONFORMANCE_COLUMNS
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in
from diplomatica.model.text.article import Article
from diplomatica.pipeline.claims.claim import Claim, claims_of, outside
from diplomatica.pipeline.deriving.inference import Rule, as_rule
from diplomatica.pipeline.files.catalogfile import (
    CATALOG,
    RESERVED,
    read_catalog,
    reason_faults,
    split,
)
from diplomatica.pipeline.files.lexical import ill_typed
from diplomatica.pipeline.files.queryfile import Query, read_query
from diplomatica.pipeline.files.source import Source, decoded, in_graph, read
from diplomatica.pipeline.files.tablefile import Table, as_table

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass
class Reading:
    """The files of a folder, in the parts that the build works with.

    Besides, the faults found so far. It has gaps where a file could not be parsed: then
    nobody can tell what is undeclared or unnamed.
    """

    catalog: Catalog
    iris: Iris
    articles: list[Article] = field(default_factory=list)
    heads: dict[str, list[Triple]] = field(default_factory=dict)
    claims: dict[str, list[Claim]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    rule_queries: list[Query] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    table_queries: list[Query] = field(default_factory=list)
    examples: list[Query] = field(default_factory=list)
    shapes: list[Quad] = field(default_factory=list)
    shape_prefixes: dict[str, str] = field(default_factory=dict)
    ontology: list[Quad] = field(default_factory=list)
    shared: list[Quad] = field(default_factory=list)
    about: list[Quad] = field(default_factory=list)
    by_hand: list[Source] = field(default_factory=list)
    brought: list[Source] = field(default_factory=list)
    conformance: bytes = b""
    faults: list[Fault] = field(default_factory=list)
    hints: list[Fault] = field(default_factory=list)
    has_gaps: bool = False

    @property
    def facts(self) -> list[Quad]:
        """What claims, notes, links and files state, each in its graph."""
        found: list[Quad] = []
        for claims in self.claims.values():
            for claim in claims:
                found += stated_in(claim.iri, claim.facts)
        return found + self.shared

    @property
    def sources(self) -> list[Source]:
        """The files of the dataset: those written by hand, and those brought."""
        return [*self.by_hand, *self.brought]


def read_folder(folder: Folder) -> Reading:
    """Read a folder. Faults of form are gathered in the reading.

    Raises InvalidInput where no dataset can be made out at all.
    """
    _check_names(folder)
    catalog, catalog_source = _catalog(folder)
    reading = Reading(catalog, catalog.iris)
    reading.hints += ill_typed(catalog_source)
    reading.shared += in_graph(catalog_source, reading.iris("graph", "catalog"))
    reading.brought.append(catalog_source)
    _read_vocabulary(reading, folder)
    _read_graphs(reading, folder)
    _read_reasons(reading, folder)
    _read_articles(reading, folder)
    _read_queries(reading, folder)
    _read_conformance(reading, folder)
    return reading


def _check_names(folder: Folder) -> None:
    """Raise InvalidInput for files whose names cannot become part of an IRI.

    So for those whose names mean something else already.
    """
    faults = []
    texts = [*folder.seeds, *folder.claims]
    queries = [*folder.rules, *folder.tables, *folder.queries]
    for path in [*texts, *folder.graphs, *queries]:
        if not _NAME.fullmatch(path.stem):
            message = "has a name that no IRI can hold"
            signs = "letters, digits, hyphens, underscores and points"
            advice = f"its name becomes part of IRIs: use {signs}"
            faults.append(Fault(folder.name(path), 0, message, advice))
    for path in folder.graphs:
        if path.stem in RESERVED:
            advice = f"give it another name: graph/{path.stem} is written by the build"
            fault = Fault(folder.name(path), 0, "has a name that is taken", advice)
            faults.append(fault)
    if faults:
        raise InvalidInput(faults)


def _read(reading: Reading, folder: Folder, path: Path, label: str = "") -> Source:
    source = read(path, folder.name(path), label)
    reading.faults += source.faults
    reading.hints += ill_typed(source)
    reading.has_gaps |= not source.was_parsed
    return source


def _label(path: Path) -> str:
    """How the labels of a file's blank nodes begin."""
    return f"{path.parent.name}-{path.stem}-"


def _catalog(folder: Folder) -> tuple[Catalog, Source]:
    path = folder.root / CATALOG
    if not path.is_file():
        where = "README.md shows the shortest that will do"
        advice = f"write one that describes the dataset: {where}"
        raise InvalidInput([Fault(CATALOG, 0, f"is not in {folder.root}", advice)])
    source = read(path, CATALOG, _label(path))
    catalog, faults = None, source.faults
    if not faults:
        catalog, faults = read_catalog(source)
    if not catalog or faults:
        raise InvalidInput([*faults, *_syntax_faults_elsewhere(folder)])
    return catalog, source


def _syntax_faults_elsewhere(folder: Folder) -> list[Fault]:
    paths = [*folder.vocabulary, *folder.graphs, *folder.reasons, *folder.claims]
    faults: list[Fault] = []
    for path in paths:
        if path != folder.root / CATALOG:
            faults += read(path, folder.name(path), _label(path)).faults
    return faults


def _read_vocabulary(reading: Reading, folder: Folder) -> None:
    for path in folder.vocabulary:
        source = _read(reading, folder, path, _label(path))
        if path.stem == "shapes":
            reading.shape_prefixes |= source.prefixes
            reading.shapes += in_graph(source, reading.iris("graph", "shapes"))
        else:
            reading.ontology += in_graph(source, reading.iris("graph", "ontology"))


def _read_graphs(reading: Reading, folder: Folder) -> None:
    for path in folder.graphs:
        if path == folder.root / CATALOG:
            continue
        is_names = path.stem == "names"
        # Names are written by hand: a blank node in them is a fault.
        label = "" if is_names else _label(path)
        source = _read(reading, folder, path, label)
        reading.shared += in_graph(source, reading.iris("graph", path.stem))
        (reading.by_hand if is_names else reading.brought).append(source)


def _read_reasons(reading: Reading, folder: Folder) -> None:
    for path in folder.reasons:
        source = _read(reading, folder, path)
        reading.faults += reason_faults(source, reading.iris)
        facts, about = split(source)
        named = [quad for quad in facts if isinstance(quad.graph_name, NamedNode)]
        reading.shared += named
        reading.about += about
        reading.by_hand.append(source)


def _read_articles(reading: Reading, folder: Folder) -> None:
    seeds = {path.stem: path for path in folder.seeds}
    files = {path.stem: path for path in folder.claims}
    for slug, path in seeds.items():
        _read_article(reading, folder, slug, path)
        if slug not in files:
            advice = f"write dataset/claims/{slug}.trig, or take the text away"
            fault = Fault(folder.name(path), 0, "has no file of claims", advice)
            reading.faults.append(fault)
    for slug, path in files.items():
        source = _read(reading, folder, path)
        reading.by_hand.append(source)
        if slug not in seeds:
            advice = f"put the text into seeds/{slug}.txt, or rename one of the two"
            reading.faults.append(Fault(source.name, 0, "has no text", advice))
        reading.claims[slug], faults = claims_of(source, slug, reading.iris)
        reading.faults += faults
        _read_head(reading, slug, source)


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


def _read_article(reading: Reading, folder: Folder, slug: str, path: Path) -> None:
    text = decoded(path, folder.name(path))
    if isinstance(text, Fault):
        reading.faults.append(text)
    else:
        reading.articles.append(Article(slug, path.read_bytes()))


def _read_head(reading: Reading, slug: str, source: Source) -> None:
    this = reading.iris("article", slug)
    reading.heads[slug] = [quad.triple for quad in outside(source)]
    for triple in reading.heads[slug]:
        if triple.subject != this:
            subject = str(triple.subject).strip("<>")
            message = f"speaks of {reading.iris.short(subject)} outside of all claims"
            advice = f"there stands only what is about the article, {this.value}"
            reading.faults.append(source.fault("", message, advice, subject))
