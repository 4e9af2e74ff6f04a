"""What comes first on a page of brought data: words, and behind them its addresses."""

from pathlib import Path

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix d: <http://purl.org/dc/terms/> . @prefix s: <https://schema.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def part(told: str, first: str, last: str) -> str:
    return told.partition(first)[2].partition(last)[0].strip()


def test_what_a_thing_is_stands_before_its_address(tmp_path: Path) -> None:
    text = ':a a o:Boat ; rdfs:label "Ark" ; rdfs:comment "A boat of planks." .'
    told = words(site_of(PREFIXES + text, tmp_path), "/a")
    assert told.startswith(
        "Boat Ark A boat of planks. https://port.org/id/a open it where it is"
    )


def test_the_address_of_the_whole_stands_behind_what_it_is(tmp_path: Path) -> None:
    text = """<https://port.org/own#> a owl:Ontology ; d:title "Harbours" ;
      d:description "All quays." . o:Quay a owl:Class ; rdfs:label "Quay" ."""
    told = words(site_of(PREFIXES + text, tmp_path), "/")
    there = "1 thing of the kind “Class”: “Quay”; 1 more kind."
    whole = "What the data says of “Harbours” as a whole"
    assert told.startswith(
        f"Harbours All quays. {there} https://port.org/own# {whole} Find"
    )


def test_no_address_leads_that_nothing_names_itself_by(tmp_path: Path) -> None:
    text = ':a a o:Boat ; rdfs:label "Ark" .'
    told = words(site_of(PREFIXES + text, tmp_path), "/")
    assert "https://" not in told.partition("What there is")[0]


def test_addresses_that_a_tool_made_are_no_beginning(tmp_path: Path) -> None:
    unnamed = "".join(
        f'<https://port.org/.well-known/genid/{n}> rdfs:label "Part {n}" .'
        for n in range(9)
    )
    boats = "".join(f':b{n} a o:Boat ; rdfs:label "Boat {n}" .' for n in range(3))
    told = words(site_of(PREFIXES + unnamed + boats, tmp_path), "/")
    assert "genid" not in part(told, "Most begin with", "For example")


def test_a_code_at_the_top_gives_way_to_what_stands_below_it(tmp_path: Path) -> None:
    text = """
    :h a o:Holding ; s:name "30808" ; s:hasPart :one .
    :one a o:Diary ; s:name "Diary of one" ; s:hasPart :e1 , :e2 .
    :two a o:Diary ; s:name "Diary of two" ; s:hasPart :e3 . :e3 s:hasPart :e4 .
    :e1 s:name "Monday" . :e2 s:name "Tuesday" . :e3 s:name "May" . :e4 s:name "Friday" .
    """
    told = words(site_of(PREFIXES + text, tmp_path), "/")
    tree = part(told, "From the top", "A few of them")
    assert "30808" not in tree
    assert "Diary of one 2 Monday Tuesday" in tree


def test_properties_that_differ_by_capitals_are_told_apart(tmp_path: Path) -> None:
    text = """:a a o:Boat ; rdfs:label "Ark" ; d:source :b ; o:source :c .
      o:source rdfs:label "Source" . :b rdfs:label "Book" . :c rdfs:label "Card" ."""
    site = site_of(PREFIXES + text, tmp_path)
    told = words(site, "/doc/a")
    assert "source (dcterms) Book" in told
    assert "Source (o) Card" in told


def test_known_terms_of_statistics_and_events_read_as_words(tmp_path: Path) -> None:
    text = """@prefix dim: <http://purl.org/linked-data/sdmx/2009/dimension#> .
      @prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
      :a rdfs:label "Ark" ; dim:refArea :b ; sem:hasEarliestBeginTimeStamp "1523" .
      :b rdfs:label "Port" ."""
    told = words(site_of(PREFIXES + text, tmp_path), "/a")
    assert "reference area Port" in told
    assert "earliest begin 1523" in told


def test_what_stands_in_steps_below_a_prefix_is_told_as_words(tmp_path: Path) -> None:
    text = """@prefix c: <https://port.org/codes/> .
      :a o:of <https://port.org/codes/country/JO> ."""
    told = words(site_of(PREFIXES + text, tmp_path), "/a")
    assert "of country JO" in told


def test_a_maker_without_a_name_is_called_by_that_at_the_end_of_his_address(
    tmp_path: Path,
) -> None:
    text = """<https://port.org/own#> a owl:Ontology ; d:title "Harbours" ;
      d:creator <https://people.org/id/JaneDoe> , <https://people.org/~jd> ."""
    told = words(site_of(PREFIXES + text, tmp_path), "/about")
    assert part(told, "Who made it", "This is version") == "Jane Doe, people.org/~jd."


def test_of_many_kinds_the_next_are_told_beside_the_first(tmp_path: Path) -> None:
    text = "".join(
        f':{kind}{n} a o:{kind} ; rdfs:label "{kind} {n}" .'
        for place, kind in enumerate(("Boat", "Quay", "Crane", "Rope", "Sail", "Oar"))
        for n in range(9 - place)
    )
    told = words(site_of(PREFIXES + text, tmp_path), "/")
    assert "; also “Quay” (8), “Crane” (7); 3 more kinds." in told


