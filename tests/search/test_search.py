"""Things and sentences are found by words and facets, and all that is found can be taken."""

import csv
import html
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad, parse

from brought import site_of
from conftest import ARTICLE, BASE, FOREIGN
from diplomatica.engine import Embedded
from diplomatica.lookup.index.words import words as sought
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import READ, Format
from diplomatica.model.vocabulary import RDFS
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.search import results


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            value or "" for name, value in attrs if tag == "a" and name == "href"
        ]


def page(client: FlaskClient, **asked: object) -> str:
    answer = client.get("/search", query_string=asked, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    return answer.text


def rows(client: FlaskClient, **asked: object) -> list[dict[str, str]]:
    answer = client.get("/search", query_string={**asked, "format": "csv"})
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def labels(client: FlaskClient, **asked: object) -> list[str]:
    return [row["label"] for row in rows(client, **asked)]


def test_without_words_all_kinds_are_shown_with_how_many_there_are(
    published_client: FlaskClient,
) -> None:
    shown = page(published_client)
    count = len(rows(published_client, kind="Initiative"))
    assert count > 10
    assert (
        f'<a href="/search?kind=Initiative">initiative</a> <span class="count">{count}</span>'
        in shown
    )
    assert shown.index(">meeting</a>") < shown.index(">summit</a>")


def test_a_newcomer_comes_from_the_front_page_to_the_initiatives_as_csv(
    published_client: FlaskClient,
) -> None:
    front = published_client.get("/", headers={"Accept": "text/html"}).text
    assert "/search" in _Links(front).found
    assert "/search?kind=Initiative" in _Links(page(published_client)).found
    download = re.search(
        r'href="([^"]*)"[^>]*>Download these as CSV',
        page(published_client, kind="Initiative"),
    )
    assert download is not None
    answer = published_client.get(download[1].replace("&amp;", "&"))
    assert answer.mimetype == "text/csv"
    table = {
        row["iri"]: row for row in csv.DictReader(io.StringIO(answer.text, newline=""))
    }
    assert table.keys() == {
        row["iri"] for row in rows(published_client, kind="Initiative")
    }
    assert table[f"{BASE}id/g-global"]["initiator"] == "Nursultan Nazarbayev"


def test_where_no_table_tells_more_the_things_found_make_one(
    published_client: FlaskClient,
) -> None:
    asked = {"kind": "Initiative", "q": "g-global"}
    download = re.search(
        r'href="([^"]*)"[^>]*>Download it as CSV', page(published_client, **asked)
    )
    assert download is not None
    answer = published_client.get(download[1].replace("&amp;", "&"))
    assert answer.text.splitlines() == [
        "iri,label,kind,kind_iri,earliest,latest",
        f"{BASE}id/g-global,G-Global,platform|prospect,"
        f"{BASE}ontology#Platform|{BASE}ontology#Prospect,,",
    ]


def test_all_things_of_a_kind_are_the_table_of_that_kind(
    published: Release, published_client: FlaskClient
) -> None:
    answer = published_client.get("/search?kind=Event&format=csv")
    table = published.folder / "tables" / "events.csv"
    assert answer.data == table.read_bytes()
    some = published_client.get("/search?kind=Event&since=2010&format=csv").text
    columns = table.read_text("utf-8").partition("\n")[0].strip().split(",")
    assert {*some.splitlines()[0].split(",")} <= {*columns}


def test_a_dated_thing_has_its_days_in_the_table(published_client: FlaskClient) -> None:
    (row,) = [
        one
        for one in rows(published_client, q="OSCE summit in Astana")
        if one["iri"].endswith("summit-astana")
    ]
    assert (row["kind"], row["earliest"], row["latest"]) == (
        "summit|event",
        "2010-12-01",
        "2010-12-31",
    )


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("UN", "United Nations"),
        ("kazakh", "Kazakhstan"),
        ("KAZAKHSTAN", "Kazakhstan"),
        ("nazarbáyev", "Nursultan Nazarbayev"),
        ("organisation of the islamic conf", "Organisation of Islamic Cooperation"),
        ("kazakstan", "Kazakhstan"),
        ("semipalatinks", "Semipalatinsk nuclear test site"),
    ],
)
def test_the_best_comes_first(
    words: str, first: str, published_client: FlaskClient
) -> None:
    assert labels(published_client, q=words)[0] == first


def suggested(client: FlaskClient, words: str) -> list[str]:
    """What is offered to somebody who has typed this far."""
    answer = client.get("/search", query_string={"q": words, "format": "json"})
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return [one["href"] for one in json.loads(answer.text)]


