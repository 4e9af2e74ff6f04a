"""What the newest release settled of what a page of an old one has somebody object to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diplomatica.model.statement import digest
from diplomatica.web.history.later import ChangedStatement, Later, Step
from diplomatica.web.propose.form import Form


@dataclass(frozen=True)
class Settled:
    """What is said now in the place of statements, by their digests."""

    words: dict[str, ChangedStatement]
    is_gone: bool
    """Whether all of it was withdrawn."""
    is_whole: bool
    """Whether nothing is left to object to on that page."""
    address: str
    """Where to object to what is said now; "" where it is gone."""
    why: str
    """Where the newest release says why it is gone; "" where it is not."""

    @property
    def all(self) -> list[tuple[str, str]]:
        """All of it in words, each with where it is read."""
        return [(one.words, one.address) for one in self.words.values()]


def settled_since(form: Form, later: Later | None) -> Settled | None:
    """What became since of what a form is about; None on pages of the newest release."""
    if later is None or not later.steps:
        return None
    stated = [form.triple] if form.triple else [quad.triple for quad in form.stated]
    words = _now(later.steps, {digest(triple) for triple in stated})
    if not words and not later.is_gone:
        return None
    is_whole = later.is_gone or form.triple is not None
    address = "" if later.is_gone else later.address
    return Settled(words, later.is_gone, is_whole, address, later.own)


def _now(steps: Sequence[Step], about: Iterable[str]) -> dict[str, ChangedStatement]:
    """What stands in the place of statements after all the releases, the newest first."""
    words_by_digest: dict[str, ChangedStatement] = {}
    first = {one: one for one in about}  # by what stands in its place so far
    for step in reversed(steps):
        for went, came, words in step.turns():
            if old := first.pop(went, ""):
                words_by_digest[old] = words
                first |= {came: old} if came else {}
    return words_by_digest
