"""`diplomatica match`."""

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO, TextIO

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from diplomatica.cli.bringing.places import of_release
from diplomatica.cli.matching.client import Service
from diplomatica.errors import UnknownKind
from diplomatica.lookup.matching.candidate import Candidate, Sought
from diplomatica.lookup.matching.matcher import Matcher
from diplomatica.lookup.matching.table.columns import headings
from diplomatica.lookup.matching.table.row import (
    Linked,
    MatchedRow,
    matched_rows,
    written_rows,
)
from diplomatica.lookup.matching.table.table import NameTable, read_table, table_text
from diplomatica.model.characters import no_formula
from diplomatica.model.dataset.release import open_release

_LIMIT = 5  # candidates of a name
Found = dict[str, list[Candidate]]


@click.command()
@click.argument("table", type=click.File("rb"))
@click.option(
    "--column",
    default="",
    help="The column with the names. Default: the first that sounds so.",
)
@click.option(
    "--service", "url", help="Ask this reconciliation service, and no release."
)
@click.option(
    "--kind", default="", help="Match things of this kind only: its label or id."
)
@of_release("The release to match with.")
@click.option(
    "--output",
    "-o",
    type=click.File("w", encoding="utf-8-sig", lazy=True),
    help="Write the table to this file. Default: standard output.",
)
def match(
    table: BinaryIO,
    column: str,
    url: str | None,
    kind: str,
    release: Path,
    output: TextIO | None,
) -> None:
    """Find what the names in TABLE mean, a file of CSV (- is standard input).

    The table comes back with the thing, its score and why, its ids in Wikidata and
    ISO 3166, and the other candidates. Names that are not certain are left to choose.
    """
    read = read_table(table_text(table.read()), column)
    names = read.asked
    candidates, link = (
        _by_service(url, names, kind) if url else _by_release(release, names, kind)
    )
    rows = list(matched_rows(read, candidates.__getitem__, link))
    _write(read, rows, output)
    counted = Counter(row.how for row in rows)
    told = ", ".join(f"{count} {how}" for how, count in counted.most_common())
    click.echo(f"{len(rows)} rows: {told}.", err=True)


def _by_release(
    folder: Path, names: list[str], kind: str
) -> tuple[Found, Callable[[str], Linked]]:
    """What each name means in a release of this machine."""
    matcher = Matcher(open_release(folder))
    kinds = (kind_of(matcher, kind),) if kind else ()
    sought = (matcher.find(Sought(name, kinds, limit=_LIMIT)) for name in names)
    return with_progress(names, sought), matcher.linked


def _by_service(
    url: str, names: list[str], kind: str
) -> tuple[Found, Callable[[str], Linked]]:
    service = Service(url)
    return with_progress(names, service.find(names, kind, _LIMIT)), service.linked


def with_progress(names: list[str], answers: Iterable[list[Candidate]]) -> Found:
    """The candidates of each name, while a bar tells how far it is on a terminal."""
    what_and_bar = Progress.get_default_columns()[:2]
    columns = (*what_and_bar, MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        told = progress.track(answers, total=len(names), description="Matching")
        return dict(zip(names, told, strict=True))


def kind_of(matcher: Matcher, given: str) -> str:
    """The IRI of a kind by its IRI or label. Raises UnknownKind with the nearest."""
    labels: list[str] = []
    known: dict[str, str] = {}
    for iri, label, _ in matcher.kinds.all():
        labels.append(label)
        known[iri] = known[label.casefold()] = iri
    if known_iri := known.get(given) or known.get(given.casefold()):
        return known_iri
    near = get_close_matches(given, labels, 3, 0.4)
    raise UnknownKind(given, near or labels[:5])


def _write(table: NameTable, rows: Iterable[MatchedRow], output: TextIO | None) -> None:
    """Write the rows; no spreadsheet takes what was added for a formula."""
    own = len(table.columns)
    lines = csv.writer(output or sys.stdout, lineterminator="\n")
    lines.writerow(headings(table.columns))
    for line in written_rows(rows):
        lines.writerow([*line[:own], *map(no_formula, line[own:])])
