"""The tables: what a vocabulary's queries ask, as CSV for spreadsheets.

They are described as CSV on the Web has it.
"""

import csv
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from pyoxigraph import (
    Quad,
    Store,
)

from diplomatica.engine.forms import Written
from diplomatica.engine.memory import give_back
from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.distribution import METADATA, SEPARATOR
from diplomatica.model.dataset.release import TABLES
from diplomatica.model.vocabulary import prefixes
from diplomatica.pipeline.files.tablefile import Column, Table
from diplomatica.pipeline.storing.loading import fill
from diplomatica.pipeline.storing.needed import Needed, share_out, things_of
from diplomatica.pipeline.storing.stored import Quads
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.dumps import quads_of, triples_of, write_json
from diplomatica.pipeline.writing.tables.tableneeds import needs_of_tables
from diplomatica.pipeline.writing.tables.tablerows import Cells, WrittenRows
from diplomatica.pipeline.writing.tables.tablesolutions import Asked, bound_rows
from diplomatica.pipeline.writing.tables.workbook import Workbook, unfit, workbooks

# From so many bytes of N-Quads on, each table has a store of its own, of what it needs.
_MANY = 32 * 1024 * 1024
# A store of more lies on disk: in memory it would have more than 500 MiB.
_MOST_IN_MEMORY = 192 * 1024 * 1024
_AT_ONCE = 20_000  # lines
# Of what is loaded on disk the loader keeps all at hand that it is given at once.
_AT_ONCE_ON_DISK = 100_000
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_LOG = logging.getLogger(__name__)


def write_tables(
    folder: Path,
    tables: list[Table],
    otherwise: Iterable[Quad],
    catalog: Catalog,
    keep: Keep | None = None,
) -> None:
    """Write each table that has a row of what was dumped, with its description.

    `otherwise` are the quads that the engine rewrites. Workbooks are kept, if somebody
    does. Raises DiplomaticaError for what no cell can hold.
    """
    written = Written().add(otherwise)
    with _parts(folder, tables, catalog, keep) as parts:
        for some, path in parts:
            with _store_of(path) as store:
                asked = Asked(store, prefixes(catalog.base), written)
                for table in some:
                    _write_table(folder / TABLES, table, asked, catalog, keep)
                # On disk it still writes to its folder as long as anybody has it.
                del store, asked
            give_back()


def _write_table(
    folder: Path, table: Table, asked: Asked, catalog: Catalog, keep: Keep | None
) -> None:
    """Write a table; what is in memory of it is gone before the next is asked for."""
    rows = _rows(table, asked)
    first = next(rows, None)
    if first is not None:
        _write_forms(folder, table, chain([first], rows), catalog, keep)
    give_back()


@contextmanager
def _parts(
    folder: Path, tables: list[Table], catalog: Catalog, keep: Keep | None
) -> Iterator[list[tuple[list[Table], Path]]]:
    """Tables, each with a file of N-Quads that holds what it looks at, while it is asked.

    Of little, all of them look at the dump itself.
    """
    quads = quads_of(folder, catalog)
    if not tables or quads.size < _MANY:
        yield [(tables, quads.path)] if tables else []
        return
    with TemporaryDirectory(prefix="diplomatica-") as place:
        merged = triples_of(folder, catalog).size
        needs = needs_of_tables(tables, prefixes(catalog.base), keep)
        told = list(zip(tables, needs, strict=True))
        yield _shared_out(quads.path, merged, Path(place), told)


def _shared_out(
    dump: Path, merged: int, place: Path, tables: list[tuple[Table, Needed | None]]
) -> list[tuple[list[Table], Path]]:
    """Each table with a file of what it looks at: of some that may be anything."""
    parts, shares = list[tuple[list[Table], Path]](), list[tuple[Needed, BinaryIO]]()
    with ExitStack() as stack:
        for table, needed in tables:
            path = dump
            if needed is not None:
                path = place / f"{table.name}.nq"
                shares.append((needed, stack.enter_context(path.open("wb"))))
            parts.append(([table], path))
        kinds = set[bytes]().union(*(asked.things for asked, _ in shares))
        lines = stack.enter_context(dump.open("rb"))
        share_out(lines, merged, shares, things_of(Quads(dump), kinds))
    return parts


