"""The blocks of a document that is read piece by piece, and that few ask for."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import overload

from diplomatica.pipeline.files.source import text_from
from diplomatica.pipeline.files.tokens import Block, blocks


class Blocks(Sequence[Block]):
    """The blocks of a document, which are looked for when a fault needs its line."""

    def __init__(self, name: str, data: Callable[[], bytes]) -> None:
        """`data` reads the document of this name again, when that is."""
        self._name, self._data = name, data

    @cached_property
    def _blocks(self) -> list[Block]:
        text = text_from(self._data(), self._name)
        return blocks(text) if isinstance(text, str) else [Block("", 1)]

    def __bool__(self) -> bool:
        """There is always one, the document itself."""
        return True

    def __len__(self) -> int:
        """How many there are."""
        return len(self._blocks)

    @overload
    def __getitem__(self, at: int) -> Block: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Block]: ...
    def __getitem__(self, at: int | slice) -> Block | Sequence[Block]:
        """The blocks at some place."""
        return self._blocks[at]
