"""The README and the pages that it leads to are tested like code: their queries run, their
examples build, their commands are there."""

import json
import re
import subprocess
from pathlib import Path

import click
import pytest

from conftest import append
from diplomatica.cli.main import main
from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import PACKAGED, Folder, bundle
from diplomatica.model.formats import JSON
from diplomatica.model.vocabulary import DCTERMS, RDF, XSD
from diplomatica.pipeline.building import build, check

README = PACKAGED / "README.md"
DOCS = PACKAGED / "server" / "docs"
CLAIMS = DOCS / "claims.md"
OWN_DATA = DOCS / "own-data.md"
PAGES = [README, *sorted(DOCS.glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)]+)\)")


def blocks(kind: str, page: Path) -> list[str]:
    """The examples of a kind on a page."""
    texts = [
        text for name, text in _BLOCK.findall(page.read_text("utf-8")) if name == kind
    ]
    assert texts
    return texts


def links(page: Path) -> set[str]:
    """What a page links to here."""
    return {
        link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link
    }


@pytest.mark.parametrize("query", blocks("sparql", README))
def test_its_queries_give_rows(query: str, engine: Embedded) -> None:
    answer = engine.answer(query, JSON, None)
    assert answer is not None
    assert json.loads(answer.body)["results"]["bindings"]


def test_the_example_of_claims_is_an_article_without_faults(folder: Path) -> None:
    (text,) = blocks("text", CLAIMS)
    head, claims = blocks("trig", CLAIMS)
    (folder / "seeds" / "news.txt").write_text(text, "utf-8")
    (folder / "dataset" / "claims" / "news.trig").write_text(
        head.replace("NAME", "news") + claims, "utf-8"
    )
    append(folder / "dataset" / "names.ttl", blocks("turtle", CLAIMS)[0])
    built = check(Folder(folder))
    assert [
        claim.iri.value.rpartition("/")[2] for claim in built.reading.claims["news"]
    ] == ["appeal-adopted", "good-beginning", "lindqvist-diplomat", "visit-planned"]
    assert all(
        sentence.claims
        for one in built.coverage.articles
        if one.article == "news"
        for sentence in one.sentences
    )


def test_its_dataset_of_ones_own_can_be_built_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "catalog.ttl").write_text(
        blocks("turtle", OWN_DATA)[0], "utf-8"
    )
    release = build(Folder(tmp_path), tmp_path / "releases")
    assert (release.title, release.version, release.base) == (
        "My news",
        "1.0.0",
        "https://example.org/news/",
    )


def test_its_table_with_a_description_is_published_without_a_hint(
    tmp_path: Path,
) -> None:
    (tmp_path / "loans.csv").write_text(blocks("csv", OWN_DATA)[0], "utf-8")
    description = tmp_path / "loans.csv-metadata.json"
    description.write_text(blocks("json", OWN_DATA)[0], "utf-8")
    built = check(bundle((tmp_path / "loans.csv",)))
    assert (built.reading.hints, built.reading.catalog.title) == (
        [],
        "Loans of our boats",
    )
    loan, stated = "<https://example.org/loans/1>", "".join(built.triples.texts())
    for said in (
        f"{RDF('type')} <https://example.org/Loan>",
        f'{DCTERMS("date")} "2019-06-03"^^{XSD("date")}',
        "<https://example.org/boat> <https://example.org/boats/Anna>",
    ):
        assert f"{loan} {said} .\n" in stated


def test_every_command_and_every_option_is_documented() -> None:
    documented = (DOCS / "commands.md").read_text("utf-8").splitlines()
    for name in main.list_commands(click.Context(main)):
        command = main.get_command(click.Context(main), name)
        assert command is not None
        line = next(
            line for line in documented if line.startswith(f"| `diplomatica {name}")
        )
        for parameter in command.params:
            told = (
                parameter.opts[0]
                if isinstance(parameter, click.Option)
                else str(parameter.name).upper()
            )
            assert told in line


def test_its_commands_are_targets_of_make() -> None:
    targets = re.findall(
        r"^(?:make|\.venv/bin/\w+) ?(\w*)",
        "\n".join(blocks("sh", README)),
        re.MULTILINE,
    )
    assert {"serve", "test"} <= set(targets)
    for target in ("serve", "test", "build"):
        done = subprocess.run(
            ["make", "--dry-run", target],
            cwd=PACKAGED,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_files_that_a_page_links_to_are_there(page: Path) -> None:
    assert [link for link in links(page) if not (page.parent / link).is_file()] == []


def test_the_readme_leads_to_every_page_and_to_its_pictures() -> None:
    assert {f"server/docs/{page.name}" for page in DOCS.glob("*.md")} <= links(README)
    assert {".github/page.png", ".github/reading.png"} <= links(README)


def test_its_two_commands_come_first_and_the_gate_runs_the_same() -> None:
    assert blocks("sh", README)[0].startswith("make serve ")
    assert "\nmake test " in blocks("sh", README)[0]
    assert (
        (PACKAGED / ".ci" / "run").read_text("utf-8").rstrip().endswith("\nmake test")
    )
