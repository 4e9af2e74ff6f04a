"""The tables of the last release, taken where they follow from the same.

What a table looks at lies in files of its own. Under their hash it is kept what came of
them: how its CSV is known again, which lies in the last release.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from diplomatica.lookup.indexing.renewing.copying import copy_file
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.release import TABLES
from diplomatica.pipeline.completing import last_of
from diplomatica.pipeline.files.tablefile import Table
from diplomatica.pipeline.workshop.keep import Keep, Missing
from diplomatica.pipeline.workshop.workshop import key_of
from diplomatica.pipeline.writing.tables.keptrows import LookedAt
from diplomatica.pipeline.writing.tables.tablerows import WrittenRows

_Told = tuple[str, int, int | None]
"""The checksum of a CSV, how many rows it has, and how long the longest is."""


@dataclass(frozen=True)
class LastTables:
    """The CSV of the last release."""

    folder: Path | None
    """Where it lies, if there is any."""
    keep: Keep
    asked: str
    """What stands for all that tables follow from beside what is looked at."""

    @classmethod
    def before(
        cls, place: Path, catalog: Catalog, keep: Keep, asked: str
    ) -> "LastTables":
        """That of the release before the one that is written to a place."""
        last = last_of(catalog, place)
        return cls(last.folder / TABLES if last else None, keep, asked)

    def key(self, table: Table, files: LookedAt) -> str:
        """What stands for all that a table follows from."""
        digests = " ".join(map(_digest, (files.whole, files.rows)))
        told = f"{files.merged} {digests}"
        return key_of(f"table {self.asked} {table}", told)

    def take(self, key: str, path: Path) -> WrittenRows:
        """The rows of a table as they were, with a file if there are any. Raises Missing."""
        digest, count, longest = cast("_Told", self.keep.get(key))
        rows = WrittenRows(path, count, longest)
        if count and self._copied_digest(path) != digest:
            path.unlink(missing_ok=True)
            raise Missing(key)
        return rows

    def note(self, key: str, rows: WrittenRows) -> None:
        """Keep by what the rows of a table are known again."""
        digest = rows.digest if rows.count else ""
        self.keep.put(key, (digest, rows.count, rows.longest))

    def _copied_digest(self, path: Path) -> str:
        """Put a file of the last release where it belongs in this one; its checksum."""
        if self.folder is None:
            return ""
        try:
            copy_file(self.folder / path.name, path)
            return _digest(path)
        except OSError:
            return ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
