"""`diplomatica query`."""

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from diplomatica.cli.bringing.places import of_release
from diplomatica.engine import Answer, Engine, Limits, Workers, serving
from diplomatica.engine.sparql.query import form_of
from diplomatica.errors import QueryError
from diplomatica.lookup.advice.advice import advice_of
from diplomatica.model.characters import for_terminal
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.model.formats import (
    CSV,
    GRAPHS,
    JSON,
    RESULTS,
    TSV,
    TURTLE,
    Format,
    by_name,
)
from diplomatica.model.iris import Iris
from diplomatica.model.notice import Notice

# Whoever asks here may use the whole machine.
_NO_LIMITS = Limits(seconds=1e6, memory=1 << 40, answer=1 << 40)
_NAMES = sorted({form.name for form in (*RESULTS, *GRAPHS) if form.holds != "quads"})
_NO_ASK = (
    "ASK gives yes or no, and no standard has that in CSV or TSV. "
    "Take table, json or xml."
)
_WHAT_HOLDS = (
    "CONSTRUCT and DESCRIBE are written as turtle, ntriples, rdfxml or jsonld; "
    "SELECT and ASK as table, csv, tsv, json or xml."
)


@click.command()
@click.argument("sparql", required=False)
@click.option(
    "--file",
    "-f",
    type=click.File("rb"),
    help="Read the query from a file; - is standard input.",
)
@click.option(
    "--format",
    "-o",
    "name",
    type=click.Choice(["table", *_NAMES]),
    help="How to write the answer. Default: a table on a terminal, else CSV; "
    "Turtle for CONSTRUCT and DESCRIBE.",
)
@of_release("The release to ask.")
def query(
    sparql: str | None, file: BinaryIO | None, name: str | None, release: Path
) -> None:
    """Ask a release a SPARQL query: an argument, a file, or standard input.

    The prefixes of the dataset (dip:, skos:, rdfs: … and : for things) need not be
    declared.
    """
    text = _text(sparql, file)
    opened = open_release(release)
    console = Console()
    table = name == "table" or (name is None and console.is_terminal)
    form = by_name(name) if name and name != "table" else None
    if form in (CSV, TSV) and form_of(text) == "ASK":
        raise QueryError(f"{name} cannot hold this answer: {_NO_ASK}")
    results, graphs = _formats(form, table)
    # In a process of its own, not even a query that crashes ends badly.
    with serving(Workers(opened, _NO_LIMITS, count=1)) as engine:
        answer = engine.answer(text, results, graphs)
        notices = _notices(text, answer, opened, engine) if answer else ()
    if answer is None:
        raise QueryError(f"{name} cannot hold this answer: {_WHAT_HOLDS}")
    if table and answer.format is JSON:
        _print_table(console, json.loads(answer.body), opened.iris)
    else:
        _print(answer.body)
    for notice in notices:
        click.echo(f"Notice: {' '.join(notice.text.split())}", err=True)


def _notices(
    text: str,
    answer: Answer,
    release: Release,
    engine: Engine,
) -> tuple[Notice, ...]:
    """What the endpoint tells beside an answer."""
    advice = advice_of(release, engine)
    if not advice.is_due(text, answer):
        return answer.notices
    return tuple(dict.fromkeys(advice.notices(text, answer)))


def _formats(form: Format | None, table: bool) -> tuple[Format | None, Format | None]:
    """The formats for rows and for graphs: those asked for, else the usual ones."""
    if form is None:
        return JSON if table else CSV, TURTLE
    results = form if form in RESULTS else None
    graphs = form if form in GRAPHS else None
    return results, graphs


def _text(sparql: str | None, file: BinaryIO | None) -> str:
    """The query: an argument, a file or standard input, whichever is given."""
    if sparql is not None and file is not None:
        raise click.UsageError("Give the query as an argument or as a file, not both.")
    if sparql is not None:
        return sparql
    if file is None and sys.stdin.isatty():
        ways = "give one as an argument, with --file, or on standard input."
        raise click.UsageError(f"There is no query: {ways}")
    data = (file or sys.stdin.buffer).read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"its byte {error.start} cannot be read."
        raise QueryError(f"The query is not UTF-8: {what}") from error


def _print(body: bytes) -> None:
    """Write an answer byte for byte; a terminal's next line begins anew."""
    click.echo(body, nl=False)
    if sys.stdout.isatty() and not body.endswith(b"\n"):
        click.echo()


def _print_table(console: Console, answer: dict[str, Any], iris: Iris) -> None:
    """Print an answer of rows, or a truth value, for a terminal."""
    if "boolean" in answer:
        console.print(str(answer["boolean"]).lower(), highlight=False)
        return
    names: list[str] = answer["head"]["vars"]
    rows: list[dict[str, dict[str, str]]] = answer["results"]["bindings"]
    table = Table(*names, box=box.SIMPLE_HEAD, header_style="bold")
    for row in rows:
        cells = [_short(row.get(name), iris) for name in names]
        table.add_row(*cells)
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    console.print(table)
    console.print(count, style="dim")


def _short(term: dict[str, str] | None, iris: Iris) -> str:
    """A term as a person reads it: prefixed where a prefix fits, without a datatype."""
    if term is None:
        return ""
    value = term["value"]
    if term["type"] != "uri":
        return escape(for_terminal(value))
    short = iris.short(value)
    if short == value:
        short = f"<{value}>"
    return escape(short)
