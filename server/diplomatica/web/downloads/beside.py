"""The files of a release beside the data itself, as the page of downloads lists them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diplomatica.model.dataset.distribution import METADATA
from diplomatica.model.dataset.profile import PROFILE
from diplomatica.model.dataset.release import (
    AS_WRITTEN,
    CONFORMANCE,
    COVERAGE,
    MANIFEST,
    SUMS,
    VALIDATION,
    Release,
)
from diplomatica.model.dataset.subjects import SUBJECTS
from diplomatica.model.text.queryhead import split_comment
from diplomatica.web.speech.speech import Phrase

_HOLDS = {
    SUMS: Phrase("The checksums of all other files"),
    MANIFEST: Phrase("What this release is, and how much it holds"),
    AS_WRITTEN: Phrase(
        "The quads with a literal that the engine rewrites, as their source writes them"
    ),
    PROFILE: Phrase(
        "What the data is made of: its classes, properties, languages, counted"
    ),
    SUBJECTS: Phrase("The IRIs of which something is said, each on its line, sorted"),
    VALIDATION: Phrase("The report on the shapes"),
    "links.sssom.tsv": Phrase(
        "The links to other datasets with their evidence (SSSOM)"
    ),
    "links.quickstatements.tsv": Phrase(
        "The links as commands for Wikidata (QuickStatements)"
    ),
    CONFORMANCE: Phrase("What was checked against the standards"),
    f"{COVERAGE}.html": Phrase("What of the articles claims cover, as a page"),
    f"{COVERAGE}.json": Phrase("The same for programs"),
}


@dataclass(frozen=True)
class Beside:
    """A file, and what it holds in words."""

    name: str
    holds: str
    size: int
    sha256: str

    @property
    def is_query(self) -> bool:
        """Whether it is an example query, of which there may be many."""
        return self.name.endswith(".rq")


def beside_the_data(release: Release, listed: set[str]) -> Iterator[Beside]:
    """The files of a release but for those that are listed already."""
    for name, checksum in sorted(release.sums.items()):
        if name not in listed:
            path = release.folder / name
            yield Beside(name, _holds(path, name), path.stat().st_size, checksum)


def _holds(path: Path, name: str) -> str:
    """What a file beside the data holds, in words."""
    if name.endswith(METADATA):
        return Phrase("What the columns of a table are (CSV on the Web)")
    if path.suffix == ".rq":
        return split_comment(path.read_text("utf-8"))[0]
    if name.startswith("articles/"):
        return Phrase("The text of an article, byte for byte")
    return _HOLDS.get(name, Phrase("A part of the data, as it was brought"))
