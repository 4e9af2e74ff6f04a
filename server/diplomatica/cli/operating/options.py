"""The options of a server: what its queries may take, and how it is reached."""

import re
from pathlib import Path
from typing import Any, get_args

import click

from diplomatica.cli.operating.token import token_in
from diplomatica.cli.options.hung import Command, with_options
from diplomatica.engine import Limits, Place, installed

_MEBIBYTE = 1 << 20
_USUAL = Limits()


def _count(name: str, default: int, told: str, least: int = 0) -> Any:
    kind = click.IntRange(least)
    return click.option(name, type=kind, default=default, show_default=True, help=told)


def _positive(name: str, default: int, told: str) -> Any:
    return _count(name, default, told, least=1)


def _site(_: click.Context, __: click.Parameter, value: str) -> str:
    is_site = re.fullmatch(r"https?://[\w.:\[\]-]+(/[\w/.~-]*)?", value)
    if value and not is_site:
        raise click.BadParameter("It is an address, such as https://data.example.org/.")
    return value.rstrip("/")


_OF_QUERIES = (
    click.option(
        "--time",
        type=click.FloatRange(0.01),
        default=_USUAL.seconds,
        show_default=True,
        help="Seconds that a query may run.",
    ),
    _positive(
        "--memory",
        _USUAL.memory // _MEBIBYTE,
        "MiB of memory that a query may take beside the release.",
    ),
    _positive(
        "--answer",
        _USUAL.answer // _MEBIBYTE,
        "MiB that an answer may be long, before compression.",
    ),
    _positive("--query", _USUAL.query // 1024, "KiB that a query may be long."),
    _positive(
        "--at-once",
        _USUAL.at_once,
        "Queries of one client that may run or wait at once.",
    ),
    click.option(
        "--memory-in-all",
        type=click.IntRange(1),
        help="MiB that all queries together may take beside the release: each gets its "
        "share where that is less than --memory.  [default: half of this machine's]",
    ),
)
_OF_ENGINE = (
    _positive("--workers", 4, "Processes that answer queries."),
    click.option(
        "--store",
        type=click.Choice(get_args(Place)),
        default="auto",
        show_default=True,
        help="Where the release lies for queries; auto: in memory, unless it would take "
        "half of this machine's.",
    ),
    click.option(
        "--engine",
        metavar="URL",
        default="",
        help="A server of SPARQL 1.1 that holds the release, to answer in place of this "
        "machine; its credentials stand in the environment, DIPLOMATICA_ENGINE_USER and "
        "_PASSWORD, or _TOKEN.",
    ),
    click.option(
        "--default-graph",
        metavar="IRI",
        default="",
        help="The named graph there that stands for the default graph, as load was told.",
    ),
)
_OF_SITE = (
    _count("--cache", 64, "MiB of answers to keep for who asks the same again."),
    _count(
        "--proxies",
        0,
        "Proxies before this server whose X-Forwarded headers to believe.",
    ),
    click.option(
        "--access-log",
        metavar="FILE",
        default="",
        help="Write a line for each answer; - is standard output.",
    ),
    click.option(
        "--canonical",
        metavar="URL",
        default="",
        callback=_site,
        help="The address of this site: who asks for a page by another host is led there.",
    ),
    click.option(
        "--admin-token-file",
        type=click.Path(dir_okay=False, path_type=Path),
        help="A file with a token: whoever shows it is told which queries are running, "
        "and can end them (diplomatica ps).",
    ),
)


def of_server(command: Command) -> Command:
    """Give a command all these options."""
    return with_options(command, *_OF_QUERIES, *_OF_ENGINE, *_OF_SITE)


def settings_of(told: dict[str, Any]) -> Any:
    """The settings that these options tell."""
    # Only who serves waits for the web.
    from diplomatica.web.gateway.settings import Settings

    return Settings(
        limits_of(told),
        told["workers"],
        told["store"],
        told["cache"] * _MEBIBYTE,
        told["proxies"],
        told["access_log"],
        engine=told["engine"],
        default_graph=told["default_graph"],
        canonical=told["canonical"],
        admin_token=token_in(told["admin_token_file"]),
    )


def limits_of(told: dict[str, Any]) -> Limits:
    """What one query may take."""
    memory = _share(told["memory"], told["memory_in_all"], told["workers"])
    return Limits(
        seconds=told["time"],
        memory=memory * _MEBIBYTE,
        answer=told["answer"] * _MEBIBYTE,
        query=told["query"] * 1024,
        at_once=told["at_once"],
    )


def _share(memory: int, in_all: int | None, workers: int) -> int:
    """The MiB that one query may take, so that all workers together have room."""
    together = in_all or installed() // _MEBIBYTE // 2
    share = max(1, together // workers)
    if share >= memory:
        return memory
    told = f"{workers} workers may take {together:,} MiB together"
    click.echo(f"A query has {share:,} MiB, not {memory:,}: {told}.", err=True)
    return share
