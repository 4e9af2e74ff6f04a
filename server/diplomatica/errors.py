"""What can go wrong, each with what failed and what to do about it.

DiplomaticaError
├─ InvalidInput     faults in the files of a dataset, all of them together
├─ NoRelease        there is no release where one was looked for
├─ BrokenRelease    a release that is not whole
├─ AlreadyPublished  a version whose bytes are to stay as they are
├─ CannotServe      the address cannot be served on
├─ UnfitEngine      a server that cannot answer for a release
├─ UnfitScheduler   a scheduler of Dask whose workers cannot make parts of a build
├─ CannotWrite      a file cannot be written
├─ Unbounded        a build that takes more time or memory than it may
├─ UnreadableTable  a table of names that is none
├─ UnknownKind      a kind of things that a release has none of
├─ NoAdmin          a server that does not tell of its queries
├─ NoExtract        no extract of another dataset where one was looked for
├─ UnfitProposal    a proposal that is none, or does not fit what it is about
├─ NoService        a reconciliation service that does not answer as one
└─ QueryError
   ├─ InvalidQuery  not SPARQL
   ├─ RefusedQuery  SPARQL that this endpoint does not run
   ├─ LimitReached  a query that needs more than one query may use
   ├─ TooManyQueries  more at once than a client may ask, or the server has room for
   └─ LostQuery     a query whose process was ended from outside
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in one place of the input."""

    file: str
    line: int
    message: str
    advice: str = ""
    claim: str = ""

    def __str__(self) -> str:
        """Tell it in one line: place, claim, what is wrong, what to do."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        claim = f"{self.claim}: " if self.claim else ""
        advice = f" → {self.advice}" if self.advice else ""
        return f"{place}: {claim}{self.message}{advice}"


def system_message(error: OSError) -> str:
    """What the system says of an error; libraries say it in another place."""
    return error.strerror or str(error) or "the system does not say why"


class DiplomaticaError(Exception):
    """Whatever this package raises on purpose; its text is fit for a user to read."""

    def __reduce__(self) -> tuple[object, ...]:
        """Another process raises it anew: what it is made of is not asked for again."""
        return _anew, (type(self), self.args), self.__dict__


def _anew(kind: type[DiplomaticaError], told: tuple[object, ...]) -> DiplomaticaError:
    error = kind.__new__(kind)
    error.args = told
    return error


class InvalidInput(DiplomaticaError):
    """The files of a dataset have faults; nothing was written."""

    def __init__(self, faults: Iterable[Fault], advice: str = "") -> None:
        """`faults` may come in any order; each is kept once, in that of the files.

        `advice` says how to go on without mending them, where that can be.
        """
        self.faults, self.advice = sorted(set(faults)), advice
        super().__init__("\n".join(map(str, self.faults)))


class NoRelease(DiplomaticaError):
    """There is no release in this folder."""

    def __init__(self, folder: str) -> None:
        """`folder` is where a release was looked for."""
        self.folder = folder
        super().__init__(
            f"{folder}: there is no release here → name the folder of one with "
            "--release, or make one with: diplomatica build"
        )


class BrokenRelease(DiplomaticaError):
    """A file of the release is missing or is not what was released."""

    def __init__(
        self,
        folder: str,
        file: str,
        what: str,
        advice: str = "make the release again with: diplomatica build",
    ) -> None:
        """`what` is wrong with the file: words that follow its name."""
        self.folder, self.file, self.what = folder, file, what
        super().__init__(f"{folder}: {file} {what} → {advice}")


class AlreadyPublished(DiplomaticaError):
    """This version was published with other content, and its bytes stay as they are."""

    def __init__(self, name: str, version: str, folder: str) -> None:
        """`folder` is where the published release lies, or lay."""
        self.name, self.version, self.folder = name, version, folder
        super().__init__(
            f"{folder}: {name} {version} is published, with other content, and a "
            "published version never changes → raise dcat:version in "
            "dataset/catalog.ttl, or build a draft with --draft"
        )


class CannotServe(DiplomaticaError):
    """The server cannot listen on this address."""

    def __init__(self, host: str, port: int, why: str) -> None:
        """`why` nothing can listen on this address, as the system says it."""
        self.host, self.port = host, port
        advice = "choose another with --host and --port (make serve PORT=…)"
        super().__init__(f"{host}:{port}: {why} → {advice}")


class UnfitEngine(DiplomaticaError):
    """A server of SPARQL that does not hold the release, or cannot be asked."""

    def __init__(self, address: str, what: str, advice: str) -> None:
        """`what` is wrong with the server at this address: words that follow it."""
        self.address = address
        super().__init__(f"{address}: {what} → {advice}")


class UnfitScheduler(DiplomaticaError):
    """A scheduler of Dask that does not answer, or has no workers that are of use."""

    def __init__(self, address: str, what: str, advice: str) -> None:
        """`what` is wrong with the scheduler at this address: words that follow it."""
        self.address = address
        super().__init__(f"{address}: {what} → {advice}")


class CannotWrite(DiplomaticaError):
    """A file cannot be written."""

    def __init__(self, file: str, error: OSError) -> None:
        """`error` is what the system says of it."""
        self.file = file
        advice = "name another file, or make room and let this user write there"
        super().__init__(f"{file}: {system_message(error)} → {advice}")


class Unbounded(DiplomaticaError):
    """A build that takes more than it may; what was published before stays."""

    def __init__(self, what: str, option: str, doing: str) -> None:
        """`what` it took too much of, and by which `option` it is allowed more."""
        self.option, self.doing = option, doing
        super().__init__(f"{doing}: {what} → {_ENDLESS}, or allow more with {option}")


_ENDLESS = (
    "look for what has no end in the files: a regular expression or a query in a shape, "
    "blank nodes that are all linked with one another, a text that repeats itself"
)


class UnreadableTable(DiplomaticaError):
    """A table of names that cannot be read, or has not the column that was named."""

    def __init__(self, what: str, advice: str) -> None:
        """`what` is wrong with it: words that follow “the table cannot be read:”."""
        self.what, self.advice = what, advice
        super().__init__(f"The table cannot be read: {what} → {advice}")


class UnknownKind(DiplomaticaError):
    """A kind of which a release has no things."""

    def __init__(self, kind: str, nearest: Iterable[str]) -> None:
        """`nearest` are kinds that are called alike."""
        self.kind, self.nearest = kind, list(nearest)
        advice = f"choose one such as: {', '.join(self.nearest)}"
        super().__init__(f"There is nothing of the kind “{kind}” → {advice}")


class NoService(DiplomaticaError):
    """Nothing that answers as a reconciliation service does."""

    def __init__(self, url: str, why: str) -> None:
        """`why` it is none: words that follow its address."""
        self.url = url
        advice = "give the address of a service of the Reconciliation API"
        super().__init__(f"{url}: {why} → {advice}")


class NoAdmin(DiplomaticaError):
    """A server that does not tell whoever asks which queries it is answering."""

    def __init__(self, url: str, why: str) -> None:
        """`why` it does not: words that follow its address."""
        self.url = url
        advice = "start it with --admin-token-file, and show the token of that file"
        super().__init__(f"{url}: {why} → {advice}")


class NoExtract(DiplomaticaError):
    """Nothing is stored of the other dataset that links could be compared with."""

    def __init__(self, folder: str) -> None:
        """`folder` is that of the dataset."""
        self.folder = folder
        fetch = "https://www.wikidata.org/wiki/Special:EntityData/Q232.json"
        advice = f"store what {fetch} answers as wikidata-2026-11-24.json, with the day"
        super().__init__(f"{folder}/dataset/extracts: has no extract → {advice}")


class UnfitProposal(DiplomaticaError):
    """A file that is no proposal, or one that does not fit what it is about."""

    def __init__(self, file: str, what: str, advice: str) -> None:
        """`what` is wrong with the proposal: words that follow its name."""
        self.file, self.what, self.advice = file, what, advice
        super().__init__(f"{file}: {what} → {advice}")


class QueryError(DiplomaticaError):
    """A query that has no answer."""

    def __str__(self) -> str:
        """Tell what is wrong, and what to do."""
        return str(self.args[0])


class InvalidQuery(QueryError):
    """A query that is not SPARQL."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        """`line` and `column`, from 1, are how far the query could be read."""
        self.line, self.column = line, column
        super().__init__(message, line, column)


class RefusedQuery(QueryError):
    """A query that asks for something that this endpoint does not do."""


class LimitReached(QueryError):
    """A query that needs more than one query may use."""

    def __init__(self, limit: str, allowed: float, unit: str, advice: str) -> None:
        """`limit` is its name, such as "time"; `allowed` is how many of a `unit`."""
        self.limit, self.allowed, self.unit = limit, allowed, unit
        self.advice = advice
        super().__init__(limit, allowed, unit, advice)

    def __str__(self) -> str:
        """Tell which limit it was, and what to do."""
        most = f"{self.allowed:,.10g} {self.unit}"
        return (
            f"This query was ended at the limit of {self.limit}, {most}. {self.advice}"
        )


class TooManyQueries(QueryError):
    """More than a client may ask at once, or than the server has room for.

    The client may ask again soon.
    """

    def __init__(self, message: str, is_clients: bool) -> None:
        """`is_clients` where the limit is the client's own, not the server's."""
        self.is_clients = is_clients
        super().__init__(message, is_clients)


class EndedQuery(QueryError):
    """A query that whoever runs the server has ended."""

    def __init__(self) -> None:
        """Nothing more is known of it."""
        super().__init__(
            "Whoever runs this server has ended this query, perhaps for what it took "
            "from others. Ask for less at once, or take the dump and ask that."
        )


class LostQuery(QueryError):
    """A query whose process was ended from outside, or whose engine failed.

    Nothing is known against the query itself.
    """

    def __init__(self, message: str, fault: str = "") -> None:
        """`message` is for whoever asked; `fault` is for the log."""
        self.fault = fault
        super().__init__(message, fault)