@contextmanager
def _store_of(path: Path) -> Iterator[Store]:
    """A store of a file of N-Quads: in memory or, if that is much, on disk."""
    with path.open("rb") as lines:
        if path.stat().st_size < _MOST_IN_MEMORY:
            store = Store()
            fill(store.load, store.extend, lines, _AT_ONCE)
            yield store
            return
        # After a fault whoever tells of it still has the store, and what it writes stays.
        with TemporaryDirectory(
            prefix="diplomatica-", ignore_cleanup_errors=True
        ) as place:
            store = Store(place)
            fill(store.bulk_load, store.bulk_extend, lines, _AT_ONCE_ON_DISK)
            # What came in pieces is found a fifth sooner once it is put together.
            store.optimize()
            yield store
            # Its files are in use for as long as it is there.
            del store


def _write_forms(
    folder: Path,
    table: Table,
    rows: Iterable[list[str]],
    catalog: Catalog,
    keep: Keep | None,
) -> None:
    """Write a table as CSV and, from that, as a workbook, and its description."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{table.name}.csv"
    written = WrittenRows(path, _write(path, table, rows))
    _write_workbook(path.with_suffix(".xlsx"), table, written, catalog, keep)
    metadata = path.with_name(path.name + METADATA)
    write_json(metadata, _description(table, path.name, catalog))


def _rows(table: Table, asked: Asked) -> Iterator[list[str]]:
    """The cells of the rows. Raises DiplomaticaError for what no row or cell can hold."""
    for key, cells in bound_rows(table, asked):
        yield list(_cells(table, key, cells))


def _cells(table: Table, key: str, row: Cells) -> Iterator[str]:
    """The cells of a row, empty where nothing is bound."""
    for column, held in zip(table.columns, row, strict=True):
        if held is None:
            yield ""
        else:
            values = held if isinstance(held, set) else {held}
            yield _cell(table, column, key, values)


def _cell(table: Table, column: Column, key: str, values: set[str]) -> str:
    """The text of a cell. Raises DiplomaticaError for values that it cannot hold."""
    where = f"The table {table.name} cannot hold {column.name} of {key}:"
    if len(values) > 1 and not column.has_many:
        advice = "state one, or mark the column with *"
        raise DiplomaticaError(f"{where} there are {len(values)} → {advice}")
    if column.has_many and any(SEPARATOR in value for value in values):
        what = f"a value contains {SEPARATOR}, which stands between values"
        raise DiplomaticaError(f"{where} {what} → write it otherwise")
    if len(values) == 1:
        return next(iter(values))
    return SEPARATOR.join(sorted(values, key=_by_size))


def _by_size(value: str) -> tuple[bool, Decimal, str]:
    """The place of a value in its cell: numbers by their size, behind all words."""
    is_number = bool(_NUMBER.fullmatch(value))
    return is_number, Decimal(value if is_number else 0), value


def _write(path: Path, table: Table, rows: Iterable[list[str]]) -> int:
    """Write CSV as RFC 4180 has it, with a header; how many rows are below it.

    Quotation marks stand only where they are needed, and lines end with CRLF.
    """
    header = [column.name for column in table.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        return sum(1 for row in rows if writer.writerow(row))


def _write_workbook(
    path: Path,
    table: Table,
    rows: WrittenRows,
    catalog: Catalog,
    keep: Keep | None,
) -> None:
    """Write the same for Excel.

    What no sheet can hold is told, and the CSV stands alone.
    """
    columns = []
    for column in table.columns:
        datatype = "" if column.has_many else column.datatype
        columns.append((column.name, datatype))
    fault = unfit(columns, rows)
    if fault:
        _LOG.warning("%s is left out: %s → its CSV holds all", path.name, fault)
        return
    one = Workbook(table.title, catalog.issued, columns, rows)
    for file in Workshop(keep=keep).made("workbooks", workbooks, [one]):
        path.write_bytes(file)


def _description(table: Table, file: str, catalog: Catalog) -> dict[str, object]:
    """What the columns are, for programs (Metadata Vocabulary for Tabular Data)."""
    key = table.columns[0].name
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file,
        "dc:title": f"{catalog.title} {catalog.version}: {table.name}",
        "dc:description": table.title,
        **({"dc:license": {"@id": catalog.license}} if catalog.license else {}),
        "dc:source": {"@id": catalog.dataset},
        "dc:issued": {"@value": catalog.issued, "@type": "xsd:date"},
        "tableSchema": {
            "aboutUrl": f"{{+{key}}}",
            "primaryKey": key,
            "columns": [_column(column) for column in table.columns],
        },
    }


def _column(column: Column) -> dict[str, object]:
    """The description of a column (CSV on the Web)."""
    told: dict[str, object] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": column.datatype,
    }
    if column.has_many:
        told["separator"] = SEPARATOR
    return told
