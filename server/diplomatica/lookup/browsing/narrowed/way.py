"""How a value is reached from a thing."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

_INWARD = "^"  # as paths of SPARQL write it


@dataclass(frozen=True)
class Way:
    """How a value is reached from a thing: by a property, or by one after another.

    More than one lead through what has no address, as a city does through an address.
    """

    steps: tuple[NamedNode, ...]
    is_inward: bool = False
    """Whether the value says it of the thing, as a collection does of its members."""

    @classmethod
    def named(cls, value: str) -> "Way":
        """The way that an address names so. Raises ValueError for what is no IRI."""
        steps = value.removeprefix(_INWARD).split(" ")
        return cls(tuple(map(NamedNode, steps)), value.startswith(_INWARD))

    @property
    def value(self) -> str:
        """How an address names it: no IRI has a space."""
        steps = " ".join(step.value for step in self.steps)
        return f"{_INWARD}{steps}" if self.is_inward else steps

    def __str__(self) -> str:
        """The path of SPARQL."""
        steps = "/".join(map(str, self.steps))
        return f"{_INWARD}{steps}" if self.is_inward else steps
