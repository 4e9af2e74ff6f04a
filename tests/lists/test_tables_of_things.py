"""Things in tables, which a visitor puts in the order of what they say."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from brought import site_of, words

PREFIXES = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <http://e.org/post/> .
@prefix o: <http://e.org/def/> .
"""
PAY = "http://e.org/def/pay"
PORTS = ("Bilbao", "Getxo", "Ondarroa")


def post(number: int, name: str) -> str:
    """A post with a name, a port and a pay, but that of number 7 which has none."""
    port = PORTS[number % 3]
    pay = f"o:pay {20000 + 500 * ((number * 7) % 11)} ;" if number != 7 else ""
    return (
        f':p{number} a o:Post ; rdfs:label "{name}" ; o:port "{port}" ; {pay}'
        f' o:job "Keeper {number % 4}" .'
    )


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Sixty posts that are called by a word and a number."""
    data = "\n".join(post(number, f"Post {number}") for number in range(60))
    return site_of(PREFIXES + data, tmp_path_factory.mktemp("posts"))


def rows(site: FlaskClient, address: str) -> list[list[str]]:
    """The words in the cells of a table, row by row, the first of which is its head."""
    answer = site.get(address, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    parts = re.findall(r"<tr>(.*?)</tr>", answer.text, re.DOTALL)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", one, re.DOTALL) for one in parts)
    return [
        [unescape(re.sub("<[^>]+>", "", cell)).strip() for cell in some]
        for some in cells
    ]


def addresses(site: FlaskClient, address: str) -> dict[str, str]:
    """The addresses that links of a page lead to, by their words."""
    text = site.get(address, headers={"Accept": "text/html"}).text
    found = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', text, re.DOTALL)
    return {re.sub("<[^>]+>", "", name).strip(): unescape(one) for one, name in found}


def test_a_list_can_be_told_as_a_table_and_back(posts: FlaskClient) -> None:
    listed = f"/browse?kind={quote('http://e.org/def/Post')}"
    table = addresses(posts, listed)["As a table"]
    head, first, *_ = rows(posts, table)
    assert head == ["Thing", "job", "port", "pay"]
    assert first == ["Post 0", "Keeper 0", "Bilbao", "20000"]
    back = addresses(posts, table)["As a list"]
    assert rows(posts, back) == []
    assert "Post 0 Keeper 0 · Bilbao Post 1 Keeper 1 · Getxo" in words(posts, back)


def test_a_column_puts_all_things_in_its_order_and_then_in_the_other(
    posts: FlaskClient,
) -> None:
    table = f"/browse?as=table&kind={quote('http://e.org/def/Post')}"
    rising = addresses(posts, table)["pay"]
    assert [one[3] for one in rows(posts, rising)[1:8]] == ["20000"] * 6 + ["20500"]
    falling = addresses(posts, rising)["pay ▲"]
    assert [one[3] for one in rows(posts, falling)[1:8]] == ["25000"] * 6 + ["24500"]
    assert 'aria-sort="descending"' in posts.get(falling).text


def test_things_without_a_value_stand_last_in_either_order(posts: FlaskClient) -> None:
    for order in (PAY, f"-{PAY}"):
        last = (
            f"/browse?page=2&order={quote(order)}&kind={quote('http://e.org/def/Post')}"
        )
        assert rows(posts, last)[-1] == ["Post 7", "Keeper 3", "Getxo", ""]


def test_the_order_stays_as_things_are_narrowed_down(posts: FlaskClient) -> None:
    ordered = f"/browse?order=-{quote(PAY)}&kind={quote('http://e.org/def/Post')}"
    getxo = addresses(posts, ordered)["Getxo"]
    head, *found = rows(posts, getxo)
    assert head == ["Thing", "job", "pay ▼", "port"]
    assert {one[3] for one in found} == {"Getxo"}
    assert [one[2] for one in found[:3]] == ["25000", "25000", "24500"]


def test_what_a_table_shows_is_in_its_csv(posts: FlaskClient) -> None:
    table = f"/browse?as=table&kind={quote('http://e.org/def/Post')}"
    answer = posts.get(addresses(posts, table)["All as CSV"])
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    head, *lines = answer.text.splitlines()
    assert head == "thing,label,job,port,pay"
    assert "http://e.org/post/p3,Post 3,Keeper 3,Bilbao,25000" in lines
    assert len(lines) == 60


@pytest.mark.parametrize("asked", ["as=cards", "order=no iri"])
def test_no_other_way_or_order_is_known(posts: FlaskClient, asked: str) -> None:
    answer = posts.get(f"/browse?kind={quote('http://e.org/def/Post')}&{asked}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.get_json()["status"] == 400


def test_things_called_by_the_ends_of_their_addresses_stand_in_a_table(
    tmp_path: Path,
) -> None:
    data = "\n".join(post(n, f"{n}-keeper-of-the-quay-2016-05-09") for n in range(9))
    site = site_of(PREFIXES + data, tmp_path)
    assert "kind “Post”, with “job”, “port”, “pay”." in words(site, "/")
    head, *found = rows(site, f"/browse?kind={quote('http://e.org/def/Post')}")
    assert head == ["Thing", "job", "port", "pay"]
    assert len(found) == 9


MEDALS = "\n".join(
    f':medal_{n} a o:Medal ; o:metal "{("gold", "silver", "bronze")[n % 3]}" ; o:event :e{n % 5} .'
    for n in range(30)
)
EVENTS = "\n".join(f':e{n} a o:Event ; rdfs:label "Race {n}" .' for n in range(5))
RUNNERS = "\n".join(
    f':r{n} a o:Runner ; rdfs:label "Runner {n}" ; o:sport "{("Running", "Jumping")[n % 2]}" ;'
    f" o:team :t{n % 3} ; o:won :medal_{n}, :medal_{n + 11} ."
    for n in range(10)
)
TEAMS = "\n".join(f':t{n} a o:Team ; rdfs:label "Team {n}" .' for n in range(3))


@pytest.fixture(scope="module")
def games(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Runners of teams, who won medals that have no names."""
    data = "\n".join((PREFIXES, RUNNERS, TEAMS, MEDALS, EVENTS))
    return site_of(data, tmp_path_factory.mktemp("games"))


