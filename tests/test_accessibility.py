"""Every kind of page, as axe sees it in a real Chromium, on a telephone and on a desk."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from pyoxigraph import NamedNode, Triple
from selenium.webdriver import Chrome

from browsing import as_wide_as, emulate, fresh, is_within_window, needs_chromium
from conftest import ARTICLE, BASE, serving
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import DIP, RDF

AXE = PACKAGED / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    needs_chromium,
    pytest.mark.skipif(not AXE.is_file(), reason="there is no axe here: make editor"),
]
SUMMIT = digest(
    Triple(NamedNode(f"{BASE}id/osce-summit-astana"), RDF("type"), DIP("Summit"))
)
PAGES = {
    "front": "",
    "origin": "about",
    "quality": "quality",
    "thing": "doc/kazakhstan",
    "article": f"article/{ARTICLE}",
    "chosen words": f"article/{ARTICLE}?claim=osce-finale",
    "kinds": "search",
    "found": "search?q=president",
    "initiatives": "search?kind=Initiative",
    "timeline": "timeline",
    "network": "network",
    "names": "match",
    "matched names": "match?names=Umarov",
    "neighbours": "network?thing=kazakhstan",
    "ways": "network?from=kazakhstan&to=osce",
    "claim": f"claim/{ARTICLE}/osce-finale",
    "statement": f"statement/{SUMMIT}",
    "report": f"report?of=statement/{SUMMIT}",
    "proposal": f"propose?of=statement/{SUMMIT}&change=withdraw&reason=x",
    "query": "sparql",
    "rows": "sparql?query=" + quote("SELECT ?who ?what { ?who dip:chaired ?what }"),
    "graph": "sparql?query=" + quote("DESCRIBE :osce"),
    "no rows": "sparql?query=" + quote("SELECT ?who { ?who a dip:Sumit }"),
    "fault": "sparql?query=" + quote("SELECT ?who {\n  ?who a"),
    "dumps": "dumps/",
    "ontology": "ontology",
    "shapes": "shapes",
    "conformance": "conformance",
    "coverage": "release/0.1.0/coverage",
    "nothing": "doc/nowhere",
}
_RUN = """
const done = arguments[arguments.length - 1];
axe.run({resultTypes: ["violations"]}).then(
  ({violations}) => done(violations.filter(({impact}) => ["serious", "critical"].includes(impact))
    .flatMap(({id, help, nodes}) => nodes.map(({target, failureSummary}) =>
      `${id}: ${help}: ${target}: ${failureSummary}`))),
  (error) => done([String(error)]));
"""


def violations(browser: Chrome) -> list[str]:
    """What axe finds in the page that is open."""
    found: list[str] = browser.execute_async_script(_RUN)
    return found


@pytest.fixture(scope="module")
def whole(published: Release) -> Iterator[str]:
    """The address of a server of the dataset of this repository."""
    with serving(published) as (_, address):
        yield address


# Colours do not depend on the width, so each page is asked in two of the four looks.
LOOKS = [(390, "light"), (1300, "dark")]


@pytest.fixture(scope="module", params=PAGES.values(), ids=list(PAGES))
def page(scripted: Chrome, request: pytest.FixtureRequest, whole: str) -> Chrome:
    """A page with axe, loaded once for all its looks."""
    browser = fresh(scripted)
    browser.set_script_timeout(60)
    browser.get(whole + request.param)
    browser.execute_script(AXE.read_text("utf-8"))
    return browser


@pytest.mark.parametrize(("width", "colours"), LOOKS)
def test_a_page_is_accessible(width: int, colours: str, page: Chrome) -> None:
    emulate(page, prefers_color_scheme=colours)
    with as_wide_as(page, width, 1000):
        assert violations(page) == []
        assert is_within_window(page)


def test_axe_sees_what_is_wrong(browser: Chrome, whole: str) -> None:
    browser.get(whole)
    browser.execute_script("document.querySelector('.home').replaceChildren()")
    browser.execute_script(AXE.read_text("utf-8"))
    assert [one.partition(":")[0] for one in violations(browser)] == ["link-name"]
