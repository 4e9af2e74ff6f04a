"""Files with what each table looks at of a dump, while it is asked for."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.vocabulary import prefixes
from diplomatica.pipeline.files.tablefile import Table
from diplomatica.pipeline.storing.needed import Needed, share_out, things_of
from diplomatica.pipeline.storing.stored import Quads
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.writing.dumps import quads_of, triples_of
from diplomatica.pipeline.writing.tables.keptrows import LookedAt
from diplomatica.pipeline.writing.tables.tableneeds import (
    PartNeeds,
    TableNeeds,
    needs_of_tables,
)

# From so many bytes of N-Quads on, each table has a store of its own, of what it needs.
_MANY = 32 * 1024 * 1024


@dataclass(frozen=True)
class TablePart:
    """Tables that are asked for together, with what they look at."""

    tables: list[Table]
    path: Path
    """A file of N-Quads that holds all of it."""
    needs: PartNeeds | None = None
    looked_at: LookedAt | None = None
    """What a table looks at whose rows may be kept."""


@contextmanager
def table_parts(
    folder: Path, tables: list[Table], catalog: Catalog, keep: Keep | None
) -> Iterator[list[TablePart]]:
    """Tables, each with files of what it looks at, while it is asked for.

    Of little, all of them look at the dump itself.
    """
    quads = quads_of(folder, catalog)
    if not tables or quads.size < _MANY:
        yield [TablePart(tables, quads.path)] if tables else []
        return
    with TemporaryDirectory(prefix="diplomatica-") as place:
        sharing = TableShares(Path(place))
        for table, needs in zip(
            tables, needs_of_tables(tables, prefixes(catalog.base), keep), strict=True
        ):
            sharing.add(table, needs, is_kept=keep is not None)
        merged = triples_of(folder, catalog).size
        yield sharing.parts(quads.path, merged)


@dataclass
class TableShares:
    """What tables need of a dump, shared out to a file or two for each of them."""

    place: Path
    tables: list[tuple[Table, TableNeeds | None, bool]] = field(default_factory=list)

    def add(self, table: Table, needs: TableNeeds | None, *, is_kept: bool) -> None:
        """Add a table: one that may look at anything looks at the dump itself."""
        self.tables.append((table, needs, is_kept))

    def parts(self, dump: Path, merged: int) -> list[TablePart]:
        """Each table with its files, of a dump that begins with so many bytes of triples."""
        wanted = dict[Path, Needed]()
        for table, needs, is_kept in self.tables:
            if needs:
                wanted[self._path(table)] = needs.whole
            if needs and needs.parts and is_kept:
                wanted[self._path(table, ".rows")] = needs.parts.rows
        sizes = _share(dump, merged, wanted)
        return [self._part(*one, dump, sizes) for one in self.tables]

    def _path(self, table: Table, what: str = "") -> Path:
        return self.place / f"{table.name}{what}.nq"

    def _part(
        self,
        table: Table,
        needs: TableNeeds | None,
        is_kept: bool,
        dump: Path,
        sizes: Mapping[Path, int],
    ) -> TablePart:
        path = self._path(table)
        if needs is None:
            return TablePart([table], dump)
        if needs.parts is None or not is_kept:
            return TablePart([table], path)
        looked_at = LookedAt(path, sizes[path], self._path(table, ".rows"))
        return TablePart([table], path, needs.parts, looked_at)


def _share(dump: Path, merged: int, wanted: Mapping[Path, Needed]) -> dict[Path, int]:
    """Write files with what is wanted of a dump; how many bytes of each are triples."""
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("wb")) for path in wanted]
        shares = list(zip(wanted.values(), files, strict=True))
        kinds = set[bytes]().union(*(needed.things for needed in wanted.values()))
        lines = stack.enter_context(dump.open("rb"))
        sizes = share_out(lines, merged, shares, things_of(Quads(dump), kinds))
    return dict(zip(wanted, sizes, strict=True))
