"""What pages say in a reader's language, and that nothing of it is left out."""

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from flask import render_template_string
from flask.testing import FlaskClient
from jinja2 import Environment
from pyoxigraph import Literal, RdfFormat, parse

import diplomatica
from conftest import ARTICLE, request
from diplomatica.model.dataset.folder import PACKAGED, bundle
from diplomatica.model.vocabulary import RDFS, XSD
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app
from diplomatica.web.document.terms import TRANSLATED
from diplomatica.web.speech.carrying import carry_language
from diplomatica.web.speech.speech import (
    LANGUAGES,
    Phrase,
    date_in_words,
    spoken_language,
)

PACKAGE = Path(diplomatica.__file__).parent
TEMPLATES = PACKAGE / "web" / "templates"
SPEECH = PACKAGE / "web" / "speech"
FOREIGN_TAGS = [tag for tag in LANGUAGES if tag != "en"]
# What stands in pages of every language as it is.
NAMES = {"BibTeX", "CSL", "IRI", "JSON", "SHA", "SPARQL", "Wikidata", "csv"}
FRAGMENTS = (
    "base.html",
    "_authorship.html",
    "_byline.html",
    "_checked.html",
    "_search.html",
    "_thing.html",
    "_change.html",
    "_newest.html",
    "_since.html",
    "_counts.html",
    "_timeline.html",
)
TOLD = ("alt", "aria-label", "placeholder", "title")
MARKS = {"_", "gettext", "ngettext"}
PAGE = {"Accept": "text/html"}
BOATS = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/b/dinghy> rdfs:label "Dinghy"@en , "Jolle"@de , "yole"@fr .
"""


def of_templates() -> Iterator[object]:
    options = {"trimmed": "true", "newstyle_gettext": "true"}
    for path in sorted(TEMPLATES.rglob("*.html")):
        with path.open("rb") as file:
            found = extract("jinja2.ext:babel_extract", file, options=options)
            yield from (words for _, words, *_ in found)


def of_code() -> Iterator[object]:
    marks = {"Phrase": None, "SuggestedQuery": None, "NameWay": (2,)}
    for path in sorted(PACKAGE.rglob("*.py")):
        with path.open("rb") as file:
            yield from (words for _, words, *_ in extract("python", file, marks))


def catalog(tag: str) -> Catalog:
    with (SPEECH / f"{tag}.po").open("rb") as file:
        return read_po(file, locale=tag)


@pytest.fixture(scope="module")
def said() -> set[object]:
    """All that pages say, in English."""
    return {*of_templates(), *of_code()}


@pytest.mark.parametrize("tag", FOREIGN_TAGS)
def test_a_catalog_has_all_that_pages_say_and_no_more(
    tag: str, said: set[object]
) -> None:
    assert {message.id for message in catalog(tag) if message.id} == said


def test_properties_are_translated_by_the_labels_that_the_vocabulary_has() -> None:
    vocabulary = (PACKAGED / "ontology" / "diplomatica.ttl").read_bytes()
    quads = parse(vocabulary, format=RdfFormat.TURTLE)
    labels = {quad.object.value for quad in quads if quad.predicate == RDFS("label")}
    known = {phrase.words for phrase in TRANSLATED}
    assert known <= labels
    assert len(known) == len(TRANSLATED)


@pytest.mark.parametrize(
    ("tag", "words"), [("en", "purpose"), ("de", "Zweck"), ("ru", "цель")]
)
def test_a_property_is_called_in_the_language_of_the_reader(
    tag: str, words: str, client: FlaskClient
) -> None:
    path = f"/doc/kazcent?lang={tag}"
    page = client.get(path, headers=PAGE).text
    assert re.search(f'ontology#purpose">{words}</a>', page)


@pytest.mark.parametrize("tag", FOREIGN_TAGS)
def test_every_sentence_is_translated_with_all_that_stands_in_it(tag: str) -> None:
    known = catalog(tag)
    for message in known:
        forms = message.string
        assert all([forms] if isinstance(forms, str) else forms or [""]), message.id
        assert not message.fuzzy, message.id
        assert not list(message.check(known)), message.id
        assert braces(message.id) == braces(message.string), message.id


def braces(words: object) -> set[str]:
    return {*re.findall(r"\{\w+\}", str(words))}


def is_told(path: Path) -> bool:
    text = path.read_text("utf-8")
    return "is_translated = true" in text or path.name in FRAGMENTS


class Unmarked(HTMLParser):
    """Words of a template that stand outside of all that is marked."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [value or "" for name, value in attrs if name in TOLD]
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "pre"} & {*self._inside}:
            self.words.append(data)


