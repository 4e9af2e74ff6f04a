"""The engines that run elsewhere: one table, by how the address that names one begins."""

from collections.abc import AsyncIterator, Callable
from typing import NamedTuple, Protocol

from diplomatica.engine.engine import AsyncEngine
from diplomatica.engine.limits import Limits
from diplomatica.errors import UnfitEngine
from diplomatica.model.dataset.release import Release


class Opening(Protocol):
    """What makes the engine of a release that lies at an address, on so many connections."""

    def __call__(
        self,
        release: Release,
        address: str,
        limits: Limits,
        connections: int,
        *,
        default_graph: str,
    ) -> AsyncEngine:
        """Raises UnfitEngine where the address is none that can be asked."""


class Loading(Protocol):
    """What brings a release to an engine; gives how many quads are there, by and by."""

    def __call__(
        self,
        release: Release,
        address: str,
        update: str,
        replaces: bool,
        default_graph: str,
    ) -> AsyncIterator[int]:
        """Take away what is there first where it `replaces`. Raises UnfitEngine."""


class EngineKind(NamedTuple):
    """A kind of engine: how a release is asked for there, and how it is brought there."""

    opened: Opening
    loaded: Loading


def _of_sparql() -> EngineKind:
    """Any server of SPARQL 1.1."""
    from diplomatica.engine.remote.loading import load
    from diplomatica.engine.remote.remote import Remote

    return EngineKind(Remote, load)


# Each imports its kind when it is asked for: few that start need one.
ENGINES: dict[str, Callable[[], EngineKind]] = {"http": _of_sparql, "https": _of_sparql}
"""What makes a kind of engine known, by the scheme of its addresses."""


def kind_at(address: str) -> EngineKind:
    """The kind of engine that an address names. Raises UnfitEngine where none is known."""
    scheme, colon, _ = address.partition(":")
    if colon and (kind := ENGINES.get(scheme.lower())):
        return kind()
    known = " or ".join(f"{scheme}:" for scheme in ENGINES)
    advice = f"give one that begins with {known}, as http://localhost:7878/query does"
    raise UnfitEngine(address, "is the address of no kind of engine", advice)
