"""How the answer to a query is cited: in words, in BibTeX, and as CSL-JSON."""

from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal

from diplomatica.model.dataset.citation import bibtex, with_full_stop
from diplomatica.model.dataset.release import Release
from diplomatica.model.literals.date import in_words
from diplomatica.model.vocabulary import XSD

_SHORT = 12  # characters of a checksum that are enough to tell answers apart by eye


@dataclass(frozen=True)
class AnswerCitation:
    """An answer of one release: how many rows it has, its checksum, and where it is."""

    release: Release
    rows: int
    checksum: str
    address: str

    @property
    def text(self) -> str:
        """The citation in words; the checksum is short there, for the address has all of it."""
        told = (
            f"{with_full_stop(self._title)} Version {self.release.version}{self._day}."
        )
        short = f"{self._rows}, SHA-256 {self.checksum[:_SHORT]}…"
        return f"{self._who}{told} {short} {self.address}"

    @property
    def bibtex(self) -> str:
        """The citation as an entry of BibTeX."""
        release = self.release
        key = f"{release.name}-{release.version}-{self.checksum[:8]}"
        told = release.authors, self._title, release.version
        return bibtex(key, *told, release.issued, self.address, note=self._note)

    @property
    def csl(self) -> list[dict[str, Any]]:
        """The citation as CSL-JSON, which reference managers read."""
        release = self.release
        item: dict[str, Any] = {
            "id": f"{release.name}-{release.version}-{self.checksum[:8]}",
            "type": "dataset",
            "title": self._title,
            "author": [{"literal": name} for name in release.authors],
            "version": release.version,
            "note": self._note,
            "URL": self.address,
        }
        if release.issued:
            parts = [int(part) for part in release.issued.split("-")]
            item["issued"] = {"date-parts": [parts]}
        return [item]

    @property
    def _title(self) -> str:
        return f"Answer to a query of {self.release.title}"

    @property
    def _note(self) -> str:
        return f"{self._rows}, SHA-256 {self.checksum}"

    @property
    def _rows(self) -> str:
        return "1 row" if self.rows == 1 else f"{self.rows:,} rows"

    @property
    def _day(self) -> str:
        """The day of the release, in the words of a citation."""
        issued = self.release.issued
        told = in_words(Literal(issued, datatype=XSD("date"))) if issued else ""
        return f" of {told or issued}" if issued else ""

    @property
    def _who(self) -> str:
        who, year = "; ".join(self.release.authors), self.release.issued[:4]
        return f"{who} ({year}): " if who and year else f"{who}: " if who else ""
