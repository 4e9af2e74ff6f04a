"""`diplomatica serve`."""

from pathlib import Path

import click

from diplomatica.model.release import held, open_release


@click.command()
@click.option(
    "--release", type=click.Path(path_type=Path), default=Path("releases/latest"), show_default=True,
    help="The release to serve.",
)  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on.")
def serve(release: Path, host: str, port: int) -> None:
    """Serve a release: pages, SPARQL and dumps. Nothing is built and nothing is written."""
    from diplomatica.web.server import run

    opened = open_release(release)
    with held(opened.folder):
        run(opened, host, port)
