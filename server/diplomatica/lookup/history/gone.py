"""What is no longer there: things, claims and statements that a release withdrew."""

from dataclasses import dataclass
from functools import cached_property

from diplomatica.lookup.history.past import History


@dataclass(frozen=True)
class Withdrawal:
    """In which release something went, and which one was the last to have it."""

    version: str
    last: str
    label: str
    day: str = ""
    """The day of the last release that had it."""
    since: str = ""
    """The day of the release in which it went."""
    subject: str = ""
    """The IRI of what went, or of what the statement that went was about."""


class Gone:
    """All that the releases up to this one withdrew."""

    def __init__(self, history: History) -> None:
        """Nothing is read until it is asked for: what is there needs none of it."""
        self._history = history

    def subject(self, iri: str) -> Withdrawal | None:
        """How an IRI went, of which something was said once."""
        return self._withdrawals[0].get(iri)

    def statement(self, digest: str) -> Withdrawal | None:
        """How a triple went, by the digest that names its statement."""
        return self._withdrawals[1].get(digest)

    @cached_property
    def _withdrawals(self) -> tuple[dict[str, Withdrawal], dict[str, Withdrawal]]:
        """How subjects went, by their IRI, and triples, by the digest of their statement."""
        subjects: dict[str, Withdrawal] = {}
        statements: dict[str, Withdrawal] = {}
        days = {one.entry.version: one.entry.issued for one in self._history.past}
        for record in self._history.records:
            version = record.summary["after"]["version"]
            last = record.summary["before"]["version"]
            for row in record.rows():
                day, subject = days.get(last, ""), row["subject"]
                since = days.get(version, "")
                went = Withdrawal(version, last, row["label"], day, since, subject)
                if row["outcome"] == "withdrawn":
                    subjects[row["subject"]] = went
                if row["change"] == "removed":
                    statements[row["statement"]] = went
        return subjects, statements
