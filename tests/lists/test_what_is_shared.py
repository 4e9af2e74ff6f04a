"""What many things lead to, or have, is told as shared: by links, codes and lists."""

from pathlib import Path

from brought import site_of, words

PREFIXES = """
@prefix : <https://firms.org/id/> . @prefix o: <https://firms.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix r: <https://regions.gov/> .
"""


def firms(codes: list[str]) -> str:
    return PREFIXES + "".join(
        f':f{n} a o:Firm ; rdfs:label "Firm {chr(65 + n)}" ; skos:notation "{code}" ;'
        f" o:region r:{'wales' if n else 'kent'} ; o:project r:project{n} ."
        for n, code in enumerate(codes)
    )


def test_an_address_of_others_leads_to_the_things_here_that_have_it(
    tmp_path: Path,
) -> None:
    site = site_of(firms(["1", "2", "3"]), tmp_path)
    page = site.get("/f1", headers={"Accept": "text/html"}).text
    wales = '<a href="/about?iri=https://regions.gov/wales">others with it</a>'
    assert page.count("others with it") == 1
    assert wales in page
    assert "others with it" not in words(site, "/f0")
    told = words(site, "/about?iri=https://regions.gov/wales")
    assert "Firm B" in told
    assert "Firm C" in told


def test_the_code_of_an_industry_is_no_part_of_a_name(tmp_path: Path) -> None:
    site = site_of(firms(["1357", "1357", "2737", "1357", "2737"]), tmp_path)
    assert "1357 Firm" not in words(site, "/")
    assert "1357 Firm" not in words(site, "/search?q=firm")
    assert words(site, "/f1").startswith("Firm Firm B")


def test_a_code_of_ones_own_stands_before_the_name(tmp_path: Path) -> None:
    site = site_of(firms(["1357", "1358", "2737", "1359", "2738"]), tmp_path)
    assert words(site, "/f1").startswith("Firm 1358 Firm B")


def test_members_of_a_container_are_no_properties(tmp_path: Path) -> None:
    bag = ":bag a rdf:Bag ; " + " ; ".join(f"rdf:_{n + 1} :f{n}" for n in range(5))
    told = words(site_of(firms(["1", "2", "3", "4", "5"]) + bag + " .", tmp_path), "/")
    assert "rdf:_1" not in told
    assert " 5 properties" in told


def test_all_properties_are_listed_on_the_front_page(tmp_path: Path) -> None:
    many = " ; ".join(f'o:p{n} "{n}"' for n in range(30))
    told = words(site_of(f"{PREFIXES} :a a o:Boat ; {many} .", tmp_path), "/")
    assert "and 15 more" in told
    assert "p29 1" in told
    assert "all counted" not in told


def test_a_code_of_one_letter_stands_before_a_name_that_begins_with_it(
    tmp_path: Path,
) -> None:
    text = PREFIXES + "".join(
        f':{code} a o:Section ; rdfs:label "{name}" ; skos:notation "{code}" .'
        for code, name in (("A", "Agriculture"), ("B", "Mining"), ("C", "C, Industry"))
    )
    site = site_of(text, tmp_path)
    assert words(site, "/A").startswith("Section A Agriculture")
    assert words(site, "/C").startswith("Section C, Industry")
