"""What pages promise their readers, at two widths and in two looks, without scripts.

Trust comes first, then answers in place, a calm room to read in, plain words and small
screens; boxes that belong together are compared by where they stand.
"""

import re
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from browsing import (
    box,
    boxes,
    emulate,
    fresh,
    is_within_window,
    needs_chromium,
    resize,
    visit,
)
from browsing import text as told
from conftest import ARTICLE

pytestmark = needs_chromium
# Tests of one page stand together, so that it is loaded once for them and both looks.
# Colours move no box, so each page is seen in two of the four looks.
LOOKS = [(390, "dark"), (1300, "light")]
LONGEST = 5_000  # pixels of a folded page on a telephone; the vocabulary had 92,006
FOLDED = {"ontology": 6, "dumps/": 13, "conformance": 20}
FOR_READERS = (
    "",
    "doc/kazakhstan",
    f"article/{ARTICLE}",
    "timeline",
    "network",
    "about",
)
PREFIXED = re.compile(r"\b(?:dip|rdfs?|skos|dcterms|xsd|owl|prov):\w+")
_SHOW_TYPED = """
document.querySelectorAll("pre").forEach((one) => { one.style.display = arguments[0] })"""
ASKED = "search?q=who+proposed+G-Global%3F"


@pytest.fixture(scope="module")
def still(unscripted: Chrome) -> Chrome:
    """A browser that keeps its page from test to test, which may lay it out anew."""
    return fresh(unscripted)


@pytest.fixture(params=LOOKS, ids=str)
def look(request: pytest.FixtureRequest) -> tuple[int, str]:
    look: tuple[int, str] = request.param
    return look


@pytest.fixture
def reader(still: Chrome, look: tuple[int, str]) -> Iterator[Chrome]:
    width, colours = look
    resize(still, width)
    emulate(still, prefers_color_scheme=colours)
    yield still
    assert is_within_window(still)


@pytest.mark.parametrize("look", LOOKS, ids=str)  # all looks of a path, then the next
@pytest.mark.parametrize("path", FOR_READERS)
def test_pages_for_readers_have_no_prefixed_names(
    path: str, reader: Chrome, whole: str
) -> None:
    visit(reader, whole + path)
    # what is to be typed into a terminal is for programmers
    reader.execute_script(_SHOW_TYPED, "none")
    words = told(reader, "main")
    reader.execute_script(_SHOW_TYPED, "")
    assert PREFIXED.findall(words) == []


def test_a_statement_and_its_words_are_seen_at_once_where_there_is_room(
    look: tuple[int, str], reader: Chrome, whole: str
) -> None:
    visit(reader, whole)
    specimen = reader.find_element(By.CSS_SELECTOR, ".specimen")
    assert specimen.is_displayed() == (look[0] == 1300)
    if look[0] == 1300:
        assert "The OSCE summit was held in Astana" in specimen.text
        assert "source" in specimen.text
        lead, ways = (box(reader, one) for one in (".hero .lead", ".ways"))
        place = box(reader, specimen)
        assert place.left > lead.right
        assert place.bottom < ways.top < 600


def test_who_made_it_and_how_far_to_trust_it_stands_in_the_first_screen(
    reader: Chrome, whole: str
) -> None:
    visit(reader, whole)
    lead, field, trust, counts = (
        box(reader, one) for one in (".hero .lead", ".ask", ".trust", ".hero .counts")
    )
    assert lead.bottom <= field.top
    assert field.bottom <= trust.top
    assert trust.is_below(field, 60)
    assert counts.is_below(trust, 60)
    assert counts.top < 900
    assert "Made by The Diplomatica developers from one article" in told(
        reader, ".trust"
    )
    assert "60 of 60 sentences cited" in " ".join(told(reader, ".hero .counts").split())
    reader.find_element(By.CSS_SELECTOR, '.trust a[href="/about"]').click()
    assert told(reader, "h1").startswith("About")


def test_what_is_wrong_stands_before_what_holds(reader: Chrome, whole: str) -> None:
    visit(reader, f"{whole}quality")
    wrong, holds, reports = (
        box(reader, one) for one in ("#open", "#holds", "#reports")
    )
    assert wrong.bottom < holds.top < reports.top
    first = box(reader, ".gap h3")
    assert first.is_below(wrong, 60)


def test_an_article_has_its_author_and_origin_below_its_name(
    reader: Chrome, whole: str
) -> None:
    visit(reader, f"{whole}article/{ARTICLE}")
    lines = reader.find_elements(By.CSS_SELECTOR, "h1, h1 ~ p")
    assert "likely original" in lines[1].text
    assert "The Astana Times" in lines[1].text
    assert box(reader, lines[1]).is_below(box(reader, lines[0]), 60)


def test_a_question_is_answered_above_all_else_and_with_its_words(
    reader: Chrome, whole: str
) -> None:
    visit(reader, whole + ASKED)
    answer, table, words, things = (
        box(reader, one)
        for one in ("#answer", ".answered table", ".answered q", "#things")
    )
    assert answer.bottom <= table.top
    assert table.bottom <= words.top
    assert words.bottom <= things.top
    assert "Nursultan Nazarbayev" in told(reader, ".answered table")


