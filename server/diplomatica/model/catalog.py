"""What a dataset says of itself, as far as the code needs to know it."""

from dataclasses import dataclass

from diplomatica.model.iris import Iris


@dataclass(frozen=True)
class Catalog:
    """The description of a dataset: its IRI, where its IRIs begin, and which state of it this is."""

    dataset: str
    base: str
    version: str
    issued: str
    title: str
    name: str
    license: str

    @property
    def iris(self) -> Iris:
        """The IRIs of the dataset."""
        return Iris(self.base)
