"""What is derived across articles, as pages and RDF tell it: down to the words and voices.

Five articles speak of one congress, and one of them gives another time for it. What of that
follows for the things of each rests on derivations, and on a corroboration of four claims.
"""

import json

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, Triple, parse

from benchmarks import corpus
from built import built_once, of_run
from conftest import BASE
from diplomatica.engine import Embedded
from diplomatica.lookup.advice.evidence import reasons_of
from diplomatica.lookup.describing.description import Describing
from diplomatica.lookup.language import Languages
from diplomatica.lookup.proposing import deriving
from diplomatica.lookup.proposing.proposal import Proposal
from diplomatica.lookup.proposing.resting import Resting
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS, TRIG
from diplomatica.model.iris import Iris
from diplomatica.model.statement import digest, text_of
from diplomatica.model.vocabulary import DIP
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

IRIS = Iris(BASE)
OTHER = NamedNode(f"{BASE}claim/article-00004/fifth-congress")
AGREEING = NamedNode(f"{BASE}claim/article-00000/fifth-congress")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("apart")
    corpus.write(folder, 5)
    place = of_run(tmp_path_factory) / "apart"
    return built_once(place, lambda to: build(Folder(folder), to))


@pytest.fixture(scope="module")
def engine(release: Release) -> Embedded:
    return Embedded(release)


@pytest.fixture(scope="module")
def quads(release: Release) -> list[Quad]:
    return list(parse(path=release.dump(NQUADS), format=NQUADS.rdf))


