"""A spreadsheet of names is linked to this dataset and to Wikidata, without documentation,
without scripts: from the front page to the table, each step by what the page offers."""

import os
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import Select

from browsing import needs_chromium, text, wait
from processes import family, processor_time

pytestmark = needs_chromium
NAMES = """No;Country or organisation;Remarks
1;Republic of Kazakhstan;host
2;Türkiye;
3;Russian Federation;
4;Iran (Islamic Republic of);
5;Syria;
6;ООН;observer
7;OSCE;
8;МАГАТЭ;
9;Shanghai Coop. Organisation;
10;CICA;
11;UMAROV Kairat;ambassador
12;R. Vassilenko;
13;Helga Schmid;
14;President Nazarbayev;
15;Iran nuclear deal;
16;Astana;
17;Slovakia;
18;Lebanon;
19;UN Security Council;
20;Central Asia;
"""
# Seconds of processor, of browser and server together: others may have the machine.
_LIMIT = 20
_STEPS = 8  # to open, send, choose four times, take over, and see


def press(browser: Chrome, name: str) -> None:
    """Press a button, and wait for the page that it leads to."""
    buttons = browser.find_elements(By.TAG_NAME, "button")
    (button,) = (one for one in buttons if one.text == name)
    button.click()
    wait(browser).until(staleness_of(button))


def rows(browser: Chrome) -> list[list[str]]:
    lines = browser.find_elements(By.CSS_SELECTOR, "table.matched tbody tr")
    cells = [line.find_elements(By.CSS_SELECTOR, "th, td") for line in lines]
    return [[cell.text for cell in line] for line in cells]


@pytest.mark.long
def test_twenty_names_of_a_spreadsheet_are_linked_in_a_few_steps(
    plain_browser: Chrome, whole: str, tmp_path: Path
) -> None:
    file = tmp_path / "names.csv"
    file.write_text(NAMES, "utf-8")
    browser, began = plain_browser, processor_time(family(os.getpid()))
    browser.get(whole)
    browser.find_element(By.CSS_SELECTOR, "main a[href$='/match']").click()
    browser.find_element(By.ID, "file").send_keys(str(file))
    press(browser, "Match")
    assert "20 names: 16 certain, 4 to choose" in text(browser, "main")
    open_ones = browser.find_elements(By.CSS_SELECTOR, "p.source a[href^='#thing-']")
    for link in open_ones:
        place = str(link.get_attribute("href")).rpartition("#")[2]
        menu = Select(browser.find_element(By.ID, place))
        is_ours = link.text != "Slovakia"
        menu.select_by_index(2 if is_ours else 1)
    press(browser, "Take over these choices")
    assert "16 certain, 3 chosen, 1 none of these" in text(browser, "main")
    assert len(open_ones) + 4 == _STEPS
    assert processor_time(family(os.getpid())) - began < _LIMIT
    linked = {row[0]: row[4] for row in rows(browser)}
    assert linked["UMAROV Kairat"].startswith("Q4475322")
    assert linked["Shanghai Coop. Organisation"].startswith("Q485207")
    assert linked["CICA"].startswith("No id was found")
    assert linked["Slovakia"] == "None of the candidates was chosen."
    assert [name for name, told in linked.items() if not told] == []


def test_a_choice_is_told_at_once_with_its_id_and_code(
    browser: Chrome, whole: str
) -> None:
    browser.get(f"{whole}match?names=Umarov%0ASlovakia")
    assert not browser.find_element(By.CLASS_NAME, "takeover").is_displayed()
    Select(browser.find_element(By.ID, "thing-0")).select_by_index(2)
    browser.find_element(By.ID, "other-1").send_keys("Iran\t")
    wait(browser).until(lambda _: "2 chosen" in text(browser, "#counts"))
    told = rows(browser)
    assert [row[4] for row in told] == ["Q4475322 Kairat Umarov", "Q794 Iran"]
    assert [row[5] for row in told] == ["", "IR"]
    items = browser.find_element(By.ID, "items").get_attribute("value")
    assert items == "Q4475322\nQ794"


def test_without_scripts_the_button_says_that_it_takes_choices_over(
    plain_browser: Chrome, whole: str
) -> None:
    plain_browser.get(f"{whole}match?names=Umarov")
    told = text(plain_browser, ".takeover")
    assert told.startswith("What you choose is told with its id and code once you")
    assert text(plain_browser, ".matched .see") == "perhaps Kairat Umarov?"
