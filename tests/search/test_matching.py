"""From a name to the thing that it means: the lists of three people, and what is never safe."""

import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from unittest import mock

import pytest
from rapidfuzz.distance import OSA

from diplomatica.engine import Embedded
from diplomatica.lookup.matching import filling, keptnames
from diplomatica.lookup.matching.candidate import Candidate, Sought, Wanted
from diplomatica.lookup.matching.likeness.comparison import Slips
from diplomatica.lookup.matching.matcher import Matcher
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release, names_of
from diplomatica.pipeline.building import build

LISTS = Path(__file__).parent / "matching"
ID = "https://w3id.org/diplomatica/id/"
DIP = "https://w3id.org/diplomatica/ontology#"
CATALOG = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://places.example/dataset> a dcat:Dataset ;
    dcterms:identifier "places" ; dcterms:title "Places"@en ;
    dcterms:description "Places and people."@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:issued "2026-11-24"^^xsd:date ; dcat:version "1.0.0" ;
    void:uriSpace "https://places.example/" .
"""
_OFFICE = "permanent-representative-of-kazakhstan-to-the-un"
_CONGRESS = "Congress of Leaders of World & Traditional Religions"
DOUBTFUL = (
    """
IRA; I.R.A.; Ira; ira; Rus; rus; Hind; un; Un; sco; Oic
The Diplomat; a diplomat; The Ceasefire; The Cooperation
Mrs. Nursultan Nazarbayev; Mrs Kairat Umarov; Sir Kairat Umarov
King Nursultan Nazarbayev; Queen Helga Schmid; Lord Roman Vassilenko
Vice President Nursultan Nazarbayev; Judge Kairat Umarov
Nazarbayev, Nursultan, 1980-; Schmid, Helga Anna; Kairat B. Umarov
Kairat Umarov, plumber; Director Helga Anna Schmid
Bled Strategic Forum (12th : 2017 : Bled); Lebanon (Pa.); City of Lebanon
""".strip()
    .replace("\n", "; ")
    .split("; ")
)
PLACES = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://elsewhere.example/place#> .
x:Country rdfs:subClassOf x:Place .
x:nigeria a x:Country ; skos:prefLabel "Nigeria"@en ; schema:isoCode "NG" .
x:slovenia a x:Country ; skos:prefLabel "Slovenia"@en ; schema:isoCode "SVN" .
x:georgia a x:Country ; schema:name "Georgia" ; schema:isoCode "GE" .
x:georgia-us a x:Region ; schema:name "Georgia" ; x:in x:usa .
x:usa a x:Country ; schema:name "United States" ; schema:isoCode "US" ;
    schema:alternateName "USA", "America" .
x:umarova a schema:Person ; schema:name "Anna Umarova" .
x:umarov a schema:Person ; schema:name "Anton Umarov" ; schema:birthDate "1960-05-01" .
"""


@pytest.fixture(scope="module")
def matcher(published: Release, published_engine: Embedded) -> Matcher:
    return Matcher(published, published_engine)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """A dataset of others' IRIs, others' properties and others' kinds."""
    folder = tmp_path_factory.mktemp("places")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(CATALOG, "utf-8")
    (folder / "dataset" / "places.ttl").write_text(PLACES, "utf-8")
    release = build(Folder(folder), folder / "releases")
    return Matcher(release, Embedded(release))


def test_names_are_found_beside_a_release_and_read_once(
    folder: Path, tmp_path: Path
) -> None:
    release = build(Folder(folder), tmp_path / "releases")
    with mock.patch.object(filling.IndexFiller, "read") as read:
        assert matched(found(Matcher(release), "Kazakhstan")) == ["kazakhstan"]
    assert not read.called


