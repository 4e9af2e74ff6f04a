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
    split_comment,
)
from diplomatica.model.dataset.subjects import SUBJECTS

_HOLDS = {
    SUMS: "The checksums of all other files",
    MANIFEST: "What this release is, and how much it holds",
    AS_WRITTEN: "The quads with a literal that the engine rewrites, as their source writes them",
    PROFILE: "What the data is made of: its classes, properties, languages, counted",
    SUBJECTS: "The IRIs of which something is said, each on its line, sorted",
    VALIDATION: "The report on the shapes",
    "links.sssom.tsv": "The links to other datasets with their evidence (SSSOM)",
    "links.quickstatements.tsv": "The links as commands for Wikidata (QuickStatements)",
    CONFORMANCE: "What was checked against the standards",
    f"{COVERAGE}.html": "What of the articles claims cover, as a page",
    f"{COVERAGE}.json": "The same for programs",
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
    if name.endswith(METADATA):
        return "What the columns of a table are (CSV on the Web)"
    if path.suffix == ".rq":
        return split_comment(path.read_text("utf-8"))[0]
    if name.startswith("articles/"):
        return "The text of an article, byte for byte"
    return _HOLDS.get(name, "A part of the data, as it was brought")