@pytest.mark.parametrize(
    "written",
    [
        f"{BASE}id/kazakhstan",
        f"<{BASE}id/kazakhstan>",
        f"{BASE}doc/kazakhstan",
        f"{BASE}doc/kazakhstan.ttl",
        "http://localhost/id/kazakhstan",
        "http://localhost/doc/kazakhstan.html?release=1#of",
        "/doc/kazakhstan",
        ":kazakhstan",
        "Q232",
        "q232",
        "wd:Q232",
        "http://www.wikidata.org/entity/Q232",
        "https://www.wikidata.org/wiki/Q232",
        "https://www.wikidata.org/wiki/Q232#sitelinks",
        "https://m.wikidata.org/wiki/Special:EntityPage/Q232",
    ],
)
def test_an_address_finds_its_thing(
    written: str, published_client: FlaskClient
) -> None:
    found = rows(published_client, q=written)
    assert [row["iri"] for row in found] == [f"{BASE}id/kazakhstan"]
    assert suggested(published_client, written) == ["/id/kazakhstan"]


@pytest.mark.parametrize("code", ["KZ", "KAZ", "398", "kz"])
def test_a_state_is_found_by_its_code(code: str, published_client: FlaskClient) -> None:
    assert labels(published_client, q=code)[0] == "Kazakhstan"
    assert suggested(published_client, code)[0] == "/id/kazakhstan"


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Казахстан", "Kazakhstan"),
        ("КАЗАХСТАН", "Kazakhstan"),
        ("Қазақстан", "Kazakhstan"),
        ("Назарбаев", "Nursultan Nazarbayev"),
        ("Нурсултан Назарбаев", "Nursultan Nazarbayev"),
        ("Нұрсұлтан Назарбаев", "Nursultan Nazarbayev"),
        ("Кайрат Умаров", "Kairat Umarov"),
        ("Умаров", "Kairat Umarov"),
        ("Астана", "Astana"),
    ],
)
def test_a_name_in_another_script_is_found(
    written: str,
    label: str,
    published_client: FlaskClient,
) -> None:
    assert label in labels(published_client, q=written)[:3]


@pytest.mark.parametrize(
    ("written", "label"),
    [("Сирия", "Syria"), ("Турция", "Turkey"), ("Иран", "Iran")],
)
def test_a_state_is_found_by_its_name_in_another_language(
    written: str, label: str, published_client: FlaskClient
) -> None:
    assert labels(published_client, q=written)[0] == label
    assert f"“{written}”" in page(published_client, q=written)


def test_an_abbreviation_is_not_read_as_the_beginning_of_a_word(
    published_client: FlaskClient,
) -> None:
    found = labels(published_client, q="ОБСЕ")
    assert found == ["Organisation for Security and Cooperation in Europe"]


