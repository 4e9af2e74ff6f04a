"""The promises of a build: two tests hold the model, and the same files give the same bytes."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from conftest import ARTICLE, BASE, CLAIMS, SMALL, append, run
from diplomatica.engine import Embedded
from diplomatica.errors import InvalidInput
from diplomatica.model.dataset.folder import PACKAGED, Folder
from diplomatica.model.dataset.release import SUMS, Release, checksum_of, open_release
from diplomatica.model.formats import NQUADS, NTRIPLES
from diplomatica.model.iris import Iris
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import DIP, RDF
from diplomatica.pipeline.building import build, check, publish_built
from diplomatica.pipeline.built import Built
from diplomatica.web.app import create_app

IRIS = Iris(BASE)


def quads(release: Release) -> list[Quad]:
    """The quads of named graphs."""
    found = parse(path=release.dump(NQUADS), format=RdfFormat.N_QUADS)
    return [quad for quad in found if not isinstance(quad.graph_name, DefaultGraph)]


def triples(release: Release) -> set[str]:
    return {
        str(quad.triple)
        for quad in parse(path=release.dump(NTRIPLES), format=RdfFormat.N_TRIPLES)
    }


def test_no_triple_of_the_default_graph_is_without_a_graph_that_holds_it(
    release: Release,
) -> None:
    assert triples(release)
    assert triples(release) <= {str(quad.triple) for quad in quads(release)}


def test_no_graph_is_without_a_quote_or_a_reason(release: Release) -> None:
    reasoned = {
        quad.subject
        for quad in quads(release)
        if quad.predicate in (DIP("quote"), DIP("reason"))
    }
    graphs = {quad.graph_name for quad in quads(release)}
    assert len(graphs) > 30
    assert graphs <= reasoned


def test_every_fact_of_a_claim_is_in_the_default_graph(release: Release) -> None:
    facts = {
        str(quad.triple) for quad in quads(release) if "/claim/" in str(quad.graph_name)
    }
    assert facts
    assert facts <= triples(release)


def test_places_and_mentions_stay_in_the_record(release: Release) -> None:
    recorded = {
        quad.predicate for quad in quads(release) if "/record/" in str(quad.graph_name)
    }
    hidden = {
        DIP(name)
        for name in (
            "start",
            "end",
            "paragraph",
            "sentence",
            "words",
            "mentions",
            "passage",
        )
    }
    assert hidden <= recorded
    merged = parse(path=release.dump(NTRIPLES), format=RdfFormat.N_TRIPLES)
    assert not hidden & {quad.predicate for quad in merged}


def test_blank_nodes_stand_in_the_vocabulary_alone(release: Release) -> None:
    graphs = {
        quad.graph_name
        for quad in quads(release)
        if any(isinstance(term, BlankNode) for term in quad)
    }
    assert graphs == {
        NamedNode(f"{BASE}graph/{name}") for name in ("ontology", "shapes")
    }


def test_a_passage_is_the_words_at_its_offsets(release: Release) -> None:
    text = release.articles[ARTICLE].read_text("utf-8")
    about = {(quad.subject, quad.predicate): quad.object for quad in quads(release)}
    passages = [
        quad.subject
        for quad in quads(release)
        if (quad.predicate, quad.object) == (RDF("type"), DIP("Passage"))
    ]
    assert passages
    for passage in passages:
        start, end, words, sentence = (
            getattr(about[passage, DIP(name)], "value", "")
            for name in ("start", "end", "words", "sentence")
        )
        assert str(passage) == f"<{BASE}article/{ARTICLE}/text#char={start},{end}>"
        assert text[int(start) : int(end)] == words
        assert words in sentence


def test_a_quote_of_head_and_tail_is_published_in_full(engine: Embedded) -> None:
    (row,) = engine.rows(
        f"SELECT ?quote {{ <{BASE}claim/{ARTICLE}/co-deployment> dip:quote ?quote }}"
    )
    quote = Literal(
        "This will be done by co-deploying the country’s unit with India in Lebanon"
    )
    assert row["quote"] == quote


def test_several_passages_are_one_quote(engine: Embedded) -> None:
    (row,) = engine.rows(
        f"SELECT ?quote {{ <{BASE}claim/{ARTICLE}/uranium-bank-signing> dip:quote ?quote }}"
    )
    assert row["quote"] == Literal(
        "The agreement between Kazakhstan … signed on Aug. 27, 2015 in Astana"
    )


@pytest.mark.parametrize(
    ("claim", "voice"),
    [
        ("co-deployment", "kairat-umarov"),
        ("less-tense-relations", "liter-observer"),
        ("osce-finale", "liter-observer"),
    ],
)
def test_the_voice_is_as_written_or_the_author_who_tells_that_somebody_spoke(
    claim: str, voice: str, engine: Embedded
) -> None:
    rows = engine.rows(
        f"SELECT ?voice {{ <{BASE}claim/{ARTICLE}/{claim}> dip:voice ?voice }}"
    )
    assert [row["voice"] for row in rows] == [IRIS("id", voice)]


def test_a_claim_said_in_a_remark_takes_its_words_and_its_voice(folder: Path) -> None:
    said = (
        "c:said { c:said dip:saidIn :remark-on-less-tense-relations . "
        ":roman-vassilenko dip:country :kazakhstan ."
    )
    append(
        folder / CLAIMS, said + ' :kazakhstan dip:calledHere "different countries" . }'
    )
    built = check(Folder(folder))
    card = {
        quad.predicate: quad.object
        for quad in built.quads
        if quad.subject == IRIS("claim", ARTICLE, "said")
    }
    assert card[DIP("voice")] == IRIS("id", "roman-vassilenko")
    assert "less tense,” said Vassilenko" in str(card[DIP("quote")])


SETTING = """c:beside {
    c:beside dip:quote "relations between different countries are less tense" ;
        dip:contextQuote "The peacemaking efforts … his personal convictions" ;
        dip:perhapsVoice :kairat-umarov ; dip:saidIn :remark-on-less-tense-relations .
    :nursultan-nazarbayev dip:country :kazakhstan .
    :nursultan-nazarbayev dip:calledHere "our President" .
    :kazakhstan dip:calledHere "different countries" . }"""


def test_words_that_tell_the_setting_stand_apart_from_the_quote(folder: Path) -> None:
    append(folder / CLAIMS, SETTING)
    built = check(Folder(folder))
    this = IRIS("claim", ARTICLE, "beside")
    card = {quad.predicate: quad.object for quad in built.quads if quad.subject == this}
    assert text_of(card[DIP("quote")]).startswith("relations between different")
    beside = (
        "The peacemaking efforts of our President are based on his personal convictions"
    )
    assert text_of(card[DIP("contextQuote")]) == beside
    assert card[DIP("perhapsVoice")] == IRIS("id", "kairat-umarov")


def test_who_else_may_speak_is_not_the_voice_already(folder: Path) -> None:
    doubled = SETTING.replace(":kairat-umarov", ":roman-vassilenko")
    append(folder / CLAIMS, doubled)
    with pytest.raises(InvalidInput, match="who is its voice already"):
        check(Folder(folder))


def test_words_of_several_sentences_are_hinted_at(folder: Path) -> None:
    append(folder / CLAIMS, SETTING.replace("dip:contextQuote", "dip:quote"))
    (hint,) = [
        one
        for one in check(Folder(folder)).reading.hints
        if one.claim == "beside" and "sentences" in one.message
    ]
    assert "dip:contextQuote" in hint.advice


def test_words_that_reach_beyond_the_quote_are_a_fault(folder: Path) -> None:
    beyond = 'dip:country :kazakhstan ; dip:describedAs "Thanks to his efforts" .'
    append(folder / CLAIMS, SETTING.replace("dip:country :kazakhstan .", beyond))
    with pytest.raises(InvalidInput, match="which reach beyond its quote"):
        check(Folder(folder))


def test_the_content_of_a_remark_is_quoted_and_not_stated(folder: Path) -> None:
    content = SETTING.replace("dip:saidIn", "dip:contentOf")
    append(folder / CLAIMS, content)
    built = check(Folder(folder))
    told = [quad for quad in built.quads if quad.predicate == DIP("country")]
    graphs = {text_of(quad.graph_name) for quad in told if "nazarbayev" in str(quad)}
    quoted = IRIS("graph", "record", ARTICLE, "beside")
    assert graphs == {quoted.value}
    (says,) = [quad for quad in built.quads if quad.predicate == DIP("saysThat")]
    assert (says.object, says.graph_name) == (quoted, IRIS("claim", ARTICLE, "beside"))


def test_a_plan_is_a_prospect_and_what_was_held_is_an_event(engine: Embedded) -> None:
    for kind, status in (("Event", "held"), ("Prospect", "planned")):
        derived = {
            str(row["x"]) for row in engine.rows(f"SELECT ?x {{ ?x a dip:{kind} }}")
        }
        stated = {
            str(row["x"])
            for row in engine.rows(f"SELECT ?x {{ ?x dip:status dip:{status} }}")
        }
        assert derived == stated != set()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_fresh_processes_with_other_hash_seeds_give_the_same_bytes(
    seed: str, published: Release, tmp_path: Path
) -> None:
    done = run(
        "build",
        "--output",
        str(tmp_path),
        PYTHONHASHSEED=seed,
        TZ="Asia/Almaty",
        LC_ALL="C",
    )
    assert done.returncode == 0, done.stderr
    again = (tmp_path / "latest").resolve()
    names = sorted(
        path.relative_to(again) for path in again.rglob("*") if path.is_file()
    )
    assert len(names) > 10
    assert again.name == published.folder.name
    for name in names:
        assert (again / name).read_bytes() == (published.folder / name).read_bytes(), (
            name
        )


# Builds a folder again. At each moment a fork of the build kills itself; what that leaves on
# the disk is put aside, and how it ended is told.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from diplomatica.pipeline import building, releasefiles
from diplomatica.pipeline.writing import publication
from diplomatica.model.dataset.folder import Folder
places = {"building": building, "files": releasefiles, "publication": publication, "path": Path}
folder, releases, killed = map(Path, sys.argv[1:4])
def kill_at(moment):
    module, name = moment.split(".")
    place = places[module]
    usual = getattr(place, name)
    def killing(*given, **named):
        if os.fork() == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        print(moment, os.waitstatus_to_exitcode(os.wait()[1]))
        shutil.copytree(releases, killed / moment, symlinks=True)
        setattr(place, name, usual)
        return usual(*given, **named)
    setattr(place, name, killing)
for moment in sys.argv[4:]:
    kill_at(moment)
building.build(Folder(folder), releases, is_draft=True)
"""
MOMENTS = [
    *("building.violations", "files.write_dumps", "files.write_json"),
    *("building.seal", "building.publish", "publication._point"),
    *("path.symlink_to", "path.replace", "publication._drop_drafts"),
]


