"""What strangers' files had that a page took for something else, or did not tell."""

from pathlib import Path

from brought import site_of, words
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import check

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <http://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def test_one_of_many_datasets_with_a_keyword_more_is_not_the_whole(
    tmp_path: Path,
) -> None:
    text = "".join(
        f':d{n} a s:Dataset ; s:name "Figure {n}" ; s:description "Of {n}" ; '
        f"s:keywords {', '.join(f'{word!r}' for word in 'abc'[: 1 + n % 3])} ."
        for n in range(30)
    )
    file = tmp_path / "figures.ttl"
    file.write_text(f'{PREFIXES}{text} :d7 s:keywords "z", "y" .', "utf-8")
    catalog = check(bundle((file,))).reading.catalog
    assert (catalog.title, catalog.known_as) == ("figures", "")


def test_a_date_among_many_cities_makes_them_no_dates(tmp_path: Path) -> None:
    places = "".join(
        f':e{n} rdfs:label "E {n}" ; s:city "City {n}" .' for n in range(30)
    )
    slip = ':x rdfs:label "X" ; s:city "21/03/2022" . :e1 s:startDate "2022-03-04" .'
    site = site_of(PREFIXES + places + slip, tmp_path)
    told = words(site, "/browse/dates")
    assert "city" not in told
    assert (
        "start date" in site.get("/browse/dates", headers={"Accept": "text/html"}).text
    )


def test_a_well_known_prefix_for_another_namespace_is_told(tmp_path: Path) -> None:
    text = """@prefix rdfs: <http://www.w3.org/2000/01/rdfs:> .
      <https://port.org/a> rdfs:label "Ark" ."""
    site = site_of(text, tmp_path)
    told = words(site, "/quality")
    assert "rdfs: as http://www.w3.org/2000/01/rdfs:" in told
    assert "most write http://www.w3.org/2000/01/rdf-schema#" in told


GOALS = """
:g1 a o:Goal , skos:Concept ; skos:prefLabel "End poverty" ; skos:notation "1" , "01" .
:g2 a o:Goal , skos:Concept ; skos:prefLabel "Achieve plenty" ; skos:notation "2" .
:g10 a o:Goal , skos:Concept ; skos:prefLabel "Be equal" ; skos:notation "10" .
:t1 a o:Target , skos:Concept ; skos:prefLabel "Less of it" ; skos:broader :g1 ;
  skos:notation "1.1" .
:t2 a o:Target , skos:Concept ; skos:prefLabel "None of it" ; skos:broader :g2 .
:t3 a o:Target , skos:Concept ; skos:prefLabel "All of it" ; skos:broader :g10 .
"""


def test_a_wide_kind_stands_behind_those_that_tell_what_its_things_are(
    tmp_path: Path,
) -> None:
    told = words(site_of(PREFIXES + GOALS, tmp_path), "/")
    kinds = told.partition("What there is")[2].partition("These counts")[0]
    assert kinds.strip() == "Goal 3 Target 3 Concept 6"
    assert "3 things of the kind “Goal”, such as" in told


def test_a_wide_kind_leads_of_what_is_nothing_else(tmp_path: Path) -> None:
    more = ':c a skos:Concept ; skos:prefLabel "Alone" .'
    told = words(site_of(PREFIXES + GOALS + more, tmp_path), "/")
    assert told.partition("What there is")[2].strip().startswith("Concept 7")


def test_a_tree_stands_in_the_order_of_its_notations(tmp_path: Path) -> None:
    told = words(site_of(PREFIXES + GOALS, tmp_path), "/")
    tree = told.partition("From the top")[2].partition("A few of them")[0]
    assert tree.strip() == (
        "Concepts, in 2 levels 1 End poverty 1 1.1 Less of it "
        "2 Achieve plenty 1 None of it 10 Be equal 1 All of it"
    )


def test_names_that_are_things_are_told_with_their_types_and_all_spellings(
    tmp_path: Path,
) -> None:
    text = """@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
      :p a crm:E39_Actor ; rdfs:label "Helena" ; crm:P131_is_identified_by :n1 , :n2 .
      :n1 a crm:E82_Actor_Appellation ; rdfs:label "Helena Rubenstein" ;
        crm:P2_has_type :wrong .
      :n2 a crm:E82_Actor_Appellation ; rdfs:label "Mrs. One" , "Mrs. Two" ;
        crm:P2_has_type :married .
      :wrong a crm:E55_Type ; skos:prefLabel "Common misspelling" .
      :married a crm:E55_Type ; skos:prefLabel "Married name" ."""
    told = words(site_of(PREFIXES + text, tmp_path), "/p")
    assert "Helena Rubenstein (Common misspelling)" in told
    assert "Mrs. One · Mrs. Two (Married name)" in told
