"""Every kind of page, as axe sees it in a real Chromium, on a telephone and on a desk."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from selenium.webdriver import Chrome

from browsing import (
    as_wide_as,
    emulate,
    fresh,
    is_within_window,
    needs_chromium,
    visit,
)
from conftest import ARTICLE, BASE, serving
from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.dataset.release import Release
from diplomatica.model.statement import digest
from diplomatica.model.vocabulary import DIP, RDF
from pages import EXAMPLES, PAGES
from versions import folder, three

__all__ = ["folder", "three"]
AXE = PACKAGED / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    needs_chromium,
    pytest.mark.skipif(not AXE.is_file(), reason="there is no axe here: make editor"),
]
SUMMIT = digest(
    Triple(NamedNode(f"{BASE}id/osce-summit-astana"), RDF("type"), DIP("Summit"))
)
PATHS = {path or "front": path for path in (*PAGES, *EXAMPLES)} | {
    "chosen words": f"article/{ARTICLE}?claim=osce-finale",
    "found": "search?q=president",
    "initiatives": "search?kind=Initiative",
    "matched names": "match?names=Umarov",
    "neighbours": "network?thing=kazakhstan",
    "ways": "network?from=kazakhstan&to=osce",
    "statement": f"statement/{SUMMIT}",
    "report of a statement": f"report?of=statement/{SUMMIT}",
    "proposal": f"propose?of=statement/{SUMMIT}&change=withdraw&reason=x",
    "proposal for a claim": f"propose?of=claim/{ARTICLE}/osce-finale",
    "rows": "sparql?query=" + quote("SELECT ?who ?what { ?who dip:chaired ?what }"),
    "graph": "sparql?query=" + quote("DESCRIBE :osce"),
    "no rows": "sparql?query=" + quote("SELECT ?who { ?who a dip:Sumit }"),
    "fault": "sparql?query=" + quote("SELECT ?who {\n  ?who a"),
    "sought shapes": "shapes?q=signing",
    "nothing": "doc/nowhere",
}
GROUPS = "cite?query=" + quote("SELECT ?x { ?x a dip:Group }")
CENTRE = digest(
    Triple(NamedNode(f"{BASE}id/kazcent"), DIP("purpose"), Literal("training"))
)
# Pages of a site with several releases.
OF_RELEASES = {
    "releases": "releases",
    "since": "releases?since=0.1.0",
    "changes": "release/0.3.0/changes",
    "terms that changed": "release/0.3.0/changes?group=terms",
    "answer to cite": GROUPS,
    "answer that differs": f"{GROUPS}&rows=1&checksum=x&since=0.1.0",
    "what changed before": f"propose?of=statement/{CENTRE}",
    "thing that changed": "doc/kazcent",
    "thing that went": "id/birds",
}
# Rules whose violations are never so grave are not run: they take a fifth of the time.
_RUN = """
const done = arguments[arguments.length - 1];
const isGrave = ({impact}) => ["serious", "critical"].includes(impact);
const mild = axe._audit.rules.filter((rule) => !isGrave(rule));
const rules = Object.fromEntries(mild.map(({id}) => [id, {enabled: false}]));
axe.run({resultTypes: ["violations"], rules}).then(
  ({violations}) => done(violations.filter(isGrave)
    .flatMap(({id, help, nodes}) => nodes.map(({target, failureSummary}) =>
      `${id}: ${help}: ${target}: ${failureSummary}`))),
  (error) => done([String(error)]));
"""


def violations(browser: Chrome) -> list[str]:
    """What axe finds in the page that is open."""
    found: list[str] = browser.execute_async_script(_RUN)
    return found


# Colours do not depend on the width, so each page is asked in two of the four looks,
LOOKS = [(390, "light"), (1300, "dark")]
# and the pages that everybody sees in all four.
OTHER_LOOKS = [(390, "dark"), (1300, "light")]
MAIN = (
    "front",
    "about",
    "doc/kazakhstan",
    f"article/{ARTICLE}",
    "found",
    "timeline",
    "ways",
    "sparql",
    "dumps/",
    "ontology",
)
SEEN = [
    (name, look)
    for name in PATHS
    for look in LOOKS + (OTHER_LOOKS if name in MAIN else [])
]


@pytest.fixture(scope="module")
def watched(scripted: Chrome) -> Iterator[Chrome]:
    """A browser that has axe in each of its pages."""
    browser = fresh(scripted)
    browser.set_script_timeout(60)
    axe = {"source": AXE.read_text("utf-8")}
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", axe)
    yield browser
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


@pytest.fixture(scope="module")
def page(watched: Chrome, request: pytest.FixtureRequest, whole: str) -> Chrome:
    """A page with axe, loaded once for all its looks."""
    visit(watched, whole + PATHS[request.param])
    return watched


@pytest.mark.parametrize(("page", "look"), SEEN, indirect=["page"], ids=str)
def test_a_page_is_accessible(look: tuple[int, str], page: Chrome) -> None:
    width, colours = look
    emulate(page, prefers_color_scheme=colours)
    with as_wide_as(page, width, 1000):
        assert violations(page) == []
        assert is_within_window(page)


@pytest.fixture(scope="module")
def several(three: list[Release]) -> Iterator[str]:
    """The address of a server of three releases."""
    with serving(three[2]) as (_, address):
        yield address


@pytest.fixture(scope="module", params=OF_RELEASES.values(), ids=list(OF_RELEASES))
def page_of_releases(
    watched: Chrome, request: pytest.FixtureRequest, several: str
) -> Chrome:
    """A page of a site with several releases."""
    visit(watched, several + request.param)
    return watched


@pytest.mark.parametrize(("width", "colours"), LOOKS)
def test_a_page_of_several_releases_is_accessible(
    width: int, colours: str, page_of_releases: Chrome
) -> None:
    emulate(page_of_releases, prefers_color_scheme=colours)
    with as_wide_as(page_of_releases, width, 1000):
        assert violations(page_of_releases) == []
        assert is_within_window(page_of_releases)


def test_axe_sees_what_is_wrong(watched: Chrome, whole: str) -> None:
    watched.get(whole)
    watched.execute_script("document.querySelector('.home').replaceChildren()")
    assert [one.partition(":")[0] for one in violations(watched)] == ["link-name"]
