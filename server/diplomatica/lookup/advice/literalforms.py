"""Queries that ask for a form which literals have in the source only.

The engine keeps them by their value.
"""

import re
from collections.abc import Iterator
from itertools import islice

from pyoxigraph import Literal

from diplomatica.engine.forms import DERIVED, engine_form
from diplomatica.engine.sparql.query import end_of_prologue, tokens
from diplomatica.lookup.advice.querynames import declared_in, node
from diplomatica.model.dataset.release import Release
from diplomatica.model.notice import Notice
from diplomatica.model.text.phrase import Phrase
from diplomatica.model.vocabulary import XSD

_COMPUTES = re.compile(
    r"[?$]\w+\s*[<>+*-]|[<>]=?\s*[?$]|[<>]=?\s*\d|\b(?:SUM|AVG|MIN|MAX)\s*\(",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"STR\s*\(\s*[?$]\w+\s*\)\s*=\s*[\"']([^\"'\n]*)[\"']"
    r"|[\"']([^\"'\n]*)[\"']\s*=\s*STR\s*\(",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"LANG\s*\(\s*[?$]\w+\s*\)\s*(?:=|IN\s*\()\s*[\"']([A-Za-z]+(?:-\w+)*)[\"']"
    r"|[\"']([A-Za-z]+(?:-\w+)*)[\"']\s*=\s*LANG\s*\(",
    re.IGNORECASE,
)
_LIKE = ("integer", "decimal", "double", "boolean", "date", "dateTime")
_MOST = 20  # texts of a query that are looked at


class LiteralForms:
    """The literals of one release that the engine keeps otherwise than their source writes them."""

    def __init__(self, release: Release) -> None:
        """Take how many there are of each datatype."""
        self._release = release
        self._known = release.iris.prefixes
        self._derived = release.compared.keys() & DERIVED.keys()
        self._names = [name.removeprefix(XSD) for name in self._derived]

    def is_due(self, query: str) -> bool:
        """Whether a query may name such a datatype, or compute with what is too large."""
        is_named = any(name in query for name in self._names)
        return is_named or self._computes(query)

    def _computes(self, query: str) -> bool:
        return bool(self._release.too_large and _COMPUTES.search(query))

    def notices(self, query: str, is_empty: bool) -> list[Notice]:
        """What is to be known of the literals that a query asks for."""
        notices = [*self._of_datatypes(query)] if self.is_due(query) else []
        if self._computes(query):
            notices.append(_too_large(self._release.too_large))
        if is_empty:
            notices += [*self._of_texts(query), *_of_tags(query)]
        return list(dict.fromkeys(notices))

    def is_of_source(self, iri: str) -> bool:
        """Whether it is a datatype that occurs in the source, and in no answer."""
        return iri in self._derived

    def _of_datatypes(self, query: str) -> Iterator[Notice]:
        """Notices of the datatypes in a query that are compared as another one."""
        read = tokens(query)
        start = end_of_prologue(read)
        declared = self._known | declared_in(read[:start])
        for token in read[start:]:
            is_of_literal = query.endswith("^^", 0, token.start)
            if token.kind in ("iri", "name") and not is_of_literal:
                yield from self._of_datatype(token.text, declared)

    def _of_datatype(self, name: str, declared: dict[str, str]) -> Iterator[Notice]:
        """A notice of a datatype, if its literals are compared as another one."""
        try:
            iri = node(name, declared).value
        except ValueError:
            return
        if self.is_of_source(iri):
            count, kept = self._release.compared[iri], f"xsd:{DERIVED[iri]}"
            text = Phrase(
                "Literals are written as {name} in dumps, documents and statements, "
                "{count} of them; queries compare them as {kept}, and DATATYPE gives that: "
                "ask for {kept} and the values that you mean.",
                name=name,
                count=count,
                kept=kept,
            )
            yield Notice("literal-forms", text)

    def _of_texts(self, query: str) -> Iterator[Notice]:
        """Notices of texts that are forms of values which the engine writes otherwise."""
        for text in _texts_in(_TEXT, query) if self._release.compared else ():
            terms = (Literal(text, datatype=XSD(kind)) for kind in _LIKE)
            forms = (engine_form(term) for term in terms)
            form = next((form.value for form in forms if form.value != text), "")
            if form:
                phrase = Phrase(
                    "Numbers, truth values and times have one form in queries: STR gives "
                    '"{form}" for "{text}". Compare the value, not its text.',
                    form=form,
                    text=text,
                )
                yield Notice("literal-forms", phrase)


def _of_tags(query: str) -> Iterator[Notice]:
    """Notices of language tags with capitals, which nothing here has."""
    for tag in _texts_in(_TAG, query):
        if tag != tag.lower():
            phrase = Phrase(
                'Tags of languages are in lower case here: write "{lower}" for "{tag}", '
                'or LANGMATCHES(LANG(?text), "{tag}").',
                lower=tag.lower(),
                tag=tag,
            )
            yield Notice("language-tags", phrase)


def _texts_in(pattern: re.Pattern[str], query: str) -> Iterator[str]:
    for match in islice(pattern.finditer(query), _MOST):
        yield match[1] or match[2] or ""


def _too_large(count: int) -> Notice:
    """That the release has numbers with which the engine cannot compute."""
    text = Phrase(
        "There are {count} numbers here that are integers beyond 64 bits, or decimals of "
        "more than 18 digits after the point: the engine finds and gives them, and passes "
        "them over where it compares or computes. Take xsd:double(STR(?number)), or the "
        "dump.",
        count=count,
    )
    return Notice("literal-forms", text)
