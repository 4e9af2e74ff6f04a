"""The table of conformance, as a release carries it and as the site shows it."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from conformance_table import row_of, row_of_case
from diplomatica.errors import InvalidInput
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import check


def test_the_page_counts_what_the_file_holds(
    published: Release,
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/conformance", headers={"Accept": "text/html"})
    with published_client.get("/conformance.csv") as file:
        rows = list(csv.DictReader(io.StringIO(file.get_data(as_text=True))))
    assert (page.status_code, page.mimetype, file.mimetype) == (
        200,
        "text/html",
        "text/csv",
    )
    assert rows == published.conformance
    assert f'<p class="lead">{len(rows):,} checks' in page.text
    counts = re.findall(r"<li><strong>([\d,]+)</strong> ([^<]+)</li>", page.text)
    told = {outcome: int(count.replace(",", "")) for count, outcome in counts}
    assert told == Counter(row["outcome"] for row in rows)


def test_what_is_not_met_stands_on_the_page_in_full(
    published: Release,
    published_client: FlaskClient,
) -> None:
    page = published_client.get("/conformance", headers={"Accept": "text/html"}).text
    others = [row for row in published.conformance if row["outcome"] != "passed"]
    for row in others:
        assert (
            f"<td>{escape(row['check'])}<br><small>{escape(row['note'])}</small></td>"
            in page
        )
    assert page.index(">deviates<") < page.index("Passed, by group of the suite")
    assert len(page) < 120_000


def test_each_standard_is_folded_and_says_how_much_of_it_passed(
    published: Release, published_client: FlaskClient
) -> None:
    page = published_client.get("/conformance?lang=de").text
    counts = Counter(
        row["standard"] for row in published.conformance if row["outcome"] == "passed"
    )
    folded = page.partition('id="standards"')[2]
    assert folded.count("<details") == len(
        {row["standard"] for row in published.conformance}
    )
    assert f"{counts['DCAT 3']} von {counts['DCAT 3']} bestanden" in folded
    assert "Was nicht bestanden wurde, und warum" in page


def test_nothing_failed_and_what_is_otherwise_says_why(published: Release) -> None:
    others = [row for row in published.conformance if row["outcome"] != "passed"]
    outcomes = {row["outcome"] for row in others}
    assert outcomes == {"needs the outside world", "not offered", "deviates"}
    assert all(row["note"] for row in others)


def test_a_release_without_a_table_says_so(client: FlaskClient) -> None:
    response = client.get("/conformance")
    assert (response.status_code, response.mimetype) == (
        404,
        "application/problem+json",
    )
    assert "/conformance" not in client.get("/", headers={"Accept": "text/html"}).text


def test_a_table_with_other_columns_is_a_fault(folder: Path) -> None:
    (folder / "dataset" / "conformance.csv").write_text("what,how\nall,well\n", "utf-8")
    with pytest.raises(
        InvalidInput, match=r"dataset/conformance.csv:1: has other columns"
    ):
        check(Folder(folder))


def test_a_test_names_its_clause() -> None:
    at = "tests/conformance/test_"
    assert row_of(f"{at}fuji.py::test_f1_02md_it_is_kept") == (
        "F-UJI 0.8",
        "F1-02MD",
        "it is kept",
    )
    assert row_of(f"{at}foops.py::test_what_is_served_at_its_iri_passes[OM4.1]") == (
        "FOOPS!",
        "OM4.1",
        "holds at the address of the ontology",
    )
    assert row_of(f"{at}foops.py::test_a_mutant_fails[OM4.1]") is None
    assert row_of("tests/builds/test_cli.py::test_help") is None


def test_a_case_of_w3c_names_its_group() -> None:
    row = ("W3C test suite of SPARQL 1.1", "bind", "bind01")
    assert row_of_case("sparql11/bind/bind01") == row
