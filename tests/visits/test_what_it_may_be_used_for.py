"""What is stated in words of the use of the whole is told, where no licence is."""

import re
from pathlib import Path

import pytest

from brought import site_of, words
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build

CODE = """
@prefix : <https://law.org/code/> . @prefix o: <https://law.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dc: <http://purl.org/dc/elements/1.1/> . @prefix d: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
<https://law.org/code> a void:Dataset ; d:title "Town code" ; d:creator "The town" ; {} .
:one a o:Section ; rdfs:label "Of dogs" . :two a o:Section ; rdfs:label "Of cats" .
"""


@pytest.mark.parametrize(
    "stated", ['dc:rights "Public Domain"', 'd:license "Public Domain"']
)
def test_rights_in_words_are_told_on_every_page(stated: str, tmp_path: Path) -> None:
    site = site_of(CODE.format(stated), tmp_path)
    assert "Made by The town · Public Domain" in words(site, "/")
    page = site.get("/", headers={"Accept": "text/html"}).text
    assert "Rights: Public Domain" in page.partition("<footer")[2]
    assert "No licence is stated" not in page
    assert "Rights: Public Domain" in words(site, "/dumps/")


def test_rights_in_words_are_stated_of_the_dataset(tmp_path: Path) -> None:
    text = CODE.format('dc:rights "Public  Domain"')
    (tmp_path / "code.ttl").write_text(text, "utf-8")
    release = build(bundle((tmp_path / "code.ttl",)), tmp_path / "releases")
    assert (release.license, release.rights) == ("", "Public Domain")
    (dump,) = release.folder.glob("*.nt")
    rights = "<http://purl.org/dc/terms/rights>"
    assert f'<{release.dataset}> {rights} "Public Domain"' in dump.read_text("utf-8")


def test_a_licence_stands_before_rights(tmp_path: Path) -> None:
    both = 'dc:rights "Mine" ; d:license <https://creativecommons.org/licenses/by/4.0/>'
    site = site_of(CODE.format(both), tmp_path)
    assert "Made by The town · CC BY 4.0" in words(site, "/")
    assert "Rights: Mine" not in site.get("/", headers={"Accept": "text/html"}).text


def test_what_the_whole_does_not_tell_of_itself_is_open(tmp_path: Path) -> None:
    told = words(site_of(CODE.format('dc:rights "Mine"'), tmp_path), "/quality")
    open_ = told.partition("Not stated of the whole")[2].partition("What no program")[0]
    assert "what it is, in a sentence when it was published" in open_
    assert "licence" not in open_
    assert "who made it" not in open_


FILES = """ dcat:distribution :csv , :rdf .
:csv a dcat:Distribution ; d:license <https://creativecommons.org/licenses/by/4.0/> .
:rdf a dcat:Distribution {}"""


@pytest.mark.parametrize(
    ("other", "licence"),
    [
        (
            "; d:license <https://creativecommons.org/licenses/by/4.0/>",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        ("; d:license <https://creativecommons.org/licenses/by/3.0/>", ""),
        ("", ""),
    ],
)
def test_a_licence_of_all_distributions_is_that_of_the_whole(
    other: str, licence: str, tmp_path: Path
) -> None:
    dcat = "@prefix dcat: <http://www.w3.org/ns/dcat#> ."
    (tmp_path / "code.ttl").write_text(dcat + CODE.format(FILES.format(other)), "utf-8")
    release = build(bundle((tmp_path / "code.ttl",)), tmp_path / "releases")
    assert release.license == licence


def test_several_licences_of_things_are_told_at_the_foot(tmp_path: Path) -> None:
    by = "https://creativecommons.org/licenses/{}/4.0/"
    things = "".join(
        f":r{n} d:license <{by.format('by' if n else 'by-nc')}> ." for n in range(4)
    )
    text = CODE.format('d:language "en"') + things
    page = site_of(text, tmp_path).get("/", headers={"Accept": "text/html"}).text
    foot = " ".join(re.sub("<[^>]+>", "", page).split()).rpartition("No licence")[2]
    assert (
        "is stated of the whole; things state CC BY 4.0 (3), CC BY-NC 4.0 (1)" in foot
    )