def rows_of(file: Path) -> list[str]:
    """All that a file of SQLite holds, as it would be filled again."""
    with closing(sqlite3.connect(file)) as names:
        return list(names.iterdump())


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_bytes(b"?")])
def test_names_that_are_missing_or_spoiled_are_read_again(
    spoil: Callable[[Path], object], folder: Path, tmp_path: Path
) -> None:
    release = build(Folder(folder), tmp_path / "releases")
    file = names_of(release.folder, "en")
    whole = rows_of(file)
    spoil(file)
    assert matched(found(Matcher(release), "Kazakhstan")) == ["kazakhstan"]
    assert rows_of(file) == whole


def test_where_nothing_can_be_written_names_are_read_for_this_process(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "missing" / "beside.names-en"
    monkeypatch.setattr(keptnames, "names_of", lambda *_: beside)
    assert matched(found(Matcher(release), "Kazakhstan")) == ["kazakhstan"]
    assert not beside.parent.exists()


def found(matcher: Matcher, text: str, *kinds: str) -> list[Candidate]:
    return matcher.find(Sought(text, tuple(kinds)))


def names(candidates: list[Candidate]) -> list[str]:
    return [one.iri.rpartition("/")[2].rpartition("#")[2] for one in candidates]


def matched(candidates: list[Candidate]) -> list[str]:
    return names([one for one in candidates if one.match])


def rows(name: str) -> list[tuple[str, str]]:
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["name"], row["thing"]) for row in csv.DictReader(lines)]


def likeness_of(one: str, other: str) -> float:
    """How far one word may be a slip of another."""
    if not (one.isalpha() and other.isalpha()):
        return 0
    if min(len(one), len(other)) <= 2:
        return 0.75 if one[0] == other[0] and len(one) != len(other) else 0
    return 0.98 * OSA.normalized_similarity(one, other, score_cutoff=0.7)


@pytest.mark.parametrize("name", ["ministry", "journalist", "library"])
def test_what_matches_by_itself_is_always_right(matcher: Matcher, name: str) -> None:
    told = [(text, thing, matched(found(matcher, text))) for text, thing in rows(name)]
    assert len(told) > 40
    assert [one for one in told if one[2] not in ([], [one[1]])] == []


@pytest.mark.parametrize("name", ["ministry", "journalist", "library"])
def test_the_first_is_right_nine_times_in_ten(matcher: Matcher, name: str) -> None:
    held = [(text, thing) for text, thing in rows(name) if thing]
    missed = [
        text for text, thing in held if names(found(matcher, text))[:1] != [thing]
    ]
    assert len(missed) <= len(held) / 10, missed


@pytest.mark.parametrize(
    ("name", "least"), [("ministry", 36), ("journalist", 20), ("library", 36)]
)
def test_what_is_plainly_meant_matches_by_itself(
    matcher: Matcher, name: str, least: int
) -> None:
    held = [text for text, thing in rows(name) if thing]
    certain = [text for text in held if matched(found(matcher, text))]
    assert len(certain) >= least


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Niger", "nigeria"),
        ("Slovakia", "slovenia"),
        ("Anna Umarov", "umarova"),
        ("Anton Umarova", "umarov"),
        ("Umarov", "umarov"),
        ("Anton Omarov", "umarov"),
    ],
)
def test_a_near_miss_never_matches_by_itself(
    places: Matcher, text: str, thing: str
) -> None:
    candidates = found(places, text)
    assert thing in names(candidates)
    assert matched(candidates) == []


def test_the_name_of_another_state_is_told(places: Matcher) -> None:
    (nigeria,) = found(places, "Niger")
    assert nigeria.way.name == "other-state"
    assert nigeria.score < 50


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("America", "usa"),
        ("USA", "usa"),
        ("U.S.A.", "usa"),
        ("Estados Unidos", "usa"),
        ("Нигерия", "nigeria"),
        ("Slowenien", "slovenia"),
        ("https://elsewhere.example/place#usa", "usa"),
    ],
)
def test_anybodys_vocabulary_is_matched(places: Matcher, text: str, thing: str) -> None:
    assert matched(found(places, text)) == [thing]


