"""What the workers of a test's cluster do, where each can import it."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Errand:
    """A piece that takes a moment, and leaves a file for each time that it was begun."""

    name: str
    folder: Path

    @property
    def digest(self) -> str:
        return self.name

    @property
    def size(self) -> int:
        return 1

    def run(self) -> str:
        begun = self.folder / f"{self.name}-{time.monotonic_ns()}"
        begun.write_text(str(os.getpid()), "utf-8")
        # Whoever kills this process reads the file whole.
        begun.rename(f"{begun}.pid")
        time.sleep(0.3)
        return self.name.upper()


def run(errands: Sequence[Errand]) -> list[str]:
    return [errand.run() for errand in errands]
