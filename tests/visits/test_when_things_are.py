"""When things are, as a visitor reads it: by their own dates, as years where these are years."""

from pathlib import Path

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
"""


def part(told: str, first: str, last: str) -> str:
    return told.partition(first)[2].partition(last)[0].strip()


def test_when_tickets_are_sold_is_not_when_a_show_is(tmp_path: Path) -> None:
    shows = "\n".join(
        f':s{n} a s:Event ; rdfs:label "Show {n}" ; s:startDate "2026-03-2{n}"^^xsd:date ;'
        f' s:offers [ a s:Offer ; s:validFrom "2025-06-2{n}"^^xsd:date ] .'
        for n in range(3)
    )
    told = words(site_of(PREFIXES + shows, tmp_path), "/")
    assert "Show 1 21 March 2026 Show 2 22 March 2026" in told


def test_an_offer_alone_has_its_own_date(tmp_path: Path) -> None:
    offer = ':o a s:Offer ; rdfs:label "Ticket" ; s:validFrom "2025-06-21"^^xsd:date .'
    told = words(site_of(PREFIXES + offer, tmp_path), "/")
    assert "Ticket 21 June 2025" in told


WARS = "\n".join(
    f':w{n} a crm:E5_Event ; rdfs:label "War {n}" ; crm:P4_has_time-span :t{n} . :t{n}'
    f' a crm:E52_Time-Span ; crm:P82a_begin_of_the_begin "19{n:02}-01-01"^^xsd:date ;'
    f' crm:P82b_end_of_the_end "19{n:02}-01-01"^^xsd:date .'
    for n in range(12)
)


def test_days_that_all_begin_a_year_are_years_in_lists(tmp_path: Path) -> None:
    site = site_of(PREFIXES + WARS, tmp_path)
    assert "War 4 1904" in part(words(site, "/"), "A few of them", "What is said")
    assert "1 January" not in words(site, "/search?q=war")
    assert "1 January" not in words(site, "/w3")


def test_lists_of_parts_are_neither_vocabulary_nor_rules(tmp_path: Path) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    papers = "\n".join(
        f':p{n} a o:Paper ; rdfs:label "Paper {n}" ; o:authors :l{n} .'
        f" :l{n} a <{rdf}Seq> ; <{rdf}_1> :a{n} ."
        for n in range(9)
    )
    told = words(site_of(PREFIXES + papers, tmp_path), "/")
    assert "vocabulary and rules" not in told
    assert "Paper 9 Seq 9" in told


def test_what_mostly_stands_inside_others_is_no_more_than_its_addresses(
    tmp_path: Path,
) -> None:
    shows = "\n".join(
        f':s{n} a s:Event ; rdfs:label "Show {n}" ;'
        f' o:by [ a s:Organization ; s:name "Firm {n}" ] , [ a s:Organization ] .'
        for n in range(9)
    )
    firm = ':f a s:Organization ; rdfs:label "Firm" .'
    told = words(site_of(PREFIXES + shows + firm, tmp_path), "/")
    assert "9 things of the kind “Event”" in told


def test_days_written_as_texts_are_told_in_words(tmp_path: Path) -> None:
    letters = "\n".join(
        f':l{n} a o:Letter ; rdfs:label "Letter {n}" ; o:sent "1839-02-0{n}" ;'
        f' o:number "1839-02-0{n}-b" .'
        for n in range(1, 9)
    )
    told = words(site_of(PREFIXES + letters, tmp_path), "/l7")
    assert "7 February 1839" in told
    assert "1839-02-07-b" in told


def test_one_day_of_all_tells_when_they_were_fetched_and_not_when_they_are(
    tmp_path: Path,
) -> None:
    posts = "\n".join(
        f':p{n} a o:Post ; rdfs:label "Post {n}" ; o:since "199{n % 9}-03-04"^^xsd:date ;'
        f' o:fetched "2018-04-16"^^xsd:date .'
        for n in range(12)
    )
    site = site_of(PREFIXES + posts, tmp_path)
    front = words(site, "/")
    assert "Dates | 4 March 1990 to 4 March 1998" in front.replace(
        "Dates 4", "Dates | 4"
    )
    assert "Described 16 April 2018" in front
    assert "2018" not in part(front, "A few of them", "What is said")
    assert "2010s" not in words(site, "/search?q=post")


TALKS = "\n".join(
    f':t{n} a o:Talk ; rdfs:label "Talk {n}" ; o:endTime "1{n}:30:00.000"^^xsd:time ;'
    f' o:startTime "1{n}:00:00"^^xsd:time ; o:closesUntil "b" ; o:closesSince "a" .'
    for n in range(9)
)


def test_the_beginning_stands_before_the_end_and_times_without_seconds(
    tmp_path: Path,
) -> None:
    told = words(site_of(PREFIXES + TALKS, tmp_path), "/t3").replace(" #", "")
    assert "closes since a closes until b start time 13:00 end time 13:30 Take" in told


def test_a_year_among_names_makes_names_no_dates(tmp_path: Path) -> None:
    text = ':y a o:Year ; rdfs:label "2009"^^xsd:gYear .' + "".join(
        f':b{n} a o:Book ; rdfs:label "Book {n}" .' for n in range(6)
    )
    site = site_of(PREFIXES + text, tmp_path)
    assert "label" not in words(site, "/browse").partition("By when")[2]
    assert "By date" not in words(site, "/browse")


def test_names_that_are_years_are_dates(tmp_path: Path) -> None:
    years = "".join(
        f':y{n} a o:Year ; rdfs:label "20{n:02}"^^xsd:gYear .' for n in range(6)
    )
    told = words(site_of(PREFIXES + years, tmp_path), "/browse")
    assert told.startswith("Browse By date")


def test_two_years_with_a_stroke_are_a_date_that_begins_in_the_first(
    tmp_path: Path,
) -> None:
    years = ("1897", "1945", "2020/2021", "2020/2021")
    readings = "".join(
        f':r{n} a o:Reading ; rdfs:label "Reading {chr(65 + n)}" ; o:scientistYear "{year}" .'
        for n, year in enumerate(years)
    )
    site = site_of(PREFIXES + readings, tmp_path)
    told = words(site, "/browse/dates")
    assert "4 from 1897 to 2020" in told
    assert "no years" not in told
    found = words(site, "/search", q="reading", since="2020")
    assert "Reading C" in found
    assert "Reading A" not in found


def test_when_a_page_was_reviewed_is_not_when_a_show_is(tmp_path: Path) -> None:
    shows = "".join(
        f':s{n} a s:Event ; rdfs:label "Show {n}" ; s:startDate "2024-11-0{n + 1}"^^xsd:date ;'
        f' <http://schema.org/lastreviewed> "2025-10-17"^^xsd:date .'
        for n in range(3)
    )
    told = words(site_of(PREFIXES + shows, tmp_path), "/")
    assert "Show 1 2 November 2024 Show 2 3 November 2024" in told


def test_dates_of_a_few_are_not_told_for_those_of_all(tmp_path: Path) -> None:
    laws = "".join(
        f':l{n} a o:Law ; rdfs:label "Law {n}" ; o:number "{number}" .'
        for n, number in enumerate(("1257/1999", "900/900", "1999/2000", "765/2008"))
    )
    site = site_of(PREFIXES + laws, tmp_path)
    assert "Dates" not in words(site, "/").partition("What is said")[2]
