"""What nobody should use any more: marked in lists, with what replaces it at the top."""

from pathlib import Path

import pytest

from brought import site_of, words

TEXT = """
@prefix : <https://port.org/id/> . @prefix o: <https://own.org/terms#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix s: <https://schema.org/> .
@prefix obo: <http://purl.obolibrary.org/obo/> . @prefix d: <http://purl.org/dc/terms/> .
@prefix vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#> .
:barque a o:Rig ; rdfs:label "Barque" . :brig a o:Rig ; rdfs:label "Brig" .
:bark a o:Rig ; rdfs:label "Bark" ; rdfs:seeAlso :brig .
"""
OF_OLD = "Bark (no longer used)"


@pytest.mark.parametrize(
    "said",
    [
        ":bark owl:deprecated true .",
        ":bark a owl:DeprecatedClass .",
        ':bark vs:term_status "archaic" .',
        ":bark o:status <https://codes.org/status/deprecated> . :brig o:status :valid .",
        ':bark o:has_status "Superseded"@en .',
    ],
)
def test_lists_mark_what_is_no_longer_used(said: str, tmp_path: Path) -> None:
    site = site_of(f"{TEXT} {said} :barque o:near :bark .", tmp_path)
    rows = words(site, "/browse", kind="https://own.org/terms#Rig")
    for told in (rows, words(site, "/search", q="bark"), words(site, "/barque")):
        assert OF_OLD in told
    assert "Barque (no" not in rows


def test_nothing_is_marked_where_all_is_in_use(tmp_path: Path) -> None:
    site = site_of(TEXT, tmp_path)
    assert "no longer" not in words(site, "/browse", kind="https://own.org/terms#Rig")


@pytest.mark.parametrize(
    "said",
    [
        ":bark obo:IAO_0100001 :barque .",
        ":bark d:isReplacedBy :barque .",
        ":bark s:supersededBy :barque .",
        ":barque d:replaces :bark .",
    ],
)
def test_what_replaces_a_thing_is_told_at_the_top(said: str, tmp_path: Path) -> None:
    told = words(
        site_of(f"{TEXT} {said} :bark owl:deprecated true .", tmp_path), "/bark"
    )
    assert told.startswith(f"Rig {OF_OLD} To be used in its place: Barque https://")
