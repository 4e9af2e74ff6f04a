"""Cards: what a page tells of an IRI beside its statements, and how rarely a page asks for it."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from pyoxigraph import NamedNode

from conftest import ARTICLE, BASE
from diplomatica.engine import Embedded
from diplomatica.errors import LimitReached
from diplomatica.lookup.cards import Cards
from diplomatica.model.dataset.release import Release
from diplomatica.model.vocabulary import DIP
from diplomatica.web.app import create_app, make_ready
from pages import EXAMPLES, PAGES

KAZAKHSTAN = NamedNode(f"{BASE}id/kazakhstan")
SUMMIT = NamedNode(f"{BASE}id/osce-summit-astana")
MOST = 4
"""How often a page that nobody saw before may ask."""
PATHS = (
    *PAGES,
    *EXAMPLES,
    "doc/osce-summit-astana",
    "ontology?q=summit",
    "ontology?q=dip:",
    "timeline?of=kazakhstan",
    "timeline?kind=Summit&of=osce",
    "timeline?kind=State",
    "network?thing=kazakhstan",
    "network?from=kazakhstan&to=osce",
    "graph/names",
    "graph/ontology",
)


class Counting:
    """An engine that counts how often it is asked."""

    def __init__(self, engine: Embedded) -> None:
        self._engine = engine
        self.asks: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        ask = getattr(self._engine, name)

        def counted(*arguments: Any, **terms: Any) -> Any:
            self.asks.append(name)
            return ask(*arguments, **terms)

        return counted


@pytest.mark.parametrize("path", PATHS)
def test_a_page_that_nobody_saw_before_asks_rarely(
    path: str, published: Release, published_engine: Embedded
) -> None:
    engine = Counting(published_engine)
    app = create_app(published, engine)
    make_ready(app)
    engine.asks.clear()
    page = app.test_client().get(f"/{path}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert len(engine.asks) <= MOST, engine.asks


def test_a_card_is_asked_for_once(published_engine: Embedded) -> None:
    engine = Counting(published_engine)
    cards = Cards(engine)
    cards.of([KAZAKHSTAN, SUMMIT])
    again = cards.of([SUMMIT, KAZAKHSTAN])
    assert engine.asks == ["rows"]
    assert again[KAZAKHSTAN].names[0].object.value == "Kazakhstan"  # type: ignore[union-attr]


def test_a_card_tells_the_times_with_the_graphs_that_state_them(
    published_engine: Embedded,
) -> None:
    card = Cards(published_engine).of([SUMMIT])[SUMMIT]
    assert ("2010-12", f"{BASE}claim/{ARTICLE}/osce-finale") in {
        (time.object.value, time.graph_name.value)  # type: ignore[union-attr]
        for time in card.times
    }


def test_the_kinds_of_a_card_are_the_narrowest(published_engine: Embedded) -> None:
    cards = Cards(published_engine)
    card = cards.of([SUMMIT])[SUMMIT]
    assert card.is_a(DIP("Event"))
    assert cards.kinds(card) == [DIP("Summit")]


def test_of_what_nobody_described_there_is_an_empty_card(
    published_engine: Embedded,
) -> None:
    unknown = NamedNode("https://example.org/nobody")
    card = Cards(published_engine).of([unknown, "no IRI"])[unknown]
    assert (card.names, card.types, card.times) == ([], [], [])


def test_what_is_around_a_thing_is_bounded(published_engine: Embedded) -> None:
    said = published_engine.about([KAZAKHSTAN])
    found = published_engine.around(KAZAKHSTAN, most=3)
    assert found[: len(said)] == said
    leading = found[len(said) :]
    assert len(leading) == 4
    assert {quad.object for quad in leading} == {KAZAKHSTAN}


def test_a_release_that_is_too_large_to_be_asked_is_served_all_the_same(
    published: Release,
    published_engine: Embedded,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = create_app(published, published_engine)

    def refuse(*_: object, **__: object) -> None:
        raise LimitReached("time", 10, "seconds", "Ask for less.")

    with monkeypatch.context() as limited:
        limited.setattr(published_engine, "rows", refuse)
        make_ready(app)
    answer = app.test_client().get("/doc/kazakhstan", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "<h1>Kazakhstan</h1>" in answer.text


def test_no_page_waits_for_the_library_of_lexical_forms(published: Release) -> None:
    told = (
        "import sys; from diplomatica.web.app import app_of; "
        f"site = app_of({str(published.folder)!r}).test_client(); "
        "page = site.get('/doc/osce-summit-astana', headers={'Accept': 'text/html'}); "
        "print('December 2010' in page.text and 'elementpath' not in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True
    )
    assert done.stdout == "True\n"


def test_what_stands_in_several_rows_is_one_term(release: Release) -> None:
    query = "SELECT ?kind { VALUES ?thing { :kazakhstan :osce } ?thing a ?kind }"
    rows = Embedded(release).rows(query)
    kinds = [row["kind"] for row in rows]
    assert len({id(kind) for kind in kinds}) == len(set(kinds)) < len(kinds)
