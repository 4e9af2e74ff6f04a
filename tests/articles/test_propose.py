"""Proposals: the page that makes one, and the command that puts it in place."""

import json
import re
from difflib import unified_diff
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Triple

from conftest import BASE, CLAIMS, append
from contact import CONTACT
from diplomatica.cli import main
from diplomatica.lookup.proposing import deriving
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import DIP, XSD
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from versions import numbered

CLAIM = "claim/kazakhstan-peace-initiatives/kazcent-certification"
KAZCENT = NamedNode(f"{BASE}id/kazcent-certification")


def page(client: FlaskClient, status: int = 200, /, **fields: str) -> str:
    answer = client.get("/propose", query_string=fields)
    assert answer.status_code == status, answer.text
    return " ".join(unescape(re.sub("<[^>]*>", "", answer.text)).split())


def file(client: FlaskClient, **fields: str) -> dict[str, Any]:
    answer = client.get("/propose", query_string={**fields, "format": "json"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    told: dict[str, Any] = json.loads(answer.text)
    return told


def statement(predicate: NamedNode, value: Any) -> str:
    return "statement/" + digest(Triple(KAZCENT, predicate, value))


PLANNED = statement(DIP("status"), DIP("planned"))


def test_every_statement_claim_and_note_leads_to_a_proposal(
    client: FlaskClient,
) -> None:
    for path in (PLANNED, CLAIM, "link/kazakhstan-wikidata"):
        assert f'href="/propose?of={path}"' in client.get(f"/{path}.html").text
        assert client.get(f"/propose?of={path}").status_code == 200


def test_a_proposal_is_previewed_as_the_difference_it_makes(
    client: FlaskClient,
) -> None:
    fields = {
        "of": PLANNED,
        "change": "value",
        "value": "dip:held",
        "reason": "It was.",
    }
    told = page(client, **fields)
    assert "UN certification of KAZCENT – status – planned" in told
    assert "UN certification of KAZCENT – status – took place" in told
    assert "What must hold of these things would still hold." in told
    shown = client.get("/propose", query_string=fields).text
    assert 'action="/propose#difference"' in shown
    made = file(client, **fields)
    assert made["about"] == f"{BASE}{CLAIM}"
    assert made["removed"] == [f"{Triple(KAZCENT, DIP('status'), DIP('planned'))} ."]
    assert made["added"] == [f"{Triple(KAZCENT, DIP('status'), DIP('held'))} ."]
    assert (made["withdrawn"], made["release"]) == (False, "0.1.0")


def test_a_proposal_that_breaks_a_shape_says_so_in_its_words(
    client: FlaskClient,
) -> None:
    told = page(client, of=PLANNED, change="withdraw", reason="Nobody says so.")
    assert "A release would be refused then" in told
    assert "so it needs a dip:status" in told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"reason": ""}, "Say why"),
        ({"reason": "x", "value": ""}, "Say what would be right."),
        ({"reason": "x", "value": "dip:planned"}, "That is what it says already."),
        ({"reason": "x", "value": "no such thing"}, "is no IRI, and no name"),
        ({"reason": "x", "value": "nobody"}, "Nothing here is nobody"),
    ],
)
def test_what_is_missing_in_a_proposal_is_told_and_nothing_is_lost(
    client: FlaskClient, fields: dict[str, str], told: str
) -> None:
    asked = {"of": PLANNED, "change": "value", "by": "Anna Smith", **fields}
    assert told in page(client, 400, **asked)
    assert "Anna Smith" in client.get("/propose", query_string=asked).text


@pytest.mark.parametrize("value", ["Russia", "russia", ":russia", "Russian Federation"])
def test_a_thing_is_proposed_by_its_name(
    published_client: FlaskClient, value: str
) -> None:
    made = file(published_client, **_HOLDER, value=value)
    assert made["added"][0].endswith(f"<{BASE}id/russia> .")


@pytest.mark.parametrize("value", ["Nazarbaev", "Umarov"])
def test_a_name_that_is_not_plain_is_told_with_what_it_may_mean(
    published_client: FlaskClient, value: str
) -> None:
    told = page(published_client, 400, **_HOLDER, value=value)
    assert "Perhaps you mean " in told


