"""The tables: what a vocabulary's queries ask, as CSV for spreadsheets.

They are described as CSV on the Web has it.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad

from diplomatica.engine.memory import give_back
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.distribution import METADATA, SEPARATOR
from diplomatica.model.dataset.release import TABLES
from diplomatica.model.vocabulary import prefixes
from diplomatica.pipeline.files.tablefile import Column, Table
from diplomatica.pipeline.workshop.keep import Keep, Missing
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.pipeline.writing.dumps import write_json
from diplomatica.pipeline.writing.tables.keptrows import Asking, KeptRows
from diplomatica.pipeline.writing.tables.lasttables import LastTables
from diplomatica.pipeline.writing.tables.tablecells import csv_line, row_line
from diplomatica.pipeline.writing.tables.tablerows import WrittenRows
from diplomatica.pipeline.writing.tables.tableshares import TablePart, table_parts
from diplomatica.pipeline.writing.tables.tablesolutions import Asked, bound_rows
from diplomatica.pipeline.writing.tables.tablestore import store_of
from diplomatica.pipeline.writing.tables.workbook import Workbook, unfit, workbooks

_LOG = logging.getLogger(__name__)


def write_tables(
    folder: Path,
    tables: list[Table],
    otherwise: Iterable[Quad],
    catalog: Catalog,
    keep: Keep | None = None,
    articles: Mapping[str, str] | None = None,
) -> None:
    """Write each table that has a row of what was dumped, with its description.

    `otherwise` are the quads that the engine rewrites. Rows and workbooks are kept, if
    somebody does: rows by the `articles` that are the first to speak of them. Raises
    DiplomaticaError for what no cell can hold.
    """
    asking = Asking.of(prefixes(catalog.base), list(otherwise), articles or {})
    last = LastTables.before(folder, catalog, keep, asking.digest) if keep else None
    place = folder / TABLES
    place.mkdir(exist_ok=True)
    with table_parts(folder, tables, catalog, keep) as parts:
        for part in parts:
            for table, rows in _tables_of(part, asking, place, keep, last):
                if rows.count:
                    _write_forms(table, rows, catalog, keep)
                # What is in memory of it is gone before the next is asked for.
                give_back()
    # A release without tables has no folder of them.
    with suppress(OSError):
        place.rmdir()


def _tables_of(
    part: TablePart,
    asking: Asking,
    place: Path,
    keep: Keep | None,
    last: LastTables | None,
) -> Iterator[tuple[Table, WrittenRows]]:
    """The tables of a part, each with its rows, written as CSV if there are any."""
    key = last.key(part.tables[0], part.looked_at) if last and part.looked_at else ""
    if last and key:
        path = _csv(place, part.tables[0])
        with suppress(Missing):
            yield part.tables[0], last.take(key, path)
            return
    for table, lines in _lines_of_tables(part, asking, keep):
        rows = _write(_csv(place, table), table, lines)
        if last and key:
            last.note(key, rows)
        yield table, rows


def _lines_of_tables(
    part: TablePart, asking: Asking, keep: Keep | None
) -> Iterator[tuple[Table, Iterator[str]]]:
    """The tables of a part, each with its rows as lines of CSV.

    Raises DiplomaticaError for what no row or cell can hold.
    """
    if keep and part.needs and part.looked_at:
        (table,) = part.tables
        rows = KeptRows(table, part.needs, part.looked_at, asking, keep)
        lines = rows.lines()
        if lines is not None:
            yield table, lines
            return
    with store_of(part.path) as store:
        asked = Asked(store, asking.prefixes, asking.written)
        for table in part.tables:
            rows_of_table = bound_rows(table, asked)
            yield table, (row_line(table, *row) for row in rows_of_table)
        # On disk it still writes to its folder as long as anybody has it.
        del store, asked


def _csv(place: Path, table: Table) -> Path:
    return place / f"{table.name}.csv"


def _write_forms(
    table: Table, rows: WrittenRows, catalog: Catalog, keep: Keep | None
) -> None:
    """Write a table as a workbook, from its CSV, and its description."""
    path = rows.path
    _write_workbook(path.with_suffix(".xlsx"), table, rows, catalog, keep)
    metadata = path.with_name(path.name + METADATA)
    write_json(metadata, _description(table, path.name, catalog))


def _write(path: Path, table: Table, lines: Iterator[str]) -> WrittenRows:
    """Write CSV with a header; no file where there are no rows."""
    first = next(lines, None)
    if first is None:
        return WrittenRows(path, 0)
    count = longest = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_line([column.name for column in table.columns]))
        for line in chain([first], lines):
            file.write(line)
            count, longest = count + 1, max(longest, len(line))
    return WrittenRows(path, count, longest)


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
    fault = unfit(columns, rows, rows.longest)
    if fault:
        _LOG.warning("%s is left out: %s → its CSV holds all", path.name, fault)
        return
    one = Workbook(table.title, catalog.issued, columns, rows, rows.digest)
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