def test_what_was_not_found_stands_below_what_was_answered(
    reader: Chrome, whole: str
) -> None:
    visit(reader, f"{whole}{ASKED}+xyzzy+qwertz")
    notices = reader.find_elements(By.CSS_SELECTOR, "p.notice")
    answers = reader.find_elements(By.CSS_SELECTOR, ".answered")
    for answer in answers:
        bottom = box(reader, answer).bottom
        assert all(box(reader, notice).top >= bottom for notice in notices)
    assert notices


def test_ten_queries_teach_step_by_step_and_the_first_is_plain(
    reader: Chrome, whole: str
) -> None:
    visit(reader, f"{whole}sparql")
    steps = reader.find_elements(By.CSS_SELECTOR, ".lessons > li")
    assert len(steps) == 10
    assert "new:" not in steps[0].text
    tops = [box(reader, step).top for step in steps]
    assert tops == sorted(tops)
    assert box(reader, "#query").bottom <= tops[0]


def test_a_time_line_tells_how_many_have_no_time(reader: Chrome, whole: str) -> None:
    visit(reader, f"{whole}timeline")
    assert re.match(
        r"\d+ more events and plans have no time", told(reader, "a[href='#undated']")
    )


def test_what_connects_two_begins_with_a_sentence(reader: Chrome, whole: str) -> None:
    visit(reader, f"{whole}network?from=kazakhstan&to=osce")
    sentence = box(reader, "p.lead")
    assert sentence.bottom <= box(reader, ".way").top
    assert told(reader, "p.lead").endswith(".")
    years = [one.text for one in reader.find_elements(By.CSS_SELECTOR, ".way h2")]
    assert any(re.search(r"\d{4}", year) for year in years)


def test_a_class_stands_in_a_column_with_its_first_children(
    reader: Chrome, whole: str
) -> None:
    visit(reader, f"{whole}ontology")
    first_children = ".classes li > ul > li:first-child > a"
    wide = reader.find_elements(By.CSS_SELECTOR, ".classes li:has(> ul) > a")
    first = reader.find_elements(By.CSS_SELECTOR, first_children)
    assert len(wide) == len(first) > 10
    places = zip(boxes(reader, wide), boxes(reader, first), strict=True)
    for above, below in places:
        assert above.top < below.top < above.bottom + 12
        assert above.left < below.left < above.left + 40


def test_all_classes_and_properties_are_in_sight_and_none_is_cut(
    reader: Chrome, whole: str
) -> None:
    visit(reader, f"{whole}ontology")
    width = reader.execute_script("return document.documentElement.clientWidth")
    links = reader.find_elements(By.CSS_SELECTOR, ".classes a, .names-of-terms a")
    assert len(links) > 200
    places = boxes(reader, links)
    assert all(0 <= one.left < one.right <= width for one in places)


def test_a_term_is_shown_by_its_address_though_its_section_is_folded(
    reader: Chrome, whole: str
) -> None:
    reader.get("about:blank")  # from the page itself one would only scroll
    reader.get(f"{whole}ontology#State")
    term = reader.find_element(By.ID, "State")
    assert term.is_displayed()
    assert 0 <= box(reader, term).top < 900


def test_the_tables_to_download_are_stacked_on_a_telephone(
    still: Chrome, whole: str
) -> None:
    resize(still, 390)
    visit(still, f"{whole}dumps/")
    table = still.find_element(By.CSS_SELECTOR, ".overview")
    sizes = "const box = arguments[0].parentElement; return box.scrollWidth - box.clientWidth"
    assert still.execute_script(sizes, table) <= 0
    cells = still.find_elements(By.CSS_SELECTOR, ".overview tbody :is(th, td)")
    seen = [one for one in cells if one.is_displayed()]
    assert len(seen) == 6 * len(table.find_elements(By.CSS_SELECTOR, "tbody tr"))
    assert all(0 <= one.left <= one.right <= 390 for one in boxes(still, seen))
    dated = "return getComputedStyle(arguments[0], '::before').content"
    assert still.execute_script(dated, seen[4]) == '"Dated: "'


@pytest.mark.parametrize("path", FOLDED)
def test_long_pages_are_folded_by_section_and_hold_all(
    path: str, reader: Chrome, whole: str
) -> None:
    reader.get(whole + path)
    folds = reader.find_elements(By.CSS_SELECTOR, "main details")
    assert len(folds) >= FOLDED[path]
    height = reader.execute_script("return document.documentElement.scrollHeight")
    assert height < LONGEST
    folded = reader.find_element(By.CSS_SELECTOR, "main details:not([open])")
    summary = folded.find_element(By.CSS_SELECTOR, "summary")
    summary.click()
    inside = folded.find_element(By.CSS_SELECTOR, "summary ~ *")
    assert inside.is_displayed()
    assert box(reader, inside).is_below(box(reader, summary), 60)
