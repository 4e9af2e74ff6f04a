"""What is in containers (RDF Schema, section 5.1): bags, sequences and alternatives."""

import re
from collections import defaultdict
from collections.abc import Sequence

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Term
from diplomatica.engine.sparql.binding import values
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import RDF

_MEMBER = re.compile(re.escape(RDF) + r"(li|_\d+)")
_SAID = """
SELECT DISTINCT ?this ?by ?value {
  VALUES ?this { %s } ?this ?by ?value FILTER (STRSTARTS(STR(?by), "%s") && !ISBLANK(?value))
} LIMIT %s"""
_READ = 10_000


def members(things: Sequence[NamedNode], engine: Engine) -> dict[str, list[Term]]:
    """The members of those that are containers, by the IRI of each, in order of number.

    Some write `rdf:li` in syntaxes where it stands for no number: these come first.
    """
    found: dict[str, list[tuple[int, str, Term]]] = defaultdict(list)
    query = _SAID % (values(things), RDF, _READ)
    for row in engine.rows(query) if things else ():
        by, value = text_of(row["by"]), row["value"]
        if of_member := _MEMBER.fullmatch(by):
            number = int(of_member[1].removeprefix("_").replace("li", "0"))
            found[text_of(row["this"])].append((number, text_of(value), value))
    return {
        iri: [value for *_, value in sorted(some, key=lambda one: one[:2])]
        for iri, some in found.items()
    }
