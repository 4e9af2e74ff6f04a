"""The build: read, find quotes, record, infer, merge, validate, write. A function of the files and of nothing else."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.engine.forms import counted, engine_form, is_rewritten, rewritten
from diplomatica.errors import DiplomaticaError, Fault, InvalidInput
from diplomatica.model.folder import Folder
from diplomatica.model.formats import NQUADS, TURTLE
from diplomatica.model.iris import Iris
from diplomatica.model.release import (
    AS_WRITTEN,
    CONFORMANCE,
    COVERAGE,
    MANIFEST,
    VALIDATION,
    Release,
    open_release,
)
from diplomatica.model.serialization import in_order, quads_in_order, write
from diplomatica.model.statement import stated_in, text_of
from diplomatica.model.vocabulary import DCTERMS, DIP, PUBLIC, prefixes
from diplomatica.pipeline.checking.coverage import Coverage, coverage, write_page
from diplomatica.pipeline.checking.declared import (
    declared,
    undeclared,
    undeclared_in_query,
)
from diplomatica.pipeline.checking.validation import Violation, focus_nodes, report
from diplomatica.pipeline.checking.violations import fault_of, violations
from diplomatica.pipeline.claims.quotation import Citing
from diplomatica.pipeline.claims.record import record
from diplomatica.pipeline.deriving.inference import (
    derive,
    inferences,
    rule_cards,
    without_premises,
)
from diplomatica.pipeline.deriving.merge import merged
from diplomatica.pipeline.files.catalogfile import cards
from diplomatica.pipeline.files.kinds import Kinds
from diplomatica.pipeline.files.labels import Labels
from diplomatica.pipeline.reading import Reading, read_folder
from diplomatica.pipeline.writing.dcat import description
from diplomatica.pipeline.writing.dumps import write_dumps, write_json
from diplomatica.pipeline.writing.examples import example_quads, with_prefixes
from diplomatica.pipeline.writing.publication import aside, publish, seal
from diplomatica.pipeline.writing.tables import write_tables

Step = Callable[[str], AbstractContextManager[object]]


@dataclass(frozen=True)
class Built:
    """A dataset that was checked and can be written: its named graphs, their merge, and the validation."""

    reading: Reading
    quads: list[Quad]
    triples: list[Triple]
    warnings: list[Violation]
    rewritten: list[Quad]
    """The quads from which the engine's own cannot be told."""

    @property
    def iris(self) -> Iris:
        """The IRIs of the dataset."""
        return self.reading.iris

    @property
    def coverage(self) -> Coverage:
        """What of the articles is covered, and what is not."""
        return coverage(self.reading, self.quads)

    @property
    def compared(self) -> dict[str, int]:
        """How many literals of each datatype the engine compares by value, and rewrites."""
        return counted(self.rewritten)

    @property
    def forms(self) -> dict[Literal, Literal]:
        """Those literals with the form that the engine gives them."""
        terms = (quad.object for quad in self.rewritten)
        return {
            term: engine_form(term)
            for term in terms
            if isinstance(term, Literal) and is_rewritten(term)
        }

    @property
    def mentions(self) -> tuple[int, int]:
        """How many mentions there are, and how many of them an editor declared."""
        declared = [
            quad.object == Literal(True)
            for quad in self.quads
            if quad.predicate == DIP("declared")
        ]
        return len(declared), sum(declared)


def check(folder: Folder, step: Step = nullcontext) -> Built:
    """Do all that a build does but for writing. `step` is told the name of each step.

    Raises InvalidInput with all faults of all files.
    """
    with step("Reading"):
        reading = read_folder(folder)
    with step("Finding quotes"):
        records = _records(reading)
        reading.faults += _unknown_terms(reading)
    if reading.has_gaps:
        raise InvalidInput(reading.faults)
    with step("Inferring"):
        quads = all_quads(reading, records)
    with step("Merging"):
        triples = merged(quads, reading.iris)
    with step("Describing"):
        described = (
            [] if reading.faults else description(reading, folder, triples)
        )  # a faulty one is not published
        triples += described
        quads += stated_in(reading.iris("graph", "catalog"), described)
    with step("Validating"):
        found = violations(reading, quads)
    reading.faults += _new_faults(found, reading)
    if reading.faults:
        raise InvalidInput(reading.faults)
    return Built(reading, quads, triples, found, rewritten(quads))


def build(folder: Folder, releases: Path, step: Step = nullcontext) -> Release:
    """Check a folder and publish it as the newest of `releases`.

    Raises InvalidInput, and leaves the releases as they are.
    """
    return published(check(folder, step), releases, step)


