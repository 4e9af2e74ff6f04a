"""Queries that are cited: RDA's recommendations on citing dynamic data, one by one.

Nothing is stored: what the recommendations have a query store hold is in the address.
"""

import json
import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote_plus, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from conftest import BASE, SMALL
from diplomatica.engine import Answer
from diplomatica.engine.sparql.query import normalised
from diplomatica.lookup.history.comparing.canonical import canonical
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import JSON, NTRIPLES
from diplomatica.pipeline.building import build
from diplomatica.web.app import app_of, create_app
from versions import folder, numbered, three

__all__ = ["folder", "three"]

GROUPS = "SELECT ?l { ?x a dip:Group ; rdfs:label ?l }"


@pytest.fixture(scope="module")
def client(three: list[Release]) -> FlaskClient:
    return app_of(str(three[2].folder.parent / "latest")).test_client()


def cited(client: FlaskClient, query: str = GROUPS, version: str = "0.3.0") -> str:
    """The address by which an answer is cited, as a path."""
    path = f"/release/{version}/cite?format=csl&query={quote(query)}"
    (item,) = json.loads(client.get(path).text)
    parts = urlsplit(item["URL"])
    return f"{parts.path}?{parts.query}"


def test_r1_r2_data_is_versioned_and_dated(client: FlaskClient) -> None:
    (item,) = json.loads(client.get(f"/cite?format=csl&query={quote(GROUPS)}").text)
    assert (item["version"], item["issued"]) == (
        "0.3.0",
        {"date-parts": [[2026, 11, 24]]},
    )


def test_r3_r8_the_address_holds_the_query_and_its_release(client: FlaskClient) -> None:
    address = urlsplit(cited(client))
    told = parse_qs(address.query)
    assert address.path == "/release/0.3.0/cite"
    assert told["query"] == [GROUPS]
    assert set(told) == {"query", "rows", "checksum"}


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("SELECT *\n\t{ ?s ?p ?o }  # all", "SELECT * { ?s ?p ?o }"),
        ('SELECT * { ?s ?p "a  # b" }', 'SELECT * { ?s ?p "a  # b" }'),
        ("ASK{<http://e/#a>?p 1}", "ASK{<http://e/#a>?p 1}"),
    ],
)
def test_r4_a_query_is_normalised(query: str, same: str) -> None:
    assert normalised(query) == same


@given(st.text(" \n#a?{}<>:", max_size=30))
def test_r4_what_is_normalised_stays(query: str) -> None:
    assert normalised(normalised(query)) == normalised(query)


def test_r5_the_order_of_rows_does_not_count(client: FlaskClient) -> None:
    up, down = (
        cited(client, f"{GROUPS} ORDER BY {way}(?l)") for way in ("ASC", "DESC")
    )
    assert parse_qs(up)["checksum"] == parse_qs(down)["checksum"]


def test_r6_an_answer_is_verified_by_its_checksum(client: FlaskClient) -> None:
    page = client.get(cited(client)).text
    assert "<strong>The same as cited.</strong>" in page
    spoiled = client.get(cited(client)[:-1] + "x").text
    assert "<strong>Not the same as cited.</strong>" in spoiled


def test_a_fault_of_an_older_answer_is_reported_with_its_query_and_release(
    client: FlaskClient,
) -> None:
    page = client.get(cited(client, version="0.1.0")).text
    (lead,) = re.findall(r'href="(/release/0.1.0/report[^"]+)"', page)
    told = unescape(client.get(unescape(lead)).text)
    (address,) = re.findall(rf"^Address: {BASE}(\S+)$", told, re.MULTILINE)
    assert address.startswith("release/0.1.0/cite?query=")
    assert client.get(f"/{address}").status_code == 200
    assert f"Query:\n{normalised(GROUPS)}" in told


def test_r7_r9_the_same_answer_is_cited_by_the_same_address(
    client: FlaskClient,
) -> None:
    assert cited(client) == cited(client, f"  {GROUPS} # again")


def test_r10_a_citation_is_given_to_people_and_programs(client: FlaskClient) -> None:
    path = f"/cite?query={quote(GROUPS)}&format="
    text, entry, item = (client.get(path + form) for form in ("txt", "bib", "csl"))
    assert text.text.startswith(
        "The Diplomatica developers (2026): Answer to a query of"
    )
    (checksum,) = re.findall("checksum=([0-9a-f]{64})", text.text)
    assert f"3.0 of 24 November 2026. 4 rows, SHA-256 {checksum[:12]}… " in text.text
    assert text.text.count(checksum) == 1
    assert entry.content_type == "application/x-bibtex; charset=utf-8"
    assert entry.text.startswith("@misc{diplomatica-0.3.0-")
    assert json.loads(item.text)[0]["type"] == "dataset"