FOREIGN_THINGS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
<http://e.example/a> skos:altLabel "alternative" ; skos:notation "N-17" .
<http://e.example/b> xl:prefLabel [ xl:literalForm "reified"@en ] .
<http://e.example/c> <http://purl.org/dc/elements/1.1/title> "elementary" .
<http://e.example/d> <http://schema.org/name> "insecure" .
<http://e.example/e#burgerKing> a <http://e.example/K> .
<http://e.example/article/1> <http://xmlns.com/foaf/0.1/name> "befriended" .
"""


@pytest.mark.parametrize(
    ("sought", "end"),
    [
        ("alternative", "a"),
        ("N-17", "a"),
        ("reified", "b"),
        ("elementary", "c"),
        ("insecure", "d"),
        ("burger king", "e#burgerKing"),
        ("burgerking", "e#burgerKing"),
        ("befriended", "article/1"),
        ("http://e.example/d", "d"),
    ],
)
def test_any_iri_is_found_by_whatever_it_is_called(
    sought: str, end: str, tmp_path: Path
) -> None:
    client = own(tmp_path, FOREIGN_THINGS)
    found = [row["iri"] for row in rows(client, q=sought)]
    assert found == [f"http://e.example/{end}"]


def test_the_name_in_latin_letters_is_told(published_client: FlaskClient) -> None:
    shown = page(published_client, q="Казахстан")
    assert "Nothing has the words “Казахстан”" in shown
    assert '<a href="/search?q=kazakhstan">kazakhstan</a>' in shown
    assert "/id/kazakhstan" in suggested(published_client, "Казах")


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("dip:chaired", "/ontology#chaired"),
        ("https://w3id.org/diplomatica/ontology#chaired", "/ontology#chaired"),
        (f"claim:{ARTICLE}/osce-finale", f"/claim/{ARTICLE}/osce-finale"),
        (
            f"http://localhost/claim/{ARTICLE}/osce-finale",
            f"/claim/{ARTICLE}/osce-finale",
        ),
    ],
)
def test_an_address_of_what_is_no_thing_leads_to_its_page(
    written: str, href: str, published_client: FlaskClient
) -> None:
    shown = page(published_client, q=written)
    assert href in _Links(shown).found
    assert "Nothing is called this" not in shown
    assert suggested(published_client, written)[0] == href


@pytest.mark.parametrize(
    "written",
    [
        "Q999999999",
        "https://www.wikidata.org/wiki/Q999999999",
        f"{BASE}id/nowhere",
        ":nowhere",
        "dip:nowhere",
        "http://example.org/kazakhstan",
        "ZZ",
        "000",
        "ЖЖЖЖ",
    ],
)
def test_what_is_not_published_is_not_found(
    written: str,
    published_client: FlaskClient,
) -> None:
    assert rows(published_client, q=written) == []
    assert suggested(published_client, written) == []
    assert "Nothing is called this" in page(published_client, q=written)


def test_only_a_state_has_the_code_of_a_state(tmp_path: Path) -> None:
    kinds = "<georgia> a <https://schema.org/Person> . <jo> a <https://schema.org/Country> ."
    names = '<georgia> rdfs:label "Georgia" . <jo> rdfs:label "Jordan" .'
    client = own(tmp_path, f"{kinds} {names}")
    assert labels(client, q="268") == []
    assert labels(client, q="400") == ["Jordan"]


def test_what_was_sought_instead_is_told(published_client: FlaskClient) -> None:
    shown = page(published_client, q="kazakstan")
    assert "Nothing has the words “kazakstan”" in shown
    assert '<a href="/search?q=kazakhstan">kazakhstan</a>' in shown
    assert "Nothing has all of these words" in page(published_client, q="umarov xyzzy")
    assert "Nothing is called this" in page(published_client, q="xyzzyq")


def test_a_sentence_leads_to_its_place_and_to_the_claim_that_quotes_it(
    client: FlaskClient,
) -> None:
    shown = page(client, q="summit was held")
    assert "The OSCE <mark>summit</mark> was <mark>held</mark> in Astana" in shown
    assert f'href="/article/{ARTICLE}#p27"' in shown
    assert f'href="/article/{ARTICLE}?claim=osce-finale#p27"' in shown


def heads(shown: str, heading: str) -> str:
    """What a section of a page shows, without its marks."""
    section = re.search(rf'<h2 id="{heading}">.*?</section>', shown, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section[0])) if section else ""


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (
            "what did Kazakhstan chair?",
            "What did Kazakhstan or anybody else chair, and which words say so?",
        ),
        ("who proposed G-Global", "Who proposed creating G-Global, and when?"),
        (
            "President's role",
            (
                "Who said that relations between different countries are less "
                "tense thanks to the President"
            ),
        ),
        (
            "chared",
            "What did Kazakhstan or anybody else chair, and which words say so?",
        ),
    ],
)
def test_everyday_words_lead_to_questions(
    words: str, asked: str, published_client: FlaskClient
) -> None:
    shown = page(published_client, q=words)
    link = (
        html.unescape(shown)
        .partition(asked)[0]
        .rpartition('href="')[2]
        .partition('"')[0]
    )
    answer = published_client.get(link, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert f'<h1 class="question" lang="en">{asked}' in html.unescape(answer.text)


def test_an_answer_says_who_says_so_and_how_many_rows_it_has(
    published_client: FlaskClient,
) -> None:
    whole = heads(page(published_client, q="what did Kazakhstan chair"), "answer")
    assert whole.count("Kazakhstan Organisation") == 4
    assert "(OIC) — the author , perhaps according to Roman Vassilenko" in whole
    cut = heads(page(published_client, q="who took part"), "answer")
    assert "the first 3 of 8 · All rows, and the query behind them" in cut


def test_a_question_that_has_all_of_the_words_comes_first(
    published_client: FlaskClient,
) -> None:
    for words in ("who proposed G-Global", "what did Kazakhstan chair"):
        shown = page(published_client, q=words)
        first = shown.partition('<h2 id="answer">')[2].partition("<h2 id=")[0]
        assert "/sparql?query=SELECT" in first
    assert '<ul class="terms"' not in page(published_client, q="Kazakhstan")


@pytest.mark.parametrize("words", ["initiatives", "list of initiatives", "Initiative"])
def test_the_name_of_a_kind_leads_to_all_of_it_and_to_its_table(
    words: str, published_client: FlaskClient
) -> None:
    found = _Links(page(published_client, q=words)).found
    assert "/search?kind=Initiative" in found
    assert "/dumps/tables/initiatives.csv" in found


def test_the_name_of_a_property_leads_to_all_statements_with_it(
    published_client: FlaskClient,
) -> None:
    assert "All 2 statements with “chaired”" in page(published_client, q="chaired")
    assert "statements with" not in page(published_client, q="President's role")
    link = next(
        one
        for one in _Links(page(published_client, q="chaired")).found
        if "dip%3Achaired" in one
    )
    answer = published_client.get(link, headers={"Accept": "text/csv"})
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == 2


def test_a_word_is_found_in_its_other_forms(published_client: FlaskClient) -> None:
    assert "Nazarbayev’s initiative to convene the CICA" in labels(
        published_client, q="initiatives"
    )
    assert (
        labels(published_client, q="chaired")[0]
        == "Kazakhstan’s chairmanship of the OIC"
    )
    assert labels(published_client, q="what was proposed in G-Global") == [
        "proposal of G-Global"
    ]


def test_what_is_in_sentences_only_leads_to_what_they_speak_of(
    published_client: FlaskClient,
) -> None:
    shown = page(published_client, q="the President’s role")
    assert "The authority of President Nursultan Nazarbayev" in heads(
        shown, "sentences"
    )
    assert "Nursultan Nazarbayev person 10 opinions" in heads(shown, "close")
    assert "/id/nursultan-nazarbayev#remarks" in _Links(shown).found


def test_a_question_is_answered_in_place_with_its_words(
    published_client: FlaskClient,
) -> None:
    shown = page(published_client, q="who proposed g-global")
    answer = heads(shown, "answer")
    assert "Who proposed creating G-Global, and when?" in answer
    assert "Nursultan Nazarbayev December 2011" in answer
    assert "in December 2011 President Nazarbayev proposed creating" in answer
    assert "¶ 30" in answer
    assert shown.count("Who proposed creating G-Global, and when?") == 1


@pytest.mark.parametrize(
    "words",
    [
        "Who proposed G-Global, when, in which words?",
        "who came up with G-Global?",
        "who came up with g global",
        "when was G-Global suggested and by whom",
        "Is it known? Who proposed G-Global?",
    ],
)
def test_of_several_clauses_the_first_that_a_question_has_is_answered(
    words: str, published_client: FlaskClient
) -> None:
    answer = heads(page(published_client, q=words), "answer")
    assert "Nursultan Nazarbayev December 2011" in answer


def test_what_connects_a_thing_with_nothing_known_leads_nowhere(
    published_client: FlaskClient,
) -> None:
    words = "how are Kazakhstan and Xyzzyq connected?"
    assert "/network?from" not in page(published_client, q=words)


def test_things_are_proposed_before_opinions_on_them(
    published_client: FlaskClient,
) -> None:
    answer = published_client.get("/search?q=nazarb&format=json")
    proposed = [one["href"] for one in answer.get_json()]
    assert "/id/nursultan-nazarbayev" in proposed[:3]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("licence", "/about"),
        ("Trust", "/about"),
        ("Is this trustworthy?", "/about"),
        ("download", "/dumps/"),
        ("opinions", f"/article/{ARTICLE}?show=remarks"),
        ("What is opinion here?", f"/article/{ARTICLE}?show=remarks"),
    ],
)
def test_words_for_a_page_of_the_site_lead_to_it(
    words: str, path: str, published_client: FlaskClient
) -> None:
    at_once = page(published_client, q=words).partition('class="terms"')[2]
    assert f'href="{path}"' in at_once.partition("</ul>")[0]


def test_who_and_what_acts_stands_first_among_the_kinds(
    published_client: FlaskClient,
) -> None:
    shown = published_client.get("/search", headers={"Accept": "text/html"}).text
    kinds = re.findall(r'<h2><a href="[^"]*kind=(\w+)"', shown)
    assert kinds[:3] == ["Agent", "Occurrence", "Initiative"]


def test_words_that_ask_nothing_are_answered_by_nothing(
    published_client: FlaskClient,
) -> None:
    assert 'id="answer"' not in page(published_client, q="kazakh")


def test_as_many_remarks_are_told_as_the_page_of_the_thing_shows(
    published_client: FlaskClient,
) -> None:
    for slug in ("kazakhstan", "nursultan-nazarbayev", "g-global"):
        (told,) = re.findall(
            rf'"/id/{slug}#remarks">(\d+) opinions?',
            page(published_client, q=slug.replace("-", " ")),
        )
        shown = published_client.get(
            f"/doc/{slug}", headers={"Accept": "text/html"}
        ).text
        assert shown.count('<article class="company remarks">') == int(told)


def test_sentences_stay_where_they_tell_of_what_is_chosen(
    published_client: FlaskClient,
) -> None:
    every = heads(page(published_client, q="president"), "sentences")
    by_one = heads(
        page(published_client, q="president", speaker="roman-vassilenko"), "sentences"
    )
    assert every.startswith(" 9 sentences with these words ")
    assert by_one.startswith(" 2 sentences with these words, about what is chosen ")
    assert by_one.count("according to Roman Vassilenko") == 2
    assert not heads(
        page(published_client, q="president", kind="State", since=1900, until=1950),
        "sentences",
    )


def test_facets_combine_and_each_can_be_taken_away(
    published_client: FlaskClient,
) -> None:
    found = labels(
        published_client, kind="Event", organisation="osce", since=2010, until=2010
    )
    assert found == [
        "adoption of the Astana Declaration",
        "Kazakhstan’s chairmanship of the OSCE",
        "OSCE summit in Astana",
    ]
    links = _Links(
        page(
            published_client, kind="Event", organisation="osce", since=2010, until=2010
        )
    ).found
    assert "/search?kind=Event&organisation=osce" in links
    assert "/search?organisation=osce&since=2010&until=2010" in links


def test_a_thing_is_found_by_who_spoke_of_it(published_client: FlaskClient) -> None:
    assert "UN peacekeeping operations" in labels(
        published_client, speaker="kairat-umarov"
    )
    assert "Astana Process" not in labels(published_client, speaker="kairat-umarov")


@pytest.mark.parametrize(
    "asked",
    [{}, {"q": "kazakh"}, {"kind": "Event"}, {"q": "un", "organisation": "oic"}],
)
def test_every_count_is_what_the_link_finds(
    asked: dict[str, str], published_client: FlaskClient
) -> None:
    counted = re.findall(
        r'<a href="(/search[^"]*)">[^<]*</a> <span class="count">(\d+)',
        page(published_client, **asked),
    )
    assert len(counted) > 5 or "organisation" in asked
    for link, count in counted:
        answer = published_client.get(link.replace("&amp;", "&") + "&format=csv")
        assert answer.text.count("\r\n") == int(count) + 1, link


def test_the_query_behind_facets_finds_the_same(
    published_client: FlaskClient, published_engine: Embedded
) -> None:
    asked = {"kind": "Event", "organisation": "osce", "speaker": "liter-observer"}
    link = next(
        one
        for one in _Links(page(published_client, **asked)).found
        if one.startswith("/sparql?")
    )
    answer = published_client.get(link, headers={"Accept": "text/csv"})
    assert answer.status_code == 200
    told = {row["thing"] for row in csv.DictReader(io.StringIO(answer.text))}
    assert told == {row["iri"] for row in rows(published_client, **asked)}
    assert told


def test_pages_hold_all_once(published_client: FlaskClient) -> None:
    found = rows(published_client, kind="Topic")
    seen: list[str] = []
    pages = -(-len(found) // 25)
    for number in range(1, pages + 1):
        listed = (
            page(published_client, kind="Topic", page=number)
            .partition('<ol class="found"')[2]
            .partition("</ol>")[0]
        )
        seen += [link for link in _Links(listed).found if "#" not in link]
    assert len(seen) == len(found) > 50
    assert [BASE + one.lstrip("/") for one in seen] == [row["iri"] for row in found]


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
def test_what_is_found_is_rdf_in_every_format(
    form: Format, published_client: FlaskClient
) -> None:
    answer = published_client.get(
        "/search?kind=Initiative", headers={"Accept": form.media_type}
    )
    assert answer.content_type == form.content_type
    assert "Accept" in answer.headers["Vary"]
    quads: list[Quad] = list(parse(answer.data, format=form.rdf))
    named = {quad.object for quad in quads if quad.predicate == RDFS("label")}
    assert Literal("G-Global", language="en") in named
    assert len(named) == len(rows(published_client, kind="Initiative"))


def test_who_types_is_told_a_few_things(published_client: FlaskClient) -> None:
    answer = published_client.get("/search?q=osce%20summit&format=json")
    assert answer.mimetype == "application/json"
    told = json.loads(answer.text)
    assert {
        "label": "OSCE summit in Astana",
        "kind": "summit, event",
        "href": "/id/osce-summit-astana",
    } in told
    assert len(json.loads(published_client.get("/search?format=json").text)) == 8


@pytest.mark.parametrize("words", ["OSCE summit in Astana", "osce Summit in astana"])
def test_the_thing_of_this_very_name_stands_before_all_answers(
    words: str, published_client: FlaskClient
) -> None:
    assert suggested(published_client, words)[0] == "/id/osce-summit-astana"
    shown = page(published_client, q=words)
    assert shown.index("/id/osce-summit-astana") < shown.index('id="answer"')
    offered = suggested(published_client, words)
    assert len(offered) == len(set(offered)) == 8


@pytest.mark.parametrize("words", ["initiatives", "initiat"])
def test_who_types_is_told_of_kinds_and_questions_too(
    words: str, published_client: FlaskClient
) -> None:
    told = json.loads(published_client.get(f"/search?q={words}&format=json").text)
    assert len(told) == 8
    assert told[0] == {
        "label": "initiative",
        "kind": "kind",
        "href": "/search?kind=Initiative",
    }
    assert "question" in [one["kind"] for one in told]


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    words=st.text(max_size=60) | st.text('"*^(){}:-+ ANDORNEARtun', max_size=40),
    form=st.sampled_from(["html", "csv"]),
)
def test_any_text_can_be_sought(
    words: str, form: str, published_client: FlaskClient
) -> None:
    text = words.encode("utf-8", "replace").decode()
    assert (
        published_client.get(
            "/search", query_string={"q": text, "format": form}
        ).status_code
        == 200
    )


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    asked=st.dictionaries(
        st.sampled_from(
            ["kind", "organisation", "speaker", "since", "until", "page", "sentences"]
        ),
        st.text(max_size=20)
        | st.integers(-(10**9), 10**9).map(str)
        | st.sampled_from(["Event", "osce", "²", "٣"]),
    )
)
def test_any_facet_can_be_asked(
    asked: dict[str, str], published_client: FlaskClient
) -> None:
    told = {
        name: value.encode("utf-8", "replace").decode() for name, value in asked.items()
    }
    for form in ("html", "nquads"):
        status = published_client.get(
            f"/search?{urlencode({**told, 'format': form})}"
        ).status_code
        assert status in (200, 400, 404)


def test_a_sentence_that_is_found_says_whose_it_is(
    published_client: FlaskClient,
) -> None:
    told = re.sub(
        r"<[^>]+>",
        "",
        published_client.get(
            "/search?q=authority", headers={"Accept": "text/html"}
        ).text,
    )
    assert (
        "— according to Roman Vassilenko"
        in told.partition("The authority of President")[2]
    )


def test_behind_the_last_page_there_is_none(published_client: FlaskClient) -> None:
    assert (
        published_client.get(
            "/search?kind=Event&page=3", headers={"Accept": "text/html"}
        ).status_code
        == 200
    )
    assert (
        published_client.get(
            "/search?kind=Event&page=4", headers={"Accept": "text/html"}
        ).status_code
        == 404
    )
    assert published_client.get("/timeline?page=2").status_code == 404


def test_names_are_text_and_never_markup(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    evil = (
        "<https://example.org/news/id/evil> "
        '<http://www.w3.org/2000/01/rdf-schema#label> "<img src=x>" .'
    )
    (tmp_path / "dataset" / "evil.ttl").write_text(evil, "utf-8")
    client = create_app(build(Folder(tmp_path), tmp_path / "releases")).test_client()
    assert "&lt;img src=x&gt;" in page(client, q="img")
    assert "<img src=x" not in page(client, q="<img src=x>")


def test_a_character_of_control_is_shown_as_one_that_is_none(
    client: FlaskClient,
) -> None:
    for path in ("/search", "/timeline"):
        asked = {"q": "a\1\0b", "kind": "c\x85\x1bd"}
        shown = client.get(
            path, query_string=asked, headers={"Accept": "text/html"}
        ).text
        assert not re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]", shown)
        assert "c��d" in shown


def test_a_dataset_without_names_articles_and_vocabulary_can_be_searched(
    foreign_client: FlaskClient,
) -> None:
    assert "kind=foaf%3APerson" in page(foreign_client)
    assert [row["iri"] for row in rows(foreign_client, q="andre")] == [
        "https://example.org/news/id/andré"
    ]
    (row, _) = rows(foreign_client, kind="foaf:Person")
    assert (row["label"], row["kind"]) == ("", "Person")
    assert "/id/50%2525&amp;a%3Fb" in page(foreign_client, q="50%")
    assert (
        foreign_client.get("/id/50%2525&a%3Fb", follow_redirects=True).status_code
        == 200
    )


def test_a_thing_that_has_only_begun_is_found_by_that_year(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    begun = """
    @prefix dip: <https://w3id.org/diplomatica/ontology#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <https://example.org/news/id/begun> dip:earliest "2007-05-01"^^xsd:date .
    <https://example.org/news/id/ended> dip:latest "2009-05-01"^^xsd:date ."""
    (tmp_path / "dataset" / "begun.ttl").write_text(begun, "utf-8")
    client = create_app(build(Folder(tmp_path), tmp_path / "releases")).test_client()
    (row,) = rows(client, since=2007, until=2007)
    assert (row["iri"], row["earliest"], row["latest"]) == (
        "https://example.org/news/id/begun",
        "2007-05-01",
        "",
    )
    assert "from 1 May 2007" in page(client, since=2007)
    assert "until 1 May 2009" in page(client, since=2007)
    graph = client.get("/search?q=ended", headers={"Accept": "text/turtle"}).text
    assert "dip:latest" in graph
    assert "dip:earliest" not in graph


