"""Real data from npm and PyPI, each published by one command and had back as it was."""

from pathlib import Path
from typing import NamedTuple

import cimpy
import pyshacl
import pytest
import rocrate
from click.testing import CliRunner
from flask.testing import FlaskClient
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from diplomatica.cli import main
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import open_release
from diplomatica.pipeline.files.bringing.owncatalog.selfnamed import local_address
from diplomatica.web.app import create_app

NPM = PACKAGED / "tests" / "clients" / "node_modules" / "@vocabulary"
PYPI = Path(pyshacl.__file__).with_name("assets")
GRID = Path(cimpy.__file__).parent / "examples" / "sampledata" / "CIGRE_MV"
CRATE = Path(rocrate.__file__).with_name("data")


class Public(NamedTuple):
    """A data set, and a term of it with its label in a language."""

    file: Path
    things: int
    term: str
    language: str
    label: str


PUBLIC = [
    Public(
        NPM / "crm" / "crm.nq",
        380,
        "http://www.cidoc-crm.org/cidoc-crm/E10_Transfer_of_Custody",
        "de",
        "Übertragung des Gewahrsams",
    ),
    Public(
        NPM / "org" / "org.nq",
        45,
        "http://www.w3.org/ns/org#Organization",
        "it",
        "Organizzazione",
    ),
    Public(
        NPM / "sosa" / "sosa.nq", 30, "http://www.w3.org/ns/sosa/Sensor", "en", "Sensor"
    ),
    Public(
        NPM / "gs1" / "gs1.nq",
        2000,
        "https://ref.gs1.org/voc/Product",
        "fr",
        "Product",
    ),
    Public(
        NPM / "dpv" / "dpv.nq", 300, "http://www.w3.org/ns/dpv#Consent", "en", "Consent"
    ),
    Public(
        NPM / "schema" / "schema.nq",
        2000,
        "http://schema.org/Person",
        "en",
        "Person",
    ),
    Public(
        PYPI / "shacl.ttl",
        200,
        "http://www.w3.org/ns/shacl#NodeShape",
        "en",
        "Node shape",
    ),
    Public(
        PYPI / "dash.ttl",
        150,
        "http://datashapes.org/dash#Editor",
        "en",
        "Editor",
    ),
    Public(
        CRATE / "schema.jsonld",
        2000,
        "http://schema.org/Person",
        "en",
        "Person",
    ),
    Public(
        GRID / "Rootnet_FULL_NE_24J13h_EQ.xml",
        200,
        "urn:uuid:9cb447bf-8f30-4834-889d-cb27393afff8",
        "en",
        "NEPLAN",
    ),
]
FORMATS = {
    ".jsonld": RdfFormat.JSON_LD,
    ".nq": RdfFormat.N_QUADS,
    ".ttl": RdfFormat.TURTLE,
    ".xml": RdfFormat.RDF_XML,
}


class Published(NamedTuple):
    """The same once it is published, and a client of its site."""

    public: Public
    client: FlaskClient


@pytest.fixture(scope="module", params=PUBLIC, ids=lambda one: one.file.name)
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Published:
    public: Public = request.param
    if not public.file.is_file():
        pytest.skip(f"{public.file.name} of npm is not installed: make clients")
    place = tmp_path_factory.mktemp(public.file.stem)
    arguments = ["build", str(public.file), "--output", str(place)]
    told = CliRunner().invoke(main, arguments)
    assert told.exit_code == 0, told.output
    release = open_release(place / "latest")
    return Published(public, create_app(release).test_client())


def canonical(quads: list[Quad]) -> set[str]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(map(str, dataset))


def page(client: FlaskClient, address: str, **fields: str) -> str:
    headers = {"Accept": "text/html", **fields}
    answer = client.get(address, headers=headers, follow_redirects=True)
    assert answer.status_code == 200, address
    return answer.text


def test_its_front_page_has_its_things(published: Published) -> None:
    site = published.client.application.extensions["site"]
    assert site.profile.things >= published.public.things
    front = page(published.client, "/")
    assert f"<strong>{site.profile.things:,}</strong> things" in front


def test_a_term_is_called_as_its_reader_says(published: Published) -> None:
    public, client = published
    asked = {"Accept-Language": public.language}
    text = page(client, f"/about?iri={public.term.replace('#', '%23')}", **asked)
    heading = text.partition("<h1")[2].partition("</h1>")[0]
    assert public.label in heading


def test_a_search_finds_a_term_by_its_label(published: Published) -> None:
    public, client = published
    found = client.get("/search", query_string={"q": public.label, "format": "csv"})
    assert found.status_code == 200
    assert public.term in found.text


def test_a_search_finds_a_term_by_its_iri(published: Published) -> None:
    public, client = published
    sought = public.term.removeprefix("urn:uuid:")
    found = client.get("/search", query_string={"q": sought, "format": "csv"})
    assert public.term in found.text


def test_it_comes_back_as_it_was(published: Published) -> None:
    public, client = published
    back = client.get(f"/dumps/brought/{public.file.stem}.nq")
    form, base = FORMATS[public.file.suffix], local_address(public.file.stem)
    address = f"{base}{public.file.name}"
    was = list(parse(path=public.file, format=form, base_iri=address))
    now = list(parse(back.data, format=RdfFormat.N_QUADS))
    assert canonical(now) == canonical(was)
