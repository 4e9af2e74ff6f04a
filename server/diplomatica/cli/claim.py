"""`diplomatica claim`."""

from pathlib import Path

import click

from diplomatica.model.dataset.folder import Folder, dataset_here
from diplomatica.pipeline.intake.intake import read_folder
from diplomatica.pipeline.skeleton import skeleton


@click.command()
@click.argument("article")
@click.argument("words")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The dataset. Default: that of the folder where you are, else that of this "
    "package.",
)
def claim(article: str, words: str, folder: Path | None) -> None:
    """Print the skeleton of a claim for the file of claims of ARTICLE.

    The claim quotes WORDS ("head … tail") of it.
    """
    reading = read_folder(Folder((folder or dataset_here()).resolve()))
    click.echo(skeleton(reading, article, words))