def test_a_statement_of_two_claims_names_the_other(
    published_client: FlaskClient,
) -> None:
    asked = {**_HOLDER, "change": "withdraw"}
    first = file(published_client, **asked)
    (other,) = first["also"]
    told = page(published_client, **asked)
    assert "The same is stated elsewhere" in told
    assert f"{other.rpartition('/')[2]} would state it still" in told
    second = file(published_client, **asked, **{"in": other})
    assert (second["about"], second["also"]) == (other, [first["about"]])
    assert second["removed"] == first["removed"]


def test_a_statement_of_one_claim_names_no_other(client: FlaskClient) -> None:
    assert file(client, **HELD)["also"] == []
    assert "stated elsewhere" not in page(client, of=PLANNED)


_CHAIR = NamedNode(f"{BASE}id/osce-chairmanship")
_KAZAKHSTAN = NamedNode(f"{BASE}id/kazakhstan")
_HOLDER = {
    "of": "statement/" + digest(Triple(_CHAIR, DIP("holder"), _KAZAKHSTAN)),
    "change": "value",
    "reason": "x",
}


def test_a_value_keeps_its_kind_and_a_time_may_be_less_exact(
    published_client: FlaskClient,
) -> None:
    summit = NamedNode(f"{BASE}id/osce-summit-astana")
    month = Literal("2010-12", datatype=XSD("gYearMonth"))
    of = "statement/" + digest(Triple(summit, DIP("time"), month))
    fields = {"of": of, "change": "value", "reason": "The article gives the year."}
    assert "“then” is no date" in page(published_client, 400, value="then", **fields)
    made = file(published_client, value="2010", **fields)
    year = Literal("2010", datatype=XSD("gYear"))
    assert made["added"] == [f"{Triple(summit, DIP('time'), year)} ."]
    shown = page(published_client, of=of)
    assert "A date, such as 10 June 2015, June 2015 or 2015." in shown
    assert "It says “December 2010” now." in shown
    made = file(published_client, value="2 December 2010", **fields)
    date = Literal("2010-12-02", datatype=XSD("date"))
    assert made["added"] == [f"{Triple(summit, DIP('time'), date)} ."]


def test_a_number_is_asked_for_in_plain_words(published_client: FlaskClient) -> None:
    heads = NamedNode(f"{BASE}id/heads-at-astana")
    thirty = Literal("30", datatype=XSD("integer"))
    of = "statement/" + digest(Triple(heads, DIP("number"), thirty))
    fields = {"of": of, "change": "value", "reason": "x"}
    told = page(published_client, 400, value="some", **fields)
    assert "“some” is no such number as “30”. Write it in digits, such as 30." in told
    made = file(published_client, value="1,230", **fields)
    number = Literal("1230", datatype=XSD("integer"))
    assert made["added"] == [f"{Triple(heads, DIP('number'), number)} ."]


def test_a_link_may_lead_to_whatever_another_dataset_has(client: FlaskClient) -> None:
    same = NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
    items = [NamedNode(f"http://www.wikidata.org/entity/{id}") for id in ("Q232", "Q1")]
    old, new = (Triple(NamedNode(f"{BASE}id/kazakhstan"), same, one) for one in items)
    of = f"statement/{digest(old)}"
    made = file(client, of=of, change="value", value="wd:Q1", reason="x")
    assert (made["removed"], made["added"]) == ([f"{old} ."], [f"{new} ."])


def test_another_voice_and_a_withdrawal_are_proposed_for_a_claim(
    client: FlaskClient,
) -> None:
    voice = file(client, of=CLAIM, change="voice", value="liter-observer", reason="x")
    said = f"<{BASE}{CLAIM}> {DIP('voice')} <{BASE}id"
    assert voice["removed"] == [f"{said}/kairat-umarov> ."]
    assert voice["added"] == [f"{said}/liter-observer> ."]
    gone = file(client, of=CLAIM, change="withdraw", reason="x")
    assert (gone["withdrawn"], gone["added"]) == (True, [])
    assert len(gone["removed"]) > 3