def test_r11_r12_the_address_leads_to_a_page_with_the_answer(
    client: FlaskClient,
) -> None:
    page = client.get(cited(client, version="0.1.0"))
    assert page.status_code == 200
    assert f'href="/release/0.1.0/sparql?query={quote(GROUPS)}"' in page.text


def test_r13_r14_a_newer_release_says_what_differs(client: FlaskClient) -> None:
    old = urlsplit(cited(client, version="0.1.0")).query
    page = client.get(f"/cite?{old}&since=0.1.0").text
    assert "<strong>Not the same as cited.</strong>" in page
    assert '<ins><span lang="en">Birds</span></ins>' in page
    assert "<del>" not in page


def test_a_newer_release_says_the_number_that_was_cited_and_its_own(
    client: FlaskClient,
) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?x a dip:Group }"
    old = urlsplit(cited(client, query, "0.1.0")).query
    page = client.get(f"/cite?{old}&since=0.1.0").text
    before, now = (
        client.get(f"/release/{one}/sparql?format=csv&query={quote(query)}").text
        for one in ("0.1.0", "0.3.0")
    )
    before, now = before.split()[1], now.split()[1]
    assert before != now
    assert f"It was {before} in 0.1.0, and is {now} in 0.3.0." in page
    assert f"<td><del><span>{before}</span></del></td>" in page
    assert f"<td><ins><span>{now}</span></ins></td>" in page


def test_a_newer_release_leads_to_what_changed_since(client: FlaskClient) -> None:
    old = urlsplit(cited(client, version="0.1.0")).query
    page = client.get(f"/cite?{old}&since=0.1.0").text
    found = re.findall(r'href="(/release/[^"]*/changes)"', page)
    assert found == ["/release/0.2.0/changes", "/release/0.3.0/changes"]
    assert "/changes" not in client.get(f"/cite?query={quote(GROUPS)}").text


def test_a_newer_release_says_which_changes_are_behind_a_row(
    client: FlaskClient,
) -> None:
    query = "SELECT ?x { ?x a dip:Group }"
    old = urlsplit(cited(client, query, "0.2.0")).query
    page = client.get(f"/cite?{old}&since=0.2.0").text
    why = page.partition('id="why"')[2].partition("<h2")[0]
    assert "Of what stands in the rows that differ" in why
    assert re.findall(r"<li><b>([^<]*)</b>", why) == ["Birds", "Birds"]
    assert why.count("Words were read anew.") == 1
    assert "Of the whole release 0.3.0:" in why
    assert "/release/0.3.0/changes?of=" in why
    assert "<td><del><a" in page
    assert ">Birds</a></del>" in page


def test_a_newer_release_says_which_changes_are_behind_a_number(
    client: FlaskClient,
) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?x a dip:Group }"
    old = urlsplit(cited(client, query, "0.1.0")).query
    page = client.get(f"/cite?{old}&since=0.1.0").text
    why = page.partition('id="why"')[2].partition("</ul>")[0]
    assert "Of what the query names" in why
    assert "Birds" in why
    assert 'href="/release/0.1.0/cite?query=' in page
    assert '<h2 id="text">Cite the answer of 0.3.0</h2>' in page


NUMBER = "SELECT (COUNT(*) AS ?n) { ?x a dip:Group }"


def told_of_newest(client: FlaskClient, path: str) -> str:
    found = re.search(
        '<section aria-labelledby="newest">.*?</section>',
        client.get(path).text,
        re.DOTALL,
    )
    return found[0] if found else ""


@pytest.mark.parametrize("query", [GROUPS, NUMBER])
def test_an_old_answer_says_at_once_what_the_newest_release_answers(
    client: FlaskClient, query: str
) -> None:
    told = told_of_newest(client, cited(client, query, "0.1.0"))
    assert "And the newest release, 0.3.0?" in told
    assert "It answers otherwise." in told
    assert "<ins>" in told
    assert "Added in 0.2.0" in told
    assert re.search(r'class="button" href="/cite\?[^"]*since=0\.1\.0#text"', told)


