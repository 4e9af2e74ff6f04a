"""Options that several commands have: hung on each as one."""

from collections.abc import Callable
from typing import Any, TypeVar

Command = TypeVar("Command", bound=Callable[..., object])


def with_options(command: Command, *options: Any) -> Command:
    """Give a command these options, which its help tells in this order."""
    for option in reversed(options):
        command = option(command)
    return command