def test_a_claim_that_is_withdrawn_tells_what_rests_on_it(client: FlaskClient) -> None:
    of = CLAIM.removesuffix("-certification")
    told = page(client, of=of, change="withdraw", reason="Nobody says so.")
    derived, _, named = told.partition("Others name what only this describes")
    assert "KAZCENT – is a – organisation" in derived.partition("Derived no longer")[2]
    assert "KAZCENTThis will be done by … through the UN certification" in named


def test_what_rules_would_derive_otherwise_is_told(client: FlaskClient) -> None:
    told = page(client, **HELD)
    lost, _, new = told.partition("Derived no longer")[2].partition("Derived anew")
    assert "UN certification of KAZCENT – is a – prospect" in lost
    assert "UN certification of KAZCENT – is a – event" in new


def test_what_rests_on_the_same_words_and_not_on_the_change_is_no_alarm(
    client: FlaskClient,
) -> None:
    told = page(client, **_PURPOSE, value="peacekeeping")
    assert "What rules derive stays as it is." in told
    assert "Derived no longer" not in told


def test_where_too_much_hangs_together_what_may_be_lost_is_told_as_that(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deriving, "_MOST", 0)
    told = page(client, **HELD)
    assert (
        "UN certification of KAZCENT – is a – prospect"
        in (told.partition("Perhaps derived no longer")[2])
    )


@pytest.mark.parametrize(
    ("value", "is_told"), [("training", 0), ("certification", 0), ("catering", 1)]
)
def test_a_value_that_the_words_do_not_have_is_told(
    client: FlaskClient, value: str, is_told: bool
) -> None:
    told = page(client, **_PURPOSE, value=value)
    assert (f"“{value}” stands neither in the words" in told) == is_told


_CENTRE = NamedNode(f"{BASE}id/kazcent")
_PURPOSE = {
    "of": "statement/"
    + digest(Triple(_CENTRE, DIP("purpose"), Literal("peacekeeping training"))),
    "change": "value",
    "reason": "x",
}


NUMBER = "statement/" + digest(
    Triple(
        NamedNode(f"{BASE}id/heads-at-astana"),
        DIP("number"),
        Literal(30),
    )
)


def test_one_form_is_filled_in_with_what_is_so_and_what_was_said(
    client: FlaskClient,
) -> None:
    asked = {**_PURPOSE, "change": "withdraw", "reason": "Nobody says so."}
    shown = client.get("/propose", query_string=asked).text
    form = shown.partition('<form action="/propose')[2].partition("</form>")[0]
    assert shown.count("/propose#difference") == 1
    assert re.findall('name="change" value="(\\w+)" checked', form) == ["withdraw"]
    assert re.findall('name="value" value="([^"]*)"', form) == ["peacekeeping training"]
    assert re.findall(r"<textarea[^>]*>([^<]*)<", form) == ["Nobody says so."]


def test_of_a_claim_a_statement_its_voice_or_all_of_it_is_chosen(
    client: FlaskClient,
) -> None:
    shown = client.get("/propose", query_string={"of": CLAIM}).text
    parts = re.findall('name="part" value="([^"]*)"', shown)
    digests, others = parts[:-2], parts[-2:]
    assert PLANNED.removeprefix("statement/") in digests
    assert others == ["voice", "withdraw"]
    assert file(client, of=CLAIM, part="withdraw", reason="x")["withdrawn"]
    voice = file(client, of=CLAIM, part="voice", value="liter-observer", reason="x")
    assert voice["added"][0].endswith(f"<{BASE}id/liter-observer> .")


@pytest.mark.parametrize(("value", "count"), [("took place", 1), ("", 0)])
def test_a_statement_of_a_claim_is_given_another_value_by_name_or_withdrawn(
    client: FlaskClient, value: str, count: int
) -> None:
    part = PLANNED.removeprefix("statement/")
    asked = {"of": CLAIM, "in": f"{BASE}{CLAIM}", "part": part, "reason": "x"}
    made = file(client, **asked, value=value)
    held = f"{Triple(KAZCENT, DIP('status'), DIP('held'))} ."
    assert made["removed"] == [f"{Triple(KAZCENT, DIP('status'), DIP('planned'))} ."]
    assert made["added"] == [held] * count


