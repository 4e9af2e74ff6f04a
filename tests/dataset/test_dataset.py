"""The dataset of this repository, tested like code: it covers the article, and nothing
in it goes beyond the words."""

import csv
import re
from typing import cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from conftest import ARTICLE, BASE
from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.text.article import Article
from diplomatica.model.vocabulary import DIP, RDF, SKOS, VOID
from diplomatica.pipeline.built import Built
from diplomatica.pipeline.files.classwords import ClassWords

IRIS = Iris(BASE)
WIKIDATA = "http://www.wikidata.org/entity/"

# The ids that were found in public sources, some in one only. No other id
# is published as a match.
with (PACKAGED / "tests" / "dataset" / "wikidata.csv").open(encoding="utf-8") as file:
    VERIFIED = {row["id"] for row in csv.DictReader(file)}


def article(built: Built) -> Article:
    return next(one for one in built.reading.articles if one.slug == ARTICLE)


def facts(built: Built) -> set[Quad]:
    """The facts of all claims, each once however many claims state it."""
    claims = (claim for claims in built.reading.claims.values() for claim in claims)
    return {Quad(*fact) for claim in claims for fact in claim.facts}


def asked(name: str) -> str:
    """The text of a published query."""
    return (PACKAGED / "dataset" / "queries" / f"{name}.rq").read_text("utf-8")


def remarks(built: Built) -> set[object]:
    kinds = ClassWords(built.reading.ontology).of(DIP("Remark"))
    return {
        fact.subject
        for fact in facts(built)
        if fact.predicate == RDF("type") and fact.object in kinds
    }


def passages(built: Built) -> set[tuple[int, int]]:
    places = [quad.object for quad in built.quads if quad.predicate == DIP("passage")]
    return {
        tuple(map(int, re.findall(r"\d+", str(place).partition("#")[2])))  # type: ignore[misc]
        for place in places
    }


def test_every_sentence_and_every_heading_is_cited_by_a_claim(built: Built) -> None:
    sentences = article(built).sentences
    assert len(sentences) == 60
    cited = passages(built)
    for sentence in sentences:
        assert any(
            start < sentence.end and sentence.start < end for start, end in cited
        ), sentence.words


def test_at_least_160_facts_stand_outside_of_remarks(built: Built) -> None:
    said = remarks(built)
    beyond = {fact for fact in facts(built) if fact.subject not in said}
    plain = [
        fact for fact in beyond if fact.predicate not in (RDF("type"), DIP("status"))
    ]
    assert len(plain) >= 160


def test_at_most_one_mention_in_five_is_declared(built: Built) -> None:
    mentions, declared = built.mentions
    assert mentions > 300
    assert declared * 5 <= mentions


def test_the_article_names_more_than_118_things(built: Built) -> None:
    named = {quad.object for quad in built.quads if quad.predicate == DIP("mentions")}
    assert len(named - remarks(built)) >= 118


@pytest.mark.parametrize(
    ("claim", "person"),
    [
        ("call-for-changes", "kairat-umarov"),
        ("peaceful-settlement", "roman-vassilenko"),
        ("main-achievement", "roman-vassilenko"),
    ],
)
def test_the_kazakh_diplomat_is_another_person_in_other_paragraphs(
    claim: str, person: str, published_engine: Embedded
) -> None:
    this = IRIS("claim", ARTICLE, claim)
    (row,) = published_engine.rows(
        f"SELECT ?speaker {{ GRAPH {this} {{ ?remark dip:speaker ?speaker }} "
        f"{this} dip:quote ?words FILTER(CONTAINS(?words, 'Kazakh diplomat')) }}"
    )
    assert row["speaker"] == IRIS("id", person)


def sentences_of(built: Built) -> dict[object, set[str]]:
    """The sentences in which the words of each claim stand."""
    of = {
        quad.subject: text_of(quad.object)
        for quad in built.quads
        if quad.predicate == DIP("sentence")
    }
    found: dict[object, set[str]] = {}
    for quad in built.quads:
        if quad.predicate == DIP("passage"):
            found.setdefault(quad.subject, set()).add(
                of[cast("NamedNode", quad.object)]
            )
    return found


