"""Axioms of OWL in words, on the pages of what they are about."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

MANY = 40
PETS = """
@prefix : <https://pets.org/id/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:Rex a :Dog . :Tom a :Cat . [] a owl:AllDifferent ; owl:distinctMembers ( :Rex :Tom ) .
[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :Rex ;
  owl:assertionProperty :eats ; owl:targetIndividual :Tom .
:age a owl:DatatypeProperty ; rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;
  owl:withRestrictions ( [ xsd:minInclusive 0 ] [ xsd:maxExclusive 30 ] ) ] .
:code rdfs:range [ owl:onDatatype xsd:string ;
  owl:withRestrictions ( [ xsd:pattern "[A-Z]+" ] ) ] .
"""


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("pets")
    fish = " ".join(f":f{n}" for n in range(MANY))
    kinds = "\n".join(f":f{n} a :Fish ." for n in range(MANY))
    alike = f"\n[] a owl:AllDifferent ; owl:members ( {fish} ) .\n"
    (folder / "pets.ttl").write_text(PETS + kinds + alike, "utf-8")
    release = build(bundle((folder / "pets.ttl",)), folder / "releases")
    return create_app(release).test_client()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/Rex", "are all different: Rex , Tom"),
        ("/Tom", "not so: Rex eats Tom"),
        ("/age", "range integer at least 0 and less than 30"),
        ("/code", "range string of the pattern [A-Z]+"),
    ],
)
def test_an_axiom_is_told_in_words(path: str, told: str, pets: FlaskClient) -> None:
    assert told in words(pets, path)


def test_of_many_that_are_told_apart_the_first_are_named(pets: FlaskClient) -> None:
    told = words(pets, "/f0").partition("are all different: ")[2]
    assert re.findall(r"\bf\d+", told)[-1:] == ["f11"]
    assert f"f11 and {MANY - 12} more" in told


def words(site: FlaskClient, path: str) -> str:
    answer = site.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    main = answer.text.partition('<main id="main">')[2].partition("Take it with")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
