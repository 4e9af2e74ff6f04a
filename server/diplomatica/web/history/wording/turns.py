"""Turns that need a sentence: who tells a claim now, and how far a plan has come."""

from collections.abc import Sequence
from typing import NamedTuple

from diplomatica.model.vocabulary import DIP
from diplomatica.web.speech.speech import Phrase

Names = Sequence[str]


class Turn(NamedTuple):
    """What is said of another value, of one where none was, and of none any more."""

    other: Phrase
    first: Phrase
    none: Phrase


_TURNS = {
    DIP("status").value: Turn(
        Phrase("Its status is “{now}” now; before, it was “{before}”."),
        Phrase("Its status is “{now}” now; it had none before."),
        Phrase("It has no status any more; before, it was “{before}”."),
    ),
    DIP("perhapsVoice").value: Turn(
        Phrase("Perhaps {now} speaks here; before, it was perhaps {before}."),
        Phrase("Perhaps {now} speaks here: that was not said before."),
        Phrase("It is no longer said that perhaps {before} speaks here."),
    ),
    DIP("voice").value: Turn(
        Phrase("Told now in the voice of {now}, before in that of {before}."),
        Phrase("Told now in the voice of {now}; before, no voice was named."),
        Phrase("No voice is named any more; before, it was that of {before}."),
    ),
}
_VOICE = DIP("voice").value
_TO_AUTHOR = Phrase("Told now in the author’s voice, before in that of {before}.")
_FROM_AUTHOR = Phrase("Told now in the voice of {now}, before in the author’s.")


def sentence(predicate: str, before: Names, now: Names, authors: Names) -> str:
    """How the value of a property turned; "" for other properties, and for no turn.

    `authors` are those of the names that wrote the articles.
    """
    turn = _TURNS.get(predicate)
    if turn is None or not (before or now):
        return ""
    phrase = _of_author(predicate, before, now, authors) or _of(turn, before, now)
    return Phrase(phrase.words, now=", ".join(now), before=", ".join(before))


def _of(turn: Turn, before: Names, now: Names) -> Phrase:
    if before and now:
        return turn.other
    return turn.first if now else turn.none


def _of_author(
    predicate: str, before: Names, now: Names, authors: Names
) -> Phrase | None:
    """The author is who tells where nobody is named, and needs no name."""
    if predicate != _VOICE or not (before and now):
        return None
    if {*before} <= {*authors}:
        return _FROM_AUTHOR
    return _TO_AUTHOR if {*now} <= {*authors} else None