def unmarked(template: Path) -> list[str]:
    text, is_marked, said = "", False, []
    tokens = list(Environment().lex(template.read_text("utf-8")))
    plain = [one for one in tokens if one[1] != "whitespace"]
    for at, (_, kind, value) in enumerate(plain):
        if kind == "name" and value in ("trans", "endtrans"):
            is_marked = value == "trans"
        elif kind == "data" and not is_marked:
            text += value
        elif kind == "string" and re.search(r"[A-Z][a-z]+|[a-z] [a-z]", value):
            before = [value for _, _, value in plain[max(0, at - 2) : at]]
            if not (before[-1:] == ["("] and before[0] in MARKS):
                said.append(value)
    parser = Unmarked()
    parser.feed(text)
    whole = [*said, *parser.words]
    words = [word for one in whole for word in re.findall(r"[^\W\d_]+", one)]
    return [word for word in words if word not in NAMES]


@pytest.mark.parametrize(
    "template",
    [path for path in sorted(TEMPLATES.rglob("*.html")) if is_told(path)],
    ids=lambda path: path.name,
)
def test_no_words_of_a_page_that_is_translated_are_unmarked(template: Path) -> None:
    assert unmarked(template) == []


@pytest.mark.parametrize(
    ("accepted", "asked", "tag"),
    [
        ("", "", "en"),
        ("de-AT, en;q=0.5", "", "de"),
        ("fr, ru;q=0.7, en;q=0.3", "", "ru"),
        ("fr", "", "en"),
        ("de", "ru", "ru"),
        ("de", "no-such-language", "de"),
    ],
)
def test_a_page_speaks_what_suits_its_reader_best(
    accepted: str, asked: str, tag: str
) -> None:
    assert spoken_language(accepted, asked) == tag


def test_a_phrase_is_english_for_programs() -> None:
    assert Phrase("Nothing is known here of {what}", what="{x}") == (
        "Nothing is known here of {x}"
    )


@pytest.mark.parametrize(
    ("path", "tag", "words"),
    [
        ("/", "de", "Was es gibt"),
        ("/", "ru", "Что здесь есть"),
        ("/browse", "de", "Nach Art"),
        ("/search?q=andré", "de", "mit diesen Wörtern"),
        ("/search", "ru", "по видам"),
        ("/about?iri=https://people.example/1%23andré", "de", "Zum Mitnehmen"),
        ("/nothing", "ru", "Здесь ничего не известно о nothing"),
    ],
)
def test_a_visitor_is_spoken_to_in_a_language_of_his(
    foreign_client: FlaskClient, path: str, tag: str, words: str
) -> None:
    answer = foreign_client.get(
        path, headers={**PAGE, "Accept-Language": tag}, follow_redirects=True
    )
    assert f'<html lang="{tag}">' in answer.text
    assert words in answer.text
    assert "Accept-Language" in answer.vary


def test_an_address_can_ask_for_a_language(foreign_client: FlaskClient) -> None:
    headers = {**PAGE, "Accept-Language": "ru"}
    page = foreign_client.get("/browse?lang=de", headers=headers).text
    assert "Nach Art" in page
    assert 'href="?lang=en"' in page


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ('<a href="/x">', '<a href="/x?lang=de">'),
        ('<a href="/x?q=1#p2">', '<a href="/x?q=1&amp;lang=de#p2">'),
        ('<a href="?page=2&amp;q=a">', '<a href="?page=2&amp;q=a&amp;lang=de">'),
        ('<a href="#p2">', '<a href="#p2">'),
        ('<a href="/x?lang=ru">', '<a href="/x?lang=ru">'),
        ('<a href="/x.ttl">', '<a href="/x.ttl">'),
        ('<a href="https://other.example/x">', '<a href="https://other.example/x">'),
        ('<a href="mailto:a@b.example">', '<a href="mailto:a@b.example">'),
        (
            '<form action="/search">',
            '<form action="/search"><input type="hidden" name="lang" value="de">',
        ),
        (
            '<form action="/match" method="post">',
            '<form action="/match?lang=de" method="post">',
        ),
    ],
)
def test_a_link_goes_on_in_the_language_that_was_chosen(link: str, leads: str) -> None:
    assert carry_language(link, "de") == leads


