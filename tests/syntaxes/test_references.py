"""References of HTML in texts: pages show the signs that are meant, files what is written."""

from pathlib import Path

import pytest

from brought import site_of, words
from diplomatica.model.characters import without_references
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import check

TEXT = """
@prefix : <https://port.org/> . @prefix s: <https://schema.org/> .
:a a s:Event ; s:name "Fl&aacute;via &amp; l&#039;enfer" ; s:description "Faith&mdash;art" .
:b a s:Event ; s:name "AT&T; R&D" ; s:url "https://port.org/?a=1&b=2" .
"""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Fl&aacute;via", "Flávia"),
        ("l&#039;enfer &#x201C;", "l'enfer “"),
        ("&amp;rsquo;", "’"),
        ("R&D; a & b; &nosuch; &copy 2020", "R&D; a & b; &nosuch; &copy 2020"),
    ],
)
def test_a_reference_reads_as_the_sign_it_stands_for(written: str, shown: str) -> None:
    assert without_references(written) == shown


def test_a_name_is_shown_with_its_signs_and_found_by_them(tmp_path: Path) -> None:
    site = site_of(TEXT, tmp_path)
    assert "Flávia & l'enfer" in words(site, "/")
    page = words(site, "/a")
    assert "Flávia & l'enfer" in page
    assert "Faith—art" in page
    assert "AT&T; R&D" in words(site, "/b")
    assert "Flávia & l'enfer" in words(site, "/search", q="flavia")


def test_the_literal_stays_as_it_is_written(tmp_path: Path) -> None:
    site = site_of(TEXT, tmp_path)
    assert "Fl&aacute;via &amp; l&#039;enfer" in site.get("/a.ttl").text
    dump = site.get("/dumps/brought/d.ttl").text
    assert "Fl&aacute;via &amp; l&#039;enfer" in dump


def test_a_file_with_references_is_hinted_at_once_with_their_number(
    tmp_path: Path,
) -> None:
    (tmp_path / "d.ttl").write_text(TEXT, "utf-8")
    (hint,) = check(bundle((tmp_path / "d.ttl",))).reading.hints
    assert str(hint).startswith(
        "d.ttl:3: 2 of its texts hold references of HTML, as “Fl&aacute;via &amp; l&#039;enfer”"
    )


def test_the_quality_page_tells_of_references(tmp_path: Path) -> None:
    assert "2 of its texts hold references of HTML" in words(
        site_of(TEXT, tmp_path), "/quality"
    )


def test_a_text_without_references_is_hinted_at_in_no_way(tmp_path: Path) -> None:
    text = TEXT.replace("&aacute;", "á").replace("&mdash;", "—")
    text = text.replace("&amp; l&#039;", "& l'")
    (tmp_path / "d.ttl").write_text(text, "utf-8")
    assert not check(bundle((tmp_path / "d.ttl",))).reading.hints


TAGGED = """
@prefix : <https://art.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
:p1 a :Painting ; rdfs:label "Study for <em>Dusk</em>, the 10<sup>th</sup>" .
:d-17 a :Text ; crm:P3_has_note
    "Painting by H. F., <em>Silence of Dusk, They Begin to Shed Coats of Stone</em>" .
:p2 a :Painting ; rdfs:label "a < b" .
"""


def test_a_name_is_shown_and_found_without_its_tags(tmp_path: Path) -> None:
    site = site_of(TAGGED, tmp_path)
    assert "Study for Dusk, the 10th" in words(site, "/search", q="study dusk")
    assert "Study for Dusk, the 10th" in words(site, "/p1")
    front = site.get("/", headers={"Accept": "text/html"})
    assert (front.status_code, front.mimetype) == (200, "text/html")
    assert "&lt;em&gt;" not in front.text
    assert "Painting by H. F., Silence of Dusk" in words(site, "/")
    assert "a < b" in words(site, "/p2")
    assert "<em>Dusk</em>" in site.get("/p1.ttl").text


def test_a_file_with_tags_is_hinted_at_once_with_their_number(tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text(TAGGED, "utf-8")
    (hint,) = check(bundle((tmp_path / "d.ttl",))).reading.hints
    assert "2 of its texts hold tags of HTML, as “Study for <em>Dusk</em>" in str(hint)
