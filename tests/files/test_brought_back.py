"""What was brought can be had back: each file and graph, whole, in every format."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, parse

from brought import words
from diplomatica.engine import Embedded, Limits
from diplomatica.model.dataset.folder import bundle
from diplomatica.model.formats import READ, Format, by_name
from diplomatica.pipeline.building import build
from diplomatica.pipeline.intake.intake import read_folder
from diplomatica.web.app import create_app

MANY = 3_000
"""How many things there are, with two triples each; 11 stand besides."""
ODD = """
@prefix x: <https://example.org/m/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:a x:p "007"^^xsd:integer , 1.50 , "one\\r\\ntwo" , "été"@fr , true ;
    x:q [ x:r ( 1 2 ) ] .
"""
GRAPH = "https://example.org/g/1899"
BLOCK = f"<{GRAPH}> {{ x:b x:p x:a . _:c x:p x:b . }}\n"
MANY_OF_THEM = (
    ODD + "".join(f"x:t{at} x:made [ x:by {at} ] .\n" for at in range(MANY)) + BLOCK
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("brought")
    (folder / "odd.ttl").write_text(ODD, "utf-8")
    (folder / "many.trig").write_text(MANY_OF_THEM, "utf-8")
    release = build(bundle((folder,)), folder / "releases")
    # Too little for any query over all of this.
    limits = Limits(seconds=0.5, answer=100_000)
    return create_app(release, Embedded(release, limits=limits)).test_client()


def canonical(quads: list[Quad]) -> set[str]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(map(str, dataset))


def answered(client: FlaskClient, address: str) -> set[str]:
    response = client.get(address)
    assert response.status_code == 200, response.text
    form = by_name(response.mimetype or "", READ)
    assert form is not None
    return canonical(list(parse(response.data, format=form.rdf)))


def brought(text: str, graph: str | None = None) -> set[str]:
    """What a text of TriG says: all, or one graph of it as a document of its own."""
    quads = list(parse(text.encode(), format=by_name("trig").rdf))  # type: ignore[union-attr]
    if graph is None:
        return canonical(quads)
    return canonical([Quad(*one.triple) for one in quads if graph in str(one)])


@pytest.mark.parametrize("form", READ, ids=lambda form: form.suffix)
def test_a_file_comes_back_as_it_was_brought_in_every_format(
    form: Format, client: FlaskClient
) -> None:
    assert answered(client, f"/dumps/brought/odd.{form.suffix}") == brought(ODD)
    assert answered(client, f"/graph/odd.{form.suffix}") == brought(ODD)


@pytest.mark.parametrize(
    "path",
    ["dumps/brought/odd.ttl", "graph/odd.ttl", f"dumps/graph.ttl?iri={GRAPH}"],
)
def test_what_was_brought_is_written_with_the_prefixes_that_it_uses(
    path: str, client: FlaskClient
) -> None:
    turtle = client.get(f"/{path}").text
    assert "@prefix x: <https://example.org/m/> ." in turtle
    assert "x:a x:p" in turtle or "x:b x:p" in turtle
    assert "@prefix skos:" not in turtle


@pytest.mark.parametrize("suffix", ["trig", "nq", "jsonld"])
def test_a_file_comes_back_with_its_graphs(suffix: str, client: FlaskClient) -> None:
    found = answered(client, f"/dumps/brought/many.{suffix}")
    assert len(found) == 11 + 2 * MANY + 2
    assert sum(GRAPH in quad for quad in found) == 2
    assert found == brought(MANY_OF_THEM)


@pytest.mark.parametrize("form", READ, ids=lambda form: form.suffix)
def test_a_named_graph_comes_back_as_a_document(
    form: Format, client: FlaskClient
) -> None:
    found = answered(client, f"/dumps/graph.{form.suffix}?iri={GRAPH}")
    assert found == brought(ODD + BLOCK, GRAPH)


def test_a_large_file_has_a_page_of_its_beginning(client: FlaskClient) -> None:
    page = client.get("/graph/many", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert f"of {11 + 2 * MANY} statements" in page.text


def test_what_nobody_brought_is_not_found(client: FlaskClient) -> None:
    assert client.get("/dumps/brought/none.ttl").status_code == 404
    assert (
        client.get("/dumps/graph.ttl?iri=https://example.org/none").status_code == 404
    )
    assert client.get("/dumps/brought/odd.exe").status_code == 404


def test_the_downloads_offer_the_data_without_the_catalog(client: FlaskClient) -> None:
    page = client.get("/dumps/").text
    assert "Each file as it was brought, and nothing else" in page
    assert "the same triples, though not the same text" in page
    (address,) = re.findall(r'href="(/dumps/brought/odd\.nt)"', page)
    assert answered(client, address) == brought(ODD)


def test_the_front_page_offers_the_data_before_its_catalog(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept": "text/html"}).text
    whole = re.search(r"href=./dumps/[\w-]+\.ttl", page)
    assert whole
    assert page.index('href="/dumps/brought/many.jsonld"') < whole.start()
    assert page.index('href="/dumps/brought/odd.ttl"') < whole.start()


CLASHING = """@base <http://ex.org/> .
<a> <p> "outside of all graphs" .
<graph/g> { <b> <p> "in graph g" . }
<graph/catalog> { <c> <p> "in the catalog" . }
"""


def test_the_front_page_tells_of_named_graphs_and_leads_to_them(
    client: FlaskClient,
) -> None:
    told = words(client, "/")
    assert "1 named graph What there is with “made” 3,000 " in told
    page = client.get("/", headers={"Accept": "text/html"}).text
    assert '<a href="/dumps/#named"><strong>1</strong> named graph</a>' in page
    named = client.get("/dumps/", headers={"Accept": "text/html"}).text
    assert re.search(r'<a href="/(about\?iri=https[^"]*1899|g/1899)"', named)


def test_formats_that_hold_graphs_as_one_say_so(client: FlaskClient) -> None:
    told = words(client, "/").partition("Take it with you")[2]
    alone, _, whole = told.partition("With the catalog")
    assert "Turtle (graphs as one) , N-Triples (graphs as one)" in alone
    assert "JSON-LD , TriG , N-Quads" in alone
    assert "JSON-LD (graphs as one)" in whole
    assert "hold the triples of all graphs as one graph" in words(client, "/dumps/")


def test_the_downloads_list_the_named_graphs_that_were_brought(
    client: FlaskClient,
) -> None:
    page = unescape(client.get("/dumps/").text)
    assert "Named graphs 1 Name" in words(client, "/dumps/")
    found = re.findall(r'href="(/dumps/graph\.ttl\?iri=[^"]+)"', page)
    assert [answered(client, one) for one in found] == [brought(ODD + BLOCK, GRAPH)]


def test_the_page_of_a_graph_tells_what_is_in_it(client: FlaskClient) -> None:
    told = words(client, f"/about?iri={GRAPH}")
    assert "In this graph 2 statements" in told
    page = client.get(f"/about?iri={GRAPH}", headers={"Accept": "text/html"}).text
    inside = page.partition('id="held"')[2].partition("</section>")[0]
    (address, *_) = re.findall(r'href="(/dumps/graph\.ttl[^"]+)"', inside)
    assert answered(client, unescape(address)) == brought(ODD + BLOCK, GRAPH)
    assert 'href="/b"' in inside
    assert "In this graph" not in words(client, "/a")


def test_the_first_things_of_a_graph_are_told_in_natural_order(tmp_path: Path) -> None:
    lines = (
        f"<https://e.example/row/{n}> <x:n> {n} ." for n in reversed(range(1, 120))
    )
    (tmp_path / "rows.trig").write_text(
        f"<https://e.example/g> {{ {' '.join(lines)} }}"
    )
    release = build(bundle((tmp_path,)), tmp_path / "releases")
    page = (
        create_app(release, Embedded(release))
        .test_client()
        .get("/about?iri=https://e.example/g", headers={"Accept": "text/html"})
    )
    inside = page.text.partition('id="held"')[2].partition("</section>")[0]
    found = re.findall(r'href="/(?:row/)?(\d+)"', inside)
    assert found == [str(n) for n in range(1, 13)]


def test_a_graph_that_is_named_as_its_file_would_be_stays_one(tmp_path: Path) -> None:
    (tmp_path / "g.trig").write_text(CLASHING, "utf-8")
    release = build(bundle((tmp_path,)), tmp_path / "releases")
    reader = create_app(release, Embedded(release)).test_client()
    found = answered(reader, "/dumps/brought/g-trig.nq")
    assert found == brought(CLASHING)
    inside = answered(reader, "/dumps/graph.nt?iri=http://ex.org/graph/g")
    assert inside == brought(CLASHING, "http://ex.org/graph/g")


def test_a_graph_that_is_named_as_one_of_the_build_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "g.trig").write_text(CLASHING, "utf-8")
    hints = read_folder(bundle((tmp_path,))).hints
    (told,) = [hint for hint in hints if "graph/catalog" in hint.message]
    assert (told.file, told.advice[-12:]) == ("g.trig", "(--base IRI)")


def test_a_file_with_a_very_long_name_comes_back(tmp_path: Path) -> None:
    name = "l" * 245
    (tmp_path / f"{name}.ttl").write_text(ODD, "utf-8")
    release = build(bundle((tmp_path,)), tmp_path / "releases")
    reader = create_app(release, Embedded(release)).test_client()
    for form in READ:
        assert answered(reader, f"/graph/{name}.{form.suffix}") == brought(ODD)
        assert answered(reader, f"/dumps/brought/{name}.{form.suffix}") == brought(ODD)


@pytest.mark.parametrize(("name", "count"), [("dataset", 1), ("data", 0)])
def test_data_that_describes_what_the_whole_is_called_is_told_of(
    name: str, count: int, tmp_path: Path
) -> None:
    said = f'<http://ex.org/{name}> <http://ex.org/p> "ours" .'
    (tmp_path / "d.ttl").write_text(said, "utf-8")
    choices = read_folder(bundle((tmp_path,))).choices
    told = "Dataset: http://ex.org/dataset, which the data describes, too"
    assert sum(one.startswith(told) for one in choices) == count


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The site of many files, some with names of other scripts."""
    folder: Path = tmp_path_factory.mktemp("crowd")
    for name in (*map(str, range(201)), "東京", "été 1"):
        said = f'<https://e.org/{name.strip(" 1")}> <https://e.org/p> "{name}" .'
        (folder / f"{name}.nt").write_text(said, "utf-8")
    release = build(bundle((folder,)), folder.with_name("crowd-releases"))
    return create_app(release).test_client()