@dataclass(frozen=True)
class Killed:
    """What builds that were killed left, in a folder of releases named after the moment."""

    releases: Path
    before: Release
    built: Built
    ends: dict[str, int]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    place = tmp_path_factory.mktemp("killed")
    folder, releases, left = place / "folder", place / "releases", place / "left"
    shutil.copytree(SMALL, folder)
    shutil.copytree(PACKAGED / "ontology", folder / "ontology")
    before = build(Folder(folder), releases, is_draft=True)
    text = (folder / CLAIMS).read_text("utf-8")
    changed = text.replace('"peacekeeping training"', '"training"')
    (folder / CLAIMS).write_text(changed, "utf-8")
    command = [sys.executable, "-c", KILLED, *map(str, (folder, releases, left))]
    path = {**os.environ, "PYTHONPATH": str(PACKAGED / "server")}
    done = subprocess.run(
        [*command, *MOMENTS], env=path, check=True, capture_output=True, text=True
    )
    ends = dict(line.split() for line in done.stdout.splitlines())
    codes = {moment: int(end) for moment, end in ends.items()}
    return Killed(left, before, check(Folder(folder)), codes)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_killed_in_the_middle_leaves_the_last_release_whole(
    moment: str, killed: Killed
) -> None:
    releases = killed.releases / moment
    assert killed.ends[moment] == -signal.SIGKILL
    before = replace(killed.before, folder=releases / killed.before.folder.name)
    swapped = moment == "publication._drop_drafts"
    assert (open_release(releases / "latest") != before) is swapped
    assert open_release(before.folder) == before
    rebuilt = publish_built(killed.built, releases, is_draft=True)
    names = sorted(path.name for path in releases.iterdir())
    whole = rebuilt.folder.name
    beside = [
        f"{whole}.index",
        f"{whole}.index.read",
        f"{whole}.names-en",
        f"{whole}.packed",
    ]
    assert names == sorted([whole, *beside, "latest"])


