"""What a parser of JSON-LD leaves out without a word (JSON-LD 1.1 API, section 8.1.1).

Names that are no IRIs and no tags are found in the document, statements by counting them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from diplomatica.model.statement import each_once
from diplomatica.model.vocabulary import prefixes_of
from diplomatica.pipeline.files.jsonld.keys import in_words, members, terms_within
from diplomatica.pipeline.files.jsonld.place import line_of
from diplomatica.pipeline.files.syntax.escaping import NEVER_IN_IRI, escape_iri, is_iri

_TAG = "write one such as en or de-AT (BCP 47)"
_DEFINE = (
    "write a whole IRI there, or a declared prefix and a name; of a blank write %20"
)
_KNOWN = prefixes_of("https://example.org/", ())
_ALIKE = 0.75  # of two names of kinds, one of which is meant
_TOLD = 3  # of each sort
Json = object
Lost = tuple[str, str, str]
"""What sort of loss it is, the name that is lost, and what to do."""
LostNames = dict[str, dict[str, str]]
"""What to do about each name that is lost, by its sort."""
Loss = tuple[int, str, str]
"""What is told of losses of one sort: the line of the first, what is lost, and advice."""
_VALUE = "value"
_SORTS = {
    _VALUE: "is no IRI: the statement that has it is left out",
    "key": "is a key with signs that none may have: what it says is left out",
    "term": "is what the @context maps a key to, and no IRI: what that says is left out",
    "kind": "is a kind that no @context knows: it is read as a relative IRI",
    "tag": "is no tag of a language: texts with it are left out",
    "prefix": "has a prefix that no @context declares: it is read as an IRI of its own",
}


def lost_names(document: Json) -> LostNames:
    """The names that are lost in a document."""
    found: LostNames = {}
    for sort, words, advice in _lost(document):
        found.setdefault(sort, {}).setdefault(words, advice)
    return found


def told_losses(found: LostNames, text: str) -> list[Loss]:
    """What is told of the names that are lost in a text, one for each sort."""
    return [_told_of(sort, known, text) for sort, known in found.items()]


def lost_values(found: LostNames) -> tuple[str, ...]:
    """Those of the names that are texts which a context says to be IRIs."""
    return tuple(found.get(_VALUE, ()))


def _told_of(sort: str, known: dict[str, str], text: str) -> Loss:
    first = next(iter(known))
    line = line_of(text, first)
    named = ", ".join(f"“{in_words(one)}”" for one in list(known)[:_TOLD])
    more = len(known) - _TOLD
    others = f" (so are {more:,} more)" if more > 0 else ""
    return (line, f"{named} {_SORTS[sort]}{others}", known[first])


def _lost(document: Json) -> Iterator[Lost]:
    terms = dict(_terms(document))
    yield from _lost_terms(terms)
    kinds = set[str]()
    for key, value, waiting in members(document):
        if key == "@context":
            continue
        if ":" in key:
            yield from _undeclared(key, terms)
        # else it is told as a key that means nothing
        is_read = "@vocab" in terms or key.startswith("@")
        if is_read and key not in terms and NEVER_IN_IRI.search(key):
            yield "key", key, _as_meant(key)
        told = terms.get(key)
        meant = told.get("@id", key) if isinstance(told, dict) else told or key
        texts = [one for one in _as_list(value) if isinstance(one, str)]
        if meant in ("@id", "@type"):
            for one in texts:
                yield from _undeclared(one, terms)
                if meant == "@type" and one.isalnum() and one not in kinds:
                    kinds.add(one)
                    yield from _unknown_kind(one, terms)
        elif isinstance(told, dict) and told.get("@type") in ("@id", "@vocab"):
            for one in texts:
                yield from _lost_values(one, key, terms)
        elif meant == "@language":
            yield from _lost_tags(texts)
        if meant != "@value":
            waiting.append(value)


def _lost_terms(terms: dict[str, Json]) -> Iterator[Lost]:
    """The terms that are mapped to what can be no IRI."""
    for term, told in terms.items():
        meant = told.get("@id") if isinstance(told, dict) else told
        yield from _undeclared(str(meant), terms)
        if isinstance(told, dict):
            yield from _undeclared(str(told.get("@type")), terms)
        if term == "@language" and isinstance(meant, str):
            yield from _lost_tags([meant])
        elif isinstance(meant, str) and (term == "@vocab" or term[:1] != "@"):
            is_named = meant in terms or meant.startswith("@") or ":" in meant
            is_wide = "@vocab" in terms or term == "@vocab"
            if NEVER_IN_IRI.search(meant) or not (is_named or is_wide):
                yield "term", meant, f"{_DEFINE} (“{in_words(term)}”)"


def _as_meant(key: str) -> str:
    """How a key may have been meant that has signs in it which no IRI has."""
    if key.strip() != key and not NEVER_IN_IRI.search(key.strip()):
        return f"write “{in_words(key.strip())}”, without a blank"
    return "map it to an IRI in the @context, or write it in one word"


def _lost_values(text: str, key: str, terms: dict[str, Json]) -> Iterator[Lost]:
    """The texts that a context says to be IRIs."""
    if NEVER_IN_IRI.search(text) and ":" not in text and text not in terms:
        advice = f"the @context says that “{in_words(key)}” has IRIs: write one, or"
        yield _VALUE, text, f'{advice} take "@type": "@id" out of it'


def _unknown_kind(name: str, terms: dict[str, Json]) -> Iterator[Lost]:
    """The name of a kind that no context knows: it is an IRI beside the document's, then."""
    if name not in terms and "@vocab" not in terms:
        near = get_close_matches(name, terms, 1, _ALIKE)
        meant = f"did you mean “{in_words(near[0])}”? Else " if near else ""
        yield "kind", name, f"{meant}map it to an IRI in the @context"


