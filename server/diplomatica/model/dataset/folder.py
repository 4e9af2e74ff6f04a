"""The folder of a dataset: where its texts, its vocabulary and its data lie."""

from dataclasses import dataclass
from pathlib import Path

# seeds/, ontology/ and dataset/ stand beside server/ in a checkout, and inside the
# package in a wheel.
PACKAGED = next(up for up in Path(__file__).parents if (up / "ontology").is_dir())


@dataclass(frozen=True)
class Folder:
    """A folder with seeds/, dataset/ and, for a vocabulary of its own, ontology/."""

    root: Path = PACKAGED

    @property
    def ontology(self) -> Path:
        """Its own vocabulary, or the one that comes with the package."""
        own = self.root / "ontology"
        return own if own.is_dir() else PACKAGED / "ontology"

    @property
    def seeds(self) -> list[Path]:
        """The files with the articles' texts, byte for byte."""
        return sorted((self.root / "seeds").glob("*.txt"))

    @property
    def vocabulary(self) -> list[Path]:
        """The files of the vocabulary: terms, shapes, alignments."""
        return sorted(self.ontology.glob("*.ttl"))

    @property
    def rules(self) -> list[Path]:
        """The files of rules: each is a query that constructs triples."""
        return sorted((self.ontology / "rules").glob("*.rq"))

    @property
    def tables(self) -> list[Path]:
        """The queries that make tables."""
        return sorted((self.ontology / "tables").glob("*.rq"))

    @property
    def claims(self) -> list[Path]:
        """The files of claims, one an article, each named after its seed."""
        return sorted((self.root / "dataset" / "claims").glob("*.trig"))

    @property
    def reasons(self) -> list[Path]:
        """The files of notes and links."""
        return sorted((self.root / "dataset").glob("*.trig"))

    @property
    def queries(self) -> list[Path]:
        """The example queries."""
        return sorted((self.root / "dataset" / "queries").glob("*.rq"))

    @property
    def graphs(self) -> list[Path]:
        """The Turtle files of the dataset: catalog, names, and others brought."""
        return sorted((self.root / "dataset").glob("*.ttl"))

    @property
    def conformance(self) -> Path:
        """The table of what was checked of the served dataset; it need not be there."""
        return self.root / "dataset" / "conformance.csv"

    def name(self, path: Path) -> str:
        """How a file of this folder is called in messages."""
        for root in (self.root, self.ontology.parent):
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return path.as_posix()
