"""`diplomatica build` and `diplomatica check`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from diplomatica.build import building
from diplomatica.model.folder import PACKAGED, Folder

_FOLDER = click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=PACKAGED,
    metavar="[FOLDER]",
)


# Of so many mentions one at the most should need an editor's word for what it means.
MOST_DECLARED = 5


@click.command()
@_FOLDER
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("releases"), show_default=True,
    help="Where releases lie; `latest` in it points to the newest.",
)  # fmt: skip
def build(folder: Path, output: Path) -> None:
    """Build FOLDER (seeds/, dataset/ and perhaps ontology/) into a release.

    Without FOLDER, the dataset that comes with this package. A fault leaves the last release as it is.
    """
    with _steps() as step:
        release = building.build(Folder(folder.resolve()), output, step)
    click.echo(f"{release.folder}: {release.title} {release.version}, {release.triples} triples, {release.quads} quads")


@click.command()
@_FOLDER
def check(folder: Path) -> None:
    """Do all that `build` does, but write nothing."""
    with _steps() as step:
        built = building.check(Folder(folder.resolve()), step)
    for warning in built.warnings:
        click.echo(f"Warning: {warning.focus} {warning.message}", err=True)
    mentions, declared = built.mentions
    if declared * MOST_DECLARED > mentions:
        advice = "dip:calledHere is for pronouns and descriptions only: give things the names that articles use"
        click.echo(
            f"Warning: {declared} of {mentions} mentions are declared, more than one in five → {advice}", err=True
        )
    claims = sum(len(claims) for claims in built.reading.claims.values())
    click.echo(f"{folder}: no faults in {claims} claims, {len(built.triples)} triples, {len(built.quads)} quads")


@contextmanager
def _steps() -> Iterator[building.Step]:
    """Progress on standard error while it is a terminal, else nothing."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        @contextmanager
        def step(name: str) -> Iterator[None]:
            task = progress.add_task(name, total=1)
            yield
            progress.update(task, completed=1)

        yield step
