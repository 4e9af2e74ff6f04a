"""What is sought, and what it may mean."""

from dataclasses import dataclass, field

from diplomatica.lookup.matching.ways import NameWay

NAMESAKES = "namesakes"
"""The feature of what is safe by itself, but not the only one that is called so."""


@dataclass(frozen=True)
class Wanted:
    """A property that what is sought has, by its IRI, with one of these values."""

    property_: str
    values: tuple[str, ...]
    is_required: bool = False
    is_refused: bool = False
    """Whether none of these values may be one of its own."""
    needs_all: bool = False


@dataclass(frozen=True)
class Sought:
    """A name as somebody wrote it, and what else they know of the thing."""

    text: str
    kinds: tuple[str, ...] = ()
    """IRIs of kinds, of one of which the thing is."""
    wanted: tuple[Wanted, ...] = ()
    limit: int = 5


@dataclass(frozen=True)
class Feature:
    """One reason for or against a candidate."""

    name: str
    words: str
    value: float | bool


@dataclass
class Candidate:
    """A thing that may be meant: how likely, why, and whether that is certain."""

    iri: str
    label: str
    name: str
    """The name of it that is nearest to what was written."""
    way: NameWay
    score: float
    kinds: list[tuple[str, str]] = field(default_factory=list)
    """The IRIs and the labels of its kinds, the narrowest ones."""
    features: list[Feature] = field(default_factory=list)
    match: bool = False

    @property
    def why(self) -> str:
        """Why it is one, in words."""
        told = f"“{self.name}”: {self.way.words}" if self.name else self.way.words
        return f"{told}; others are called so, too" if self.has_namesakes else told

    @property
    def has_namesakes(self) -> bool:
        """Whether others are called so, too."""
        return any(one.name == NAMESAKES for one in self.features)
