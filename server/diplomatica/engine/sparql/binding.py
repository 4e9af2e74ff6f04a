"""Queries of our own as any engine reads them: prefixes declared, variables bound by VALUES."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from diplomatica.engine.sparql.query import Token, declared_prefixes, tokens

Bound = Mapping[str, object]
"""The terms that variables stand for, by their names."""
_LONGEST_KEPT = 4_000
"""Characters of a query of which it is kept where VALUES may stand."""


def bind_terms(query: str, terms: Bound) -> str:
    """A query in which variables stand for terms, wherever they are named.

    VALUES stand in each group that names one: those of a group around it would be
    joined only after all in it was found.
    """
    if not terms:
        return query
    find = _kept_places if len(query) <= _LONGEST_KEPT else _places
    parts, done = list[str](), 0
    for end, named in find(query):
        names = sorted(named & terms.keys())
        values = (f" VALUES ?{name} {{ {terms[name]} }}" for name in names)
        parts += [query[done:end], *values]
        done = end
    return "".join((*parts, query[done:]))


def _places(query: str) -> list[tuple[int, frozenset[str]]]:
    """Where VALUES may stand: behind the beginning of each group, with what it names."""
    read = tokens(query)
    return [(read[place].end, _named_in(read, place)) for place in _groups(read)]


# Pages ask the same queries again and again, each for other terms.
_kept_places = lru_cache(maxsize=500)(_places)


def _groups(read: list[Token]) -> Iterator[int]:
    """Where the groups of patterns begin that may hold VALUES."""
    for place, token in enumerate(read):
        before = read[place - 1].text.upper() if place else ""
        follows = read[place + 1].text.upper() if place + 1 < len(read) else ""
        is_data = _is_data(read, place)
        is_template = before == "CONSTRUCT"
        if token.text == "{" and not (is_data or is_template or follows == "SELECT"):
            yield place


def _is_data(read: list[Token], place: int) -> bool:
    """Whether a bracket begins the data of VALUES."""
    before = read[max(0, place - 2) : place]
    words = [token.text.upper() for token in before]
    if words[-1:] == [")"]:
        depth = read[place].depth
        level = [one for one in read[:place] if one.depth <= depth]
        words = [one.text.upper() for one in level[-3:-1]]
        return "VALUES" in words
    return words[:1] == ["VALUES"]


def _named_in(read: list[Token], place: int) -> frozenset[str]:
    """The variables that a group names itself."""
    inside = read[place].depth + 1
    named, within = set[str](), 0
    for token in read[place + 1 :]:
        if token.depth < inside:
            break
        within += (token.text == "{") - (token.text == "}")
        if not within and token.kind == "variable":
            named.add(token.text[1:])
    return frozenset(named)


def values(terms: Iterable[object]) -> str:
    """The terms as VALUES of a query, each once and in order."""
    return " ".join(sorted({str(term) for term in terms}))


def declaring(query: str, known: Mapping[str, str], base: str = "") -> str:
    """A query that declares the prefixes that it uses, on its first line.

    So its own lines keep their numbers.
    """
    read = tokens(query)
    used = {one.text.partition(":")[0] for one in read if one.kind == "name"}
    given = {name.removesuffix(":") for name in declared_prefixes(read)}
    missing = sorted((used & known.keys()) - given)
    start = f"BASE <{base}> " if base else ""
    declared = "".join(f"PREFIX {prefix}: <{known[prefix]}> " for prefix in missing)
    return f"{start}{declared}{query}"
