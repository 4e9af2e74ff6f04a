"""What tests share: a small dataset that never changes, a release and a server of it,
and a copy of it to spoil.

The small dataset holds four passages of the article; the dataset of this repository is
`published`.
"""

import gc
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

# It looks, as it is imported, at what is put out of sight later.
from hypothesis import settings
from selenium.webdriver import Chrome
from werkzeug.test import TestResponse

from browsing import chromium, fresh
from built import built_once, of_run
from diplomatica.engine import Embedded
from diplomatica.model.dataset.folder import PACKAGED, Folder
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline import building
from diplomatica.pipeline.building import build, check
from diplomatica.pipeline.built import Built
from diplomatica.pipeline.workshop.keep import Keep
from diplomatica.web.app import create_app
from processes import free_port
from suites import SUITES

# W3C's suite of JSON-LD comes in no package that holds it whole, so the gate has none: the
# table of conformance keeps what `SUITES=FOLDER make conformance` has found.
collect_ignore = (
    [] if (SUITES / "json-ld-api").is_dir() else ["conformance/test_jsonld_suite.py"]
)


class Reader(FlaskClient):
    """A client that reads all that it is sent: an answer left unread holds its file open."""

    def open(
        self, *request: Any, buffered: bool = True, **details: Any
    ) -> TestResponse:
        return super().open(*request, buffered=buffered, **details)


Flask.test_client_class = Reader
gc.disable()  # until all is imported: see pytest_collection_finish
pytest_plugins = ("collecting", "conformance_table")
# No test fails by the clock: others may use the machine.
settings.register_profile("here", deadline=None)
settings.load_profile("here")

BASE = "https://w3id.org/diplomatica/"
ARTICLE = "kazakhstan-peace-initiatives"
CLAIMS = f"dataset/claims/{ARTICLE}.trig"

SMALL = PACKAGED / "tests" / "small"

FOREIGN = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://example.org/news/dataset> a dcat:Dataset ;
    dcterms:title "My <news> & more"@en ; dcterms:description "What I read."@en ;
    dcterms:creator "Anna" ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:issued "2026-11-24"^^xsd:date ; dcat:version "1.0.0" ;
    void:uriSpace "https://example.org/news/" .
"""
PEOPLE = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .

<https://example.org/news/id/andré> a <http://xmlns.com/foaf/0.1/Person> ;
    owl:sameAs <https://people.example/1#andré> .
<https://example.org/news/id/50%25&a?b> a <http://xmlns.com/foaf/0.1/Person> .
"""

Spoil = Callable[[str, str, str], None]
_MUCH = 200_000  # objects that were made and have not been dropped

# Each of some hundred processes would compile all modules anew where this is forbidden.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Two processes more than there are cores: some of them mostly wait, as for a limit."""
    return (yield) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files of the long ones, which at the end leave the other cores idle.

    Each stays whole: what its tests share would be made for the long one, and again.
    """
    first = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in first)


def pytest_collection_finish() -> None:
    """Leave garbage to the moments between tests, and what is imported out of all of them.

    It may hold what only the thread that made it may drop: solutions of Oxigraph, in a
    circle with the error that was expected. Elsewhere, any thread may come to look for it.
    Commands check and build in a fork, and each would import anew what is slow to import.
    """
    for slow in ("elementpath", "pyshacl"):
        import_module(slow)
    gc.collect()
    gc.freeze()
    gc.disable()


def pytest_runtest_logfinish() -> None:
    """Look for garbage once there is much that may be some."""
    if gc.get_count()[0] > _MUCH:
        gc.collect()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """On the machine of the gate nothing may be skipped: it installs what the tests need."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        os.environ.get("CI") == "true"
        and reporter is not None
        and reporter.stats.get("skipped")
    ):
        reporter.write_line("CI=true: a skipped test is a failed run", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands keep for their user, they keep for this run of the tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(of_run(tmp_path_factory) / "cache"))
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Builds in this process keep their parts as those of the command line do."""
    keep = Keep(of_run(tmp_path_factory) / "kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(vars(building._ALONE), "keep", keep)
        yield


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return of_run(tmp_path_factory) / "releases"


@pytest.fixture(scope="session")
def release(releases: Path) -> Release:
    """The small dataset, built once."""
    return built_once(releases, lambda place: build(Folder(SMALL), place))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The dataset of this repository, built once."""
    place = of_run(tmp_path_factory) / "published"
    return built_once(place, lambda to: build(Folder(), to))