def test_namesakes_do_not_match_until_the_kind_tells_which(places: Matcher) -> None:
    candidates = found(places, "Georgia")
    assert matched(candidates) == []
    assert candidates[0].why.endswith("it is called so; others are called so, too")
    kind = "https://elsewhere.example/place#Region"
    assert matched(found(places, "Georgia", kind)) == ["georgia-us"]


def test_namesakes_do_not_match_until_a_property_tells_which(places: Matcher) -> None:
    inside = Wanted("https://elsewhere.example/place#in", ("USA",))
    candidates = places.find(Sought("Georgia", wanted=(inside,)))
    assert names(candidates)[0] == "georgia-us"
    assert candidates[0].features[-1].value is True


def test_a_property_that_differs_keeps_a_name_from_matching(places: Matcher) -> None:
    born = Wanted("https://schema.org/birthDate", ("1971",))
    (umarov, *_) = places.find(Sought("Anton Umarov", wanted=(born,)))
    assert (umarov.match, umarov.score < 90) == (False, True)


def test_a_property_that_agrees_lets_a_name_match(places: Matcher) -> None:
    born = Wanted("https://schema.org/birthDate", ("1960",))
    assert matched(places.find(Sought("Anton Umarov", wanted=(born,)))) == ["umarov"]


def test_a_wider_kind_finds_what_is_of_a_narrower_one(places: Matcher) -> None:
    place = "https://elsewhere.example/place#Place"
    assert matched(found(places, "Nigeria", place)) == ["nigeria"]
    assert found(places, "Nigeria", "https://schema.org/Person") == []


def test_two_letters_are_a_code_only_where_the_kind_is_known(matcher: Matcher) -> None:
    (india, *_) = found(matcher, "IN")
    assert (names([india]), india.match) == (["india"], False)
    assert matched(found(matcher, "IN", f"{DIP}State")) == ["india"]


def test_a_small_word_is_no_code(matcher: Matcher) -> None:
    assert found(matcher, "in") == []


@pytest.mark.parametrize("text", ["", " ", "?!", "\0", "()", "the", "q" * 5000, '"OR*'])
def test_what_is_no_name_finds_nothing(matcher: Matcher, text: str) -> None:
    assert found(matcher, text) == []


def test_words_in_brackets_that_are_unknown_keep_a_name_from_matching(
    matcher: Matcher,
) -> None:
    (turkey, *_) = found(matcher, "Turkey (bird)")
    assert (names([turkey]), turkey.match) == (["turkey"], False)
    assert matched(found(matcher, "Kazakhstan (state)")) == ["kazakhstan"]


def test_a_candidate_says_why_in_words(matcher: Matcher) -> None:
    (umarov, *_) = found(matcher, "Umarov, Kairat")
    assert umarov.why == "“Kairat Umarov”: it has this name the other way round"
    assert [feature.name for feature in umarov.features] == ["name", "turned"]


def test_a_candidate_tells_its_narrowest_kinds(matcher: Matcher) -> None:
    (council,) = [one for one in found(matcher, "UN Security Council") if one.match]
    assert council.kinds == [(f"{DIP}Organ", "organ")]


