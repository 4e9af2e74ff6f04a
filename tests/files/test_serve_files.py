"""One command from a file to a site: `diplomatica serve FILE`, `build FILE`, `init`."""

import gzip
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from conftest import request, run
from diplomatica.cli.bringing import cache
from diplomatica.cli.bringing.bounds import BuildBounds
from diplomatica.cli.bringing.cache import CachedRelease
from diplomatica.errors import InvalidInput
from diplomatica.model.dataset.folder import bundle
from diplomatica.model.dataset.release import open_release
from diplomatica.model.formats import by_name
from diplomatica.pipeline.building import build
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.files.bringing.owncatalog.owncatalog import draw_catalog
from diplomatica.pipeline.storing.kept import Together
from diplomatica.web.app import create_app
from servedfiles import cache_apart, serving, until

BOATS = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/v/> a owl:Ontology ; rdfs:label "Boats"@en .
<https://example.org/v/Boat> a owl:Class ; rdfs:label "Boat"@en .
"""
YAWL = '\n<https://example.org/v/Yawl> a owl:Class ; rdfs:label "Yawl"@en .\n'
RDF_SPACE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture
def apart(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A file of somebody's, and a cache of one's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", cache_apart(tmp_path_factory))
    file = tmp_path / "boats.ttl"
    file.write_text(BOATS, "utf-8")
    return file


@pytest.fixture
def boats(apart: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, of which releases are built in this process, which has imported all."""

    def made_here(make: Callable[[], object], bounds: BuildBounds) -> None:
        make()

    monkeypatch.setattr(cache, "made_bounded", made_here)
    return apart


def count_of_classes(address: str) -> str:
    query = "/sparql?query=SELECT(COUNT(*)AS%20?n){?c%20a%20owl:Class}"
    return request(address, query, Accept="text/csv").body.decode().split()[1]


def test_a_file_is_served_by_one_command_and_a_change_is_taken_up(boats: Path) -> None:
    with serving(str(boats)) as (address, told):
        assert "Title: Boats" in told.read_text()
        assert "Licence: none is stated" in told.read_text()
        assert count_of_classes(address) == "1"
        boats.write_text("broken", "utf-8")
        until(lambda: "Still serving what was good before" in told.read_text())
        assert re.search(r"boats\.ttl:1: .* → ", told.read_text())
        assert count_of_classes(address) == "1"
        boats.write_text(BOATS + YAWL.replace("Yawl>", "Yawl, old>"), "utf-8")
        until(lambda: count_of_classes(address) == "2")
        assert "Building again: boats.ttl changed." in told.read_text()
        assert "<https://example.org/v/Yawl,%20old> for <" in told.read_text()
        until(lambda: "Now serving Boats, as its files are now." in told.read_text())
        assert told.read_text().count("Title: Boats") == 1
        assert told.read_text().lower().count("serving boats") == 2


def test_a_fault_is_told_once_and_that_all_is_good_again(boats: Path) -> None:
    with serving(str(boats)) as (_, told):
        boats.write_text(BOATS + "oops\n", "utf-8")
        until(lambda: "Still serving" in told.read_text())
        for number in range(3):
            boats.with_name(f"beside-{number}.ttl").write_text(YAWL, "utf-8")
            time.sleep(1)
        assert told.read_text().count("Building again") == 1
        boats.write_text(BOATS, "utf-8")
        until(lambda: "Good again: serving Boats as before." in told.read_text())


def test_a_server_that_writes_its_log_beside_its_data_builds_once(boats: Path) -> None:
    fleet = boats.parent / "fleet"
    fleet.mkdir()
    shutil.copy(boats, fleet)
    told: list[str] = []
    for line in ("Serving Boats", "Serving Boats again"):
        (fleet / "serve.log").write_text(line, "utf-8")
        CachedRelease(bundle((fleet,)), Given()).ready(told.append)
    assert told == []


