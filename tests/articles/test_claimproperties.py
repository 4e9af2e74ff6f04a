"""A property of claims is a row and a term: the rest of the program follows from these."""

import csv
import re
from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Triple

from conftest import ARTICLE, BASE, CLAIMS, append, small_in
from diplomatica.engine import Embedded
from diplomatica.errors import InvalidInput
from diplomatica.model.claimproperties import (
    OF_CLAIMS,
    ClaimProperties,
    ClaimProperty,
)
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import digest
from diplomatica.model.text.phrase import Phrase
from diplomatica.model.vocabulary import DIP
from diplomatica.pipeline.building import build, check
from diplomatica.pipeline.workshop.workshop import Workshop
from diplomatica.web.app import create_app

TONE = ClaimProperty(
    DIP("tone"),
    is_written=True,
    words=Phrase("in a tone that is {value}"),
    column="tone string*: in what tone it is said",
)
HEARD_BY = ClaimProperty(
    DIP("heardBy"),
    is_written=True,
    is_link=True,
    words=Phrase("heard by {value}"),
    column="heard_by anyURI*: who was there",
)
TERMS = """
:tone a owl:DatatypeProperty ; rdfs:label "tone"@en ; rdfs:range xsd:string .
:heardBy a owl:ObjectProperty ; rdfs:label "heard by"@en ; rdfs:range :Agent .
"""
CLAIM = f"{BASE}claim/{ARTICLE}/kazcent"
PURPOSE = Triple(
    NamedNode(f"{BASE}id/kazcent"), DIP("purpose"), Literal("peacekeeping training")
)
TOLD = "in a tone that is warm & solemn heard by International Atomic Energy Agency"
PAGE = {"Accept": "text/html"}


def patched(patch: pytest.MonkeyPatch) -> None:
    """Let there be two rows more."""
    more = ClaimProperties(*OF_CLAIMS.rows, TONE, HEARD_BY)
    patch.setattr(OF_CLAIMS, "__dict__", vars(more))


@pytest.fixture(scope="module", autouse=True)
def rows() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patched(patch)
        yield


def with_terms(place: Path, said: str) -> Path:
    """The small dataset, in which something more is said of one claim."""
    folder = small_in(place)
    append(folder / "ontology" / "diplomatica.ttl", TERMS)
    claims = folder / CLAIMS
    block = "c:kazcent { c:kazcent "
    text = claims.read_text("utf-8")
    assert text.count(block) == 1
    claims.write_text(text.replace(block, f"{block}{said} ; "), "utf-8")
    return folder


@pytest.fixture(scope="module")
def toned(tmp_path_factory: pytest.TempPathFactory) -> Release:
    place = tmp_path_factory.mktemp("toned")
    said = 'dip:tone "warm & solemn" ; dip:heardBy :iaea'
    # What others keep was made without the rows.
    folder = Folder(with_terms(place, said))
    return build(folder, place / "releases", workshop=Workshop())


@pytest.fixture(scope="module")
def site(toned: Release) -> FlaskClient:
    return create_app(toned).test_client()


def words_of(page: str) -> str:
    """The text of a page."""
    plain = re.sub(r"<[^>]+>", "", page).replace("&amp;", "&")
    return re.sub(r"\s+", " ", plain)


@pytest.mark.parametrize(
    "path",
    [
        f"/claim/{ARTICLE}/kazcent",
        f"/article/{ARTICLE}?claim=kazcent",
        "/doc/kazcent",
        f"/statement/{digest(PURPOSE)}",
    ],
)
def test_its_words_stand_where_a_page_quotes_the_claim(
    path: str, site: FlaskClient
) -> None:
    page = site.get(path, headers=PAGE)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert TOLD in words_of(page.text)
    assert f'title="{BASE}id/iaea"' in page.text


@pytest.mark.parametrize(
    "path", [f"/claim/{ARTICLE}/kazcent", f"/article/{ARTICLE}", "/doc/kazcent"]
)
def test_rdf_has_it(path: str, site: FlaskClient) -> None:
    answer = site.get(path, headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    said = dict(graph.predicate_objects(rdflib.URIRef(CLAIM)))
    assert said[rdflib.URIRef(DIP("tone").value)] == rdflib.Literal("warm & solemn")
    assert said[rdflib.URIRef(DIP("heardBy").value)] == rdflib.URIRef(f"{BASE}id/iaea")


def test_the_default_graph_and_the_record_have_it(toned: Release) -> None:
    engine = Embedded(toned)
    plain = engine.rows("SELECT ?claim { ?claim dip:tone ?tone }")
    recorded = engine.rows("SELECT ?claim { GRAPH ?graph { ?claim dip:tone ?tone } }")
    assert [str(row["claim"]) for row in (*plain, *recorded)] == [f"<{CLAIM}>"] * 2


def test_the_table_of_claims_has_a_column_for_it(toned: Release) -> None:
    table = toned.folder / "tables" / "claims.csv"
    with table.open(encoding="utf-8", newline="") as file:
        told = {
            row["iri"]: (row["tone"], row["heard_by"]) for row in csv.DictReader(file)
        }
    assert told.pop(CLAIM) == ("warm & solemn", f"{BASE}id/iaea")
    assert len(told) > 10
    assert {*told.values()} == {("", "")}
    described = table.with_name("claims.csv-metadata.json").read_text("utf-8")
    assert '"in what tone it is said"' in described


def test_what_it_cannot_hold_and_who_may_not_have_it_is_told(tmp_path: Path) -> None:
    folder = with_terms(tmp_path, 'dip:tone :iaea ; dip:heardBy "somebody"')
    notes = folder / "dataset" / "notes.trig"
    text = notes.read_text("utf-8")
    noted = text.replace("dip:reason", 'dip:tone "warm" ; dip:reason', 1)
    notes.write_text(noted, "utf-8")
    with pytest.raises(InvalidInput) as caught:
        check(Folder(folder), workshop=Workshop())
    told = "\n".join(map(str, caught.value.faults))
    assert "has a dip:tone of the wrong kind" in told
    assert "has a dip:heardBy of the wrong kind" in told
    assert "states dip:tone, which only a claim or the build may" in told