def test_as_many_are_told_as_are_asked_for(matcher: Matcher) -> None:
    assert len(matcher.find(Sought("Kazakhstan", limit=2))) == 2
    assert len(matcher.find(Sought("Kazakhstan", limit=5))) == 5


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_may_well_be_another_never_matches_by_itself(
    matcher: Matcher, text: str
) -> None:
    assert matched(found(matcher, text)) == []


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("the UN", "united-nations"),
        ("U.N.", "united-nations"),
        ("Iran", "iran"),
        ("the Astana process", "astana-process"),
        ("Former President Nursultan Nazarbayev", "nursultan-nazarbayev"),
        ("Deputy Foreign Minister Roman Vassilenko", "roman-vassilenko"),
        ("Rep. of Kazakhstan", "kazakhstan"),
        ("Islamic Rep. of Iran", "iran"),
        ("Syrian Arab Rep.", "syria"),
        ("Vereinte Nationen", "united-nations"),
        ("Организация Объединенных Наций", "united-nations"),
    ],
)
def test_what_is_certain_stays_so(matcher: Matcher, text: str, thing: str) -> None:
    assert matched(found(matcher, text)) == [thing]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        (
            "H.E. Mr. Nursultan Abishevich Nazarbayev, First President of Kazakhstan",
            "nursultan-nazarbayev",
        ),
        ("Secretary General of the EEAS Helga Maria Schmid", "helga-schmid"),
        (
            "Deputy Minister of Foreign Affairs Mr Roman Yu. Vassilenko",
            "roman-vassilenko",
        ),
        ("Kairat Umarov, Deputy Foreign Minister of Kazakhstan", "kairat-umarov"),
        ("Umarov, Kairat, Permanent Representative to the UN", "kairat-umarov"),
        ("Ambassador Extraordinary and Plenipotentiary Kairat Umarov", "kairat-umarov"),
        ("Nazarbaev, Nursultan, 1940-", "nursultan-nazarbayev"),
        ("Nursultan Nazarbayev (born 1940)", "nursultan-nazarbayev"),
        ("Schmid, Helga Maria, 1960-", "helga-schmid"),
        ("City of Astana", "astana"),
        ("Astana city", "astana"),
        ("Perm. Rep. of Kazakhstan to the UN", _OFFICE),
        (f"{_CONGRESS} (5th : 2015 : Astana, Kazakhstan)", "congress-of-religions-5"),
        ("Bled Strategic Forum (13th : 2018 : Bled)", "bled-strategic-forum-13"),
    ],
)
def test_what_stands_around_a_name_is_set_aside(
    matcher: Matcher, text: str, thing: str
) -> None:
    first, *_ = found(matcher, text)
    assert names([first]) == [thing]
    assert first.score >= 85


def test_a_name_that_only_holds_a_persons_is_not_that_persons(matcher: Matcher) -> None:
    (first, *_) = found(matcher, "Nursultan Nazarbayev University")
    assert first.score < 70


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("OSCE Summit 2010", "osce-summit-astana"),
        ("2010 OSCE Summit", "osce-summit-astana"),
        ("Bled Strategic Forum (2018)", "bled-strategic-forum-13"),
        ("Bled Strategic Forum 2018", "bled-strategic-forum-13"),
    ],
)
def test_a_year_leads_to_the_edition_before_the_series(
    matcher: Matcher, text: str, thing: str
) -> None:
    candidates = found(matcher, text)
    assert names(candidates)[0] == thing
    assert matched(candidates) == []


def test_a_year_of_no_edition_leaves_the_order(matcher: Matcher) -> None:
    (first, *_) = found(matcher, "OSCE Summit 2004")
    assert names([first]) == ["osce-summits"]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Российская Федерация", "russia"),
        ("République arabe syrienne", "syria"),
        ("Irán, República islámica de", "iran"),
        ("Қазақстан Республикасы", "kazakhstan"),
    ],
)
def test_states_have_their_official_names_in_other_languages(
    matcher: Matcher, text: str, thing: str
) -> None:
    assert matched(found(matcher, text)) == [thing]


@pytest.mark.parametrize("text", ["Ivory Coast", "Czechia", "Чехия", "Burma"])
def test_what_other_states_are_called_finds_none_of_ours(
    matcher: Matcher, text: str
) -> None:
    assert [one for one in found(matcher, text) if one.score > 50] == []


@pytest.mark.parametrize(
    ("text", "thing"),
    [("МАГАТЭ", "iaea"), ("ОБСЕ", "osce"), ("OSZE", "osce"), ("ONU", "united-nations")],
)
def test_an_acronym_of_another_language_matches(
    matcher: Matcher, text: str, thing: str
) -> None:
    assert matched(found(matcher, text)) == [thing]


