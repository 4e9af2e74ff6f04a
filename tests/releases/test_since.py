"""What changed since a day or a release, over all the releases that came after."""

import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Triple

from conftest import BASE, CLAIMS
from diplomatica.lookup.history.changedsubject import ChangedSubject
from diplomatica.lookup.proposing.proposal import Proposal
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import DIP
from diplomatica.pipeline.building import build
from diplomatica.web.app import app_of, create_app
from diplomatica.web.history.since import _course
from diplomatica.web.history.wording.turns import sentence
from edits import reword
from versions import folder, numbered, three

__all__ = ["folder", "three"]

PAGE = {"Accept": "text/html"}
NOTE = "Words were read anew."
STATUS, VOICE, PERHAPS = (
    DIP(name).value for name in ("status", "voice", "perhapsVoice")
)


@pytest.fixture(scope="module")
def client(three: list[Release]) -> FlaskClient:
    return create_app(three[2]).test_client()


def told(outcome: str, *rows: tuple[str, str]) -> ChangedSubject:
    """A subject that changed so; each row is a change and a value."""
    made = [
        {"change": change, "predicate": "p", "object": value, "reasons": "g"}
        for change, value in rows
    ]
    return ChangedSubject("s", "S", "things", outcome, made)


def net(*steps: ChangedSubject) -> tuple[str, list[tuple[str, str]]]:
    found = _course([("1", step) for step in steps]).told
    rows = found.rows
    return found.outcome, [(row["change"], row["object"]) for row in rows]


def test_a_value_that_changed_twice_is_told_from_the_first_to_the_last() -> None:
    first = told("changed", ("removed", "1"), ("added", "2"))
    second = told("changed", ("removed", "2"), ("added", "3"))
    assert net(first, second) == ("changed", [("removed", "1"), ("added", "3")])


def test_what_was_changed_back_did_not_change() -> None:
    first = told("changed", ("removed", "1"), ("added", "2"))
    second = told("changed", ("removed", "2"), ("added", "1"))
    assert net(first, second) == ("changed", [])


def test_what_came_and_changed_was_added() -> None:
    first, second = told("added", ("added", "1")), told("changed", ("added", "2"))
    assert net(first, second) == ("added", [("added", "1"), ("added", "2")])


def test_what_changed_and_went_was_withdrawn() -> None:
    first = told("changed", ("removed", "1"), ("added", "2"))
    assert net(first, told("withdrawn", ("removed", "2"))) == (
        "withdrawn",
        [("removed", "1")],
    )


def test_all_releases_since_one_are_summed_with_their_reasons(
    client: FlaskClient,
) -> None:
    page = client.get("/releases?since=0.1.0").text
    assert '2 releases came after <a href="/release/0.1.0">0.1.0</a>' in page
    assert NOTE in page
    assert "<del>peacekeeping training</del>" in page
    assert "<ins>training</ins>" in page
    assert "/release/0.3.0/changes?of=https" in page


def test_a_thing_that_came_and_went_again_is_told_as_that(client: FlaskClient) -> None:
    page = client.get("/releases?since=0.1.0").text
    _, heading, after = page.partition("Birds <small>withdrawn")
    assert heading
    assert "It is as it was" in after.partition("</div>")[0]


@pytest.mark.parametrize(
    ("since", "came"),
    [("0.2.0", "1 release came after"), ("2026-01", "3 releases came since then")],
)
def test_since_when_is_a_release_or_a_day(
    client: FlaskClient, since: str, came: str
) -> None:
    assert came in client.get(f"/releases?since={since}").text


def test_nothing_came_since_the_newest_release(client: FlaskClient) -> None:
    page = client.get("/releases?since=2030").text
    assert "What changed since 1 January 2030" in page
    assert "no release came after" in page


@pytest.mark.parametrize("since", ["0.9.0", "last month", "2026-13-01"])
def test_what_is_no_release_and_no_day_is_refused_with_advice(
    client: FlaskClient, since: str
) -> None:
    answer = client.get("/releases", query_string={"since": since})
    assert answer.status_code == 400
    assert "2026-10-24" in answer.text


