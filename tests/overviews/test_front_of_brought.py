"""What the front page of anybody's file shows: kinds that tell, and things to begin with."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

PREFIXES = """
@prefix : <https://port.org/id/> . @prefix o: <https://port.org/own#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix s: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix d: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
Publish = Callable[[str], FlaskClient]


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Publish a text as one file."""

    def published(text: str) -> FlaskClient:
        file = tmp_path / "harbour.ttl"
        file.write_text(PREFIXES + text, "utf-8")
        return create_app(build(bundle((file,)), tmp_path / "releases")).test_client()

    return published


def words(site: FlaskClient, path: str = "/", lang: str = "en") -> str:
    answer = site.get(path, headers={"Accept": "text/html", "Accept-Language": lang})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    main = answer.text.partition('<main id="main">')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def part(told: str, first: str, last: str) -> str:
    return told.partition(first)[2].partition(last)[0].strip()


def test_a_thing_shown_once_is_not_shown_again_by_another_kind(
    publish: Publish,
) -> None:
    boats = [f':b{n} a o:Boat , o:Asset ; rdfs:label "Boat {n}" .' for n in range(6)]
    text = "\n".join([*boats, ':q a o:Quay ; rdfs:label "Long quay" .'])
    sample = part(words(publish(text)), "A few of them", "What is said")
    assert sample == "Asset Boat 0 Boat 1 Boat 2 Boat 3 Boat 4 Quay Long quay"


def test_the_scheme_itself_is_none_of_the_things_that_are_shown(
    publish: Publish,
) -> None:
    text = """:s a skos:ConceptScheme ; skos:prefLabel "Words of boats" .
      :a a skos:Concept ; skos:prefLabel "Mast" ; skos:inScheme :s ."""
    told = words(publish(text))
    assert part(told, "A few of them", "What is said") == "Concept Mast"


def test_what_only_states_something_of_others_is_no_kind_of_thing(
    publish: Publish,
) -> None:
    text = """:a a o:Boat ; rdfs:label "A" . :b a o:Boat ; rdfs:label "B" .
      :d a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .
      [] a owl:Axiom ; owl:annotatedSource :a ; owl:annotatedProperty rdfs:label ."""
    told = words(publish(text))
    assert part(told, "What there is", "These counts") == "Boat 2"


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [("owl:NamedIndividual", True), ("owl:NamedIndividual, o:Boat", False)],
)
def test_a_kind_that_says_nothing_is_shown_where_it_is_all_that_is_said(
    kinds: str, shown: bool, publish: Publish
) -> None:
    text = f':a a o:Boat ; rdfs:label "A" . :m a {kinds} ; rdfs:label "Mast" .'
    told = part(words(publish(text)), "What there is", "A few of them")
    assert ("Named Individual 1" in told) is shown


def test_such_a_kind_stands_last_and_shows_what_is_of_no_other(
    publish: Publish,
) -> None:
    masts = [f':m{n} a owl:NamedIndividual ; rdfs:label "Mast {n}" .' for n in range(3)]
    boat = ':a a owl:NamedIndividual , o:Boat ; rdfs:label "Ark" .'
    told = words(publish("\n".join([*masts, boat])))
    assert part(told, "What there is", "These counts") == "Boat 1 Named Individual 4"
    sample = part(told, "A few of them", "What is said")
    assert sample == "Boat Ark Named Individual Mast 0 Mast 1 Mast 2"


TYPED = "\n".join(
    f':t{n} a s:Thing ; s:name "T{n}" ; s:additionalType o:{"Mast" if n % 3 else "Sail"} .'
    for n in range(9)
)


def test_kinds_said_by_another_property_are_shown_with_their_counts(
    publish: Publish,
) -> None:
    site = publish(TYPED)
    told = part(words(site), "What there is", "A few of them")
    assert told.endswith("additional type: Mast 6 Sail 3")
    page = site.get("/", headers={"Accept": "text/html"}).text
    (link,) = re.findall(r'href="(/browse\?[^"]+)">Mast', page)
    assert "6 " in words(site, unescape(link))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("includes", "includes : this"),
        ("containsPlace", "contains place : this"),
        ("builder", "is builder of"),
        ("status", "is status of"),
        ("created", "created : this"),
    ],
)
def test_what_leads_here_is_told_in_words_that_are_right_for_a_verb(
    name: str, told: str, publish: Publish
) -> None:
    assert told in words(publish(f':a o:{name} :b . :b rdfs:label "Mast" .'), "/b")


def test_an_address_that_is_written_as_a_text_is_a_link(publish: Publish) -> None:
    site = publish(
        ':a o:page "https://port.org/a?b&c"^^xsd:anyURI , "javascript:x"^^xsd:anyURI .'
    )
    page = site.get("/a", headers={"Accept": "text/html"}).text
    assert '<a href="https://port.org/a?b&amp;c" rel="external">' in page
    assert 'href="javascript' not in page


BUILT_ON = "https://w3id.org/masts/core"


@pytest.mark.parametrize(
    ("lang", "quality", "about"),
    [
        ("en", "Vocabularies that are not here 1", "and that were not brought:"),
        ("de", "Vokabulare, die nicht hier sind 1", "nicht mitgebracht wurden:"),
        ("ru", "Словари, которых здесь нет 1", "которые не принесены:"),
    ],
)
def test_a_vocabulary_that_is_not_here_is_told_by_its_iri(
    lang: str, quality: str, about: str, publish: Publish
) -> None:
    site = publish(
        f"<https://port.org/id/> a owl:Ontology ; owl:imports <{BUILT_ON}> , o: ."
        "o: a owl:Ontology . :a a <https://w3id.org/masts/core#M_001> ."
    )
    told = words(site, "/quality", lang)
    assert quality in told
    assert BUILT_ON in told
    assert f"{about} {BUILT_ON} ." in words(site, "/about", lang)


def test_a_code_that_has_a_prefix_of_its_own_is_called_by_that(
    publish: Publish,
) -> None:
    text = f"""@prefix tall_mast: <{BUILT_ON}/M_001> . @prefix c: <{BUILT_ON}/ontology> .
      @prefix x: <{BUILT_ON}/X_9> . :a a tall_mast: . :b a c: . :c a x: ."""
    told = part(words(publish(text)), "What there is", "A few of them")
    assert told == "tall mast 1 X 9 1 ontology 1"


def test_things_without_names_are_told_first_where_their_iris_are_names(
    publish: Publish,
) -> None:
    makers = [f":{one}_Maker a o:Maker ." for one in ("Ada", "Ben", "Cem")]
    points = [f":p{n} a o:Point ." for n in range(5)]
    text = "\n".join([*makers, *points, ':m a o:Mast ; rdfs:label "Main mast" .'])
    told = words(publish(text))
    assert told.partition("3 things of the kind “")[2].startswith(
        "Maker”; 2 more kinds"
    )
    sample = part(told, "A few of them", "What is said")
    assert sample.startswith("Maker Ada Maker Ben Maker Cem Maker Mast Main mast Point")


@pytest.mark.parametrize(
    ("lang", "bounds"),
    [
        ("en", "45 BCE to 7 June 1818"),
        ("de", "45 v. Chr. bis 7. Juni 1818"),
        ("ru", "7 июня 1818"),
    ],
)
def test_the_bounds_of_dates_are_written_as_pages_write_dates(
    lang: str, bounds: str, publish: Publish
) -> None:
    text = ':a o:built "-0044"^^xsd:gYear . :b o:built "1818-06-07"^^xsd:date .'
    assert bounds in words(publish(text), "/", lang)


def test_values_without_names_stand_behind_the_things_that_have_them(
    publish: Publish,
) -> None:
    boats = [f":b{n} a o:Boat ; o:length :v{n}x1 ." for n in range(3)]
    lengths = [f":v{n}x1 a o:Amount ; o:metres {n} ; o:of o:x ." for n in range(3)]
    extra = [f":c{n}x1 a o:Amount . :b0 o:width :c{n}x1 ." for n in range(3)]
    told = words(publish("\n".join([*boats, *lengths, *extra])))
    assert part(told, "A few of them", "What is said") == "Boat b0 b1 b2"
    assert "3 things of the kind “Boat”" in told


def test_the_first_sentence_is_of_the_kind_whose_things_it_names(
    publish: Publish,
) -> None:
    text = """:s a skos:ConceptScheme ; skos:prefLabel "Words of boats" .
      :a skos:prefLabel "Mast" ; a skos:Concept ."""
    assert "1 thing of the kind “Concept”: “Mast”" in words(publish(text))


UNNAMED = "\n".join(f":a{n} a prov:Activity ; o:of :q ." for n in range(9))


def questions(site: FlaskClient) -> list[str]:
    page = unescape(site.get("/", headers={"Accept": "text/html"}).text)
    return re.findall(r'<li><a href="(/sparql\?query=[^"]*)"', page)


def test_the_first_question_is_answered_with_things_of_the_data(
    publish: Publish,
) -> None:
    site = publish(f'{UNNAMED} :q rdfs:label "Long quay" .')
    first, *_, kinds = questions(site)
    rows = site.get(first, headers={"Accept": "text/csv"}).text.split()
    assert rows == ["thing", *(f"https://port.org/id/a{n}" for n in range(9))]
    rows = site.get(kinds, headers={"Accept": "text/csv"}).text.split()
    assert rows == ["kind,count", "http://www.w3.org/ns/prov#Activity,9"]


def test_it_asks_for_a_kind_whose_things_have_names(publish: Publish) -> None:
    site = publish(f'{UNNAMED} :q a o:Quay ; rdfs:label "Long quay" .')
    rows = site.get(questions(site)[0], headers={"Accept": "text/csv"}).text
    assert rows.splitlines() == ["thing,name", "https://port.org/id/q,Long quay"]


def test_what_is_called_by_a_paragraph_is_shown_by_its_beginning(
    publish: Publish,
) -> None:
    long = "A harbour of the north " * 20
    told = words(publish(f':h a o:Harbour ; rdfs:label "{long}" .'))
    sample = part(told, "A few of them", "What is said")
    assert sample == f"Harbour {'A harbour of the north ' * 3}A harbour…"


def test_things_of_one_name_are_told_apart_by_what_is_said_of_them_in_a_line(
    publish: Publish,
) -> None:
    text = "\n".join(
        f':s{n} a o:State , o:involves_{n} ; rdfs:label "absent" ; d:description "{of}: absent" .'
        for n, of in enumerate(("Barbels", "Keel"))
    )
    told = words(publish(f'o:State rdfs:label "state" . {text}'))
    assert "state Barbels: absent Keel: absent" in part(told, "A few of them", "What")


def test_a_short_text_names_what_has_a_code_for_an_iri(publish: Publish) -> None:
    long = "It is said that the articles have points. " * 3
    text = "\n".join(
        f':a{n}-1 a o:Point ; d:description "{long} {n}" ; o:title_alternative "Article {n}(1)" .'
        for n in range(3)
    )
    site = publish(f'{text} :Quay a o:Place ; o:title_alternative "A place" .')
    told = part(words(site), "A few of them", "What is said")
    assert told == "Point Article 0(1) Article 1(1) Article 2(1) Place Quay"
    assert "Called so by its “ title alternative ”" in words(site, "/a1-1")


def test_kinds_that_read_as_words_tell_things_apart_before_a_paragraph_does(
    publish: Publish,
) -> None:
    long = "It is said that whoever pays may come. " * 3
    text = "\n".join(
        f':s{n} a o:Offer, o:{kind} ; rdfs:label "Ferry" ; d:description "{n} {long}" .'
        for n, kind in enumerate(("PublicService", "ServiceDataset"))
    )
    told = part(words(publish(text)), "A few of them", "What")
    assert "Ferry (Public Service)" in told
    assert "(It is said" not in told


def test_below_the_name_of_its_kind_a_thing_needs_no_mark_of_it(
    publish: Publish,
) -> None:
    text = ':b a o:Boat ; rdfs:label "Ark" . :s a o:Song ; rdfs:label "Ark" .'
    told = part(words(publish(text)), "A few of them", "What")
    assert told == "Boat Ark Song Ark"


SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
  @prefix swrl: <http://www.w3.org/2003/11/swrl#> . @prefix f: <https://fleet.org/> ."""
