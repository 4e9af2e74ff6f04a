"""The distributions of a release: the files that hold the dataset, whole or as tables.

What a distribution is, DCAT 3 says in section 6.8.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diplomatica.model.dataset.release import TABLES, Release
from diplomatica.model.formats import CSV, XLSX, Format
from diplomatica.model.text.phrase import Phrase

SEPARATOR = "|"
"""What stands between several values in one cell of a table."""
TABULAR = (CSV, XLSX)
"""The formats that a table is written in."""
GZIP = "application/gzip"
METADATA = "-metadata.json"
"""What the name of a table's description ends with.

So has it the Metadata Vocabulary for Tabular Data, section 5.2.
"""


@dataclass(frozen=True)
class Distribution:
    """A file, with what a client needs to know before and after fetching it."""

    name: str
    path: Path
    form: Format
    is_packed: bool
    size: int
    sha256: str

    @property
    def media_type(self) -> str:
        """The type that the file is sent as: a packed one is gzip, and stays gzip."""
        return GZIP if self.is_packed else self.form.content_type

    @property
    def label(self) -> str:
        """The words by which a page offers the file."""
        title = self.form.label
        if self.form in TABULAR:
            title = f"{self.path.stem} as {title}"
        packed = Phrase("{title}, packed with gzip", title=title)
        return packed if self.is_packed else title


def distributions(release: Release) -> list[Distribution]:
    """All distributions: the dataset in every format, plain and packed, and tables."""
    return [*_dumps(release), *tables(release)]


def _dumps(release: Release) -> Iterator[Distribution]:
    for form, path in release.dumps():
        yield _distribution(release, path, form)
        yield _distribution(release, path.with_name(f"{path.name}.gz"), form)


def tables(release: Release) -> Iterator[Distribution]:
    """The tables of a release, in each format that they come in."""
    for path in sorted((release.folder / TABLES).glob("*.csv")):
        for form in TABULAR:
            table = path.with_suffix(f".{form.suffix}")
            # Older releases have only CSV, as has a table that fits into no workbook.
            if table.is_file():
                yield _distribution(release, table, form)


def _distribution(release: Release, path: Path, form: Format) -> Distribution:
    """A file of a release, with the size and checksum that were released."""
    name = path.relative_to(release.folder).as_posix()
    return Distribution(
        name,
        path,
        form,
        is_packed=path.suffix == ".gz",
        size=path.stat().st_size,
        sha256=release.sums[name],
    )
