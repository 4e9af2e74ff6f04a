"""What Vapour checks of each kind of IRI, with the Accept headers that it and real
clients send, each with a mutant."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Triple, parse

from conftest import ARTICLE, BASE
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import GRAPHS
from diplomatica.model.iris import Iris
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import DIP, RDF
from diplomatica.web.app import create_app

IRIS = Iris(BASE)
STATE = Triple(IRIS("id", "kazakhstan"), RDF("type"), DIP("State"))
SUBJECTS = {
    "ontology": IRIS("ontology"),
    "class": DIP("State"),
    "property": DIP("party"),
    "thing": IRIS("id", "kazakhstan"),
    "dataset": IRIS("dataset"),
    "claim": IRIS("claim", ARTICLE, "osce-finale"),
    "article": IRIS("article", ARTICLE),
    "statement": IRIS("statement", digest(STATE)),
}
PAGE, RDF_TYPES = "text/html", {form.media_type for form in GRAPHS}
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
JENA = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,"
    "application/n-quads,application/trig;q=0.9,*/*;q=0.5"
)
# What is sent, and whether a page must come of it.
ACCEPTS = {
    "application/rdf+xml": False,
    "text/html": True,
    "application/xhtml+xml": True,
    "application/rdf+xml;q=0.5,text/html;q=.3": False,
    "application/rdf+xml;q=0.3,text/html;q=.5": True,
    "application/rdf+xml;q=0.5,text/html;q=.5": False,
    "application/rdf+xml,text/html": False,
    "text/html,application/rdf+xml": True,
    "text/turtle": False,
    "text/turtle, application/x-turtle, */*;q=0.1": False,
    "application/ld+json, application/json;q=0.9, */*;q=0.1": False,
    CHROME: True,
    JENA: False,
}


@dataclass(frozen=True)
class Hop:
    """One answer on the way from an IRI to what is known of it."""

    status: int
    media_type: str
    vary: str
    location: str
    body: bytes


Way = list[Hop]
Ways = list[tuple[Way, NamedNode, bool]]
Check = Callable[[Way, NamedNode, bool], bool]


def way(client: FlaskClient, iri: NamedNode, accept: str | None) -> Way:
    path = "/" + iri.value.partition("#")[0].removeprefix(BASE)
    hops: Way = []
    while path and len(hops) < 5:
        with client.get(path, headers={"Accept": accept} if accept else {}) as answer:
            location = answer.headers.get("Location", "")
            hops.append(
                Hop(
                    answer.status_code,
                    answer.mimetype or "",
                    answer.headers.get("Vary", ""),
                    location,
                    answer.data,
                )
            )
            path = urlsplit(location).path
    return hops


@pytest.fixture(scope="module")
def ways(release: Release) -> Ways:
    """The way to every kind of IRI, for each thing that is asked for, and whether a
    page must come."""
    client = create_app(release).test_client()
    asked: list[tuple[str | None, bool]] = [(None, False), *ACCEPTS.items()]
    return [
        (way(client, iri, accept), iri, is_page)
        for name, iri in SUBJECTS.items()
        for accept, is_page in asked
        if accept is not None or name != "dataset"  # whose page comes first
    ]


def found(hops: Way, iri: NamedNode, is_page: bool) -> bool:
    return hops[-1].status == 200


def sees_other(hops: Way, iri: NamedNode, is_page: bool) -> bool:
    return all(hop.status == 303 and urlsplit(hop.location).netloc for hop in hops[:-1])


def fits(hops: Way, iri: NamedNode, is_page: bool) -> bool:
    return hops[-1].media_type == PAGE if is_page else hops[-1].media_type in RDF_TYPES


def speaks_of_it(hops: Way, iri: NamedNode, is_page: bool) -> bool:
    if is_page:
        return hops[-1].media_type == PAGE
    form = next(
        (form for form in GRAPHS if form.media_type == hops[-1].media_type), None
    )
    return form is not None and iri in {
        quad.subject for quad in parse(hops[-1].body, format=form.rdf)
    }


def varies(hops: Way, iri: NamedNode, is_page: bool) -> bool:
    return "Accept" in [name.strip() for name in hops[-1].vary.split(",")]


def is_no_document(hops: Way, iri: NamedNode, is_page: bool) -> bool:
    """A thing answers 303 or is named by a hash; only what is a document answers 200
    itself (httpRange-14)."""
    return IRIS.kind(iri.value) != "id" or hops[0].status == 303


CHECKS: dict[str, Check] = {
    "v1_the_last_answer_is_200": found,
    "v2_each_before_it_is_303_with_an_absolute_address": sees_other,
    "v3_its_type_is_one_that_was_asked_for": fits,
    "v5_rdf_speaks_of_the_very_iri": speaks_of_it,
    "v6_it_tells_that_it_varies": varies,
    "v7_a_thing_is_no_document": is_no_document,
}
MUTANTS: dict[str, Callable[[Way], Way]] = {
    "v1_the_last_answer_is_200": lambda hops: [
        *hops[:-1],
        replace(hops[-1], status=404),
    ],
    "v2_each_before_it_is_303_with_an_absolute_address": lambda hops: [
        replace(hops[0], status=302),
        *hops[1:],
    ],
    "v3_its_type_is_one_that_was_asked_for": lambda hops: [
        *hops[:-1],
        replace(hops[-1], media_type="text/plain"),
    ],
    "v5_rdf_speaks_of_the_very_iri": lambda hops: [
        *hops[:-1],
        replace(hops[-1], body=b""),
    ],
    "v6_it_tells_that_it_varies": lambda hops: [
        *hops[:-1],
        replace(hops[-1], vary="Accept-Encoding"),
    ],
    "v7_a_thing_is_no_document": lambda hops: hops[1:],
}


@pytest.mark.parametrize("check", CHECKS)
def test_it_holds_for_every_kind_of_iri(check: str, ways: Ways) -> None:
    assert len(ways) == len(SUBJECTS) * (len(ACCEPTS) + 1) - 1
    assert [one for one in ways if not CHECKS[check](*one)] == []


@pytest.mark.parametrize("check", CHECKS)
def test_a_mutant_of_the_way_to_a_thing_is_found(
    check: str, client: FlaskClient
) -> None:
    hops = way(client, SUBJECTS["thing"], "text/turtle")
    assert CHECKS[check](hops, SUBJECTS["thing"], False)
    assert not CHECKS[check](MUTANTS[check](hops), SUBJECTS["thing"], False)


def test_nonsense_in_the_header_is_never_a_fault_of_the_server(
    client: FlaskClient,
) -> None:
    for accept in (
        ",;q=x",
        "image/png",
        "text/turtle;q=0",
        "*",
        "/",
        "text/html;q=9" * 50,
    ):
        for iri in SUBJECTS.values():
            assert way(client, iri, accept)[-1].status in (200, 406)
