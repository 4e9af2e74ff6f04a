"""What changed, in the words of a reader who knows nothing of triples."""

import feedparser
import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode

from conftest import ARTICLE, BASE
from diplomatica.lookup.history.changedsubject import ChangedSubject, Row
from diplomatica.model.dataset.release import Release
from diplomatica.model.vocabulary import DIP, OWL, RDFS, XSD
from diplomatica.web.app import create_app
from diplomatica.web.history import atom
from diplomatica.web.history.wording.worded import Worded
from versions import three

__all__ = ["three"]

CLAIM = f"{BASE}claim/{ARTICLE}/kazcent-certification"
TRUE = str(Literal("true", datatype=XSD("boolean")))


@pytest.fixture(scope="module")
def client(three: list[Release]) -> FlaskClient:
    return create_app(three[2]).test_client()


def row(change: str, predicate: NamedNode, value: str) -> Row:
    return {
        "change": change,
        "predicate": predicate.value,
        "object": value,
        "reasons": "",
        "besides": "",
    }


def told(client: FlaskClient, *rows: Row) -> tuple[Worded, ChangedSubject]:
    one = ChangedSubject(CLAIM, "Words", "claims", "withdrawn", list(rows))
    return Worded(client.application.extensions["site"], [one]), one


@pytest.mark.parametrize(
    ("predicate", "value", "words"),
    [
        (DIP("verbatim"), TRUE, "yes"),
        (
            DIP("passage"),
            f"<{BASE}article/{ARTICLE}/text#char=2670,2762>",
            "characters 2670 to 2762",
        ),
        (DIP("mention"), f"<{CLAIM}#kazcent>", "KAZCENT"),
    ],
)
def test_a_value_is_told_in_plain_words(
    client: FlaskClient, predicate: NamedNode, value: str, words: str
) -> None:
    with client.application.test_request_context():
        worded, one = told(client, row("removed", predicate, value))
        (line,) = worded.lines(one)
        assert [worded.value(said.value) for said in line.values] == [words]


def test_a_withdrawal_is_told_as_that_and_not_by_its_properties(
    client: FlaskClient,
) -> None:
    with client.application.test_request_context():
        worded, one = told(
            client,
            row("added", OWL("deprecated"), TRUE),
            row("added", RDFS("comment"), '"It was read wrongly."@en'),
            row("removed", RDFS("comment"), '"A comment of before."@en'),
        )
        assert own_words(worded.reason(one)) == "It was read wrongly."
        assert [line.property for line in worded.lines(one)] == ["explanation"]
        assert worded.reason(told(client)[1]) == ""


def own_words(reason: object) -> object:
    """The editors’ own words in the sentence."""
    values: dict[str, object] = reason.values  # type: ignore[attr-defined]
    return values["reason"]


def test_what_went_is_folded_and_unfolded_where_it_is_asked_for(
    client: FlaskClient,
) -> None:
    page = client.get("/release/0.3.0/changes").text
    birds = page.partition("<h3>Birds <small>withdrawn")[2].partition("</div>")[0]
    assert "<details><summary>What it said</summary>" in birds
    asked = client.get(f"/release/0.3.0/changes?of={BASE}id/birds").text
    assert "What it said" not in asked
    assert "<del>Birds</del>" in asked


def test_the_list_of_releases_names_what_changed(client: FlaskClient) -> None:
    (third, second, _) = client.get("/releases").text.split("<li><h2>")[1:]
    of = "changes?of=https%3A%2F%2Fw3id.org%2Fdiplomatica%2Fid%2Fbirds"
    assert f'/release/0.2.0/{of}">Birds</a> added.' in second
    assert f'/release/0.3.0/{of}">Birds</a> withdrawn' in third


def test_a_title_of_the_feed_says_what_happened(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = [
        one.title for one in feedparser.parse(client.get("/feed.atom").data).entries
    ]
    assert titles[0].startswith("Diplomatica 0.3.0: Birds withdrawn; ")
    assert titles[1:] == [
        "Diplomatica 0.2.0: Birds added",
        "Diplomatica 0.1.0: the first release that is to be had",
    ]
    monkeypatch.setattr(atom, "_MOST_NAMES", 1)
    cut = feedparser.parse(client.get("/feed.atom").data).entries[0].title
    assert cut.startswith("Diplomatica 0.3.0: Birds withdrawn; ")
    assert cut.endswith(" more changed")
