"""The page of a thing: facts, events, plans and remarks, each apart from the others."""

import html
import re

from flask.testing import FlaskClient
from pyoxigraph import Literal, RdfFormat, parse

from diplomatica.model.vocabulary import RDFS


def section(page: str, name: str) -> str:
    """What stands below the heading with this id, without markup."""
    found = re.search(rf'<h2 id="{name}">(.*?)</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def page(client: FlaskClient, slug: str) -> str:
    response = client.get(f"/doc/{slug}.html")
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    return response.text


def test_who_proposed_something_when_and_in_which_words_stands_on_its_page(published_client: FlaskClient) -> None:
    told = page(published_client, "g-global")
    assert "proposed by Nursultan Nazarbayev" in section(told, "of")
    events = section(told, "events")
    assert "proposal of G-Global proposal December 2011 took place" in events
    assert "in December 2011 President Nazarbayev proposed creating a new communicative platform" in events


def test_what_somebody_says_is_no_fact(published_client: FlaskClient) -> None:
    told = page(published_client, "nursultan-nazarbayev")
    remark = "The authority of President Nursultan Nazarbayev"
    assert remark in section(told, "remarks")
    assert "— according to Roman Vassilenko" in section(told, "remarks")
    assert not any(remark in section(told, name) for name in ("of", "events", "plans", "also"))


def test_a_plan_is_not_among_the_events(published_client: FlaskClient) -> None:
    told = page(published_client, "lebanon")
    assert "planned" in section(told, "plans")
    assert section(told, "events") == ""


def test_a_kind_is_told_once_and_not_again_as_a_wider_one(published_client: FlaskClient) -> None:
    kicker = re.search(r'<p class="kicker">(.*?)</p>', page(published_client, "osce-summit-astana"), re.DOTALL)
    assert kicker
    assert re.sub(r"<[^>]+>", "", kicker[1]).strip() == "summit"


def test_a_link_elsewhere_shows_what_it_rests_on(published_client: FlaskClient) -> None:
    told = page(published_client, "kazakhstan")
    assert "exact match" in section(told, "elsewhere")
    assert "<code data-copy>Q232</code>" in told


def test_a_thing_can_be_cited_and_taken_along_as_turtle(published_client: FlaskClient) -> None:
    told = section(page(published_client, "osce"), "take")
    assert "https://w3id.org/diplomatica/id/osce. In: The Diplomatica developers (2026)" in told
    assert "N-Quads" in told
    turtle = html.unescape(told.partition("in Turtle ")[2])
    (label,) = [quad.object for quad in parse(turtle, format=RdfFormat.TURTLE) if quad.predicate == RDFS("label")]
    assert label == Literal("Organisation for Security and Cooperation in Europe", language="en")
