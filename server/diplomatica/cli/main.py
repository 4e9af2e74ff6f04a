"""The group of commands; only here an error becomes a message and an exit status."""

import sys
from typing import Any, NoReturn

import click

from diplomatica import __version__
from diplomatica.cli.build import build
from diplomatica.cli.check import check
from diplomatica.cli.claim import claim
from diplomatica.cli.diff import diff
from diplomatica.cli.init import init
from diplomatica.cli.load import load
from diplomatica.cli.matching.match import match
from diplomatica.cli.query import query
from diplomatica.cli.releases import releases
from diplomatica.cli.serve import serve
from diplomatica.errors import CannotWrite, DiplomaticaError, InvalidInput

# The errors that click itself makes a message and an exit status of.
_OF_CLICK = (
    click.ClickException,
    click.exceptions.Exit,
    click.Abort,
    BrokenPipeError,
)
_MISTAKE = 70  # EX_SOFTWARE of sysexits.h


class Commands(click.Group):
    """Commands that tell what went wrong, and never show a traceback for it."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; status 1 for what was wrong with its input."""
        try:
            return super().invoke(ctx)
        except InvalidInput as error:
            count = len(error.faults)
            faults = "1 fault" if count == 1 else f"{count} faults"
            _exit(1, str(error), f"{faults}; nothing was written.")
        except DiplomaticaError as error:
            _exit(1, f"Error: {error}")
        except _OF_CLICK:
            raise
        except OSError as error:
            if ctx.params["traceback"]:
                raise
            _exit(1, f"Error: {CannotWrite(str(error.filename or 'a file'), error)}")
        except Exception as error:
            if ctx.params["traceback"]:
                raise
            mistake = f"{type(error).__name__}: {error}"
            _exit(
                _MISTAKE,
                f"This is a mistake in diplomatica itself: {mistake}",
                "Please report it, with what this shows: diplomatica --traceback …",
            )


def _exit(status: int, *lines: str) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(status)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="diplomatica")
@click.option(
    "--traceback",
    is_flag=True,
    help="Show where in diplomatica a mistake of its own lies.",
)
def main(traceback: bool) -> None:
    """Publish linked open data: diplomatic news, and anybody's RDF.

    Of news, every triple shows the words that it came from.
    """


for command in (build, check, claim, diff, init, load, match, query, releases, serve):
    main.add_command(command)