@pytest.fixture(scope="session")
def built() -> Built:
    """The same, checked and not written."""
    return check(Folder())


@pytest.fixture(scope="session")
def published_engine(published: Release) -> Embedded:
    return Embedded(published)


@pytest.fixture(scope="session")
def published_client(published: Release, published_engine: Embedded) -> FlaskClient:
    return create_app(published, published_engine).test_client()


@pytest.fixture(scope="session")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A dataset that is not ours, with the least that there can be: a base of its own,
    a name and a link."""
    folder = tmp_path_factory.mktemp("foreign")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "catalog.ttl").write_text(FOREIGN, "utf-8")
    (folder / "dataset" / "people.ttl").write_text(PEOPLE, "utf-8")
    place = of_run(tmp_path_factory) / "foreign"
    return built_once(place, lambda to: build(Folder(folder), to))


@pytest.fixture(scope="session")
def foreign_client(foreign: Release) -> FlaskClient:
    return create_app(foreign).test_client()


@pytest.fixture(scope="session")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture(scope="session")
def unscripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("plain"), scripts=False) as driver:
        yield driver


@pytest.fixture
def browser(scripted: Chrome) -> Chrome:
    """A browser as if it had just been started."""
    return fresh(scripted)


@pytest.fixture
def plain_browser(unscripted: Chrome) -> Chrome:
    """One that runs no scripts."""
    return fresh(unscripted)


@pytest.fixture(scope="session")
def engine(release: Release) -> Embedded:
    return Embedded(release)


@pytest.fixture(scope="session")
def app(release: Release, engine: Embedded) -> Flask:
    return create_app(release, engine)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who comes to the site for the first time."""
    return app.test_client()


def small_in(place: Path) -> Path:
    """Copy the small dataset with the ontology."""
    shutil.copytree(SMALL, place / "folder")
    shutil.copytree(PACKAGED / "ontology", place / "folder" / "ontology")
    return place / "folder"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small dataset with the ontology, to be changed."""
    return small_in(tmp_path)


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replace the only occurrence of some text in a file of the copy."""

    def replace(file: str, old: str, new: str) -> None:
        text = (folder / file).read_text("utf-8")
        assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in {file}"
        (folder / file).write_text(text.replace(old, new), "utf-8")

    return replace


def append(file: Path, text: str) -> None:
    """Write something at the end of a file."""
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def line_of(file: Path, words: str) -> int:
    """The line of a file on which some words stand first."""
    return next(
        number
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if words in line
    )


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    command = [sys.executable, "-m", "diplomatica", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


@dataclass(frozen=True)
class Response:
    """What a server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def type(self) -> str:
        return self.headers.get_content_type()


def request(
    server: str,
    path: str,
    method: str = "GET",
    body: bytes | None = None,
    **headers: str,
) -> Response:
    """Ask a server on loopback, with these headers and no other."""
    connection = http.client.HTTPConnection(
        urllib.parse.urlsplit(server).netloc, timeout=30
    )
    try:
        connection.request(
            method,
            path,
            body,
            {name.replace("_", "-"): value for name, value in headers.items()},
        )
        response = connection.getresponse()
        return Response(response.status, response.headers, response.read())
    finally:
        connection.close()


@contextmanager
def serving(
    release: Release, *options: str, at: Path | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of a release in a process of its own, on loopback, with its address."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "diplomatica",
        "serve",
        "--release",
        str(at or release.folder),
    ]
    command += ["--port", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.findall(r"http://\S+", process.stdout.readline())[0]
        _wait_for(address)
        try:
            yield process, address
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def server(release: Release) -> Iterator[str]:
    """The address of a real server of the release."""
    with serving(release) as (_, address):
        yield address


@pytest.fixture(scope="session")
def whole(published: Release) -> Iterator[str]:
    """The address of a real server of the dataset of this repository."""
    with serving(published) as (_, address):
        yield address


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")
