"""The literals of a query that the engine takes for others of the same value."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pyoxigraph import Literal, NamedNode

from diplomatica.engine.forms import engine_form
from diplomatica.engine.rewriting.columns import TokenizedQuery
from diplomatica.engine.sparql.query import NOTHING, Token, end_of_prologue
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase
from diplomatica.model.vocabulary import XSD

# Numbers that may have another form. It begins with characters, for that is searched for fastest.
_NUMBER = re.compile(
    r"[+\-.0-9](?<![\w?:<#/.\-].)"
    r"(?:(?<=[+-])|(?<=0)\d|(?<=\.)\d|(?<=\d)\d*\.\d*0|(?<=\d)[\d.]*[eE])"
)
_TYPED = re.compile(r"""(["'])([^"'\\\n]*)\1\^\^(?:<([^<>]*)>|([\w-]*):(\w+))""")
_DECLARED = re.compile(r"([\w-]*):\s*<([^<>]*)>")
# Between these and a literal, only its value counts.
_BY_VALUE = {"<", ">", "=", "+", "-", "*", "/"}
_NUMBERS = {"integer": r"\d+", "decimal": r"\d*\.\d+"}


def may_have_forms(query: str, prefixes: Mapping[str, str]) -> bool:
    """Whether there may be a literal that the engine takes for another."""
    if _NUMBER.search(query) or "STRDT" in query.upper():
        return True
    count = query.count("^^")
    if not count:
        return False
    typed = list(_TYPED.finditer(query))
    known = {**prefixes, **dict(_DECLARED.findall(query))}
    return len(typed) < count or any(_has_forms(one, known) for one in typed)


def _has_forms(typed: re.Match[str], prefixes: Mapping[str, str]) -> bool:
    """Whether the engine has another form for a typed literal."""
    _, text, iri, prefix, name = typed.groups()
    datatype = iri or f"{prefixes.get(prefix, XSD)}{name}"
    if ":" not in datatype:
        return True
    term = Literal(text, datatype=NamedNode(datatype))
    return engine_form(term) != term


def forms(tokenized: TokenizedQuery) -> list[Notice]:
    """A notice of the literals that the engine reads as others of the same value."""
    known = {**tokenized.prefixes, **declared_prefixes(tokenized.read)}
    form_by_text: dict[str, str] = {}
    for written in _literals(tokenized.read):
        term = literal(written, known)
        if term is not None and engine_form(term) != term:
            text = tokenized.query[written[0].start : written[-1].end]
            form_by_text[text] = engine_form(term).value
    return [_of_forms(form_by_text)] if form_by_text else []


def _of_forms(form_by_text: Mapping[str, str]) -> Notice:
    """Which literals of a query the engine reads in another form."""
    forms = ", ".join(f"{written} → {form}" for written, form in form_by_text.items())
    text = Phrase(
        "The engine compares some literals by value, and reads them so: {forms}.",
        forms=forms,
    )
    return Notice("literal-forms", text)


def _literals(read: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens of each literal of which not only the value counts."""
    padded = [NOTHING, NOTHING, *read, *[NOTHING] * 4]
    for number, token in enumerate(read, 2):
        end = number + _length(padded[number - 2 : number + 3])
        is_compared = {padded[number - 1].text, padded[end].text} & _BY_VALUE
        if token.kind in ("number", "string") and end > number and not is_compared:
            yield padded[number:end]


def _length(around: Sequence[Token]) -> int:
    """How many tokens a literal has; 0 for a text without a datatype.

    Two tokens stand before it.
    """
    if around[2].kind == "number":
        return 1
    texts = [token.text.upper() for token in around]
    if texts[3:] == ["^", "^"]:
        return 4
    return 3 if texts[:2] == ["STRDT", "("] and texts[3] == "," else 0


def literal(written: Sequence[Token], prefixes: Mapping[str, str]) -> Literal | None:
    """The literal as it is written; None where its datatype is not known."""
    first, last = written[0], written[-1]
    if first.kind == "number":
        kinds = (
            kind for kind, form in _NUMBERS.items() if re.fullmatch(form, first.text)
        )
        return Literal(first.text, datatype=NamedNode(XSD + next(kinds, "double")))
    space, _, name = last.text.partition(":")
    if last.kind == "iri":
        datatype = last.text[1:-1]
    elif last.kind == "name" and prefixes.get(space, XSD) == XSD:
        datatype = XSD + name
    else:
        return None
    value = first.text.strip(first.text[0])
    is_plain = "\\" not in value and ":" in datatype
    return Literal(value, datatype=NamedNode(datatype)) if is_plain else None


def declared_prefixes(read: Sequence[Token]) -> dict[str, str]:
    """The prefixes that a query declares, without their colons, and their IRIs."""
    prologue = read[: end_of_prologue(list(read))]
    return {
        name.text[:-1]: iri.text[1:-1]
        for name, iri in pairwise(prologue)
        if name.kind == "name" and iri.kind == "iri"
    }
