"""What is called by what it leads to: of several names the one that is no number."""

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from brought import site_of, words
from diplomatica.model.dataset.naming import (
    LONGEST,
    cut,
    is_of_signs,
    says_preferred,
)

EVENTS = """
@prefix : <https://example.org/e/> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix frbr: <http://purl.org/vocab/frbr/core#> .
@prefix lrmoo: <http://iflastandards.info/ns/lrm/lrmoo/> .
@prefix bf: <http://id.loc.gov/ontologies/bibframe/> .
@prefix rico: <https://www.ica.org/standards/RiC/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

:e323 a crm:E5_Event ; crm:P1_is_identified_by :i1 , :i2 .
:i1 a crm:E42_Identifier ; rdfs:label "Identification number" ;
    crm:P190_has_symbolic_content "323" .
:i2 a crm:E42_Identifier ; rdfs:label "Event name" ;
    crm:P190_has_symbolic_content "Third expedition"@en .
:e9 a crm:E5_Event ; crm:P1_is_identified_by [ crm:P190_has_symbolic_content "9" ] .
:d16 a eli:LegalResource ; eli:id_local "2004035121" ; eli:is_realized_by :d16-nl .
:d16-nl a eli:LegalExpression ; eli:title "Decreet over milieu"@nl .
:w7 a frbr:Work ; frbr:realization :x7 . :x7 dcterms:title "Emma" .
:w8 a frbr:Work . :x8 frbr:realizationOf :w8 ; dcterms:title "Persuasion" .
:w9 a lrmoo:F1_Work ; lrmoo:R3_is_realised_in :x9 . :x9 crm:P102_has_title :t9 .
:t9 a crm:E35_Title ; crm:P190_has_symbolic_content "Evelyn" .
:w10 a bf:Work ; bf:title [ a bf:Title ; bf:mainTitle "The Watsons" ] .
:w11 a bf:Work . :x11 bf:instanceOf :w11 ; bf:title :t11 .
:t11 a bf:Title ; bf:mainTitle "Lady Susan" .
:p1 a crm:E39_Actor ; crm:P131_is_identified_by :n1 , :n2 .
:n1 crm:P2_has_type :nick ; rdfs:label "Aunt J." . :nick rdfs:label "Nickname" .
:n2 crm:P2_has_type :full ; rdfs:label "Jane Austen" . :full rdfs:label "Full name" .
:p2 a crm:E21_Person ; crm:P1_is_identified_by :n3 , [
    crm:P2_has_type <http://vocab.getty.edu/aat/300404670> ;
    crm:P190_has_symbolic_content "Cassandra" ] .
:n3 crm:P2_has_type :nick ; crm:P190_has_symbolic_content "Aunt C." .
:r1 a rico:Person ; rico:hasOrHadAgentName :rn1 .
:rn1 a rico:AgentName ; rico:textualValue "Ada Lovelace" .
:r2 a rico:Person ; rico:hasOrHadAgentName :rn2 ; rico:name "Charles Babbage" .
:rn2 a rico:AgentName ; rico:textualValue "Babbage, C." .
:r3 a rico:Person ; rico:hasOrHadAgentName :rn3 .
:rn3 a rico:AgentName ; rdfs:label "Mary Somerville" .
:r4 a rico:Place ; rico:hasOrHadPlaceName [ rico:textualValue "Ockham Park" ] .
:r5 a rico:Record ; rico:hasOrHadTitle [ a rico:Title ; rico:textualValue "Note G" ] .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return site_of(EVENTS, tmp_path_factory.mktemp("carried"))


def found(site: FlaskClient, sought: str) -> dict[str, str]:
    answer = site.get("/search", query_string={"q": sought, "format": "csv"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    rows = (row.split(",") for row in answer.text.splitlines()[1:])
    return {row[0].rpartition("/")[2]: row[1] for row in rows}


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        ("e323", "Third expedition"),
        ("e9", "9"),
        ("d16", "Decreet over milieu"),
        ("w7", "Emma"),
        ("w8", "Persuasion"),
        ("w9", "Evelyn"),
        ("w10", "The Watsons"),
        ("w11", "Lady Susan"),
        ("p1", "Jane Austen"),
        ("p2", "Cassandra"),
        ("r1", "Ada Lovelace"),
        ("rn1", "Ada Lovelace"),
        ("r2", "Charles Babbage"),
        ("r3", "Mary Somerville"),
        ("r4", "Ockham Park"),
        ("r5", "Note G"),
    ],
)
def test_a_thing_is_called_by_the_name_that_it_leads_to(
    thing: str, name: str, site: FlaskClient
) -> None:
    page = site.get(f"/{thing}", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert f">{name}</h1>" in page.text
    assert found(site, name)[thing] == name


def test_a_name_that_is_a_thing_stands_behind_what_has_it(site: FlaskClient) -> None:
    assert next(iter(found(site, "Ada Lovelace"))) == "r1"
    assert "agent name of" not in words(site, "/r1")


def test_a_thing_is_still_found_by_its_number(site: FlaskClient) -> None:
    assert found(site, "323")["e323"] == "Third expedition"


@pytest.mark.parametrize(
    ("said", "is_preferred"),
    [
        ("Full name", True),
        ("Preferred term", True),
        ("https://example.org/types/preferred-name", True),
        ("Titel", True),
        ("название", True),
        ("Nickname", False),
        ("former name", False),
        ("inventory number", False),
        ("https://example.org/types/MaidenName", False),
        (None, False),
    ],
)
def test_the_type_of_an_appellation_says_whether_it_is_the_name(
    said: str | None, is_preferred: bool
) -> None:
    assert says_preferred(said) is is_preferred


def test_what_is_found_states_no_name_that_nobody_stated(site: FlaskClient) -> None:
    answer = site.get("/search", query_string={"q": "Austen", "format": "ttl"})
    assert answer.status_code == 200
    assert "p1" in answer.text
    assert "preferred-name" not in answer.text


def test_lists_call_a_thing_as_its_page_does(site: FlaskClient) -> None:
    kinds = {
        "http://www.cidoc-crm.org/cidoc-crm/E5_Event": "Third expedition",
        "http://data.europa.eu/eli/ontology#LegalResource": "Decreet over milieu",
    }
    for kind, name in kinds.items():
        assert name in words(site, "/browse", kind=kind)


@pytest.mark.parametrize(
    ("name", "is_code"),
    [
        ("323", True),
        ("TM-12.4", True),
        ("9d8f0a1e-1b2c-4d3e-8f90-abcdefabcdef", True),
        ("Map 3", False),
        ("EXPO 58", False),
        ("第3次", False),
        ("A", False),
    ],
)
def test_a_code_is_told_from_a_name_with_a_number(name: str, is_code: bool) -> None:
    assert is_of_signs(name) is is_code


SPANS = """
@prefix : <https://example.org/e/> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
""" + "".join(
    f"""
