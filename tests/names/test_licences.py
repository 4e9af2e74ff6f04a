"""Licences of which data has but an address, by the names that all know."""

from pathlib import Path

import pytest

from brought import site_of, words
from diplomatica.model.terms.licences import licence_called

CC, ODC = "https://creativecommons.org", "https://opendatacommons.org/licenses"


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (f"{CC}/publicdomain/zero/1.0/", "CC0 1.0"),
        (f"{CC}/publicdomain/mark/1.0/", "Public Domain Mark 1.0"),
        ("http://creativecommons.org/licenses/by-sa/3.0/de/", "CC BY-SA 3.0"),
        (f"{CC}/licenses/by/4.0/legalcode", "CC BY 4.0"),
        (f"{ODC}/by/1-0/", "ODC-BY 1.0"),
        ("http://www.opendatacommons.org/licenses/odbl/1.0/", "ODbL 1.0"),
        (f"{ODC}/pddl/", "PDDL"),
        ("https://spdx.org/licenses/CC-BY-4.0.html", "CC BY 4.0"),
        ("https://spdx.org/licenses/MIT", "MIT"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("http://purl.org/NET/rdflicense/cc-by4.0", "CC BY 4.0"),
        (
            "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
            "CC BY 4.0",
        ),
        ("https://www.gnu.org/licenses/gpl-3.0.html", "GNU GPL 3.0"),
        ("http://www.apache.org/licenses/LICENSE-2.0", "Apache License 2.0"),
        ("https://www.govdata.de/dl-de/by-2-0", "DL-DE BY 2.0"),
        (
            "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            "Open Government Licence 3",
        ),
        ("http://rightsstatements.org/vocab/InC/1.0/", "In Copyright 1.0"),
        ("https://port.org/licenses/by/4.0/", ""),
        (f"{ODC}/other/1.0/", ""),
    ],
)
def test_a_licence_is_called_by_its_usual_name(iri: str, name: str) -> None:
    assert licence_called(iri) == name


def test_it_is_called_so_wherever_a_page_tells_it(tmp_path: Path) -> None:
    text = f"""@prefix : <https://port.org/id/> .
      @prefix d: <http://purl.org/dc/terms/> .
      :a d:title "Ark" ; d:license <{CC}/publicdomain/zero/1.0/> .
      :b d:title "Bark" ; d:rights <{ODC}/by/1-0/> ; d:license <{ODC}/by/1-0/> ."""
    site = site_of(text, tmp_path)
    assert "licence CC0 1.0" in words(site, "/a")
    assert "rights ODC-BY 1.0" in words(site, "/b")
    assert "CC0 1.0 (creativecommons.org) 1 ODC-BY 1.0 (opendata" in words(site, "/")