def test_what_is_but_a_name_stands_in_one_line(tmp_path: Path) -> None:
    poet = """:p a s:Person ; rdfs:label "Joost" ;
      s:birthPlace [ a s:Place ; s:name "Keulen" ] ; s:deathPlace [ s:name "Amsterdam" ] ;
      s:worksFor [ a s:Store ; s:name "Silk" ; o:floor 2 ] ."""
    told = words(site_of(PREFIXES + poet, tmp_path), "/p")
    said = part(told, "Statements", "Take it")
    assert "birth place Keulen ( Place )" in said
    assert "death place Amsterdam" in said
    assert "works for Silk is a Store floor 2" in said
    assert "name" not in said


def test_a_short_description_leads_a_page(tmp_path: Path) -> None:
    text = ':a a o:Boat ; rdfs:label "Ark" ; s:disambiguatingDescription "Of planks" .'
    told = words(site_of(PREFIXES + text, tmp_path), "/a")
    assert told.startswith(
        "Boat Ark Of planks https://port.org/id/a open it where it is"
    )


def test_of_languages_with_as_many_names_that_wins_in_which_more_is_written(
    tmp_path: Path,
) -> None:
    boats = [
        f':b{n} rdfs:label "Boat {n}"@en , "Boot {n}"@nl ; d:description "Oud"@nl .'
        for n in range(3)
    ]
    site = site_of(PREFIXES + "\n".join(boats), tmp_path)
    assert "Boot 1 Oud Boat 1" in words(site, "/b1")


def observations(count: int) -> str:
    return "\n".join(
        f"[] a o:Observation ; o:households {n * 7} ; o:place :p{n % 3} ; o:set :all ;"
        f' d:date "{2020 - n % 9}"^^xsd:gYear .'
        for n in range(count)
    )


OFFICE = ':office a o:Office ; rdfs:label "City office" .'


def test_figures_without_addresses_lead_where_there_is_little_else(
    tmp_path: Path,
) -> None:
    told = words(site_of(PREFIXES + OFFICE + observations(60), tmp_path), "/")
    assert (
        "60 things of the kind “Observation”, with “date”, “place”, “households”"
        in told
    )
    assert part(told, "What there is", "These") == "Observation 60 Office 1"
    table = part(told, "A few of them", "Office City office")
    assert table.startswith("Observation date place households set 20")


def test_a_list_of_them_is_a_table(tmp_path: Path) -> None:
    site = site_of(PREFIXES + OFFICE + observations(60), tmp_path)
    told = words(site, "/browse?kind=https://port.org/own%23Observation")
    assert "date place households set" in told
    rows = part(told, "date place households set", "Narrow down")
    assert rows.startswith("2012 p2 56 all 2012 p2 119 all")
    chosen = (
        "/browse?kind=https://port.org/own%23Observation&https://port.org/own%23place="
    )
    told = words(site, f"{chosen}<https://port.org/id/p1>")
    rows = part(told, "date households place set", "Narrow down")
    assert rows.startswith("2013 49 p1 all")


def test_what_others_lead_to_stands_behind_them(tmp_path: Path) -> None:
    inside = [f"o:part [ a o:Screw ; o:size {n} ; d:date '{n}' ]" for n in range(60)]
    boat = f':a a o:Boat ; rdfs:label "Ark" ; {" ; ".join(inside)} .'
    told = words(site_of(PREFIXES + boat, tmp_path), "/")
    assert "1 thing of the kind “Boat”: “Ark”" in told


def test_what_lies_at_another_host_leads_there(tmp_path: Path) -> None:
    site = site_of(PREFIXES + ':a a o:Boat ; rdfs:label "Ark" .', tmp_path)
    page = site.get("/a", headers={"Accept": "text/html"}).text
    assert (
        '<a href="https://port.org/id/a" rel="external">open it where it is</a>' in page
    )
    at_home = {"Accept": "text/html", "Host": "port.org"}
    assert "open it where it is" not in site.get("/a", headers=at_home).text


def test_hundreds_of_parts_stand_in_the_order_of_their_names(tmp_path: Path) -> None:
    pages = [
        f':x{999 - n} a o:Page ; rdfs:label "{n}" ; d:isPartOf :book .'
        for n in range(1, 405)
    ]
    text = PREFIXES + ':book a o:Book ; rdfs:label "Log" .' + "\n".join(pages)
    told = words(site_of(text, tmp_path), "/book")
    assert "404 1 2 3 4 5 6 7 8 9 10 11 12" in told


def test_what_is_left_of_a_wide_kind_is_called_by_its_narrower_one(
    tmp_path: Path,
) -> None:
    pages = [
        f':p{n} a s:CreativeWork , o:Page ; rdfs:label "{n}" ;'
        f" s:isPartOf :v{n % 2} , :a{n % 9} ."
        for n in range(60)
    ]
    articles = [
        f':a{n} a s:CreativeWork , o:Article ; rdfs:label "On boats {n}" ; s:isPartOf :v0 .'
        for n in range(9)
    ]
    volumes = [
        f':v{n} a s:CreativeWork , o:Volume ; rdfs:label "v.{n}" ; s:isPartOf :all .'
        for n in range(2)
    ]
    whole = ':all a s:CreativeWork , o:Periodical ; rdfs:label "Annals" .'
    text = "\n".join([PREFIXES, *pages, *articles, *volumes, whole])
    sample = part(words(site_of(text, tmp_path), "/"), "A few of them", "What is said")
    assert "Article On boats" in sample