def test_things_in_lists_are_told_by_what_tells_them_apart(games: FlaskClient) -> None:
    runners = words(games, "/browse", kind="http://e.org/def/Runner")
    assert "Runner 3 Team 0 · Jumping Runner 4 Team 1 · Running" in runners
    medals = f"/browse?as=list&kind={quote('http://e.org/def/Medal')}"
    assert "medal 1 Race 1 · silver" in words(games, medals)
    assert "Runner 3 Team 0 · Jumping" in words(games, "/")
    assert "Runner 3 Runner Team 0 · Jumping" in words(games, "/search", q="runner 3")


def test_what_has_no_name_is_told_by_what_it_says_on_pages(games: FlaskClient) -> None:
    told = words(games, "/r3")
    assert "medal 3: Race 3 · gold" in told
    assert "medal 14: Race 4 · bronze" in told


def test_what_all_have_alike_tells_none_apart(tmp_path: Path) -> None:
    alike = "\n".join(
        f':x{n} a o:Thing ; rdfs:label "Thing {n}" ; o:made "here" ; o:size {n} .'
        for n in range(5)
    )
    told = words(
        site_of(PREFIXES + alike, tmp_path), "/browse", kind="http://e.org/def/Thing"
    )
    assert "Thing 0 Thing 1 Thing 2" in told


def test_many_numbers_lead_to_their_order(tmp_path: Path) -> None:
    plants = "\n".join(
        f':w{n} a o:Plant ; rdfs:label "Plant {n}" ; o:power {(n * 37) % 50}.5 ;'
        f' o:sort "S{n % 3}" .'
        for n in range(100)
    )
    site = site_of(PREFIXES + plants, tmp_path)
    found = addresses(site, f"/browse?kind={quote('http://e.org/def/Plant')}")
    head, *least = rows(site, found["From the least"])
    assert (head, least[0][2]) == (["Thing", "sort", "power ▲"], "0.5")
    assert rows(site, found["From the most"])[1][2] == "49.5"


def test_what_has_no_name_is_told_by_its_day(tmp_path: Path) -> None:
    births = "\n".join(
        f':r-18{n} a o:Birth ; o:of :p{n} ; o:on "1870-06-{n:02}"^^xsd:date .'
        f' :p{n} a o:Person ; rdfs:label "Person {n}" .'
        for n in range(1, 12)
    )
    xsd = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    told = words(site_of(PREFIXES + xsd + births, tmp_path), "/p7")
    assert "r-187: 7 June 1870" in told


def test_a_paragraph_is_no_link_and_no_large_heading(tmp_path: Path) -> None:
    text = "The harbour was closed. " * 12
    data = f'{PREFIXES} :a rdfs:label "{text}" ; o:by :b . :b o:has :a .'
    site = site_of(data, tmp_path)
    page = site.get("/a", headers={"Accept": "text/html"}).text
    assert '<h1 class="paragraph">The harbour was closed.' in page
    begun = "The harbour was closed. " * 3
    assert f"has {begun}The… #" in words(site, "/b")


def test_what_two_vocabularies_say_alike_stands_in_one_column(tmp_path: Path) -> None:
    persons = "".join(
        f':p{n} a o:Person ; rdfs:label "Person {chr(65 + n)}" ; o:given "{name}" ;'
        f' <http://e.org/other/given> "{name}" ; o:town "Town {n % 2}" .'
        for n, name in enumerate(("Ada", "Bo", "Cy", "Di"))
    )
    site = site_of(PREFIXES + persons, tmp_path)
    kind = quote("http://e.org/def/Person", safe="")
    head, first, *_ = rows(site, f"/browse?kind={kind}&as=table")
    assert head == ["Thing", "town", "given"]
    assert first == ["Person A", "Town 0", "Ada"]


def test_a_kind_of_a_few_things_with_numbers_for_names_is_a_table(
    tmp_path: Path,
) -> None:
    kinds = "".join(
        f':k{kind}x{n} a o:Kind{kind} ; rdfs:label "Thing {kind} {chr(65 + n)}" .'
        for kind in range(6)
        for n in range(8)
    )
    offers = "".join(
        f':tickets{n} a o:Offer ; o:price "{20 + n % 3}.00" ; o:seat "Row {n % 2}" .'
        for n in range(6)
    )
    site = site_of(PREFIXES + kinds + offers, tmp_path)
    kind = quote("http://e.org/def/Offer", safe="")
    head, first, *_ = rows(site, f"/browse?kind={kind}")
    assert head == ["Thing", "price", "seat"]
    assert first == ["tickets0", "20.00", "Row 0"]


def test_kinds_of_one_name_are_told_once_beside_a_hit(tmp_path: Path) -> None:
    person = (
        ":p a o:Person , <http://e.org/other/Person> ; rdfs:label "
        + '"Ada" . :q a o:Person ; rdfs:label "Bo" .'
    )
    told = words(site_of(PREFIXES + person, tmp_path), "/search?q=ada")
    assert "Ada Person This also" in told
