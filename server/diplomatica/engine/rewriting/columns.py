"""The columns of SELECT *, and what DESCRIBE * describes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pyoxigraph import QuerySolutions, Store

from diplomatica.engine.rewriting.edits import Edit, apply_edits
from diplomatica.engine.sparql.query import NOTHING, Token, end_of_prologue, tokens

# A store without data tells the columns of a query, and whether it is one, at no cost.
_NOWHERE = Store()
_ALL = ("DISTINCT", "REDUCED")


@dataclass(frozen=True)
class TokenizedQuery:
    """A query with its tokens, and what it is read with."""

    query: str
    read: Sequence[Token]
    prefixes: dict[str, str]
    base: str

    def but(self, query: str) -> "TokenizedQuery":
        """Another text of the same query."""
        if query == self.query:
            return self
        return replace(self, query=query, read=tokens(query))


def columns(tokenized: TokenizedQuery) -> list[Edit]:
    """The columns of SELECT * in the order in which they first appear; the engine sorts them."""
    star = star_of(tokenized.read)
    if star is None or _form(tokenized.read).text.upper() != "SELECT":
        return []
    names = visible(tokenized)
    ordered = _in_order(names, tokenized.read)
    return [] if ordered == names else [_edit_of_star(star, ordered)]


def without_repetitions(query: str) -> str:
    """A query whose SELECTs name each variable once; the engine refuses what is named twice."""
    edits: list[Edit] = []
    named: set[str] | None = None
    for token in tokens(query):
        word = token.text.upper() if token.kind == "keyword" else ""
        if word == "SELECT":
            named, depth = set(), token.depth
        elif token.text == "{" or word in ("WHERE", "FROM"):
            named = None
        elif named is not None and token.kind == "variable" and token.depth == depth:
            name = token.text[1:]
            edits += [Edit(token.start, token.end, "")] * (name in named)
            named.add(name)
    return apply_edits(query, edits)


def named_columns(tokenized: TokenizedQuery) -> list[Edit] | None:
    """What writes the star of a query as its variables; None where that cannot be written."""
    star = star_of(tokenized.read)
    if star is None:
        return []
    names = visible(tokenized)
    return [_edit_of_star(star, _in_order(names, tokenized.read))] if names else None


def is_query(tokenized: TokenizedQuery) -> bool:
    """Whether the engine can read a query."""
    try:
        _NOWHERE.query(
            tokenized.query, base_iri=tokenized.base, prefixes=tokenized.prefixes
        )
    except (SyntaxError, ValueError):
        return False
    except (RuntimeError, OSError):
        pass  # it was read, and it is for the evaluation to tell what fails
    return True


def star_of(read: Sequence[Token]) -> Token | None:
    """The star of the outermost SELECT * or DESCRIBE *."""
    rest = iter(read[end_of_prologue(list(read)) :])
    if next(rest, NOTHING).text.upper() not in ("SELECT", "DESCRIBE"):
        return None
    token = next(rest, NOTHING)
    if token.text.upper() in _ALL:
        token = next(rest, NOTHING)
    return token if token.text == "*" else None


def counts_all(read: Sequence[Token]) -> bool:
    """Whether all variables of a pattern count for what is distinct."""
    outermost = star_of(read)
    return any(
        sign.text == "*" and word.text.upper() in _ALL and sign is not outermost
        for word, sign in pairwise(read)
    )


def _form(read: Sequence[Token]) -> Token:
    return next(iter(read[end_of_prologue(list(read)) :]), NOTHING)


def visible(tokenized: TokenizedQuery) -> list[str]:
    """The variables that a star stands for; none where the query is not one."""
    form = _form(tokenized.read)
    query = apply_edits(tokenized.query, [Edit(form.start, form.end, "SELECT")])
    try:
        results = _NOWHERE.query(
            query, base_iri=tokenized.base, prefixes=tokenized.prefixes
        )
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return []  # it is asked as it is, and the fault is told of its own text
    if not isinstance(results, QuerySolutions):
        return []
    return [variable.value for variable in results.variables]


def _in_order(names: Sequence[str], read: Sequence[Token]) -> list[str]:
    places: dict[str, int] = {}
    for token in read:
        if token.kind == "variable":
            places.setdefault(token.text[1:], token.start)
    return sorted(names, key=lambda name: places.get(name, len(names)))


def _edit_of_star(star: Token, names: Sequence[str]) -> Edit:
    return Edit(star.start, star.end, f" {' '.join(f'?{name}' for name in names)} ")