def test_all_files_that_were_brought_are_listed(crowd: FlaskClient) -> None:
    assert "All 203 files" in words(crowd, "/dumps/")
    first = crowd.get("/dumps/brought/", headers={"Accept": "text/html"}).text
    (following,) = re.findall(r'<a rel="next" href="([^"]*)', first)
    second = crowd.get(f"/dumps/brought/{unescape(following)}&format=html").text
    links = re.compile(r'href="(/dumps/brought/[^"?]*\.nq)"')
    listed = {*links.findall(first), *links.findall(second)}
    assert len(listed) == 203
    assert ">東京<" in second
    assert {crowd.get(one).status_code for one in links.findall(second)} == {200}
    assert crowd.get("/dumps/brought/?page=3").status_code == 404


def test_files_are_found_by_words_of_their_names(crowd: FlaskClient) -> None:
    assert "東京" in words(crowd, "/dumps/brought/", q="東")
    assert "No file has “x” in its name." in words(crowd, "/dumps/brought/", q="x")


def test_programs_read_all_files_that_were_brought(crowd: FlaskClient) -> None:
    address, found = "/dumps/brought/", set[str]()
    while address:
        answer = crowd.get(address, headers={"Accept": "text/turtle"})
        assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
        for quad in parse(answer.data, format=by_name("text/turtle", READ).rdf):  # type: ignore[union-attr]
            if quad.predicate.value == "http://www.w3.org/ns/dcat#downloadURL":
                found.add(quad.object.value)
        links = answer.headers.getlist("Link")
        following = [one for one in links if 'rel="next"' in one]
        address = following[0][1:].partition(">")[0] if following else ""
    assert len([one for one in found if one.endswith(".ttl")]) == 203
    (tokyo,) = (one for one in found if one.endswith("%E6%9D%B1%E4%BA%AC.ttl"))
    assert "https://e.org/東京" in crowd.get(tokyo).text


