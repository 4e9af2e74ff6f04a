"""By what data names itself, to be cited so: its DOI, the IRI of its version, its own."""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DC, DCTERMS, OWL, SCHEMAS

_VERSION = OWL("versionIRI")
_IDENTIFIERS = (
    DCTERMS("identifier"),
    DC("identifier"),
    NamedNode("http://purl.org/ontology/bibo/doi"),
    *(schema("identifier") for schema in SCHEMAS),
)
NAME = re.compile(r"(?!validation$)[A-Za-z0-9]([A-Za-z0-9.-]{0,60}[A-Za-z0-9])?")
"""What a dataset may be called in addresses."""
_DOI = re.compile(
    r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE
)


def addresses(this: NamedNode, said: Iterable[Quad]) -> list[str]:
    """The addresses on the Web by which something is known, the most lasting first."""
    quads = list(said)
    named = (*_dois(quads), *_versions(quads), this.value)
    return [one for one in named if one.startswith(("http://", "https://"))]


def version_of(this: NamedNode, said: Iterable[Quad]) -> str:
    """The version that its IRI tells: the part with a number that this has not; else ""."""
    known = _parts(this.value)
    parts = (part for iri in _versions(said) for part in _parts(iri))
    return next((part for part in parts if _has_number(part) and part not in known), "")


def _dois(said: Iterable[Quad]) -> Iterator[str]:
    for quad in said:
        found = _DOI.fullmatch(text_of(quad.object))
        if found and quad.predicate in _IDENTIFIERS:
            yield f"https://doi.org/{found[1]}"


def _versions(said: Iterable[Quad]) -> list[str]:
    return sorted(text_of(one.object) for one in said if one.predicate == _VERSION)


def _parts(iri: str) -> list[str]:
    return re.split("[/#]", iri)


def _has_number(text: str) -> bool:
    return any(map(str.isdigit, text))


def local_address(files: str) -> str:
    """What IRIs of files begin with that have no address of their own."""
    return f"http://localhost/{name_of(files)}/"


def name_of(files: str) -> str:
    """What a dataset is called in addresses whose files are called so."""
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", files)[:60].strip(".-")
    return name if NAME.fullmatch(name) else "dataset"
