"""The table of conformance: each check in conformance/ by its standard and clause, and
how it went.

`make conformance` writes it to dataset/conformance.csv, from where the release carries
it. When all checks have run and the table says otherwise, the run fails: what is
published is what was seen. What no test of ours can show is in conformance/outside.csv.
Tests of mutants, which show that a check can fail, are no rows of it.
"""

import csv
import io
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import CONFORMANCE_COLUMNS
from suites import Judge

HERE = Path(__file__).parents[1] / "conformance"
TABLE = PACKAGED / "dataset" / "conformance.csv"
OUTSIDE = HERE / "outside.csv"
STANDARDS = {
    "test_bestpractices": "Data on the Web Best Practices",
    "test_datasetsearch": "Google Dataset Search",
    "test_dcat": "DCAT 3",
    "test_foops": "FOOPS!",
    "test_fuji": "F-UJI 0.8",
    "test_pitfalls": "OOPS!",
    "test_protocol": "SPARQL 1.1 Protocol",
    "test_reconciliation": "Reconciliation Service 0.2",
    "test_signposting": "FAIR Signposting",
    "test_sitemap": "Sitemaps",
    "test_vapour": "Vapour",
    "test_void": "VoID",
}
# Tests of which each case is a clause, and what it says of all of them.
BY_CASE = {
    "test_it_holds_for_every_kind_of_iri": "",
    "test_the_practice_is_followed": "",
    "test_what_is_served_at_its_iri_passes": "holds at the address of the ontology",
    "test_the_ontology_does_not_fall_in": "the ontology does not fall into this pitfall",
    "test_what_the_protocol_wants_answered_is_answered": "is answered",
    "test_what_the_protocol_wants_refused_is_a_clear_4xx": "is refused with a clear 4xx",
}
# W3C's suites, by their folder: each case is a row, its group being the clause. Where they are not
# at hand, the table keeps what it says of them.
OF_SUITES = {
    "sparql10": "W3C test suite of SPARQL 1.0",
    "sparql11": "W3C test suite of SPARQL 1.1",
    "jsonld11": "W3C test suite of JSON-LD 1.1",
    "rdf11": "W3C test suite of RDF 1.1",
    "shacl": "W3C test suite of SHACL",
}
BY_SUITE = "test_the_cases_of_w3c_come_out_as_they_say"
# What is said of tests and of the code, and of no standard.
OF_NO_STANDARD = {
    "test_each_case_sends_what_w3c_sends",
    "test_the_table_of_addresses_names_the_file_of_each",
}
DEVIATIONS = HERE / "deviations.csv"
CLAUSE = re.compile(
    r"test_(bp\d+|[afir]\d_(?:\d_)?\d\d(?:md|m|d)|\d+_\d+(?=_)|\d(?=_)|v\d|"
    r"(?:uri|purl|ver|cn|http|rdf|doc|find|stars?)\d)_(.*)"
)
outcomes: dict[tuple[str, str, str], str] = {}


def row_of(nodeid: str) -> tuple[str, str, str] | None:
    """The standard, the clause and the check that a test stands for; None for what is no row."""
    file, _, name = nodeid.partition("::")
    module = Path(file).stem
    function, _, case = name.partition("[")
    if (
        "conformance" not in Path(file).parts
        or "mutant" in function
        or "has_lost_something" in function
    ):
        return None
    if function in OF_NO_STANDARD:
        return None
    if module not in STANDARDS:
        return None
    if function in BY_CASE:
        return _by_case(module, function, case.rstrip("]"))
    found = CLAUSE.fullmatch(function)
    clause, words = (
        (found[1].upper(), found[2]) if found else ("", function.removeprefix("test_"))
    )
    clause = re.sub(r"_(\d\d(?:MD|M|D))$", r"-\1", clause).replace("_", ".")
    return STANDARDS[module], clause, words.replace("_", " ")


