"""The answer to a question that the words of a search ask: its first rows, and their words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal

from diplomatica.engine import Row, Term
from diplomatica.errors import QueryError
from diplomatica.lookup.index.folding import sought_words
from diplomatica.lookup.index.words.leads import Match
from diplomatica.lookup.reason import Reason
from diplomatica.model.statement import text_of
from diplomatica.web.search.leads import Lead
from diplomatica.web.site import Site

_ROWS, _WORDS = 3, 2  # of an answer that stands beside other results
_WHOLE = 5  # rows that an answer has at the most to stand there whole


@dataclass(frozen=True)
class ShownAnswer:
    """The beginning of an answer, as a search shows it."""

    question: Lead
    names: Sequence[str]
    rows: Sequence[Row]
    total: int
    reasons: Sequence[Reason]
    quoted: Mapping[str, Reason]
    """Of words that stand among the rows, whose they are."""
    labels: Mapping[str, str]

    def has(self, words: Iterable[frozenset[str]]) -> bool:
        """Whether its first rows have all of some words, each in any of its forms."""
        shown: set[str] = set()
        for row in self.rows:
            for cell in map(text_of, dict(row).values()):
                shown.update(sought_words(self.labels.get(cell) or cell))
        return not any(forms.isdisjoint(shown) for forms in words)


def answer_of(
    site: Site, questions: Sequence[Lead], near: Sequence[tuple[Lead, Match]] = ()
) -> ShownAnswer | None:
    """The answer to the first of these that has one; None where none has.

    A question that is only near is answered where the answer has the words that it lacks.
    """
    for one in questions:
        if answer := _answer(site, one):
            return answer
    for one, fit in near:
        answer = _answer(site, one)
        if answer and answer.has(fit.missing):
            return answer
    return None


def _answer(site: Site, question: Lead) -> ShownAnswer | None:
    """The answer to a question, if it has one.

    What takes more than a query may use is left to the page of the question.
    """
    try:
        rows = site.engine.rows(question.target)
    except QueryError:
        return None
    return _shown_answer(site, question, rows) if rows else None


def _shown_answer(site: Site, question: Lead, rows: Sequence[Row]) -> ShownAnswer:
    first = rows[: _WHOLE if len(rows) <= _WHOLE else _ROWS]
    known = _reasons(site, question.target, first)
    columns: dict[str, None] = {}
    cells = set[Term]()
    for row in map(dict, first):
        columns |= dict.fromkeys(row)
        cells.update(row.values())
    words = {cell.value for cell in cells if isinstance(cell, Literal)}
    quoted = {one.quote: one for one in known if one.quote in words}
    reasons = [one for one in known if one.quote not in words][:_WORDS]
    parties = {who for one in (*reasons, *quoted.values()) for who in one.parties}
    labels = site.describing.labels({*cells, *parties})
    return ShownAnswer(
        question, list(columns), first, len(rows), reasons, quoted, labels
    )


def _reasons(site: Site, query: str, rows: Sequence[Row]) -> list[Reason]:
    """The words that rows rest on."""
    # It reads queries with rdflib, which takes half a second to be read in.
    from diplomatica.lookup.advice.evidence import (
        Cells,
        patterns,
        reasons_of,
        with_all_variables,
    )
    from diplomatica.lookup.advice.evidence import statements as stated_in

    patterns_of_query = patterns(query, site.iris.prefixes)
    try:
        wide = site.engine.rows(with_all_variables(query) or query)[: len(rows)]
    except QueryError:
        return []
    matched = [cast("Cells", dict(row)) for row in wide]
    whys = [stated_in(patterns_of_query, row, site.digests) for row in matched]
    return reasons_of(whys, site.describing)