def test_the_links_of_a_page_go_on_in_the_language_that_was_chosen(
    foreign_client: FlaskClient,
) -> None:
    page = foreign_client.get("/browse?lang=de", headers=PAGE).text
    assert 'href="/sparql?lang=de"' in page
    assert 'name="lang" value="de"' in page
    assert "lang=de" not in foreign_client.get("/browse", headers=PAGE).text.replace(
        'href="?lang=de"', ""
    )


def untranslated(client: FlaskClient, words: str) -> str:
    """A page of which nothing is translated yet, as a reader of German gets it."""
    page = '{% extends "base.html" %}{% block main %}' + words + "{% endblock %}"
    asked = {**PAGE, "Accept-Language": "de"}
    application = client.application
    with application.test_request_context("/", headers=asked):
        application.preprocess_request()
        return render_template_string(page)


def test_what_is_not_translated_yet_is_marked_as_english(
    foreign_client: FlaskClient,
) -> None:
    page = untranslated(foreign_client, "Words")
    assert '<html lang="de">' in page
    assert '<main id="main" lang="en">' in page


def test_programs_are_told_of_problems_in_english(foreign_client: FlaskClient) -> None:
    answer = foreign_client.get("/nothing", headers={"Accept-Language": "de"})
    assert answer.get_json(force=True)["title"] == "Nothing is known here of nothing"


def test_kept_pages_are_kept_for_each_language(server: str) -> None:
    for tag in ("de", "en", "ru", "de", "en"):
        asked = request(server, "/search", Accept="text/html", Accept_Language=tag)
        assert f'<html lang="{tag}">' in asked.body.decode()


def test_the_language_of_an_address_holds_for_names_too(tmp_path: Path) -> None:
    file = tmp_path / "boats.ttl"
    file.write_text(BOATS, "utf-8")
    release = build(bundle((file,)), tmp_path / "releases")
    client = create_app(release).test_client()
    headers = {**PAGE, "Accept-Language": "en"}
    for tag, called in {"de": "Jolle", "fr": "yole", "": "Dinghy"}.items():
        page = client.get(f"/dinghy?lang={tag}", headers=headers).text
        assert f"<h1>{called}</h1>" in page


@pytest.mark.parametrize(
    ("tag", "value", "kind", "words"),
    [
        ("de", "2019-06-03", "date", "3. Juni 2019"),
        ("de", "2010-12", "gYearMonth", "Dezember 2010"),
        ("de", "--08-29", "gMonthDay", "29. August"),
        ("de", "-0044-03-15", "date", "-0044-03-15"),
        ("de", "2019", "gYear", "2019"),
        ("ru", "2019-06-03", "date", "3 июня 2019"),
        ("en", "2019-06-03", "date", "3 June 2019"),
        ("de", "2019-02-31", "date", ""),
        ("en", "2021-10-30T23:59:00Z", "dateTime", "30 October 2021, 23:59 UTC"),
        ("en", "2021-10-01T00:00:00Z", "dateTime", "1 October 2021"),
        ("ru", "2021-10-30T08:05:07.5", "dateTime", "30 октября 2021, 08:05:07.5"),
        (
            "de",
            "2021-10-30T08:05:00+02:00",
            "dateTime",
            "30. Oktober 2021, 08:05 UTC+02:00",
        ),
        ("en", "2021-02-30T08:05:00Z", "dateTime", ""),
        ("en", "P3M", "duration", "3 months"),
        ("en", "P1Y1DT1.5S", "duration", "1 year 1 day 1.5 seconds"),
        ("ru", "PT2H", "dayTimeDuration", "2 часа"),
        ("en", "P", "duration", ""),
        ("en", "-P1D", "duration", ""),
    ],
)
def test_a_date_is_said_in_the_language_of_the_page(
    foreign_client: FlaskClient, tag: str, value: str, kind: str, words: str
) -> None:
    app = foreign_client.application
    with app.test_request_context(f"/?lang={tag}"):
        app.preprocess_request()
        said = date_in_words(Literal(value, datatype=XSD(kind)))
    assert said.replace("\xa0", " ").replace("\u202f", " ") == words