def own(folder: Path, things: str) -> FlaskClient:
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    head = (
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @base "
        "<https://example.org/news/id/> ."
    )
    (folder / "dataset" / "things.ttl").write_text(f"{head} {things}", "utf-8")
    return create_app(build(Folder(folder), folder / "releases")).test_client()


@pytest.mark.parametrize(
    "slug", ["a%23b", "a%3Fb", "a%25b", "a%2Fb", "a%E9", "a%20b", "a#b", "a?b"]
)
def test_a_search_leads_to_a_thing_with_an_escape_in_its_name(
    slug: str, tmp_path: Path
) -> None:
    client = own(tmp_path, f'<{slug}> rdfs:label "found" .')
    link = next(
        one for one in _Links(page(client, q="found")).found if one.startswith("/id/")
    )
    answer = client.get(link, headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert answer.status_code == 200
    assert slug in answer.text


def test_of_two_things_with_like_names_each_has_its_own_page(tmp_path: Path) -> None:
    client = own(tmp_path, '<a%23b> rdfs:label "escaped" . <a#b> rdfs:label "plain" .')
    for label in ("escaped", "plain"):
        link = next(
            one for one in _Links(page(client, q=label)).found if one.startswith("/id/")
        )
        assert (
            f"<h1>{label}</h1>"
            in client.get(
                link, headers={"Accept": "text/html"}, follow_redirects=True
            ).text
        )


@pytest.mark.parametrize("space", ["\u00a0", "\u3000"])
def test_a_kind_may_have_any_space_in_its_name_but_the_one_that_no_iri_has(
    space: str, tmp_path: Path
) -> None:
    client = own(tmp_path, f"<a> a <http://example.org/k{space}k> .")
    assert len(rows(client, kind=f"http://example.org/k{space}k")) == 1


def test_kinds_of_one_name_are_told_apart(tmp_path: Path) -> None:
    kinds = (
        '<http://example.org/1/P> rdfs:label "pilot" . <http://example.org/2/P> '
        'rdfs:label "pilot" .'
    )
    client = own(
        tmp_path,
        f"{kinds} <a> a <http://example.org/1/P> . <b> a <http://example.org/2/P> .",
    )
    told = json.loads(client.get("/search?q=pilot&format=json").text)
    assert sorted(one["label"] for one in told if one["kind"] == "kind") == [
        "pilot (http://example.org/1/P)",
        "pilot (http://example.org/2/P)",
    ]


def test_who_seeks_too_much_at_once_is_told_so(client: FlaskClient) -> None:
    for asked in ({"q": "x" * 201}, {"kind": " ".join(map(str, range(30)))}):
        answer = client.get("/search", query_string=asked)
        assert answer.status_code == 400
        assert "up to 200 characters" in json.loads(answer.text)["detail"]


def test_behind_the_last_sentences_there_are_none(
    published_client: FlaskClient,
) -> None:
    assert "1 sentence with" in page(published_client, q="tense")
    for more in ("sentences=2", "page=2"):
        assert (
            published_client.get(
                f"/search?q=tense&{more}", headers={"Accept": "text/html"}
            ).status_code
            == 404
        )


def test_where_more_is_found_than_is_told_the_page_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = labels(client, kind="Event", since=1900)
    monkeypatch.setattr(results, "MOST_FOUND", 3)
    assert "There is more than a search looks at" in page(client, kind="Event")
    assert labels(client, kind="Event", since=1900) == every[:3]
    table = client.get("/search?kind=Event&since=1900&format=csv")
    assert "This is not all" in table.headers["Link"]
    whole = client.get("/search?kind=Event&format=csv")
    assert "This is not all" not in whole.headers.get("Link", "")
    assert len(labels(client, kind="Event")) > 3


def test_of_many_that_have_a_word_what_is_called_so_is_found(
    published_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sought, "MOST_FITTING", 3)
    shown = page(published_client, q="kazakhstan")
    assert "There is more than a search looks at" in shown
    assert labels(published_client, q="kazakhstan")[0] == "Kazakhstan"


def test_threads_share_one_index(release: Release, engine: Embedded) -> None:
    app = create_app(release, engine)
    found: list[int] = []

    def ask() -> None:
        found.extend(
            app.test_client().get("/search?q=osce").status_code for _ in range(20)
        )

    threads = [Thread(target=ask) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [200] * 120


def test_months_and_days_bound_a_search_as_years_do(
    published_client: FlaskClient,
) -> None:
    def found(since: str, until: str) -> set[str]:
        told = rows(published_client, kind="Summit", since=since, until=until)
        return {row["label"] for row in told}

    summit = {"OSCE summit in Astana"}
    assert found("2010", "2010") == found("2010-12", "2010-12-01") == summit
    assert found("2011-01", "2010-12-31") == found("2010-01-01", "2010-11") == set()


@pytest.mark.parametrize("given", ["2010-13", "abc", "2010-12-32", "1 May"])
def test_what_is_no_date_is_refused(given: str, client: FlaskClient) -> None:
    answer = client.get("/search", query_string={"since": given})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert "since=2010-12-01" in answer.get_json()["detail"]


@pytest.mark.parametrize("kind", ["summit", "dip:Summit", f"{BASE}ontology#Summit"])
def test_a_kind_may_be_named_in_other_ways(kind: str, client: FlaskClient) -> None:
    assert rows(client, kind=kind) == rows(client, kind="Summit") != []


@pytest.mark.parametrize(
    ("facet", "given", "nearest"),
    [
        ("kind", "Sumit", "Summit"),
        ("organisation", "qqqqqqqq", ""),
        ("speaker", "liter-obsever", "liter-observer"),
    ],
)
def test_what_nothing_has_is_told_with_the_nearest(
    facet: str, given: str, nearest: str, client: FlaskClient
) -> None:
    answer = client.get("/search", query_string={facet: given})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert nearest in answer.get_json().get("nearest", [""])
    page = client.get(
        "/search", query_string={facet: given}, headers={"Accept": "text/html"}
    )
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert nearest in page.text


def test_a_label_with_a_bar_is_no_two_kinds_in_a_table(tmp_path: Path) -> None:
    kind = "http://example.org/P"
    client = own(tmp_path, f'<{kind}> rdfs:label "a|b" . <a> a <{kind}> .')
    (row,) = (row for row in rows(client) if row["iri"].endswith("/a"))
    assert row["kind"] == kind


def test_remarks_stand_at_their_sentences_and_not_among_things(
    published_client: FlaskClient,
) -> None:
    shown = page(published_client, q="osce")
    things, sentences = heads(shown, "things"), heads(shown, "sentences")
    assert "9 things with these words" in things
    assert "the author on Kazakhstan’s chairmanship" not in things
    assert "praise the author on Kazakhstan’s chairmanship" in sentences
    assert "/search?q=osce&kind=Remark" in _Links(shown).found
    assert "2 things" in page(published_client, q="osce", kind="Remark")
    assert len(rows(published_client, q="osce")) == 11


def test_a_thing_found_has_one_kind_and_its_date(
    published_client: FlaskClient,
) -> None:
    things = heads(page(published_client, q="osce"), "things")
    assert "OSCE summit in Astana summit December 2010" in things
    chairmanship = "chairmanship of the OSCE chairmanship until December 2010"
    assert f"{chairmanship} 2 opinions" in things


def test_kinds_that_only_put_others_together_are_not_offered_first(
    published_client: FlaskClient,
) -> None:
    narrow = page(published_client, q="osce").partition('id="narrow"')[2]
    first, _, rest = narrow.partition("<details>")
    offered = re.findall(r"kind=(\w+)", first)
    assert offered == ["Group", "Summit", *offered[2:-1], "Remark"]
    assert {*offered}.isdisjoint({"Agent", "Occurrence", "Event", "Meeting"})
    later = re.findall(r"kind=(\w+)", rest.partition("</details>")[0])
    assert {"Agent", "Occurrence", "Event", "Meeting"} <= {*later}


def test_kinds_add_up_to_the_things_and_opinions_are_counted_apart(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, q="osce")
    total = re.search(r'<h2 id="things">(\d+) things', told)
    kinds, _, apart = told.partition('id="narrow"')[2].partition("</ul>")
    counts = re.findall(r'<span class="count">(\d+)</span>', kinds)
    assert total
    assert sum(map(int, counts)) == int(total[1]) == 9
    assert ">2 opinions</a>" in apart.partition("<details>")[0]


def test_a_sentence_with_all_that_was_asked_comes_before_other_leads(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, q="30 heads of state and government")
    sentence = told.index('<h2 id="sentences"')
    assert sentence < told.index("of the kind “state”")
    asked = page(published_client, q="all states")
    assert "of the kind “state”" in asked


@pytest.mark.parametrize(
    ("words", "question", "told"),
    [
        (
            "When was the OSCE summit in Astana?",
            "When and where was the OSCE summit held under Kazakhstan's chairmanship?",
            "December 2010 Astana",
        ),
        (
            "How many heads of state attended the OSCE summit in Astana?",
            "How many heads of state and government attended the OSCE summit in Astana",
            "30",
        ),
    ],
)
def test_a_question_is_answered_by_one_after_the_same(
    words: str, question: str, told: str, published_client: FlaskClient
) -> None:
    answer = heads(page(published_client, q=words), "answer")
    assert html.unescape(answer).strip().startswith(question)
    assert told in answer


@pytest.mark.parametrize(
    "words",
    ["Who attended the OSCE summit in Astana?", "When was the summit in Paris?"],
)
def test_no_answer_is_framed_that_is_to_another_question(
    words: str, published_client: FlaskClient
) -> None:
    assert 'id="answer"' not in page(published_client, q=words)


@pytest.mark.parametrize("words", ["events csv", "trust"])
def test_nothing_is_not_said_where_something_is_offered(
    words: str, published_client: FlaskClient
) -> None:
    shown = page(published_client, q=words)
    assert 'class="terms"' in shown
    assert "Nothing" not in shown


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("How are Kazakhstan and the OSCE connected?", "osce"),
        ("Wie hängen Kazakhstan und die OSCE zusammen?", "osce"),
        ("Как связаны Казахстан и Индия?", "india"),
    ],
)
def test_a_question_what_connects_two_leads_to_its_answer(
    words: str, other: str, published_client: FlaskClient
) -> None:
    answer = published_client.get(
        "/search", query_string={"q": words}, headers={"Accept": "text/html"}
    )
    assert answer.status_code == 303
    assert answer.location == f"/network?from=kazakhstan&to={other}"


@pytest.mark.parametrize("label", ["A \u030a 1659", "duur \u0301!", "\u2018\u030a"])
def test_a_name_with_an_accent_that_stands_alone_is_found(
    label: str, tmp_path: Path
) -> None:
    said = (
        f'<https://e.org/a> a <https://e.org/B> ; <{RDFS("label").value}> "{label}" .'
    )
    site = site_of(
        f'{said} <https://e.org/c> <{RDFS("label").value}> "Boat" .', tmp_path
    )
    for asked in ("a", label, "boat"):
        found = site.get(
            "/search", query_string={"q": asked}, headers={"Accept": "text/html"}
        )
        assert found.status_code == 200
    about = site.get(
        "/about",
        query_string={"iri": "https://e.org/a"},
        headers={"Accept": "text/html"},
    )
    assert (about.status_code, label in about.text) == (200, True)
    names = {"queries": json.dumps({"one": {"query": label}})}
    assert site.post("/reconcile", data=names).status_code == 200
