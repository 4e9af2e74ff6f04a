"""The steps of a build, as a terminal shows them."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplomatica.pipeline.building import Step


_TOLD: list[Callable[[str], object]] = []


def tell_steps(whom: Callable[[str], object]) -> None:
    """Let somebody else be told of each step as well, as long as they listen."""
    _TOLD.append(whom)


@contextmanager
def steps() -> "Iterator[Step]":
    """Progress on standard error while it is a terminal, and whoever is to be told."""
    with _step_shower() as show:

        @contextmanager
        def step(name: str) -> Iterator[None]:
            for tell in _TOLD:
                with suppress(OSError):
                    tell(name)
            with show(name):
                yield

        yield step


@contextmanager
def _step_shower() -> "Iterator[Step]":
    """How a step is shown while it runs: on a terminal only."""
    if not sys.stderr.isatty():
        yield nullcontext
        return
    # Only on a terminal it is worth its sixth of a second.
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as progress:

        @contextmanager
        def step(name: str) -> Iterator[None]:
            task = progress.add_task(name, total=1)
            yield
            progress.update(task, completed=1)

        yield step
