"""The folder of a dataset: where its texts, its vocabulary and its data lie."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from os.path import commonpath
from pathlib import Path

from diplomatica.model.vocabulary import DIP

# seeds/, ontology/ and dataset/ stand beside server/ in a checkout, and inside the
# package in a wheel.
PACKAGED = next(up for up in Path(__file__).parents if (up / "ontology").is_dir())
CATALOG = "dataset/catalog.ttl"
_CLAIMS, _QUERIES, _TABLE = "claims", "queries", "conformance.csv"
_EXTRACTS = "extracts"
# What stands behind the name of a file, and says how it is written or packed.
_SUFFIXES = re.compile(
    r"(\.(ttl|turtle|trig|nt|ntriples|nq|nquads|n3|rdf|rdfs|owl|xml|skos|json|jsonld|csv|"
    r"tsv|csv-metadata|zip|gz|bz2|xz|zst|tar))+$",
    re.IGNORECASE,
)
PROPOSALS = "dataset/proposals"
LARGEST = 1 << 32
"""The bytes that a file may have, once it is unpacked, unless more are allowed."""


@dataclass(frozen=True)
class Folder:
    """A folder with seeds/, dataset/ and, for a vocabulary of its own, ontology/."""

    root: Path = PACKAGED
    largest: int = LARGEST
    """The bytes that one of its files may have, once it is unpacked."""

    @property
    def catalog(self) -> list[Path]:
        """The file that describes the dataset, if it is there."""
        file = self.root / CATALOG
        return [file] if file.is_file() else []

    @property
    def has_claims(self) -> bool:
        """Whether words are quoted here: then the rules of claims hold."""
        return bool(self.seeds or self.claims)

    @property
    def ontology(self) -> Path:
        """Its own vocabulary, else that of the package for what asks for it.

        Claims do, and data that uses its terms; all other data is left alone.
        """
        own = self.root / "ontology"
        if own.is_dir() or not (self.has_claims or self._uses_ours):
            return own
        return PACKAGED / "ontology"

    @cached_property
    def _uses_ours(self) -> bool:
        """Whether a file of Turtle here names the vocabulary of this package."""
        files = filter(Path.is_file, (self.root / "dataset").glob("*.ttl"))
        return any(DIP.encode() in file.read_bytes() for file in files)

    @property
    def seeds(self) -> list[Path]:
        """The files with the articles' texts, byte for byte."""
        return sorted((self.root / "seeds").glob("*.txt"))

    @property
    def vocabulary(self) -> list[Path]:
        """The files of the vocabulary: terms, shapes, alignments."""
        return sorted(self.ontology.glob("*.ttl"))

    @property
    def vocabulary_brought(self) -> list[Path]:
        """The files of a vocabulary of its own that are no Turtle, or lie deeper."""
        known = {*self.vocabulary, *self.rules, *self.tables}
        own = files_below(self.root / "ontology")
        return [one for one in own if one not in known and one.name != "README.md"]

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
        return sorted((self.root / "dataset" / _CLAIMS).glob("*.trig"))

    @property
    def reasons(self) -> list[Path]:
        """The files that may hold notes and links."""
        return sorted((self.root / "dataset").glob("*.trig"))

    @property
    def mappings(self) -> list[Path]:
        """The mapping sets (SSSOM), whose rows are links."""
        return sorted((self.root / "dataset").glob("*.sssom.tsv"))

    @property
    def extracts(self) -> list[Path]:
        """What other datasets said of the things that links lead to, on some day."""
        return sorted((self.root / "dataset" / _EXTRACTS).glob("*.json"))

    @property
    def proposals(self) -> list[Path]:
        """The proposals that were accepted, or refused."""
        return sorted((self.root / PROPOSALS).glob("*.json"))

    @property
    def queries(self) -> list[Path]:
        """The example queries."""
        return sorted((self.root / "dataset" / _QUERIES).glob("*.rq"))

    @property
    def brought(self) -> list[Path]:
        """All other files of the dataset, in whatever format and folder they are."""
        by_hand = {self.root / CATALOG, self.conformance}
        by_hand.update(self.claims, self.queries, self.reasons)
        by_hand.update(self.mappings, self.extracts, self.proposals)
        return [one for one in files_below(self.root / "dataset") if one not in by_hand]

    @property
    def conformance(self) -> Path:
        """The table of what was checked of the served dataset; it need not be there."""
        return self.root / "dataset" / _TABLE

    def name(self, path: Path) -> str:
        """How a file of this folder is called in messages."""
        for root in (self.root, self.ontology.parent):
            if path.is_relative_to(root):
                return in_utf8(path.relative_to(root).as_posix())
        return in_utf8(path.as_posix())