def test_no_attribution_is_joined_to_words_of_another_sentence(built: Built) -> None:
    joined = [
        claim for claim, sentences in sentences_of(built).items() if len(sentences) > 1
    ]
    assert not joined
    (attributed,) = [
        text_of(quad.object)
        for quad in built.quads
        if quad.subject == IRIS("claim", ARTICLE, "authority")
        and quad.predicate == DIP("contextQuote")
    ]
    assert attributed.startswith("This was stated by Roman Vassilenko")


DOUBTED = {
    "kairat-umarov": {
        "co-deployment",
        "kazakh-unit",
        "kazcent",
        "kazcent-certification",
    },
    "roman-vassilenko": {
        "interest-of-participating-states",
        "interest-in-cooperation-with-kazakhstan",
        "participating-states",
        "osce-chairmanship-told",
        "oic-chairmanship-told",
        "cica-proposal",
        "cica-support",
        "support-for-nazarbayev",
        "mediator",
        "role-of-mediator",
        "osce-chairmanship-shown",
        "oic-chairmanship-shown",
        "cica-support-shown",
        "mediator-recognised",
        "interest-shown",
        "interest-in-kazakhstan-shown",
    },
    "helga-schmid": {"jcpoa"},
    "visitors-to-astana": {"dialogue-platform"},
    "nursultan-nazarbayev": {
        "harmony-model",
        "harmony-model-cause",
        "harmony-model-place",
        "harmony-model-proof",
        "congress-principles",
    },
    "the-astana-times": {
        "heading-on-positioning",
        "heading-on-president",
        "heading-on-anti-nuclear-efforts",
        "heading-on-civilisation",
        "civilisation-benefit",
        "heading-on-central-asia",
    },
}


@pytest.mark.parametrize("other", DOUBTED)
def test_words_without_an_attribution_are_the_author_s_and_perhaps_another_s(
    other: str, published_engine: Embedded
) -> None:
    rows = published_engine.rows(
        f"SELECT ?claim ?voice {{ ?claim a dip:Claim ; dip:voice ?voice ; "
        f"dip:perhapsVoice {IRIS('id', other)} }}"
    )
    told = {text_of(row["claim"]).rpartition("/")[2]: row["voice"] for row in rows}
    assert told == dict.fromkeys(DOUBTED[other], IRIS("id", "liter-observer"))


def test_that_somebody_made_a_remark_is_told_by_the_author(
    published_engine: Embedded,
) -> None:
    remarks = published_engine.rows(
        "SELECT ?voice { GRAPH ?why { ?remark dip:speaker ?speaker } "
        "?why dip:voice ?voice }"
    )
    spoke = published_engine.rows(
        "SELECT ?voice { GRAPH ?why { ?speaker dip:spokeAt ?meeting } "
        "?why dip:voice ?voice }"
    )
    assert len(remarks) >= 48
    assert len(spoke) >= 14
    assert {row["voice"] for row in [*remarks, *spoke]} == {
        IRIS("id", "liter-observer")
    }


