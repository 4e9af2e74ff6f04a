"""`diplomatica build`."""

from pathlib import Path

import click

from diplomatica.cli.bringing.bounds import BuildBounds, go_on_bounded, of_build
from diplomatica.cli.bringing.making import JOBS, SCHEDULER, workshop
from diplomatica.cli.bringing.places import PLACES, folder_of, of_data
from diplomatica.cli.bringing.raised import as_before
from diplomatica.cli.terminal.steps import steps
from diplomatica.cli.terminal.telling import tell
from diplomatica.pipeline import building
from diplomatica.pipeline.files.bringing.given import Given


@click.command()
@PLACES
@of_data(escapes_iris=False)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("releases"),
    show_default=True,
    help="Where releases lie; `latest` in it points to the newest.",
)
@click.option(
    "--draft",
    is_flag=True,
    help="Promise nothing: it says so on every page, and goes when the next one comes.",
)
@JOBS
@SCHEDULER
@of_build
def build(
    places: tuple[Path, ...],
    form: str | None,
    given: Given,
    output: Path,
    draft: bool,
    jobs: int,
    scheduler: str,
    bounds: BuildBounds,
) -> None:
    """Build a folder (seeds/, dataset/ and perhaps ontology/) into a release.

    Or any files and folders of RDF, whose catalog is drawn from what they say, and
    told. Without a name, the dataset of the folder where you are, else the one that
    comes with this package. A fault leaves the last release as it is. A version that was
    published never changes: the next one has another dcat:version in
    dataset/catalog.ttl, or is a draft.
    """
    folder = folder_of(places, form, bounds.largest)
    go_on_bounded(bounds)
    with workshop(jobs, scheduler) as made, steps() as step:
        built = building.check(folder, step, given, made)
        hints = list(as_before(built.reading, output))
        release = building.publish_built(
            built, output, step, is_draft=draft, workshop=made
        )
    tell(built)
    for hint in hints:
        click.echo(f"Hint: {hint}", err=True)
    size = f"{release.triples} triples, {release.quads} quads"
    what = f"{release.title} {release.version}{', a draft' if draft else ''}"
    click.echo(f"{release.folder}: {what}, {size}")