def in_utf8(name: str) -> str:
    """The name of a file; of one that is not UTF-8 each odd byte as an escape."""
    return name.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True)
class Bundle(Folder):
    """Files and folders that come as they are, without a catalog."""

    places: tuple[Path, ...] = ()
    found: tuple[Path, ...] = ()
    """Those of these places that nobody named: the descriptions of tables."""

    @property
    def named(self) -> list[Path]:
        """The places that somebody named; a link among them is meant to be followed."""
        return [one for one in self.places if not self._leads_astray(one)]

    def _leads_astray(self, place: Path) -> bool:
        return place in self.found and place.is_symlink()

    @property
    def called(self) -> str:
        """The name of the first of them, without its suffixes."""
        first = self.places[0]
        name = _SUFFIXES.sub("", first.name).strip(".")
        return in_utf8(name or first.resolve().name) or "data"

    @property
    def around(self) -> list[str]:
        """The names of the folders that the first of them is in, the nearest first."""
        return [in_utf8(above.name) for above in self.places[0].absolute().parents]

    @property
    def seeds(self) -> list[Path]:
        """None: no file of a bundle has a part to play by its name."""
        return []

    catalog = claims = vocabulary = vocabulary_brought = seeds
    rules = tables = reasons = mappings = extracts = proposals = queries = seeds

    @property
    def brought(self) -> list[Path]:
        """All files, those of folders with all that lies below them."""
        paths: dict[Path, None] = {}
        for place in self.places:
            below = files_below(place) if place.is_dir() else [place]
            paths |= dict.fromkeys(below)
        return list(paths)


def bundle(places: tuple[Path, ...], largest: int = LARGEST) -> Bundle:
    """Files and folders as a bundle, whose root is the folder that holds them all.

    A table comes with the description beside it.
    """
    whole = [place if place.is_dir() else place.parent for place in places]
    described = [one for place in places for one in descriptions_beside(place)]
    all_places = tuple(dict.fromkeys((*places, *described)))
    found = tuple(one for one in described if one not in places)
    return Bundle(Path(commonpath(whole)), largest, all_places, found)


def descriptions_beside(place: Path) -> Iterator[Path]:
    """Where the description of a table may be (Model for Tabular Data, section 5.3)."""
    if place.is_file() and {".csv", ".tsv"} & {*place.suffixes}:
        stem = place.name.partition(".")[0]
        names = (f"{place.name}-metadata.json", f"{stem}-metadata.json")
        beside = map(place.with_name, (*names, "csv-metadata.json"))
        yield from filter(Path.is_file, beside)


def is_dataset(place: Path) -> bool:
    """Whether a place is the folder of a dataset, and no mere collection of files."""
    if (place / CATALOG).is_file() or (place / "seeds").is_dir():
        return True
    return (place / "dataset" / _CLAIMS).is_dir()


def dataset_here() -> Path:
    """The dataset that is meant where no place is named.

    That is the one in whose folder, or below it, a command is run; else this package's.
    """
    here = Path.cwd()
    return next(filter(is_dataset, (here, *here.parents)), PACKAGED)


def files_below(place: Path) -> list[Path]:
    """All files of a folder and of those below it, in the order of their paths."""
    return sorted(_walked(place)) if place.is_dir() else []


def _walked(place: Path) -> Iterator[Path]:
    for entry in place.iterdir():
        if _is_walked(entry):
            yield from _walked(entry)
        else:
            yield entry


def _is_walked(entry: Path) -> bool:
    """Whether it is a folder to look into; the others are told of by themselves.

    A link to a folder could lead back to where it stands, and an empty folder may stand
    where a file should be.
    """
    if not entry.is_dir() or entry.is_symlink() or is_apart(entry):
        return False
    return any(entry.iterdir())


def is_apart(place: Path) -> bool:
    """Whether a folder is told as one: hidden, of somebody's tools, or a release."""
    is_release = (place / "release.json").is_file() and (place / "SHA256SUMS").is_file()
    return is_release or place.name.startswith(".") or place.name in _OF_TOOLS


_OF_TOOLS = ("node_modules", "__pycache__")