def test_an_answer_has_its_dates_in_the_language_of_its_page(
    published_client: FlaskClient,
) -> None:
    query = {"query": "SELECT ?when { :osce-summit-astana dip:time ?when }"}
    headers = {**PAGE, "Accept-Language": "de"}
    page = published_client.get("/sparql", query_string=query, headers=headers).text
    main = page.partition("<main")[2].partition("</main>")[0]
    assert '>Dezember 2010</time> <small class="exact">2010-12</small>' in main
    assert "Dies als" in main
    assert "This as" not in main


def test_a_page_that_is_not_translated_yet_speaks_one_language(
    published_client: FlaskClient,
) -> None:
    page = untranslated(published_client, "{{ _('Queries') }}")
    main, _, footer = page.partition('<main id="main" lang="en">')[2].partition(
        "</main>"
    )
    assert main.strip() == "Queries"
    assert "So wird zitiert" in footer


@pytest.mark.parametrize(
    ("tag", "title", "advice"),
    [
        ("de", "Zeitangaben verschiedener Arten werden verglichen", "Was zu tun ist:"),
        ("ru", "Сравниваются даты разных видов", "Что делать:"),
    ],
)
def test_notices_are_explained_in_the_language_of_their_reader(
    tag: str, title: str, advice: str, published_client: FlaskClient
) -> None:
    headers = {**PAGE, "Accept-Language": tag}
    page = published_client.get("/sparql/help", headers=headers).text
    assert '<main id="main">' in page
    assert f'<h2 id="date-kinds">{title}</h2>' in page
    assert page.count(f"<strong>{advice}</strong>") == 16


@pytest.mark.parametrize(
    ("path", "tag", "words"),
    [
        ("", "de", "<strong>60 von 60</strong> Sätzen angeführt"),
        ("about", "ru", "Кто это сделал"),
        ("doc/osce-summit-astana", "de", ">Dezember 2010</time>"),
        ("doc/kazakhstan", "ru", "Здесь с этим (state) связано: 14 событий"),
        ("timeline", "de", ">10. – 11. September 2018</text>"),
        (f"claim/{ARTICLE}/osce-finale", "ru", "Что здесь утверждается"),
        (f"article/{ARTICLE}", "de", "15 überwiegend <mark"),
        ("match", "ru", "по одному в строке"),
        ("match?names=Umarov", "de", "so heißt es kurz, wie vielleicht anderes auch"),
        ("match?names=Umarov", "ru", "1 имя: 1 на выбор"),
        ("network", "de", "Alles auf einen Blick"),
        ("network?from=kazakhstan&to=osce", "ru", "Что связывает Kazakhstan и"),
        ("dumps/", "de", "Erste Zeilen, Spalten und Prüfsummen"),
        ("sparql", "de", "Über diesen Endpunkt"),
        ("sparql?query=ASK{}", "ru", '<h2 id="answer">Ответ</h2><p>Да.</p>'),
        ("cite?query=ASK{}", "de", "Diese Antwort zitieren"),
        ("propose", "ru", "Что-то неверно?"),
        (f"propose?of=claim/{ARTICLE}/osce-finale", "de", "Was ist falsch?"),
        ("releases", "ru", "Выпуск никогда не меняется"),
        ("conformance", "de", "Was nicht bestanden wurde"),
        ("ontology", "ru", "Найти термин по названию или значению"),
        ("shapes", "de", "Was für die Daten gelten muss"),
        ("report?of=quality", "de", "Schreiben Sie an den Anfang"),
        ("quality", "ru", "Что неверно или не решено"),
        ("release/0.1.0/coverage", "de", "60 von 60 Sätzen und Überschriften"),
    ],
)
def test_a_page_of_claims_speaks_the_language_of_its_reader(
    path: str, tag: str, words: str, published_client: FlaskClient
) -> None:
    asked = {**PAGE, "Accept-Language": tag}
    page = published_client.get(f"/{path}", headers=asked).text
    assert '<main id="main">' in page
    assert words in page


def test_what_states_are_called_takes_nothing_from_the_pages() -> None:
    # both read the locales of Babel, which keeps them for all
    called = (
        "from diplomatica.lookup.matching.names.territories import names; {*names()}"
    )
    counted = (
        "from babel.numbers import format_decimal as f; print(f(1234, locale='de'))"
    )
    command = [sys.executable, "-c", f"{called}\n{counted}"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "1.234\n"
