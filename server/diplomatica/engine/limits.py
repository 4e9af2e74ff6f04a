"""What one query may use."""

from dataclasses import dataclass

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
