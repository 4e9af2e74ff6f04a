"""Codes for kinds, of which a file does not say what they mean."""

from pathlib import Path

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix e: <https://port.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
"""
CODED = """:a a <https://codes.org/Q5> ; rdfs:label "Ada" .
  :b a <https://codes.org/Q5> ; rdfs:label "Bob" ."""
OF_WIKIDATA = """:a a wd:Q5 ; rdfs:label "Ada" ; wdt:P21 wd:Q6581072 ;
  wdt:P19 wd:Q1297 . :b a wd:Q5 ; rdfs:label "Bob" ."""


def test_a_kind_that_is_a_code_is_told_with_its_host(tmp_path: Path) -> None:
    site = site_of(PREFIXES + CODED, tmp_path)
    front = words(site, "/")
    assert "What there is Q5 (codes.org) 2 such as “Ada”" in front
    assert words(site, "/a").startswith("Q5 (codes.org) Ada")
    assert "By kind Q5 (codes.org) 2" in words(site, "/browse")


def test_the_front_page_says_that_such_a_kind_is_not_described(tmp_path: Path) -> None:
    front = words(site_of(PREFIXES + CODED, tmp_path), "/")
    told = "2 things, such as “Ada”, “Bob”; of a kind that is not described here"
    assert f"{told}, “Q5 (codes.org)”" in front


def test_what_most_data_has_from_wikidata_reads_as_words(tmp_path: Path) -> None:
    site = site_of(PREFIXES + OF_WIKIDATA, tmp_path)
    assert "2 things of the kind “human”, such as “Ada”, “Bob”" in words(site, "/")
    told = words(site, "/a")
    assert told.startswith("human Ada")
    assert "gender female" in told
    assert "birth place wd:Q1297" in told
    page = site.get("/a", headers={"Accept": "text/html", "Accept-Language": "de"})
    assert "weiblich" in page.text


def test_a_code_at_the_host_of_the_data_is_told_without_it(tmp_path: Path) -> None:
    boats = "\n".join(
        f"<https://port.org/boat/{n}> a <https://port.org/def/Boat> ;"
        f" <https://port.org/def/quay> <https://port.org/quay/north-side> ,"
        f" <https://piers.org/quay/south-side> ."
        for n in range(9)
    )
    told = words(site_of(boats, tmp_path), "/about", iri="https://port.org/boat/3")
    assert "quay south-side (piers.org) others with it # north-side others" in told
