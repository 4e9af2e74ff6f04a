"""What is told of one subject that changed: the rows of the table of changes that are its."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from diplomatica.lookup.history.changes import is_only_derived
from diplomatica.lookup.history.telling import texts
from diplomatica.model.iris import Iris
from diplomatica.model.statement import term_of
from diplomatica.model.vocabulary import OWL, RDFS, SKOS

COLUMNS = (
    *("group", "outcome", "subject", "label"),
    *("change", "predicate", "object", "reasons", "statement", "besides"),
)
"""The columns of the table: what a subject is, and one triple of it that came or went.

The last says of one that only has other reasons: it is stated besides, then and now.
"""
CAME, WENT = "added", "removed"
"""What the column “change” says of a triple that came, and of one that went."""
_NOTE, _COMMENT = SKOS("changeNote").value, RDFS("comment").value
_DEPRECATED = OWL("deprecated").value
Row = dict[str, str]
Value = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class ChangedSubject:
    """One subject that changed, and the rows of its triples."""

    subject: str
    label: str
    group: str
    outcome: str
    rows: list[Row]

    @property
    def name(self) -> str:
        """By what it is told of."""
        return self.label or self.subject

    def is_following(self, iris: Iris) -> bool:
        """Whether nobody stated any of it: all of it follows from other changes."""
        return self.outcome == "changed" and all(
            follows(row, iris) for row in self.rows
        )

    @property
    def came(self) -> int:
        """How many of its triples came."""
        return sum(row["change"] == CAME for row in self._of_triples)

    @property
    def went(self) -> int:
        """How many of its triples went."""
        return len(self._of_triples) - self.came

    @property
    def _of_triples(self) -> list[Row]:
        """The rows without those of which only the reasons came or went."""
        return [row for row in self.rows if not row.get("besides")]


def follows(row: Row, iris: Iris) -> bool:
    """Whether a row is only of what rules derive, or of more or fewer reasons."""
    is_besides, derived = bool(row.get("besides")), iris("inference", "").value
    return is_only_derived(row["reasons"].split(), is_besides, derived)


def told_of(rows: list[Row]) -> ChangedSubject:
    """What some rows tell, all of one subject."""
    first = rows[0]
    return ChangedSubject(
        first["subject"], first["label"], first["group"], first["outcome"], rows
    )


def reasons_in(told: ChangedSubject) -> Iterator[dict[str, str]]:
    """Why it was changed or withdrawn, as was said when it was."""
    came = [row for row in told.rows if row["change"] == CAME]
    is_gone = any(row["predicate"] == _DEPRECATED for row in came)
    by = {_NOTE, _COMMENT} if is_gone else {_NOTE}
    yield from texts(value_of(row) for row in came if row["predicate"] in by)


def value_of(row: Row) -> Value:
    """The value in a row of the table of changes."""
    value: Value = term_of(row["object"])
    return value
