"""The files of a release, written from what was built."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

from pyoxigraph import Triple

from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.release import (
    AS_WRITTEN,
    CONFORMANCE,
    COVERAGE,
    MANIFEST,
    VALIDATION,
)
from diplomatica.model.dataset.subjects import write_subjects
from diplomatica.model.formats import NQUADS, TURTLE
from diplomatica.model.iris import Term
from diplomatica.model.serialization import in_order, quads_in_order, write
from diplomatica.pipeline.built import Built
from diplomatica.pipeline.checking.covering.coveragepage import write_page
from diplomatica.pipeline.checking.focus import focus_nodes
from diplomatica.pipeline.checking.hints import alike
from diplomatica.pipeline.checking.report import Violation, report
from diplomatica.pipeline.completing import begin
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.dumps import (
    BY_LINES,
    other_dumps,
    packing,
    triples_of,
    write_brought,
    write_brought_tables,
    write_dumps,
    write_json,
)
from diplomatica.pipeline.writing.examples import with_prefixes
from diplomatica.pipeline.writing.links import write_links
from diplomatica.pipeline.writing.tables.tables import write_tables


def write_release(
    built: Built, place: Path, is_draft: bool, workshop: Workshop
) -> None:
    """Write all files of a release into an empty folder, but for their checksums."""
    reading, catalog = built.reading, built.reading.catalog
    _write_sources(reading, place)
    write_dumps(place, catalog, built.triples, built.quads)
    told = (
        reading.tables,
        built.rewritten,
        catalog,
        workshop.keep,
        reading.claims.first_told,
    )
    tables = partial(write_tables, place, *told)
    writing = workshop.for_many(len(built.quads))
    by_lines = packing(place, catalog, BY_LINES)
    beside: list[Callable[[], None]] = [tables, *by_lines, *_read_of_dump(built, place)]
    with writing.beside(beside):
        built.profile.write(place)
        _write_manifest(built, place, is_draft)
        with writing.beside([partial(begin, place)]):
            _write_reports(built, place)
            _write_data(built, place, writing)


def _write_data(built: Built, place: Path, writing: Workshop) -> None:
    """Write the other dumps, each plain and packed."""
    reading, catalog = built.reading, built.reading.catalog
    other_dumps(place, catalog, built.triples, built.quads, reading.formats, writing)
    others = [form for form in reading.formats if form not in BY_LINES]
    with writing.beside(packing(place, catalog, others)):
        pass


def _write_reports(built: Built, place: Path) -> None:
    """Write what a release has beside its dumps: reports, links, what was brought."""
    reading, catalog, iris = built.reading, built.reading.catalog, built.iris
    write_brought(place, reading.originals, iris)
    write_brought_tables(place, reading.tables_brought)
    if built.rewritten:
        write(place / AS_WRITTEN, quads_in_order(built.rewritten, iris), NQUADS, iris)
    write_links(place, built.quads, catalog)
    if reading.articles:
        _write_coverage(built, place)


def _write_manifest(built: Built, place: Path, is_draft: bool) -> None:
    """Write what a release says of itself: its catalog, its size, what is left out."""
    reading = built.reading
    # Those of claims are for their editors: what is wrong with a quote is refused.
    hints = [] if reading.has_claims else [one.told for one in alike(reading.hints)]
    where_any: dict[str, object] = {
        "compared": built.compared,
        "too_large": built.too_large,
        "draft": is_draft,
        "left_out": {one.file: one.message for one in reading.left_out},
        "hints": hints,
        "terms": _terms_used(built),
    }
    told = asdict(reading.catalog)
    del told["terms"]  # of which only those that are used are told
    told["triples"] = len(built.triples)
    told["quads"] = len(built.quads)
    told |= {name: value for name, value in where_any.items() if value}
    write_json(place / MANIFEST, told)


def _terms_used(built: Built) -> list[Term]:
    """What contexts call the kinds and properties that the data has."""
    used = built.profile.classes.keys() | built.profile.properties.keys()
    return [one for one in built.iris.terms if one[0] in used]


def _write_sources(reading: Reading, place: Path) -> None:
    """Write what is published as it was read: articles, queries, conformance."""
    articles, queries = place / "articles", place / "queries"
    articles.mkdir()
    for article in reading.articles:
        (articles / f"{article.slug}.txt").write_bytes(article.data)
    queries.mkdir()
    known = reading.iris.prefixes
    for query in reading.examples:
        text = with_prefixes(query.text, known)
        (queries / query.name).write_text(text, "utf-8")
    if reading.conformance:
        (place / CONFORMANCE).write_bytes(reading.conformance)


def _read_of_dump(built: Built, place: Path) -> list[Callable[[], None]]:
    """Tasks that write what is read of a dump alone, wherever it is read."""
    reading, catalog = built.reading, built.reading.catalog
    graph = reading.iris("graph", "shapes")
    shapes = [quad.triple for quad in built.quads.of_graph(graph)]
    elsewhere = [*reading.own_shapes, *reading.brought_shapes]
    shapes += [quad.triple for quad in elsewhere]
    return [
        partial(_write_subjects, place, catalog),
        partial(_write_validation, place, catalog, shapes, built.warnings),
    ]


def _write_subjects(place: Path, catalog: Catalog) -> None:
    write_subjects(place, triples_of(place, catalog).subjects)


def _write_validation(
    place: Path, catalog: Catalog, shapes: list[Triple], warnings: list[Violation]
) -> None:
    """Write the report on the shapes."""
    iris, looked_at = catalog.iris, focus_nodes(triples_of(place, catalog), shapes)
    this = iris("release", catalog.version, "validation")
    triples = in_order(report(this, warnings, looked_at), iris)
    write(place / VALIDATION, triples, TURTLE, iris)


def _write_coverage(built: Built, place: Path) -> None:
    catalog, covered = built.reading.catalog, built.coverage
    write_json(place / f"{COVERAGE}.json", covered)
    title = f"{catalog.title} {catalog.version}"
    write_page(place / f"{COVERAGE}.html", covered, title)
