"""Content negotiation, case by case as Vapour checks it and as real clients ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomatica.model.formats import HTML, JSONLD, NTRIPLES, RDFXML, TURTLE, Format
from diplomatica.web.http.negotiation import choose

OFFERED = (TURTLE, HTML, JSONLD, NTRIPLES, RDFXML)
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FUJI = (
    "text/turtle, application/turtle, application/x-turtle;q=0.8, "
    "application/rdf+xml, text/n3;q=0.9, "
    "text/rdf+n3;q=0.9,application/ld+json"
)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, TURTLE),
        ("", TURTLE),
        ("*/*", TURTLE),
        ("application/rdf+xml", RDFXML),
        ("text/html", HTML),
        ("application/xhtml+xml", HTML),
        ("application/xhtml+xml,text/html", HTML),
        ("application/rdf+xml;q=0.5,text/html;q=.3", RDFXML),
        ("application/rdf+xml;q=0.3,text/html;q=.5", HTML),
        ("application/rdf+xml;q=0.5,text/html;q=.5", RDFXML),
        ("application/rdf+xml,text/html", RDFXML),
        ("text/html,application/rdf+xml", HTML),
        ("text/html;q=0.5", HTML),
        ("text/turtle, application/x-turtle, */*;q=0.1", TURTLE),
        ("application/ld+json, application/json;q=0.9, */*;q=0.1", JSONLD),
        ("application/json", JSONLD),
        ("text/turtle;charset=utf-8", TURTLE),
        ("TEXT/HTML", HTML),
        ("text/*", TURTLE),
        ("text/*, text/html", HTML),
        ("application/*;q=0.2, text/*;q=0.1", JSONLD),
        ("text/html, */*", HTML),
        ("text/turtle;q=0, */*", HTML),
        ("text/turtle;q=0", None),
        ("image/png", None),
        (",;q=x", TURTLE),
        ("text/html;q=2, application/n-triples;q=0.1", NTRIPLES),
        (CHROME, HTML),
        (FIREFOX, HTML),
        (FUJI, TURTLE),
    ],
)
def test_a_client_gets_the_format_that_it_likes_best(
    accept: str | None, chosen: Format | None
) -> None:
    assert choose(accept, OFFERED) is chosen


def test_nothing_is_chosen_where_nothing_is_offered() -> None:
    assert choose("*/*", ()) is None


@given(st.text())
def test_no_header_is_an_error(accept: str) -> None:
    assert choose(accept, OFFERED) in (*OFFERED, None)


@given(st.permutations(OFFERED))
def test_a_format_asked_for_alone_is_chosen_wherever_it_stands(
    offered: list[Format],
) -> None:
    for form in offered:
        assert choose(f"{form.media_type};q=0.1", offered) is form
