"""A version that was raised in a catalog of which other lines should have changed, too."""

from collections.abc import Iterator
from pathlib import Path

from diplomatica.errors import Fault
from diplomatica.model.dataset.folder import CATALOG
from diplomatica.model.dataset.ledger import published_versions
from diplomatica.model.vocabulary import ADMS
from diplomatica.pipeline.reading import Reading


def as_before(reading: Reading, releases: Path) -> Iterator[Fault]:
    """Hints at the day and the notes of a version, where they are as before it or missing."""
    catalog = reading.catalog
    versions = [one for one in published_versions(releases) if one.name == catalog.name]
    if catalog.is_drawn or not versions or _is_known(catalog.version, releases):
        return
    last = versions[-1]
    if catalog.issued and catalog.issued == last.issued:
        what = f"{catalog.version} has the day of {last.version}, {last.issued}"
        advice = "change dcterms:issued if it comes out on another"
        yield Fault(CATALOG, 0, what, advice)
    this = reading.iris("release", catalog.version)
    notes = (one for one in reading.shared if one.predicate == ADMS("versionNotes"))
    if not any(one.subject == this for one in notes):
        what = f"tells nothing of what is new in {catalog.version}"
        advice = f"state <{this.value}> adms:versionNotes"
        yield Fault(CATALOG, 0, what, advice)


def _is_known(version: str, releases: Path) -> bool:
    return any(one.version == version for one in published_versions(releases))