def test_the_front_page_tells_of_the_newest_release_in_a_line(
    client: FlaskClient,
) -> None:
    page = client.get("/", headers=PAGE).text
    line = page.partition('class="trust newest"')[2].partition("</p>")[0]
    assert 'href="/release/0.3.0/changes">Release 0.3.0</a>' in line
    assert ">24 November 2026</time>" in line
    assert NOTE in line
    assert 'href="/releases?since=0.2.0"' in line


def test_every_page_leads_to_the_releases(client: FlaskClient) -> None:
    page = client.get("/doc/kazakhstan", headers=PAGE).text
    assert '<a href="/releases">Releases</a>' in page


def test_a_thing_tells_when_it_changed_last(client: FlaskClient) -> None:
    page = client.get("/doc/kazcent", headers=PAGE).text
    glance = page.partition('class="facts glance"')[2].partition("</dl>")[0]
    assert '<a href="#history">in release 0.3.0</a>, 24 November 2026' in glance
    assert NOTE in page.partition('id="history"')[2]


@pytest.mark.parametrize(
    ("predicate", "before", "now", "words"),
    [
        (
            STATUS,
            ["planned"],
            ["held"],
            "Its status is “held” now; before, it was “planned”.",
        ),
        (STATUS, [], ["held"], "Its status is “held” now; it had none before."),
        (STATUS, ["held"], [], "It has no status any more; before, it was “held”."),
        (VOICE, ["A"], ["B"], "Told now in the voice of B, before in the author’s."),
        (VOICE, ["B"], ["A"], "Told now in the author’s voice, before in that of B."),
        (VOICE, ["B"], ["C"], "Told now in the voice of C, before in that of B."),
        (PERHAPS, ["B"], [], "It is no longer said that perhaps B speaks here."),
        ("p", ["1"], ["2"], ""),
    ],
)
def test_another_voice_or_status_is_told_in_a_sentence(
    predicate: str, before: list[str], now: list[str], words: str
) -> None:
    assert sentence(predicate, before, now, ["A"]) == words


def test_a_proposal_tells_what_an_earlier_release_changed_and_why(
    client: FlaskClient,
) -> None:
    centre, by = NamedNode(f"{BASE}id/kazcent"), DIP("purpose")
    now = f"statement/{digest(Triple(centre, by, Literal('training')))}"
    source = client.get(f"/{now}.html").text
    claim = re.findall('href="/(claim/[^"#?]*)"', source)[0]
    for of in (now, claim):
        page = client.get(f"/propose?of={of}").text
        told = page.partition('class="notice change"')[2].partition("</div>")[0]
        assert page.index('class="notice change"') < page.index('id="proposal"')
        assert ">Changed before, in 0.3.0</a>, 24 November 2026" in told
        assert NOTE in told
        assert "<del>peacekeeping training</del>" in told


@pytest.mark.parametrize("path", ["releases?since=0.1.0", "release/0.3.0/changes"])
def test_a_shared_link_to_what_changed_says_why(client: FlaskClient, path: str) -> None:
    page = client.get(f"/{path}").text
    described = page.partition('property="og:description" content="')[2]
    assert NOTE in described.partition('"')[0]


def test_since_a_day_before_all_the_first_release_counts(client: FlaskClient) -> None:
    page = client.get("/releases?since=2026-01").text
    assert "3 releases came since then, and none was before:" in page
    assert page.count("<li><h2>") == 3
    assert "It begins." in page.partition("<h2>0.1.0")[2]
    of_first = client.get("/releases?since=0.1.0").text
    assert "2 releases came after" in of_first


def test_a_thing_tells_in_words_what_changed_of_it_and_that_no_reason_was_given(
    client: FlaskClient,
) -> None:
    page = client.get("/doc/kazcent", headers=PAGE).text
    history = page.partition('id="history"')[2].partition("</section>")[0]
    assert ">purpose was peacekeeping training before</a>" in history
    assert history.count("The editors gave no reason.") == 1