BY_SHAPES = "\n".join(
    f'o:Kind{n} a rdfs:Class , o:PlainShape , sh:NodeShape ; rdfs:label "Kind {n}" ;'
    f" sh:property [ sh:path o:p{n} ] ."
    for n in range(9)
)
FLEET = 'f:a a o:Kind1 ; o:p1 f:b . f:b a o:Kind2 ; rdfs:label "Long quay" .'


def test_things_stand_before_the_shapes_that_they_are_of(publish: Publish) -> None:
    told = words(publish(f"{SHAPES}{BY_SHAPES}{FLEET}"))
    assert part(told, "What there is", "These counts") == "Kind 2 1 Kind 1 1"
    assert part(told, "A few of them", "What is said") == "Kind 2 Long quay Kind 1 f:a"
    aside = part(told, "The vocabulary and rules of this data", "Ask")
    assert aside == "Class 9 Node Shape 9 Plain Shape 9"
    assert "1 thing of the kind “Kind 2”: “Long quay”; 4 more kinds." in told
    assert part(told, "What is said of them", "property").startswith("is a 29")


@pytest.mark.parametrize(
    "text",
    [
        f"{SHAPES}{BY_SHAPES}",
        f"{SHAPES}<https://port.org/own> a owl:Ontology . {BY_SHAPES}{FLEET}",
        f"{SHAPES}{BY_SHAPES} o:one a o:Kind1 . o:two a o:Kind1 .",
    ],
    ids=["shapes alone", "an ontology", "two things of its own"],
)
def test_the_terms_of_a_vocabulary_lead(text: str, publish: Publish) -> None:
    told = part(words(publish(text)), "What there is", "These counts")
    assert told.startswith("Class 9 also Plain Shape")


