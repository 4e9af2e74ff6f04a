"""What is taken in of articles: their texts, and what is noted of their files of claims."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from diplomatica.errors import Fault
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.text.article import Article
from diplomatica.pipeline.claims.claimfile import ClaimFile, Noted, Noting
from diplomatica.pipeline.files.source import text_of_file
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.workshop.workshop import Workshop


def read_articles(reading: Reading, folder: Folder, workshop: Workshop) -> None:
    """Take the articles up, and what is noted of their files of claims."""
    seeds = {path.stem: path for path in folder.seeds}
    files = {path.stem: path for path in folder.claims}
    for slug, path in seeds.items():
        _read_article(reading, folder, slug, path)
        if slug not in files:
            advice = f"write dataset/claims/{slug}.trig, or take the text away"
            fault = Fault(folder.name(path), 0, "has no file of claims", advice)
            reading.faults.append(fault)
    claims = [ClaimFile.at(path, folder.name(path)) for path in files.values()]
    noting = Noting(reading.iris)
    noted = zip(claims, workshop.made(noting.name, noting, claims), strict=True)
    reading.claims.take(_noted_files(noted, reading, seeds.keys()))


def _noted_files(
    noted: Iterable[tuple[ClaimFile, Noted]], reading: Reading, seeds: Collection[str]
) -> Iterator[tuple[ClaimFile, Noted]]:
    """What is noted of the files, as it comes; the reading is told of faults and hints."""
    for file, notes in noted:
        reading.faults += notes.form_faults
        reading.hints += notes.hints
        reading.has_gaps |= not notes.was_parsed
        if file.slug not in seeds:
            advice = (
                f"put the text into seeds/{file.slug}.txt, or rename one of the two"
            )
            reading.faults.append(Fault(file.name, 0, "has no text", advice))
        reading.faults += notes.claim_faults
        yield file, notes


def _read_article(reading: Reading, folder: Folder, slug: str, path: Path) -> None:
    text = text_of_file(path, folder.name(path))
    if isinstance(text, Fault):
        reading.faults.append(text)
    else:
        reading.articles.append(Article(slug, path.read_bytes()))
