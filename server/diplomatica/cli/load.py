"""`diplomatica load`."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import click

from diplomatica.cli.bringing.places import of_release
from diplomatica.model.dataset.release import open_release


@click.command()
@click.option(
    "--engine",
    metavar="URL",
    required=True,
    help="Where the server answers queries, such as http://localhost:7878/query; its "
    "credentials stand in the environment, DIPLOMATICA_ENGINE_USER and _PASSWORD, or "
    "_TOKEN.",
)
@click.option(
    "--update",
    metavar="URL",
    help="Where it takes updates, if that is not the same with /update for /query.",
)
@click.option(
    "--default-graph",
    metavar="IRI",
    default="",
    help="A named graph of it that shall stand for the default graph, where it has none "
    "of its own, as Virtuoso has none; serve needs the same.",
)
@of_release("The release to bring there.")
@click.option(
    "--replace",
    is_flag=True,
    help="Take away first whatever the server holds.",
)
def load(
    engine: str, update: str | None, default_graph: str, release: Path, replace: bool
) -> None:
    """Bring a release to a server of SPARQL 1.1, and check that all of it is there.

    Blank nodes get IRIs there, so that they can be asked for (RDF 1.1, section 3.5).
    """
    from diplomatica.engine.engines import kind_at

    opened = open_release(release)
    at = update or _of_updates(engine)
    steps = kind_at(engine).loaded(opened, engine, at, replace, default_graph)
    asyncio.run(_show_progress(steps, opened.triples + opened.quads))
    count = opened.triples + opened.quads
    click.echo(f"{engine}: holds {opened.title} {opened.version}, {count:,} quads")


def _of_updates(engine: str) -> str:
    """Where most servers take updates that answer queries here."""
    if engine.endswith("/query"):
        return f"{engine.removesuffix('query')}update"
    return engine


async def _show_progress(steps: AsyncIterator[int], whole: int) -> None:
    with click.progressbar(length=whole, label="Loading", hidden=False) as bar:
        before = 0
        async for sent in steps:
            bar.update(sent - before)
            before = sent
