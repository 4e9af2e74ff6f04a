"""What the front page tells of data that somebody brings, and by what it can be narrowed."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from brought import words
from diplomatica.model.dataset.folder import bundle
from diplomatica.model.text.order import natural
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

SPACE = "https://example.org/p/"
HEAD = f"""
@prefix : <{SPACE}> . @prefix o: <https://example.org/own#> .
@prefix cc: <http://creativecommons.org/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
BY, ZERO = (
    f"http://creativecommons.org/{path}"
    for path in ("licenses/by-sa/4.0/", "publicdomain/zero/1.0/")
)
LANDS = 60
ON = "https://example.org/on"


def pictures() -> str:
    lines = [HEAD]
    for number in range(3 * LANDS):
        licence = f"cc:license <{BY}>" if number else f"dcterms:license <{ZERO}>"
        of = f"o:land o:l{number % LANDS}"
        lines.append(f":{number} a o:Picture ; {licence} ; {of} .")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "pictures.ttl").write_text(pictures(), "utf-8")
    release = build(bundle((folder / "pictures.ttl",)), folder / "releases")
    return create_app(release).test_client()


def test_the_licences_of_things_are_told_with_their_counts(site: FlaskClient) -> None:
    where = "(creativecommons.org)"
    told = f"Licences of things CC BY-SA 4.0 {where} 179 CC0 1.0 {where} 1"
    assert told in words(site, "/")


def test_the_questions_leave_out_what_the_build_says_of_the_dataset(
    site: FlaskClient,
) -> None:
    page = unescape(site.get("/", headers={"Accept": "text/html"}).text)
    asked = re.findall(r'<li><a href="(/sparql\?query=[^"]*)"', page)
    assert len(asked) == 3
    for one in asked:
        rows = site.get(one, headers={"Accept": "text/csv"}).text.splitlines()
        assert len(rows) > 1
        assert not any(row.startswith(f"{SPACE}dataset") for row in rows)


def test_the_query_page_says_where_that_stands(site: FlaskClient) -> None:
    told = words(site, "/sparql")
    assert f"FILTER (?g != <{SPACE}graph/catalog>)" in told


def test_a_property_of_many_values_that_divides_well_is_a_facet(
    site: FlaskClient,
) -> None:
    kind = quote("https://example.org/own#Picture", safe="")
    told = words(site, f"/browse?kind={kind}")
    assert "land o:l0 3 o:l1 3" in told
    assert f"and {LANDS - 12} more" in told


@pytest.fixture(scope="module")
def kindless(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Data in which nothing says of which kind it is."""
    folder = tmp_path_factory.mktemp("kindless")
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = [f'<{SPACE}{name}> {label} "{name}" .\n' for name in ("Bach", "Haydn")]
    (folder / "names.nt").write_text("".join(lines), "utf-8")
    release = build(bundle((folder / "names.nt",)), folder / "releases")
    return create_app(release).test_client()


def test_without_kinds_the_front_page_shows_things_and_leads_to_all(
    kindless: FlaskClient,
) -> None:
    told = words(kindless, "/")
    assert "of which kind it is; all by name . Bach Haydn" in told
    assert "What is there, by its name “label”?" in told
    assert "2 things" in words(kindless, "/search")
    assert 'href="/Haydn"' in kindless.get("/search").text


def test_no_question_asks_what_is_linked_by_its_kind(site: FlaskClient) -> None:
    assert "linked with what by “is a”" not in words(site, "/")


CHAPTERS = """
@prefix : <https://example.org/c/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:book a :Book , owl:NamedIndividual ; rdfs:label "Book" ;
    :has :x10 , :x2 , :x1 , [ a :Page ] .
"""


@pytest.fixture(scope="module")
def chapters(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Chapters of a book, of which those come first by their IRIs that have no name."""
    folder = tmp_path_factory.mktemp("chapters")
    nameless = [f":a{n:02x} a :Chapter , owl:NamedIndividual .\n" for n in range(20)]
    named = [
        f':x{n} a :Chapter , owl:NamedIndividual ; rdfs:label "Chapter {n}" ; :of :book .\n'
        for n in (1, 2, 10)
    ]
    text = CHAPTERS + "".join(nameless + named)
    (folder / "chapters.ttl").write_text(text, "utf-8")
    release = build(bundle((folder / "chapters.ttl",)), folder / "releases")
    return create_app(release).test_client()


def test_the_front_page_shows_named_things_of_kinds_that_say_something(
    chapters: FlaskClient,
) -> None:
    told = words(chapters, "/")
    assert "Named Individual" not in told
    sample = told.partition("A few of them")[2].partition("What is said")[0]
    named = [f"Chapter {n}" for n in (1, 2, 10)]
    assert re.findall(r"Chapter \d+", sample) == named
    assert "These counts do not add up to 24 things" in told
    assert "Named Individual 24" in words(chapters, "/browse")
    assert words(chapters, "/x1").startswith("Chapter Chapter 1 ")


@pytest.mark.parametrize(
    "path",
    [
        "/browse?kind=https://example.org/c/Chapter&https://example.org/c/of="
        "%3Chttps://example.org/c/book%3E",
        "/browse?kind=https://example.org/c/Chapter",
        "/book",
    ],
)
def test_numbers_in_names_are_in_their_order(path: str, chapters: FlaskClient) -> None:
    told = words(chapters, path)
    names = list(dict.fromkeys(re.findall(r"Chapter \d+", told)))
    assert names == ["Chapter 1", "Chapter 2", "Chapter 10"]


def test_what_fits_a_search_alike_is_in_the_order_of_names(
    chapters: FlaskClient,
) -> None:
    rows = chapters.get("/search?q=chap&format=csv").text.splitlines()[1:]
    assert [row.split(",")[1] for row in rows] == [f"Chapter {n}" for n in (1, 2, 10)]


@pytest.mark.parametrize(
    "names", [["§ 1", "§ 2", "§ 10"], ["a2b9", "a2b10", "a010"], ["9", "10", "x"]]
)
def test_a_number_in_a_name_counts_by_its_size(names: list[str]) -> None:
    keys = list(map(natural, names))
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ('"1998"^^xsd:gYear , "2001"^^xsd:gYear', "What is the latest by this date"),
        ('"07/1998" , "2001-02-03"', "What is there, sorted by"),
        ('"-0044"^^xsd:gYear , "1998"^^xsd:gYear', "What is there, sorted by"),
    ],
)
def test_only_what_sorts_as_dates_is_called_the_latest(
    values: str, words: str, tmp_path: Path
) -> None:
    file = tmp_path / "dates.ttl"
    file.write_text(
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        + "".join(f"<https://example.org/a{n}> <{ON}> {values} .\n" for n in range(5)),
        "utf-8",
    )
    site = create_app(build(bundle((file,)), tmp_path / "releases")).test_client()
    assert words in site.get("/", headers={"Accept": "text/html"}).text