def test_a_thing_leads_to_each_statement_of_it_with_its_words(
    client: FlaskClient,
) -> None:
    told = page(client, of="doc/kazcent-certification")
    words = "through the UN certification of the KAZCENT Kazakh peacekeeping"
    assert "UN certification of KAZCENT – status – planned" in told.partition(words)[2]
    shown = client.get("/propose?of=doc/kazcent-certification").text
    assert f'href="/propose?of={PLANNED}&amp;in=' in shown


def test_what_follows_from_a_proposal_is_told_in_a_sentence(
    client: FlaskClient,
) -> None:
    assert "It breaks no rule, and changes 2 things more" in page(client, **HELD)
    gone = page(client, of=PLANNED, change="withdraw", reason="x")
    assert "By itself it would be refused, for 1 rule would be broken" in gone
    told = page(client, **_PURPOSE, value="peacekeeping")
    assert "It breaks no rule, and changes nothing else." in told


_OF_REMARK = f"claim/{CLAIM.split('/')[1]}/inefficiency-of-formats"


def test_a_remark_that_goes_is_told_with_the_words_that_lose_its_voice(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, of=_OF_REMARK, change="withdraw", reason="x")
    assert "Another voice: “the inefficiency of the G20 and G8 formats” is told" in told
    assert "without the remark, it would be told in the author’s" in told
    speaker = Triple(
        NamedNode(f"{BASE}id/remark-on-g20-and-g8"),
        DIP("speaker"),
        NamedNode(f"{BASE}id/nursultan-nazarbayev"),
    )
    of = f"statement/{digest(speaker)}"
    other = page(published_client, of=of, value="Roman Vassilenko", reason="x")
    assert "and would then be told in that of Roman Vassilenko" in other


def test_a_dataset_without_an_address_says_to_whom_the_file_goes(
    client: FlaskClient,
) -> None:
    told = page(client, **HELD)
    _, _, told = told.partition("What to do next")
    assert (
        "Give the file to The Diplomatica developers. This publisher states no" in told
    )
    assert "The Diplomatica developers (publisher, creator)" in told
    for of in (PLANNED, "doc/kazcent-certification"):
        before = page(client, of=of).partition("What is wrong here?")[2]
        line = "you get a file to give to The Diplomatica developers."
        first = "Why?" if of == PLANNED else "certification of KAZCENT"
        assert 0 < before.find(line) < before.find(first)


def test_what_editors_type_is_no_part_of_what_who_objects_reads(
    client: FlaskClient,
) -> None:
    for asked in ({"of": PLANNED}, HELD):
        shown = client.get("/propose", query_string=asked).text
        assert "An editor accepts, amends or refuses it" in shown
        assert "propose apply" not in shown


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"why": "otherwise"}, "The words say something else."),
        (
            {"why": "unsaid", "reason": "See ¶ 2."},
            "The words do not say this. See ¶ 2.",
        ),
        ({"why": "whatever", "reason": "See ¶ 2."}, "See ¶ 2."),
    ],
)
def test_a_reason_is_chosen_or_written_or_both(
    client: FlaskClient, said: dict[str, str], reason: str
) -> None:
    asked = {"of": PLANNED, "change": "value", "value": "dip:held", **said}
    assert file(client, **asked)["reason"] == reason
    told = page(client, 400, of=PLANNED, change="withdraw", why="whatever")
    assert "Say why" in told


def test_a_value_that_the_words_lack_asks_for_a_source_until_there_is_one(
    client: FlaskClient,
) -> None:
    asked = {**_PURPOSE, "value": "catering"}
    shown = client.get("/propose", query_string=asked).text
    assert '<a href="#source">where it can be seen</a>' in shown
    assert "stands neither" not in page(client, **asked, source="The centre’s statutes")


def test_a_source_alone_says_that_it_shows_otherwise(client: FlaskClient) -> None:
    assert 'id="source"' not in client.get(f"/{CLAIM}.html").text
    shown = client.get("/propose", query_string={"of": PLANNED}).text
    folded = re.findall("<details.*?</details>", shown, re.DOTALL)
    assert 'id="source"' in shown
    assert not any('id="source"' in one for one in folded)
    asked = {**HELD, "reason": "", "source": "The centre’s statutes"}
    assert file(client, **asked)["reason"] == "Another source shows otherwise."