def test_a_claim_that_was_said_in_a_remark_has_the_voice_of_its_speaker(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows(
        "SELECT ?voice ?speaker { ?claim dip:saidIn ?remark ; dip:voice ?voice . "
        "?remark dip:speaker ?speaker }"
    )
    assert len(rows) >= 20
    assert all(row["voice"] == row["speaker"] for row in rows)


def test_nothing_that_has_a_name_is_merely_talked_about(built: Built) -> None:
    """What remarks are about has facts of its own, but for topics, categories and
    groups that are only spoken of."""
    spoken = {fact.object for fact in facts(built) if fact.predicate == DIP("about")}
    general = {str(DIP(name)) for name in ("Topic", "Category", "Group", "Region")}
    only_spoken = {
        quad.subject
        for quad in built.quads
        if quad.predicate == RDF("type") and str(quad.object) in general
    }
    plain = [
        fact
        for fact in facts(built)
        if fact.predicate not in (DIP("about"), DIP("speaker"), RDF("type"))
    ]
    stated = {term for fact in plain for term in (fact.subject, fact.object)}
    assert len(spoken - only_spoken) > 15
    assert spoken - only_spoken <= stated


def test_acronyms_that_the_article_introduces_are_labels_with_that_source(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows(
        "SELECT ?acronym ?words { GRAPH ?why { ?thing skos:altLabel ?acronym } "
        "?why a dip:Claim ; dip:quote ?words }"
    )
    found = {text_of(row["acronym"]): text_of(row["words"]) for row in rows}
    assert set(found) == {"OSCE", "OIC", "CICA", "EEAS", "JCPOA", "IAEA", "SCO"}
    assert all(f"({acronym})" in words for acronym, words in found.items())


def test_only_verified_ids_of_wikidata_are_published(built: Built) -> None:
    ids = {
        term.value.removeprefix(WIKIDATA)
        for quad in built.quads
        for term in quad.triple
        if isinstance(term, NamedNode) and term.value.startswith(WIKIDATA)
    }
    assert len(ids) > 40
    assert ids <= VERIFIED


def test_every_link_is_of_a_kind_that_skos_has_and_of_a_thing_with_a_label(
    built: Built,
) -> None:
    kinds = {SKOS(name) for name in ("exactMatch", "closeMatch", "broadMatch")}
    links = [quad for quad in built.quads if "/link/" in str(quad.graph_name)]
    assert len(links) >= 58
    assert {quad.predicate for quad in links} == {*kinds, DIP("unlinked")}


def test_every_state_has_its_codes_and_its_country_of_the_publications_office(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows(
        """SELECT ?state ?code ?country { ?state a dip:State ; dip:isoCode ?code ;
    skos:exactMatch ?country
           FILTER(STRLEN(?code) = 3 &&
             STRSTARTS(STR(?country), "http://publications.europa.eu/")) }"""
    )
    assert (
        len(rows)
        == len(published_engine.rows("SELECT ?state { ?state a dip:State }"))
        == 8
    )
    assert all(
        text_of(row["country"]).endswith("/" + text_of(row["code"])) for row in rows
    )


@pytest.mark.parametrize(
    ("thing", "status"),
    [
        ("cica", "leftOpen"),
        ("jcpoa-implementation", "leftOpen"),
        ("nuclear-energy-contribution", "leftOpen"),
        ("solution-contribution", "leftOpen"),
        ("action-against-conflicts", "leftOpen"),
        ("un-anniversary-100", "toCome"),
        ("zone-in-the-middle-east", "proposed"),
        ("peacekeeping-initiatives-of-kazakhstan", "established"),
        ("stability-contribution", "underWay"),
        ("platform-contribution", "underWay"),
        ("astana-process", "established"),
    ],
)
def test_a_claim_states_the_status_that_its_words_give(
    thing: str, status: str, built: Built
) -> None:
    this = IRIS("id", thing)
    stated = {
        fact.object
        for fact in facts(built)
        if fact.subject == this and fact.predicate == DIP("status")
    }
    assert stated == {DIP(status)}


def test_nothing_is_left_open_that_a_note_or_another_claim_reads(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows(
        "SELECT ?thing { ?thing dip:status dip:leftOpen, ?other "
        "FILTER (?other != dip:leftOpen) }"
    )
    assert rows == []
    read = "SELECT ?status { :arsenal-renunciation dip:status ?status }"
    assert [row["status"] for row in published_engine.rows(read)] == [DIP("held")]


def test_what_is_only_planned_is_what_somebody_plans_or_proposes(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows("SELECT ?plan { ?plan a dip:Prospect }")
    assert {row["plan"] for row in rows} == {
        IRIS("id", slug)
        for slug in (
            "g-global",
            "high-level-conference",
            "kazcent-certification",
            "lebanon-co-deployment",
            "peacekeeping-contribution-increase",
            "plan-2045",
            "uranium-bank",
            "uranium-bank-founding",
            "zone-in-the-middle-east",
        )
    }


def test_what_is_under_way_says_as_of_when(published_engine: Embedded) -> None:
    rows = published_engine.rows(
        "SELECT DISTINCT ?thing ?when { ?thing dip:status dip:underWay "
        "OPTIONAL { ?thing dip:asOf ?when } }"
    )
    assert len(rows) >= 10
    told = {(text_of(row["thing"]), text_of(row["when"])) for row in rows}
    assert {when for thing, when in told} == {"2018-09", "2018-10"}
    said = {thing.rpartition("/")[2] for thing, when in told if when == "2018-09"}
    assert said == {"astana-process-negotiations", "nazarbayev-tenure"}


def test_each_adoption_has_an_adopter_and_those_at_dated_meetings_a_time(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows(
        "SELECT ?document ?by ?time { ?act dip:adopted ?document . "
        "?document dip:adoptedBy ?by OPTIONAL { ?act dip:time ?time } }"
    )
    told = {
        text_of(row["document"]).rpartition("/")[2]: (
            text_of(row["by"]).rpartition("/")[2],
            text_of(row["time"]) if "time" in row else None,
        )
        for row in rows
    }
    assert told == {
        "astana-declaration": ("osce", "2010-12"),
        "congress-declaration": ("fifth-congress-participants", "2015-06"),
        "universal-declaration": ("un-general-assembly", "2015-12"),
        "tests-day-resolution": ("un-general-assembly", None),
    }


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        (
            "?it dip:editionOf :bled-strategic-forum ; dip:startTime ?a ; dip:endTime ?b",
            1,
        ),
        (":working-group-on-detainees dip:purpose ?a ; dip:topic ?b", 3),
        (":russian-turkish-normalisation dip:side ?a", 2),
        (":lebanon-co-deployment dip:side ?a", 2),
        (":osce-chairmanship dip:endTime ?a ; dip:latest ?b", 1),
        (":bled-panel dip:location ?a ; dip:earliest ?b ; dip:latest ?c", 1),
        ("?thing dip:initiator :nursultan-nazarbayev", 4),
    ],
)
def test_what_is_asked_has_as_many_rows_as_answers(
    asked: str, rows: int, published_engine: Embedded
) -> None:
    assert len(published_engine.rows(f"SELECT DISTINCT * {{ {asked} }}")) == rows


def test_every_remark_says_something_in_the_words_of_the_article(
    built: Built, published_engine: Embedded
) -> None:
    rows = published_engine.rows(
        "SELECT ?remark ?words { ?remark a dip:Remark ; dip:says ?words }"
    )
    assert {row["remark"] for row in rows} == remarks(built)
    assert len(remarks(built)) == 49
    assert all(text_of(row["words"]) in article(built).text for row in rows)


def test_what_is_said_verbatim_is_whole(
    built: Built, published_engine: Embedded
) -> None:
    rows = published_engine.rows(
        "SELECT ?words { ?remark dip:verbatim true ; dip:says ?words }"
    )
    assert len(rows) == 3
    for row in rows:
        words = text_of(row["words"])
        assert re.search(f"[“.] ?{re.escape(words)}[,.]", article(built).text)


@pytest.mark.parametrize(
    ("remark", "told"),
    [
        ("remark-on-mediator", ":cica-support dip:shows :mediator-recognition"),
        (
            "remark-on-less-tense-relations",
            ":less-tense-relations dip:resultOf :peacemaking-efforts-of-nazarbayev",
        ),
        (
            "remark-on-unique-platform",
            ":congress-as-platform dip:since :congress-of-religions-1",
        ),
        (
            "remark-on-dialogue-centre",
            ":recognition-of-the-dialogue-centre dip:resultOf :congress-as-platform",
        ),
        (
            "remark-on-valued-contribution",
            ":recognition-of-the-solution-contribution dip:resultOf "
            ":reduction-of-proliferation-risks",
        ),
        (
            "remark-on-interest-in-cooperation",
            ":dialogue-of-religions dip:shows :interest-in-cooperation",
        ),
    ],
)
def test_what_a_remark_gives_as_reason_or_proof_is_told(
    remark: str, told: str, published_engine: Embedded
) -> None:
    asked = f":{remark} dip:saysThat ?content . GRAPH ?content {{ {told} }}"
    assert len(published_engine.rows(f"SELECT ?content {{ {asked} }}")) == 1


def test_what_a_remark_says_in_triples_is_quoted_and_never_stated(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows(
        "SELECT ?thing ?property ?value (EXISTS { ?thing ?property ?value } AS ?stated) "
        "{ ?remark dip:saysThat ?content . GRAPH ?content { ?thing ?property ?value } }"
    )
    contents = {
        tuple(text_of(row[name]).rpartition("/")[2] for name in ("thing", "value"))
        for row in rows
        if text_of(row["stated"]) == "false"
    }
    assert contents == {
        ("russian-turkish-normalisation", "nazarbayev-mediation"),
        ("astana-process-launch", "nazarbayev-mediation"),
        ("uranium-bank-agreement", "proliferation-of-dual-use-technologies"),
        ("solution-contribution", "international-community"),
        ("kazakhstan-as-dialogue-centre", "global-community"),
        ("kazakhstan-as-dialogue-centre", "kazakhstan"),
        ("harmony-model", "balanced-policy"),
        ("harmony-model", "effectiveness-of-the-principles"),
        ("effectiveness-of-the-principles", "principles-of-the-congress"),
        ("inter-ethnic-and-inter-religious-conflicts", "wrong-policy"),
        ("osce-chairmanship", "mediator-recognition"),
        ("oic-chairmanship", "mediator-recognition"),
        ("cica-support", "mediator-recognition"),
        ("mediator-recognition", "role-of-regional-mediator"),
        ("less-tense-relations", "relations-between-countries"),
        ("less-tense-relations", "peacemaking-efforts-of-nazarbayev"),
        ("meeting-of-participating-states", "interest-in-interregional-interaction"),
        ("interest-in-interregional-interaction", "participating-states"),
        ("interest-in-interregional-interaction", "interregional-interaction"),
        ("interest-in-interregional-interaction", "dialogue-in-the-proposed-format"),
        ("meeting-of-participating-states", "interest-in-greater-cooperation"),
        ("interest-in-greater-cooperation", "participating-states"),
        ("interest-in-greater-cooperation", "cooperation-with-kazakhstan"),
        ("uranium-bank-agreement", "nuclear-energy-contribution"),
        (
            "reduction-of-proliferation-risks",
            "proliferation-of-dual-use-technologies",
        ),
        ("reduction-of-proliferation-risks", "uranium-bank-agreement"),
        ("recognition-of-the-solution-contribution", "solution-contribution"),
        (
            "recognition-of-the-solution-contribution",
            "reduction-of-proliferation-risks",
        ),
        ("congress-as-platform", "congress-of-religions"),
        ("congress-as-platform", "congress-of-religions-1"),
        ("recognition-of-the-dialogue-centre", "kazakhstan-as-dialogue-centre"),
        ("recognition-of-the-dialogue-centre", "congress-as-platform"),
        ("dialogue-of-religions", "interest-in-cooperation"),
        ("interest-in-cooperation", "cooperation"),
        ("interest-in-cooperation", "for the sake of stability and security"),
        ("activities-for-civilisation", "civilisation"),
        ("disarmament-contribution", "kazakhstan"),
        ("disarmament-contribution", "global-disarmament"),
        ("disarmament-contribution", "semipalatinsk-closure"),
        ("disarmament-contribution", "arsenal-decision"),
        ("disarmament-contribution", "ontology#held"),
    }


def test_the_content_of_a_remark_is_no_file_and_leads_to_who_says_so(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows(
        "SELECT ?kind ?reason (EXISTS { ?back dip:saysThat ?content } AS ?leads) "
        "{ ?content a ?kind ; dip:contentOf ?back ; dip:reason ?reason }"
    )
    assert len(rows) == 22
    assert {str(row["kind"]) for row in rows} == {str(DIP("Content"))}
    assert {text_of(row["leads"]) for row in rows} == {"true"}
    assert "What :remark-on-dialogue-centre says: it is quoted, and not stated." in {
        text_of(row["reason"]) for row in rows
    }


def test_a_cause_that_is_an_opinion_is_found_with_its_speaker_and_words(
    published_engine: Embedded,
) -> None:
    (row,) = published_engine.rows(asked("thanks-to-what-relations-were-normalised"))
    assert text_of(row["cause"]).endswith("/id/nazarbayev-mediation")
    assert text_of(row["who"]).endswith("/id/liter-observer")
    assert text_of(row["words"]).startswith("Thanks in no small part")
    stated = (
        "SELECT ?c { GRAPH ?why { :russian-turkish-normalisation dip:resultOf ?c } "
    )
    assert not published_engine.rows(stated + "?why dip:quote ?words }")


def test_every_prospect_is_told_with_who_says_so_for_certain_or_perhaps(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows(asked("02-what-is-only-planned"))
    prospects = published_engine.rows("SELECT ?x { ?x a dip:Prospect }")
    assert len(rows) == len(prospects)
    perhaps = {text_of(row["perhaps"]) for row in rows if "perhaps" in row}
    assert "Kairat Umarov" in perhaps


def test_no_reading_of_the_editors_is_told_in_the_voice_of_another(
    published_engine: Embedded,
) -> None:
    read = "SELECT DISTINCT ?why { ?why dip:premise ?note . ?note a dip:Note "
    assert len(published_engine.rows(read + "}")) >= 40
    assert not published_engine.rows(read + ". ?why dip:voice|dip:perhapsVoice ?who }")


def test_what_is_recognised_says_as_what(published_engine: Embedded) -> None:
    rows = published_engine.rows(
        "SELECT ?thing { GRAPH ?any { ?thing dip:recognisedBy :global-community } }"
    )
    assert {row["thing"] for row in rows} == {
        IRIS("id", "kazakhstan-as-dialogue-centre")
    }


def test_a_topic_is_on_nobodys_initiative(published_engine: Embedded) -> None:
    rows = published_engine.rows(
        "SELECT ?topic { ?topic a dip:Topic ; dip:initiator|dip:proposedBy ?who }"
    )
    assert rows == []


@pytest.mark.parametrize(
    ("remark", "kinds"),
    [
        ("remark-on-mediation", {"Assessment", "Praise"}),
        ("remark-on-oic", {"Assessment", "Praise"}),
        ("remark-on-main-achievement", {"Assessment"}),
        ("remark-on-peaceful-settlement", {"Intention"}),
        ("remark-on-priorities", {"Intention"}),
    ],
)
def test_a_remark_is_of_each_kind_that_its_words_give(
    remark: str, kinds: set[str], built: Built
) -> None:
    this = IRIS("id", remark)
    given = [fact for fact in facts(built) if fact.subject == this]
    stated = {fact.object for fact in given if fact.predicate == RDF("type")}
    assert stated == {DIP(kind) for kind in kinds}


@pytest.mark.parametrize(
    "asked",
    [
        ":cica a dip:Initiative FILTER NOT EXISTS { :cica a dip:Forum }",
        ":osce-summit-before dip:editionOf :osce-summits",
        ":remark-on-coordination-and-accountability dip:occasion :security-council-meeting",
        ":meeting-of-participating-states dip:perhapsSame :bled-strategic-forum-13",
        ":zone-in-the-middle-east dip:supporter :nursultan-nazarbayev",
        ":congress-of-religions dip:initiator :nursultan-nazarbayev",
        "FILTER NOT EXISTS { :congress-of-religions dip:proposedBy ?who }",
        ":high-level-conference dip:topic :vital-issues",
        ":kazcent-certification dip:concerns :kazcent",
        ":oic-renaming dip:concerns :oic",
        ":platform-contribution dip:contributesTo :resolving-the-syrian-crisis",
        ":platform-contribution dip:method :astana-process",
        ":vassilenko-speech dip:hasPart :remark-on-authority",
        ":remark-on-medium-sized-states dip:partOf :vassilenko-speech",
    ],
)
def test_the_words_are_told_as_what_they_are(
    asked: str, published_engine: Embedded
) -> None:
    assert published_engine.rows(f"SELECT * {{ {asked} }}")


def test_descriptions_hold_no_opinions(published_engine: Embedded) -> None:
    rows = published_engine.rows("SELECT ?words { ?thing dip:describedAs ?words }")
    words = {text_of(row["words"]) for row in rows}
    assert len(words) >= 15
    judging = re.compile(r"important|unique|great|historic|courageous|successful")
    assert not [one for one in words if judging.search(one)]


@pytest.mark.parametrize(
    ("stated", "by"),
    [
        (":kairat-umarov dip:category :diplomat", "umarov-diplomat"),
        (":roman-vassilenko dip:category :diplomat", "vassilenko-diplomat"),
        (":nursultan-nazarbayev dip:category :head-of-state", "head-of-state"),
        (":liter-observer dip:heldOffice :observer-with-liter", "held-office"),
        (
            ":co-deployments dip:kindOf :new-countries-in-un-peacekeeping",
            "co-deployments",
        ),
        (":astana-visits dip:during :congress-of-religions", "visits"),
        (":g-global-proposal dip:statedReason :remark-on-g20-and-g8", "inefficiency"),
        (":arsenal-renunciation dip:agent :nursultan-nazarbayev", "note/"),
        (":nuclear-arsenal dip:owner :kazakhstan", "note/"),
        (":trilateral-mechanism dip:numberOfParties 3", "note/"),
        (":prevention-proposal dip:proposer :kazakhstan", "note/"),
        (":six-plus-one-talks dip:topic :iranian-nuclear-programme", "note/"),
        (":remark-on-main-achievement dip:occasion :bled-panel", "note/"),
    ],
)
def test_what_hid_in_literals_or_was_missing_is_a_relation_with_its_reason(
    stated: str, by: str, published_engine: Embedded
) -> None:
    rows = published_engine.rows(f"SELECT ?why {{ GRAPH ?why {{ {stated} }} }}")
    assert rows
    assert all(by in text_of(row["why"]) for row in rows)


def test_each_mention_has_its_place_in_the_text(
    built: Built, published_engine: Embedded
) -> None:
    rows = published_engine.rows(
        "SELECT ?start ?end (GROUP_CONCAT(?words; separator='|') AS ?called) "
        "{ GRAPH ?record { ?mention dip:start ?start ; dip:end ?end ; dip:words ?words "
        "; dip:mentions ?thing } } GROUP BY ?mention ?start ?end"
    )
    assert len(rows) == built.mentions[0]
    text = article(built).text
    for row in rows:
        words = text[int(text_of(row["start"])) : int(text_of(row["end"]))]
        assert words.lower() in text_of(row["called"]).lower().split("|")


def test_letters_that_stand_for_a_name_are_abbreviations(
    published_engine: Embedded,
) -> None:
    rows = published_engine.rows("SELECT ?letters { ?thing dip:abbreviation ?letters }")
    assert {text_of(row["letters"]) for row in rows} == {
        *("OSCE", "OIC", "CICA", "EEAS", "JCPOA", "IAEA", "SCO", "UN")
    }
    titles = published_engine.rows(
        'SELECT ?thing { ?thing skos:altLabel "President"@en }'
    )
    assert titles == []


def test_every_note_names_a_source_and_says_why(published_engine: Embedded) -> None:
    rows = published_engine.rows("SELECT ?note { ?note a dip:Note } ")
    sourced = published_engine.rows(
        "SELECT DISTINCT ?note { ?note a dip:Note ; dip:reason ?why ; "
        "dcterms:source ?source FILTER(STRLEN(?why) > 9) }"
    )
    assert len(rows) == len(sourced) >= 16


def test_every_term_of_the_vocabulary_is_used_or_stands_above_others(
    built: Built,
) -> None:
    """A term that no data uses is a promise that nobody tested; those of files are used
    there only."""
    in_files = {
        DIP(name)
        for name in (
            "contentOf",
            "prefix",
            "suffix",
            "calledHere",
            "evokedBy",
            "focusNodes",
        )
    }
    own = {IRIS("graph", "ontology"), IRIS("graph", "shapes")}
    counting = {VOID("class"), VOID("property")}  # of the catalog, which counts terms
    used = {
        term
        for quad in built.quads
        if quad.graph_name not in own and quad.predicate not in counting
        for term in (quad.predicate, quad.object)
    }
    above = {
        quad.object for quad in built.reading.ontology if "#sub" in str(quad.predicate)
    }
    terms = {
        quad.subject
        for quad in built.reading.ontology
        if quad.predicate
        == NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
    }
    of_several = {DIP("timeDisputed"), DIP("Corroboration")}  # articles
    assert terms - used - above - in_files == {DIP("Status"), *of_several}


def test_quotes_of_facts_are_short(published_engine: Embedded) -> None:
    rows = published_engine.rows(
        """SELECT ?claim ?words { ?claim a dip:Claim ; dip:quote ?words
           FILTER NOT EXISTS { GRAPH ?claim { ?remark dip:speaker ?speaker } } }"""
    )
    assert len(rows) > 100
    for row in rows:
        assert isinstance(row["words"], Literal)
        assert len(row["words"].value.replace(" … ", " ").split()) <= 25, row
