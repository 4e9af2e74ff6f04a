"""The group of commands; here, and only here, an error becomes a message and an exit status."""

import sys
from typing import Any

import click

from diplomatica import __version__
from diplomatica.cli.build import build
from diplomatica.cli.check import check
from diplomatica.cli.claim import claim
from diplomatica.cli.query import query
from diplomatica.cli.serve import serve
from diplomatica.errors import DiplomaticaError, InvalidInput


class Commands(click.Group):
    """Commands that tell what went wrong, and never show a traceback for it."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; status 1 for what was wrong with its input."""
        try:
            return super().invoke(ctx)
        except InvalidInput as error:
            click.echo(error, err=True)
            count = len(error.faults)
            click.echo(
                f"{count} fault{'s' * (count != 1)}; nothing was written.", err=True
            )
            sys.exit(1)
        except DiplomaticaError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(1)
        except (
            click.ClickException,
            click.exceptions.Exit,
            click.Abort,
            BrokenPipeError,
        ):
            raise
        except Exception as error:
            if ctx.params["traceback"]:
                raise
            click.echo(
                f"This is a mistake in diplomatica itself: {type(error).__name__}: {error}",
                err=True,
            )
            click.echo(
                "Please report it, with what this shows: diplomatica --traceback …",
                err=True,
            )
            sys.exit(70)  # EX_SOFTWARE of sysexits.h


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="diplomatica")
@click.option(
    "--traceback",
    is_flag=True,
    help="Show where in diplomatica a mistake of its own lies.",
)
def main(traceback: bool) -> None:
    """Publish diplomatic news as linked open data in which every triple shows the words that it came from."""


for command in (build, check, claim, query, serve):
    main.add_command(command)