@pytest.mark.parametrize(
    ("text", "thing"),
    [("RF", "russia"), ("РФ", "russia"), ("РК", "kazakhstan"), ("R.K.", "kazakhstan")],
)
def test_first_letters_of_a_states_name_find_it_and_never_match(
    matcher: Matcher, text: str, thing: str
) -> None:
    candidates = found(matcher, text)
    assert (names(candidates)[0], matched(candidates)) == (thing, [])


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("RF (Russian Federation)", "russia"),
        ("LB (Lebanon)", "lebanon"),
        ("Republic of Kazakhstan - RK", "kazakhstan"),
    ],
)
def test_a_name_beside_its_letters_or_code_matches_in_any_order(
    matcher: Matcher, text: str, thing: str
) -> None:
    assert matched(found(matcher, text)) == [thing]


@pytest.mark.parametrize("text", ["OSZE summit in Astana", "summit of the ОБСЕ"])
def test_any_acronym_stands_for_the_others_inside_longer_names(
    matcher: Matcher, text: str
) -> None:
    assert any(name.startswith("osce-summit") for name in names(found(matcher, text)))


@pytest.mark.parametrize(
    "text", ["Mrs. K. Umarova", "Mrs Nazarbayeva", "Назарбаева", "Umarova, Kairat"]
)
def test_a_woman_is_not_the_man_whose_name_is_like_hers(
    matcher: Matcher, text: str
) -> None:
    first, *_ = found(matcher, text)
    assert (first.way.name, first.score, first.match) == ("other-sex", 45, False)


def test_a_first_name_may_be_a_man_or_a_city(matcher: Matcher) -> None:
    candidates = found(matcher, "Nursultan")
    assert {"astana", "nursultan-nazarbayev"} <= {*names(candidates)}
    assert matched(candidates) == []
    assert matched(found(matcher, "Nur Sultan")) == ["astana"]


def test_capitals_of_few_letters_are_no_slip_of_a_name(matcher: Matcher) -> None:
    assert "iran" not in names(found(matcher, "IRA"))
    assert names(found(matcher, "TURKY"))[:1] == ["turkey"]


@pytest.mark.parametrize(
    "text",
    [
        "UNGA 70",
        "UNGA-70",
        "United Nations. General Assembly (70th sess. : 2015)",
        "UN General Assembly (70th session)",
    ],
)
def test_a_number_leads_to_the_session_of_a_body(matcher: Matcher, text: str) -> None:
    candidates = found(matcher, text)
    assert names(candidates)[0] == "general-assembly-session-70"
    assert matched(candidates) == []


def test_a_number_that_is_a_name_of_its_own_counts_nothing(matcher: Matcher) -> None:
    assert matched(found(matcher, "G-20")) == ["g20"]
    assert found(matcher, "COP 21") == []


def test_a_surname_behind_an_office_is_the_persons(matcher: Matcher) -> None:
    (first, *_) = found(matcher, "Kazakh President Nazarbayev")
    assert (names([first]), first.match) == (["nursultan-nazarbayev"], False)
    assert first.score > 80


def test_a_surname_with_another_first_name_is_another_person(matcher: Matcher) -> None:
    for text in ("Umarov, Doku, 1964-2013", "Schmid, Wolf, 1944-", "Umarov, Doku"):
        assert [one for one in found(matcher, text) if one.score > 60] == []


def test_abbreviated_words_are_written_out(matcher: Matcher) -> None:
    assert matched(found(matcher, "Russian Fed.")) == ["russia"]


@pytest.mark.parametrize(
    ("text", "thing"),
    [("UMAROV Kairat", "kairat-umarov"), ("SCHMID Helga", "helga-schmid")],
)
def test_a_surname_in_capitals_may_come_first(
    matcher: Matcher, text: str, thing: str
) -> None:
    assert matched(found(matcher, text)) == [thing]


@pytest.mark.parametrize(
    "name",
    ["Astana Declaration", "Universal Declaration on a Nuclear-Weapon-Free World"],
)
def test_a_document_has_the_year_of_its_adoption(matcher: Matcher, name: str) -> None:
    year = {"A": 2010, "U": 2015}[name[0]]
    (first, *_) = found(matcher, f"{name} ({year})")
    assert (first.label, first.match) == (name, False)