def test_a_release_that_is_held_is_not_dropped_by_the_next(
    folder: Path, tmp_path: Path
) -> None:
    from diplomatica.model.dataset.release import hold_folder

    before = build(Folder(folder), tmp_path / "releases", is_draft=True)
    append(
        folder / "dataset" / "names.ttl",
        ':india skos:altLabel "Republic of India"@en .',
    )
    with hold_folder(before.folder):
        after = build(Folder(folder), tmp_path / "releases", is_draft=True)
    assert after != before
    assert open_release(before.folder) == before


def second_article(folder: Path, name: str) -> None:
    """The same passages as a second article under another name."""
    shutil.copy(folder / "seeds" / f"{ARTICLE}.txt", folder / "seeds" / f"{name}.txt")
    claims = (folder / CLAIMS).read_text("utf-8").replace(ARTICLE, name)
    (folder / "dataset" / "claims" / f"{name}.trig").write_text(claims, "utf-8")


def test_a_second_article_merges_with_the_first_and_shows_the_words_of_both(
    folder: Path, tmp_path: Path
) -> None:
    one = build(Folder(folder), tmp_path / "one")
    second_article(folder, "the-same-again")
    both = build(Folder(folder), tmp_path / "both")
    words = (
        "SELECT ?article { GRAPH ?why { :kazakhstan dip:chaired :osce } ?why "
        "dip:article ?article }"
    )
    articles = {str(row["article"]) for row in Embedded(both).rows(words)}
    assert articles == {f"<{BASE}article/{ARTICLE}>", f"<{BASE}article/the-same-again>"}
    facts = (
        "SELECT ?s ?p ?o { GRAPH ?why { ?s ?p ?o } ?why a dip:Claim . FILTER "
        "EXISTS { ?s ?p ?o } }"
    )
    distinct = [
        {tuple(map(str, row.values())) for row in Embedded(release).rows(facts)}
        for release in (one, both)
    ]
    assert distinct[0] == distinct[1]
    assert len(Embedded(both).rows(facts)) == 2 * len(Embedded(one).rows(facts))


