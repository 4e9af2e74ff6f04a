"""The steps of a build, as a terminal shows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from diplomatica.pipeline.building import Step


@contextmanager
def steps() -> "Iterator[Step]":
    """Progress on standard error while it is a terminal, else nothing."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    console = Console(stderr=True)
    is_hidden = not console.is_terminal
    with Progress(
        *columns, console=console, transient=True, disable=is_hidden
    ) as progress:

        @contextmanager
        def step(name: str) -> Iterator[None]:
            task = progress.add_task(name, total=1)
            yield
            progress.update(task, completed=1)

        yield step
