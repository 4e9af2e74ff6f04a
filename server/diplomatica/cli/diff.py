"""`diplomatica diff`: what changed between two releases, folders or files."""

from collections.abc import Iterator
from pathlib import Path

import click
from pyoxigraph import Quad, RdfFormat, parse

from diplomatica.cli.bringing.bounds import BuildBounds, go_on_bounded, of_build
from diplomatica.cli.terminal.steps import steps
from diplomatica.errors import DiplomaticaError, InvalidInput
from diplomatica.lookup.history.changelines import lines_of
from diplomatica.lookup.history.changes import BESIDE, change_counts
from diplomatica.lookup.history.comparing.comparison import (
    Comparison,
    DatasetState,
    state_of,
)
from diplomatica.lookup.history.patch import rdf_patch
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import SUMS, open_release
from diplomatica.model.iris import Iris
from diplomatica.pipeline import building
from diplomatica.pipeline.files.syntax.nesting import unfit

_STATE = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("old", type=_STATE)
@click.argument("new", type=_STATE)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "patch"]),
    default="text",
    show_default=True,
    help="In words, or as an RDF Patch that brings a store up to date.",
)
@click.option(
    "--all",
    "is_all",
    is_flag=True,
    help="Tell of rules' conclusions and the dataset's description, too.",
)
@of_build
def diff(old: Path, new: Path, form: str, is_all: bool, bounds: BuildBounds) -> None:
    """Tell what changed from OLD to NEW.

    Each is a release, a folder of a dataset, or a file of RDF. Blank nodes are compared
    by what is said of them.
    """
    go_on_bounded(bounds)
    comparison = Comparison(_state(old, bounds.largest), _state(new, bounds.largest))
    if form == "patch":
        lines = rdf_patch(
            comparison.difference, comparison.before.iri, comparison.after.iri
        )
        click.echo("".join(lines), nl=False)
    else:
        for line in _lines_of(comparison, is_all):
            click.echo(line)
    if comparison.difference.by_label:
        click.echo(
            f"{comparison.difference.by_label} blank nodes were compared by their labels: too "
            "many hang together, or are alike, to be told apart otherwise.",
            err=True,
        )


def _lines_of(comparison: Comparison, is_all: bool) -> Iterator[str]:
    """The comparison in words: how many of each group, and then each change."""
    what = comparison.difference
    yield (
        f"{comparison.before.name} → {comparison.after.name}: {len(what.added)} quads added, "
        f"{len(what.removed)} removed"
    )
    for group, counts in change_counts(comparison.changes).items():
        numbers = (f"{count} {outcome}" for outcome, count in sorted(counts.items()))
        yield f"  {group}: {', '.join(numbers)}"
    changes = [
        change for change in comparison.changes if is_all or change.group not in BESIDE
    ]
    yield from lines_of(changes, comparison.after.iris)
    if len(changes) < len(comparison.changes):
        yield "\nWhat else was counted above is told with --all."


def _state(path: Path, largest: int) -> DatasetState:
    """The state that a path leads to."""
    if (path / SUMS).is_file():
        return state_of(open_release(path))
    if path.is_dir():
        return _of_folder(path, largest)
    return _of_file(path)


def _of_folder(path: Path, largest: int) -> DatasetState:
    """The state of a folder of a dataset, built but not released."""
    with steps() as step:
        built = building.check(Folder(path.resolve(), largest), step)
    version = built.reading.catalog.version
    iri = built.iris("release", version).value

    def lines() -> Iterator[str]:
        yield from (f"{triple} .\n" for triple in built.triples)
        yield from (f"{quad} .\n" for quad in built.quads)

    return DatasetState(version, iri, lines, built.iris)


def _of_file(path: Path) -> DatasetState:
    """The state of a file of RDF, whose own address names it."""
    quads = _parsed(path)

    def lines() -> Iterator[str]:
        return (f"{quad} .\n" for quad in quads)

    iri = path.resolve().as_uri()
    return DatasetState(path.name, iri, lines, Iris(f"{iri}#"))


def _parsed(path: Path) -> list[Quad]:
    """The quads of a file. Raises DiplomaticaError."""
    form = RdfFormat.from_extension(path.suffix.lstrip(".").lower())
    if form is None:
        advice = "give it the suffix of its format: ttl, trig, nt, nq, rdf or jsonld"
        raise DiplomaticaError(f"{path}: nobody can tell which RDF this is → {advice}")
    try:
        data = path.read_bytes()
        if fault := unfit(data, str(path), form):
            raise InvalidInput([fault])
        return list(parse(data, format=form, base_iri=path.resolve().as_uri()))
    except (SyntaxError, OSError, ValueError) as error:
        raise DiplomaticaError(f"{path}: cannot be read: {error}") from error