def test_the_page_of_what_two_articles_state_shows_the_words_of_both(
    folder: Path, tmp_path: Path
) -> None:
    second_article(folder, "the-same-again")
    page = (
        create_app(build(Folder(folder), tmp_path / "releases"))
        .test_client()
        .get("/doc/osce-summit-astana.html")
        .text
    )
    triple = page.partition(">location</a>")[2].partition('<div class="statement">')[0]
    assert triple.count("<q>The OSCE summit was held in Astana") == 2
    assert f'href="/article/{ARTICLE}?claim=osce-finale#p27"' in triple
    assert 'href="/article/the-same-again?claim=osce-finale#p27"' in triple


def test_an_article_may_speak_of_what_only_another_gives_a_kind(folder: Path) -> None:
    (folder / "seeds" / "short.txt").write_text(
        "The delegates came to the OSCE summit in Astana.\n"
    )
    head = (
        (folder / CLAIMS)
        .read_text("utf-8")
        .partition("# ¶ 2")[0]
        .replace(ARTICLE, "short")
    )
    claim = """c:delegates {
        c:delegates dip:quote "The delegates came to the OSCE summit in Astana" .
        :delegates a dip:Group ; dip:madeUpOf "delegates" ; dip:tookPartIn :osce-summit-astana }"""
    (folder / "dataset" / "claims" / "short.trig").write_text(head + claim, "utf-8")
    append(folder / "dataset" / "names.ttl", ':delegates rdfs:label "delegates"@en .')
    assert check(Folder(folder))


def test_two_datasets_do_not_replace_each_other(folder: Path, tmp_path: Path) -> None:
    one = build(Folder(folder), tmp_path / "releases")
    catalog = folder / "dataset" / "catalog.ttl"
    catalog.write_text(
        catalog.read_text("utf-8").replace(
            'identifier "diplomatica"', 'identifier "other"'
        ),
        "utf-8",
    )
    assert build(Folder(folder), tmp_path / "releases").name == "other"
    assert open_release(one.folder) == one


def test_what_two_articles_state_differently_is_published(
    folder: Path, tmp_path: Path
) -> None:
    second_article(folder, "another-view")
    for file in (
        folder / "dataset" / "claims" / "another-view.trig",
        folder / "seeds" / "another-view.txt",
    ):
        text = file.read_text("utf-8")
        text = text.replace("dip:number 30 ;", "dip:number 31 ;").replace(
            "30 heads", "31 heads"
        )
        file.write_text(text, "utf-8")
    both = Embedded(build(Folder(folder), tmp_path / "both"))
    assert len(both.rows("SELECT ?n { :heads-at-astana dip:number ?n }")) == 2


