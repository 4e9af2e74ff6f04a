"""Stars: queries of which every triple is about the same subject.

Such a query is no larger than what is known of its subjects. It is read here no further
than that is needed to say how many those may be. Whatever is none, or is written in a
way that one would have to look at twice, is None: nothing is lost by that but time.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from diplomatica.engine.small.onepattern import LONGEST
from diplomatica.model.vocabulary import RDF

_TOKEN = re.compile(
    r"""
    <[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^`\\\s]*>
    | [?$]\w+
    | (?:[A-Za-z][\w-]{0,99})?:[\w-]*(?=[\s;,{}<]|\.[\s}]|$)
    | [A-Za-z]+
    | \d+
    | [{};,]
    | \.(?=[\s}]|$)
    """,
    re.VERBOSE | re.ASCII,
)
# Whatever has one of these is no star: most other queries are known by that.
_OF_OTHERS = re.compile(r"[(|\"'*\[\\]")
_VARIABLE = ("?", "$")
_TYPE = RDF("type").value
_STATEMENTS = 12  # to put more in order takes the engine long: by the fourth power
CELL, TRIPLE = 4, 25
"""What it costs to write one, where to find a row costs 1."""
_END = ""


class TriplePattern(NamedTuple):
    """A triple of a pattern or a template, in the query's own words."""

    subject: str
    predicate: str
    object: str


class Star(NamedTuple):
    """What a query asks of its subject."""

    subject: str
    """A variable, or the IRI of the only one."""
    constant: list[tuple[str, str]]
    """The predicates and objects by which the subjects are chosen, as IRIs."""
    open: list[str]
    """The predicates whose objects are asked for, as IRIs."""
    optional: list[str]
    """The predicates of what is asked for where it is there, as IRIs."""
    weight: int
    """What a row costs, where to find it costs 1."""

    @property
    def is_of_one(self) -> bool:
        """Whether its subject is named."""
        return not _varies(self.subject)


class _NotSmall(Exception):
    """This query is no star."""


def star_of(query: str, offered: tuple[tuple[str, str], ...]) -> Star | None:
    """The star that a query asks for, if it is one; `offered` are prefixes it need not declare."""
    if len(query) > LONGEST or _OF_OTHERS.search(query):
        return None
    return _read(query, offered)


# One that is not answered at once is read again; only what is short is kept.
@lru_cache(64)
def _read(query: str, offered: tuple[tuple[str, str], ...]) -> Star | None:
    """The star that a query is; None where it is anything else."""
    tokens = _TOKEN.findall(query)
    if "".join(tokens) != "".join(query.split()):
        return None
    try:
        return _StarParser(tokens, dict(offered)).star()
    except _NotSmall:
        return None


class _StarParser:
    """A query that is read from its first token to its last."""

    def __init__(self, tokens: Sequence[str], prefixes: dict[str, str]) -> None:
        self._rest = iter(tokens)
        self._token = next(self._rest, _END)
        self._prefixes = prefixes

    def star(self) -> Star:
        """The whole query. Raises _NotSmall."""
        self._prologue()
        weight = self._head()
        self._skip("WHERE")
        required, optional = self._group()
        self._slice()
        self._end()
        return _star(required, optional, weight, self._prefixes)

    def _prologue(self) -> None:
        while self._skip("PREFIX"):
            name = self._take()
            self._prefixes[name.removesuffix(":")] = self._take()[1:-1]

    def _head(self) -> int:
        """What is asked for, and the weight of a row."""
        if self._skip("CONSTRUCT"):
            self._expect("{")
            template = list(self._statements())
            self._expect("}")
            return 1 + TRIPLE * len(template)
        if self._skip("ASK"):
            return 1
        return 1 + CELL * self._columns()

    def _columns(self) -> int:
        """How many variables are selected."""
        self._expect("SELECT")
        self._skip("DISTINCT")
        count = 0
        while self._is_variable:
            self._take()
            count += 1
        if not count:
            raise _NotSmall
        return count

    def _group(self) -> tuple[list[TriplePattern], list[TriplePattern]]:
        """The statements that must hold, and those in OPTIONAL."""
        self._expect("{")
        required, optional = list(self._statements()), list[TriplePattern]()
        while self._skip("OPTIONAL"):
            self._expect("{")
            optional += self._statements()
            self._expect("}")
            self._skip(".")
        self._expect("}")
        return required, optional

    def _statements(self) -> Iterator[TriplePattern]:
        while self._is_term:
            subject = self._take()
            yield from self._of_subject(subject)
            if not self._skip("."):
                return

    def _of_subject(self, subject: str) -> Iterator[TriplePattern]:
        """The statements of one subject, with , and ; between them."""
        while True:
            predicate = self._term()
            yield TriplePattern(subject, predicate, self._term())
            while self._skip(","):
                yield TriplePattern(subject, predicate, self._term())
            if not self._skip(";"):
                return

    def _slice(self) -> None:
        while self._skip("LIMIT") or self._skip("OFFSET"):
            if not self._take().isdigit():
                raise _NotSmall

    def _end(self) -> None:
        if self._token != _END:
            raise _NotSmall

    @property
    def _is_variable(self) -> bool:
        return self._token.startswith(_VARIABLE)

    @property
    def _is_term(self) -> bool:
        token = self._token
        return token == "a" or ":" in token or token.startswith(_VARIABLE)

    def _term(self) -> str:
        if not self._is_term:
            raise _NotSmall
        return self._take()

    def _take(self) -> str:
        token = self._token
        self._token = next(self._rest, _END)
        return token

    def _skip(self, word: str) -> bool:
        """Pass over a word or sign, if it is here; words stand in any case."""
        if self._token.upper() != word:
            return False
        self._take()
        return True

    def _expect(self, word: str) -> None:
        if not self._skip(word):
            raise _NotSmall


def _star(
    required: Sequence[TriplePattern],
    optional: Sequence[TriplePattern],
    weight: int,
    prefixes: Mapping[str, str],
) -> Star:
    """What is asked of the one subject. Raises _NotSmall where there are several."""
    statements = [*required, *optional]
    subjects = {statement.subject for statement in statements}
    objects = [one.object for one in statements if _varies(one.object)]
    if len(subjects) != 1 or len({*objects, *subjects}) <= len(objects):
        raise _NotSmall
    if len(statements) > _STATEMENTS:
        raise _NotSmall
    (subject,) = subjects
    this = subject if _varies(subject) else _iri(subject, prefixes)
    fixed = [one for one in required if not _varies(one.object)]
    varying = [one for one in statements if _varies(one.object)]
    given = [
        (_iri(one.predicate, prefixes), _iri(one.object, prefixes)) for one in fixed
    ]
    sought = [_iri(one.predicate, prefixes) for one in varying]
    may_lack = [_iri(one.predicate, prefixes) for one in optional]
    return Star(this, given, sought, may_lack, weight)


def _varies(token: str) -> bool:
    return token.startswith(_VARIABLE)


def _iri(token: str, prefixes: Mapping[str, str]) -> str:
    """The IRI that a token stands for. Raises _NotSmall for what stands for none."""
    if token.startswith("<"):
        return token[1:-1]
    if token == "a":
        return _TYPE
    prefix, _, name = token.partition(":")
    if _varies(token) or prefix not in prefixes:
        raise _NotSmall
    return prefixes[prefix] + name