:e{n} a crm:E5_Event ; crm:P4_has_time-span :t{n} ; crm:P1_is_identified_by :i{n} , :n{n} ;
    crm:P2_has_type <http://vocab.getty.edu/aat/30040{n % 2}791> , :kind{n % 3} .
:t{n} a crm:E52_Time-Span ; rdfs:label "DateBegin and DateEnd" ;
    crm:P82a_begin_of_the_begin "190{n}-01-01"^^xsd:date ;
    crm:P82b_end_of_the_end "191{n}-12-31"^^xsd:date .
:i{n} a crm:E42_Identifier ; rdfs:label "Event name" ;
    crm:P190_has_symbolic_content "{word} expedition" .
:n{n} a crm:E42_Identifier ; rdfs:label "Identification number" ;
    crm:P190_has_symbolic_content "32{n}" .
:kind0 rdfs:label "raid" . :kind1 rdfs:label "fair" . :kind2 rdfs:label "show" .
"""
    for n, word in enumerate(("First", "Second", "Third", "Fourth", "Fifth", "Sixth"))
)


@pytest.fixture(scope="module")
def spans(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return site_of(SPANS, tmp_path_factory.mktemp("spans"))


def test_a_node_that_only_carries_a_value_is_told_with_it(spans: FlaskClient) -> None:
    told = words(spans, "/e2")
    assert "DateBegin and DateEnd: 1902 – 1912" in told
    assert "Event name: Third expedition" in told
    assert "Identification number: 322" in told


def test_a_date_of_a_time_span_names_what_has_it(spans: FlaskClient) -> None:
    told = words(spans, "/browse/dates")
    assert "1902 Third expedition" in told
    assert "DateBegin" not in told


def test_the_first_question_is_about_the_first_kind(spans: FlaskClient) -> None:
    told = words(spans, "/")
    assert "things of the kind “Event”" in told
    assert "What is there of this kind “Event”?" in told


def test_bare_codes_stand_behind_what_has_a_name(spans: FlaskClient) -> None:
    for path in ("/", "/browse"):
        told = words(spans, path)
        places = [told.index(name) for name in ("raid 2", "fair 2", "show 2")]
        assert max(places) < told.index("aat"), path


@given(st.text(alphabet="ab …-", max_size=3 * LONGEST))
def test_a_name_that_was_cut_is_cut_no_further(words: str) -> None:
    assert len(cut(words)) <= LONGEST + 1
    assert cut(cut(words)) == cut(words)