def test_the_rules_of_a_vocabulary_stand_behind_its_terms(publish: Publish) -> None:
    text = """o:Boat a owl:Class . o:Mast a owl:Class . <urn:x> a swrl:Variable .
      [] a swrl:Imp ; swrl:body [ a swrl:AtomList ] . [] a owl:AllDisjointClasses ."""
    told = words(publish(SHAPES + text))
    assert part(told, "What there is", "These counts") == "Class 2"
    aside = part(told, "Rules and statements about these terms", "Ask")
    assert "Variable 1" in aside
    assert "All Disjoint Classes 1" in aside


def test_the_named_graphs_stand_beside_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "harbour.trig").write_text(
        f"""{PREFIXES} <urn:g:boats> {{ :a a o:Boat ; rdfs:label "Ark" }}
        <urn:g:quays> {{ :q a o:Quay ; rdfs:label "Long quay" }}""",
        "utf-8",
    )
    release = build(bundle((tmp_path / "harbour.trig",)), tmp_path / "releases")
    told = words(create_app(release).test_client())
    graphs = "In 2 named graphs: urn:g:boats urn:g:quays"
    assert graphs in part(told, "What there is", "A few of them")


def test_the_front_page_shows_what_addresses_look_like(publish: Publish) -> None:
    told = words(publish(':a o:of :b . :b a o:Boat ; rdfs:label "Ark" .'))
    assert part(told, "They begin with", "To cite") == (
        "https://port.org/id/ For example https://port.org/id/b , Ark"
    )
    others = "".join(f"<urn:x:{n}> a o:Boat . :m{n} o:of :q ." for n in range(9))
    assert part(words(publish(others)), "Most begin with", "To cite") == (
        "https://port.org/id/ For example urn:x:0 , x:0"
    )


