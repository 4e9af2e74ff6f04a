"""`diplomatica ps`."""

import json
from pathlib import Path
from typing import Any

import click
import httpx

from diplomatica.cli.operating.token import token_in
from diplomatica.errors import NoAdmin

_SHOWN = 60  # characters of a query


@click.command()
@click.option(
    "--url",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="The address of the server.",
)
@click.option(
    "--admin-token-file",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    envvar="DIPLOMATICA_SERVE_ADMIN_TOKEN_FILE",
    help="The file with the token that the server was started with.",
)
@click.option("--end", type=click.IntRange(1), help="End the query of this number.")
@click.option("--json", "whole", is_flag=True, help="Tell all of it, as JSON.")
def ps(url: str, admin_token_file: Path, end: int | None, whole: bool) -> None:
    """Tell which queries a server is answering, how long, for whom and at what cost.

    A server tells it that was started with --admin-token-file.
    """
    token = token_in(admin_token_file)
    if end:
        _admin_answer(url, token, "DELETE", f"/{end}")
        click.echo(f"The query {end} was ended; whoever asked it is told so.")
        return
    queries = _admin_answer(url, token, "GET")["queries"]
    if whole:
        click.echo(json.dumps(queries, indent=2, ensure_ascii=False))
        return
    for line in _table(queries):
        click.echo(line)


def _admin_answer(url: str, token: str, method: str, below: str = "") -> Any:
    """What the server tells. Raises NoAdmin."""
    address = f"{url.rstrip('/')}/admin/queries{below}"
    headers = {"Authorization": f"Bearer {token}"}
    try:
        answer = httpx.request(method, address, headers=headers, timeout=10)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoAdmin(url, f"it does not answer ({error})") from error
    if answer.status_code == 204:
        return None
    try:
        body = answer.json()
    except ValueError:
        body = {}
    if answer.status_code != 200:
        title = body.get("title") or f"status {answer.status_code}"
        raise NoAdmin(url, title)
    return body


def _table(queries: list[dict[str, Any]]) -> list[str]:
    if not queries:
        return ["No query is running."]
    names = ("number", "seconds", "cpu", "MiB", "state", "client", "query")
    rows = [names, *map(_row, queries)]
    columns = zip(*rows, strict=True)
    widths = [max(map(len, column)) for column in columns]
    lines = ("  ".join(map(str.ljust, row, widths)) for row in rows)
    return list(map(str.rstrip, lines))


def _row(query: dict[str, Any]) -> tuple[str, ...]:
    """The cells of a query that runs: memory in MiB, its text in one line."""
    memory, processor = query["memory_bytes"], query["processor_seconds"]
    return (
        str(query["number"]),
        f"{query['seconds']:.1f}",
        "" if processor is None else f"{processor:.1f}",
        "" if memory is None else str(memory >> 20),
        "waiting" if query["waiting"] else "running",
        query["client"],
        " ".join(query["query"].split())[:_SHOWN],
    )
