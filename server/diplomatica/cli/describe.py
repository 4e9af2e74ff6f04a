"""`diplomatica describe`."""

import json
from pathlib import Path
from typing import Any

import click

from diplomatica.cli.bringing.places import given_of
from diplomatica.errors import DiplomaticaError
from diplomatica.pipeline.files.bringing.describedtables import TABLES
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.files.csvw.suggested import ADDRESS, suggest_description

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
    descriptions = {_place(table): _description(table, given) for table in tables}
    for place, description in descriptions.items():
        text = json.dumps(description, ensure_ascii=False, indent=2)
        place.write_text(f"{text}\n", "utf-8")
        click.echo(place)
    _tell_next(tables, given)


def _place(table: Path) -> Path:
    """Where the description of a table stands. Raises DiplomaticaError."""
    if table.suffix.lower() not in TABLES:
        what = f"{table}: is no table that could be described"
        raise DiplomaticaError(f"{what} → save it as {' or '.join(TABLES)}")
    place = table.with_name(f"{table.name}-metadata.json")
    if place.exists():
        raise DiplomaticaError(f"{place}: is there already → edit it, or take it away")
    return place


def _description(table: Path, given: Given) -> dict[str, Any]:
    """What a table likely means, with what is given. Raises DiplomaticaError."""
    data = table.read_bytes()
    if not data.strip():
        raise DiplomaticaError(f"{table}: is empty → give it a row of headings")
    told = suggest_description(table.name, data, given.base or ADDRESS)
    known = {"dc:title": given.title, "dc:license": given.licence}
    stated = {name: value for name, value in known.items() if value}
    context, url = told.pop("@context"), told.pop("url")
    return {"@context": context, "url": url, **stated, **told}


def _tell_next(tables: tuple[Path, ...], given: Given) -> None:
    """Tell what the descriptions lack, and what comes next."""
    if not given.base:
        what = "Missing: an address of your own that all IRIs begin with"
        click.echo(f"{what}; {ADDRESS} stands for it.", err=True)
    names = " ".join(map(str, tables))
    click.echo(f"Next: look them over, then: diplomatica serve {names}", err=True)
