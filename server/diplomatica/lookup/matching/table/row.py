"""A row of a table of names, with the things that its name may mean."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from diplomatica.lookup.matching.candidate import Candidate
from diplomatica.lookup.matching.table.table import NOTHING, REFUSED, NameTable

HOW = ("certain", "chosen", "to choose", "none of these", "nothing found")
"""What may be said of a row: how its thing was found, or what there is instead."""
_UNCHOSEN = {
    "to choose": "No thing is chosen yet.",
    REFUSED: "None of the candidates was chosen.",
    "nothing found": "Nothing was found that is called so.",
}
Find = Callable[[str], list[Candidate]]


@dataclass(frozen=True)
class Linked:
    """What a thing is known as elsewhere."""

    wikidata: str = ""
    wikidata_label: str = ""
    iso_code: str = ""
    missing: str = ""
    """Why it has no id in Wikidata, if it has none."""


@dataclass
class MatchedRow:
    """A row of a table, with the things that its name may mean."""

    cells: tuple[str, ...]
    name: str
    candidates: list[Candidate]
    chosen: Candidate | None = None
    linked: Linked = Linked()
    is_refused: bool = False
    """Whether somebody chose none of the candidates."""
    other: str = ""
    """What somebody wrote instead: another name, an id or an address."""
    is_unknown: bool = False
    """Whether that is nothing here."""

    def add(self, other: str, found: list[Candidate]) -> None:
        """Put first what is called as somebody wrote, or chose, instead of a candidate."""
        told = [replace(one, match=False) for one in found]
        known = {one.iri for one in told}
        self.other, self.is_unknown = other, not found
        self.candidates = told + [
            one for one in self.candidates if one.iri not in known
        ]

    def candidate(self, iri: str) -> Candidate | None:
        """The candidate with this IRI, if there is one."""
        return next((one for one in self.candidates if one.iri == iri), None)

    @property
    def how(self) -> str:
        """Whether the thing matched by itself or was chosen, or what there is instead."""
        if self.chosen:
            return "certain" if self.chosen.match else "chosen"
        if self.is_refused:
            return REFUSED
        return "to choose" if self.candidates else "nothing found"

    @property
    def is_open(self) -> bool:
        """Whether somebody has to choose."""
        return self.how == "to choose"

    @property
    def is_certain(self) -> bool:
        """Whether its thing matched by itself, and nobody named another."""
        return self.how == "certain" and not self.other

    @property
    def likeliest(self) -> Candidate | None:
        """What is chosen, or the first to choose from."""
        first = self.candidates[0] if self.candidates else None
        return self.chosen or (None if self.is_refused else first)

    @property
    def why(self) -> str:
        """Why the likeliest is meant; of one to choose, which it is, too.

        That what somebody wrote instead is nothing here comes first.
        """
        unknown = f"Nothing here is called “{self.other}”." if self.is_unknown else ""
        one = self.likeliest
        if not one:
            return unknown
        why = one.why if self.chosen else f"{one.label}: {one.why}"
        return f"{unknown} {why}".lstrip()

    @property
    def added(self) -> list[str]:
        """What stands in the columns that are added, in their order."""
        one, linked, first = self.chosen, self.linked, self.likeliest
        others = (_in_words(other) for other in self.candidates if other is not one)
        return [
            *(_chosen_cells(one) if one else ("", "", "")),
            f"{first.score:.0f}" if first else "",
            self.how,
            self.why,
            linked.wikidata,
            linked.wikidata_label,
            self.missing,
            linked.iso_code,
            " | ".join(others),
        ]

    @property
    def missing(self) -> str:
        """Why no id of Wikidata stands there, if none does."""
        return self.linked.missing if self.chosen else _UNCHOSEN[self.how]


def matched_rows(
    table: NameTable, find: Find, link: Callable[[str], Linked]
) -> Iterator[MatchedRow]:
    """The rows of a table with what their names mean; each name is sought once.

    What was chosen when the table came from here is chosen again.
    """
    known: dict[str, list[Candidate]] = {}
    named = zip(table.rows, table.names, strict=True)
    for number, (cells, name) in enumerate(named):
        if name not in known:
            known[name] = find(name) if name else []
        sure = next((one for one in known[name] if one.match), None)
        row = MatchedRow(cells, name, known[name], sure)
        if earlier := table.earlier[number] if table.earlier else "":
            _choose_again(row, earlier, find)
        row.linked = link(row.chosen.iri) if row.chosen else Linked()
        yield row


def _choose_again(row: MatchedRow, earlier: str, find: Find) -> None:
    """Choose for a row what was chosen for it earlier, or say that it is no more."""
    if earlier == NOTHING:
        row.chosen, row.is_refused = None, True
        return
    if not row.candidate(earlier):
        row.add(earlier, find(earlier))
    row.chosen = row.candidate(earlier)


def written_rows(rows: Iterable[MatchedRow]) -> Iterator[list[str]]:
    """The rows with what is added to them."""
    for row in rows:
        yield [*row.cells, *row.added]


def _chosen_cells(one: Candidate) -> tuple[str, str, str]:
    return one.iri, one.label, "|".join(label for _, label in one.kinds)


def _in_words(candidate: Candidate) -> str:
    return f"{candidate.label} ({candidate.score:.0f}) {candidate.iri}"