@pytest.fixture(scope="module")
def client(release: Release, engine: Embedded) -> FlaskClient:
    return create_app(release, engine).test_client()


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(f"/{path}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return answer.text


def derived(quads: list[Quad], rule: str) -> list[Quad]:
    """What a rule derives from what other rules do."""
    begins = f"{BASE}inference/{rule}/"
    resting = {
        one.subject
        for one in quads
        if one.predicate == DIP("premise")
        and text_of(one.object).startswith(f"{BASE}inference/")
        and text_of(one.subject).startswith(begins)
    }
    return [one for one in quads if one.graph_name in resting]


@pytest.fixture(scope="module")
def corroborations(quads: list[Quad]) -> dict[str, set[str]]:
    """The path of each corroboration, with those of its premises."""
    told = [one for one in quads if one.graph_name == IRIS("graph", "inferences")]
    named = {one.subject for one in told if one.object == DIP("Corroboration")}
    premises = [one for one in told if one.predicate == DIP("premise")]
    return {
        text_of(this)[len(BASE) :]: {
            text_of(one.object)[len(BASE) :] for one in premises if one.subject == this
        }
        for this in named
    }


@pytest.fixture(scope="module")
def agreed(corroborations: dict[str, set[str]]) -> str:
    """The corroboration of the four claims that give one time."""
    (found,) = (
        one
        for one, rest in corroborations.items()
        if any("claim/" in at for at in rest)
    )
    return found


@pytest.fixture(scope="module")
def spans(quads: list[Quad]) -> list[Quad]:
    """What is derived of the span of things from the time of what they are part of."""
    return derived(quads, "span")


def test_every_premise_leads_to_words_in_the_end(engine: Embedded) -> None:
    wordless = engine.rows("""
        SELECT ?why { ?why dip:premise ?premise
          MINUS { ?why dip:premise+ ?end . ?end dip:quote|dip:reason ?words
            FILTER NOT EXISTS { ?end dip:premise ?other } } }""")
    assert wordless == []


def test_an_corroboration_states_nothing(
    quads: list[Quad], corroborations: dict[str, set[str]]
) -> None:
    assert len(corroborations) == 2
    assert not corroborations.keys() & {
        text_of(one.graph_name)[len(BASE) :]
        for one in quads
        if isinstance(one.graph_name, NamedNode)
    }


def test_the_page_of_a_statement_shows_the_words_that_it_rests_on_in_the_end(
    client: FlaskClient, spans: list[Quad], agreed: str
) -> None:
    shown = [page(client, f"statement/{digest(one.triple)}") for one in spans]
    resting_on_it = [text for text in shown if agreed in text]
    assert resting_on_it
    for text in resting_on_it:
        assert text.count("held in June 2015</mark>") == 4
        assert "All that state the same" in text


def test_the_page_of_an_corroboration_names_its_claims_and_who_says_so(
    client: FlaskClient, corroborations: dict[str, set[str]], agreed: str
) -> None:
    for path, premises in corroborations.items():
        text = page(client, path)
        assert '<p class="kicker">Corroboration</p>' in text
        assert len(premises) == 4
        assert {one for one in premises if one not in text} == set()
    text = page(client, agreed)
    assert "held in June 2015" in text.partition("<h1")[2].partition("</h1>")[0]
    assert {n for n in range(4) if f"/id/liter-observer-{n}" not in text} == set()


def test_the_page_of_a_derivation_names_its_premises(
    client: FlaskClient, spans: list[Quad], quads: list[Quad]
) -> None:
    this = spans[0].graph_name
    text = page(client, text_of(this)[len(BASE) :])
    found = [
        one for one in quads if one.subject == this and one.predicate == DIP("premise")
    ]
    assert found
    assert {
        one for one in found if text_of(one.object)[len(BASE) :] not in text
    } == set()


def test_rdf_of_an_corroboration_has_its_premises(
    client: FlaskClient, agreed: str
) -> None:
    found = list(parse(client.get(f"/{agreed}.trig").data, format=TRIG.rdf))
    premises = {one.object for one in found if one.predicate == DIP("premise")}
    assert len(premises) == 4
    assert {one.object for one in found if one.subject in premises} == set()


def test_rdf_of_a_thing_names_the_derivations_that_have_the_words(
    client: FlaskClient, spans: list[Quad]
) -> None:
    one = spans[0]
    data = client.get(f"/doc/{text_of(one.subject).rpartition('/')[2]}.trig").data
    found = list(parse(data, format=TRIG.rdf))
    premises = {
        text_of(quad.object)
        for quad in found
        if quad.subject == one.graph_name and quad.predicate == DIP("premise")
    }
    assert premises
    assert all(one.startswith(f"{BASE}inference/time-of-part/") for one in premises)


def test_an_answer_that_rests_on_what_is_derived_so_has_words(
    engine: Embedded, spans: list[Quad]
) -> None:
    describing = Describing(engine, IRIS, Languages("en"))
    (first, *_) = [one for one in spans if one.predicate == DIP("earliest")]
    reasons = reasons_of([{"": [first]}], describing)
    assert any("2015" in one.quote for one in reasons)
    assert {one.kind for one in reasons} == {"Claim"}


def test_what_a_proposal_may_be_about_is_what_somebody_wrote(
    client: FlaskClient, spans: list[Quad]
) -> None:
    text = page(client, f"propose?of=statement/{digest(spans[0].triple)}")
    assert "propose?of=claim/article-0" in text
    assert "of=inference/" not in text.partition("<main")[2].partition("<form")[0]


def test_what_rests_on_the_only_claim_falls_with_it_through_other_derivations(
    engine: Embedded, spans: list[Quad]
) -> None:
    """The claim of the other time is the only one; those that agree hold without each."""
    late = {one.triple for one in spans if text_of(one.object).startswith("2015-07")}
    early = {one.triple for one in spans if text_of(one.object).startswith("2015-06")}
    lost = set(Resting(engine, OTHER).derived())
    assert late & lost == late
    assert not early & set(Resting(engine, AGREEING).derived())


def test_rules_are_run_again_on_what_stated_the_premises_in_the_end(
    engine: Embedded, spans: list[Quad], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that anybody states of a congress is few here, and of it rules are asked twice."""
    monkeypatch.setattr(deriving, "_MOST", 10_000)

    def lost(claim: NamedNode) -> set[Triple]:
        stated = tuple(one.triple for one in engine.quads([claim]))
        proposal = Proposal("", "", claim, "", stated, (), is_withdrawn=True, reason="")
        told = deriving.Deriving(engine, IRIS, proposal).otherwise()
        assert told is not None
        return set(told.lost)

    late = {one.triple for one in spans if text_of(one.object).startswith("2015-07")}
    assert late
    assert late <= lost(OTHER)
    assert lost(AGREEING) == set()


def test_the_report_of_coverage_counts_what_rules_derive(
    release: Release, engine: Embedded
) -> None:
    (row,) = engine.rows("SELECT (COUNT(*) AS ?many) { ?why a dip:Inference }")
    told = json.loads((release.folder / "coverage.json").read_text("utf-8"))
    assert told["totals"]["derivations"] == int(text_of(row["many"]))