def test_several_beginnings_of_addresses_are_told_with_their_counts(
    publish: Publish,
) -> None:
    own = "".join(f':b{n} a o:Boat ; rdfs:label "Boat {n}" .' for n in range(3))
    others = "".join(
        f'<https://ship.org/s/{n}> a o:Boat ; rdfs:label "Ship {n}" .' for n in range(2)
    )
    told = words(publish(own + others))
    assert part(told, "Most begin with", "For example") == (
        "https://port.org/id/ 3 · https://ship.org/s/ 2"
    )


def test_a_scheme_alone_is_no_beginning_of_addresses(publish: Publish) -> None:
    own = "".join(f":b{n} a o:Boat ." for n in range(8))
    told = words(publish(f"{own} <http://ship.org> a o:Port . <urn:x:1> a o:Port ."))
    assert part(told, "Most begin with", "For example") == "https://port.org/id/"


def test_kinds_add_up_with_those_that_stand_further_down(publish: Publish) -> None:
    own = "".join(f':b{n} a o:Boat ; rdfs:label "Boat {n}" .' for n in range(9))
    term = "o:of a <http://www.w3.org/2002/07/owl#ObjectProperty> ."
    told = words(publish(own + term))
    assert "Object Property 1" in told
    assert "do not add up" not in told
    told = words(publish(f"{own}{term} :q o:of :b1 ."))
    assert "1 thing more has no kind" in told
    assert "do not add up" not in told