GRID = """
@prefix : <https://example.org/g/> . @prefix o: <https://example.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Lines with names, which have ends that are called alike, and points without names."""
    folder = tmp_path_factory.mktemp("grid")
    rows = [GRID]
    for n in range(8):
        rows.append(f':l{n} a o:PowerLine ; rdfs:label "Line {n}" ; o:has :t{n} .')
        rows.append(f':t{n} a o:Terminal ; rdfs:label "T1" ; o:at :p{n} , :q{n} .')
        rows.append(f':u{n} a o:Terminal ; rdfs:label "T2" ; o:at :p{n} .')
        rows.append(f':e{n} a o:End ; rdfs:label "Line {n}_T" ; o:of :l{n} , :n{n} .')
        rows.append(f':f{n} a o:End ; rdfs:label "Line {n}_U" ; o:of :l{n} .')
        rows += [f':{one}{n} a o:Node ; rdfs:label "{ord(one)}{n}" .' for one in "nm"]
        rows += [f":{one}{n} a o:PositionPoint ; o:x {n} ." for one in "pqr"]
    (folder / "grid.ttl").write_text("\n".join(rows), "utf-8")
    release = build(bundle((folder / "grid.ttl",)), folder / "releases")
    return create_app(release).test_client()


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "en",
            "8 things of the kind “Power Line”, such as “{}”, “{}”, “{}”; 4 more kinds.",
        ),
        ("de", "8 Dinge der Art „Power Line“, etwa „{}“, „{}“, „{}“; 4 weitere Arten."),
        ("ru", "8 предметов вида «Power Line», например «{}», «{}», «{}»; ещё 4 вида."),
    ],
)
def test_data_without_a_description_is_told_by_its_most_telling_kind(
    lang: str, sentence: str, grid: FlaskClient
) -> None:
    told = words(grid, f"/?lang={lang}")
    assert sentence.format("Line 0", "Line 1", "Line 2") in told


def test_a_few_things_of_the_most_telling_kind_stand_first(grid: FlaskClient) -> None:
    sample = words(grid, "/").partition("A few of them")[2]
    assert sample.startswith(" Power Line Line 0 ")
    kinds = "Position Point 24 End 16 Node 16 Terminal 16 Power Line 8"
    assert f"What there is {kinds}" in words(grid, "/")


def test_what_is_described_has_such_a_sentence_too(tmp_path: Path) -> None:
    said = """<https://e.org/v/> a <http://www.w3.org/2002/07/owl#Ontology> ;
      <http://purl.org/dc/terms/description> "All boats." .
      <https://e.org/v/a> a <https://e.org/v/Boat> ."""
    (tmp_path / "boats.ttl").write_text(said, "utf-8")
    release = build(bundle((tmp_path / "boats.ttl",)), tmp_path / "releases")
    told = words(create_app(release).test_client(), "/")
    assert "All boats. 1 thing of the kind “Boat”; 1 more kind." in told
