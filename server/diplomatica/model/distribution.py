"""The distributions of a release: the files that hold the dataset, whole or as tables (DCAT 3, section 6.8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diplomatica.model.formats import CSV, XLSX, Format
from diplomatica.model.release import TABLES, Release

SEPARATOR = "|"
"""What stands between several values in one cell of a table."""
TABULAR = (CSV, XLSX)
"""The formats that a table is written in."""
GZIP = "application/gzip"
METADATA = "-metadata.json"
"""What the name of a table's description ends with (Metadata Vocabulary for Tabular Data, section 5.2)."""


@dataclass(frozen=True)
class Distribution:
    """A file, with what a client needs to know before and after it fetches it."""

    name: str
    path: Path
    form: Format
    is_packed: bool
    size: int
    sha256: str

    @property
    def media_type(self) -> str:
        """What the file is as it lies there: a packed one is a file of gzip, and stays one on its way."""
        return GZIP if self.is_packed else self.form.content_type

    @property
    def label(self) -> str:
        """What it holds, in words."""
        label = self.form.label
        title = f"{self.path.stem} as {label}" if self.form in TABULAR else label
        return f"{title}, packed with gzip" if self.is_packed else title


def distributions(release: Release) -> list[Distribution]:
    """All distributions: the whole dataset in every format, plain and packed, and the tables."""
    return list(_distributions(release))


def _distributions(release: Release) -> Iterator[Distribution]:
    for form, path in release.dumps():
        yield _distribution(release, path, form)
        yield _distribution(release, path.with_name(f"{path.name}.gz"), form)
    for path in sorted((release.folder / TABLES).glob("*.csv")):
        for form in TABULAR:
            if (
                table := path.with_suffix(f".{form.suffix}")
            ).is_file():  # older releases have CSV
                yield _distribution(release, table, form)


def _distribution(release: Release, path: Path, form: Format) -> Distribution:
    name = path.relative_to(release.folder).as_posix()
    return Distribution(
        name, path, form, path.suffix == ".gz", path.stat().st_size, release.sums[name]
    )