def _undeclared(name: str, terms: dict[str, Json]) -> Iterator[Lost]:
    """A name with a prefix that all know, and that the document does not declare."""
    prefix, _, local = name.partition(":")
    is_known = bool(prefix) and prefix in _KNOWN and prefix not in terms
    if is_known and not local.startswith("//"):
        yield "prefix", name, f'write "{prefix}": "{_KNOWN[prefix]}" into the @context'


def _lost_tags(tags: list[str]) -> Iterator[Lost]:
    for tag in tags:
        try:
            Literal("", language=tag)
        except ValueError:
            yield "tag", tag, _TAG


def _terms(document: Json) -> Iterator[tuple[str, Json]]:
    """The terms of all contexts in a document, and of those within terms."""
    contexts: list[Json] = []
    for key, value, below in members(document):
        (contexts if key == "@context" else below).append(value)
    return terms_within(contexts)


def _as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


@dataclass(frozen=True)
class LeftOut:
    """That statements of a document were left out, for what they name is no IRI."""

    loss: Loss | None
    """What is told of them; None where their keys and texts are told of already."""


def left_out(
    text: str, base: str | None, count: int, written: str, known: tuple[str, ...]
) -> LeftOut | None:
    """The statements of a document beyond the `count` that was read; None where all were.

    The lines are those of the document as it is `written`. Of the values that are `known`
    to be lost it is told already.
    """
    if sum(1 for _ in _statements(text, base)) <= count:
        return None
    named = (iri for quad in _statements(text, base) for iri in _odd(quad)[:1])
    wrong = [iri for iri in named if not iri.endswith(known)]
    return LeftOut(_told_of_statements(wrong, written) if wrong else None)


def _told_of_statements(wrong: list[str], written: str) -> Loss:
    several = f"{len(wrong):,} statements are"
    what = "1 statement is" if len(wrong) == 1 else several
    message = f"{what} left out, for what they name is no IRI: <{wrong[0]}>"
    return line_of(written, wrong[0]), message, _instead(wrong[0])


def _instead(wrong: str) -> str:
    """What to write instead of what is no IRI."""
    if wrong.startswith("_:"):
        return "name properties by IRIs: a blank node is none"
    if escape_iri(wrong) == wrong:
        return "write the whole IRI, or a declared prefix and a name"
    if wrong.strip() != wrong and is_iri(wrong.strip()):
        return "take out the blank at its end, or let --escape-iris write it as %20"
    return f"write {escape_iri(wrong)}, or let --escape-iris do so"


def _statements(text: str, base: str | None) -> Iterator[Quad]:
    """All that a document says, each once, whether its IRIs are such or not."""
    return each_once(parse(text, format=RdfFormat.JSON_LD, base_iri=base, lenient=True))


def _odd(quad: Quad) -> list[str]:
    """What stands as an IRI in a quad and is none; a key alone is not meant as one."""
    nodes = (quad.subject, quad.object, quad.graph_name)
    named = [node.value for node in nodes if isinstance(node, NamedNode)]
    if ":" in quad.predicate.value:
        named.append(quad.predicate.value)
    return [iri for iri in named if not is_iri(iri)]