MINIMAL = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/birds/dataset> a dcat:Dataset ; dcterms:title "Birds" ; dcat:version "1" ;
    dcterms:issued "2026-11-24"^^xsd:date ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    void:uriSpace "https://example.org/birds/" .
"""
BIRDS = """
@prefix : <https://example.org/birds/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:wren a <http://example.org/Bird> ; rdfs:label "wren"@en ;
    <http://example.org/eats> [ rdfs:label "spiders"@en ] .
"""


def test_any_rdf_becomes_a_release_without_claims(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(MINIMAL)
    (tmp_path / "dataset" / "birds.ttl").write_text(BIRDS)
    release = build(Folder(tmp_path), tmp_path / "releases")
    (row,) = Embedded(release).rows(
        "SELECT ?food ?why { GRAPH ?why { :wren <http://example.org/eats> / rdfs:label ?food } }"
    )
    assert row["food"] == Literal("spiders", language="en")
    assert row["why"] == NamedNode("https://example.org/birds/graph/birds")
    (food,) = {
        quad.object
        for quad in quads(release)
        if quad.predicate.value == "http://example.org/eats"
    }
    assert food == BlankNode("dataset-birds-0")


def test_foreign_rdf_has_pages_that_call_things_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(MINIMAL)
    wren = BIRDS.replace(
        'rdfs:label "wren"@en', '<http://xmlns.com/foaf/0.1/name> "Jenny Wren"'
    )
    (tmp_path / "dataset" / "birds.ttl").write_text(wren)
    client = create_app(build(Folder(tmp_path), tmp_path / "releases")).test_client()
    assert '<a href="/id/wren">Jenny Wren</a>' in client.get("/search?q=wren").text
    assert "words of articles" not in client.get("/").text
    assert "<h1>Jenny Wren</h1>" in client.get("/doc/wren.html").text


def test_markup_and_scripts_in_foreign_data_stay_text(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(
        MINIMAL.replace('"Birds"', '"<b>Birds</b>"')
    )
    bad = """:wren rdfs:label "<script>alert(1)</script>"@en ;
        <http://example.org/eats> <javascript:alert(2)>, :wren ."""
    (tmp_path / "dataset" / "birds.ttl").write_text(
        BIRDS.split(":wren", maxsplit=1)[0] + bad
    )
    client = create_app(build(Folder(tmp_path), tmp_path / "releases")).test_client()
    for path in (
        "/",
        "/doc/wren",
        "/graph/birds",
        "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D",
        "/nowhere",
        "/dumps/",
    ):
        page = client.get(path, headers={"Accept": "text/html"}).text
        assert "<script>" not in page
        assert "<b>Birds" not in page
        assert 'href="javascript' not in page
        assert "&lt;b&gt;Birds" in page


def test_the_same_build_again_is_the_same_release(folder: Path, tmp_path: Path) -> None:
    first = build(Folder(folder), tmp_path / "releases")
    again = build(Folder(folder), tmp_path / "releases")
    assert first == again


def test_a_build_reads_each_file_once_for_its_checksum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Counter[str]()

    def counted(file: Path) -> str:
        read[file.name] += 1
        return checksum_of(file)

    for module in ("model.dataset.release", "pipeline.writing.publication"):
        monkeypatch.setattr(f"diplomatica.{module}.checksum_of", counted)
    release = build(Folder(SMALL), tmp_path / "releases", is_draft=True)
    monkeypatch.undo()
    names = [path.rpartition("/")[2] for path in release.sums if path != SUMS]
    assert len(names) > 20
    assert {name: read[name] for name in names} == Counter(names)
    assert open_release(release.folder).checksum == release.checksum


def test_a_release_that_was_spoiled_is_made_again(folder: Path, tmp_path: Path) -> None:
    first = build(Folder(folder), tmp_path / "releases")
    append(first.folder / "diplomatica.ttl", "# spoiled")
    assert build(Folder(folder), tmp_path / "releases") == first


def test_things_have_the_kinds_that_names_and_claims_give(engine: Embedded) -> None:
    assert engine.rows("SELECT ?x { ?x a dip:State }") != []
    kinds = [
        quad.object
        for quad in engine.quads([IRIS("graph", "names")])
        if quad.predicate == RDF("type")
    ]
    assert set(kinds) == {
        DIP(name) for name in ("State", "City", "Organisation", "Person", "Category")
    }
