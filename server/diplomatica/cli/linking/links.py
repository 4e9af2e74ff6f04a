"""`diplomatica links`: links to other datasets, watched and proposed."""

from collections import Counter
from pathlib import Path

import click

from diplomatica.cli.linking.suggest import suggest
from diplomatica.errors import DiplomaticaError, NoExtract
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.checking.watching.extract import Extract, extracts
from diplomatica.pipeline.checking.watching.watchedlink import (
    OUTCOMES,
    findings,
    watched_links,
)
from diplomatica.pipeline.intake.intake import read_folder


@click.group()
def links() -> None:
    """Watch the links to other datasets, and propose new ones."""


links.add_command(suggest)


@links.command()
@click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
)
@click.option(
    "--extract",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare with this file, dated by its name; what is stored is what was before. "
    "Default: the newest of dataset/extracts/.",
)
def check(folder: Path, extract: Path | None) -> None:
    """Tell which items that FOLDER links to were changed in Wikidata.

    An extract is what Special:EntityData or wbgetentities answers, in a file that is
    named after the day, such as dataset/extracts/wikidata-2026-11-24.json. Exit status
    1 says that something is to be looked at.
    """
    dataset = Folder(folder.resolve())
    now, before = _extracts_to_compare(dataset, extract)
    reading = read_folder(dataset)
    known = watched_links(reading.by_hand, reading.iris)
    outcomes = findings(known, now, before)
    for one in sorted(outcomes, key=lambda one: one.fault):
        click.echo(f"{one.outcome}: {one.fault}")
    if before is None:
        click.echo("No earlier extract: what was retyped cannot be told.", err=True)
    counts = Counter(one.outcome for one in outcomes)
    told = [f"{counts[name]} {name}" for name in OUTCOMES if counts[name]]
    what = ", ".join(told) or "all as they were"
    summary = f"{len(known)} links, compared with Wikidata of {now.day}: {what}"
    if outcomes:
        raise DiplomaticaError(summary)
    click.echo(summary)


def _extracts_to_compare(
    folder: Folder, extract: Path | None
) -> tuple[Extract, Extract | None]:
    """The extract to compare with, and the one before it, if there is one."""
    stored = extracts((path, folder.name(path)) for path in folder.extracts)
    if extract:
        (given,) = extracts([(extract, str(extract))])
    elif stored:
        given = stored[-1]
    else:
        raise NoExtract(str(folder.root))
    earlier = [one for one in stored if one.day < given.day]
    return given, earlier[-1] if earlier else None