def test_what_comes_next_leads_to_what_became_of_proposals(client: FlaskClient) -> None:
    shown = client.get("/propose", query_string=HELD).text
    assert 'href="/releases#proposals"' in shown
    told = client.get("/releases").text
    assert '<h2 id="proposals">What became of proposals</h2>' in told
    assert "None was refused so far." in told
    assert 'id="refused"' not in told


def test_a_letter_says_first_what_is_wrong_and_then_has_the_file(
    folder: Path, tmp_path: Path
) -> None:
    prefix = "@prefix vcard: <http://www.w3.org/2006/vcard/ns#> ."
    append(folder / "dataset" / "catalog.ttl", f"\n{prefix}{CONTACT}")
    site = create_app(build(Folder(folder), tmp_path / "releases")).test_client()
    shown = site.get("/propose", query_string={**HELD, "source": "Statutes"}).text
    (link,) = re.findall('href="(mailto:[^"]*)"', shown)
    first, _, rest = parse_qs(unescape(link))["body"][0].partition("\n")
    subject = "UN certification of KAZCENT – status –"
    wrong, right = f"“{subject} planned”", f"“{subject} took place”"
    assert first == f"{wrong} is wrong: it should be {right}. It was."
    assert "Where that can be seen: Statutes" in rest
    assert json.loads(rest[rest.index("{") :])["source"] == "Statutes"
    assert "opens a letter in which all of it is written already" in shown


def test_a_claim_names_once_what_all_of_it_is_about(client: FlaskClient) -> None:
    shown = client.get("/propose", query_string={"of": CLAIM}).text
    form = shown.partition('<form action="/propose')[2].partition("</fieldset>")[0]
    assert form.count("UN certification of KAZCENT") == 1
    assert "> status – planned</label>" in form


def test_a_claim_leads_to_what_else_rests_on_its_sentence(
    published_client: FlaskClient,
) -> None:
    of = "claim/kazakhstan-peace-initiatives/thirty-heads"
    shown = published_client.get("/propose", query_string={"of": of}).text
    beside = shown.partition("more claim rests on this sentence</summary>")[2]
    assert re.findall('href="/propose\\?of=([^"]*)"', beside.partition("</ul>")[0]) == [
        "claim/kazakhstan-peace-initiatives/high-representatives"
    ]


def test_the_front_page_asks_for_the_words_of_what_is_read_wrongly(
    client: FlaskClient,
) -> None:
    footer = client.get("/", headers={"Accept": "text/html"}).text
    assert '<a href="/propose" rel="nofollow">Is something wrong here?</a>' in footer
    shown = client.get("/propose").text
    field = shown.partition('action="/search" method="get" role="search">')[2]
    assert "Some of its words:</label>" in shown
    assert '<input type="search" id="words" name="q" required>' in field
    assert 'href="/report?of="' in shown


def test_a_sentence_that_is_found_leads_to_what_it_states_to_object(
    published_client: FlaskClient,
) -> None:
    found = published_client.get("/search?q=30+heads", headers={"Accept": "text/html"})
    (lead,) = re.findall('href="([^"]*)" rel="nofollow">Is it read wrongly', found.text)
    assert "> number – 30</label>" in published_client.get(lead).text


def test_how_to_object_leads_to_a_report_and_not_around(client: FlaskClient) -> None:
    about = client.get("/about").text.partition('id="object"')[2]
    lead = re.search('href="([^"]*)"[^>]*>Report an error</a>', about)
    assert lead
    for address in (lead[1], f"/propose?of={PLANNED}"):
        answer = client.get(address)
        assert answer.status_code == 200
        told = answer.text.partition("<main")[2].partition("</main>")[0]
        assert "Who made this, and how" not in told


def test_all_that_the_catalog_tells_of_its_makers_is_told(folder: Path) -> None:
    dataset = f"<{BASE}dataset>"
    append(
        folder / "dataset" / "catalog.ttl",
        f"""
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
{dataset} dcterms:creator <https://orcid.example/1> ;
    dcat:contactPoint <{BASE}dataset#makers> ;
    dcat:landingPage <https://news.example/data> .
<https://orcid.example/1> foaf:name "Anna Smith" .
<{BASE}dataset#makers> foaf:name "Makers" ; foaf:homepage <https://makers.example/> .
""",
    )
    made = create_app(build(Folder(folder), folder / "releases")).test_client()
    for path in (f"/propose?of={PLANNED}&change=withdraw&reason=x", "/report"):
        told = made.get(path).text
        assert "Anna Smith" in told
        assert re.findall('<a href="([^"]*)" rel="external">', told) == [
            "https://orcid.example/1",
            "https://makers.example/",
            "https://news.example/data",
        ]


