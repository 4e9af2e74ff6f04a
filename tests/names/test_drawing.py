"""How pages draw terms, and who says something."""

from collections.abc import Iterator

import pytest
from flask import Flask
from pyoxigraph import BlankNode, Literal, NamedNode

from diplomatica.lookup.reason import Reason
from diplomatica.model.dataset.release import Release
from diplomatica.model.vocabulary import RDFS, XSD
from diplomatica.web.app import create_app
from diplomatica.web.document.drawing import Drawing
from diplomatica.web.site import SITE

ID = "https://w3id.org/diplomatica/id/"
KAZAKHSTAN, NAMED = NamedNode(f"{ID}kazakhstan"), {f"{ID}kazakhstan": "K & <K>"}


@pytest.fixture(scope="module")
def app(release: Release) -> Flask:
    return create_app(release)


@pytest.fixture
def drawing(app: Flask) -> Iterator[Drawing]:
    asked = {"Accept-Language": "de"}
    with app.test_request_context("/", headers=asked, base_url="http://x/below"):
        app.preprocess_request()
        yield Drawing(app.extensions[SITE])


def test_an_iri_is_a_link_by_its_name_below_the_root_of_the_site(
    drawing: Drawing,
) -> None:
    assert drawing.node(KAZAKHSTAN, NAMED) == (
        f'<a href="/below/id/kazakhstan" title="{ID}kazakhstan">K &amp; &lt;K&gt;</a>'
    )


def test_an_iri_without_a_name_is_called_by_its_end(drawing: Drawing) -> None:
    assert ">label</a>" not in drawing.node(RDFS("label"), {})  # it is said in German
    assert ">see also</a>" in drawing.node(RDFS("seeAlso"), {})


def test_what_no_web_holds_is_no_link(drawing: Drawing) -> None:
    node = BlankNode("b1")
    assert drawing.node(node, {}) == '<span title="b1">b1</span>'
    assert drawing.node(node, {"b1": "a place"}) == '<span class="node">a place</span>'


def test_a_text_stands_in_its_language_and_a_date_in_the_readers(
    drawing: Drawing,
) -> None:
    assert drawing.node(Literal("a<b", language="ru"), {}) == (
        '<span class="literal" lang="ru">a&lt;b</span>'
    )
    day = Literal("2010-12-01", datatype=XSD("date"))
    assert ">1. Dezember 2010</time>" in drawing.node(day, {})


def test_who_is_no_author_is_told_as_whose_words_they_are(drawing: Drawing) -> None:
    perhaps = NamedNode(f"{ID}somebody")
    reason = Reason(graph=KAZAKHSTAN, voices=[KAZAKHSTAN], perhaps=[perhaps])
    told = drawing.speakers(reason.heard, NAMED, reason.perhaps)
    assert told.striptags() == "— laut K & <K>, vielleicht laut somebody"
    assert drawing.in_short(reason, NAMED, False) == (
        f"laut K & <K>, vielleicht laut {ID}somebody"
    )


def test_words_are_read_where_their_claim_stands(drawing: Drawing) -> None:
    base = ID.removesuffix("id/")
    graph, article = NamedNode(f"{base}claim/a/b"), NamedNode(f"{base}article/a")
    assert drawing.place(Reason(graph=graph, kind="Claim"), article, 3) == (
        "/below/article/a?claim=b#p3"
    )
    assert (
        drawing.place(Reason(graph=graph, kind="Note"), article, 3)
        == "/below/article/a#p3"
    )


def test_a_text_that_is_an_address_leads_there(drawing: Drawing) -> None:
    link = '<a href="{0}" rel="external nofollow">{0}</a>'
    there = link.format("https://port.org/a?b=1&amp;c")
    assert drawing.node(Literal("https://port.org/a?b=1&c"), {}) == there
    assert drawing.node(Literal("url:http://port.org/"), {}) == (
        f"url:{link.format('http://port.org/')}"
    )
    for text in ("see https://port.org/", "javascript://port.org/", "url:port.org"):
        assert "href" not in drawing.node(Literal(text), {})
