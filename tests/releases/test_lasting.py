"""Addresses last: what three releases ever gave is answered, moved or gone, and told."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from itertools import repeat
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from built import history_once, of_run, told_once
from conftest import BASE, SMALL, append
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build
from diplomatica.web.app import app_of
from diplomatica.web.history.asof import as_of
from edits import change, without
from versions import numbered

pytestmark = pytest.mark.long
_CLAIMS = Path("dataset", "claims", "kazakhstan-peace-initiatives.trig")
_NAMES, _LINKS = Path("dataset", "names.ttl"), Path("dataset", "links.trig")
_TERMS = Path("ontology", "diplomatica.ttl")
_BIRDS = """
:birds a dip:Group ; rdfs:label "Birds"@en .
:fish a dip:Group ; rdfs:label "Fish"@en .
"""
_GONE = """
<{base}claim/kazakhstan-peace-initiatives/personal-convictions>
    <http://www.w3.org/2002/07/owl#deprecated> true ;
    <http://www.w3.org/2000/01/rdf-schema#comment> "It was read wrongly."@en .
"""
_CLAIM = "/claim/kazakhstan-peace-initiatives/"
_OLD = ("/release/0.1.0", "/release/0.2.0")
_LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
# Their statements are thousands, and are of one kind.
_OF_MANY = re.compile(
    r"(/release/[^/]+)?/(ontology|shapes|graph|prefix|query|rule|[A-Z])"
)
_FORM = re.compile(r".*(\?|/report|/propose|\.\w+$)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Three releases: things split and renamed, claims and links withdrawn, terms changed."""
    *_, last = history_once(of_run(tmp_path_factory) / "lasting", built_thrice)
    return app_of(str(last.folder)).test_client()


def built_thrice(place: Path) -> list[Release]:
    folder, made = place / "folder", []
    shutil.copytree(SMALL, folder)
    shutil.copytree(PACKAGED / "ontology", folder / "ontology")
    append(folder / _NAMES, _BIRDS)
    made.append(build(numbered(folder, "0.1.0"), place / "releases"))
    second(folder)
    made.append(build(numbered(folder, "0.2.0"), place / "releases"))
    third(folder)
    made.append(build(numbered(folder, "0.3.0"), place / "releases"))
    return made


def second(folder: Path) -> None:
    """One thing becomes two, another has another name; a claim and a link go."""
    split = (
        ':sea-birds a dip:Group ; rdfs:label "Sea birds"@en .\n:land-birds a dip:Group'
    )
    change(folder / _NAMES, lambda text: text.replace(":birds a dip:Group", split))
    change(folder / _NAMES, lambda text: text.replace('"Fish"', '"Fishes"'))
    change(folder / _LINKS, lambda text: without(text, "link:lebanon-wikidata"))
    change(folder / _CLAIMS, lambda text: without(text, "c:less-tense-relations"))
    remark = ":remark-on-less-tense-relations"
    change(folder / _NAMES, lambda text: without(text, remark))


def third(folder: Path) -> None:
    """A statement is corrected, a claim is withdrawn for a reason, a term explained anew."""
    purpose = '"peacekeeping training"'
    change(folder / _CLAIMS, lambda text: text.replace(purpose, '"training"'))
    change(folder / _CLAIMS, lambda text: without(text, "c:personal-convictions"))
    remark = ":remark-on-personal-convictions"
    change(folder / _NAMES, lambda text: without(text, remark))
    append(folder / "dataset" / "catalog.ttl", _GONE.format(base=BASE))
    change(folder / _NAMES, lambda text: text.replace(":fish a", ":fishes a"))
    why, other = "Why a thing has no link", "Why something has no link"
    change(folder / _TERMS, lambda text: text.replace(why, other))


@pytest.fixture(scope="module")
def crawled(
    site: FlaskClient, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, int]:
    """All pages that lead from one to another in any release, with how each answered."""

    def lines() -> Iterator[str]:
        for path, status in crawl(site).items():
            yield f"{status} {path}"

    told = told_once(of_run(tmp_path_factory) / "lasting-pages", lines)
    pairs = (line.split(" ", 1) for line in told)
    return {path: int(status) for status, path in pairs}


def crawl(site: FlaskClient) -> dict[str, int]:
    found: dict[str, int] = {}
    todo = ["/", *(f"{mount}/" for mount in _OLD)]
    seen = {*todo}
    while todo:
        path = todo.pop()
        with site.get(path, headers={"Accept": "text/html"}) as answer:
            found[path] = answer.status_code
            is_page = answer.mimetype == "text/html"
            links = {*_led(path, answer.get_data(True))} if is_page else set()
            if answer.status_code == 303:
                links.add(answer.headers["Location"].removeprefix("http://localhost"))
        todo += sorted(link for link in links - seen if not _FORM.match(link))
        seen |= links
    return found


def _led(path: str, text: str) -> Iterator[str]:
    for link in map(unescape, _LINK.findall(text)):
        if not ("/statement/" in link and _OF_MANY.match(path)):
            yield link


def test_every_page_of_every_release_is_there(crawled: dict[str, int]) -> None:
    odd = {path: status for path, status in crawled.items() if status not in (200, 303)}
    assert odd == {f"{_CLAIM}personal-convictions": 410}  # which the catalog names
    for mount in ("", *_OLD):
        assert crawled[f"{mount}/doc/kazakhstan"] == 200
    assert len(crawled) > 1000


def test_every_address_that_was_ever_given_is_answered_or_gone(
    crawled: dict[str, int], site: FlaskClient
) -> None:
    old = [path for path in crawled if path.startswith(_OLD)]
    paged = [one for one in map(as_of, old, repeat("")) if one and not one.is_own]
    given = {one.path for one in paged} - {*crawled}
    told = {path: _status(site, path) for path in given}
    bad = {
        path: status for path, status in told.items() if status not in (200, 303, 410)
    }
    assert bad == {}
    gone = {path for path, status in told.items() if status == 410}
    expected = {"/doc/birds", "/doc/fish", "/link/lebanon-wikidata"}
    expected.add(f"{_CLAIM}less-tense-relations")
    assert expected <= gone
    assert sum(path.startswith("/statement/") for path in gone) > 5
    forms = {path: _status(site, f"{path}.ttl") for path in gone - _of_things(gone)}
    assert {path: status for path, status in forms.items() if status != 410} == {}


def _of_things(paths: set[str]) -> set[str]:
    """The addresses of things, which have no forms: their documents do."""
    return {path for path in paths if path.startswith("/id/")}


def _status(site: FlaskClient, path: str) -> int:
    with site.get(path, headers={"Accept": "text/html"}) as answer:
        return answer.status_code


def test_what_is_gone_says_why_or_which_release_has_it(site: FlaskClient) -> None:
    birds = site.get("/doc/birds").json
    claim = site.get("/claim/kazakhstan-peace-initiatives/personal-convictions").json
    assert birds is not None
    assert birds["last_release"] == "/release/0.1.0/id/birds"
    assert site.get(birds["last_release"]).status_code == 303
    assert claim is not None
    assert claim["detail"] == "It was read wrongly."
