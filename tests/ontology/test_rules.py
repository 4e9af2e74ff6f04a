"""The rules: what each derives, and that a derivation stands and falls with its premises."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from conftest import BASE
from diplomatica.engine import Embedded
from diplomatica.errors import DiplomaticaError
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.iris import Iris
from diplomatica.model.vocabulary import DIP, RDF, XSD, prefixes
from diplomatica.pipeline.deriving import inference
from diplomatica.pipeline.deriving.derivation import Derivation
from diplomatica.pipeline.deriving.rule import Rule, after_nothing
from diplomatica.pipeline.intake.intake import read_folder
from diplomatica.pipeline.reading import Reading
from diplomatica.pipeline.storing.kept import Together

PREFIXES, IRIS = prefixes(BASE), Iris(BASE)
HEAD = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
RULES = sorted(path.stem for path in Folder().rules)

# Rules of which one article that is labelled throughout and does not contradict itself has no need.
NOT_NEEDED = {"act-label", "disputed-time"}

# Rules that give a time where none is stated: without one that is, they come in.
FILLING = {"time-of-part", "span", "as-of"}


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_folder(Folder())


@pytest.fixture(scope="module")
def derivations(reading: Reading) -> list[Derivation]:
    return derive(reading.rules, reading.grounds)


def derive(rules: list[Rule], said: Together | list[Quad]) -> list[Derivation]:
    return list(inference.derive(rules, said, PREFIXES, IRIS))


def derived(reading: Reading, rule: str, trig: str, *also: str) -> set[str]:
    """What one rule, or several, derive from some claims, as subject, predicate and
    object without their namespaces."""
    stated = list(parse(HEAD + trig, format=RdfFormat.TRIG))
    rules = [one for one in reading.rules if one.name in (rule, *also)]
    found = derive(rules, [*stated, *reading.ontology])
    return {
        " ".join(_short(term) for term in triple)
        for one in found
        for triple in one.triples
    }


def _short(term: object) -> str:
    return (
        term.value
        if isinstance(term, Literal)
        else str(term).strip("<>").replace("#", "/").rpartition("/")[2]
    )


def test_there_are_rules_and_each_derives_something_or_is_tested_here(
    derivations: list[Derivation],
) -> None:
    assert len(RULES) >= 15
    assert {one.rule.name for one in derivations} == set(RULES) - NOT_NEEDED


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule not in NOT_NEEDED])
def test_without_a_premise_exactly_its_derivations_are_gone(
    rule: str, reading: Reading, derivations: list[Derivation]
) -> None:
    lost = next(one for one in derivations if one.rule.name == rule).premises[0]
    stated = [quad for quad in reading.grounds if quad.graph_name != lost]
    left = derive(reading.rules, stated)
    kept = {one for one in derivations if lost not in one.premises}
    assert kept <= set(left)
    assert {one.rule.name for one in set(left) - kept} <= FILLING
    assert any(lost in one.premises for one in derivations)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_in_a_sentence_what_it_does(rule: str, reading: Reading) -> None:
    (found,) = [one for one in reading.rules if one.name == rule]
    assert found.sentence.endswith(".")
    assert len(found.sentence.split()) > 6


SPANS = {
    '"2012-02"^^xsd:gYearMonth': ("2012-02-01", "2012-02-29"),
    '"1900-02"^^xsd:gYearMonth': ("1900-02-01", "1900-02-28"),
    '"2000-02"^^xsd:gYearMonth': ("2000-02-01", "2000-02-29"),
    '"2010-11"^^xsd:gYearMonth': ("2010-11-01", "2010-11-30"),
    '"2010-12"^^xsd:gYearMonth': ("2010-12-01", "2010-12-31"),
    '"2003"^^xsd:gYear': ("2003-01-01", "2003-12-31"),
    '"2015-08-27"^^xsd:date': ("2015-08-27", "2015-08-27"),
}


@pytest.mark.parametrize("time", SPANS)
def test_a_time_as_stated_gives_its_first_and_its_last_day(
    time: str, reading: Reading
) -> None:
    earliest, latest = SPANS[time]
    found = derived(reading, "span", f"note:a {{ :it dip:time {time} }}")
    assert found == {f"it earliest {earliest}", f"it latest {latest}"}


def test_times_that_agree_give_the_narrowest_span(reading: Reading) -> None:
    trig = (
        'note:a { :it dip:time "2010"^^xsd:gYear } note:b { :it dip:time '
        '"2010-12"^^xsd:gYearMonth }'
    )
    assert derived(reading, "span", trig) == {
        "it earliest 2010-12-01",
        "it latest 2010-12-31",
    }
    found = derive(
        [one for one in reading.rules if one.name == "span"],
        list(parse(HEAD + trig, format=RdfFormat.TRIG)),
    )
    assert {
        premise.value.rpartition("/")[2] for one in found for premise in one.premises
    } == {"a", "b"}


def test_times_that_do_not_give_the_widest_span_and_say_so(reading: Reading) -> None:
    trig = (
        'note:a { :it dip:time "2010"^^xsd:gYear } note:b { :it dip:time '
        '"2012-02"^^xsd:gYearMonth }'
    )
    expected = {
        "it earliest 2010-01-01",
        "it latest 2012-02-29",
        "it timeDisputed true",
    }
    assert derived(reading, "span", trig, "disputed-time") == expected


def test_a_dispute_rests_on_both_of_its_times(reading: Reading) -> None:
    trig = """note:a { :it dip:time "2014"^^xsd:gYear } note:b { :it dip:time "2015"^^xsd:gYear }
              note:c { :it dip:time "2015-03"^^xsd:gYearMonth }"""
    rules = [one for one in reading.rules if one.name == "disputed-time"]
    found = derive(rules, list(parse(HEAD + trig, format=RdfFormat.TRIG)))
    assert sorted(
        "".join(premise.value[-1] for premise in one.premises) for one in found
    ) == ["ab", "ac"]


def test_a_time_that_is_none_has_no_span(reading: Reading) -> None:
    for time in ('"2015-08-27Z"^^xsd:date', '"12015"^^xsd:gYear', '"-0044"^^xsd:gYear'):
        assert (
            derived(
                reading, "span", f"note:a {{ :it dip:time {time} }}", "disputed-time"
            )
            == set()
        )


def test_a_beginning_and_an_end_give_one_bound_each(reading: Reading) -> None:
    trig = (
        'note:a { :it dip:startTime "2017"^^xsd:gYear } note:b { :it dip:endTime '
        '"2018"^^xsd:gYear }'
    )
    assert derived(reading, "span", trig) == {
        "it earliest 2017-01-01",
        "it latest 2018-12-31",
    }
    assert derived(
        reading, "span", 'note:a { :it dip:startTime "2017"^^xsd:gYear }'
    ) == {"it earliest 2017-01-01"}


@pytest.mark.parametrize(
    ("times", "span"),
    [
        (
            'dip:startTime "2018"^^xsd:gYear ; dip:endTime "2017"^^xsd:gYear',
            {"earliest 2017-01-01", "latest 2018-12-31"},
        ),
        ('dip:startTime "2018"^^xsd:gYear, "2019"^^xsd:gYear', {"earliest 2018-01-01"}),
        (
            'dip:endTime "2018-03"^^xsd:gYearMonth, "2018-05"^^xsd:gYearMonth',
            {"latest 2018-05-31"},
        ),
        (
            'dip:time "2018"^^xsd:gYear ; dip:startTime "2017"^^xsd:gYear',
            {"earliest 2017-01-01", "latest 2018-12-31"},
        ),
    ],
)
def test_beginnings_and_ends_that_cannot_all_be_right_are_disputed(
    times: str, span: set[str], reading: Reading
) -> None:
    found = derived(reading, "span", f"note:a {{ :it {times} }}", "disputed-time")
    assert found == {"it timeDisputed true", *(f"it {bound}" for bound in span)}


@pytest.mark.parametrize(
    ("times", "span"),
    [
        (
            'dip:startTime "2018"^^xsd:gYear, "2018-05"^^xsd:gYearMonth',
            {"earliest 2018-05-01"},
        ),
        (
            'dip:time "2018"^^xsd:gYear ; dip:latest "2018-10-31"^^xsd:date',
            {"earliest 2018-01-01", "latest 2018-10-31"},
        ),
        (
            'dip:time "2018"^^xsd:gYear ; dip:endTime "2018-05-02"^^xsd:date',
            {"earliest 2018-01-01", "latest 2018-05-02"},
        ),
    ],
)
def test_times_that_are_more_or_less_exact_agree(
    times: str, span: set[str], reading: Reading
) -> None:
    assert derived(reading, "span", f"note:a {{ :it {times} }}", "disputed-time") == {
        f"it {bound}" for bound in span
    }


def test_a_day_without_a_year_has_no_span(reading: Reading) -> None:
    assert (
        derived(
            reading, "span", 'note:a { :it dip:startTime "--09-10"^^xsd:gMonthDay }'
        )
        == set()
    )


def test_an_act_without_a_label_is_called_after_what_it_concerns(
    reading: Reading,
) -> None:
    act = (
        "note:a { :it a dip:Adoption ; dip:adopted :paper } note:b { :paper "
        'rdfs:label "the Paper"@en }'
    )
    assert derived(reading, "act-label", act) == {"it label adoption of the Paper"}
    named = act + ' note:c { :it rdfs:label "its own"@en }'
    assert derived(reading, "act-label", named) == set()
    of_two = act + " note:c { :it dip:adopted :other }"
    assert derived(reading, "act-label", of_two) == set()


def test_what_took_place_at_a_dated_meeting_has_its_time_and_bounds(
    reading: Reading,
) -> None:
    meeting = 'note:a { :m dip:time "2010-12"^^xsd:gYearMonth } '
    dated = {
        "it time 2010-12",
        "it earliest 2010-12-01",
        "it latest 2010-12-31",
        "m earliest 2010-12-01",
        "m latest 2010-12-31",
    }
    for link in (
        "dip:partOf :m",
        "dip:occasion :m",
        "dip:adopted :d ; dip:resultOf :m",
    ):
        trig = f"{meeting} note:b {{ :it {link} }}"
        assert derived(reading, "span", trig, "time-of-part") == dated
    for other in ("dip:resultOf :m", "dip:occasion :m ; dip:speaker :x"):
        trig = f"{meeting} note:b {{ :it {other} }}"
        assert derived(reading, "time-of-part", trig) == set()
    own = meeting + 'note:b { :it dip:partOf :m ; dip:time "2010"^^xsd:gYear }'
    assert derived(reading, "time-of-part", own) == set()


def test_a_session_lies_between_the_first_and_the_last_day_of_its_forum(
    reading: Reading,
) -> None:
    trig = (
        'note:a { :forum dip:startTime "2018-09-10"^^xsd:date ; dip:endTime '
        '"2018-09-11"^^xsd:date } note:b { :it dip:partOf :forum }'
    )
    found = derived(reading, "span", trig, "time-of-part")
    assert {one for one in found if one.startswith("it ")} == {
        "it earliest 2018-09-10",
        "it latest 2018-09-11",
    }


def test_a_finale_ends_what_it_is_the_finale_of(reading: Reading) -> None:
    trig = 'note:a { :it dip:finale :last } note:b { :last dip:time "2010-12"^^xsd:gYearMonth }'
    found = derived(reading, "span", trig, "end-at-finale")
    assert {one for one in found if one.startswith("it ")} == {
        "it endTime 2010-12",
        "it latest 2010-12-31",
    }


def test_a_derivation_from_another_has_the_premises_of_that_one(
    reading: Reading,
) -> None:
    trig = 'note:a { :it dip:finale :last } note:b { :last dip:time "2010"^^xsd:gYear }'
    rules = [one for one in reading.rules if one.name in ("span", "end-at-finale")]
    found = derive(rules, list(parse(HEAD + trig, format=RdfFormat.TRIG)))
    (latest,) = [
        one
        for one in found
        for triple in one.triples
        if _short(triple.subject) == "it" and triple.predicate == DIP("latest")
    ]
    assert [_short(premise) for premise in latest.premises] == ["a", "b"]


def test_rules_that_come_after_one_another_or_after_none_are_told() -> None:
    body = "CONSTRUCT { ?x dip:of ?y } WHERE { GRAPH ?why { ?x dip:partOf ?y } }"
    rules = [
        Rule("one", f"# One.\n# after: two\n{body}"),
        Rule("two", f"# Two.\n# after: one\n{body}"),
    ]
    with pytest.raises(DiplomaticaError, match="come after one another"):
        derive(rules, [])
    (fault,) = after_nothing(rules[:1])
    assert fault.message == "comes after “two”, which is no rule"
    assert rules[0].sentence == "One."


def test_a_forum_began_with_its_founding_or_first_edition(reading: Reading) -> None:
    trig = (
        "note:a { :act dip:founded :one ; dip:status dip:held } "
        "note:b { :first dip:editionOf :two ; dip:ordinal 1 ; dip:status dip:held } "
        "note:c { :fifth dip:editionOf :two ; dip:ordinal 5 ; dip:status dip:held } "
        "note:d { :plan dip:founded :three ; dip:status dip:planned }"
    )
    assert derived(reading, "begun-by", trig) == {
        "one begunBy act",
        "two begunBy first",
    }


def test_all_sides_are_told_in_one_way(reading: Reading) -> None:
    trig = "note:a { :it dip:party :x, :leaders } note:b { :leaders a dip:Group ; dip:of :y }"
    assert derived(reading, "side", trig) == {"it side x", "it side y"}


def test_what_a_meeting_of_an_organisation_adopted_that_organisation_did(
    reading: Reading,
) -> None:
    trig = (
        "note:a { :act dip:adopted :paper ; dip:resultOf :summit ; dip:status dip:held } "
        "note:b { :summit a dip:Summit ; dip:of :body } note:c { :body a dip:Organ } "
    )
    rules = ("adopted-by", "adopted-by-body")
    assert derived(reading, "adopted-at", trig, *rules) == {
        "paper adoptedAt summit",
        "paper adoptedBy body",
        "act agent body",
    }
    other = trig + "note:d { :act dip:agent :people }"
    assert derived(reading, "adopted-at", other, *rules) == {
        "paper adoptedAt summit",
        "paper adoptedBy people",
    }


def test_a_plan_is_a_prospect_until_something_says_that_it_was_held(
    reading: Reading,
) -> None:
    plan = "note:a { :it dip:status dip:planned }"
    assert derived(reading, "prospect", plan) == {"it type Prospect"}
    assert (
        derived(reading, "prospect", plan + " note:b { :it dip:status dip:held }")
        == set()
    )


def test_a_chairmanship_that_is_only_planned_makes_nobody_chair(
    reading: Reading,
) -> None:
    trig = "note:a { :it a dip:Chairmanship ; dip:holder :x ; dip:of :y ; dip:status dip:%s }"
    assert derived(reading, "chaired", trig % "planned") == set()
    assert derived(reading, "chaired", trig % "held") == {"x chaired y"}


OCCASIONS = {
    'dip:time "2018-09-10"^^xsd:date': "2018-09-10",
    'dip:startTime "2018-09-10"^^xsd:date ; dip:endTime "2018-09-11"^^xsd:date': "2018-09",
    'dip:time "2018"^^xsd:gYear': "2018",
    'dip:earliest "2017-01-01"^^xsd:date ; dip:latest "2018-10-31"^^xsd:date': "2019-10",
    'dip:timeWords "lately"': "2019-10",
}


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_what_was_said_to_be_under_way_was_so_when_it_was_said(
    occasion: str, reading: Reading
) -> None:
    trig = f"""
        <{BASE}claim/a/talks> {{ :talks dip:status dip:underWay }}
        <{BASE}graph/record/a> {{ <{BASE}claim/a/talks> dip:saidIn :remark }}
        note:day {{ <{BASE}article/a> dcterms:issued "2019-10"^^xsd:gYearMonth }}
        <{BASE}claim/a/remark> {{ :remark dip:occasion :meeting . :meeting {occasion} }}
    """
    found = derived(reading, "as-of", trig, "as-of-saying", "span")
    told = {one for one in found if " asOf " in one}
    assert told == {f"talks asOf {OCCASIONS[occasion]}"}


def test_every_event_was_held_or_is_under_way(
    reading: Reading, derivations: list[Derivation]
) -> None:
    events = {
        t.subject
        for one in derivations
        for t in one.triples
        if (t.predicate, t.object) == (RDF("type"), DIP("Event"))
    }
    real = {
        quad.subject
        for quad in reading.facts
        if quad.object in (DIP("held"), DIP("underWay"))
    }
    planned = {
        quad.subject
        for quad in reading.facts
        if quad.object in (DIP("planned"), DIP("proposed"))
    }
    assert len(events) > 30
    assert events <= real
    assert not events & planned


def test_earliest_is_never_after_latest(derivations: list[Derivation]) -> None:
    bounds: dict[tuple[object, NamedNode], set[str]] = {}
    for triple in (
        triple
        for one in derivations
        if one.rule.name == "span"
        for triple in one.triples
    ):
        assert isinstance(triple.object, Literal)
        assert triple.object.datatype == XSD("date")
        bounds.setdefault((triple.subject, triple.predicate), set()).add(
            triple.object.value
        )
    assert len(bounds) >= 28
    assert all(len(days) == 1 for days in bounds.values())
    for (subject, predicate), (day,) in bounds.items():
        if predicate == DIP("earliest") and (subject, DIP("latest")) in bounds:
            assert day <= min(bounds[subject, DIP("latest")])


def test_every_rule_is_published_with_its_sentence(published_engine: Embedded) -> None:
    rows = published_engine.rows(
        "SELECT ?rule ?comment { ?rule a dip:Rule ; rdfs:comment ?comment }"
    )
    assert {_short(row["rule"]) for row in rows} == set(RULES)


def test_every_rule_is_published_with_its_text(published_engine: Embedded) -> None:
    rows = published_engine.rows(
        "SELECT ?rule ?text { ?rule a dip:Rule ; sh:construct ?text }"
    )
    texts = {_short(row["rule"]): row["text"] for row in rows}
    assert set(texts) == set(RULES)
    assert "CONSTRUCT { ?holder dip:chaired ?organisation }" in str(texts["chaired"])
