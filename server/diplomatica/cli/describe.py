"""`diplomatica describe`."""

import json
from dataclasses import replace
from pathlib import Path
from shlex import join

import click

from diplomatica.cli.bringing.places import given_of
from diplomatica.errors import DiplomaticaError, Fault
from diplomatica.pipeline.files.bringing.describedtables import TABLES
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.files.bringing.syntaxes import syntax_instead
from diplomatica.pipeline.files.csvw.suggested import (
    ADDRESS,
    LOOKED_AT,
    SuggestedTable,
    suggestion,
)
from diplomatica.pipeline.files.csvw.trial import faults_of_first_rows, why_no_text

_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("tables", nargs=-1, required=True, type=_EXISTING)
@click.option("--title", default="", help="What the table is called.")
@click.option("--base", default="", help="What the IRIs of its rows begin with.")
@click.option("--licence", default="", help="The IRI of its licence.")
def describe(tables: tuple[Path, ...], title: str, base: str, licence: str) -> None:
    """Write what TABLES of CSV likely mean beside them, to be looked over and served.

    The first rows tell which column names the rows, which one is their name, and what
    numbers and dates are. A description that is there is never overwritten.
    """
    given = given_of(title, base, licence, "")
    places = [_place(table) for table in tables]
    told = [_suggestion(table, given) for table in tables]
    for place, suggested in zip(places, told, strict=True):
        text = json.dumps(suggested.description, ensure_ascii=False, indent=2)
        place.write_text(f"{text}\n", "utf-8")
        click.echo(place)
    faults = [
        fault
        for table, suggested in zip(tables, told, strict=True)
        for fault in _tell_taken(table, suggested)
    ]
    _tell_next(tables, given, faults)


def _place(table: Path) -> Path:
    """Where the description of a table stands. Raises DiplomaticaError."""
    if table.suffix.lower() not in TABLES:
        what = f"{table}: is no table that could be described"
        raise DiplomaticaError(f"{what} → save it as {' or '.join(TABLES)}")
    place = table.with_name(f"{table.name}-metadata.json")
    if place.exists():
        raise DiplomaticaError(f"{place}: is there already → edit it, or take it away")
    return place


def _suggestion(table: Path, given: Given) -> SuggestedTable:
    """What a table likely means, with what is given. Raises DiplomaticaError."""
    data = _first_bytes(table)
    if not data.strip():
        raise DiplomaticaError(f"{table}: is empty → give it a row of headings")
    if syntax := syntax_instead(data):
        what = f"{table}: is {syntax}, and no table"
        raise DiplomaticaError(f"{what} → give it a name that ends as such files do")
    if why := why_no_text(data):
        what = f"{table}: {why}, and is no table"
        raise DiplomaticaError(f"{what} → export it as {' or '.join(TABLES)}")
    found = suggestion(table.name, data, given.base or ADDRESS)
    known = {"dc:title": given.title, "dc:license": given.licence}
    stated = {name: value for name, value in known.items() if value}
    told = dict(found.description)
    context, url = told.pop("@context"), told.pop("url")
    whole = {"@context": context, "url": url, **stated, **told}
    return replace(found, description=whole)


def _first_bytes(table: Path) -> bytes:
    """As much of a table as tells what it means."""
    with table.open("rb") as file:
        return file.read(LOOKED_AT)


def _tell_taken(table: Path, found: SuggestedTable) -> list[Fault]:
    """Tell what columns of a table are taken for; the faults that its first rows have."""
    named = (
        f"named by “{found.key}”" if found.key else "numbered, as no column is a key"
    )
    called = f"called by “{found.label}”" if found.label else "called by no column"
    click.echo(f"{table}: its rows are {named} and {called}.", err=True)
    if found.doubt:
        what = (
            f"its first row is taken for headings, and {found.doubt} look like values"
        )
        advice = "put a row of headings above it, if it has none"
        click.echo(f"{table}: {what} → {advice}", err=True)
    return faults_of_first_rows(found.description, table.name, _first_bytes(table))


def _tell_next(tables: tuple[Path, ...], given: Given, faults: list[Fault]) -> None:
    """Tell what the descriptions lack, what is faulty in the tables, and what comes next."""
    if not given.base:
        what = "Missing: an address of your own that all IRIs begin with"
        click.echo(f"{what}; {ADDRESS} stands for it.", err=True)
    for fault in faults:
        click.echo(f"To mend: {fault}", err=True)
    names = join(map(str, tables))
    first = "mend that, and look them over" if faults else "look them over"
    click.echo(f"Next: {first}, then: diplomatica serve {names}", err=True)
