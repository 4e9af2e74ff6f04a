"""The distributions in the catalog as it is served (DCAT 3, section 6.8).

No file can hold its own checksum.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.model.dataset.distribution import (
    GZIP,
    METADATA,
    Distribution,
    distributions,
)
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import CSV
from diplomatica.model.vocabulary import DCAT, DCTERMS, RDF, SPDX, XSD

_HOLDS = {
    "quads": "The whole dataset in its named graphs, one for each reason.",
    "triples": "The whole dataset as one graph, the merge of its named graphs.",
    "results": "A table with a row for each thing.",
}
_DESCRIBED_BY = NamedNode("http://www.w3.org/2007/05/powder-s#describedby")


def distribution_statements(release: Release) -> list[Triple]:
    """What the catalog says of each file, and that the dataset is to be had as that file."""
    return [
        triple
        for one in distributions(release)
        for triple in _distribution_triples(one, release)
    ]


def _distribution_triples(one: Distribution, release: Release) -> Iterator[Triple]:
    """The description of one file of a release in DCAT."""
    this = release.iris("release", f"{release.version}#{one.name}")
    address = release.iris("release", release.version, "dumps", one.name)
    checksum = NamedNode(f"{this.value}.sha256")
    size = Literal(str(one.size), datatype=XSD("nonNegativeInteger"))
    yield Triple(NamedNode(release.dataset), DCAT("distribution"), this)
    yield Triple(this, RDF("type"), DCAT("Distribution"))
    yield Triple(
        this,
        DCTERMS("title"),
        Literal(f"{release.title} {release.version}: {one.label}", language="en"),
    )
    yield Triple(
        this, DCTERMS("description"), Literal(_HOLDS[one.form.holds], language="en")
    )
    if release.issued:
        issued = Literal(release.issued, datatype=XSD("date"))
        yield Triple(this, DCTERMS("issued"), issued)
    if release.license:
        yield Triple(this, DCTERMS("license"), NamedNode(release.license))
    yield Triple(this, DCAT("accessURL"), release.iris("dumps", ""))
    yield Triple(this, DCAT("downloadURL"), address)
    yield Triple(this, DCAT("mediaType"), media_type(one.form.media_type))
    yield Triple(this, DCAT("byteSize"), size)
    yield Triple(this, SPDX("checksum"), checksum)
    yield Triple(checksum, RDF("type"), SPDX("Checksum"))
    yield Triple(checksum, SPDX("algorithm"), SPDX("checksumAlgorithm_sha256"))
    yield Triple(
        checksum, SPDX("checksumValue"), Literal(one.sha256, datatype=XSD("hexBinary"))
    )
    if one.is_packed:
        yield Triple(this, DCAT("compressFormat"), media_type(GZIP))
    if one.form is CSV:
        yield Triple(this, _DESCRIBED_BY, NamedNode(address.value + METADATA))


def media_type(name: str) -> NamedNode:
    """The IRI of a media type, by its name."""
    return NamedNode(f"https://www.iana.org/assignments/media-types/{name}")
