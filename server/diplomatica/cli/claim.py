"""`diplomatica claim`."""

from pathlib import Path

import click

from diplomatica.model.dataset.folder import PACKAGED, Folder
from diplomatica.pipeline.intake import read_folder
from diplomatica.pipeline.skeleton import skeleton


@click.command()
@click.argument("article")
@click.argument("words")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=PACKAGED,
    help="The dataset, if it is not the one that comes with this package.",
)
def claim(article: str, words: str, folder: Path) -> None:
    """Print the skeleton of a claim for the file of claims of ARTICLE.

    The claim quotes WORDS ("head … tail") of it.
    """
    reading = read_folder(Folder(folder.resolve()))
    click.echo(skeleton(reading, article, words))
