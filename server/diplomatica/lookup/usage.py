"""How often a release uses each term of its vocabulary, and a few things that do."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from diplomatica.engine import Engine, Row, Term
from diplomatica.errors import LimitReached
from diplomatica.model.statement import text_of

# By the heading of a term: what its uses are, and the pattern in which it is used.
_USES = {
    "Classes": ("?this", "?this a {}"),
    "Properties": ("?this ?value", "?this {} ?value"),
    "Values": ("?this ?by", "?this ?by {}"),
}
_INSIDE, _BESIDE = "SELECT {} {{ {} }}", "SELECT DISTINCT {} {{ GRAPH ?why {{ {} }} }}"
# A group for all terms of a heading: a part for each would nest as deep as they are many.
_COUNTED = """
{{ SELECT ?term (COUNT(*) AS ?inside) {{ VALUES ?term {{ {terms} }} {used} }} GROUP BY ?term }}
UNION {{ SELECT ?term (COUNT(*) AS ?beside) {{
  {{ SELECT DISTINCT ?term {variables} {{
    {{ SELECT ?term {{ VALUES ?term {{ {terms} }} FILTER NOT EXISTS {{ {any} }} }} }}
    GRAPH ?why {{ {used} }}
  }} }}
}} GROUP BY ?term }}"""
_THINGS = "{{ SELECT DISTINCT (<{}> AS ?term) ?this {{ {{ {} }} }} LIMIT 3 }}"
# What describes the dataset itself uses a term for no thing of it.
_SAMPLE = """
SELECT ?this ?value {{
  ?this {by} ?value FILTER NOT EXISTS {{ GRAPH {catalog} {{ ?this {by} ?value }} }}
}} LIMIT {most}"""
_SAMPLED = 12
_IN_A_GROUP = (
    100  # patterns that are united: a query nests as deep as these and their groups
)
_PREFIXED = re.compile(r"[\w-]*:\w+")


@dataclass(frozen=True)
class Usage:
    """How often a term is used. A query lists by what, for readers and for any engine."""

    count: int
    query: str
    whole: str


def sample(
    engine: Engine, by: NamedNode, catalog: NamedNode
) -> list[tuple[Term, Term]]:
    """A few things that have a property, each with a value of it."""
    rows = engine.rows(_SAMPLE.format(by=by, catalog=catalog, most=_SAMPLED))
    return [(row["this"], row["value"]) for row in rows]


def usages(
    engine: Engine, terms: Iterable[tuple[str, str]], short: Mapping[str, str]
) -> dict[str, Usage] | None:
    """The usage of each term, given with its heading.

    None where counting takes more than a query may use. What is not in the merge, as
    the places and mentions of words, is counted where it stands.
    """
    asked = dict(terms)
    try:
        rows = engine.rows(_counting_query(asked)) if asked else []
    except LimitReached:
        return None
    inside, beside = _counts(rows, "inside"), _counts(rows, "beside")
    found: dict[str, Usage] = {}
    for iri, heading in asked.items():
        form = _INSIDE if iri in inside else _BESIDE
        shown = _query(form, _name(iri, short), heading)
        count = inside.get(iri) or beside.get(iri, 0)
        found[iri] = Usage(count, shown, _query(form, f"<{iri}>", heading))
    return found


def _counting_query(headings: Mapping[str, str]) -> str:
    """The query for how often each term is used."""
    parts = []
    for heading in dict.fromkeys(headings.values()):
        variables, pattern = _USES[heading]
        terms = (f"<{iri}>" for iri, other in headings.items() if other == heading)
        used = pattern.format("?term")
        counted = _COUNTED.format(
            terms=" ".join(terms),
            variables=variables,
            used=used,
            any=used.replace("?this", "?any"),
        )
        parts.append(counted)
    return f"SELECT ?term ?inside ?beside {{ {' UNION '.join(parts)} }}"


def _counts(rows: Iterable[Row], name: str) -> dict[str, int]:
    counted = (row for row in rows if name in row)
    return {text_of(row["term"]): int(text_of(row[name])) for row in counted}


def examples(engine: Engine, usage: Mapping[str, Usage]) -> dict[str, list[NamedNode]]:
    """Up to three things that use each term.

    None of any where finding them takes more than a query may use: each has a query
    for all of them.
    """
    used = {iri: one.whole for iri, one in usage.items() if one.count}
    found: dict[str, list[NamedNode]] = {iri: [] for iri in usage}
    parts = [_THINGS.format(iri, query) for iri, query in used.items()]
    try:
        rows = (
            engine.rows(f"SELECT ?term ?this {{ {_united(parts)} }}") if parts else []
        )
    except LimitReached:
        return {}
    for row in rows:
        if isinstance(row["this"], NamedNode):
            found[text_of(row["term"])].append(row["this"])
    return found


def _united(parts: list[str]) -> str:
    """What any of some patterns finds; those of a group are united before the groups are."""
    grouped = (
        " UNION ".join(parts[start : start + _IN_A_GROUP])
        for start in range(0, len(parts), _IN_A_GROUP)
    )
    return " UNION ".join(f"{{ {group} }}" for group in grouped)


def _query(form: str, term: str, heading: str) -> str:
    variables, pattern = _USES[heading]
    return form.format(variables, pattern.format(term))


def _name(iri: str, short: Mapping[str, str]) -> str:
    """A term as a query may write it: with a prefix, if what follows needs no escapes."""
    return short[iri] if _PREFIXED.fullmatch(short.get(iri, "")) else f"<{iri}>"