def test_a_folder_that_goes_and_comes_back_is_followed_again(boats: Path) -> None:
    folder = boats.with_name("fleet")
    folder.mkdir()
    shutil.copy(boats, folder)
    with serving(str(folder)) as (address, told):
        shutil.rmtree(folder)
        until(lambda: "Still serving what was good before" in told.read_text())
        folder.mkdir()
        (folder / boats.name).write_text(BOATS + YAWL, "utf-8")
        until(lambda: count_of_classes(address) == "2")
        another = YAWL.replace("Yawl", "Ketch")
        (folder / boats.name).write_text(BOATS + YAWL + another, "utf-8")
        until(lambda: count_of_classes(address) == "3")


def test_each_file_that_the_downloads_lead_to_holds_what_was_brought(
    boats: Path,
) -> None:
    brought = set(parse(path=boats, format=RdfFormat.TURTLE))
    with serving(str(boats)) as (address, _):
        page = request(address, "/dumps/", Accept="text/html").body.decode()
        led = re.findall(r'href="(/graph/boats\.\w+|/dumps/brought/boats\.\w+)"', page)
        assert len(led) >= 6
        for path in led:
            answer = request(address, path)
            assert (answer.status, answer.headers["X-Sendfile"]) == (200, None)
            form = by_name(path.rpartition(".")[2])
            assert form is not None
            found = parse(answer.body, format=form.rdf)
            assert {quad.triple for quad in found} == {one.triple for one in brought}


def test_what_was_built_before_is_not_built_again(apart: Path) -> None:
    served = CachedRelease(bundle((apart,)), Given())
    first, told = served.ready()
    marks = {path: path.stat().st_mtime_ns for path in first.folder.rglob("*")}
    again, told_again = served.ready()
    assert (again.checksum, told_again) == (first.checksum, told)
    assert marks == {path: path.stat().st_mtime_ns for path in again.folder.rglob("*")}


def test_why_it_is_built_again_is_told(boats: Path) -> None:
    fleet = boats.parent / "fleet"
    fleet.mkdir()
    sloop, yawl = fleet / "sloop.nt", fleet / "yawl.nt"
    told: list[str] = []
    for file in (sloop, None, yawl, None):
        if file:
            file.write_text("<x:yawl> <x:of> <x:wood> .", "utf-8")
        CachedRelease(bundle((fleet,)), Given()).ready(told.append)
    sloop.write_text("<x:sloop> <x:of> <x:steel> .", "utf-8")
    yawl.unlink()
    CachedRelease(bundle((fleet,)), Given()).ready(told.append)
    assert told == [
        "Building again: yawl.nt came.",
        "Building again: sloop.nt changed, yawl.nt went.",
    ]


def test_a_fault_leaves_what_was_served_as_it_was(apart: Path) -> None:
    served = CachedRelease(bundle((apart,)), Given())
    first, _ = served.ready()
    apart.write_text("broken", "utf-8")
    with pytest.raises(InvalidInput):
        served.ready()
    assert open_release(served.latest).checksum == first.checksum


def test_the_cache_keeps_what_was_served_last_and_no_more(boats: Path) -> None:
    first, last = (
        CachedRelease(bundle((boats,)), Given(title=title))
        for title in ("One", "Other")
    )
    first.ready()
    older = [first.place.with_name(f"served-{number}") for number in range(9)]
    for number, place in enumerate(older):
        shutil.copytree(first.place, place, symlinks=True)
        os.utime(place / "made-of.json", (number, number))
    last.ready()
    kept = {*first.place.parent.glob("served-*")}
    assert kept == {first.place, last.place, *older[-6:]}
    assert open_release(first.latest).title == "One"


def test_files_are_built_into_a_release_as_they_are_told_to_be(
    boats: Path, tmp_path: Path
) -> None:
    options = ["--title", "Small craft", "--base", "https://data.example/boats"]
    options += ["--licence", LICENCE, "--language", "de"]
    output = tmp_path / "releases"
    told = run("build", str(boats), *options, "--output", str(output))
    assert told.returncode == 0, told.stderr
    release = open_release(output / "latest")
    assert (release.title, release.license) == ("Small craft", LICENCE)
    assert release.base == "https://data.example/boats/"
    assert "Base:" not in told.stderr


