"""What does not fit is folded on the page itself, and leads nowhere else."""

from pathlib import Path

from brought import site_of, words

PREFIXES = """
@prefix : <https://terms.org/id/> . @prefix o: <https://terms.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix d: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def test_all_tops_of_a_tree_are_named(tmp_path: Path) -> None:
    text = PREFIXES + "".join(
        f':t{n} a skos:Concept ; skos:prefLabel "Top {n}" . :b{n} a skos:Concept ;'
        f' skos:prefLabel "Below {n}" ; skos:broader :t{n} .'
        for n in range(40)
    )
    front = site_of(text, tmp_path).get("/", headers={"Accept": "text/html"}).text
    tree = front.partition("From the top")[2].partition("</section>")[0]
    assert "more at the top</summary>" in tree
    assert all(f">Top {n}</a>" in tree for n in range(40))


def test_the_rest_of_a_long_text_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    told = " ".join(f"word{n}" for n in range(200))
    text = f'{PREFIXES} :a a o:Term ; rdfs:label "Slur" ; rdfs:comment "{told}" .'
    page = words(site_of(text, tmp_path), "/a")
    lead = page.partition("Slur ")[2].partition(" … The rest … ")[0]
    rest = page.partition(" … The rest … ")[2].partition(" https://")[0]
    assert len(lead) > 500
    assert f"{lead} {rest}" == told


def test_the_way_from_the_top_stays_on_this_site(tmp_path: Path) -> None:
    text = f"""{PREFIXES} :a a skos:Concept ; skos:prefLabel "Oak" ; skos:inScheme
      <http://others.org/terms> . :b a skos:Concept ; skos:prefLabel "Elm" ;
      skos:inScheme <http://others.org/terms> ; skos:broader :a ."""
    page = site_of(text, tmp_path).get("/b", headers={"Accept": "text/html"}).text
    way = page.partition('class="way"')[2].partition("</p>")[0]
    assert "Oak" in way
    assert 'href="http' not in way


def test_one_day_of_many_things_is_told_once(tmp_path: Path) -> None:
    text = PREFIXES + "".join(
        f':t{n} a o:Book ; rdfs:label "Book {n}" ;'
        f' d:date "20{10 + n % 2}-05-14"^^xsd:date .'
        for n in range(20)
    )
    told = words(site_of(text, tmp_path), "/browse/dates")
    listed = told.partition("from 2010 to 2011")[2]
    assert listed.count("14 May 2010") == 1
    assert "14 May 2010 Book 0 Book 2 Book 4" in listed
