"""Which mark of Turtle is lacking, or stands for another, as far as its terms tell.

Advice is given of what makes statements of the terms by one change. Where two changes do,
both are told: one of them states what nobody meant.
"""

import re
from dataclasses import dataclass, replace

from diplomatica.errors import Fault
from diplomatica.pipeline.files.syntax.marks.termruns import TermRun, closes

_NAMES = {".": "dot", ",": "comma", ";": "semicolon"}
_NUMBER = re.compile(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?")
_BOOLEANS = ("true", "false")
_TEXT = ('"', "'")
_SHOWN = 30  # characters of a term
# What terms are if a mark begins them.
_MEANT = {".": "begins a statement", ";": "is a property", ",": "is one more value"}


@dataclass(frozen=True)
class MarkChange:
    """A mark that is put in at a place, or for the one that stands before the terms there."""

    mark: str
    is_put_in: bool

    @property
    def name(self) -> str:
        """What the mark is called."""
        return _NAMES[self.mark]


def changes(before: TermRun, behind: TermRun, text: str) -> list[MarkChange]:
    """The single changes that make statements of the terms on both sides of a place.

    `text` is what stands behind it.
    """
    is_inner = before.bracket == "["
    if before.bracket == "(" or (is_inner and not closes(text)):
        return []
    whole = replace(behind, terms=[*before.terms, *behind.terms])
    put_in = [mark for mark in _NAMES if _holds(mark, behind, is_inner)]
    is_whole = _holds(before.mark, replace(before, declares=""), is_inner)
    others = [mark for mark in _NAMES if mark != before.mark] * (before.mark in _NAMES)
    return [
        *(MarkChange(mark, is_put_in=True) for mark in put_in if is_whole),
        *(
            MarkChange(mark, is_put_in=False)
            for mark in others
            if _holds(mark, whole, is_inner)
        ),
    ]


def _holds(mark: str, run: TermRun, is_inner: bool) -> bool:
    """Whether terms are what may stand behind a mark, or a bracket."""
    terms = run.terms
    if run.declares:
        return mark == "." and not terms and not is_inner
    if mark == ",":
        return len(terms) == 1 and _is_object(terms[0])
    if mark in (";", "["):
        return len(terms) == 2 and _is_predicate(terms[0]) and _is_object(terms[1])
    return not is_inner and is_statement(terms)


def is_statement(terms: list[str]) -> bool:
    """Whether terms are a statement of Turtle without its dot."""
    if terms == ["[…"]:
        return True
    if len(terms) != 3:
        return False
    subject, predicate, value = terms
    is_subject = subject.startswith(("_:", "[", "(")) or _is_iri(subject)
    return is_subject and _is_predicate(predicate) and _is_object(value)


def _is_iri(term: str) -> bool:
    is_name = ":" in term and not term.startswith(("_:", *_TEXT))
    return (term.startswith("<") and len(term) > 1) or is_name


def _is_predicate(term: str) -> bool:
    return term == "a" or _is_iri(term)


def _is_object(term: str) -> bool:
    is_node = term.startswith(("_:", "[", "(", *_TEXT))
    is_number = term in _BOOLEANS or bool(_NUMBER.fullmatch(term))
    return is_node or is_number or _is_iri(term)


def not_closed(
    fault: Fault, before: TermRun, behind: TermRun, text: str
) -> Fault | None:
    """The fault of a bracket that is not closed before a place; None where it is.

    `text` is what stands behind the place.
    """
    if behind.terms[:1] and before.bracket == "(":
        return None
    if before.bracket == "(" and behind.mark == ",":
        what = "has a comma within a list"
        return replace(
            fault, message=what, advice="take it out: spaces part values there"
        )
    if not before.bracket or closes(text):
        return None
    close = "]" if before.bracket == "[" else ")"
    what = f"what is opened with {before.bracket} in line {before.opened} is not closed"
    return replace(fault, message=what, advice=f"put a {close} where it ends")


def fault_of_change(
    fault: Fault, before: TermRun, behind: TermRun, found: list[MarkChange]
) -> Fault | None:
    """The fault of a mark for which another is meant; None where no other can be.

    What is `found` are the changes that make statements.
    """
    others = [one for one in found if not one.is_put_in]
    if not others:
        return None
    word = _short([*before.terms, *behind.terms, behind.declares][0])
    stands = f"has a {_NAMES[before.mark]} before {word}"
    name, meant = others[0].name, _MEANT[others[0].mark]
    if before.mark == ".":
        advice = f"see whether a {name} is meant for the dot in line {before.line}"
        is_sure = word == "a"
        known = advice if is_sure else f"{advice}: so it is if {word} {meant}"
        return replace(fault, advice=known)
    if len(found) == 1:
        what = f"{stands}, where a {name} belongs"
        advice = f"put a {name} in its place"
        return replace(fault, line=before.line, message=what, advice=advice)
    lacking = " or a ".join(one.name for one in found if one.is_put_in)
    instead = " or a ".join(one.name for one in others)
    told = f"lacks a {lacking} behind {_short(before.terms[-1])}" if lacking else ""
    what = f"{stands}, where a {instead} may be meant"
    what = f"{what}; else line {fault.line} {told}" if told else what
    advice = f"put a {name} in its place if {word} {meant}, else"
    advice = f"{advice} the {lacking or others[-1].name}"
    return replace(fault, line=before.line, message=what, advice=advice)


def lacking(found: list[MarkChange]) -> str:
    """The name of the mark that is lacking at a place, or of those of which one is."""
    names = [one.name for one in found if one.is_put_in]
    return " or ".join(names) or "dot, comma or semicolon"


def _short(word: str) -> str:
    return word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…"