def test_an_answer_that_differs_says_in_how_many_rows(client: FlaskClient) -> None:
    groups = told_of_newest(client, cited(client, GROUPS, "0.1.0"))
    lead = re.search("<p><strong>It answers otherwise.</strong>(.*?)</p>", groups)
    assert lead
    assert lead[1].strip() == "1 row came."
    number = told_of_newest(client, cited(client, NUMBER, "0.1.0"))
    assert re.search("It was [0-9] in 0.1.0, and is [0-9] in 0.3.0.</p>", number)


def test_an_old_answer_that_is_the_same_still_is_told_as_that(
    client: FlaskClient,
) -> None:
    told = told_of_newest(client, cited(client, "ASK {}", "0.1.0"))
    assert "It answers the same." in told
    assert "<h3" not in told


def test_the_answer_of_the_newest_release_is_compared_with_none(
    client: FlaskClient,
) -> None:
    path = cited(client, version="0.3.0")
    assert client.get(path).status_code == 200
    assert told_of_newest(client, path) == ""


def test_who_brings_no_query_gets_a_field_for_it(client: FlaskClient) -> None:
    page = client.get("/cite")
    assert page.status_code == 200
    assert '<textarea id="query" name="query"' in page.text
    assert client.get("/cite?format=bib").status_code == 400


def test_the_front_page_leads_who_comes_with_a_paper_to_an_older_release(
    client: FlaskClient,
) -> None:
    front, old = client.get("/").text, client.get("/release/0.1.0").text
    assert 'href="/release/0.1.0/cite">0.1.0</a>' in front
    assert 'href="/release/0.1.0/cite">Numbers of 0.1.0, to cite</a>' in old


def test_what_a_paper_counted_is_chosen_without_a_query(client: FlaskClient) -> None:
    page = client.get("/release/0.1.0/cite").text
    assert '<option value="Event">event</option>' in page
    answer = client.get("/release/0.1.0/cite?kind=Event&dated=2015")
    assert answer.status_code == 303
    led = client.get(answer.location)
    (query,) = parse_qs(urlsplit(answer.location).query)["query"]
    counted = client.get(f"/release/0.1.0/sparql?format=csv&query={quote(query)}")
    rows = counted.text.splitlines()[1:]
    assert [row.rpartition(",")[2] for row in rows] == ["2015-08-27"]
    assert "The answer of 0.1.0: 1 row</h2>" in led.text


@pytest.mark.parametrize(
    ("told", "day"),
    [("August 2015", "2015-08"), ("in 2015", "2015"), ("27 Aug. 2015", "2015-08-27")],
)
def test_what_was_counted_is_dated_as_people_write_dates(
    told: str, day: str, client: FlaskClient
) -> None:
    answer = client.get(f"/cite?kind=Event&dated={quote(told)}")
    assert answer.status_code == 303
    assert f'STRSTARTS(STR(?time), "{day}")' in unquote_plus(answer.location)


