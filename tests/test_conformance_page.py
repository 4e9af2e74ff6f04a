"""The table of conformance, as a release carries it and as the site shows it."""

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from conformance_table import row_of
from diplomatica.build.building import check
from diplomatica.errors import InvalidInput
from diplomatica.model.folder import Folder
from diplomatica.model.release import Release


def test_the_page_and_the_file_tell_the_same(published: Release, published_client: FlaskClient) -> None:
    page = published_client.get("/conformance", headers={"Accept": "text/html"})
    with published_client.get("/conformance.csv") as file:
        rows = list(csv.DictReader(io.StringIO(file.get_data(as_text=True))))
    assert (page.status_code, page.mimetype, file.mimetype) == (200, "text/html", "text/csv")
    assert rows == published.conformance
    assert page.text.count('<td class="outcome') == len(rows) > 150


def test_nothing_failed_and_only_what_is_named_is_open(published: Release) -> None:
    outcomes = {row["outcome"] for row in published.conformance}
    assert outcomes == {"passed", "needs the outside world", "not yet"}
    waiting = {row["clause"] for row in published.conformance if row["outcome"] == "not yet"}
    assert waiting == {""}


def test_a_release_without_a_table_says_so(client: FlaskClient) -> None:
    response = client.get("/conformance")
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")
    assert "/conformance" not in client.get("/", headers={"Accept": "text/html"}).text


def test_a_table_with_other_columns_is_a_fault(folder: Path) -> None:
    (folder / "dataset" / "conformance.csv").write_text("what,how\nall,well\n", "utf-8")
    with pytest.raises(InvalidInput, match=r"dataset/conformance.csv:1: has other columns"):
        check(Folder(folder))


def test_a_test_names_its_clause() -> None:
    at = "tests/conformance/test_"
    assert row_of(f"{at}fuji.py::test_f1_02md_it_is_kept") == ("F-UJI 0.8", "F1-02MD", "it is kept")
    assert row_of(f"{at}foops.py::test_what_is_served_at_its_iri_passes[OM4.1]") == (
        "FOOPS!", "OM4.1", "holds at the address of the ontology",
    )  # fmt: skip
    assert row_of(f"{at}foops.py::test_a_mutant_fails[OM4.1]") is None
    assert row_of("tests/test_cli.py::test_help") is None
