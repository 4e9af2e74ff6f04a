"""A query of SPARQL as it was parsed, and the properties that its patterns name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef

INVERSE, SEQUENCE, ALTERNATIVE = "PathEltOrInverse", "PathSequence", "PathAlternative"
PATHS = (ALTERNATIVE, SEQUENCE, "PathElt", INVERSE)
"""What a path is made of, by the names of RDFLib."""
TRIPLES, GROUP = "TriplesBlock", "GroupGraphPatternSub"
IN_GRAPH, UNION, QUERY = "GraphGraphPattern", "GroupOrUnionGraphPattern", "SubSelect"
"""What a pattern is made of, by the same names."""
_AT_HAND = 32  # queries
_Triple = tuple[object, object, object]


class Anything(LookupError):
    """A query may look at anything."""


def parsed(query: str, known: Mapping[str, str]) -> tuple[CompValue, "QueryNames"]:
    """A query that selects from the whole dataset, with the names that it may use.

    `known` are the prefixes that it need not declare. Raises Anything for any other.
    """
    prologue, asked = _parse(query)
    if asked.name != "SelectQuery" or asked.datasetClause:
        raise Anything(query)
    return asked, QueryNames(_spaces(prologue, known))


# Somebody may ask of a query what it looks at, and on which ways.
@lru_cache(_AT_HAND)
def _parse(query: str) -> tuple[Iterable[CompValue], CompValue]:
    try:
        prologue, asked = parseQuery(query)
    # The parser of RDFLib raises whatever it meets.
    except Exception as error:
        raise Anything(query) from error
    return prologue, asked


def _spaces(prologue: Iterable[CompValue], known: Mapping[str, str]) -> dict[str, str]:
    """The namespaces by their prefixes."""
    spaces = dict(known)
    for one in prologue:
        if one.name != "PrefixDecl":
            raise Anything(one.name)
        spaces[one.prefix or ""] = str(one.iri)
    return spaces


@dataclass(frozen=True)
class QueryNames:
    """What the names in a query stand for."""

    spaces: Mapping[str, str]

    def properties(self, verb: object) -> Iterator[bytes]:
        """The properties of a path that has a step at least."""
        if isinstance(verb, URIRef):
            yield f"<{verb}>".encode()
        elif isinstance(verb, CompValue) and verb.name == "pname":
            yield self._whole(verb)
        elif isinstance(verb, CompValue) and verb.name in PATHS:
            if verb.mod not in (None, "+"):
                raise Anything(verb.mod)
            for one in parts_of(verb.part):
                yield from self.properties(one)
        else:
            raise Anything(str(verb))

    def _whole(self, name: CompValue) -> bytes:
        """The IRI of a prefixed name, as N-Quads write it."""
        space, local = self.spaces.get(name.prefix or ""), name.localname or ""
        if space is None or "\\" in local:
            raise Anything(local)
        return f"<{space}{local}>".encode()


def triples_of(block: CompValue) -> Iterator[_Triple]:
    """The triples of a block, whose rows hold several in a line; of others none."""
    rows = block.triples if block.name == TRIPLES else ()
    for row in rows:
        terms = iter(row)
        yield from zip(terms, terms, terms, strict=False)


def parts_of(part: object) -> list[object]:
    """What a part is made of: it may stand alone."""
    if isinstance(part, CompValue | str):
        return [part]
    return list(part) if isinstance(part, Iterable) else []