@pytest.mark.parametrize(
    ("of", "value", "now"),
    [
        (PLANNED, [], ""),
        (_PURPOSE["of"], ["peacekeeping training"], ""),
        (NUMBER, [""], "It says “30” now."),
    ],
)
def test_only_a_text_that_is_wrong_stands_in_the_field_to_be_mended(
    of: str, value: list[str], now: str, published_client: FlaskClient
) -> None:
    shown = published_client.get("/propose", query_string={"of": of}).text
    assert re.findall('<input id="value" name="value" value="([^"]*)"', shown) == value
    assert now in shown
    assert not re.findall("<option [^>]*selected", shown)


def test_what_rules_derive_leads_to_what_it_follows_from(client: FlaskClient) -> None:
    derived = statement(NamedNode(_TYPE), DIP("Prospect"))
    assert client.get(f"/{derived}").status_code == 200
    told = client.get(f"/propose?of={derived}")
    assert (told.status_code, "Nobody wrote this" in told.text) == (200, True)
    assert f'href="/{derived}#why"' in told.text
    assert f'href="/report?of={derived}"' in told.text


_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def test_an_address_that_states_nothing_is_told(client: FlaskClient) -> None:
    assert client.get("/propose?of=statement/abc").status_code == 404
    assert client.get("/propose?of=sparql").status_code == 404
    assert "choose the source of a statement" in page(client)


def apply(folder: Path, proposal: dict[str, Any]) -> Result:
    file = folder.parent / "proposal.json"
    file.write_text(json.dumps(proposal), "utf-8")
    return CliRunner().invoke(main, ["propose", "apply", str(file), str(folder)])


def difference(old: str, new: str) -> list[str]:
    lines = unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


HELD = {"of": PLANNED, "change": "value", "value": "dip:held", "reason": "It was"}
NESTED = "<urn:a> <urn:p> " + "<<( <urn:a> <urn:p> " * 90_000


