"""The build: read, find quotes, record, infer, merge, validate, write.

It is a function of the files, and of nothing else.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from pyoxigraph import Triple

from diplomatica.engine.forms import kept_otherwise
from diplomatica.engine.memory import give_back
from diplomatica.errors import DiplomaticaError, InvalidInput, system_message
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import (
    Release,
    release_in,
)
from diplomatica.model.statement import stated_in, text_of
from diplomatica.model.vocabulary import (
    DCTERMS,
    LABELS,
    PUBLIC,
)
from diplomatica.pipeline.built import Built
from diplomatica.pipeline.checking.faults import new_faults, unknown_terms
from diplomatica.pipeline.checking.judging import Judgement
from diplomatica.pipeline.checking.violations import (
    checked_rows,
    judgement_of,
    violations,
)
from diplomatica.pipeline.claims.sheet import QuoteFinder, Sheet, sheet
from diplomatica.pipeline.completing import complete
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.files.classwords import ClassWords
from diplomatica.pipeline.files.labels import Labels
from diplomatica.pipeline.graphs.beside import deriving, rows_beside
from diplomatica.pipeline.graphs.noted import note_beside
from diplomatica.pipeline.intake.intake import read_folder
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.releasefiles import write_release
from diplomatica.pipeline.storing.stored import Quads, Storage
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.dcat import ReleaseContents, contents_of
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
        reading.faults += unknown_terms(reading)
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
    reading.faults += new_faults(breaches, reading)
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
    note_beside(reading, folder)
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
