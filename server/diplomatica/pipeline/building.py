"""The build: read, find quotes, record, infer, merge, validate, write.

It is a function of the files, and of nothing else.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import chain
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Triple

from diplomatica.engine.forms import kept_otherwise
from diplomatica.engine.memory import give_back
from diplomatica.errors import DiplomaticaError, Fault, InvalidInput, system_message
from diplomatica.lookup.proposing.proposal import read_proposal
from diplomatica.lookup.proposing.refusals import refusal
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import (
    Release,
    release_in,
)
from diplomatica.model.statement import stated_in, text_of
from diplomatica.model.vocabulary import (
    DCTERMS,
    DIP,
    LABELS,
    PUBLIC,
    RDF,
    SKOS,
    prefixes,
)
from diplomatica.pipeline.built import Built
from diplomatica.pipeline.checking.declared import (
    declarations_of,
    undeclared,
    undeclared_in_claims,
    undeclared_in_query,
)
from diplomatica.pipeline.checking.extract import extracts
from diplomatica.pipeline.checking.judging import Judgement
from diplomatica.pipeline.checking.report import Violation
from diplomatica.pipeline.checking.violations import (
    Origins,
    checked_rows,
    judgement_of,
    violations,
)
from diplomatica.pipeline.checking.watchedlink import dates, findings, watched_links
from diplomatica.pipeline.claims.authorship import Authorship
from diplomatica.pipeline.claims.sheet import QuoteFinder, Sheet, sheet
from diplomatica.pipeline.completing import complete
from diplomatica.pipeline.deriving.derivationcards import (
    DerivationCards,
    told_of_premises,
    without_premises,
)
from diplomatica.pipeline.deriving.derivedgraphs import (
    DerivedGraph,
    derive_graphs,
    derived_beside,
)
from diplomatica.pipeline.deriving.rule import after_nothing, rule_cards
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.files.catalogfile import cards
from diplomatica.pipeline.files.classwords import ClassWords
from diplomatica.pipeline.files.labels import Labels
from diplomatica.pipeline.intake import read_folder
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.releasefiles import write_release
from diplomatica.pipeline.storing.lines import Row, row_of
from diplomatica.pipeline.storing.stored import Quads, Storage
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.dcat import ReleaseContents, contents_of
from diplomatica.pipeline.writing.examples import example_quads
from diplomatica.pipeline.writing.merging import Merged, merged_beside
from diplomatica.pipeline.writing.publication import aside, publish, seal

_NOTHING = Given()
_ALONE = Workshop()
Step = Callable[[str], AbstractContextManager[object]]


def forgotten(reading: Reading) -> None:
    """Nobody wants to know what was read."""


def check(
    folder: Folder,
    step: Step = nullcontext,
    given: Given = _NOTHING,
    workshop: Workshop = _ALONE,
    note: Callable[[Reading], None] = forgotten,
) -> Built:
    """Do all that a build does but for writing. `step` is told the name of each step.

    `given` is said of files without a catalog. Parts are made in the `workshop`. Whoever
    wants to `note` what was read, be it faulty, is told of it. Raises InvalidInput.
    """
    with step("Reading"):
        reading = _read(folder, given, workshop)
        note(reading)
    with step("Finding quotes"):
        storage, derived = Storage(reading.iris), deriving(reading, workshop)
        records = storage.sorted_quads(_records(reading, workshop))
        reading.faults += _unknown_terms(reading)
    if reading.has_gaps:
        raise InvalidInput(reading.faults)
    with step("Inferring"):
        rows = rows_beside(records, reading, derived())
        quads = storage.quads_of(rows, records, reading.large)
    with step("Merging"):
        contents = contents_of(reading, folder)
        merged, judgement = _merged(quads, contents, storage, reading, workshop)
        of_catalog = stated_in(reading.iris("graph", "catalog"), merged.described)
        quads = storage.quads(of_catalog, quads)
    with step("Validating"):
        judgement.take(checked_rows(of_catalog, reading))
        breaches = violations(reading, quads, workshop, judgement)
    reading.faults += _new_faults(breaches, reading)
    if reading.faults:
        raise InvalidInput(reading.faults)
    compared = kept_otherwise(quads.typed, quads.typed.doubtful)
    return Built(reading, quads, merged.triples, breaches, *compared)


def _merged(
    quads: Quads,
    contents: ReleaseContents,
    storage: Storage,
    reading: Reading,
    workshop: Workshop,
) -> tuple[Merged, Judgement]:
    """The default graph; while others merge it, what shapes look at is taken up."""
    # A faulty dataset is not published, so nothing describes it.
    told = None if reading.faults else contents
    others = workshop.for_many(len(quads))
    merging = merged_beside(quads, told, storage, others)
    judgement = judgement_of(reading, quads)
    return merging(), judgement


def _read(folder: Folder, given: Given, workshop: Workshop) -> Reading:
    reading = read_folder(folder, given, workshop)
    _watch_links(reading, folder)
    _sign(reading)
    _note_proposals(reading, folder)
    # What was needed of each file only while it was read is gone.
    give_back()
    return reading


def build(
    folder: Folder,
    releases: Path,
    step: Step = nullcontext,
    *,
    is_draft: bool = False,
    workshop: Workshop = _ALONE,
) -> Release:
    """Check a folder and publish it as the newest of `releases`, or make a draft of it.

    Raises InvalidInput or AlreadyPublished, and leaves the releases as they are.
    """
    built = check(folder, step, workshop=workshop)
    return publish_built(built, releases, step, is_draft=is_draft, workshop=workshop)


def publish_built(
    built: Built,
    releases: Path,
    step: Step = nullcontext,
    *,
    is_draft: bool = False,
    workshop: Workshop = _ALONE,
) -> Release:
    """Write what was checked as the newest of `releases`.

    A version that is published never changes; a draft goes when the next release comes.
    Raises AlreadyPublished, and DiplomaticaError where nothing can be written.
    """
    try:
        with aside(releases) as place:
            with step("Writing"):
                write_release(built, place, is_draft, workshop)
                seal(place)
            # Each file was read for its checksum, and is not read again.
            release = release_in(publish(release_in(place), releases))
            with step("Indexing and comparing"):
                complete(release, place, workshop.for_many(len(built.quads)))
        return release
    except OSError as error:
        what = f"the release could not be written: {system_message(error)}"
        raise DiplomaticaError(f"{releases}: {what}") from error


def _watch_links(reading: Reading, folder: Folder) -> None:
    """Compare the links with what is stored of the other side, and say when that was."""
    stored = extracts((path, folder.name(path)) for path in folder.extracts)
    if not stored:
        return
    before = stored[-2] if len(stored) > 1 else None
    links = watched_links(reading.by_hand, reading.iris)
    outcomes = findings(links, stored[-1], before)
    reading.hints += [one.fault for one in outcomes]
    reading.about += dates(links, outcomes, stored[-1])


def _note_proposals(reading: Reading, folder: Folder) -> None:
    """Say of what was changed on a proposal why that was, and who proposed it."""
    known = set(reading.claims.named)
    known |= {NamedNode(text_of(quad.graph_name)) for quad in reading.shared}
    for path in folder.proposals:
        name = folder.name(path)
        proposal = read_proposal(path.read_bytes(), name)
        if proposal.refused:
            reading.shared += refusal(proposal, path.stem, reading.iris)
            continue
        note = Literal(proposal.because, language="en")
        told = Triple(proposal.about, SKOS("changeNote"), note)
        if proposal.about in known:
            reading.shared += stated_in(reading.iris("graph", "catalog"), [told])
        elif not proposal.is_withdrawn:
            message = f"is about {proposal.about.value}, which is no more"
            advice = "take the file away: no page tells of it"
            reading.hints.append(Fault(name, 0, message, advice))


def _sign(reading: Reading) -> None:
    """Add who wrote and checked what, where the catalog says it of all together."""
    catalog = reading.iris("graph", "catalog")
    of_catalog = [quad for quad in reading.shared if quad.graph_name == catalog]
    reading.claims.authorship = Authorship(of_catalog, reading.iris)
    reading.about = reading.claims.authorship.signed(reading.about)


def _first_causes(blocking: list[Violation], reading: Reading) -> Iterator[Violation]:
    """The violations without those that rules have from a faulty value that is stated."""
    facts = chain(reading.facts, *reading.large)
    stated = {(fact.subject, fact.predicate, fact.object) for fact in facts}
    told = [((one.focus, one.path, one.value), one) for one in blocking]
    faulty = {one.value for triple, one in told if triple in stated}
    for triple, one in told:
        if one.value is None or one.value not in faulty or triple in stated:
            yield one


def _new_faults(violations: list[Violation], reading: Reading) -> Iterator[Fault]:
    """The violations as faults, but for claims whose fault is told already.

    A lost quote leaves the card of its claim empty.
    """
    told = {(fault.file, fault.claim) for fault in reading.faults}
    slugs = {article.slug for article in reading.articles}
    unclaimed = {
        reading.iris("article", one) for one in slugs - {*reading.claims.files}
    }
    brought = {quad.subject for quad in reading.brought_shapes}
    # Shapes among the data say how it is, and not whether it may be published.
    blocking = [one for one in violations if one.blocks and one.shape not in brought]
    if not blocking:
        return
    origins = Origins(reading, {one.focus for one in blocking})
    for violation in _first_causes(blocking, reading):
        if violation.focus in unclaimed:
            continue  # it is told that the file is missing in which this would stand
        fault = origins.fault_of(violation)
        is_claim = reading.iris.kind(text_of(violation.focus)) == "claim"
        if not is_claim or (fault.file, fault.claim) not in told:
            yield fault


def _records(reading: Reading, workshop: Workshop = _ALONE) -> Iterator[str]:
    """The record of each article as N-Quads; faults and hints are added to the reading."""
    finding = QuoteFinder(ClassWords(reading.ontology), reading.iris)
    for checked in workshop.made(finding.name, finding, _sheets(reading)):
        yield checked.text
        reading.faults += checked.faults
        reading.hints += checked.hints


def _sheets(reading: Reading) -> Iterator[Sheet]:
    """The articles, each with what its claims are checked and cited by."""
    named = (fact.triple for fact in reading.facts.saying(*LABELS))
    labels = Labels(named, are_complete=not reading.has_gaps)
    about = reading.facts.saying(DCTERMS("accessRights"))
    closed = {fact.subject for fact in about if _closes(fact.triple)}
    for article in reading.articles:
        noted = reading.claims.noted.get(article.slug)
        closing = any(map(_closes, noted.head)) if noted else False
        this = reading.iris("article", article.slug)
        yield sheet(article, reading.claims, labels, closing or this in closed)


def _closes(triple: Triple) -> bool:
    """Whether a triple says that an article may not be shown in full."""
    return (
        triple.predicate == DCTERMS("accessRights") and text_of(triple.object) != PUBLIC
    )


def _unknown_terms(reading: Reading) -> Iterator[Fault]:
    """The terms that are used and declared nowhere; none where not all could be read."""
    if reading.has_gaps or not reading.has_claims:
        return
    typed = reading.facts.saying(RDF("type"))
    known = declarations_of(reading.ontology, typed, reading.iris)
    claims = reading.claims
    for source in reading.beside_claims:
        yield from undeclared(source, known, reading.iris)
    for slug, noted in claims.noted.items():
        file = claims.files[slug]
        yield from undeclared_in_claims(file, noted, known, reading.iris)
    for source in reading.brought:
        yield from undeclared(source, known, reading.iris, strict=False)
    for query in [*reading.rule_queries, *reading.table_queries, *reading.examples]:
        yield from undeclared_in_query(query, known, reading.iris)


def rows_beside(
    records: Quads, reading: Reading, derived: Iterable[DerivedGraph]
) -> Iterator[Row]:
    """All named graphs but the records: what is stated and derived, and the cards of each.

    Of those of large files there are the cards alone. Faults of the rules are added to the
    reading.
    """
    iris, stated = reading.iris, reading.facts
    files_graphs = {f"<{iri}>" for iri in reading.files}
    graphs, told_of = reading.told_in_large()
    inferred = _derived_rows(reading, records, derived)
    for row in chain(stated.rows(), inferred):
        graphs.add(row[3])
        if row[0] in files_graphs:
            told_of[row[0]].add(row[1])
        yield row
    graphs.update(records.graphs)
    below = f"<{iris('graph').value}/"
    files = {name[1:-1] for name in graphs if name.startswith(below)}
    told = cards(
        reading.about,
        map(NamedNode, files | reading.files.keys()),
        reading.files,
        iris,
        has_claims=reading.uses_our_words,
        told_of=told_of,
        contents=_remark_by_content(stated.saying(DIP("saysThat"))),
    )
    yield from map(row_of, told)


def deriving(
    reading: Reading, workshop: Workshop = _ALONE
) -> Callable[[], Iterator[DerivedGraph]]:
    """What gives all that the rules derive, once it is asked for.

    Of many facts another process begins to derive it right now.
    """
    iris = reading.iris
    told = reading.rules, reading.grounds, prefixes(iris.base), iris
    others = workshop.for_many(len(reading.claims.facts or ()))
    if reading.has_gaps or others.here is None:
        return partial(derive_graphs, *told)
    return derived_beside(*told, others)


def _derived_rows(
    reading: Reading, records: Quads, derived: Iterable[DerivedGraph]
) -> Iterator[Row]:
    """What follows from what is stated, and what is said of rules, terms and queries."""
    iris = reading.iris
    premises = chain(records.saying(*told_of_premises()), reading.about)
    cards_of, baseless = DerivationCards(premises, iris), []
    for graph in derived:
        if not graph.premises:
            baseless.append(graph)
        yield from cards_of.rows(graph)
    reading.faults += without_premises(baseless, iris)
    reading.faults += after_nothing(reading.rules)
    yield from map(row_of, rule_cards(reading.rules, iris))
    yield from map(row_of, reading.ontology)
    yield from map(row_of, reading.shapes)
    yield from map(row_of, example_quads(reading.examples, iris))


def _remark_by_content(says: Iterable[Quad]) -> dict[NamedNode, NamedNode]:
    """The graphs of what remarks say, each with its remark, for the cards of these graphs.

    Of two remarks with the same content the last in the order of IRIs is told.
    """
    named = [(one.object, one.subject) for one in says]
    return {
        content: remark
        for content, remark in sorted(named, key=str)
        if isinstance(content, NamedNode) and isinstance(remark, NamedNode)
    }
