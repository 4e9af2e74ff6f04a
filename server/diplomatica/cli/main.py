"""The group of commands; only here an error becomes a message and an exit status."""

import gc
import signal
import sys
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

import click

from diplomatica import version
from diplomatica.errors import CannotWrite, DiplomaticaError, InvalidInput

# The errors that click itself makes a message and an exit status of.
_OF_CLICK = (
    click.ClickException,
    click.exceptions.Exit,
    click.Abort,
    BrokenPipeError,
)
_MODULES = {
    "build": "build",
    "check": "check",
    "claim": "claim",
    "describe": "describe",
    "diff": "diff",
    "init": "init",
    "links": "linking.links",
    "load": "load",
    "match": "matching.match",
    "propose": "proposing.propose",
    "ps": "operating.ps",
    "query": "query",
    "releases": "releases",
    "serve": "serve",
}
_MISTAKE = 70  # EX_SOFTWARE of sysexits.h


class Commands(click.Group):
    """Commands that tell what went wrong, and never show a traceback for it.

    Each is imported when it is asked for: who serves need not wait for what builds.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, which its module gives to what it is called."""
        if cmd_name not in _MODULES:
            return None
        module = _imported(f"diplomatica.cli.{_MODULES[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; status 1 for what was wrong with its input."""
        try:
            return super().invoke(ctx)
        except InvalidInput as error:
            count = len(error.faults)
            faults = "1 fault" if count == 1 else f"{count} faults"
            advice = f" {error.advice}" if error.advice else ""
            _exit(1, str(error), f"{faults}; nothing was written.{advice}")
        except DiplomaticaError as error:
            _exit(1, f"Error: {error}")
        except _OF_CLICK:
            raise
        except KeyboardInterrupt as error:
            # most commands start no process, and need not wait for this to be read in
            from multiprocessing import active_children

            # What ends now is not interrupted once more, nor waits for what it began.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            for process in active_children():
                process.kill()
            raise click.Abort from error
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


def _imported(name: str) -> ModuleType:
    """A module; to look for garbage while it is read in finds none, and takes a tenth of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return import_module(name)
    finally:
        if was_on:
            gc.enable()


def _exit(status: int, *lines: str) -> NoReturn:
    # most commands end well, and need not wait for this to be read in
    from diplomatica.model.characters import for_terminal

    for line in lines:
        click.echo(for_terminal(line), err=True)
    sys.exit(status)


def _tell_version(context: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if is_asked and not context.resilient_parsing:
        click.echo(f"diplomatica, version {version()}")
        context.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_tell_version,
    help="Show the version and exit.",
)
@click.option(
    "--traceback",
    is_flag=True,
    help="Show where in diplomatica a mistake of its own lies.",
)
def main(traceback: bool) -> None:
    """Publish linked open data: diplomatic news, and anybody's RDF.

    Of news, every triple shows the words that it came from.
    """
