"""A statement that one can point at, by the digest of its line of N-Triples."""

import hashlib
import re

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from pyoxigraph import Literal, NamedNode, Quad, Triple, parse

from conftest import ARTICLE, BASE
from diplomatica.engine import Embedded
from diplomatica.model.dataset.release import Release
from diplomatica.model.formats import NQUADS, NTRIPLES, READ, Format
from diplomatica.model.iris import Iris
from diplomatica.model.statement import digest, text_of
from diplomatica.model.vocabulary import DCTERMS, DIP, PROV, RDF, RDFS

IRIS = Iris(BASE)
CHAIRED = Triple(IRIS("id", "kazakhstan"), DIP("chaired"), IRIS("id", "osce"))
PARTY = Triple(IRIS("id", "lebanon-co-deployment"), DIP("party"), IRIS("id", "india"))


def page(client: FlaskClient, triple: Triple) -> str:
    return client.get(
        f"/statement/{digest(triple)}", headers={"Accept": "text/html"}
    ).text


def test_anyone_can_compute_the_address_of_a_statement_from_the_dump(
    release: Release, client: FlaskClient
) -> None:
    lines = release.dump(NTRIPLES).read_bytes().splitlines(keepends=True)
    for line in lines[::50]:
        response = client.get(f"/statement/{hashlib.sha256(line).hexdigest()}.nt")
        assert response.status_code == 200
        assert line in response.data


def test_each_statement_of_each_graph_has_an_address(
    release: Release, client: FlaskClient
) -> None:
    quads = [
        quad
        for quad in parse(path=release.dump(NQUADS), format=NQUADS.rdf)
        if "_:" not in str(quad)
    ]
    assert len(quads) > 3000
    for quad in quads[::100]:
        found = list(
            parse(
                client.get(f"/statement/{digest(quad.triple)}.nq").data,
                format=NQUADS.rdf,
            )
        )
        assert quad in found


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
def test_rdf_about_a_statement_names_its_parts_and_where_it_comes_from(
    form: Format, client: FlaskClient
) -> None:
    response = client.get(
        f"/statement/{digest(PARTY)}", headers={"Accept": form.media_type}
    )
    assert (response.status_code, response.headers["Content-Type"]) == (
        200,
        form.content_type,
    )
    this = IRIS("statement", digest(PARTY))
    said = {
        (quad.subject, quad.predicate): quad.object
        for quad in parse(response.data, format=form.rdf)
    }
    assert said[this, RDF("object")] == PARTY.object
    claim = said[this, PROV("wasDerivedFrom")]
    assert isinstance(claim, NamedNode)
    assert "India" in str(said[claim, DIP("quote")])
    assert any(predicate == DIP("sentence") for _, predicate in said)


def test_the_page_marks_the_words_in_their_sentence_and_says_who_said_them(
    client: FlaskClient,
) -> None:
    told = page(client, PARTY)
    assert (
        "<mark>This will be done by co-deploying the country’s unit with India in Lebanon</mark>"
        in told
    )
    assert ">Kairat Umarov</a>" in told
    assert f'href="/article/{ARTICLE}?claim=co-deployment#p2"' in told
    assert ":lebanon-co-deployment dip:party :india ." in told
    assert "shapes#party" in told.partition("What was checked of it")[2]


def test_a_statement_is_headed_by_who_says_so_and_where(client: FlaskClient) -> None:
    told = re.sub("<[^>]+>", "", page(client, PARTY).partition("<main")[2])
    lead = " ".join(told.split()).partition("So says ")[2]
    assert lead.startswith(
        "Kairat Umarov, in Article on Kazakhstan’s peace initiatives"
    )
    assert ", ¶ 2. Why it is here" in lead


def test_what_was_checked_is_told_in_plain_words(client: FlaskClient) -> None:
    told = re.sub(
        "<[^>]+>", "", page(client, PARTY).partition("What was checked of it")[2]
    )
    checked = " ".join(told.partition("The triple")[0].split())
    assert checked.startswith("Before this release a program looked for these faults")
    assert "It is a deployment, without who sends units." in checked
    assert "It has a “party” that is no " in checked
    assert not re.search(r"\b(dip|xsd|rdfs):", checked)


def test_a_claim_tells_in_words_how_much_it_states_and_of_what(
    published_client: FlaskClient,
) -> None:
    told = published_client.get(
        "/claim/kazakhstan-peace-initiatives/osce-finale",
        headers={"Accept": "text/html"},
    ).text
    words = " ".join(re.sub("<[^>]+>", "", told).split())
    assert (
        "10 statements about Kazakhstan’s chairmanship of the OSCE, "
        "OSCE summit in Astana." in words
    )
    rows = told.partition('<h2 id="within">')[2].partition("</section>")[0]
    assert len(re.findall(r'<a class="permalink" [^>]*>#</a>', rows)) == 10
    assert ">source<" not in rows


def test_a_derived_statement_shows_its_rule_and_the_claims_that_it_was_derived_from(
    client: FlaskClient,
) -> None:
    told = page(client, CHAIRED)
    assert 'href="/rule/chaired"' in told
    assert told.count("<h3>Derived from</h3>") >= 1
    assert "<mark>" in told.partition("<h3>Derived from</h3>")[2]


