"""Sets of which most things are parts: a way into them from the front page."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix d: <http://purl.org/dc/terms/> . @prefix s: <https://schema.org/> .
"""
SETS = ("Base", "Jungle", "Ocean")


def cards(by: str) -> str:
    """Cards in three sets, by a property from card to set."""
    told = " ".join(f':{name} a o:Set ; rdfs:label "{name}" .' for name in SETS)
    return told + " ".join(
        f':c{n} a o:Card ; rdfs:label "Card {n}" ; {by} :{SETS[n % 5 // 2]} .'
        for n in range(20)
    )


def links(site: FlaskClient) -> dict[str, str]:
    """Where the chips of the front page lead, by their words."""
    page = site.get("/", headers={"Accept": "text/html"}).text
    found = re.findall(r'<a href="([^"]+)">(\w+) <span class="count">', page)
    return {name: unescape(href) for href, name in found}


@pytest.mark.parametrize("by", ["d:isPartOf", "s:isPartOf", "o:inSet", "o:cardSet"])
def test_sets_are_offered_with_their_names_and_counts(by: str, tmp_path: Path) -> None:
    site = site_of(PREFIXES + cards(by), tmp_path)
    assert "Set: Base 8 Jungle 8 Ocean 4" in words(site, "/")
    assert words(site, links(site)["Ocean"]).count("Card 9") == 1


def test_sets_that_lead_to_their_parts_are_offered_too(tmp_path: Path) -> None:
    text = " ".join(
        f':{name} a o:Set ; rdfs:label "{name}" ; s:hasPart {", ".join(parts)} .'
        for name, parts in (
            (name, [f":c{n}" for n in range(20) if n % 5 // 2 == place])
            for place, name in enumerate(SETS)
        )
    )
    text += " ".join(f':c{n} a o:Card ; rdfs:label "Card {n}" .' for n in range(20))
    site = site_of(PREFIXES + text, tmp_path)
    assert "Set: Base 8 Jungle 8 Ocean 4" in words(site, "/")
    assert links(site)["Ocean"].endswith("/Ocean")


def test_a_property_of_another_sort_or_of_codes_is_no_way_in(tmp_path: Path) -> None:
    site = site_of(PREFIXES + cards("o:rivals"), tmp_path)
    assert "Set: " not in words(site, "/")
    coded = cards("o:inSet").replace("rdfs:label", "o:x")
    for code, name in enumerate(SETS):
        coded = coded.replace(f":{name}", f"<https://q.org/Q{code}>")
    told = words(site_of(PREFIXES + coded, tmp_path), "/")
    assert "Set 3" in told
    assert "Set: " not in told