@pytest.mark.parametrize(
    "text",
    [
        "Permanent Representative of India to the UN",
        "Deputy Foreign Minister of Slovenia",
        "President of Slovakia",
    ],
)
def test_an_office_of_another_state_is_another_office(
    matcher: Matcher, text: str
) -> None:
    assert [one for one in found(matcher, text) if one.score > 50] == []


def test_the_numbers_of_a_list_are_set_aside(matcher: Matcher) -> None:
    assert matched(found(matcher, "1. Kazakhstan")) == ["kazakhstan"]
    assert matched(found(matcher, "wikidata:Q81299")) == ["osce"]


def test_a_number_before_a_name_may_count_it_or_a_list(matcher: Matcher) -> None:
    candidates = found(matcher, "13. Bled Strategic Forum")
    first = ["bled-strategic-forum-13", "bled-strategic-forum"]
    assert (names(candidates)[:2], matched(candidates)) == (first, [])
    assert matched(found(matcher, "12. Bled Strategic Forum")) == []
    assert matched(found(matcher, "12. Kazakhstan")) == ["kazakhstan"]
    assert matched(found(matcher, "12) Bled Strategic Forum")) == [first[1]]


def test_an_office_is_not_what_it_is_an_office_of(matcher: Matcher) -> None:
    for text, thing in (
        ("Secretary-General, EEAS", "secretary-general-of-the-eeas"),
        (
            "Deputy Foreign Minister, Kazakhstan",
            "deputy-foreign-minister-of-kazakhstan",
        ),
    ):
        first, *others = found(matcher, text)
        assert names([first]) == [thing]
        assert [one for one in others if one.score > first.score - 5] == []


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Pres. Nazarbayev", "nursultan-nazarbayev"),
        ("Dep. FM Vassilenko", "roman-vassilenko"),
        ("Dep. Foreign Minister Vassilenko R.", "roman-vassilenko"),
    ],
)
def test_an_office_may_be_abbreviated(matcher: Matcher, text: str, thing: str) -> None:
    assert names(found(matcher, text))[:1] == [thing]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Astana peace process", "astana-process"),
        ("Astana-Prozess", "astana-process"),
        ("Groupe des vingt", "g20"),
    ],
)
def test_names_that_others_print_are_known(
    matcher: Matcher, text: str, thing: str
) -> None:
    assert matched(found(matcher, text)) == [thing]


@pytest.mark.parametrize("text", ["Astana talks", "Astana-Gespräche"])
def test_talks_may_be_a_process_or_its_meetings(matcher: Matcher, text: str) -> None:
    candidates = found(matcher, text)
    both = {"astana-process", "astana-process-negotiations"}
    assert {*names(candidates)[:2]} == both
    assert matched(candidates) == []


@pytest.mark.parametrize(
    "text", ["1.Kazakhstan", "Kazakhstan[1]", "Kazakhstan [a][note 2]", "Kazakhstan²"]
)
def test_numbers_and_marks_of_a_table_are_set_aside(
    matcher: Matcher, text: str
) -> None:
    assert matched(found(matcher, text)) == ["kazakhstan"]


def test_other_scripts_are_compared_word_by_word(matcher: Matcher) -> None:
    (first, *_) = found(matcher, "Европейская служба внешних действий")
    assert names([first]) == ["eeas"]


@pytest.mark.parametrize(
    ("text", "person", "tenure"),
    [
        (
            "H.E. Mr. Kairat Umarov, Permanent Representative of the Republic of "
            "Kazakhstan to the United Nations",
            "kairat-umarov",
            "umarov-tenure",
        ),
        (
            "Nursultan Nazarbayev, President of Kazakhstan",
            "nursultan-nazarbayev",
            "nazarbayev-tenure",
        ),
        (
            "President of Kazakhstan, Nursultan Nazarbayev",
            "nursultan-nazarbayev",
            "nazarbayev-tenure",
        ),
        (
            "President Nursultan Nazarbayev of Kazakhstan",
            "nursultan-nazarbayev",
            "nazarbayev-tenure",
        ),
    ],
)
def test_a_person_with_an_office_comes_before_the_tenure(
    matcher: Matcher, text: str, person: str, tenure: str
) -> None:
    candidates = found(matcher, text)
    assert names(candidates)[:2] == [person, tenure]
    assert matched(candidates) == []