def test_standard_input_is_read_in_the_format_that_is_told(
    boats: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "diplomatica", "build", "-"]
    command += ["--output", str(tmp_path / "releases")]
    untold = subprocess.run(command, input=b"", capture_output=True, check=False)
    assert untold.returncode == 2
    assert b"--format" in untold.stderr
    told = [*command, "--format", "turtle"]
    done = subprocess.run(told, input=BOATS.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert open_release(tmp_path / "releases" / "latest").title == "Boats"


def test_a_folder_of_files_is_served_with_what_is_left_out_named(boats: Path) -> None:
    (boats.parent / "more").mkdir()
    (boats.parent / "more" / "yawl.nt.gz").write_bytes(
        gzip.compress(
            b'<https://example.org/v/yawl> <https://example.org/v/of> "wood" .'
        )
    )
    (boats.parent / "notes.md").write_text("# Notes", "utf-8")
    release, told = CachedRelease(bundle((boats.parent,)), Given()).ready()
    assert "Left out: notes.md: .md is no format of RDF" in told
    assert release.left_out["notes.md"] == "is left out: .md is no format of RDF"


def test_a_catalog_to_fill_in_can_be_built(tmp_path: Path) -> None:
    begun = run("init", str(tmp_path / "mine"), "--title", "Mine")
    assert "Missing: a licence" in begun.stderr
    told = run("check", str(tmp_path / "mine"))
    assert told.returncode == 0, told.stderr
    assert "states no licence" in told.stderr
    assert re.search(
        r"no faults in 0 triples, beside \d+ of its catalog\n", told.stdout
    )
    again = run("init", str(tmp_path / "mine"))
    assert again.returncode == 1
    assert "is there already" in again.stderr


def test_the_beginning_of_a_dataset_with_claims_checks(tmp_path: Path) -> None:
    folder = str(tmp_path / "news")
    assert run("init", folder, "--articles").returncode == 2
    assert run("init", folder, "--articles", "--licence", LICENCE).returncode == 0
    told = run("check", folder)
    assert "no faults in 1 claims" in told.stdout, told.stderr


def test_whoever_serves_waits_for_nothing_that_only_builds() -> None:
    code = "import sys, diplomatica.cli.serve, diplomatica.web.serving.process\n"
    code += "print(*{'pyshacl', 'rdflib', 'xlsxwriter'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, "\n")


def test_files_are_checked_as_they_would_be_built(boats: Path) -> None:
    told = run("check", str(boats))
    assert told.returncode == 0, told.stderr
    assert "Title: Boats" in told.stderr
    what = rf"{boats}: no faults in 4 triples, beside \d+ of its catalog\n"
    assert re.fullmatch(what, told.stdout)
    boats.write_text("broken", "utf-8")
    assert run("check", str(boats)).returncode == 1


def test_no_number_is_called_a_version_where_none_is_stated(boats: Path) -> None:
    release, _ = CachedRelease(bundle((boats,)), Given()).ready()
    assert release.edition == f"made from the files ({release.version})"
    stated = '\n<https://example.org/v/> owl:versionInfo "2.1" .\n'
    boats.write_text(BOATS + stated, "utf-8")
    assert CachedRelease(bundle((boats,)), Given()).ready()[0].edition == "2.1"


def test_what_was_read_is_told_first_with_its_syntax(boats: Path) -> None:
    other = boats.with_name("sails.nt")
    other.write_text("<http://e/a> <http://e/p> <http://e/b> .\n", "utf-8")
    told = CachedRelease(bundle((other, boats)), Given()).ready()[1]
    assert told[0] == "Read: sails.nt, boats.ttl: 5 statements (N-Triples, Turtle)"


def test_many_files_that_were_read_are_told_by_their_number(tmp_path: Path) -> None:
    for number in range(4):
        line = f"<http://e/{number}> <http://e/p> <http://e/b> .\n"
        (tmp_path / f"{number}.nt").write_text(line, "utf-8")
    told = CachedRelease(bundle((tmp_path,)), Given()).ready()[1]
    assert told[0] == "Read: 4 files: 4 statements (N-Triples)"


def test_relative_iris_are_read_below_the_name_of_the_file_and_told(
    boats: Path,
) -> None:
    boats.write_text("@prefix : <./> .\n<> a :Log . <#dinghy> a :Boat .", "utf-8")
    release, told = CachedRelease(bundle((boats,)), Given()).ready()
    what = "4 IRIs are relative: read below http://localhost/boats/"
    assert f"{what} (--base sets another)" in told
    written = (release.folder / f"{release.name}.nt").read_text("utf-8")
    assert "<http://localhost/boats/boats.ttl#dinghy>" in written
    assert "<http://localhost/boats/Boat>" in written


def test_relative_iris_are_named_with_their_lines(boats: Path) -> None:
    log = ":log :by <ann@e.org> ; :of <b> , <c> , <d> .\n"
    boats.write_text(f"@prefix : <https://e.org/v/> .\n:dory a :Boat .\n{log}", "utf-8")
    release, told = CachedRelease(bundle((boats,)), Given()).ready()
    what = "4 IRIs are relative: read below http://localhost/boats/"
    assert f"{what}, not the base, which nobody stated (--base sets another)" in told
    hints = [line for line in told if "relative, and was read as" in line]
    read = "http://localhost/boats/ann@e.org"
    assert any(
        f":3: <ann@e.org> is relative, and was read as {read}" in one for one in hints
    )
    named = [one["what"] for one in release.hints if "is relative" in one["what"]]
    assert len(named) == 3
    assert "; so are 1 more of its IRIs" in named[-1]


def test_a_tag_that_is_no_language_is_told_with_the_one_that_is(boats: Path) -> None:
    boats.write_text(
        '@prefix : <https://e.org/v/> .\n:dory :name "Boat"@en .\n:x :name "舟"@jp .',
        "utf-8",
    )
    _, told = CachedRelease(bundle((boats,)), Given()).ready()
    (hint,) = [line for line in told if "no language" in line]
    assert f"{boats.name}:3: " in hint
    assert "“舟”@jp: jp is a country, and no language → write ja if" in hint


def test_the_same_hint_is_told_once_with_how_often(boats: Path) -> None:
    days = "".join(
        f'<https://example.org/v/{at}> <https://example.org/v/of> "x"^^xsd:date .\n'
        for at in range(3)
    )
    declared = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    boats.write_text(declared + BOATS + days, "utf-8")
    _, told = CachedRelease(bundle((boats,)), Given()).ready()
    (hint,) = [line for line in told if "xsd:date" in line]
    assert hint.endswith("(3 times)")


def test_hints_that_are_alike_are_one_line_unless_each_is_asked_for(
    boats: Path,
) -> None:
    days = "".join(
        f'<https://example.org/v/{at}> <https://example.org/v/of> "day {at}"^^xsd:date .\n'
        for at in range(9)
    )
    declared = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    boats.write_text(declared + days, "utf-8")
    told = run("check", str(boats)).stderr.splitlines()
    (hint,) = [line for line in told if "xsd:date" in line]
    places = "9 times, such as “day 0”, first line 2, line 3, line 4"
    assert hint.startswith(f"Hint: {boats.name}: “…” is no xsd:date")
    assert hint.endswith(f"({places}; check --all tells each)")
    each = run("check", "--all", str(boats)).stderr.splitlines()
    assert len([line for line in each if "is no xsd:date" in line]) == 9


def test_the_page_of_quality_tells_the_hints_with_one_value_of_each_kind(
    tmp_path: Path,
) -> None:
    long = "9" * 200 + "th"
    days = f"""@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        @prefix : <https://example.org/v/> . :a :of "soon"^^xsd:date , "late"^^xsd:date ;
        :n "{long}"^^xsd:integer ."""
    (tmp_path / "days.ttl").write_text(days, "utf-8")
    release = build(bundle((tmp_path / "days.ttl",)), tmp_path / "releases")
    page = create_app(release).test_client().get("/quality?lang=en").text
    assert 'Doubtful in the files <span class="count">3</span>' in page
    advice = "correct it, or give it the datatype that it is of"
    dates = f"days.ttl: “…” is no xsd:date → {advice}"
    assert dates in page
    assert "(times: 2, such as “late”)" in page
    assert f"(such as “{long[:80]}…”)" in page
    german = create_app(release).test_client().get("/quality?lang=de").text
    assert "Anzahl: 2, etwa „late“" in german


@pytest.mark.parametrize(
    ("suffix", "text", "line"),
    [
        (".jsonld", '[{"@id": "x:a"},\n {"@id": "x:b",\n  "@type": 5}]', 3),
        (
            ".rdf",
            f'<r:RDF xmlns:r="{RDF_SPACE}">\n<r:Description r:about="x:a b"/></r:RDF>',
            2,
        ),
    ],
)
def test_faults_of_xml_and_json_have_their_line(
    suffix: str, text: str, line: int, boats: Path
) -> None:
    file = boats.with_name(f"odd{suffix}")
    file.write_text(text, "utf-8")
    with pytest.raises(InvalidInput) as raised:
        CachedRelease(bundle((file,)), Given()).ready()
    assert [one.line for one in raised.value.faults] == [line]


def test_a_page_tells_what_was_left_out(boats: Path) -> None:
    (boats.parent / "notes.md").write_text("# Notes", "utf-8")
    release, _ = CachedRelease(bundle((boats.parent,)), Given()).ready()
    client = create_app(release).test_client()
    html = {"Accept": "text/html"}
    assert "1 file was left out" in client.get("/", headers=html).text
    assert "<dt>notes.md</dt>" in client.get("/dumps/", headers=html).text


def test_data_without_articles_has_no_report_on_articles(boats: Path) -> None:
    release, _ = CachedRelease(bundle((boats,)), Given()).ready()
    client = create_app(release).test_client()
    assert client.get(f"/release/{release.version}/coverage").status_code == 404
    assert "coverage" not in client.get("/sitemap.xml").text
    assert "timeline" not in client.get("/sitemap.xml").text


SELDOM = (
    "babel",
    "elementpath",
    "feedgen",
    "num2words",
    "pyshacl",
    "rdflib",
    "rich",
    "xlsxwriter",
)


@pytest.mark.parametrize(
    "module", ["cli.serve", "web.serving.loop", "pipeline.building"]
)
def test_who_starts_waits_for_no_library_that_few_need(module: str) -> None:
    loaded = f"import sys, diplomatica.{module}; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert not {*SELDOM} & {*told.stdout.split()}


def test_who_holds_the_address_has_imported_nothing_that_answers() -> None:
    modules = "diplomatica.cli.serve, diplomatica.web.serving.server"
    loaded = f"import sys, {modules}; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    answers = {"asyncio", "flask", "uvicorn", "diplomatica.engine.embedded"}
    follows = {"watchfiles", "diplomatica.pipeline.files.source"}
    assert not (answers | follows) & {*told.stdout.split()}


MARKUP = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
<https://example.org/v/> a owl:Ontology ; dcterms:title "Boats\\n     at sea" ;
    dcterms:description "<p>What <b>floats</b> &amp; sails</p>"^^rdf:XMLLiteral .
<https://example.org/v/dory> a <https://example.org/v#Row_boat> ; dcterms:title "Dory" .
"""


def test_a_title_is_one_line_and_a_description_without_tags(boats: Path) -> None:
    boats.write_text(MARKUP, "utf-8")
    release, _ = CachedRelease(bundle((boats,)), Given()).ready()
    assert release.title == "Boats at sea"
    page = create_app(release).test_client().get("/", headers={"Accept": "text/html"})
    assert '<p class="lead">What floats &amp; sails</p>' in page.text


def test_a_kind_without_a_name_is_called_by_the_end_of_its_iri(boats: Path) -> None:
    boats.write_text(MARKUP, "utf-8")
    release, _ = CachedRelease(bundle((boats,)), Given()).ready()
    client = create_app(release).test_client()
    page = client.get("/search?q=dory", headers={"Accept": "text/html"}).text
    assert '<span class="tag ">Row boat</span>' in page


BARE = '<https://example.org/v/yawl> <https://example.org/v/rig> "ketch" .'
QUERY = "query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"


@pytest.mark.parametrize("form", ["text/html", "text/turtle", "application/json"])
def test_what_states_neither_licence_nor_date_answers_everywhere(
    boats: Path, form: str
) -> None:
    boats.write_text(BARE, "utf-8")
    release, _ = CachedRelease(bundle((boats,)), Given()).ready()
    client = create_app(release).test_client()
    addresses = (
        *(
            "/",
            "/dataset",
            f"/release/{release.version}",
            "/.well-known/void",
            "/about",
        ),
        *("/quality", "/cite.bib", "/linkset/dataset", "/releases", "/sitemap.xml"),
        *("/dumps/", "/browse", "/search", "/match", "/reconcile", "/health", "/yawl"),
        *("/sparql", f"/sparql?{QUERY}", "/graph/boats"),
    )
    for address in addresses:
        answer = client.get(address, headers={"Accept": form}, follow_redirects=True)
        assert answer.status_code in (200, 406), (address, answer.text[:200])


def test_downloads_lead_to_no_xml_of_what_xml_cannot_hold(boats: Path) -> None:
    boats.write_text(BOATS + '<https://e.org/a> rdfs:label "a\\u0001b" .', "utf-8")
    release, _ = CachedRelease(bundle((boats,)), Given()).ready()
    page = create_app(release).test_client().get("/dumps/").text
    assert "/graph/boats.ttl" in page
    assert "boats.rdf" not in page


def test_what_the_data_names_as_a_blank_node_was_named_has_its_page(
    boats: Path,
) -> None:
    node = "https://example.org/v/.well-known/genid/1"
    boats.write_text(BOATS + f'<{node}> rdfs:label "Skolem boat"@en .', "utf-8")
    release, _ = CachedRelease(bundle((boats,)), Given()).ready()
    client = create_app(release).test_client()
    for address in ("/.well-known/genid/1", f"/about?iri={node}"):
        answer = client.get(
            address, headers={"Accept": "text/html"}, follow_redirects=True
        )
        assert (answer.status_code, "Skolem boat" in answer.text) == (200, True)


def test_the_description_of_what_states_no_licence_has_none(boats: Path) -> None:
    boats.write_text(BARE, "utf-8")
    release, _ = CachedRelease(bundle((boats,)), Given()).ready()
    turtle = create_app(release).test_client().get("/dataset?format=turtle").text
    assert "dcat:Distribution" in turtle
    assert "dcterms:license" not in turtle
    assert "dcterms:issued" not in turtle


@pytest.mark.parametrize(
    ("stated", "texts", "language"),
    [
        (("ca", "en", "es"), '"a"', "en"),
        (("ca", "es"), '"a"@es, "b"@es, "c"@ca', "es"),
        (("fr", "ca"), '"a"', "ca"),
    ],
)
def test_of_several_stated_languages_that_of_most_texts_is_taken(
    stated: tuple[str, ...], texts: str, language: str
) -> None:
    said = ", ".join(f'"{tag}"' for tag in stated)
    text = f"""
        <http://e/d> a <http://www.w3.org/ns/dcat#Dataset> ;
          <http://purl.org/dc/terms/language> {said} ; <http://e/p> {texts} ."""
    quads = Together([list(parse(text, format=RdfFormat.TURTLE))])
    found = draw_catalog(quads, Given(), "d")
    assert (
        f"Language: {language} (as is stated; --language sets another)" in found.choices
    )


def drawn_from(text: str) -> tuple[str, str]:
    """The title and the licence of a file."""
    quads = Together([list(parse(text, format=RdfFormat.TURTLE))])
    catalog = draw_catalog(quads, Given(), "d").catalog
    return catalog.title, catalog.license


ONTOLOGIES = """
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix dcterms: <http://purl.org/dc/terms/> .
    <http://e/v> dcterms:title "A page" ; dcterms:license <http://e/free> .
    <http://e/v#> a owl:Ontology ; dcterms:title "Boats" ; owl:imports <http://e/w> ."""


def test_a_licence_may_be_stated_of_the_document_of_a_vocabulary() -> None:
    assert drawn_from(ONTOLOGIES) == ("Boats", "http://e/free")


def test_of_several_vocabularies_the_whole_is_that_of_which_most_is_said() -> None:
    named = f'{ONTOLOGIES} <http://e/w> a owl:Ontology ; dcterms:title "Masts" .'
    assert drawn_from(named) == ("Boats", "http://e/free")
