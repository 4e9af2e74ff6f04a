"""What nodes say that are there for a value: a text, a number, the days of a time-span.

Their own names only say what the value is, and many share one: “Event name”.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.engine import Engine
from diplomatica.engine.sparql.binding import values
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import LABELS, NAMES

_MOST = 100  # nodes of a page that are looked at
_READ = 1_000  # literals of these
_FEW = 2  # values: the bounds of a time
_SHARED = 3  # nodes that have a name which is nobody's own
_NAMING = {name.value for name in (*NAMES, *LABELS)}
_CARRYING = re.compile(
    r".*[/#:](?:P(?:190|3|90|8[12][ab]?)_\w+|(?:has)?(?:numeric(?:al)?)?_?value|"
    r"inXSD\w+|(?:start|end)Date|chars)",
    re.IGNORECASE,
)
_SAID = (
    "SELECT ?node ?by ?value {{ VALUES ?node {{ {} }} ?node ?by ?value "
    "FILTER (ISLITERAL(?value)) }} LIMIT {}"
)
_CALLED = "{{ SELECT ({} AS ?name) ?node {{ ?node {} {} }} LIMIT {} }}"
Words = tuple[NamedNode, object]
"""By which property something is called what."""


def carried(
    nodes: Iterable[NamedNode], names: Mapping[str, Sequence[Triple]], engine: Engine
) -> dict[str, list[Literal]]:
    """The values of those of some nodes that only carry such, by their IRIs.

    `names` are those that they have.
    """
    asked = sorted(set(nodes), key=str)[:_MOST]
    called: dict[NamedNode, set[Words]] = {}
    for node in asked:
        called[node] = set(map(_words, names.get(node.value, ())))
    shared = _shared(set[Words]().union(*called.values()), engine)
    bare = [node for node in asked if called[node] <= shared]
    said = defaultdict[str, dict[Literal, str]](dict)
    for row in engine.rows(_SAID.format(values(bare), _READ)) if bare else ():
        by, value = text_of(row["by"]), row["value"]
        if by not in _NAMING and isinstance(value, Literal):
            said[text_of(row["node"])][value] = by
    return {
        iri: sorted(some, key=text_of)
        for iri, some in said.items()
        if len(some) <= _FEW and all(map(_CARRYING.fullmatch, some.values()))
    }


def _words(name: Triple) -> Words:
    return name.predicate, name.object


def _shared(names: set[Words], engine: Engine) -> set[Words]:
    """Those of some names that several nodes have: all are looked for at once."""
    known = sorted(names, key=str)
    parts = (
        _CALLED.format(place, by, words, _SHARED)
        for place, (by, words) in enumerate(known)
    )
    query = f"SELECT ?name {{ {' UNION '.join(parts)} }}"
    rows = engine.rows(query) if known else ()
    counts = Counter(int(text_of(row["name"])) for row in rows)
    return {known[place] for place, count in counts.items() if count >= _SHARED}