def test_a_proposal_changes_one_line_and_the_next_release_names_it(
    client: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    releases, claims = tmp_path / "releases", folder / CLAIMS
    build(numbered(folder, "0.1.0"), releases)
    before = claims.read_text("utf-8")
    done = apply(folder, file(client, **HELD, by="Anna", source="https://e.org/"))
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith(f"{CLAIMS}:20: It was. (Proposed by Anna on release")
    went, came = difference(before, claims.read_text("utf-8"))
    assert went[1:].replace("dip:planned", "dip:held") == came[1:]
    site = create_app(build(numbered(folder, "0.2.0"), releases)).test_client()
    changes = unescape(site.get("/release/0.2.0/changes").text)
    assert "change note" in changes
    assert (
        "It was. (Proposed by Anna on release 0.1.0, from https://e.org/.)" in changes
    )
    assert "Proposed by Anna" in site.get(f"/{CLAIM}.html").text


_REMARK = ":remark-on-personal-convictions"


def test_a_claim_that_is_withdrawn_is_gone_with_the_reason(
    client: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    claims = folder / CLAIMS
    before = claims.read_text("utf-8")
    of = CLAIM.replace("kazcent-certification", "personal-convictions")
    gone = file(client, of=of, change="withdraw", reason="It is no peacemaking.")
    done = apply(folder, gone)
    assert done.exit_code == 0, done.stderr
    lines = difference(before, claims.read_text("utf-8"))
    assert {line[0] for line in lines} == {"-"}
    assert len(lines) == 4
    names = folder / "dataset" / "names.ttl"
    kept = [
        line for line in names.read_text("utf-8").splitlines() if _REMARK not in line
    ]
    names.write_text("\n".join(kept), "utf-8")
    site = create_app(build(Folder(folder), tmp_path / "releases")).test_client()
    answer = site.get(f"/{of}")
    assert answer.status_code == 410
    assert "It is no peacemaking." in answer.text


@pytest.mark.parametrize("voice", ["kairat-umarov", ""])
def test_another_voice_is_put_in_place_whether_one_was_written_or_not(
    client: FlaskClient, folder: Path, voice: str
) -> None:
    claims = folder / CLAIMS
    if not voice:
        text = claims.read_text("utf-8")
        at = text.index("c:kazcent-certification {")
        rest = text[at:].replace(" ; dip:voice :kairat-umarov", "", 1)
        claims.write_text(text[:at] + rest, "utf-8")
    made = file(client, of=CLAIM, change="voice", value="liter-observer", reason="x")
    before = claims.read_text("utf-8")
    done = apply(folder, made)
    assert done.exit_code == 0, done.stderr
    came = [
        one for one in difference(before, claims.read_text("utf-8")) if one[0] == "+"
    ]
    assert "dip:voice :liter-observer" in " ".join(came)


def test_a_statement_is_withdrawn_from_between_others(
    client: FlaskClient, folder: Path
) -> None:
    of = statement(DIP("certifier"), NamedNode(f"{BASE}id/united-nations"))
    claims = folder / CLAIMS
    before = claims.read_text("utf-8")
    done = apply(folder, file(client, of=of, change="withdraw", reason="x"))
    assert done.exit_code == 0, done.stderr
    went, came = difference(before, claims.read_text("utf-8"))
    assert went[1:].replace(" ; dip:certifier :united-nations", "") == came[1:]


def test_a_claim_that_changed_since_is_told_with_what_it_says_now(
    client: FlaskClient, folder: Path
) -> None:
    claims = folder / CLAIMS
    text = claims.read_text("utf-8")
    at = text.index("c:kazcent-certification {")
    rest = text[at:].replace("dip:planned", "dip:proposed", 1)
    claims.write_text(text[:at] + rest, "utf-8")
    done = apply(folder, file(client, **HELD))
    assert done.exit_code == 1
    assert "kazcent-certification was changed since: it says <" in done.stderr
    assert "#proposed> now" in done.stderr
    assert claims.read_text("utf-8") == text[:at] + rest


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ({"proposal": 2}, "is no proposal of form 1"),
        ({"reason": ""}, "says no reason"),
        ({"removed": ["x"]}, "has lines in removed that are no N-Triples"),
        ({"added": ["\ud800"]}, "has lines in added that are no N-Triples"),
        ({"added": [NESTED]}, "has lines in added that are no N-Triples"),
        ({"words": []}, "has no text as its words"),
        ({"about": "x y"}, "which is no IRI"),
        ({"about": f"{BASE}claim/a/none"}, "which is in no file of claims"),
        ({"dataset": "https://e.org/dataset"}, "is not of https://w3id.org"),
    ],
)
def test_a_proposal_that_is_none_is_told(
    client: FlaskClient, folder: Path, spoilt: dict[str, Any], told: str
) -> None:
    done = apply(folder, {**file(client, **HELD), **spoilt})
    assert (done.exit_code, told in done.stderr) == (1, True)


def test_a_proposal_is_applied_once(client: FlaskClient, folder: Path) -> None:
    made = file(client, **HELD)
    assert apply(folder, made).exit_code == 0
    again = apply(folder, made)
    assert (again.exit_code, "was applied" in again.stderr) == (1, True)
    other = apply(folder, {**made, "by": "Ben"})
    assert "changes kazcent-certification to what it says already" in other.stderr


def refuse(folder: Path, proposal: dict[str, Any], reason: str) -> Result:
    file = folder.parent / "proposal.json"
    file.write_text(json.dumps(proposal), "utf-8")
    command = ["propose", "refuse", str(file), str(folder), "--reason", reason]
    return CliRunner().invoke(main, command)


