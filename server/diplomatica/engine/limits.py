"""What one query may use."""

from dataclasses import dataclass

from diplomatica.errors import TooManyQueries

_MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one query may use.

    Each limit can be set when serving, and the service description tells them all.
    """

    seconds: float = 10
    """How long it may run, in seconds of the clock."""
    memory: int = 1024 * _MEBIBYTE
    """How much memory it may take beside the release itself, in bytes."""
    answer: int = 64 * _MEBIBYTE
    """How long its answer may be, in bytes before compression."""
    query: int = _MEBIBYTE
    """How long its text may be, in bytes."""
    at_once: int = 8
    """How many queries of one client may run or wait at a time."""
    kept: int = 128 * _MEBIBYTE
    """How many bytes a worker may grow by before a fresh one takes its place."""


def too_many(limits: Limits) -> TooManyQueries:
    """The error for a client who asks more at once than one may."""
    message = (
        f"{limits.at_once} queries of yours are being answered already, as many as one "
        "may ask at once. Ask this one again when one of them is done."
    )
    return TooManyQueries(message, is_clients=True)


def busy(limits: Limits) -> TooManyQueries:
    """The error for a query that waited in vain for its turn."""
    message = (
        f"All workers have been busy for {limits.seconds:g} seconds, as long as one "
        "query may run, so this one was never begun. Ask it again in a moment, or "
        "fewer at once."
    )
    return TooManyQueries(message, is_clients=False)
