"""What a visitor does with a page: cites it, or says that something on it is wrong."""

from pathlib import Path

from flask.testing import FlaskClient

from brought import site_of, words

TEXT = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix d: <http://purl.org/dc/terms/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:d a <http://www.w3.org/ns/dcat#Dataset> ; d:title "Harbours" ; d:creator "Ada Mast" ;
  d:created "2011-02-03"^^xsd:date ; d:modified "2024-05-06"^^xsd:date .
:a a o:Boat ; rdfs:label "Ark" ; o:of <https://other.org/b> .
<https://other.org/b> rdfs:label "Barge" .
"""
HTML = {"Accept": "text/html"}


def proposed(site: FlaskClient, of: str) -> str:
    answer = site.get("/propose", query_string={"of": of}, headers=HTML)
    assert answer.status_code == 200, of
    return answer.text


def test_the_year_of_a_citation_is_that_of_creation_and_not_of_a_change(
    tmp_path: Path,
) -> None:
    told = words(site_of(TEXT, tmp_path), "/about")
    assert "Ada Mast (2011): Harbours. Version made from the files" in told


def test_the_page_of_a_thing_says_how_to_cite_it(tmp_path: Path) -> None:
    told = words(site_of(TEXT, tmp_path), "/a")
    assert "To cite it: Ark. In: Ada Mast (2011): Harbours. Version made" in told
    assert "Dataset. https://port.org/id/a What is said of it" in told


def test_whoever_proposes_a_change_of_brought_data_learns_what_can_be_done(
    tmp_path: Path,
) -> None:
    site = site_of(TEXT, tmp_path)
    for of, name in (("a", "Ark"), ("about?iri=https://other.org/b", "Barge")):
        told = proposed(site, of)
        assert f"What is said of {name} stands in files that were brought" in told
        assert "it is mended by Ada Mast." in told
        assert 'href="/report?of=' in told
    assert site.get("/propose?of=nothing", headers=HTML).status_code == 404


def test_a_report_names_the_thing_of_an_address_of_others(tmp_path: Path) -> None:
    of = "about?iri=https://other.org/b"
    assert "Wrong: Barge" in words(site_of(TEXT, tmp_path), "/report", of=of)


def test_no_address_is_offered_where_nobody_can_be(tmp_path: Path) -> None:
    rdfs = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    hosts = ("localhost", "example.org", "a.test", "192.0.2.1", "port.org")
    boats = " ".join(f'<http://{one}/{one}-boat> rdfs:label "B" .' for one in hosts)
    site = site_of(rdfs + boats, tmp_path)
    led = {one: words(site, "/about", iri=f"http://{one}/{one}-boat") for one in hosts}
    offered = [one for one, told in led.items() if "open it where it is" in told]
    cited = [one for one, told in led.items() if f"Dataset. http://{one}/" in told]
    assert offered == cited == ["port.org"]


def test_a_thing_that_names_itself_nowhere_is_cited_where_it_is_read(
    tmp_path: Path,
) -> None:
    rdfs = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    site = site_of(rdfs + '<boat> rdfs:label "Ark" .', tmp_path)
    assert "they name things within this data alone" in words(site, "/")
    headers = {**HTML, "Host": "port.org"}
    page = site.get("/boat", headers=headers).text
    assert "Dataset. http://port.org/boat<" in page
    assert "open it where it is" not in page


def test_a_report_names_the_thing_of_an_address_with_a_hash(tmp_path: Path) -> None:
    text = """<http://port.org/boats#ark> a <http://port.org/own#Boat> ;
      <http://www.w3.org/2000/01/rdf-schema#label> "Ark" .
      <http://port.org/boats#barge> <http://port.org/own#by> <http://port.org/boats#ark> .
      <http://port.org/quays/a> <http://port.org/own#of> <http://port.org/boats#ark> ."""
    site = site_of(text, tmp_path)
    page = site.get("/boats%23ark", headers=HTML).text
    assert 'href="/report?of=boats%23ark"' in page
    assert "Wrong: Ark" in words(site, "/report?of=boats%23ark")
