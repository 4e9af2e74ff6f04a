"""The links that the rows of a table state, each with its evidence."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from diplomatica.errors import Fault
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP, MATCHES, SSSOM
from diplomatica.pipeline.files.mapping.columns import BY_COLUMN, COMPARED, NOT_FOUND
from diplomatica.pipeline.files.mapping.row import LinkRow, UnreadableCell
from diplomatica.pipeline.files.tokens import Block

_SPOKEN = re.compile(rf"({'|'.join(COMPARED)}) (\S+)")


@dataclass
class MappingLinks:
    """What is read of a mapping set so far."""

    name: str
    iris: Iris
    quads: list[Quad] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=lambda: [Block("", 1)])
    faults: list[Fault] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    """What is left out, in words, and in how many rows."""

    def take(self, row: LinkRow) -> None:
        """Take up a row as a link, or note why it is none."""
        try:
            if row.values("predicate_modifier"):
                self.unread[
                    "rows that say what is not linked (predicate_modifier)"
                ] += 1
                return
            self._link(row)
        except UnreadableCell as error:
            self.faults.append(
                Fault(self.name, error.line or row.line, error.message, error.advice)
            )

    def _link(self, row: LinkRow) -> None:
        """Add the link that a row of a table of mappings states, with its evidence."""
        subject = row.one("subject_id")
        predicate = row.one("predicate_id")
        matched = row.one("object_id")
        link = self._link_iri(row, subject, matched)
        quads = [*_fact(row, link, subject, predicate, matched)]
        reason = _reason(row, row.one("mapping_justification"))
        quads.append(Quad(link, DIP("reason"), Literal(reason), link))
        for column, by in BY_COLUMN.items():
            quads += [Quad(link, by, term, link) for term in row.terms(column)]
        for by, term in self._compared_properties(row):
            quads.append(Quad(link, by, term, link))
        if matched == NOT_FOUND:
            quads.append(Quad(link, SSSOM("object_id"), NOT_FOUND, link))
        self.quads += dict.fromkeys(quads)
        self.blocks.append(Block(link.value, row.line))

    def _link_iri(
        self, row: LinkRow, subject: NamedNode, matched: NamedNode
    ) -> NamedNode:
        """The IRI of a link: its own, else one of what it links."""
        own = [row.node("record_id", one) for one in row.values("record_id")]
        taken = {block.iri: block.line for block in self.blocks}
        if own and self.iris.kind(own[0].value) == "link":
            if own[0].value in taken:
                message = f"column record_id: {row.cells['record_id']} stands already"
                advice = f"it is that of line {taken[own[0].value]}: give it another"
                raise UnreadableCell(message, advice)
            return own[0]
        ends = [last_part(subject.value), last_part(matched.value)]
        return _free(self.iris("link", "-".join(ends)), taken)

    def _compared_properties(
        self, row: LinkRow
    ) -> Iterator[tuple[NamedNode, NamedNode]]:
        """What the column `other` says of the properties that were compared."""
        parts = map(str.strip, row.cells.get("other", "").split(";"))
        for part in filter(None, parts):
            spoken = _SPOKEN.fullmatch(part)
            if spoken:
                yield COMPARED[spoken[1]], row.node("other", spoken[2])
            else:
                self.unread["cells with words of their own (other)"] += 1


def _fact(
    row: LinkRow,
    link: NamedNode,
    subject: NamedNode,
    predicate: NamedNode,
    matched: NamedNode,
) -> Iterator[Quad]:
    """What a link states: a match, or that there is none, and why."""
    if predicate not in MATCHES:
        message = f"column predicate_id: {predicate.value} is no match of SKOS"
        advice = (
            "write skos:exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch"
        )
        raise UnreadableCell(message, advice)
    if matched != NOT_FOUND:
        yield Quad(subject, predicate, matched, link)
    else:
        why = row.values("comment") or ["No term was found."]
        yield Quad(subject, DIP("unlinked"), Literal(why[0]), link)


def _reason(row: LinkRow, how: NamedNode) -> str:
    """Why a link is there: what a person wrote, else how it was found."""
    said = row.values("reason") or row.values("comment")
    return said[0] if said else f"Found by {last_part(how.value)}, as its maker says."


def last_part(iri: str) -> str:
    """What an IRI ends with, by which a link is named."""
    return re.split("[/#]", iri.rstrip("/#"))[-1]


def _free(link: NamedNode, taken: Iterable[str]) -> NamedNode:
    """The IRI itself, or if it is taken the first that a number tells apart."""
    name = re.sub(r"[^A-Za-z0-9._/:-]+", "-", link.value)
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return NamedNode(found)
