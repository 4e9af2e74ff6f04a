"""What stands beside a hit says more than its name."""

from pathlib import Path

from brought import site_of, words

TEXT = """
@prefix : <https://rocks.org/id/> . @prefix o: <https://rocks.org/own#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:a a o:Rock ; skos:prefLabel "Breccia and sandstone" ; skos:definition "Breccia and Sandstone." .
:b a o:Rock ; skos:prefLabel "Sandstone" ; skos:definition "Grains of sand." .
:c a o:Rock ; skos:prefLabel "Silt sandstone" ; skos:definition "." ; o:age "old" .
"""


def test_a_name_said_again_and_a_mere_stop_are_no_notes(tmp_path: Path) -> None:
    told = words(site_of(TEXT, tmp_path), "/search", q="sandstone")
    assert "Sandstone Rock Grains of sand." in told
    assert "Breccia and Sandstone." not in told
    assert "Silt sandstone Rock ." not in told
