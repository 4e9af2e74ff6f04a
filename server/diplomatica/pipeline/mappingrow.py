"""Putting a proposal in place in a table of links: one cell of a row, or the whole row.

Each cell that may be meant is tried, and the first is taken with which the table says what
it should, and nothing else.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from pyoxigraph import NamedNode, Quad, Triple

from diplomatica.engine import Term
from diplomatica.errors import UnfitProposal
from diplomatica.lookup.proposing.proposal import Proposal
from diplomatica.model.iris import Iris
from diplomatica.model.statement import stated_in, text_of
from diplomatica.pipeline.files.mapping.mappingfile import mappings_of
from diplomatica.pipeline.files.source import Source

_RECORD = "record_id"
_AMEND = "look at what it says now, and amend it by hand or refuse the proposal"


class MappingRow:
    """The row of a table of links (SSSOM/TSV) that a proposal is about."""

    def __init__(self, text: str, source: Source, about: NamedNode, iris: Iris) -> None:
        """`about` is the link that the row states."""
        self._name = source.name
        self._iris = iris
        self._about = about
        self._before = frozenset(source.quads)
        lines = list(StringIO(text, newline=""))
        at = source.block(about.value).line - 1
        reader = csv.reader(lines[at:], delimiter="\t")
        self._cells = next(reader)
        end = at + reader.line_num
        self._above = "".join(lines[:at])
        self._below = "".join(lines[end:])
        self._end = "\r\n" if lines[at].endswith("\r\n") else "\n"
        table = (line for line in lines if not line.startswith("#"))
        self._columns = next(csv.reader(table, delimiter="\t"))

    def amended(self, proposal: Proposal, name: str) -> str:
        """The text with what a proposal changes. Raises UnfitProposal."""
        self._refuse_changed(proposal, name)
        for text, wanted in self._ways(proposal):
            if self._quads_of(text) == wanted:
                return text
        what = "changes what no cell of the row says by itself"
        if _RECORD not in self._columns:
            what += f", or what the link is named by: the table has no {_RECORD}"
        raise UnfitProposal(name, what, f"amend {self._name} by hand")

    def _refuse_changed(self, proposal: Proposal, name: str) -> None:
        """Raise UnfitProposal where the row says something else than what shall go."""
        states = {*self._facts()}
        removed = {*proposal.removed}
        if removed == states or (removed <= states and not proposal.is_withdrawn):
            return
        says = ", ".join(sorted(map(str, states)))
        short = proposal.about.value.rpartition("/")[2]
        what = f"is about {short}, which was changed since: it says {says} now"
        raise UnfitProposal(name, what, _AMEND)

    def _facts(self) -> Iterator[Triple]:
        """What the link states of things, and not of itself."""
        for quad in self._before:
            if quad.graph_name == self._about != quad.subject:
                yield quad.triple

    def _quads_of(self, text: str) -> frozenset[Quad]:
        return frozenset(mappings_of(text, self._name, self._iris)[0].quads)

    def _ways(self, proposal: Proposal) -> Iterator[tuple[str, frozenset[Quad]]]:
        """The texts that might be meant, each with what it should say."""
        if proposal.is_withdrawn:
            rest = (one for one in self._before if one.graph_name != self._about)
            yield self._above + self._below, frozenset(rest)
        elif len(proposal.removed) == len(proposal.added) == 1:
            gone = frozenset(stated_in(self._about, proposal.removed))
            came = frozenset(stated_in(self._about, proposal.added))
            wanted = (self._before - gone) | came
            (old,), (new,) = proposal.removed, proposal.added
            for cells in self._other_cells(old.object, new.object):
                yield self._with(cells), wanted
                yield self._with(self._with_record_id(cells)), wanted

    def _other_cells(self, old: Term, new: Term) -> Iterator[list[str]]:
        """The cells of the row with one that may write the old value, and writes the new."""
        was, becomes = text_of(old), text_of(new)
        for at, cell in enumerate(self._cells):
            written = _rewritten(cell.strip(), was, becomes)
            if written:
                yield [*self._cells[:at], written, *self._cells[at + 1 :]]

    def _with_record_id(self, cells: list[str]) -> list[str]:
        """The cells with the name that the link has by what it links."""
        names = {_RECORD: self._about.value}
        pairs = zip(self._columns, cells, strict=False)
        return [cell or names.get(column, "") for column, cell in pairs]

    def _with(self, cells: list[str]) -> str:
        row = StringIO(newline="")
        csv.writer(row, delimiter="\t", lineterminator=self._end).writerow(cells)
        return self._above + row.getvalue() + self._below


def _rewritten(cell: str, old: str, new: str) -> str:
    """A cell that says the new value as it said the old: "" where it does not say that."""
    if cell == old:
        return new
    prefix, colon, local = cell.partition(":")
    space = old.removesuffix(local) if colon and local else old
    if not colon or space == old:
        return ""
    return f"{prefix}:{new.removeprefix(space)}" if new.startswith(space) else new