def test_a_description_that_is_an_address_is_a_link_beside_the_sentence(
    publish: Publish,
) -> None:
    dataset = """:d a <http://www.w3.org/ns/dcat#Dataset> ;
        <http://purl.org/dc/terms/description> "https://port.org/README.md" ."""
    own = "".join(f':b{n} a o:Boat ; rdfs:label "Boat {n}" .' for n in range(9))
    site = publish(dataset + own)
    assert '<a href="https://port.org/README.md">' in site.get("/").text
    assert "9 things of the kind “Boat”, such as" in words(site)


def test_examples_are_from_all_over_the_things_that_are_alike(publish: Publish) -> None:
    boats = [f':b{n} a o:Boat ; rdfs:label "Boat {n}" .' for n in range(100, 200)]
    sample = part(
        words(publish("".join(boats))), "A few of them Boat Boat", "What is said"
    )
    assert sample == "100 Boat 113 Boat 125 Boat 150 Boat 175"


XL = """@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
  :s a skos:ConceptScheme . :l a xl:Label ; xl:literalForm "boat"@en .
  :m a xl:Label ; xl:literalForm "Boot"@de . :n a xl:Label ; xl:literalForm "bateau"@fr .
  :a a skos:Concept ; skos:inScheme :s ; xl:prefLabel :l , :m , :n ;
    skos:prefLabel "boat"@en , "Boot"@de , "bateau"@fr ."""


def test_labels_that_are_things_stand_behind_what_they_label(publish: Publish) -> None:
    told = words(publish(XL))
    assert part(told, "harbour", "https://port.org/id/s") == (
        "1 thing of the kind “Concept”: “boat”; 2 more kinds; in 3 languages."
    )
    assert part(told, "A few of them", "What is said") == "Concept boat"
    assert part(told, "Ask", "?") == "What is there of this kind “Concept”"
    said = part(told, "What is said of them", "Languages")
    assert said == "is a 5 preferred label 3 literal form 3 in scheme 1"


BILINGUAL = """: a owl:Ontology ; rdfs:label "Hafen"@de , "Harbour"@en ;
  d:description "Was im Hafen liegt."@de , "What lies in a harbour."@en .
  :Boat a owl:Class ; rdfs:label "Boot"@de , "boat"@en ."""


@pytest.mark.parametrize(
    ("lang", "title", "description", "there"),
    [
        ("de", "Hafen", "Was im Hafen liegt.", "1 Ding der Art „Klasse“"),
        ("en", "Harbour", "What lies in a harbour.", "1 thing of the kind “Class”"),
    ],
)
def test_title_and_description_are_in_the_language_of_the_reader(
    lang: str, title: str, description: str, there: str, publish: Publish
) -> None:
    site = publish(BILINGUAL)
    assert words(site, lang=lang).startswith(f"{title} {description} {there}: ")
    page = site.get("/", headers={"Accept": "text/html", "Accept-Language": lang}).text
    assert f"<title>{title}</title>" in page
    assert f'<meta name="description" content="{description}">' in page


def test_one_day_is_told_once_and_the_licence_of_the_whole_too(
    publish: Publish,
) -> None:
    licence = "<https://creativecommons.org/licenses/by/4.0/>"
    site = publish(
        f""": a owl:Ontology ; rdfs:label "Harbour" ; d:license {licence} .
        :b a o:Boat ; d:modified "2023-12-06"^^xsd:date ."""
    )
    told = words(site)
    assert part(told, "Described", "The vocabulary") == "6 December 2023"
    assert "Licences of things" not in told


def test_no_address_is_made_up_in_the_space_of_others(publish: Publish) -> None:
    page = publish(':b a o:Boat ; rdfs:label "Boat" .').get("/?format=html").text
    assert "https://port.org/id/b" in page
    assert "https://port.org/id/dataset" not in page


def test_kinds_that_are_codes_stand_last_with_a_thing_for_each(
    publish: Publish,
) -> None:
    codes = [f':s{n} a o:CDAO_0000045 ; rdfs:label "State {n}" .' for n in range(5)]
    text = 'o:XY_0000138 rdfs:label "taxon" . :t a o:XY_0000138 . :m a o:Mast .'
    told = words(publish("\n".join([*codes, text])))
    kinds = part(told, "What there is", "A few of them")
    assert kinds.startswith("Mast 1 taxon 1 o:CDAO_0000045 5 such as “State 0”")


