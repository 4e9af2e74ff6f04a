"""The distributions in the catalog as it is served, read by rdflib and compared with the files."""

import csv
import hashlib

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import parse
from rdflib import DCAT, DCTERMS, RDF, Graph, Namespace, URIRef

from diplomatica.model.dataset.distribution import distributions
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import DUMPED, TRIG

SPDX = Namespace("http://spdx.org/rdf/terms#")
TYPES = "https://www.iana.org/assignments/media-types/"


@pytest.fixture
def catalog(client: FlaskClient) -> Graph:
    return Graph().parse(
        data=client.get("/dataset", headers={"Accept": "text/turtle"}).data,
        format="turtle",
    )


def files(catalog: Graph, release: Release) -> dict[str, URIRef]:
    """The distributions by the name of their file."""
    base = f"{release.base}release/{release.version}/dumps/"
    found = catalog.subject_objects(DCAT.downloadURL)
    return {
        str(address).removeprefix(base): this
        for this, address in found
        if isinstance(this, URIRef)
    }


def test_every_format_is_a_distribution_plain_and_packed_and_so_is_every_table(
    catalog: Graph, release: Release
) -> None:
    dumps = {
        f"{release.name}.{form.suffix}{packed}"
        for form in DUMPED
        for packed in ("", ".gz")
    }
    names = {path.stem for path in (release.folder / "tables").glob("*.csv")}
    tables = {f"tables/{name}.{suffix}" for name in names for suffix in ("csv", "xlsx")}
    assert set(files(catalog, release)) == dumps | tables
    assert set(catalog.objects(URIRef(release.dataset), DCAT.distribution)) == set(
        files(catalog, release).values()
    )
    assert tables


def test_sizes_and_checksums_are_those_of_the_bytes_that_are_served(
    catalog: Graph, release: Release, client: FlaskClient
) -> None:
    for name, this in files(catalog, release).items():
        body = client.get(f"/release/{release.version}/dumps/{name}").data
        assert catalog.value(this, DCAT.byteSize) == rdflib.Literal(
            len(body), datatype=rdflib.XSD.nonNegativeInteger
        )
        checksum = catalog.value(this, SPDX.checksum)
        assert catalog.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert (
            str(catalog.value(checksum, SPDX.checksumValue).lower())  # type: ignore[union-attr]
            == hashlib.sha256(body).hexdigest()
        )


def test_a_packed_file_tells_what_is_in_it_and_how_it_is_packed(
    catalog: Graph, release: Release
) -> None:
    this = files(catalog, release)["diplomatica.ttl.gz"]
    assert catalog.value(this, DCAT.mediaType) == URIRef(f"{TYPES}text/turtle")
    assert catalog.value(this, DCAT.compressFormat) == URIRef(
        f"{TYPES}application/gzip"
    )
    assert (
        catalog.value(files(catalog, release)["diplomatica.ttl"], DCAT.compressFormat)
        is None
    )


def test_every_distribution_has_a_licence_a_title_and_a_page(
    catalog: Graph, release: Release
) -> None:
    found = list(catalog.subjects(RDF.type, DCAT.Distribution))
    assert len(found) == len(distributions(release))
    for this in found:
        assert catalog.value(this, DCTERMS.license) == URIRef(release.license)
        assert catalog.value(this, DCTERMS.title)
        assert catalog.value(this, DCAT.accessURL) == URIRef(f"{release.base}dumps/")


def test_no_dump_holds_its_own_checksum(release: Release) -> None:
    sums = [one.sha256.encode() for one in distributions(release)]
    for _, path in release.dumps():
        assert not any(one in path.read_bytes() for one in sums)


def test_quads_have_the_distributions_too(
    client: FlaskClient, release: Release
) -> None:
    body = client.get("/dataset", headers={"Accept": "application/trig"}).data
    found = [
        quad.subject
        for quad in parse(body, format=TRIG.rdf)
        if quad.predicate.value == str(DCAT.downloadURL)
    ]
    assert len(found) == len(distributions(release))


def test_the_page_shows_size_and_checksum_beside_each_file(
    client: FlaskClient, release: Release
) -> None:
    text = client.get("/dumps/").text
    for one in distributions(release):
        row = next(
            line
            for line in text.splitlines()
            if line.startswith("<tr>") and f'href="/dumps/{one.name}"' in line
        )
        assert f">{one.size:,}<" in row
        assert f">{one.sha256}<" in row


def test_the_page_tells_what_each_table_holds(
    client: FlaskClient, release: Release
) -> None:
    page = client.get("/dumps/").text
    table = page.partition('<h3 id="t-events">')[2].partition("</section>")[0]
    with (release.folder / "tables" / "events.csv").open(encoding="utf-8") as file:
        names, *rows = csv.reader(file)
    assert f"{len(rows)} rows, {len(names)} columns" in table
    assert "Events, which are what happened, one row for each." in table
    sample = table.partition("<tbody>")[2].partition("</tbody>")[0]
    assert sample.count("<tr>") == 3
    assert "what it is called, in English" in table
