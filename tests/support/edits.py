"""Changes to the text of a file: words put for others, and a block taken out."""

from collections.abc import Callable
from pathlib import Path


def reword(file: Path, old: str, new: str) -> None:
    """Put some words for others wherever they stand."""
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def change(file: Path, edit: Callable[[str], str]) -> None:
    """Rewrite a text, which must come out another."""
    text = file.read_text("utf-8")
    changed = edit(text)
    assert changed != text, file
    file.write_text(changed, "utf-8")


def without(text: str, start: str) -> str:
    """A text without the block, or the line, that begins so."""
    head, found, rest = text.partition(f"\n{start}")
    end = "\n}\n" if "{" in rest.partition("\n")[0] else "\n"
    assert found
    return f"{head}\n{rest.partition(end)[2]}"