def test_a_rule_is_told_in_nobodys_voice_and_a_kind_with_its_article(
    published_client: FlaskClient,
) -> None:
    event = Triple(IRIS("id", "bled-strategic-forum-13"), RDF("type"), DIP("Event"))
    told = page(published_client, event).partition("<main")[2]
    head = " ".join(re.sub("<[^>]+>", "", told.partition("</h1>")[0]).split())
    assert head.endswith("13th Bled Strategic Forum is an event")
    rule = told.partition('id="why"')[2].partition("Rule:")[0]
    assert "derived" in rule
    assert "—" not in rule


def test_every_statement_on_a_page_leads_to_its_own(client: FlaskClient) -> None:
    told = client.get("/doc/kazakhstan.html").text
    links = re.findall(r'href="(/statement/[0-9a-f]{64})"', told)
    by_words = told.count("All that this statement rests on</a>")
    assert len(links) == told.count('class="permalink"') + by_words > 10
    for link in links:
        assert client.get(link).status_code == 200


def test_no_two_statements_of_a_graph_share_an_address(engine: Embedded) -> None:
    quads: list[Quad] = engine.quads([IRIS("graph", "names")])
    assert len({digest(quad.triple) for quad in quads}) == len(quads)


VALUED = Triple(
    IRIS("id", "solution-contribution"),
    DIP("recognisedBy"),
    IRIS("id", "international-community"),
)
CONTENT = f"{ARTICLE}/solution-contribution-valued"
WORDS = (
    "therefore, the contribution of Kazakhstan to the solution of this problem is valued "
    "by the international community"
)


def test_what_is_only_quoted_says_so_and_who_says_it_in_which_words(
    published_client: FlaskClient,
) -> None:
    told = page(published_client, VALUED)
    assert '<p class="kicker">Quoted, not stated</p>' in told
    assert f'<blockquote class="remark"><p>{WORDS}</p></blockquote>' in told
    said = told.partition("quoted, not stated</span>")[2].partition("</p>")[0]
    assert 'href="/id/liter-observer"' in said
    assert 'href="/id/remark-on-valued-contribution"' in said
    assert "Report an error" not in told


def test_programs_are_told_who_says_what_is_only_quoted(
    published_client: FlaskClient,
) -> None:
    answer = published_client.get(f"/statement/{digest(VALUED)}.nt")
    triples = [quad.triple for quad in parse(answer.data, format=NTRIPLES.rdf)]
    remark = IRIS("id", "remark-on-valued-contribution")
    assert VALUED not in triples
    quads = parse(
        published_client.get(f"/statement/{digest(VALUED)}.nq").data, format=NQUADS.rdf
    )
    graphs = [quad.graph_name for quad in quads if quad.triple == VALUED]
    assert [*map(str, graphs)] == [f"<{BASE}graph/record/{CONTENT}>"]
    assert Triple(remark, DIP("speaker"), IRIS("id", "liter-observer")) in triples
    assert Triple(remark, DIP("says"), Literal(WORDS)) in triples


def test_what_is_stated_is_not_told_as_quoted(client: FlaskClient) -> None:
    assert "not stated" not in page(client, CHAIRED)


def test_the_document_of_what_is_quoted_states_nothing_of_it(
    published_client: FlaskClient,
) -> None:
    answer = published_client.get(f"/graph/record/{CONTENT}.nt")
    triples = [quad.triple for quad in parse(answer.data, format=NTRIPLES.rdf)]
    parts = [one.object for one in triples if one.predicate == DCTERMS("hasPart")]
    assert VALUED not in triples
    assert IRIS("statement", digest(VALUED)) in parts


def test_a_claim_is_headed_by_its_whole_words_which_stand_there_once(
    published_client: FlaskClient,
) -> None:
    page = published_client.get(
        "/claim/kazakhstan-peace-initiatives/osce-finale",
        headers={"Accept": "text/html"},
    ).get_data(as_text=True)
    main = page.partition("<main")[2].partition("</main>")[0]
    words = "and became the finale of Kazakhstan’s chairmanship mission in this"
    assert main.count(words) == 1
    assert words in main.partition("<h1>")[2].partition("</h1>")[0]
    assert main.index("the author (an observer with Liter newspaper)") < main.index(
        "This as"
    )


def test_a_claim_shows_what_its_editors_say_of_it(
    published_client: FlaskClient, published: Release
) -> None:
    said = [
        quad
        for quad in parse(path=published.dump(NQUADS), format=NQUADS.rdf)
        if quad.predicate == RDFS("comment")
        and IRIS.kind(str(quad.subject)[1:-1]) == "claim"
    ]
    assert len(said) > 40
    for quad in said[::9]:
        path = str(quad.subject)[1:-1].removeprefix(BASE)
        shown = published_client.get(f"/{path}", headers={"Accept": "text/html"}).text
        assert "The editors: <span" in shown
        assert str(escape(text_of(quad.object))) in shown
