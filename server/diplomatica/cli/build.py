"""`diplomatica build`."""

from pathlib import Path

import click

from diplomatica.cli.steps import FOLDER, steps
from diplomatica.cli.telling import tell
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline import building


@click.command()
@FOLDER
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
def build(folder: Path, output: Path, draft: bool) -> None:
    """Build FOLDER (seeds/, dataset/ and perhaps ontology/) into a release.

    Without FOLDER, the dataset that comes with this package. A fault leaves the last
    release as it is. A version that was published never changes: the next one has
    another dcat:version in dataset/catalog.ttl, or is a draft.
    """
    with steps() as step:
        built = building.check(Folder(folder.resolve()), step)
        release = building.published(built, output, step, is_draft=draft)
    tell(built)
    size = f"{release.triples} triples, {release.quads} quads"
    what = f"{release.title} {release.version}{', a draft' if draft else ''}"
    click.echo(f"{release.folder}: {what}, {size}")