def test_kinds_named_by_short_texts_are_told_first(publish: Publish) -> None:
    text = "\n".join(
        f':p{n}9 a o:Pin . :b{n}9 a o:Box ; o:title_alternative "Box number {n}" .'
        for n in range(3)
    )
    told = words(publish(text))
    assert "3 things of the kind “Box”, such as “Box number 0”" in told


def rows_of(site: FlaskClient, words_of: str) -> list[str]:
    """The answer to the question that the front page asks in these words."""
    page = unescape(site.get("/", headers={"Accept": "text/html"}).text)
    (asked,) = re.findall(rf'<li><a href="(/sparql\?query=[^"]*)">{words_of}', page)
    answer = site.get(asked, headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return answer.text.splitlines()


def test_the_questions_are_of_what_has_names(publish: Publish) -> None:
    rows = [
        f':b{n} a o:Boat ; rdfs:label "Boat {n}" ; o:P31 :k{n} , :l{n} ; o:at [ o:on "{n}" ] ;'
        f' o:berth :q{n} ; o:built "190{n}-01-01"^^xsd:date .'
        for n in range(6)
    ]
    rows += [f':q{n} a o:Quay ; rdfs:label "Quay {n}" .' for n in range(6)]
    site = publish("\n".join(rows))
    linked = rows_of(site, "What is linked with what by “berth”")
    assert linked[0] == "thing,name,other,otherName"
    assert "https://port.org/id/b1,Boat 1,https://port.org/id/q1,Quay 1" in linked
    latest = rows_of(site, "What is the latest by this date “built”")
    assert latest[:2] == [
        "thing,name,date",
        "https://port.org/id/b5,Boat 5,1905-01-01",
    ]


def test_the_end_stands_behind_the_beginning(publish: Publish) -> None:
    rows = [
        f':e{n} a o:Event ; o:title "Event {n}" ; o:endDate "190{n}-02-01"^^xsd:date ;'
        f' o:startDate "190{n}-01-01"^^xsd:date .'
        for n in range(6)
    ]
    site = publish("\n".join(rows))
    told = part(words(site), "What is said of them", "Dates")
    assert told.index("start date") < told.index("end date")
    assert rows_of(site, "What is the latest by this date “start date”")[1] == (
        "https://port.org/id/e5,Event 5,1905-01-01"
    )
    chosen = words(site, "/browse/dates").removeprefix("By date ")
    assert chosen.startswith("start date end date")


def test_things_below_others_are_no_terms_by_that(publish: Publish) -> None:
    told = words(publish(":a a o:Category . :b a o:Category ; rdfs:subClassOf :a ."))
    assert part(told, "What there is", "A few of them") == "Category 2"


def test_of_as_many_things_those_that_have_names_stand_first(publish: Publish) -> None:
    rows = [
        f':b{n}9 a o:Boat ; rdfs:label "Boat {n}" ; o:has :a{n}9 . :a{n}9 a o:Aft .'
        for n in range(3)
    ]
    told = part(words(publish("\n".join(rows))), "What there is", "A few of them")
    assert told == "Boat 3 Aft 3"


def test_what_the_data_calls_as_the_dataset_is_called_is_told(publish: Publish) -> None:
    site = publish(':dataset a o:Register ; rdfs:label "All boats" . :a a o:Boat .')
    page = site.get("/", headers={"Accept": "text/html"}).text
    assert "and the data describes what it calls so, too" in words(site)
    (link,) = re.findall(r'href="([^"]*)">all that is said of it', page)
    assert "All boats" in words(site, unescape(link))


def test_what_only_the_build_says_of_the_dataset_is_not_told(publish: Publish) -> None:
    assert "calls so, too" not in words(publish(":a a o:Boat ."))


def test_kinds_in_capitals_of_all_things_only_mark_them(publish: Publish) -> None:
    text = "\n".join(
        f':p{n} a o:REGULAR {", o:ON_SALE" if n % 3 else ""} ; rdfs:label "P{n}" .'
        for n in range(6)
    )
    lead = "6 things, such as “P0”, “P1”, “P2”; of the kinds “REGULAR”, “ON SALE”."
    assert lead in words(publish(text))
    named = f'{text} o:REGULAR rdfs:label "REGULAR" .'
    assert "5 things of the kind" not in words(publish(named))
    assert "6 things of the kind “REGULAR”" in words(publish(named))


@pytest.mark.parametrize("kinds", ["o:PERSON", "o:Regular , o:Sold"])
def test_other_kinds_tell_what_things_are(kinds: str, publish: Publish) -> None:
    text = "\n".join(f':p{n} a {kinds} ; rdfs:label "P{n}" .' for n in range(6))
    assert "6 things of the kind “" in words(publish(text))


def test_the_address_by_which_the_data_names_itself_stands_behind_what_it_is(
    publish: Publish,
) -> None:
    site = publish(':a a o:Boat ; rdfs:label "Ark" .')
    assert words(site).startswith("Ark 1 thing of the kind")
    ontology = "<https://port.org/all> a owl:Ontology ; rdfs:label 'All' ."
    told = words(publish(f'{ontology} :a a o:Boat ; rdfs:label "Ark" .'))
    assert told.startswith("All 1 thing of the kind “Boat”: “Ark”; 1 more kind. https:")


def test_all_kinds_are_counted_that_are_listed(publish: Publish) -> None:
    own = "".join(f':b{n} a o:Boat ; rdfs:label "Boat {n}" .' for n in range(9))
    terms = "o:Boat a owl:Class . o:of a owl:ObjectProperty ."
    told = words(publish(f"{own}:q a o:Quay .{terms}"))
    assert " 4 kinds " in told
    assert "such as “Boat 0”, “Boat 2”, “Boat 3”; 3 more kinds." in told
    assert part(told, "What there is", "A few of them") == "Boat 9 Quay 1"
    listed = part(told, "The vocabulary and rules of this data", "Ask")
    assert listed == "Class 1 Object Property 1"


MADE = """
    :all a <http://www.w3.org/ns/dcat#Dataset> ; d:title "Boats" ; d:publisher
    <https://map.example.net/urn:uuid:fd06253e> . :dory a o:Boat ; rdfs:label "Dory" ."""


def test_a_maker_without_a_name_is_in_no_citation(publish: Publish) -> None:
    site = publish(MADE)
    cited = words(site).partition("Cite ")[2]
    assert cited.startswith("Boats. Version")
    assert "author" not in site.get("/cite.bib").text
    assert "map.example.net/urn:uuid:fd06253e" in words(site, "/about")


def test_a_draft_of_files_leads_to_no_releases(tmp_path: Path) -> None:
    file = tmp_path / "harbour.ttl"
    file.write_text(PREFIXES + MADE, "utf-8")
    draft = build(bundle((file,)), tmp_path / "releases", is_draft=True)
    told = words(create_app(draft).test_client())
    assert " Releases " not in told
    assert " Cite " in told


LONG = (
    "Made of [many boats](https://e.org/x) of the harbour. "
    + "It was made twice. " * 40
)


def test_a_long_description_leaves_room_for_what_there_is(publish: Publish) -> None:
    boats = " ".join(f':b{n} a o:Boat ; rdfs:label "Boat {n}" .' for n in range(4))
    whole = f':all a <http://www.w3.org/ns/dcat#Dataset> ; d:description "{LONG}" .'
    told = words(publish(f"{boats} {whole}"))
    assert "Made of many boats of the harbour. It was made twice." in told
    assert told.count("It was made twice.") == 15
    assert "More 4 things of the kind “Boat”, such as “Boat 0”, “Boat 1”" in told


def test_names_stand_between_the_marks_of_the_language(publish: Publish) -> None:
    site = publish(':a a o:Boat ; rdfs:label "Ark" . :b a o:Boat ; rdfs:label "Dory" .')
    assert "2 Dinge der Art „Boat“, etwa „Ark“, „Dory“." in words(site, lang="de")
    assert "«Ark», «Dory»" in words(site, lang="ru")


def test_a_name_in_the_first_sentence_is_escaped_once(publish: Publish) -> None:
    kinds = [f'o:k{n} a owl:Class ; rdfs:label "Kind {n}" .' for n in range(6)]
    kinds.append('o:q a owl:Class ; rdfs:label "Harbour’s & Son\'s" .')
    boats = [f':b{n} a o:k0 ; rdfs:label "Boat {n}" .' for n in range(9)]
    quays = [f':q{n} a o:q ; rdfs:label "Quay {n}" .' for n in range(7)]
    others = [f':o{n} a o:k{n} ; rdfs:label "Other {n}" .' for n in range(1, 6)]
    told = words(publish("\n".join([*kinds, *boats, *quays, *others])))
    assert "also “Harbour’s & Son's” (7)" in told


def places(count: int) -> str:
    point = 's:latitude "{0}.5"^^xsd:decimal ; s:longitude "{0}.25"^^xsd:decimal'
    return "\n".join(
        f':p{n} a o:Quay ; rdfs:label "Quay {n}" ; {point.format(n)} .'
        for n in range(count)
    )


def test_where_things_are_is_drawn_at_a_glance(publish: Publish) -> None:
    site = publish(places(9))
    assert part(words(site), "Where they are", "What is said") == "9 things on a map"
    page = site.get("/", headers={"Accept": "text/html"}).text
    glance = part(page, '<a class="glance" href="', "</a>")
    assert glance.startswith('/browse/places"')
    drawn = re.findall(r'<circle cx="([\d.-]+)" cy="([\d.-]+)"', glance)
    assert sorted(drawn) == [(f"{n}.25", f"-{n}.5") for n in range(9)]


def test_two_places_are_no_map(publish: Publish) -> None:
    assert "Where they are" not in words(publish(places(2)))


@pytest.mark.parametrize("version", ["", '<#> a owl:Ontology; owl:versionInfo "2" .'])
def test_files_of_ones_own_are_no_draft_on_each_page(
    version: str, tmp_path: Path
) -> None:
    file = tmp_path / "harbour.ttl"
    file.write_text(PREFIXES + places(2) + version, "utf-8")
    draft = build(bundle((file,)), tmp_path / "releases", is_draft=True)
    site = create_app(draft).test_client()
    assert "A draft" not in site.get("/browse").text
    front = words(site)
    assert front.count("A draft: its addresses may change.") == 1
    assert "A draft: its addresses may change." in part(front, "Addresses", "Take it")


POETS = "\n".join(
    f"""
    :p{n} a s:Person ; rdfs:label "Poet {n}"@en, "Poet {n}"@de ; s:birthDate "15{n}7"^^xsd:gYear ;
      s:deathDate "16{n}9"^^xsd:gYear ; s:description "Died in 16{n}9, and much more."@en ;
      s:disambiguatingDescription "Shopkeeper {n} and poet"@en, "Kramer {n} und Dichter"@de .
    """
    for n in range(4)
)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "Poet 1 Shopkeeper 1 and poet; 1517–1619"),
        ("de", "Poet 1 Kramer 1 und Dichter; 1517–1619"),
    ],
)
def test_what_things_are_and_when_stands_beside_their_names(
    lang: str, told: str, publish: Publish
) -> None:
    assert told in words(publish(POETS), lang=lang)


