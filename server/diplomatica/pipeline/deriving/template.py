"""The template of a rule: the triples that it makes of each solution."""

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, QueryTriples, Store, Triple

from diplomatica.engine.engine import Term

_VARIABLE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>]*>)|[?$](\w+)""")
_STANDING = "urn:x-variable:"


class Template:
    """Read once by the engine, with an IRI in the place of each variable."""

    def __init__(self, query: str, known: dict[str, str]) -> None:
        """`query` is all of a CONSTRUCT but its pattern. Raises SyntaxError."""
        standing = _VARIABLE.sub(_stand_in, query)
        made = Store().query(f"{standing} {{}}", prefixes=known)
        if not isinstance(made, QueryTriples):
            raise SyntaxError("the template of a rule is no CONSTRUCT")
        self._triples = list(made)

    def triples(self, bound: Mapping[str, Term]) -> Iterator[Triple]:
        """The triples of a solution; what is no triple is left out (SPARQL, section 16.2)."""
        for triple in self._triples:
            subject, predicate, term = (_value(one, bound) for one in triple)
            if not isinstance(subject, NamedNode | BlankNode) or term is None:
                continue
            if isinstance(predicate, NamedNode):
                yield Triple(subject, predicate, term)


def _stand_in(match: re.Match[str]) -> str:
    return match[1] or f"<{_STANDING}{match[2]}>"


def _value(term: object, bound: Mapping[str, Term]) -> Term | None:
    if isinstance(term, NamedNode) and term.value.startswith(_STANDING):
        return bound.get(term.value.removeprefix(_STANDING))
    assert isinstance(term, NamedNode | BlankNode | Literal)
    return term
