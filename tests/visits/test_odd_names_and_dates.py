"""Names said twice, dates in no form of XML Schema: told, and shown as they are meant."""

from pathlib import Path

from brought import site_of, words

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""

TWICE = """
:t a o:Target ; skos:prefLabel "By 2030,d"@en , "By 2030, halve all waste"@en ,
  "Moins de déchets"@fr . :u a o:Target ; skos:prefLabel "Less of it"@en .
"""


def test_of_two_names_that_which_is_not_cut_off_is_taken_and_both_are_told(
    tmp_path: Path,
) -> None:
    site = site_of(PREFIXES + TWICE, tmp_path)
    front, told = words(site, "/"), words(site, "/quality")
    assert "By 2030, halve all waste" in front
    assert "By 2030,d" not in front
    assert "1 thing has more than one skos:prefLabel in one language" in told
    assert "“By 2030,d”" in told


def test_languages_are_told_by_their_names(tmp_path: Path) -> None:
    more = ':v skos:prefLabel "Weg"@de-AT , "?"@eng , "??"@x-odd .'
    site = site_of(PREFIXES + TWICE + more, tmp_path)
    told = words(site, "/").partition("Languages")[2]
    for name in ("English 3", "French 1", "Austrian German 1", "English 1", "x-odd 1"):
        assert name in told
    assert "Englisch 3" in words(site, "/", lang="de")


LOANS = "".join(
    f':l{n} a o:Loan ; o:xsdDateTime "Thu Oct {n + 10} 14:48:56 BST 2014" .'
    for n in range(6)
)


def test_dates_that_nobody_can_compare_are_told_and_shown_as_days(
    tmp_path: Path,
) -> None:
    site = site_of(PREFIXES + LOANS, tmp_path)
    told = words(site, "/quality")
    assert "all 6 values of https://port.org/own#xsdDateTime are texts" in told
    assert "“Thu Oct 10 14:48:56 BST 2014”" in told
    assert "pages read them as days, queries do not" in told
    assert "10 October 2014 to 15 October 2014" in words(site, "/")


def test_texts_of_a_property_of_dates_that_are_dates_are_not_told(
    tmp_path: Path,
) -> None:
    more = ':m o:xsdDateTime "2014-10-23T14:48:56" .'
    told = words(site_of(PREFIXES + LOANS + more, tmp_path), "/quality")
    assert "are texts" not in told


def test_the_one_day_of_many_things_is_told(tmp_path: Path) -> None:
    many = "".join(
        f':l{n} a o:Loan ; o:date "Thu Oct 23 {n:02}:48:56 BST 2014" .'
        for n in range(12)
    )
    front = words(site_of(PREFIXES + many, tmp_path), "/")
    assert "Dates 23 October 2014" in front


RATES = """
:a skos:prefLabel "Suicide mortality rate, by sex (deaths per 100,000 population)" .
:b skos:prefLabel "Death rate due to road traffic injuries" .
"""


def test_the_beginning_of_a_name_matches_it_as_one_to_choose(tmp_path: Path) -> None:
    site = site_of(PREFIXES + RATES, tmp_path)
    answer = site.post("/match", data={"names": "Suicide mortality rate\nSuicide mort"})
    assert "its name begins so" in answer.text
    assert "2 names: 1 to choose, 1 nothing found" in answer.text


NOTED = "".join(
    f':g{n} a o:Goal ; skos:prefLabel "{word}" ; skos:notation "{n:02}" , "{n}" .'
    for n, word in ((2, "Achieve"), (1, "Zest"), (10, "Build"))
)


def test_concepts_are_listed_by_their_notations(tmp_path: Path) -> None:
    site = site_of(PREFIXES + NOTED, tmp_path)
    assert "Goal 1 Zest 2 Achieve 10 Build" in words(site, "/")
    listed = words(site, "/browse", kind="https://port.org/own#Goal")
    assert "1 Zest 2 Achieve 10 Build" in listed


def test_roles_by_the_codes_of_libraries_are_told_in_words(tmp_path: Path) -> None:
    text = """<https://port.org/id/b> <http://id.loc.gov/vocabulary/relators/aqt> "Ann" ;
      <http://www.w3.org/2000/01/rdf-schema#label> "Log" ."""
    assert "author in quotations Ann" in words(site_of(text, tmp_path), "/b")


def test_a_binomial_name_is_one(tmp_path: Path) -> None:
    text = '<https://port.org/id/x7> <https://port.org/own#binomialname> "Bos taurus" .'
    assert words(site_of(text, tmp_path), "/x7").startswith("IRI Bos taurus https:")


def test_capitals_within_a_name_are_kept_and_found(tmp_path: Path) -> None:
    persons = ":Frances_McDormand a o:Person . :Leonardo_DiCaprio a o:Person ."
    site = site_of(PREFIXES + persons, tmp_path)
    assert "Frances McDormand" in words(site, "/search?q=McDormand")
    assert words(site, "/Leonardo_DiCaprio").startswith("Person Leonardo DiCaprio")


def test_what_has_but_a_long_address_is_called_by_what_it_says(tmp_path: Path) -> None:
    text = (
        PREFIXES
        + ":sag a o:Ceremony ."
        + "".join(
            f":nomination_sag_1994_for_outstanding_performance_in_a_leading_role_{n}"
            f" a o:Nomination ; o:ceremony :sag ; o:actor :{actor} ; o:role o:lead{n % 2} ."
            for n, actor in enumerate(("Ada", "Bo", "Cy", "Di"))
        )
    )
    told = words(site_of(text, tmp_path), "/sag").partition("What leads here")[2]
    assert "Ada" in told
    assert "outstanding" not in told.partition("Take it")[0]
