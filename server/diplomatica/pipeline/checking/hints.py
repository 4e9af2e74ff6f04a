"""Hints that are alike: they differ in no more than in what they quote, and where."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from diplomatica.errors import Fault

_QUOTED = re.compile("“([^”]*)”")
_LONGEST = 80  # characters of a value that is told as an example


@dataclass(frozen=True)
class Alike:
    """Hints of one kind, in the order of the files."""

    kind: str
    """What they say but for their places and the words that they quote."""
    hints: list[Fault]

    @property
    def example(self) -> str:
        """What the first of them quotes, cut where it is long; "" where it quotes nothing."""
        found = _QUOTED.search(self.hints[0].message)
        words = found[1] if found else ""
        return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"

    @property
    def told(self) -> dict[str, object]:
        """What the manifest of a release tells of them."""
        return {"what": self.kind, "count": len(self.hints), "example": self.example}


def alike(hints: Iterable[Fault]) -> list[Alike]:
    """Hints by their kinds, in the order of the files."""
    found: dict[str, list[Fault]] = defaultdict(list)
    for hint in sorted(hints):
        found[_kind(hint)].append(hint)
    return [Alike(kind, some) for kind, some in found.items()]


def _kind(hint: Fault) -> str:
    advice = f" → {hint.advice}" if hint.advice else ""
    return f"{hint.file}: {_QUOTED.sub('“…”', hint.message)}{advice}"
