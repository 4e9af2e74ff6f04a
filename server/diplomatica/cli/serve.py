"""`diplomatica serve`."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplomatica.cli.bringing.bounds import BuildBounds, of_build
from diplomatica.cli.bringing.places import (
    PLACES,
    folder_of,
    of_data,
    of_release,
)
from diplomatica.cli.operating.options import of_server, settings_of
from diplomatica.cli.operating.settings import (
    PREFIX,
    read,
    settings_lines,
    take_environment,
)
from diplomatica.model.dataset.release import Release, open_release
from diplomatica.pipeline.files.bringing.given import Given

if TYPE_CHECKING:
    from diplomatica.cli.bringing.cache import CachedRelease


@click.command()
@PLACES
@of_data(escapes_iris=True)
@of_release("The release to serve; if this is a link, wherever it comes to point to.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on.",
)
@of_build
@of_server
@click.option(
    "--settings",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    is_eager=True,
    callback=read,
    help="A file of TOML with any of these settings, such as port = 8080; each can be "
    f"set in the environment, too, such as {PREFIX}PORT.",
)
@click.option(
    "--show-settings",
    is_flag=True,
    help="Tell all settings and where they come from, and serve nothing.",
)
@click.pass_context
def serve(
    ctx: click.Context,
    /,
    places: tuple[Path, ...],
    form: str | None,
    given: Given,
    release: Path,
    host: str,
    port: int,
    settings: Path | None,
    show_settings: bool,
    bounds: BuildBounds,
    **told: Any,
) -> None:
    """Serve files and folders of RDF, or a release: pages, SPARQL and dumps.

    What is named is checked, built into your cache and served; what changes in it is
    taken up. No catalog is needed: what it would state is drawn from the data and told.
    Without a name, --release is served: nothing is built, and a newer release is taken
    up when it is there.
    """
    if show_settings:
        for line in settings_lines(ctx):
            click.echo(line)
        return
    from diplomatica.web.serving.server import Served, run

    if places:
        from diplomatica.cli.bringing.cache import CachedRelease

        built = CachedRelease(folder_of(places, form, bounds.largest), given, bounds)
        served = Served(_names_of(places), partial(_ready, built), built.latest)
    else:
        served = Served(release.name, partial(open_release, release), release)
    run(served, host, port, settings_of(told))


def _names_of(places: tuple[Path, ...]) -> str:
    """What is served by the names of its files and folders."""
    return ", ".join(place.name or str(place) for place in places)


def _ready(served: "CachedRelease") -> Release:
    """The release of what is served, which is followed once all is told of it."""
    from diplomatica.cli.bringing.following import follow

    built, lines = served.ready(partial(click.echo, err=True))
    for line in lines:
        click.echo(line, err=True)
    follow(served, lines)
    return built


take_environment(serve)