def _by_case(module: str, function: str, case: str) -> tuple[str, str, str]:
    """The row of one case: its name is the clause, or the clause and what it asks."""
    if function == "test_it_holds_for_every_kind_of_iri":
        clause, _, words = case.partition("_")
        return STANDARDS[module], clause.upper(), words.replace("_", " ")
    clause, _, words = case.partition(": ")
    standard = "Five stars of open data" if clause.isdigit() else STANDARDS[module]
    return standard, clause.partition("-/")[0], words or BY_CASE[function]


def row_of_case(case: str) -> tuple[str, str, str] | None:
    """The row of a case of W3C, which is named suite/group/name."""
    suite, _, rest = case.partition("/")
    group, _, name = rest.partition("/")
    return (OF_SUITES[suite], group, name) if name else None


def deviations() -> dict[tuple[str, str, str], str]:
    """Why a case of W3C is known to come out otherwise, by its row."""
    with DEVIATIONS.open(encoding="utf-8", newline="") as file:
        told = {row_of_case(row["case"]): row["why"] for row in csv.DictReader(file)}
    return {key: why for key, why in told.items() if key}


def _seen() -> list[tuple[str, ...]]:
    """What this run has seen: a case that is known to deviate passes where it does."""
    known = deviations()
    told = {key: ("deviates", known[key]) for key in outcomes if key in known}
    return [(*key, *told.get(key, (outcome, ""))) for key, outcome in outcomes.items()]


def _kept() -> list[tuple[str, ...]]:
    """What the table says of suites that this run has not seen."""
    unseen = set(OF_SUITES.values()) - {key[0] for key in outcomes}
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = (row for row in rows if row["standard"] in unseen)
    return [tuple(row[column] for column in CONFORMANCE_COLUMNS) for row in kept]


def rows() -> list[tuple[str, ...]]:
    """All rows of the table, in the order of standards and clauses."""
    with OUTSIDE.open(encoding="utf-8", newline="") as file:
        outside = [
            tuple(row[column] for column in CONFORMANCE_COLUMNS)
            for row in csv.DictReader(file)
        ]
    return sorted([*outside, *_kept(), *_seen()], key=_place)


def _place(row: tuple[str, ...]) -> tuple[object, ...]:
    numbers = [
        int(part) if part.isdigit() else part for part in re.split(r"(\d+)", row[1])
    ]
    return (
        row[0],
        [
            (isinstance(part, str), str(part), part)
            if isinstance(part, str)
            else (False, "", part)
            for part in numbers
        ],
        row[2],
    )


def written(table: Iterable[tuple[str, ...]]) -> str:
    """The table as CSV."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([CONFORMANCE_COLUMNS, *table])
    return target.getvalue()


@pytest.fixture
def judge(record_property: Callable[[str, object], None]) -> Judge:
    """Take down how a case of W3C went, of which one test tries many."""
    return record_property


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Take down how a check went; one case that fails makes it fail."""
    if report.when == "call" and BY_SUITE in report.nodeid:
        _judge(report)
        return
    key = row_of(report.nodeid) if report.when == "call" or report.failed else None
    if key:
        failed = report.failed or outcomes.get(key) == "failed"
        outcomes[key] = "failed" if failed else "passed"


def _judge(report: pytest.TestReport) -> None:
    for case, passed in report.user_properties:
        if key := row_of_case(case):
            outcomes[key] = "passed" if passed else "failed"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the table, or see that it says what was seen, once every check has run."""
    config = session.config
    narrowed = (
        config.option.keyword
        or any("::" in argument for argument in config.args)
        or session.testsfailed
    )
    seen = {row[0] for row in outcomes}
    if narrowed or not seen >= set(STANDARDS.values()):
        return
    if os.environ.get("CONFORMANCE") == "write":
        TABLE.write_text(written(rows()), "utf-8")
    elif not TABLE.exists() or TABLE.read_text("utf-8") != written(rows()):
        reporter = config.pluginmanager.get_plugin("terminalreporter")
        assert reporter is not None
        reporter.write_line(
            "dataset/conformance.csv does not say what was seen: make conformance",
            red=True,
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
