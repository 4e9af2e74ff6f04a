"""`diplomatica query`."""

import json
import re
import sys
from pathlib import Path
from typing import Any, BinaryIO

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from diplomatica.engine import Answer, Engine, Limits, Workers, serving
from diplomatica.engine.sparql.query import form_of
from diplomatica.errors import QueryError
from diplomatica.lookup.advice import advice_of
from diplomatica.model.formats import CSV, GRAPHS, JSON, RESULTS, TSV, TURTLE, by_name
from diplomatica.model.iris import Iris
from diplomatica.model.notice import Notice
from diplomatica.model.release import Release, open_release

_NO_LIMITS = Limits(
    seconds=1e6, memory=1 << 40, answer=1 << 40
)  # whoever asks here may use the whole machine
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)  # a literal must not steer the terminal
_NAMES = sorted({form.name for form in (*RESULTS, *GRAPHS) if form.holds != "quads"})


@click.command()
@click.argument("sparql", required=False)
@click.option(
    "--file",
    "-f",
    type=click.File("rb"),
    help="Read the query from a file; - is standard input.",
)
@click.option(
    "--format", "-o", "name", type=click.Choice(["table", *_NAMES]),
    help="How to write the answer. Default: a table on a terminal, else CSV; Turtle for CONSTRUCT and DESCRIBE.",
)  # fmt: skip
@click.option(
    "--release", type=click.Path(path_type=Path), default=Path("releases/latest"), show_default=True,
    help="The release to ask.",
)  # fmt: skip
def query(
    sparql: str | None, file: BinaryIO | None, name: str | None, release: Path
) -> None:
    """Ask a release a SPARQL query: as an argument, from a file, or from standard input.

    The prefixes of the dataset (dip:, skos:, rdfs: … and : for things) need not be declared.
    """
    text = _text(sparql, file)
    opened = open_release(release)
    console = Console()
    table = name == "table" or (name is None and console.is_terminal)
    form = by_name(name) if name and name != "table" else None
    if form in (CSV, TSV) and form_of(text) == "ASK":
        raise QueryError(
            f"{name} cannot hold this answer: ASK gives yes or no, and no standard has that in CSV or TSV. "
            "Take table, json or xml."
        )
    results = JSON if table else (form or CSV)
    graphs = form if form and form.rdf else None if form else TURTLE
    with serving(
        Workers(opened, _NO_LIMITS, count=1)
    ) as engine:  # so that not even a query that crashes ends badly
        answer = engine.answer(text, results if results.results else None, graphs)
        notices = _notices(text, answer, opened, engine) if answer else ()
    if answer is None:
        asked_for = "CONSTRUCT and DESCRIBE are written as turtle, ntriples, rdfxml or jsonld; SELECT and ASK as "
        raise QueryError(
            f"{name} cannot hold this answer: {asked_for}table, csv, tsv, json or xml."
        )
    if table and answer.format is JSON:
        _print_table(console, json.loads(answer.body), opened.iris)
    else:
        click.echo(answer.body, nl=False)
        if not answer.body.endswith(b"\n"):
            click.echo()
    for notice in notices:
        click.echo(f"Notice: {' '.join(notice.text.split())}", err=True)


def _notices(
    text: str, answer: Answer, release: Release, engine: Engine
) -> tuple[Notice, ...]:
    """What the endpoint tells beside an answer."""
    advice = advice_of(release, engine)
    if not advice.is_due(text, answer):
        return answer.notices
    return tuple(dict.fromkeys(advice.notices(text, answer)))


def _text(sparql: str | None, file: BinaryIO | None) -> str:
    if sparql is not None and file is not None:
        raise click.UsageError("Give the query as an argument or as a file, not both.")
    if sparql is not None:
        return sparql
    if file is None and sys.stdin.isatty():
        raise click.UsageError(
            "There is no query: give one as an argument, with --file, or on standard input."
        )
    try:
        return (file or sys.stdin.buffer).read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(
            f"The query is not UTF-8: its byte {error.start} cannot be read."
        ) from error


def _print_table(console: Console, answer: dict[str, Any], iris: Iris) -> None:
    if "boolean" in answer:
        console.print(str(answer["boolean"]).lower(), highlight=False)
        return
    names: list[str] = answer["head"]["vars"]
    table = Table(*names, box=box.SIMPLE_HEAD, header_style="bold")
    rows: list[dict[str, dict[str, str]]] = answer["results"]["bindings"]
    for row in rows:
        table.add_row(*(_short(row.get(name), iris) for name in names))
    console.print(table)
    console.print(f"{len(rows)} row{'s' * (len(rows) != 1)}", style="dim")


def _short(term: dict[str, str] | None, iris: Iris) -> str:
    """A term as a person reads it: prefixed where a prefix fits, literals without their datatype."""
    if term is None:
        return ""
    value = term["value"]
    if term["type"] == "uri":
        short = iris.short(value)
        return escape(short if short != value else f"<{value}>")
    return escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", value))