def test_that_no_reason_was_given_is_said_once_of_many_changes(
    client: FlaskClient,
) -> None:
    silence = "Where a change has no reason here, the editors gave none."
    for path in ("/release/0.3.0/changes?group=things", "/releases?since=0.2.0"):
        page = client.get(path).text
        listed = page.partition('<section aria-labelledby="')[2]
        assert page.count(silence) == 1
        assert "KAZCENT</a> <small>changed" in listed
        assert "The editors gave no reason." not in listed


@pytest.fixture(scope="module")
def dated(
    three: list[Release], tmp_path_factory: pytest.TempPathFactory
) -> FlaskClient:
    """Two releases: a claim says where, and is dated less exactly, and why."""
    place = tmp_path_factory.mktemp("dated")
    folder = shutil.copytree(three[2].folder.parents[1] / "folder", place / "folder")
    claims, place_of = folder / CLAIMS, "dip:location :astana ; dip:time"
    reword(claims, place_of, "dip:time")
    build(numbered(folder, "0.1.0"), place / "releases")
    reword(
        claims, 'dip:time "2010-12"^^xsd:gYearMonth', f'{place_of} "2010"^^xsd:gYear'
    )
    about = NamedNode(f"{BASE}claim/kazakhstan-peace-initiatives/osce-finale")
    proposal = Proposal(BASE, "0.1.0", about, "", (), (), False, "Only a year.")
    proposals = folder / "dataset" / "proposals"
    proposals.mkdir()
    (proposals / "year.json").write_text(proposal.written(), "utf-8")
    newest = build(numbered(folder, "0.2.0"), place / "releases")
    return app_of(str(newest.folder)).test_client()


def test_what_follows_from_a_change_is_folded_under_it_with_its_reason_told(
    dated: FlaskClient,
) -> None:
    page = dated.get("/release/0.2.0/changes?group=things").text
    change = page.partition('<div class="change changed">')[2].partition("</div>")[0]
    told, follows, folded = change.partition('<details class="follows">')
    assert "Only a year." in told
    assert follows
    assert ("time:" in told, "earliest:" in told) == (True, False)
    assert "earliest:" in folded
    assert "The editors gave no reason." not in change


def test_what_came_since_is_named_on_an_old_page(dated: FlaskClient) -> None:
    page = dated.get("/release/0.1.0/doc/osce-summit-astana", headers=PAGE).text
    banner = page.partition('class="draft later"')[2].partition("</div>")[0]
    assert "time is now 2010" in banner
    assert "new: OSCE summit in Astana – location – Astana" in banner
    assert "Only a year." in banner


def test_an_editor_says_why_a_claim_was_changed_in_its_own_block(
    three: list[Release], tmp_path: Path
) -> None:
    folder = shutil.copytree(three[2].folder.parents[1] / "folder", tmp_path / "folder")
    build(numbered(folder, "0.1.0"), tmp_path / "releases")
    claims = folder / CLAIMS
    block = "c:osce-finale { c:osce-finale "
    reword(claims, block, f'{block}skos:changeNote "Only the year is told."@en ; ')
    reword(claims, 'dip:time "2010-12"^^xsd:gYearMonth', 'dip:time "2010"^^xsd:gYear')
    newest = build(numbered(folder, "0.2.0"), tmp_path / "releases")
    client = app_of(str(newest.folder)).test_client()
    page = client.get("/release/0.2.0/changes?group=things").text
    of_event = page.partition("OSCE summit in Astana</a> <small>changed")[2]
    assert "Only the year is told." in of_event.partition("</div>")[0]
    claim = client.get("/claim/kazakhstan-peace-initiatives/osce-finale", headers=PAGE)
    assert "Only the year is told." in claim.text


def test_the_list_of_releases_says_why_a_claim_changed_and_names_what_somebody_stated(
    dated: FlaskClient,
) -> None:
    newest = (
        dated.get("/releases").text.partition("<li><h2>")[2].partition("<li><h2>")[0]
    )
    assert re.search("<li>Changed: “The OSCE summit was held[^<]*— <span", newest)
    assert "Only a year." in newest
    names = newest.partition("Among them:")[2].partition("</p>")[0]
    assert re.findall(">([^<]*)</a> changed", names)[0] == "OSCE summit in Astana"


