"""`diplomatica check`."""

import time
from collections.abc import Iterator
from pathlib import Path

import click
import watchfiles

from diplomatica.cli.steps import FOLDER, steps
from diplomatica.cli.telling import tell
from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline import building
from diplomatica.pipeline.checking.coverage import Coverage, Covered

# Of so many mentions one at the most should need an editor's word for what it means.
MOST_DECLARED = 5


@click.command()
@FOLDER
@click.option(
    "--coverage",
    is_flag=True,
    help="Tell what of the articles no claim covers.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Check again whenever a file is saved, until Ctrl+C.",
)
def check(folder: Path, coverage: bool, watch: bool) -> None:
    """Do all that `build` does, but write nothing."""
    dataset = Folder(folder.resolve())
    if not watch:
        _check(dataset, coverage)
        return
    saves = _saves(dataset)
    # From here on no save is missed, not even one during the first check.
    next(saves)
    _check_and_go_on(dataset, coverage)
    for changes in saves:
        if changes:
            _check_and_go_on(dataset, coverage)


def _saves(folder: Folder) -> Iterator[set[watchfiles.main.FileChange]]:
    """The files that were saved, as they are; several times a second none."""
    places = (folder.root / "seeds", folder.root / "dataset", folder.ontology)
    return watchfiles.watch(
        *filter(Path.is_dir, places),
        debounce=100,
        step=20,
        rust_timeout=250,
        yield_on_timeout=True,
        raise_interrupt=False,
    )


def _check(folder: Folder, with_coverage: bool, watching: bool = False) -> None:
    with steps() as step:
        built = building.check(folder, step)
    tell(built)
    _warn_of_declared(built)
    if with_coverage:
        _tell_coverage(built.coverage)
        if not watching:
            _tell_links(built.coverage)
        _tell_totals(built.coverage)
    claims = sum(map(len, built.reading.claims.values()))
    size = f"{len(built.triples)} triples, {len(built.quads)} quads"
    click.echo(f"{folder.root}: no faults in {claims} claims, {size}")


def _warn_of_declared(built: building.Built) -> None:
    mentions, declared = built.mentions
    if declared * MOST_DECLARED > mentions:
        many = f"{declared} of {mentions} mentions are declared, more than one in five"
        advice = (
            "dip:calledHere is for pronouns and descriptions only: "
            "give things the names that articles use"
        )
        click.echo(f"Warning: {many} → {advice}", err=True)


def _check_and_go_on(folder: Folder, with_coverage: bool) -> None:
    """Check, and tell of faults without ending; tell how long this check took."""
    began = time.perf_counter()
    try:
        _check(folder, with_coverage, watching=True)
    except DiplomaticaError as error:
        click.echo(error)
    took = time.perf_counter() - began
    what_next = "waiting for the next change, Ctrl+C ends."
    click.echo(f"Checked in {took:.1f} s; {what_next}", err=True)


def _tell_coverage(report: Coverage) -> None:
    for article in report.articles:
        _tell_article(article)
    for one in report.disagreements:
        given = one.values.items()
        values = [f"{value} ({', '.join(reasons)})" for value, reasons in given]
        told = "; ".join(values)
        click.echo(f"Sources disagree on {one.property} of {one.thing}: {told}")


def _tell_article(article: Covered) -> None:
    count = f"{article.cited} of {len(article.sentences)}"
    click.echo(f"{article.article}: {count} sentences and headings are cited")
    for sentence in article.sentences:
        for words in sentence.uncited:
            click.echo(f"  ¶ {sentence.paragraph}: no claim cites “{words}”")
    for thing in article.unspoken:
        click.echo(f"  {thing} is named, and no claim speaks of it")


def _tell_links(report: Coverage) -> None:
    for link in report.open_links:
        reason = link.reason or "nobody has looked for it yet"
        click.echo(f"Open link: {link.thing}: {reason}")


def _tell_totals(report: Coverage) -> None:
    totals = [f"{count} {name}" for name, count in report.totals.items()]
    click.echo(", ".join(totals))