@pytest.mark.parametrize(
    ("asked", "kept", "fault"),
    [
        (
            "kind=Event&dated=soon",
            ['<option value="Event" selected>', 'value="soon"'],
            "“soon” is no year, month or day.",
        ),
        ("query=SELECT+x", [">SELECT x</textarea>"], "This is not a SPARQL query"),
        (
            "query=SELECT+(NOW()+AS+?n)+{}",
            ["(NOW() AS"],
            "has another answer each time",
        ),
    ],
)
def test_a_form_that_cannot_be_taken_keeps_what_was_typed_beside_the_fault(
    asked: str, kept: list[str], fault: str, client: FlaskClient
) -> None:
    answer = client.get(f"/cite?{asked}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    (field,) = re.findall(r'<(?:input|textarea)[^>]* aria-invalid="true"', answer.text)
    (id_,) = re.findall('role="alert" id="([^"]*)"', answer.text)
    assert id_ in field
    assert fault in unescape(answer.text)
    assert [one for one in kept if one not in answer.text] == []


def test_what_is_of_a_kind_is_counted_without_a_time(client: FlaskClient) -> None:
    answer = client.get("/cite?kind=Summit&dated=")
    assert unquote_plus(answer.location) == (
        f"/cite?query=SELECT ?thing {{ ?thing a <{BASE}ontology#Summit> }} ORDER BY ?thing"
    )


@pytest.mark.parametrize(
    ("asked", "status"), [("dated=soon", 400), ("kind=Smmit", 404)]
)
def test_what_cannot_be_counted_is_told(
    asked: str, status: int, client: FlaskClient
) -> None:
    answer = client.get(f"/cite?{asked}")
    assert (answer.status_code, answer.content_type) == (
        status,
        "application/problem+json",
    )


def test_rows_are_shown_in_the_order_that_the_query_asks_for(
    client: FlaskClient,
) -> None:
    for way, first in (("ASC", "1"), ("DESC", "3")):
        query = f"SELECT ?n {{ VALUES ?n {{ 1 2 3 }} }} ORDER BY {way}(?n)"
        page = client.get(f"/cite?query={quote(query)}").text
        (shown,) = re.findall('id="answer">.*?<td><span>([0-9])', page, re.DOTALL)
        assert shown == first


@pytest.mark.parametrize(
    ("host", "is_told"),
    [
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("[::1]:8000", True),
        ("data.example.org", False),
    ],
)
def test_an_address_that_nobody_else_reaches_is_told_as_that(
    host: str, is_told: bool, client: FlaskClient
) -> None:
    page = client.get("/cite?query=ASK{}", headers={"Host": host}).text
    assert (f"Nobody else reaches {host}:" in page) is is_told


def test_a_draft_says_how_a_release_is_made(tmp_path: Path) -> None:
    draft = build(Folder(SMALL), tmp_path, is_draft=True)
    answer = create_app(draft).test_client().get(f"/cite?query={quote(GROUPS)}")
    assert answer.status_code == 409
    assert (
        "`diplomatica build` without --draft" in answer.get_json(force=True)["detail"]
    )


def test_a_draft_leads_to_the_same_question_of_the_releases_before(
    three: list[Release], tmp_path: Path
) -> None:
    releases = shutil.copytree(
        three[2].folder.parent, tmp_path / "releases", symlinks=True
    )
    folder = shutil.copytree(three[2].folder.parents[1] / "folder", tmp_path / "folder")
    draft = build(numbered(folder, "0.4.0"), releases, is_draft=True)
    asked = f"/cite?query={quote(GROUPS)}"
    page = create_app(draft).test_client().get(asked, headers={"Accept": "text/html"})
    assert page.status_code == 409
    assert f'href="/release/0.3.0{asked}"' in page.text


def test_the_checksum_is_a_note_and_no_part_of_a_title(client: FlaskClient) -> None:
    entry = client.get("/cite?query=ASK{}&format=bib").text
    assert "  title = {{Answer to a query of Diplomatica}},\n" in entry
    assert re.search("^  note = {1 row, SHA-256 [0-9a-f]{64}},$", entry, re.MULTILINE)


def test_the_list_of_the_timeline_is_cited_as_it_stands(client: FlaskClient) -> None:
    page = client.get("/release/0.1.0/timeline?kind=Summit").text
    (link,) = re.findall('href="([^"]+)" rel="nofollow">Cite this list', page)
    cited = client.get(unescape(link))
    assert cited.status_code == 200
    assert 'data-copy="the citation"' in cited.text


def test_rows_are_counted_in_words_and_shown(client: FlaskClient) -> None:
    one = client.get(f"/cite?query={quote('ASK { ?s ?p ?o }')}").text
    assert ": 1 row</h2>" in one
    assert "<td><span>true</span></td>" in one
    graph = quote("CONSTRUCT { ?x a dip:Group } WHERE { ?x a dip:Group }")
    assert '<th scope="col">?predicate</th>' in client.get(f"/cite?query={graph}").text


@pytest.mark.parametrize(
    "query", ["SELECT (NOW() AS ?n) {}", "SELECT (RAND() AS ?n) {}"]
)
def test_chance_cannot_be_cited(query: str, client: FlaskClient) -> None:
    answer = client.get(f"/cite?query={quote(query)}")
    assert (answer.status_code, answer.content_type) == (
        400,
        "application/problem+json",
    )


def told(store: Store, query: str) -> Answer:
    form = NTRIPLES if query.startswith("CONSTRUCT") else JSON
    body = store.query(query).serialize(format=form.rdf or form.results)  # type: ignore[arg-type]
    return Answer(body or b"", form, 0)


@pytest.mark.parametrize(
    "query", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"]
)
def test_names_of_blank_nodes_do_not_count(query: str) -> None:
    stores = Store(), Store()
    for store, name in zip(stores, ("_:a", "_:z"), strict=True):
        store.update(
            f"INSERT DATA {{ {name} <http://e/p> {name}1 . {name}1 <http://e/p> 1 }}"
        )
    one, other = (canonical(told(store, query)) for store in stores)
    assert one.checksum == other.checksum
    assert one.rows == 2


def test_of_rows_that_changed_only_the_cells_are_struck(client: FlaskClient) -> None:
    query = (
        f"SELECT ?s ?for {{ VALUES ?s {{ <{BASE}id/kazcent> }} ?s dip:purpose ?for }}"
    )
    old = urlsplit(cited(client, query, "0.2.0")).query
    page = client.get(f"/cite?{old}&since=0.2.0").text
    assert "Rows that changed from 0.2.0 to 0.3.0" in page
    table = page.partition("Rows that changed")[2].partition("</table>")[0]
    assert re.findall("<del><span>([^<]*)", table) == ["peacekeeping training"]
    assert re.findall("<ins><span>([^<]*)", table) == ["training"]
    assert table.count("KAZCENT</a></td>") == 1
    assert "Only in" not in page


def test_a_day_in_an_answer_is_told_as_on_other_pages_and_in_one_line(
    client: FlaskClient,
) -> None:
    query = "SELECT ?t { :osce-summit-astana dip:time ?t }"
    page = client.get(f"/cite?query={quote(query)}").text
    day = '<td><time class="exact" datetime="2010-12">December 2010</time></td>'
    assert day in page


def text_of(page: str) -> str:
    """The page without its frame, as it is read."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub("<[^>]*>", " ", main)).split())


def test_the_words_to_cite_stand_first_and_what_differs_after_them(
    client: FlaskClient,
) -> None:
    page = client.get(cited(client, NUMBER, "0.1.0")).text
    order = ['data-copy="the citation"', 'id="answer"', 'id="newest"', 'id="bibtex"']
    places = [page.index(one) for one in order]
    assert places == sorted(places)
    assert text_of(page).index("Version 0.1.0 of 24 November 2026.") < 250
    (address,) = re.findall('data-copy="the address" data-text="([^"]*)"', page)
    assert unescape(address).endswith(cited(client, NUMBER, "0.1.0"))


def test_who_comes_from_an_old_release_cites_that_first(client: FlaskClient) -> None:
    old = urlsplit(cited(client, NUMBER, "0.1.0")).query
    page = client.get(f"/cite?{old}&since=0.1.0").text
    heads = re.findall("<h2 id=[^>]*>(Cite the answer of [^<]*)</h2>", page)
    assert heads == ["Cite the answer of 0.1.0", "Cite the answer of 0.3.0"]
    first, second = re.findall('data-text="([^"]*)"', page)
    assert unescape(first).endswith(cited(client, NUMBER, "0.1.0"))
    assert unescape(second).endswith(cited(client, NUMBER))


def test_the_banner_of_an_old_answer_leads_to_how_the_newest_differs(
    client: FlaskClient,
) -> None:
    page = client.get(cited(client, NUMBER, "0.1.0")).text
    banner = page.partition('class="draft later"')[2].partition("</div>")[0]
    (address,) = re.findall('href="([^"]*/cite[^"]*)"', banner)
    told = client.get(unescape(address)).text
    assert "Not the same as cited. It was" in text_of(told)
    assert "<strong>What was cited holds as it was cited:</strong>" in told
    (holds,) = re.findall('<a href="([^"]*)">0.1.0 answers it for good</a>', told)
    assert unescape(holds).endswith(cited(client, NUMBER, "0.1.0"))
    asked = urlsplit(unescape(address)).query
    other = asked.replace("checksum=", "checksum=0")
    assert "holds as it was cited" not in client.get(f"/cite?{other}").text


def test_the_answer_of_another_release_is_one_step_away(client: FlaskClient) -> None:
    page = text_of(client.get(f"/cite?query={quote(GROUPS)}").text)
    assert "Cite the answer of another release: 0.2.0 (24 November 2026), 0.1.0" in page
    path = f"/cite?query={quote(GROUPS, safe='')}"
    assert f'href="/release/0.1.0{path}"' in client.get(path).text


def test_the_page_of_a_query_to_an_old_release_cites_that(client: FlaskClient) -> None:
    asked = {"query": GROUPS}
    told = {"Accept": "text/html"}
    page = client.get("/release/0.1.0/sparql", query_string=asked, headers=told).text
    (link,) = re.findall('<a href="([^"]*/cite[^"]*)">Cite the answer of 0.1.0', page)
    assert link.startswith("/release/0.1.0/cite?query=SELECT")
