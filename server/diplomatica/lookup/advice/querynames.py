"""The names in a query: what they stand for, where they stand, and how they are written."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import pairwise

from pyoxigraph import NamedNode

from diplomatica.engine.sparql.query import NOTHING, Token, end_of_prologue, tokens
from diplomatica.model.vocabulary import RDF, RDFS

_OF_KINDS = {RDF("type"), RDFS("subClassOf")}  # whose objects are classes
_MOST = 50  # names of a query that are looked for
_NAME = re.compile(r"[\w-]*:\w[\w-]*")


def written_as(iri: str, declared: Mapping[str, str]) -> str:
    """An IRI as a query with these prefixes writes it, most briefly."""
    names = (
        f"{prefix}:{iri.removeprefix(space)}"
        for prefix, space in declared.items()
        if space and iri.startswith(space)
    )
    fitting = filter(_NAME.fullmatch, names)
    return min(
        fitting, key=lambda name: len(name.partition(":")[2]), default=f"<{iri}>"
    )


def declared_by(query: str) -> dict[str, str]:
    """The prefixes that a query declares."""
    read = tokens(query)
    return declared_in(read[: end_of_prologue(read)])


def is_kind_name(query: str, token: Token, declared: dict[str, str]) -> bool:
    """Whether a name stands as an object of rdf:type, perhaps behind others, or above it."""
    before = [one for one in tokens(query) if one.start < token.start]
    while len(before) > 1 and before[-1].text == ",":
        before = before[:-2]
    while before and before[-1].text in ("*", "+"):
        before.pop()
    last = before[-1] if before else NOTHING
    with suppress(ValueError):
        is_name = last.kind in ("iri", "name")
        return last.text == "a" or (is_name and node(last.text, declared) in _OF_KINDS)
    return False


def terms_in(query: str, declared: dict[str, str]) -> dict[NamedNode, Token]:
    """The IRIs in a query's patterns, each where it stands first.

    No datatypes, and no functions.
    """
    read = tokens(query)
    start = end_of_prologue(read)
    first: dict[NamedNode, Token] = {}
    for token in read[start:]:
        is_datatype = query.endswith("^^", 0, token.start)
        is_function = query.startswith("(", token.start + len(token.text))
        if (
            token.kind in ("iri", "name")
            and not is_datatype
            and not is_function
            and len(first) < _MOST
        ):
            with suppress(ValueError):
                first.setdefault(node(token.text, declared), token)
    return first


def named_in_query(query: str, known: Mapping[str, str]) -> list[str]:
    """The IRIs in a query’s patterns; `known` are the prefixes that it need not declare."""
    declared = {**known, **declared_by(query)}
    return [this.value for this in terms_in(query, declared)]


def declared_in(prologue: Iterable[Token]) -> dict[str, str]:
    """The prefixes that a prologue declares, without their colon, and what each stands for."""
    names = (token.text for token in prologue if token.kind in ("iri", "name"))
    return {
        name.removesuffix(":"): iri[1:-1]
        for name, iri in pairwise(names)
        if name.endswith(":")
    }


def node(text: str, declared: dict[str, str]) -> NamedNode:
    """The IRI that a query writes so. Raises ValueError for what is none."""
    if text.startswith("<"):
        return NamedNode(text[1:-1])
    prefix, _, local = text.partition(":")
    return NamedNode(declared.get(prefix, "") + local)