def test_what_is_said_of_all_alike_stands_beside_none(publish: Publish) -> None:
    boats = [
        f':b{n} a o:Boat ; rdfs:label "Boat {n}" ; s:description "A boat." .'
        for n in range(3)
    ]
    sample = part(words(publish("\n".join(boats))), "A few of them", "What is said")
    assert sample == "Boat Boat 0 Boat 1 Boat 2"


def test_cells_tell_how_many_values_they_leave_out(publish: Publish) -> None:
    amounts = ", ".join(f'"{n}.50"' for n in range(10, 35))
    paid = [
        f":payment-{n} a o:Payment ; o:amount {amounts if n == 1 else n} ; o:of o:Town ."
        for n in range(3)
    ]
    told = words(publish("\n".join(paid)))
    assert "10.50 , 11.50 , 12.50 and 22 more" in told


def test_columns_that_say_the_same_of_all_stand_last(publish: Publish) -> None:
    paid = [
        f":payment-{n} a o:Payment ; o:zone o:z{n} ; o:at o:Town ." for n in range(3)
    ]
    told = words(publish("\n".join(paid)))
    assert "Thing zone at" in told


def test_years_that_a_name_tells_are_not_told_again(publish: Publish) -> None:
    volumes = [
        f':v{n} a o:Volume ; rdfs:label "Volume {n} (190{n})" ; d:issued "190{n}"^^xsd:gYear .'
        for n in range(3)
    ]
    sample = part(words(publish("\n".join(volumes))), "A few of them", "What is said")
    assert sample == "Volume Volume 0 (1900) Volume 1 (1901) Volume 2 (1902)"