def published(built: Built, releases: Path, step: Step = nullcontext) -> Release:
    """Write what was checked as the newest of `releases`. Raises DiplomaticaError."""
    catalog = built.reading.catalog
    try:
        with aside(releases) as place:
            with step("Writing"):
                _write(built, place)
                checksum = seal(place)
            open_release(place)
            return open_release(
                publish(place, releases, f"{catalog.name}-{catalog.version}", checksum)
            )
    except OSError as error:
        raise DiplomaticaError(
            f"{releases}: the release could not be written: {error.strerror}"
        ) from error


def _new_faults(violations: list[Violation], reading: Reading) -> Iterator[Fault]:
    """The violations as faults, but for claims whose fault is told already: a lost quote leaves its card empty."""
    told = {(fault.file, fault.claim) for fault in reading.faults}
    for violation in violations:
        fault = fault_of(violation, reading)
        is_claim = reading.iris.kind(text_of(violation.focus)) == "claim"
        if violation.blocks and not (is_claim and (fault.file, fault.claim) in told):
            yield fault


def _records(reading: Reading) -> list[Quad]:
    labels = Labels(
        (fact.triple for fact in reading.facts), are_complete=not reading.has_gaps
    )
    kinds = Kinds(reading.ontology)
    quads = []
    closed = {fact.triple.subject for fact in reading.facts if _closes(fact.triple)}
    for article in reading.articles:
        head = reading.heads.get(article.slug, [])
        citing = Citing(article, head, labels, kinds, reading.iris)
        quotations = citing.quotations(reading.claims.get(article.slug, []))
        is_closed = reading.iris("article", article.slug) in closed or any(
            map(_closes, head)
        )
        quads += record(article, head, quotations, reading.iris, is_closed)
        reading.faults += citing.faults
        reading.hints += citing.hints
    return quads


def _closes(said: Triple) -> bool:
    return said.predicate == DCTERMS("accessRights") and text_of(said.object) != PUBLIC


def _unknown_terms(reading: Reading) -> Iterator[Fault]:
    if reading.has_gaps:
        return
    known = declared(reading.ontology, reading.facts, reading.iris)
    for source in reading.by_hand:
        yield from undeclared(source, known, reading.iris)
    for source in reading.brought:
        yield from undeclared(source, known, reading.iris, strict=False)
    for query in [*reading.rule_queries, *reading.table_queries, *reading.examples]:
        yield from undeclared_in_query(query, known, reading.iris)


def all_quads(reading: Reading, records: list[Quad]) -> list[Quad]:
    """All named graphs: what is stated, the records, what the rules derive, and the cards of each."""
    stated = reading.facts
    known = defaultdict(list)
    for quad in (*records, *reading.about):
        if isinstance(quad.subject, NamedNode):
            known[quad.subject].append(quad.triple)
    premises = [*stated, *reading.ontology]
    derivations = derive(reading.rules, premises, prefixes(reading.iris.base))
    reading.faults += without_premises(derivations, reading.iris)
    derived = inferences(derivations, known, reading.iris) + rule_cards(
        reading.rules, reading.iris
    )
    quads = [*stated, *records, *derived, *reading.ontology, *reading.shapes]
    quads += example_quads(reading.examples, reading.iris)
    files = {
        quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)
    }
    files = {graph for graph in files if reading.iris.kind(graph.value) == "graph"}
    return list(dict.fromkeys([*quads, *cards(reading.about, files, reading.iris)]))


def _write(built: Built, place: Path) -> None:
    reading, catalog, iris = built.reading, built.reading.catalog, built.iris
    (place / "articles").mkdir()
    for article in reading.articles:
        (place / "articles" / f"{article.slug}.txt").write_bytes(article.data)
    (place / "queries").mkdir()
    for query in reading.examples:
        text = with_prefixes(query.text, prefixes(iris.base))
        (place / "queries" / query.name).write_text(text, "utf-8")
    write_dumps(place, catalog, built.triples, built.quads)
    if built.rewritten:
        write(place / AS_WRITTEN, quads_in_order(built.rewritten, iris), NQUADS, iris)
    write_tables(place, reading.tables, built.triples, built.quads, catalog)
    shapes = [
        quad.triple
        for quad in built.quads
        if quad.graph_name == iris("graph", "shapes")
    ]
    looked_at = focus_nodes(built.triples, shapes)
    this = iris("release", catalog.version, "validation")
    write(
        place / VALIDATION,
        in_order(report(this, built.warnings, looked_at), iris),
        TURTLE,
        iris,
    )
    if reading.conformance:
        (place / CONFORMANCE).write_bytes(reading.conformance)
    covered = built.coverage
    write_json(place / f"{COVERAGE}.json", asdict(covered))
    write_page(
        place / f"{COVERAGE}.html", covered, f"{catalog.title} {catalog.version}"
    )
    counts = {"triples": len(built.triples), "quads": len(built.quads)}
    compared = {"compared": built.compared} if built.compared else {}
    write_json(place / MANIFEST, {**asdict(catalog), **counts, **compared})