def test_a_tenure_that_is_written_as_it_is_called_stays_first(matcher: Matcher) -> None:
    text = "Nursultan Nazarbayev as President of Kazakhstan"
    assert matched(found(matcher, text)) == ["nazarbayev-tenure"]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Helga Schmidt (EEAS)", "helga-schmid"),
        ("Schmidt, Helga (EEAS)", "helga-schmid"),
        ("R. Vasilenko, dep FM", "roman-vassilenko"),
        ("Mr R. Vasilenko, dep FM", "roman-vassilenko"),
        ("Bled Stategic Forum, Slovenia", "bled-strategic-forum"),
    ],
)
def test_a_name_with_a_slip_is_sought_without_what_follows_it(
    matcher: Matcher, text: str, thing: str
) -> None:
    candidates = found(matcher, text)
    assert (names(candidates)[0], candidates[0].way.name) == (thing, "beside")
    assert matched(candidates) == []


@pytest.mark.parametrize("text", ["CIS", "NPI", "MSS", "PRP", "DFM"])
def test_first_letters_are_no_acronym_of_what_seldom_has_one(
    matcher: Matcher, text: str
) -> None:
    first, *_ = found(matcher, text)
    assert (first.way.name, first.score, first.match) == ("letters", 55, False)


def test_first_letters_may_be_the_acronym_of_what_often_has_one(
    matcher: Matcher,
) -> None:
    first, *_ = found(matcher, "CLWTR")
    assert (names([first]), first.score) == (["congress-of-religions"], 86)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Turkey (bird)", 60),
        ("Lebanon (Ohio)", 60),
        ("Astana (Kazakhstan)", 82),
        ("Umarov (ambassador)", 82),
        ("Lebannon (Ohio)", 60),
    ],
)
def test_foreign_words_in_brackets_make_a_name_unlikely(
    matcher: Matcher, text: str, score: float
) -> None:
    first, *_ = found(matcher, text)
    assert (first.score, first.match) == (score, False)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Group of Eight", "g8"),
        ("the Group of 8", "g8"),
        ("group of 20", "g20"),
        ("Group of Twenty", "g20"),
        ("G 8", "g8"),
    ],
)
def test_a_group_is_called_by_its_number_in_words_or_figures(
    matcher: Matcher, text: str, thing: str
) -> None:
    assert matched(found(matcher, text)) == [thing]


@pytest.mark.parametrize(
    "text", ["Group of Seven", "Group of 77", "Group of Twenty-Four"]
)
def test_a_group_of_another_number_is_another_group(
    matcher: Matcher, text: str
) -> None:
    assert found(matcher, text) == []


def test_words_are_slips_of_each_other_as_two_by_themselves_would_be() -> None:
    random = Random(22)
    every = [
        "".join(random.choices("aeir7", k=random.randint(1, 7))) for _ in range(99)
    ]
    slips = Slips(every)
    told = {word: slips.likest(word, {*every} - {word}) for word in every}
    assert 30 < sum(likeness > 0 for _, likeness in told.values()) < 99
    for word, (best, likeness) in told.items():
        likely = [(likeness_of(word, other), other) for other in {*every} - {word}]
        assert max(likely)[0] == pytest.approx(likeness)
        assert not likeness or likeness_of(word, best) == pytest.approx(likeness)


def test_only_short_acronyms_in_small_letters_may_be_words(matcher: Matcher) -> None:
    assert matched(found(matcher, "iaea")) == ["iaea"]
    assert matched(found(matcher, "unga")) == ["un-general-assembly"]
    assert [matched(found(matcher, text)) for text in ("sco", "un")] == [[], []]
