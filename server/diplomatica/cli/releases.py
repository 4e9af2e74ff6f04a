"""`diplomatica releases`: what was published, whether it is whole, and taking it away."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from diplomatica.errors import BrokenRelease, DiplomaticaError
from diplomatica.model.dataset.ledger import (
    LATEST,
    PublishedVersion,
    drafts,
    dropped,
    enter,
    published_versions,
)
from diplomatica.model.dataset.release import alone, is_held, open_release
from diplomatica.pipeline.writing.publication import remove

_RELEASES = click.option(
    "--releases",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("releases"),
    show_default=True,
    help="The folder of the releases.",
)


@click.group(invoke_without_command=True)
@_RELEASES
@click.pass_context
def releases(context: click.Context, releases: Path) -> None:
    """Tell which releases were published, and which of them are to be had."""
    context.obj = releases
    if context.invoked_subcommand is None:
        context.invoke(listing)


@releases.command("list")
@click.pass_obj
def listing(releases: Path) -> None:
    """List the releases: version, date, checksum and state."""
    table = Table("version", "issued", "checksum", "state", box=None)
    for entry in published_versions(releases):
        state = _quick_state(entry, releases)
        table.add_row(entry.version, entry.issued, entry.checksum[:12], state)
    for folder in drafts(releases):
        table.add_row(*_of_draft(folder, releases))
    Console(soft_wrap=True).print(table)


@releases.command()
@click.pass_obj
def verify(releases: Path) -> None:
    """Compare each file of each release with its checksum."""
    states = [
        (entry, _state(entry, releases)) for entry in published_versions(releases)
    ]
    for entry, state in states:
        click.echo(f"{entry.version}: {state}")
    bad = [entry.version for entry, state in states if _is_bad(entry, state)]
    if bad:
        which = ", ".join(bad)
        advice = "put its folder back from a backup, or drop it with a reason"
        raise DiplomaticaError(f"{releases}: {which} cannot be answered → {advice}")


@releases.command()
@click.argument("version")
@click.option("--reason", required=True, help="Why; whoever asks for it is told.")
@click.pass_obj
def drop(releases: Path, version: str, reason: str) -> None:
    """Take VERSION away, and keep in the ledger that it was there, and why it is not."""
    with alone(releases):
        entry = _entry(version, releases)
        folder = releases / entry.folder
        if is_held(folder):
            advice = "end the server, or have it serve another release"
            raise DiplomaticaError(f"{folder}: is being served → {advice}")
        if (releases / LATEST).resolve() == folder.resolve():
            advice = "publish another release first"
            raise DiplomaticaError(f"{folder}: is the newest release → {advice}")
        enter(releases, dropped(entry, reason))
        remove(folder)
    click.echo(f"{version}: dropped: {reason}")


def _entry(version: str, releases: Path) -> PublishedVersion:
    """The one release of a version. Raises DiplomaticaError for none or several."""
    entries = [one for one in published_versions(releases) if one.version == version]
    if not entries:
        advice = "see diplomatica releases list"
        raise DiplomaticaError(f"{releases}: no {version} was published → {advice}")
    if len(entries) > 1:
        names = ", ".join(one.name for one in entries)
        advice = "give each dataset a folder of releases of its own"
        raise DiplomaticaError(f"{releases}: {version} is of {names} → {advice}")
    return entries[0]


def _quick_state(entry: PublishedVersion, releases: Path) -> str:
    """What is known of a release without reading its files."""
    if entry.dropped:
        return f"dropped: {entry.dropped}"
    folder = releases / entry.folder
    if not folder.is_dir():
        return "missing"
    is_newest = (releases / LATEST).resolve() == folder.resolve()
    return "published, newest" if is_newest else "published"


def _state(entry: PublishedVersion, releases: Path) -> str:
    """What is known of a release once each file was compared with its checksum."""
    state = _quick_state(entry, releases)
    if not state.startswith("published"):
        return state
    try:
        release = open_release(releases / entry.folder)
    except BrokenRelease as error:
        return f"damaged: {error.file} {error.what}"
    except DiplomaticaError:
        return "damaged: it is no release any more"
    if release.checksum != entry.checksum:
        return "damaged: its checksums are not those that were published"
    return f"whole, {len(release.sums)} files"


def _is_bad(entry: PublishedVersion, state: str) -> bool:
    return not entry.dropped and not state.startswith("whole")


def _of_draft(folder: Path, releases: Path) -> tuple[str, str, str, str]:
    release = open_release(folder)
    is_newest = (releases / LATEST).resolve() == folder.resolve()
    state = "draft, newest" if is_newest else "draft"
    return release.version, release.issued, release.checksum[:12], state
