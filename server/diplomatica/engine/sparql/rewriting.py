"""What the engine is asked instead of a query, so that it answers as SPARQL 1.1 Query says.

Each rewriting means the same by the standard. A query that needs none is passed on as it is, and
costs a search for a few characters.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from diplomatica.engine.forms import engine_form
from diplomatica.engine.sparql.aggregates import joined_as_texts
from diplomatica.engine.sparql.edits import Edit, edited
from diplomatica.engine.sparql.paths import Unreadable
from diplomatica.engine.sparql.pattern import Pattern
from diplomatica.engine.sparql.query import Token, end_of_prologue, tokens
from diplomatica.model.notice import Notice
from diplomatica.model.vocabulary import XSD

_LOG = logging.getLogger(__name__)
_ALTERNATIVE = re.compile(r"(?<!\|)\|(?!\|)|!\s*\(")
_OPTION = re.compile(r"\?(?!\w)")
# Not the star of COUNT(*).
_STAR = re.compile(r"(?<![(\s])\s*\*")
# Numbers that may have another form. It begins with characters, for that is searched for fastest.
_NUMBER = re.compile(
    r"[+\-.0-9](?<![\w?:<#/.\-].)"
    r"(?:(?<=[+-])|(?<=0)\d|(?<=\.)\d|(?<=\d)\d*\.\d*0|(?<=\d)[\d.]*[eE])"
)
_TYPED = re.compile(r"""(["'])([^"'\\\n]*)\1\^\^(?:<([^<>]*)>|([\w-]*):(\w+))""")
_BOOLEAN = re.compile(r"\b(?!true\b|false\b)(?i:true|false)\b")
# Nobody writes more by hand, and reading them would take seconds.
_MOST_TOKENS = 100_000
_COUNTING = {"COUNT", "SUM", "AVG", "SAMPLE", "GROUP_CONCAT", "GROUP", "HAVING"}
# Between these and a literal, only its value counts.
_BY_VALUE = {"<", ">", "=", "+", "-", "*", "/"}
_NUMBERS = {"integer": r"\d+", "decimal": r"\d*\.\d+"}
_END = Token("other", "", 0, 0)
# A store without data tells the columns of a query at no cost.
_NOWHERE = Store()
UNREAD = Notice(
    "unread",
    "This query is left to the engine as it stands, without what else is mended in a query: "
    "paths, booleans in capitals, GROUP_CONCAT of numbers and the order of columns.",
)
"""For a query that cannot be rewritten at all."""
_LEFT = Notice(
    "paths",
    "A property path here is left to the engine, which drops rows that an alternative (p|q) finds "
    "twice, and finds no way of no length at an IRI that is not in the data. "
    "Write it as { … } UNION { … }, without blank nodes, to be sure.",
)


@dataclass(frozen=True)
class Rewritten:
    """The query that the engine is asked, and what its reader should know."""

    query: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class _Asked:
    """A query with its tokens, and what it is read with."""

    query: str
    read: Sequence[Token]
    prefixes: dict[str, str]
    base: str


def rewritten(query: str, prefixes: Mapping[str, str], base: str) -> Rewritten:
    """The query as the engine is to be asked it. What cannot be read here is left as it is."""
    try:
        return _rewritten(query, prefixes, base)
    except MemoryError:
        raise
    except Exception:  # a fault of ours is no fault of the query
        _LOG.exception(
            "A query could not be read, and is asked as it stands: %s", query
        )
        return Rewritten(query, (UNREAD,))


def _rewritten(query: str, prefixes: Mapping[str, str], base: str) -> Rewritten:
    has_paths, has_literals = _may_have_paths(query), _may_have_forms(query, prefixes)
    if not (has_paths or has_literals or _has_words(query)):
        return Rewritten(query)
    read = tokens(query)
    if len(read) > _MOST_TOKENS:
        return Rewritten(query, (_LEFT,) if has_paths else ())
    asked = _Asked(query, read, dict(prefixes), base)
    edits, notices = joined_as_texts(read)
    edits += _booleans(read)
    if has_paths:
        edits += _columns(asked)
        more, untold = _paths(query, read)
        edits, notices = edits + more, notices + untold
    if has_literals:
        notices += _forms(asked)
    return Rewritten(
        edited(query, edits) if edits else query, tuple(dict.fromkeys(notices))
    )


def _may_have_paths(query: str) -> bool:
    """Whether there may be a path or a SELECT * that is to be read. Most queries have no such sign."""
    has_alternative = ("|" in query or "!" in query) and _ALTERNATIVE.search(query)
    return bool(
        has_alternative
        or _OPTION.search(query)
        or ("*" in query and _STAR.search(query))
    )


def _may_have_forms(query: str, prefixes: Mapping[str, str]) -> bool:
    """Whether there may be a literal that the engine takes for another."""
    if _NUMBER.search(query):
        return True
    count = query.count("^^")
    if not count:
        return False
    typed = list(_TYPED.finditer(query))
    return len(typed) < count or any(_has_forms(one, prefixes) for one in typed)


def _has_forms(typed: re.Match[str], prefixes: Mapping[str, str]) -> bool:
    _, text, iri, prefix, name = typed.groups()
    datatype = iri or f"{prefixes.get(prefix, XSD)}{name}"
    if ":" not in datatype:
        return True
    term = Literal(text, datatype=NamedNode(datatype))
    return engine_form(term) != term


def _has_words(query: str) -> bool:
    capitals = query.upper()
    if "CONCAT" in capitals:
        return True
    return ("TRUE" in capitals or "FALSE" in capitals) and bool(_BOOLEAN.search(query))


def _paths(query: str, read: Sequence[Token]) -> tuple[list[Edit], list[Notice]]:
    """The edits for paths (section 18.4), and a notice of what is left to the engine."""
    if not any(_is_of_path(token, follows) for token, follows in pairwise(read)):
        return [], []
    counts = _counts(read)
    try:
        pattern = Pattern(query, read, counts)
    except (Unreadable, RecursionError):
        return [], [_LEFT] if counts and _ALTERNATIVE.search(query) else []
    return pattern.edits, [_LEFT] if pattern.left else []


def _is_of_path(token: Token, sign: Token) -> bool:
    """Whether a sign may be one of a path's, and is none of an expression by what is before it."""
    if sign.kind != "other" or sign.text not in ("|", "?", "*", "("):
        return False
    if sign.text == "(":
        return token.text == "!"
    return token.kind in ("iri", "name") or token.text in (")", "a", "*", "+", "?")


def _counts(read: Sequence[Token]) -> bool:
    """Whether the answer can tell how often a row was found."""
    start = end_of_prologue(list(read))
    words = [token.text.upper() for token in read[start:] if token.kind == "keyword"]
    if _COUNTING.intersection(words) or "SELECT" in words[1:]:
        return True
    if words[:1] == ["SELECT"]:
        return words[1:2] not in (["DISTINCT"], ["REDUCED"])
    return words[:1] != ["ASK"] and bool({"LIMIT", "OFFSET"}.intersection(words))


def _booleans(read: Sequence[Token]) -> list[Edit]:
    """Keywords are matched in any case (section 19.8); the engine knows these in small letters."""
    words = (
        token
        for token in read
        if token.kind == "keyword" and _BOOLEAN.fullmatch(token.text)
    )
    return [Edit(token.start, token.end, token.text.lower()) for token in words]


def _columns(asked: _Asked) -> list[Edit]:
    """The columns of SELECT * in the order in which they first appear; the engine sorts them."""
    read = asked.read
    star = _star(read)
    if star is None:
        return []
    try:
        found = _NOWHERE.query(
            asked.query, base_iri=asked.base, prefixes=asked.prefixes
        )
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return []  # it is asked as it is, and the fault is told of its own text
    assert isinstance(found, QuerySolutions)
    visible = [variable.value for variable in found.variables]
    places = {
        name: place for place, name in reversed(list(enumerate(_variables(read))))
    }
    ordered = sorted(visible, key=lambda name: places.get(name, len(places)))
    if ordered == visible:
        return []
    return [Edit(star.start, star.end, f" {' '.join(f'?{name}' for name in ordered)} ")]


def _star(read: Sequence[Token]) -> Token | None:
    """The star of the outermost SELECT *."""
    words = iter(read[end_of_prologue(list(read)) :])
    if next(words, _END).text.upper() != "SELECT":
        return None
    token = next(words, _END)
    if token.text.upper() in ("DISTINCT", "REDUCED"):
        token = next(words, _END)
    return token if token.text == "*" else None


def _variables(read: Sequence[Token]) -> list[str]:
    return [token.text[1:] for token in read if token.kind == "variable"]


def _forms(asked: _Asked) -> list[Notice]:
    """A notice of the literals in a query that the engine takes for others of the same value."""
    found: dict[str, str] = {}
    padded = [*asked.read, _END, _END, _END, _END]
    for number, token in enumerate(asked.read):
        before, length = padded[number - 1].text, 1
        if (
            token.kind == "string"
            and padded[number + 1].text == padded[number + 2].text == "^"
        ):
            length = 4
        elif token.kind != "number":
            continue
        if {before, padded[number + length].text} & _BY_VALUE:
            continue
        text = asked.query[token.start : padded[number + length - 1].end]
        term = _literal(padded[number : number + length], asked.prefixes)
        if term is not None and engine_form(term) != term:
            found[text] = engine_form(term).value
    return [_of_forms(found)] if found else []


def _of_forms(found: Mapping[str, str]) -> Notice:
    told = ", ".join(f"{written} as {form}" for written, form in found.items())
    return Notice(
        "literal-forms", f"The engine compares some literals by value: it reads {told}."
    )


def _literal(written: Sequence[Token], prefixes: Mapping[str, str]) -> Literal | None:
    """The literal as it is written; None where its datatype is not known."""
    first = written[0]
    if first.kind == "number":
        kinds = (
            kind for kind, form in _NUMBERS.items() if re.fullmatch(form, first.text)
        )
        return Literal(first.text, datatype=NamedNode(XSD + next(kinds, "double")))
    space, _, name = written[3].text.partition(":")
    if written[3].kind == "iri":
        datatype = written[3].text[1:-1]
    elif space == "xsd" or prefixes.get(space) == XSD:
        datatype = XSD + name
    else:
        return None
    value = first.text.strip(first.text[0])
    is_plain = "\\" not in value and ":" in datatype
    return Literal(value, datatype=NamedNode(datatype)) if is_plain else None