def test_what_only_follows_says_so_and_not_that_no_reason_was_given(
    dated: FlaskClient,
) -> None:
    page = dated.get("/doc/astana-declaration-adoption", headers=PAGE).text
    history = page.partition('id="history"')[2].partition("</section>")[0]
    assert "It follows from another change:" in history
    cause = history.partition("It follows from another change:")[2]
    (address,) = re.findall('<a href="([^"]*)">OSCE summit in Astana</a>', cause)
    assert "Only a year." in dated.get(address).text
    assert "The editors gave no reason." not in history


def test_a_derivation_that_came_or_went_names_the_change_that_it_follows_from(
    dated: FlaskClient,
) -> None:
    page = dated.get("/doc/astana-declaration-adoption", headers=PAGE).text
    went = re.findall('href="[^"]*/(statement/[^"]*)">earliest was', page)[0]
    source = dated.get(f"/release/0.1.0/{went}.html").text
    old = re.findall("inference/span/[0-9a-f]+", source)[0]
    came = re.findall("statement/[0-9a-f]{64}", dated.get(f"/{went}").text)[-1]
    new = re.findall("inference/span/[0-9a-f]+", dated.get(f"/{came}.html").text)[0]
    of = f"release/0.2.0/changes?of={BASE}{new}"
    for path in (new, old, f"release/0.1.0/{old}", went, of):
        told = dated.get(f"/{path}", headers=PAGE).text
        cause = told.partition("It follows from another change:")[2].partition("</p>")[
            0
        ]
        assert "OSCE summit" in cause, path
        assert "The editors gave no reason." not in told


def test_what_rules_derive_otherwise_is_told_as_what_it_is_now_and_struck_alone(
    dated: FlaskClient,
) -> None:
    page = dated.get("/release/0.2.0/changes?group=inferences").text
    heads = [" ".join(one.split()) for one in re.findall("<h3>(.*?)</h3>", page, re.S)]
    summit = "OSCE summit in Astana – earliest – 1 December 2010"
    assert f"{summit} <small>now: 1 January 2010</small>" in heads
    change = page.partition(f"<h3>{summit}")[2].partition("<h3>")[0]
    assert re.findall("<del><a [^>]*>([^<]*)", change) == [summit]
    assert "<del>The OSCE summit was held" not in change
    assert "The OSCE summit was held" in change


def test_what_a_claim_states_besides_now_is_named_on_its_old_page(
    dated: FlaskClient,
) -> None:
    old = "/release/0.1.0"
    claim = "claim/kazakhstan-peace-initiatives/osce-finale"
    page = dated.get(f"{old}/{claim}", headers=PAGE).text
    banner = page.partition('class="draft later"')[2].partition("</div>")[0]
    assert "new: OSCE summit in Astana – location – Astana" in banner


def test_who_objects_to_what_did_not_change_is_told_what_did_of_the_claim(
    dated: FlaskClient,
) -> None:
    ends = Triple(
        NamedNode(f"{BASE}id/osce-chairmanship"),
        DIP("finale"),
        NamedNode(f"{BASE}id/osce-summit-astana"),
    )
    of = f"of=statement/{digest(ends)}"
    page = dated.get(f"/release/0.1.0/propose?{of}", headers=PAGE).text
    beside = page.partition("Of the same claim:")[2].partition("</div>")[0]
    assert "time is now 2010" in beside
    assert "Of the same claim:" not in dated.get(f"/propose?{of}", headers=PAGE).text


def test_a_reason_is_told_once_and_what_is_folded_is_counted(
    dated: FlaskClient,
) -> None:
    claims = dated.get("/release/0.2.0/changes?group=claims").text
    assert claims.count("Only a year.") == 1
    assert "change note:" not in claims
    page = dated.get("/release/0.2.0/changes").text
    things = page.partition('<section aria-labelledby="things">')[2]
    things = things.partition("</section>")[0]
    (total,) = re.findall('id="things">Things <span class="count">([0-9]+)<', things)
    (folded,) = re.findall("([0-9]+) of them follow", things)
    assert int(total) == int(folded) + things.count('<div class="change ')