def test_a_file_with_a_name_of_another_script_is_a_graph(crowd: FlaskClient) -> None:
    page = crowd.get("/graph/東京", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "東京" in page.text
    assert "https://e.org/東京" in crowd.get("/graph/%E6%9D%B1%E4%BA%AC.ttl").text


NESTED = """[
  {"@id": "http://x.example/1", "http://x.example/in": {"@id": "http://x.example/bay",
    "http://x.example/name": "Bay"}},
  {"@id": "http://x.example/2", "http://x.example/in": {"@id": "http://x.example/bay",
    "http://x.example/name": "Bay"}}
]"""


@pytest.mark.parametrize("suffix", ["nt", "nq"])
def test_what_a_nested_node_repeats_comes_back_once(
    suffix: str, tmp_path: Path
) -> None:
    file = tmp_path / "boats.jsonld"
    file.write_text(NESTED, "utf-8")
    release = build(bundle((file,)), tmp_path / "releases")
    lines = create_app(release).test_client().get(f"/dumps/brought/boats.{suffix}").text
    assert sorted(lines.splitlines()) == [
        "<http://x.example/1> <http://x.example/in> <http://x.example/bay> .",
        "<http://x.example/2> <http://x.example/in> <http://x.example/bay> .",
        '<http://x.example/bay> <http://x.example/name> "Bay" .',
    ]
