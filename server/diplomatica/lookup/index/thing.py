"""What is found in an index: things, values that narrow them down, and what words lead to."""

from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple


@dataclass(slots=True)
class Thing:
    """A thing that can be found: its names, its narrowest kinds, and when it was."""

    iri: NamedNode
    number: int
    names: list[Triple] = field(default_factory=list)
    """What it may be called, in whatever language."""
    kinds: list[NamedNode] = field(default_factory=list)
    time: tuple[str, str] = ("", "")
    """The first and the last day on which it can have been, as far as they are known."""
    remarks: int = 0
    """How many remarks others make about it."""


@dataclass(frozen=True)
class Value:
    """A kind, an organisation or a speaker, and how many things have to do with it."""

    number: int
    name: str
    """How addresses name it."""
    iri: str
    count: int


@dataclass(frozen=True)
class WordLead:
    """What words lead to beside things: its label, its sort, where, and how much."""

    label: str
    sort: str
    target: str
    count: int
