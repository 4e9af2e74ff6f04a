"""`diplomatica propose`: what others propose, put in place."""

from pathlib import Path

import click

from diplomatica.lookup.proposing.proposal import read_proposal
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline import amending

_FILE = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
_FOLDER = click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
)


@click.group()
def propose() -> None:
    """Put proposals in place that a page of the site gave as a file."""


@propose.command()
@_FILE
@_FOLDER
def apply(file: Path, folder: Path) -> None:
    """Amend the files in FOLDER as the proposal in FILE has it.

    Look at the difference of the files, and keep it, amend it, or undo it. The proposal
    is kept in dataset/proposals/, from where the next release names it.
    """
    proposal = read_proposal(file.read_bytes(), str(file))
    done = amending.apply(proposal, Folder(folder.resolve()), str(file))
    click.echo(f"{done.place}: {proposal.because}")
    click.echo(f"To accept it: diplomatica check, then commit {' '.join(done.files)}")
    click.echo(
        "To amend it, change these files. To refuse it, put them back, and say why:"
    )
    click.echo(f"diplomatica propose refuse --reason '…' {file}")


@propose.command()
@_FILE
@_FOLDER
@click.option("--reason", required=True, help="Why, for whoever proposed it.")
def refuse(file: Path, folder: Path, reason: str) -> None:
    """Keep the proposal in FILE as one that is refused, and why.

    It is kept in dataset/proposals/ in FOLDER; the next release tells it at /releases,
    and to whoever objects to the same.
    """
    proposal = read_proposal(file.read_bytes(), str(file))
    kept = amending.refuse(proposal, Folder(folder.resolve()), str(file), reason)
    click.echo(f"{kept}: refused. To let it stand: commit that file.")
