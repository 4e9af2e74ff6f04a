"""`diplomatica serve`."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, get_args

import click

from diplomatica.cli.bringing.cache import Served
from diplomatica.cli.bringing.following import follow
from diplomatica.cli.bringing.places import PLACES, folder_of, given_of, of_data
from diplomatica.cli.operating.settings import PREFIX, read, shown, take_environment
from diplomatica.engine import Limits, Place, installed
from diplomatica.model.dataset.release import open_release

Decorated = TypeVar("Decorated", bound=Callable[..., object])
_MEBIBYTE = 1 << 20
_USUAL = Limits()


def _positive(
    name: str, default: int, help_text: str
) -> Callable[[Decorated], Decorated]:
    at_least_one = click.IntRange(1)
    return click.option(
        name, type=at_least_one, default=default, show_default=True, help=help_text
    )


def _site(_: click.Context, __: click.Parameter, value: str) -> str:
    is_site = re.fullmatch(r"https?://[\w.:\[\]-]+(/[\w/.~-]*)?", value)
    if value and not is_site:
        raise click.BadParameter("It is an address, such as https://data.example.org/.")
    return value.rstrip("/")


@click.command()
@PLACES
@of_data
@click.option(
    "--release",
    type=click.Path(path_type=Path),
    default=Path("releases/latest"),
    show_default=True,
    help="The release to serve; if this is a link, wherever it comes to point to.",
)
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
@click.option(
    "--time",
    type=click.FloatRange(0.01),
    default=_USUAL.seconds,
    show_default=True,
    help="Seconds that a query may run.",
)
@_positive(
    "--memory",
    _USUAL.memory // _MEBIBYTE,
    "MiB of memory that a query may take beside the release.",
)
@_positive(
    "--answer",
    _USUAL.answer // _MEBIBYTE,
    "MiB that an answer may be long, before compression.",
)
@_positive("--query", _USUAL.query // 1024, "KiB that a query may be long.")
@_positive(
    "--at-once",
    _USUAL.at_once,
    "Queries of one client that may run or wait at once.",
)
@_positive("--workers", 4, "Processes that answer queries.")
@click.option(
    "--cache",
    type=click.IntRange(0),
    default=64,
    show_default=True,
    help="MiB of answers to keep for who asks the same again.",
)
@click.option(
    "--proxies",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Proxies before this server whose X-Forwarded headers to believe.",
)
@click.option(
    "--access-log",
    metavar="FILE",
    default="",
    help="Write a line for each answer; - is standard output.",
)
@click.option(
    "--store",
    type=click.Choice(get_args(Place)),
    default="auto",
    show_default=True,
    help="Where the release lies for queries; auto: in memory, unless it would take "
    "half of this machine's.",
)
@click.option(
    "--engine",
    metavar="URL",
    default="",
    help="A server of SPARQL 1.1 that holds the release, to answer in place of this "
    "machine; its credentials stand in the environment, DIPLOMATICA_ENGINE_USER and "
    "_PASSWORD, or _TOKEN.",
)
@click.option(
    "--memory-in-all",
    type=click.IntRange(1),
    help="MiB that all queries together may take beside the release: each gets its share "
    "where that is less than --memory.  [default: half of this machine's]",
)
@click.option(
    "--canonical",
    metavar="URL",
    default="",
    callback=_site,
    help="The address of this site: who asks for a page by another host is led there.",
)
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
    places: tuple[Path, ...],
    title: str,
    base: str,
    licence: str,
    language: str,
    form: str | None,
    release: Path,
    host: str,
    port: int,
    time: float,
    memory: int,
    answer: int,
    query: int,
    at_once: int,
    workers: int,
    cache: int,
    proxies: int,
    access_log: str,
    store: Place,
    engine: str,
    memory_in_all: int | None,
    canonical: str,
    settings: Path | None,
    show_settings: bool,
) -> None:
    """Serve files and folders of RDF, or a release: pages, SPARQL and dumps.

    What is named is checked, built into your cache and served; what changes in it is
    taken up. No catalog is needed: what it would state is drawn from the data and told.
    Without a name, --release is served: nothing is built, and a newer release is taken
    up when it is there.
    """
    if show_settings:
        for line in shown(ctx):
            click.echo(line)
        return
    from diplomatica.web.gateway.settings import Settings
    from diplomatica.web.serving.server import run

    limits = Limits(
        seconds=time,
        memory=_share(memory, memory_in_all, workers) * _MEBIBYTE,
        answer=answer * _MEBIBYTE,
        query=query * 1024,
        at_once=at_once,
    )
    told = Settings(
        limits,
        workers,
        store,
        cache * _MEBIBYTE,
        proxies,
        access_log,
        engine=engine,
        canonical=canonical,
    )
    if not places:
        run(open_release(release), release, host, port, told)
        return
    given = given_of(title, base, licence, language)
    served = Served(folder_of(places, form), given)
    built, lines = served.ready()
    for line in lines:
        click.echo(line, err=True)
    follow(served)
    run(built, served.latest, host, port, told)


def _share(memory: int, in_all: int | None, workers: int) -> int:
    """The MiB that one query may take, so that all workers together have room."""
    together = in_all or installed() // _MEBIBYTE // 2
    share = max(1, together // workers)
    if share >= memory:
        return memory
    told = f"{workers} workers may take {together:,} MiB together"
    click.echo(f"A query has {share:,} MiB, not {memory:,}: {told}.", err=True)
    return share


take_environment(serve)
