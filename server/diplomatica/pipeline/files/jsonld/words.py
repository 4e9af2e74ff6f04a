"""The words of contexts for what is known by a code alone: Person for …/entity/Q1."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from json import dumps

from pyoxigraph import NamedNode, RdfFormat, parse

from diplomatica.model.dataset.naming import is_code

_MOST = 50_000  # terms of one context
_NODE = "urn:x-term:"


def words_for_codes(contexts: Iterable[list[object]]) -> dict[str, str]:
    """The words for IRIs that end with a code, the first for each.

    Each of the contexts is a list, as documents have it that name several.
    """
    found: dict[str, str] = {}
    for context in contexts:
        for word, iri in _with_meanings(context):
            if is_code(iri) and not iri.endswith(word):
                found.setdefault(iri, word)
    return found


def _with_meanings(context: list[object]) -> Iterator[tuple[str, str]]:
    """The words in a context with what they mean, as the parser understands them.

    That is told by things of which each is of the kind that a word means.
    """
    words = list(_words(context))[:_MOST]
    of_kinds = [{"@id": f"{_NODE}{n}", "@type": one} for n, one in enumerate(words)]
    document = dumps({"@context": context, "@graph": of_kinds}).encode()
    with suppress(SyntaxError):
        for quad in parse(document, format=RdfFormat.JSON_LD):
            this, kind = quad.subject, quad.object
            if isinstance(this, NamedNode) and isinstance(kind, NamedNode):
                yield words[int(this.value.removeprefix(_NODE))], kind.value


def _words(context: list[object]) -> Iterator[str]:
    """The terms of a context that are defined by an IRI, or a prefix and a name."""
    for part in context:
        for term, told in part.items() if isinstance(part, dict) else ():
            meant = told.get("@id") if isinstance(told, dict) else told
            if isinstance(meant, str) and ":" in meant and ":" not in term:
                yield term
