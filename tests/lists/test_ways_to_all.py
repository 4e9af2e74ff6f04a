"""What a page shows the first of leads to all of it, in the order that readers expect."""

import re
from html import unescape
from pathlib import Path

from brought import site_of, words

PREFIXES = """
@prefix : <https://codes.org/id/> . @prefix o: <https://codes.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix s: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
HTML = {"Accept": "text/html"}


def test_the_members_of_a_long_list_are_listed_on_pages(tmp_path: Path) -> None:
    codes = "".join(
        f':c{n} a skos:Concept ; skos:prefLabel "Code {n:02}" . :all o:member :c{n} .'
        for n in range(60)
    )
    site = site_of(f'{PREFIXES} {codes} :all rdfs:label "All" .', tmp_path)
    page = site.get("/all", headers=HTML).text
    (address,) = re.findall(r'<a href="([^"]*)">All 60</a>', page)
    told = words(site, unescape(address))
    assert "60 things" in told
    assert "Code 49" in told
    assert "Page 1 of 2" in told


def test_years_and_decades_stand_as_time_goes(tmp_path: Path) -> None:
    texts = "".join(
        f':t{n} a o:Text ; rdfs:label "Text {n}" ; o:date "{year}"^^xsd:gYear .'
        for n, year in enumerate((1995, 1995, 1987, 1991, 1991, 1991, 1999, 1987))
    )
    told = words(site_of(PREFIXES + texts, tmp_path), "/browse", kind=f"{OWN}Text")
    facet = told.partition("Narrow down")[2]
    assert "date 1987 2 1991 3 1995 2 1999 1" in facet


OWN = "https://codes.org/own#"


def test_how_schema_org_tells_its_terms_parts_nothing(tmp_path: Path) -> None:
    terms = "".join(
        f"s:p{n} s:rangeIncludes s:Text ; s:domainIncludes s:K{n % 2} ."
        for n in range(12)
    )
    firms = "".join(
        f':f{n} a o:Firm ; rdfs:label "Firm {n}" ; o:town "Town {n % 2}" .'
        for n in range(8)
    )
    told = words(site_of(PREFIXES + terms + firms, tmp_path), "/browse")
    assert "By town" in told
    assert "Includes" not in told


def test_years_before_our_era_stand_as_time_goes(tmp_path: Path) -> None:
    years = ("-0200", "-0200", "0050", "-0100", "-0100", "0050", "-0300", "-0300")
    texts = "".join(
        f':t{n} a o:Text ; rdfs:label "Text {n}" ; o:date "{year}"^^xsd:gYear .'
        for n, year in enumerate(years)
    )
    told = words(site_of(PREFIXES + texts, tmp_path), "/browse", kind=f"{OWN}Text")
    facet = told.partition("Narrow down")[2]
    assert re.findall(r"\d+ BCE|\b50\b|0050", facet) == [
        "301 BCE",
        "201 BCE",
        "101 BCE",
        "50",
    ]