def test_a_refused_proposal_changes_nothing_and_the_next_release_says_why_not(
    client: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    claims = (folder / CLAIMS).read_text("utf-8")
    done = refuse(folder, file(client, **HELD, by="Anna"), "It is planned still.")
    assert done.exit_code == 0, done.stderr
    assert (folder / CLAIMS).read_text("utf-8") == claims
    site = create_app(build(Folder(folder), tmp_path / "releases")).test_client()
    told = " ".join(unescape(re.sub("<[^>]*>", "", site.get("/releases").text)).split())
    refused = told.partition("Proposals that were refused")[2]
    said = "status held instead of status planned. It was. (Proposed by Anna on release"
    assert said in refused
    assert "Refused: It is planned still." in refused
    assert "Proposed before: status held" in page(site, of=CLAIM)
    assert "Proposed before" not in page(site, of="link/kazakhstan-wikidata")


def test_a_proposal_is_refused_or_applied_and_not_both(
    client: FlaskClient, folder: Path
) -> None:
    made = file(client, **HELD)
    assert refuse(folder, made, "No.").exit_code == 0
    again = apply(folder, made)
    assert (again.exit_code, "was refused: dataset/" in again.stderr) == (1, True)
    other = refuse(folder, {**made, "dataset": "https://e.org/dataset"}, "No.")
    assert "is not of https://w3id.org" in other.stderr


TABLE = """# curie_map:
#   d: https://w3id.org/diplomatica/id/
#   wd: http://www.wikidata.org/entity/
record_id\tsubject_id\tpredicate_id\tobject_id\tmapping_justification\tcomment
\td:india\tskos:exactMatch\twd:Q668\tsemapv:ManualMappingCuration\tSame "name".
\td:lebanon\tskos:closeMatch\twd:Q822\tsemapv:ManualMappingCuration\tSame name.
"""


@pytest.fixture
def table(folder: Path) -> Path:
    file = folder / "dataset" / "own.sssom.tsv"
    file.write_text(TABLE, "utf-8")
    return file


def of_row(name: str, value: str, added: str = "") -> dict[str, Any]:
    """A proposal about a link to Wikidata that a row states."""
    match = "http://www.w3.org/2004/02/skos/core#exactMatch"
    stated = f"<{BASE}id/{name}> <{match}> <http://www.wikidata.org/entity/%s> ."
    return {
        "proposal": 1,
        "dataset": f"{BASE}dataset",
        "release": "0.1.0",
        "about": f"{BASE}link/{name}-{value}",
        "removed": [stated % value],
        "added": [stated % added] if added else [],
        "withdrawn": not added,
        "reason": "It is another.",
    }


def test_a_proposal_amends_one_row_of_a_table_of_links(
    folder: Path, table: Path
) -> None:
    done = apply(folder, of_row("india", "Q668", "Q1"))
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("dataset/own.sssom.tsv:5: ")
    went, came = difference(TABLE, table.read_text("utf-8"))
    record = f"{BASE}link/india-Q668"
    assert came[1:].split("\t")[:4] == [record, "d:india", "skos:exactMatch", "wd:Q1"]
    assert went[1:].split("\t")[4] == came[1:].split("\t")[4]


def test_a_row_of_a_table_of_links_is_withdrawn(folder: Path, table: Path) -> None:
    done = apply(folder, of_row("india", "Q668"))
    assert done.exit_code == 0, done.stderr
    assert difference(TABLE, table.read_text("utf-8")) == [f"-{TABLE.splitlines()[4]}"]


def test_a_row_that_was_changed_since_is_told_with_what_it_says_now(
    folder: Path, table: Path
) -> None:
    refused = apply(folder, of_row("lebanon", "Q822"))
    assert refused.exit_code == 1
    assert "lebanon-Q822, which was changed since: it says" in refused.stderr
    assert "closeMatch" in refused.stderr
    assert table.read_text("utf-8") == TABLE


def test_what_came_with_a_claim_is_no_change_of_its_voice(
    folder: Path, tmp_path: Path
) -> None:
    build(numbered(folder, "0.1.0"), tmp_path / "releases")
    text = (folder / CLAIMS).read_text("utf-8")
    block = re.search(r"^c:kazcent-certification \{.*?^\}\n", text, re.M | re.S)
    assert block
    append(folder / CLAIMS, block[0].replace("c:kazcent-certification", "c:again"))
    newest = build(numbered(folder, "0.2.0"), tmp_path / "releases")
    again = "claim/kazakhstan-peace-initiatives/again"
    told = page(create_app(newest).test_client(), of=again)
    assert "Told now in the voice" not in told
